"""Problems: what an author must know, as values.

Every stage gives `(result, problems)`. A problem has a permanent code, a place in a source file
and words written for somebody who never saw this code. How problems look on a screen or in a
pull request is decided in report.py, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Errors keep site/ as it was; warnings are reported and the site is published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file.

    Units: lines and columns count from 1, columns and `length` in characters (not bytes).
    A problem of a whole file (it cannot be read, its name is wrong) has line 0 and column 0.
    """

    path: str
    """Relative to the root, with forward slashes: ``data/partners/burgos.yaml``."""

    line: int = 0
    column: int = 0
    length: int = 1
    """How many characters are underlined; never past the end of the line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right (or to know, when it is a warning)."""

    code: str
    """Names the fault in kebab-case and never changes; docs/problems.md explains each."""

    message: str
    """What is wrong: lower case, no full stop, true without the snippet."""

    location: Location
    label: str = ""
    """Why, in a few words beside the underline."""

    hint: str = ""
    """What to do; empty when it would be a guess."""

    severity: Severity = Severity.ERROR
    related: tuple[Location, ...] = ()
    """Other places that take part: the first of two duplicate keys, the other claimant of a route."""

    page: str = ""
    """The address of the page that was being rendered, when that is how the problem showed."""

    @property
    def is_error(self) -> bool:
        """Whether this problem keeps the site from being published."""
        return self.severity is Severity.ERROR


Problems = tuple[Problem, ...]


def sort_problems(problems: Iterable[Problem]) -> Problems:
    """Return each problem once, by place and then by words, so that a report never shuffles."""
    return tuple(sorted(set(problems), key=_order))


def _order(problem: Problem) -> tuple[object, ...]:
    words = (problem.code, problem.message, problem.page, problem.label, problem.hint)
    return (problem.location, *words, problem.related)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the nearest candidate, or an empty string when none is near."""
    from difflib import get_close_matches

    nearest = get_close_matches(word, sorted(set(candidates)), n=1, cutoff=0.6)
    return f"did you mean `{nearest[0]}`?" if nearest else ""
