"""Woven maps: text files of `#` and `.` → land in stitches, and where a town lies in them.

Part of stage 2. A file of data/map/ has header lines, then one line for each row of stitches: `#` is
land, `.` is water. The headers say which piece of the Earth the cloth shows: in the Equal Earth
projection around `meridian`, whose x and y run in radii of the Earth, the upper left corner lies at
`left` and `top`, and a stitch has the side `stitch`. Nothing here draws.

data/map/README.md tells how the two files were made, and from what.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.values import dataclass

from .gathered import Gathered

MapName = Literal["world", "near"]
MAP_FOLDER = "data/map/"
MAP_NAMES: tuple[MapName, ...] = ("world", "near")
"""The whole world, and the part of it where most towns lie. Both may be absent."""
MAP_FILES = (*(f"{name}.txt" for name in MAP_NAMES), "README.md", "weave.py")
"""What data/map/ holds: the maps, what they are, and the recipe."""
MOST_STITCHES = 256
"""How many stitches a row may have, and how many rows there may be."""

_HEADERS = ("meridian", "left", "top", "stitch")
_STITCHES = "write a row of `#` for land and `.` for water"
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,9})?")
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


def equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """Return x and y of a point, in radii of the Earth; `longitude` counts from the middle of the map.

    Source: Šavrič, Patterson, Jenny: The Equal Earth map projection, IJGIS 33:3 (2019), equations 1 to 3.
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    width = _M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2))
    return math.radians(longitude) * math.cos(theta) / width, theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


@dataclass(frozen=True, slots=True)
class WovenMap:
    """A piece of the Earth in stitches, every row of the same length."""

    rows: tuple[str, ...]
    """`#` and `.`, from north to south."""
    meridian: float
    """The longitude in the middle of the projection, in degrees east."""
    left: float
    top: float
    stitch: float
    """Corner and side of a stitch, in radii of the Earth."""

    @property
    def columns(self) -> int:
        """The number of stitches in a row."""
        return len(self.rows[0])

    def position(self, latitude: float, longitude: float) -> tuple[float, float] | None:
        """Return where a point lies, in stitches from the upper left corner; None when off the map."""
        from_middle = (longitude - self.meridian + 180) % 360 - 180
        x, y = equal_earth(latitude, from_middle)
        column, row = (x - self.left) / self.stitch, (self.top - y) / self.stitch
        if 0 <= column < self.columns and 0 <= row < len(self.rows):
            return column, row
        return None


def model_maps(gathered: Gathered) -> dict[MapName, WovenMap]:
    """Return the maps that there are; one with a mistake is left out."""
    maps: dict[MapName, WovenMap] = {}
    for name in MAP_NAMES:
        path = f"{MAP_FOLDER}{name}.txt"
        text = gathered.text_of(path) if path in gathered.files else None
        if text is not None:
            woven, problems = parse_map(text, path)
            gathered.problems.extend(problems)
            if woven:
                maps[name] = woven
    return maps


def parse_map(text: str, path: str) -> tuple[WovenMap | None, Problems]:
    """Return the map of one file, or None and everything that is wrong with it."""
    lines = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), start=1)]
    filled = [(number, line) for number, line in lines if line]
    start = next((at for at, (_, line) in enumerate(filled) if line[0] in "#."), len(filled))
    numbers, problems = _read_header(filled[:start], path)
    rows = filled[start:]
    problems += tuple(_check_rows(rows, path))
    if problems:
        return None, problems
    return WovenMap(rows=tuple(row for _, row in rows), **numbers), ()


def _read_header(lines: list[tuple[int, str]], path: str) -> tuple[dict[str, float], Problems]:
    numbers: dict[str, float] = {}
    problems: list[Problem] = []
    for number, line in lines:
        name, _, value = (part.strip() for part in line.partition(":"))
        fault = _header_fault(name, value, numbers)
        if fault:
            label, hint = fault
            problems.append(_header_problem(Location(path, number, 1, len(line)), label, hint))
        else:
            numbers[name] = float(value)
    missing = [name for name in _HEADERS if name not in numbers]
    if missing and not problems:
        place = Location(path, lines[-1][0] if lines else 1, 1)
        named = ", ".join(f"`{name}`" for name in missing)
        hint = "write a line for each header, such as `stitch: 0.0387`"
        problems.append(_header_problem(place, f"no line for {named}", hint))
    return numbers, tuple(problems)


def _header_fault(name: str, value: str, numbers: Mapping[str, float]) -> tuple[str, str] | None:
    """Return why a header cannot be used, and what to do; None when it can."""
    if name not in _HEADERS:
        near = did_you_mean(name, _HEADERS)
        return "neither a header nor a row", near or f"the headers are {', '.join(_HEADERS)}"
    if name in numbers:
        return "written twice", "keep one of the two lines"
    if not _NUMBER.fullmatch(value):
        return "not a plain number", f"write a number such as `{name}: 0.5`"
    if name == "stitch" and float(value) <= 0:
        return "a stitch has a side", "write a number above 0"
    if name == "meridian" and abs(float(value)) > 180:
        return "not a longitude", "write degrees east, from -180 to 180"
    return None


def _header_problem(place: Location, label: str, hint: str) -> Problem:
    return Problem(
        code="invalid-map-header",
        message="the map does not say which piece of the Earth it shows",
        location=place,
        label=label,
        hint=hint,
    )


def _check_rows(rows: list[tuple[int, str]], path: str) -> Iterator[Problem]:
    """Yield what is wrong with the rows, each row once."""
    if not rows:
        yield _row_problem("the map has no rows", Location(path), hint=_STITCHES)
        return
    usual, _ = Counter(len(row) for _, row in rows).most_common(1)[0]
    for number, row in rows:
        wrong = next((at for at, stitch in enumerate(row) if stitch not in "#."), None)
        if wrong is not None:
            place = Location(path, number, wrong + 1)
            yield _row_problem(f"`{row[wrong]}` is not a stitch", place, hint=_STITCHES)
        elif len(row) != usual:
            place = Location(path, number, 1, len(row))
            yield _row_problem(f"the row has {len(row)} stitches", place, label=f"most rows have {usual}")
    if max(usual, len(rows)) > MOST_STITCHES:
        place = Location(path, rows[0][0], 1, len(rows[0][1]))
        limit = f"a map has at most {MOST_STITCHES} rows of {MOST_STITCHES} stitches"
        yield _row_problem(f"the map has {len(rows)} rows of {usual} stitches", place, label=limit)


def _row_problem(message: str, place: Location, *, label: str = "", hint: str = "") -> Problem:
    return Problem(code="invalid-map-row", message=message, location=place, label=label, hint=hint)
