"""Claims: which piece gives which file, and two that want the same path.

Two files that would land on one path, also by case or composed letters, are a problem that names both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from microsite.html import Trace
from microsite.problems import Location, Problem


def find_clashes(traces: Iterable[Trace]) -> Iterator[Problem]:
    """Yield a problem for each file whose path another file has; the same file twice is none."""
    first_by_key: dict[str, Trace] = {}
    for trace in traces:
        first = first_by_key.setdefault(_fold(trace.path), trace)
        if (first.path, first.digest) != (trace.path, trace.digest):
            yield _taken(trace, first)


def _fold(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _taken(trace: Trace, first: Trace) -> Problem:
    return Problem(
        code="route-taken",
        message=f"the file `{trace.path}` is taken by {first.origin or 'a file the generator makes'}",
        location=Location(trace.origin or trace.path),
        hint="rename one of the two",
        related=(Location(first.origin or first.path),),
    )
