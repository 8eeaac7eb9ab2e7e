"""Motifs and border strips: text files of `#` and `.` → drawings on a square grid.

Part of stage 2. A file of data/motifs/ or data/borders/ has a few header lines (`title: Stork`), then
one line for each row of cells: `#` is woven in the ink colour, `.` is ground. `mirror: x` adds the
right half as the reflection of the left, `mirror: y` the lower half, `mirror: xy` both.

A drawing may say what it `marks`, by reference: a strip regions of the world and universities, a motif
places of the city. That is checked here, so later stages find the drawing of a thing without a list of
their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import PurePosixPath
from typing import get_args

from pydantic_core import PydanticCustomError

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.values import dataclass

from .fields.texts import check_clean
from .gathered import Gathered
from .records import Country

MOTIFS = "data/motifs/"
BORDERS = "data/borders/"
MOST_CELLS = 64
"""How many cells a drawing may have in a row, and how many rows, once it is mirrored."""

_REGIONS = tuple(f"region:{name}" for name in get_args(Country.model_fields["region"].annotation))
_HEADERS = ("title", "shows", "mirror", "marks")
_MIRRORS = ("x", "y", "xy")
_MOST_HEADERS = 20


@dataclass(frozen=True, slots=True)
class Motif:
    """One drawing, whole: mirrored, every row of the same length."""

    name: str
    """The file's name: ``stork``."""
    title: str
    shows: str
    """What can be seen, in a sentence; may be empty."""
    rows: tuple[str, ...]
    """`#` and `.`, from top to bottom."""
    marks: tuple[str, ...]
    """References of what it stands for: ``region:asia`` or ``university:…``; of a motif ``place:…``."""
    path: str
    """The source file."""
    source: str
    """Its text, for those who want to draw on."""

    @property
    def columns(self) -> int:
        """The number of cells in a row."""
        return len(self.rows[0])


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file, with its number."""

    path: str
    number: int
    text: str

    def place(self, column: int = 1, length: int = 0) -> Location:
        return Location(self.path, self.number, column, max(1, length or len(self.text) - column + 1))

    def place_of(self, words: str, *, start: int = 0) -> Location:
        return self.place(self.text.index(words, start) + 1, len(words))

    def place_of_value(self, words: str) -> Location:
        return self.place_of(words, start=self.text.index(":") + 1)


def model_motifs(
    gathered: Gathered, *, known: Set[str]
) -> tuple[dict[str, Motif], dict[str, Motif], frozenset[str]]:
    """Return the motifs and the strips by name, and the references of those that cannot stand.

    `known` are the references of all records: a drawing may mark some of them.
    """
    motifs: dict[str, Motif] = {}
    borders: dict[str, Motif] = {}
    broken: set[str] = set()
    for folder, found in ((MOTIFS, motifs), (BORDERS, borders)):
        for path in gathered.files:
            if path.startswith(folder) and path.endswith(".txt"):
                text = gathered.text_of(path)
                motif, problems = parse_motif(text, path, known=known) if text is not None else (None, ())
                gathered.problems.extend(problems)
                if motif:
                    found[motif.name] = motif
                else:
                    broken.add(f"{'motif' if folder == MOTIFS else 'border'}:{PurePosixPath(path).stem}")
    for drawings in (motifs, borders):
        gathered.problems.extend(_find_shared_marks(drawings))
    return motifs, borders, frozenset(broken)


def parse_motif(text: str, path: str, *, known: Set[str] = frozenset()) -> tuple[Motif | None, Problems]:
    """Return the drawing of one file, or None and everything that is wrong with it."""
    lines = [_Line(path, number, line.rstrip()) for number, line in enumerate(text.split("\n"), start=1)]
    start = next((at for at, line in enumerate(lines) if not line.text or line.text[0] in "#."), len(lines))
    header, problems = _read_header(lines[:start], path, known)
    rows, more = _read_rows(lines[start:], path, header.get("mirror", ""))
    problems = (*problems, *more)
    if problems:
        return None, problems
    marks = tuple(_split_marks(header["marks"])) if "marks" in header else ()
    name = PurePosixPath(path).stem
    return Motif(name, header["title"], header.get("shows", ""), rows, marks, path, text), ()


# --- The header ---------------------------------------------------------------------------------


def _read_header(lines: list[_Line], path: str, known: Set[str]) -> tuple[dict[str, str], Problems]:
    values: dict[str, str] = {}
    problems: list[Problem] = []
    # There are four names, so of more lines than these some have had a problem already.
    for line in lines[:_MOST_HEADERS]:
        name, _, value = (part.strip() for part in line.text.partition(":"))
        fault = _find_name_fault(line, name, values) or _find_value_fault(line, name, value)
        problems.extend([fault] if fault else _check_marks(line, value, known) if name == "marks" else ())
        values.setdefault(name, value)
    if "title" not in values:
        problems.append(
            Problem(
                code="missing-field",
                message="`title` is missing",
                location=lines[0].place() if lines else Location(path, 1, 1),
                hint="begin the file with a line such as `title: Stork`",
            )
        )
    return values, tuple(problems)


def _find_name_fault(line: _Line, name: str, values: Mapping[str, str]) -> Problem | None:
    if ":" not in line.text:
        return Problem(
            code="missing-colon",
            message="this line is neither a header nor a row of cells",
            location=line.place(),
            label="a header is a name, a colon and a value; a row is made of `#` and `.`",
        )
    if name not in _HEADERS:
        return Problem(
            code="unknown-field",
            message=f"a drawing has no header `{name}`",
            location=line.place_of(name),
            label="not a header here",
            hint=did_you_mean(name, _HEADERS) or f"the headers are {', '.join(_HEADERS)}",
        )
    if name in values:
        return Problem(
            code="duplicate-key",
            message=f"`{name}` is written twice",
            location=line.place_of(name),
            hint="keep one of the two lines",
        )
    return None


def _find_value_fault(line: _Line, name: str, value: str) -> Problem | None:
    if not value:
        return Problem(
            code="empty-value",
            message=f"`{name}` has no value",
            location=line.place(),
            hint="write a value after the colon, or take the line out",
        )
    if name == "mirror" and value not in _MIRRORS:
        return Problem(
            code="unknown-value",
            message=f"`{value}` is no way to mirror a drawing",
            location=line.place_of_value(value),
            label=f"`mirror` is one of {', '.join(_MIRRORS)}",
            hint="write `x` for the right half, `y` for the lower half, `xy` for both",
        )
    return _find_hidden_character(line, value)


def _find_hidden_character(line: _Line, value: str) -> Problem | None:
    """Return what a text field of a record would say of the same value."""
    try:
        check_clean(value)
    except PydanticCustomError as error:
        about = error.context or {}
        return Problem(
            code="hidden-character",
            message=error.message(),
            location=line.place_of_value(value),
            label=about.get("label", ""),
            hint=about.get("hint", ""),
        )
    return None


def _split_marks(value: str) -> Iterator[str]:
    yield from (mark.strip() for mark in value.split(",") if mark.strip())


def _check_marks(line: _Line, value: str, known: Set[str]) -> Iterator[Problem]:
    """Yield a problem for each thing marked that does not exist."""
    is_strip = line.path.startswith(BORDERS)
    kind = "university:" if is_strip else "place:"
    possible = (*(_REGIONS if is_strip else ()), *(each for each in known if each.startswith(kind)))
    for mark in _split_marks(value):
        if mark not in possible:
            yield Problem(
                code="unknown-reference",
                message=f"nothing that a {'strip' if is_strip else 'motif'} can mark is called `{mark}`",
                location=line.place_of_value(mark),
                label="a strip marks a region or a university" if is_strip else "a motif marks a place",
                hint=did_you_mean(mark, possible)
                or ("write region:europe, or university:the-id" if is_strip else "write place:the-id"),
            )


def _find_shared_marks(drawings: Mapping[str, Motif]) -> Iterator[Problem]:
    first_by_mark: dict[str, Motif] = {}
    for drawing in drawings.values():
        for mark in drawing.marks:
            first = first_by_mark.setdefault(mark, drawing)
            if first is not drawing:
                yield Problem(
                    code="mark-taken",
                    message=f"two {'strips' if drawing.path.startswith(BORDERS) else 'motifs'} mark `{mark}`",
                    location=_place_of(mark, drawing),
                    label=f"`{first.name}` marks it, too",
                    hint="take it out of one of the two",
                    related=(_place_of(mark, first),),
                )


def _place_of(mark: str, drawing: Motif) -> Location:
    lines = (
        _Line(drawing.path, number, text) for number, text in enumerate(drawing.source.split("\n"), start=1)
    )
    line = next(line for line in lines if line.text.strip().startswith("marks") and mark in line.text)
    return line.place_of_value(mark)


# --- The rows -----------------------------------------------------------------------------------


def _read_rows(lines: list[_Line], path: str, mirror: str) -> tuple[tuple[str, ...], Problems]:
    while lines and not lines[0].text:
        lines = lines[1:]
    while lines and not lines[-1].text:
        lines = lines[:-1]
    if not lines:
        return (), (_nothing_drawn(path),)
    problems = tuple(_find_oversize(lines, mirror)) or (
        *_find_wrong_characters(lines),
        *_find_ragged_rows(lines),
    )
    rows = [line.text for line in lines]
    if "x" in mirror:
        rows = [row + row[::-1] for row in rows]
    if "y" in mirror:
        rows = [*rows, *reversed(rows)]
    return tuple(rows), problems


def _nothing_drawn(path: str) -> Problem:
    return Problem(
        code="motif-size",
        message="the drawing has no rows",
        location=Location(path),
        hint="write a line of `#` and `.` for each row, below the headers and an empty line",
    )


def _find_oversize(lines: list[_Line], mirror: str) -> Iterator[Problem]:
    """Yield at most one problem: nothing else is said of a drawing that is too large."""
    most_columns = MOST_CELLS // 2 if "x" in mirror else MOST_CELLS
    most_rows = MOST_CELLS // 2 if "y" in mirror else MOST_CELLS
    wide = next((line for line in lines if len(line.text) > most_columns), None)
    if wide or len(lines) > most_rows:
        line = wide or lines[most_rows]
        yield Problem(
            code="motif-size",
            message=f"the drawing is larger than {MOST_CELLS} by {MOST_CELLS} cells",
            location=line.place(most_columns + 1) if wide else line.place(),
            label="from here on" + (", with its mirrored half" if mirror else ""),
            hint="draw it smaller: about 24 by 24 cells read best",
        )


def _find_wrong_characters(lines: list[_Line]) -> Iterator[Problem]:
    for line in lines:
        wrong = next((at for at, cell in enumerate(line.text) if cell not in "#."), None)
        if wrong is not None:
            yield Problem(
                code="motif-character",
                message=f"`{line.text[wrong]}` is not a cell",
                location=line.place(wrong + 1, 1),
                label="a row is made of `#` and `.` alone",
            )


def _find_ragged_rows(lines: list[_Line]) -> Iterator[Problem]:
    """Yield a problem for each row that is not as long as most rows are."""
    columns = Counter(len(line.text) for line in lines).most_common(1)[0][0]
    for line in lines:
        if len(line.text) != columns:
            yield Problem(
                code="motif-ragged",
                message=f"the row has {len(line.text)} cells",
                location=line.place(),
                label=f"most rows have {columns}",
            )
