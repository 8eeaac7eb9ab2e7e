"""Findings: what a check has to say of one file, before anybody looked up where its source says it.

Part of stage 5. A `Finding` is plain values only, so it can be kept beside the page it was made for
and handed from one process to another; the source is read when a finding is told, and not before.
`place_findings` turns findings into problems and tells what a template repeats on many pages once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from microsite.problems import Location, Problem, Problems, Severity, sort_problems
from microsite.publish.addresses import AddressBook
from microsite.values import dataclass

_MOST_REPEATS = 5
"""The same fault on more pages than this, and in the words of no source, is the doing of a template."""

_MOST_RELATED = 10


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an output file comes from, so that a message can name a file its author knows."""

    path: str
    """The source, such as ``content/en/about.md`` or ``templates/pages/home.html``."""

    text: str | Callable[[], str] = ""
    """What the source says, or how to ask for it; empty when there is none to search."""

    def read(self) -> str:
        """Return what the source says."""
        return self.text if isinstance(self.text, str) else self.text()


class Finding(NamedTuple):
    """One thing that is wrong with a file, in the words of a `Problem`."""

    code: str
    message: str
    label: str = ""
    hint: str = ""
    needles: tuple[str, ...] = ()
    """What to look for in the source: the first that occurs is the place."""

    address: str = ""
    """An address to look for instead, which a source may write in several ways."""

    severity: Severity = Severity.ERROR
    related: tuple[tuple[str, str], ...] = ()
    """Files that take part, each with what to look for in its source."""


FoundIn = tuple[str, Finding]
"""The path of a file and what is wrong with it."""

_Unplaced = tuple[Location, str, Finding]
"""A source as a whole, the address of the page, and what is wrong with that."""


def pack_finding(finding: Finding) -> tuple[Any, ...]:
    """Return a finding as plain values."""
    plain: tuple[Any, ...] = finding
    return tuple(each.value if isinstance(each, Severity) else each for each in plain)


def unpack_finding(packed: tuple[Any, ...]) -> Finding:
    """Return the finding in what `pack_finding` made."""
    finding = Finding(*packed)
    return finding._replace(severity=Severity(finding.severity))


def place_findings(
    findings: Iterable[FoundIn], *, book: AddressBook, origin_of: Callable[[str], Origin]
) -> Problems:
    """Return the findings as problems, each where its source says it, in the order of a report.

    `origin_of` is asked for the files something was found in, and their texts are read only to search them.
    """
    finder = _Finder(origin_of)
    problems: list[Problem] = []
    repeats_by_words: dict[tuple[str, ...], list[_Unplaced]] = {}
    for path, finding in findings:
        location, page = finder.find(path, finding), book.address_of(path)
        if location.line:
            problems.append(_problem(finding, location, page, finder))
        else:
            words = (finding.code, finding.message, finding.label, finding.hint)
            repeats_by_words.setdefault(words, []).append((location, page, finding))
    for repeats in repeats_by_words.values():
        problems += _gather(repeats, finder)
    return sort_problems(problems)


def _gather(repeats: list[_Unplaced], finder: _Finder) -> Iterator[Problem]:
    """Yield what is said of several files in the same words, as one problem if a template says it of many."""
    finding_by_place = {(location, page): finding for location, page, finding in repeats}
    if len(finding_by_place) <= _MOST_REPEATS:
        yield from (_problem(finding, location, page, finder) for location, page, finding in repeats)
        return
    places = sorted(finding_by_place)
    first, page = places[0]
    problem = _problem(finding_by_place[first, page], first, page, finder)
    yield replace(
        problem,
        label=f"{problem.label}; the same on {len(places) - 1} other pages",
        related=tuple(dict.fromkeys(other for other, _ in places if other != first))[:_MOST_RELATED],
    )


def _problem(finding: Finding, location: Location, page: str, finder: _Finder) -> Problem:
    return Problem(
        code=finding.code,
        message=finding.message,
        location=location,
        label=finding.label,
        hint=finding.hint,
        severity=finding.severity,
        related=tuple(finder.find_words(path, (words,)) for path, words in finding.related),
        page=page,
    )


class _Finder:
    """Looks for words in the sources of files, and reads each source once."""

    __slots__ = ("_origin_of", "_text_by_path")

    def __init__(self, origin_of: Callable[[str], Origin]) -> None:
        self._origin_of = origin_of
        self._text_by_path: dict[str, str] = {}

    def find(self, path: str, finding: Finding) -> Location:
        """Return where the source of a file says what was found."""
        if finding.address:
            return self._find_address(path, finding.address)
        return self.find_words(path, finding.needles)

    def find_words(self, path: str, needles: tuple[str, ...]) -> Location:
        """Return the place of the first needle that occurs in the source, else the file as a whole."""
        origin = self._origin_of(path)
        for needle in filter(None, needles):
            text = self._text_of(origin)
            start = text.find(needle)
            if start >= 0:
                return _location_at(origin.path, text, start, len(needle))
        return Location(origin.path)

    def _find_address(self, path: str, address: str) -> Location:
        """Return the place of an address, which a source may write as ``../visa.md`` or ``page:visa``."""
        origin = self._origin_of(path)
        text = self._text_of(origin)
        for words, pattern in _spellings(address):
            # Plain search first: it is a hundred times faster, and mostly there is nothing to find.
            if words and words in text and (match := re.search(pattern, text)):
                return _location_at(origin.path, text, match.start(), len(words))
        return Location(origin.path)

    def _text_of(self, origin: Origin) -> str:
        text = self._text_by_path.get(origin.path)
        if text is None:
            text = self._text_by_path[origin.path] = origin.read()
        return text


def _spellings(address: str) -> tuple[tuple[str, str], ...]:
    """Return what a source may say for an address, each with a pattern for where an address can stand."""
    path, _, anchor = address.partition("#")
    last_step = path.rstrip("/").rpartition("/")[2]
    # Only where an address can stand: the bare words may well occur in the prose.
    return (
        (address, rf"(?<=[(\"'=\s<]){re.escape(address)}(?=[)\"'\s>]|$)"),
        (f"#{anchor}" if anchor else "", rf"#{re.escape(anchor)}(?![\w-])"),
        (last_step, rf"(?<=[/:(\"'=]){re.escape(last_step)}(?![\w-])"),
    )


def _location_at(path: str, text: str, start: int, length: int) -> Location:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    line_end = text.find("\n", start)
    if line_end >= 0:
        length = min(length, line_end - start)
    return Location(path, line, column, max(length, 1))
