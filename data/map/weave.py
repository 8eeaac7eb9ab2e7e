"""The recipe for world.txt and near.txt; README.md beside it says what they are and where the land is from.

    python -m data.map.weave land-110m.json land-50m.json

Standard library, and the projection of microsite/model/woven_map.py. Not part of a build.

A row of samples has one latitude, so nothing is projected but that: the coast crosses it at certain
longitudes, and between an odd and an even crossing there is land.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from microsite.model.woven_map import equal_earth

Ring = list[tuple[float, float]]
"""Longitude and latitude of each point; the longitudes never jump, so they may pass 180."""

MERIDIAN = 11.0
"""The cut on the other side runs through the Bering Strait, so it parts no land but Antarctica."""
SAMPLES = 6
"""A stitch is looked at in 6 × 6 places; half of them on land make it land."""
LEAST_WATER = 5
"""Stitches; the Caspian Sea has more, every other lake has fewer."""
HALF_WIDTH = equal_earth(0, 180)[0]
STITCH = 2 * HALF_WIDTH / 140


@dataclass(frozen=True, slots=True)
class Piece:
    """Which piece of the Earth to weave, in radii of the Earth."""

    columns: int
    rows: int
    left: float
    top: float
    stitch: float


WORLD = Piece(144, 64, -72 * STITCH, equal_earth(83.7, 0)[1] + 2 * STITCH, STITCH)
"""140 by 60 stitches of Earth, from the north of Greenland to Cape Horn, and two of water on every side."""
NEAR = Piece(48, 64, 1.2 * STITCH / 6, 172 * STITCH / 6, STITCH / 6)
"""From Berlin to Poltava, from Sweden to Crete: six of its stitches are one of the world's."""


def main(arguments: Sequence[str]) -> None:
    """Write both maps beside this file."""
    here = Path(__file__).parent
    for source, piece, name in zip(arguments, (WORLD, NEAR), ("world", "near"), strict=True):
        rings = read_rings(json.loads(Path(source).read_text(encoding="utf-8")))
        (here / f"{name}.txt").write_text(write_map(weave(rings, piece), piece), encoding="utf-8")


def read_rings(topology: dict[str, Any]) -> list[Ring]:
    """Return every coast of a TopoJSON file as a ring. Source: the TopoJSON format specification."""
    arcs = [list(_decode_arc(arc, topology["transform"])) for arc in topology["arcs"]]
    rings = []
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings += [_unwrap(_join(arcs, ring)) for polygon in polygons for ring in polygon]
    # A ring that does not come back to its first longitude goes round a pole: Antarctica, below the cloth.
    return [ring for ring in rings if abs(ring[0][0] - ring[-1][0]) < 180]


def _decode_arc(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    """Yield the points of an arc: whole numbers, each counted from the one before."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * wide + west, y * high + south


def _join(arcs: list[Ring], indices: list[int]) -> Ring:
    """Return the points of arcs that follow each other; a negative index is an arc backwards."""
    joined: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        joined += arc[1:] if joined else arc
    return joined


def _unwrap(ring: Ring) -> Ring:
    """Return the ring without jumps from 180 to -180."""
    unwrapped = ring[:1]
    for longitude, latitude in ring[1:]:
        last = unwrapped[-1][0]
        unwrapped.append((last + (longitude - last + 180) % 360 - 180, latitude))
    return unwrapped


def weave(rings: Sequence[Ring], piece: Piece) -> list[str]:
    """Return the rows of stitches, `#` for land and `.` for water."""
    rows = []
    for row in range(piece.rows):
        counts = [0] * piece.columns
        for part in range(SAMPLES):
            y = piece.top - (row + (part + 0.5) / SAMPLES) * piece.stitch
            for column, count in enumerate(_count_land(rings, piece, y)):
                counts[column] += count
        rows.append("".join("#" if count * 2 >= SAMPLES**2 else "." for count in counts))
    return fill_lakes(rows)


def fill_lakes(rows: Sequence[str]) -> list[str]:
    """Return the rows with every small water as land: among land it would look like a pin."""
    cloth = [list(row) for row in rows]
    seen: set[tuple[int, int]] = set()
    for start in ((x, y) for y, row in enumerate(rows) for x in range(len(row))):
        lake = _flood(rows, start) if start not in seen else set()
        seen |= lake
        if len(lake) < LEAST_WATER:
            for x, y in lake:
                cloth[y][x] = "#"
    return ["".join(row) for row in cloth]


def _flood(rows: Sequence[str], start: tuple[int, int]) -> set[tuple[int, int]]:
    """Return the water around a stitch, side by side; nothing for land."""
    water: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        x, y = waiting.pop()
        is_inside = 0 <= y < len(rows) and 0 <= x < len(rows[y])
        if is_inside and rows[y][x] == "." and (x, y) not in water:
            water.add((x, y))
            waiting += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    return water


def _count_land(rings: Sequence[Ring], piece: Piece, y: float) -> list[int]:
    """Return how many samples of each stitch are land, along one line of the cloth."""
    latitude = find_latitude(y)
    radii_a_degree = equal_earth(latitude, 1)[0]
    crossings = sorted(_cross(rings, latitude))
    counts = [0] * piece.columns
    step = piece.stitch / SAMPLES
    at = 0
    for sample in range(piece.columns * SAMPLES):
        from_middle = (piece.left + (sample + 0.5) * step) / radii_a_degree
        while at < len(crossings) and crossings[at] <= from_middle + MERIDIAN:
            at += 1
        counts[sample // SAMPLES] += at % 2 if abs(from_middle) <= 180 else 0
    return counts


def find_latitude(y: float) -> float:
    """Return the latitude whose y this is, found by halving."""
    low, high = -90.0, 90.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if equal_earth(middle, 0)[1] < y else (low, middle)
    return low


def _cross(rings: Sequence[Ring], latitude: float) -> Iterator[float]:
    """Yield the longitudes at which the coasts cross a latitude, on three turns of the globe."""
    for ring in rings:
        for (east, south), (west, north) in pairwise(ring):
            if (south <= latitude) != (north <= latitude):
                longitude = east + (west - east) * (latitude - south) / (north - south)
                yield from (longitude - 360, longitude, longitude + 360)


def write_map(rows: Sequence[str], piece: Piece) -> str:
    """Return the text of a map: its headers, an empty line, its rows."""
    headers = {"meridian": f"{MERIDIAN:g}", "left": piece.left, "top": piece.top, "stitch": piece.stitch}
    lines = [
        f"{name}: {value:.9f}" if isinstance(value, float) else f"{name}: {value}"
        for name, value in headers.items()
    ]
    return "\n".join([*lines, "", *rows, ""])


if __name__ == "__main__":
    main(sys.argv[1:])
