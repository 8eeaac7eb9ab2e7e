"""The cloth of the city map: a garden of beds in cells, those with a number woven in reverse.

Part of stage 3. Takes the places by the bed they are in, gives rows of `#` and `.`. What stands in a bed is
drawn in data/motifs/: the motif that marks one of its places, and in beds without a place PARTERRE above
HEDGE. A drawing that is not there leaves its room empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from microsite.model import Model, Place
from microsite.values import dataclass

Cell = tuple[int, int]
"""Column and row, from the upper left corner: of beds in the garden, or of cells in the cloth."""

PARTERRE, HEDGE = "parterre", "hedge"
"""The motifs of a bed that is mere ornament."""
ACROSS, DOWN = 28, 38
"""Cells from one bed to the next: two between beds, and room for a motif above a number."""

_EDGE = 1
"""Cells around a bed; two meet between beds."""
_MOTIF_SIDE = 24
_NUMBER_ROW = 28
_LEAST_FREE = 6
"""Cells that a lozenge needs beside the number."""
_LOZENGE = ("..#..", ".###.", "##.##", ".###.", "..#..")
_DIGITS = (
    (".####.", "##..##", "##..##", "##..##", "##..##", "##..##", ".####."),
    ("..##..", ".###..", "..##..", "..##..", "..##..", "..##..", ".####."),
    (".####.", "##..##", "....##", "...##.", "..##..", ".##...", "######"),
    (".####.", "##..##", "....##", "..###.", "....##", "##..##", ".####."),
    ("...##.", "..###.", ".#.##.", "##.##.", "######", "...##.", "...##."),
    ("######", "##....", "#####.", "....##", "....##", "##..##", ".####."),
    (".####.", "##....", "#####.", "##..##", "##..##", "##..##", ".####."),
    ("######", "....##", "...##.", "...##.", "..##..", "..##..", "..##.."),
    (".####.", "##..##", "##..##", ".####.", "##..##", "##..##", ".####."),
    (".####.", "##..##", "##..##", ".#####", "....##", "....##", ".####."),
)


@dataclass(frozen=True, slots=True)
class Cloth:
    """The picture. Drawings are rows of `#` and `.`, all of the same length."""

    beds: tuple[str, ...]
    """The whole of it, with the numbered beds alone."""
    ornament: tuple[str, ...]
    """A bed without a number."""
    corners: tuple[Cell, ...]
    """Where each of those has its upper left corner."""

    @property
    def columns(self) -> int:
        """The number of cells in a row."""
        return len(self.beds[0])


def weave_garden(places_by_cell: Mapping[Cell, list[Place]], model: Model) -> Cloth:
    """Return the garden with a numbered bed for each cell, in their order; there is at least one."""
    columns = 1 + max(column for column, _ in places_by_cell)
    rows = 1 + max(row for _, row in places_by_cell)
    woven = _ground(columns * ACROSS, rows * DOWN)
    for number, (cell, places) in enumerate(places_by_cell.items(), start=1):
        _lay(_numbered_bed(number, places, model), woven, _corner(cell))
    empty = ((column, row) for row in range(rows) for column in range(columns))
    return Cloth(
        beds=_rows(woven),
        ornament=_ornament(model),
        corners=tuple(_corner(cell) for cell in empty if cell not in places_by_cell),
    )


def _corner(bed: Cell) -> Cell:
    return bed[0] * ACROSS, bed[1] * DOWN


def _rows(woven: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple("".join(row) for row in woven)


def _ground(columns: int, rows: int) -> list[list[str]]:
    return [["."] * columns for _ in range(rows)]


def _ornament(model: Model) -> tuple[str, ...]:
    """Return the rows of a bed without a place."""
    bed = _ground(ACROSS, DOWN)
    for name, top in ((PARTERRE, 2), (HEDGE, _NUMBER_ROW + 1)):
        if name in model.motifs:
            rows = model.motifs[name].rows
            _lay(rows, bed, (_middle(rows, ACROSS), top))
    return _rows(bed)


def _numbered_bed(number: int, places: Iterable[Place], model: Model) -> tuple[str, ...]:
    """Return the rows of a bed with places: the reverse of the cloth, its motif above its number."""
    woven = _ground(ACROSS, DOWN)
    motifs = (model.motif_of(f"place:{place.id}") for place in places)
    motif = next((each for each in motifs if each), None)
    if motif:
        top = _EDGE + 2 + (_MOTIF_SIDE - len(motif.rows)) // 2
        _lay(motif.rows, woven, (_middle(motif.rows, ACROSS), top))
    written = _written(number)
    start = _middle(written, ACROSS)
    _lay(written, woven, (start, _NUMBER_ROW))
    if start >= _LEAST_FREE + 2 * _EDGE:
        for corner in (start // 2 - 2, ACROSS - start // 2 - 3):
            _lay(_LOZENGE, woven, (corner, _NUMBER_ROW + 1))
    return _rows(_turn(woven))


def _turn(woven: list[list[str]]) -> Iterator[list[str]]:
    """Yield the rows with the two colours exchanged, and the ground of the garden around them."""
    for y, row in enumerate(woven):
        is_edge = y < _EDGE or y >= len(woven) - _EDGE
        yield [
            "." if is_edge or x < _EDGE or x >= len(row) - _EDGE or cell == "#" else "#"
            for x, cell in enumerate(row)
        ]


def _written(number: int) -> tuple[str, ...]:
    """Return a number in cells, seven rows high."""
    digits = [_DIGITS[int(digit)] for digit in str(number)]
    return tuple(".".join(rows) for rows in zip(*digits, strict=True))


def _middle(rows: tuple[str, ...], columns: int) -> int:
    return (columns - len(rows[0])) // 2


def _lay(rows: Iterable[str], cloth: list[list[str]], corner: Cell) -> None:
    """Weave the ink of a drawing into the cloth; what reaches beyond its edges is cut off."""
    for y, row in enumerate(rows, start=corner[1]):
        for x, cell in enumerate(row, start=corner[0]):
            if cell == "#" and 0 <= y < len(cloth) and 0 <= x < len(cloth[y]):
                cloth[y][x] = cell
