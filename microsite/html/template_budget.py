"""What a template may cost: steps, characters, and the size of one number.

Templates are trusted, but one mistake in a loop must not keep a build busy for ever or fill the
machine. Work is counted, never timed: the same template is refused on every machine. Knows nothing
of Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from microsite.values import dataclass

STEPS = 2_000_000
"""For one page: values shown, calls, includes, and items of what is looped over or filtered."""

CHARACTERS = 20_000_000
"""For one page, each counted whenever it is written or passed on. The largest page of the site
takes a fortieth of it."""

_LARGEST_NUMBER = 1_000
"""That a filter may be given to make something of that size."""

_LARGEST_POWER = 4_096
"""Bits."""

_WIDTH = re.compile(r"%(?:\([^%]*\))?[-#0 +]*(\*|\d*)(?:\.(\*|\d*))?")


class TemplateRefusal(Exception):
    """Carries, in an author's words, what a template asked for and does not get."""


class Overspent(TemplateRefusal):
    """A page has used up what it may cost."""


@dataclass(slots=True)
class Budget:
    """What is left for the page being rendered."""

    steps: int = STEPS
    characters: int = CHARACTERS

    def refill(self) -> None:
        """Begin a page."""
        self.steps, self.characters = STEPS, CHARACTERS

    def spend(self, steps: int, characters: int = 0) -> None:
        """Take from what is left, or raise Overspent."""
        self.steps -= steps
        self.characters -= characters
        if self.steps < 0:
            raise Overspent(f"the templates of this page take more than {STEPS:,} steps")
        if self.characters < 0:
            raise Overspent(f"the templates of this page write more than {CHARACTERS:,} characters")

    def spend_on(self, value: object) -> None:
        """Take what going through a value costs: its characters or its items."""
        if isinstance(value, str):
            self.spend(1, len(value))
            return
        try:
            size = len(value)  # type: ignore[arg-type]  # asking is the only way to know
        except TypeError:
            size = 1
        self.spend(1 + size)


Arguments = tuple[object, ...]
Guard = Callable[[Budget, object, Arguments, Mapping[str, object]], None]
"""Takes a filter's value and arguments; raises TemplateRefusal, or lets the filter work."""


def _argument(given: Arguments, named: Mapping[str, object], place: int, name: str) -> object:
    return given[place] if place < len(given) else named.get(name)


def _guard_numbers(_: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    for argument in (*given, *named.values()):
        size = len(argument) if isinstance(argument, str) else argument
        if isinstance(size, int | float) and not -_LARGEST_NUMBER <= size <= _LARGEST_NUMBER:
            raise TemplateRefusal(f"a filter is given {_too_large(size)}")


def _guard_indent(budget: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    _guard_numbers(budget, value, given, named)
    budget.spend(0, str(value).count("\n") * _LARGEST_NUMBER)


def _guard_format(budget: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    guard_format(budget, str(value), (*given, *named.values()))


def _guard_replace(budget: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    old, new = str(_argument(given, named, 0, "old")), str(_argument(given, named, 1, "new"))
    budget.spend(0, str(value).count(old) * len(new))


def _guard_sum(_: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    start = _argument(given, named, 1, "start")
    if start is not None and not isinstance(start, int | float):
        raise TemplateRefusal(f"`sum` adds numbers, and is to begin with {cannot_show(start) or 'a text'}")


def _guard_tojson(budget: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    """Go through the value as the filter will: lists in one another may hold far more than they show."""
    _guard_numbers(budget, value, given, named)
    left = [value]
    while left:
        each = left.pop()
        budget.spend_on(each)
        if isinstance(each, Mapping):
            left.extend(each.values())
        elif isinstance(each, list | tuple):
            left.extend(each)


def _guard_urlencode(_: Budget, value: object, given: Arguments, named: Mapping[str, object]) -> None:
    for each in (*value.keys(), *value.values()) if isinstance(value, Mapping) else (value,):
        require_text(each)


GUARD_BY_FILTER: Mapping[str, Guard] = {
    "batch": _guard_numbers,
    "format": _guard_format,
    "indent": _guard_indent,
    "replace": _guard_replace,
    "round": _guard_numbers,
    "slice": _guard_numbers,
    "sum": _guard_sum,
    "tojson": _guard_tojson,
    "urlencode": _guard_urlencode,
}
"""Filters that can make much of little."""


def guard_join(budget: Budget, values: Iterable[object], separator: object) -> list[object]:
    """Return what is joined, once it is known to be texts and not too long."""
    require_text(separator)
    found = list(values)
    budget.spend(len(found), len(found) * len(str(separator)))
    for each in found:
        require_text(each)
    return found


def guard_format(budget: Budget, pattern: str, values: Iterable[object]) -> None:
    """Refuse patterns such as ``%1000000000d``, and values that are no text."""
    for widths in _WIDTH.findall(pattern):
        for width in widths:
            if width == "*":
                raise TemplateRefusal("a pattern to format has the width `*`")
            if len(width) > 3:
                raise TemplateRefusal(f"a pattern to format has the width {_too_large(width)}")
            budget.spend(1, int(width or 0))
    for each in values:
        require_text(each)


def guard_product(budget: Budget, left: object, right: object) -> None:
    """Refuse to repeat something too often, and numbers beyond use."""
    for times, repeated in ((left, right), (right, left)):
        if isinstance(times, int) and isinstance(repeated, str):
            budget.spend(1, len(repeated) * max(times, 0))
        elif isinstance(times, int) and isinstance(repeated, list | tuple):
            budget.spend(1 + len(repeated) * max(times, 0))
    if isinstance(left, int) and isinstance(right, int):
        _guard_bits(left.bit_length() + right.bit_length())


def guard_power(left: object, right: object) -> None:
    """Refuse numbers beyond use."""
    if isinstance(left, int) and isinstance(right, int):
        _guard_bits(left.bit_length() * abs(right))


def _guard_bits(bits: int) -> None:
    if bits > _LARGEST_POWER:
        raise TemplateRefusal("the number that comes of this has more than a thousand digits")


def cannot_show(value: object) -> str:
    """Return what a value is when it is no text; nothing when it can be shown on a page.

    What Python writes for a function or an object holds its place in memory, another one in each
    build; what it writes for a list is meant for programmers.
    """
    kind = type(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return "bytes"
    if isinstance(value, str | int | float) or kind.__str__ is not object.__str__:
        return ""
    if value is None:
        return "`none`"
    if hasattr(kind, "__html__"):
        return ""
    return "a function" if callable(value) else f"a `{kind.__name__}`"


def require_text(value: object) -> None:
    """Refuse what cannot be shown."""
    if what := cannot_show(value):
        raise TemplateRefusal(f"{what} is used as a text")


def _too_large(number: object) -> str:
    text = str(number)
    return f"`{text if len(text) <= 12 else f'{text[:11]}…'}`, more than {_LARGEST_NUMBER:,}"
