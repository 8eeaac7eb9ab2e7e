"""Woven maps: where a point lies in the stitches, what a broken file is told, and the recipe."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.map.weave import NEAR, WORLD, Piece, fill_lakes, find_latitude, read_rings, weave, write_map
from microsite.model import Model
from microsite.model.woven_map import MOST_STITCHES, equal_earth, parse_map
from microsite.problems import Problems

PROJECT = Path(__file__).resolve().parents[2]
HEAD = "meridian: 11\nleft: -1\ntop: 0.5\nstitch: 0.25\n\n"
GOOD = HEAD + "..##....\n.####...\n...##...\n........\n"


def say(problems: Problems) -> list[tuple[str, int, int, str, str]]:
    return [
        (each.code, each.location.line, each.location.column, each.message, each.label) for each in problems
    ]


# --- The projection -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (0, 0, 0, 0),
        (0, 180, 2.706630, 0),
        (0, -180, -2.706630, 0),
        (90, 0, 0, 1.317363),
        (-90, 0, 0, -1.317363),
        (60, 180, 2.039060, 1.088301),
    ],
)
def test_a_point_has_the_place_that_equal_earth_gives_it(
    latitude: float, longitude: float, x: float, y: float
) -> None:
    assert equal_earth(latitude, longitude) == pytest.approx((x, y), abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.floats(-89.5, 88.5), st.floats(-179, 179))
def test_a_square_degree_keeps_its_share_of_the_globe(latitude: float, longitude: float) -> None:
    """The projection is equal-area: a thin cell around a point measures cos(latitude)."""
    step = 0.01
    x, y = equal_earth(latitude, longitude)
    east, _ = equal_earth(latitude, longitude + step)
    _, north = equal_earth(latitude + step, longitude)

    middle = equal_earth(latitude + step / 2, step)[0]
    area = middle * (north - y) / radians(step) ** 2
    assert area == pytest.approx(cos(radians(latitude + step / 2)), abs=1e-5)
    assert east > x


def test_a_point_is_found_in_stitches_from_the_upper_left_corner() -> None:
    woven, _ = parse_map(GOOD, "data/map/world.txt")

    assert woven is not None
    assert woven.position(0, 11) == (4.0, 2.0)


@pytest.mark.parametrize(("latitude", "longitude"), [(80, 11), (-80, 11), (0, -120), (0, 170)])
def test_a_point_off_the_map_has_no_stitch(latitude: float, longitude: float) -> None:
    woven, _ = parse_map(GOOD, "data/map/world.txt")

    assert woven is not None
    assert woven.position(latitude, longitude) is None


def test_the_far_side_of_the_meridian_is_one_place_from_both_sides() -> None:
    woven, _ = parse_map(GOOD.replace("left: -1", "left: -3").replace("0.25", "0.75"), "data/map/world.txt")

    assert woven is not None
    assert woven.position(0, 190) == woven.position(0, -170)


# --- Broken files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "label"),
    [
        (GOOD.replace("stitch: 0.25\n", ""), "invalid-map-header", 3, 1, "no line for `stitch`"),
        (GOOD.replace("top", "topp"), "invalid-map-header", 3, 1, "neither a header nor a row"),
        (GOOD.replace("top: 0.5", "top: high"), "invalid-map-header", 3, 1, "not a plain number"),
        (GOOD.replace("top: 0.5", "top: 1e5"), "invalid-map-header", 3, 1, "not a plain number"),
        (GOOD.replace("top: 0.5", "top: nan"), "invalid-map-header", 3, 1, "not a plain number"),
        (GOOD.replace("left", "top"), "invalid-map-header", 3, 1, "written twice"),
        (GOOD.replace("0.25", "0"), "invalid-map-header", 4, 1, "a stitch has a side"),
        (GOOD.replace("11", "200"), "invalid-map-header", 1, 1, "not a longitude"),
        (GOOD.replace(".####...", ".##x#..."), "invalid-map-row", 7, 4, ""),
        (GOOD.replace(".####...", ".####.."), "invalid-map-row", 7, 1, "most rows have 8"),
        (HEAD, "invalid-map-row", 0, 0, ""),
        ("", "invalid-map-header", 1, 1, "no line for `meridian`, `left`, `top`, `stitch`"),
        (
            HEAD + "#" * (MOST_STITCHES + 1),
            "invalid-map-row",
            6,
            1,
            "a map has at most 256 rows of 256 stitches",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, code: str, line: int, column: int, label: str) -> None:
    woven, problems = parse_map(text, "data/map/world.txt")

    assert woven is None
    assert (code, line, column, label) in [(c, at, n, why) for c, at, n, _, why in say(problems)]


def test_every_broken_row_is_told_in_one_go() -> None:
    _, problems = parse_map(GOOD.replace(".####...", ".##?#...").replace("...##...", "...##."), "world.txt")

    assert [each.message for each in problems] == ["`?` is not a stitch", "the row has 6 stitches"]


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("#.\n: 0-9abtopmeridianleftstitchł"), max_size=200))
def test_any_text_gives_a_map_or_problems(text: str) -> None:
    woven, problems = parse_map(text, "world.txt")

    assert (woven is None) == bool(problems)


def test_a_site_without_maps_is_told_nothing(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    model, problems = model_tiny_site()

    assert (dict(model.maps), problems) == ({}, ())


def test_a_broken_map_is_left_out_and_the_other_one_stays(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    model, problems = model_tiny_site({"data/map/world.txt": GOOD, "data/map/near.txt": GOOD + "x\n"})

    assert list(model.maps) == ["world"]
    assert {each.location.path for each in problems} == {"data/map/near.txt"}


def test_a_file_that_no_map_is_made_from_is_told(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    _, problems = model_tiny_site({"data/map/word.txt": GOOD})

    assert [(each.code, each.location.path) for each in problems] == [("unknown-file", "data/map/word.txt")]


# --- The recipe ---------------------------------------------------------------------------------


def square(west: int, south: int, side: int) -> list[list[int]]:
    """An arc around a square: the first point, then the steps from each to the next."""
    return [[west + 180, south + 90], [side, 0], [0, side], [-side, 0], [0, -side]]


def topology(*arcs: list[list[int]]) -> dict[str, object]:
    shape = {"type": "MultiPolygon", "arcs": [[[number]] for number in range(len(arcs))]}
    return {
        "transform": {"scale": [1, 1], "translate": [-180, -90]},
        "arcs": list(arcs),
        "objects": {"land": {"type": "GeometryCollection", "geometries": [shape]}},
    }


def test_land_is_woven_where_it_lies() -> None:
    piece = Piece(columns=6, rows=4, left=-0.75, top=0.5, stitch=0.25)

    rows = weave(read_rings(topology(square(11, 0, 20))), piece)

    assert rows == ["...#..", "...#..", "......", "......"]


def test_land_across_the_180th_meridian_and_the_cut_is_woven_on_both_sides_of_the_cut() -> None:
    from_170_to_210_degrees = [[350, 90], [-320, 0], [0, 20], [320, 0], [0, -20]]
    globe = Piece(columns=22, rows=2, left=-2.75, top=0.25, stitch=0.25)

    rows = weave(read_rings(topology(from_170_to_210_degrees)), globe)

    assert rows == ["#...................##", "......................"]


def test_a_ring_around_a_pole_is_left_out() -> None:
    antarctica = [[0, 10], [120, 0], [120, 0], [120, 0]]

    assert read_rings(topology(antarctica, square(0, 0, 5))) != []
    assert len(read_rings(topology(antarctica, square(0, 0, 5)))) == 1


def test_a_small_lake_becomes_land_and_a_sea_stays() -> None:
    rows = ["########", "#..#...#", "####...#", "########"]

    assert fill_lakes(rows) == ["########", "####...#", "####...#", "########"]


@settings(max_examples=50, deadline=None)
@given(st.floats(-85, 85))
def test_a_latitude_is_found_from_its_y(latitude: float) -> None:
    assert find_latitude(equal_earth(latitude, 0)[1]) == pytest.approx(latitude, abs=1e-6)


@pytest.mark.parametrize(("name", "piece"), [("world", WORLD), ("near", NEAR)])
def test_the_maps_of_the_site_lie_where_the_recipe_put_them(name: str, piece: Piece) -> None:
    text = (PROJECT / f"data/map/{name}.txt").read_text(encoding="utf-8")

    woven, problems = parse_map(text, f"data/map/{name}.txt")

    assert woven is not None
    assert problems == ()
    assert write_map(woven.rows, piece) == text
