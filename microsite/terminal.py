"""The terminal: where words go, and the codes a command ends with."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Say = Callable[[str], None]
    """Writes text as it is; a line ends with its own newline."""

BUILT, ERRORS, WRONG_USE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130


class Terminal:
    """Where the words go, and what the place can show."""

    __slots__ = ("complain", "has_colour", "is_interactive", "say")

    def __init__(self, *, say: Say, complain: Say, has_colour: bool, is_interactive: bool) -> None:
        """Take standard output, standard error, and what they can show."""
        self.say = say
        self.complain = complain
        self.has_colour = has_colour
        self.is_interactive = is_interactive
