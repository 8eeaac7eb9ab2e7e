"""The city map: which places share a bed, which way one is from another, and what is woven."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.model import Model
from microsite.pages import ComponentRefusal, Words
from microsite.pages.city_cloth import ACROSS, DOWN, Cloth
from microsite.pages.city_map import CityMapView, city_map_view, order_beds, rounded_point
from microsite.pages.components import component_view, sources_in
from microsite.pages.routes import plan_routes
from microsite.problems import Problems

STRINGS = """\
home: Home
city_map_description:
  one: "{count} bed"
  other: "{count} beds"
city_map_rough: "Rough: {numbers}"
city_map_first: First
city_map_east_of: "East of {number}"
city_map_south_of: "South of {number}"
city_map_south_east_of: "South-east of {number}"
city_map_south_west_of: "South-west of {number}"
city_map_town_point: "Stands where {town} is."
fact_kind_contact: contact
source_of: "Source: {publisher}"
written_in: "written {date}"
"""
FILES = {
    "data/strings/en.yaml": STRINGS,
    "data/documents/plan.yaml": (
        "title: Plan\npublisher: P\nauthority: other\nwritten: 2020\nnote: Points by Plan, CC BY.\n"
    ),
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/suburb.yaml": (
        "name: Suburb\ncountry: poland\nlatitude: 53.10\nlongitude: 23.11\nis_approximate: true\n"
    ),
    "data/facts/street.yaml": (
        "label: Address\nvalue: Street 1\ntype: contact\napplies_to:\n  - town:suburb\n"
        "source: plan\nchecked: 2026-11-01\n"
    ),
}


def place(latitude: str = "", longitude: str = "", **fields: str) -> str:
    """A place at a point, or without one."""
    written = {"name": "Hall", "what": "A hall.", "address": "street"}
    if latitude:
        written |= {"latitude": latitude, "longitude": longitude, "is_approximate": "true"}
    lines = "".join(f"{key}: {text}\n" for key, text in (written | fields).items())
    return f"{lines}sources:\n  - document: plan\n    checked: 2026-11-01\n"


@pytest.fixture
def lay(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[..., CityMapView]:
    """The map of places (id → record)."""

    def make(places: Mapping[str, str], **more: str) -> CityMapView:
        files = {f"data/places/{name}.yaml": text for name, text in places.items()}
        words = words_of(model_tiny_site({**FILES, **files, **more}))
        view = city_map_view(words)
        assert words.problems == []
        return view

    return make


@pytest.fixture
def words(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Words:
    """The words of a site with one place."""
    return words_of(model_tiny_site({**FILES, "data/places/hall.yaml": place("53.12", "23.15")}))


def words_of(modelled: tuple[Model, Problems]) -> Words:
    model, problems = modelled
    assert problems == ()
    addresses, _ = plan_routes(model, model.settings.base_url)
    return Words(model, model.locales["en"], addresses)


def names(view: CityMapView) -> list[list[str]]:
    """The places of each bed, by name."""
    return [[str(place.name) for place in bed.places] for bed in view.beds]


# --- Where a place lies ---------------------------------------------------------------------------


def test_beds_are_numbered_from_north_to_south_and_from_west_to_east(
    lay: Callable[..., CityMapView],
) -> None:
    view = lay(
        {
            "a": place("53.11", "23.14", name="South"),
            "b": place("53.13", "23.17", name="East"),
            "c": place("53.13", "23.16", name="North"),
            "d": place("53.12", "23.15", name="Middle"),
        }
    )

    assert names(view) == [["North"], ["East"], ["Middle"], ["South"]]
    assert [bed.number for bed in view.beds] == [1, 2, 3, 4]


def test_each_bed_says_which_way_it_is_from_the_one_before(lay: Callable[..., CityMapView]) -> None:
    view = lay(
        {
            "a": place("53.14", "23.14"),
            "b": place("53.14", "23.15"),
            "c": place("53.13", "23.14"),
            "d": place("53.12", "23.15"),
            "e": place("53.11", "23.15"),
        }
    )

    assert [bed.where for bed in view.beds] == [
        "First",
        "East of 1",
        "South-west of 2",
        "South-east of 3",
        "South of 4",
    ]


def test_places_with_the_same_rounded_point_share_a_bed_in_their_own_order(
    lay: Callable[..., CityMapView],
) -> None:
    view = lay(
        {
            "a": place("53.118", "23.153", name="Second", order="2"),
            "b": place("53.1222", "23.1481", name="First", order="1"),
        }
    )

    assert names(view) == [["First", "Second"]]


def test_a_town_stands_for_a_place_without_a_point_and_the_list_says_so(
    lay: Callable[..., CityMapView],
) -> None:
    view = lay({"a": place(town="suburb"), "b": place("53.1", "23.11", document="plan")})

    assert [[place.stands_for for place in bed.places] for bed in view.beds] == [
        ["Stands where Suburb is.", ""]
    ]


def test_a_place_without_a_point_is_listed_and_not_drawn(lay: Callable[..., CityMapView]) -> None:
    view = lay({"a": place(name="Nowhere"), "b": place("53.12", "23.15", name="Hall")})

    assert names(view) == [["Hall"]]
    assert [str(place.name) for place in view.elsewhere] == ["Nowhere"]


def test_without_any_point_there_is_a_list_and_no_picture(lay: Callable[..., CityMapView]) -> None:
    view = lay({"a": place()})

    assert view.cloth is None
    assert view.beds == ()
    assert len(view.elsewhere) == 1


def test_beds_whose_points_nobody_published_are_named_and_whose_points_the_others_are(
    lay: Callable[..., CityMapView],
) -> None:
    published = place("53.13", "23.15", document="plan").replace("is_approximate: true\n", "")

    view = lay({"a": published, "b": place("53.12", "23.15"), "c": place(town="suburb")})

    assert view.rough == "Rough: 2, 3"
    assert view.credits == ("Points by Plan, CC BY.",)


def test_published_points_alone_are_not_called_rough(lay: Callable[..., CityMapView]) -> None:
    published = place("53.13", "23.15", document="plan").replace("is_approximate: true\n", "")

    assert lay({"a": published}).rough == ""


POINTS = st.lists(st.tuples(st.floats(53.0, 53.2), st.floats(23.0, 23.3)), min_size=1, max_size=12)


@given(POINTS)
def test_the_map_never_turns_two_points_round(points: list[tuple[float, float]]) -> None:
    beds = order_beds(rounded_point(*point) for point in points)

    for point, other in itertools.product(points, repeat=2):
        (column, row), (other_column, other_row) = (beds[rounded_point(*each)] for each in (point, other))
        assert row >= other_row or point[0] >= other[0]
        assert column >= other_column or point[1] <= other[1]


@given(POINTS)
def test_no_row_and_no_column_is_empty(points: list[tuple[float, float]]) -> None:
    beds = order_beds(rounded_point(*point) for point in points)

    columns, rows = ({bed[axis] for bed in beds.values()} for axis in (0, 1))
    assert columns == set(range(len(columns)))
    assert rows == set(range(len(rows)))


# --- The cloth ------------------------------------------------------------------------------------


def cloth_of(view: CityMapView) -> Cloth:
    assert view.cloth is not None
    return view.cloth


def bed_at(cloth: Cloth, column: int, row: int) -> list[str]:
    """The cells of one bed."""
    rows = cloth.beds[row * DOWN : (row + 1) * DOWN]
    return [line[column * ACROSS : (column + 1) * ACROSS] for line in rows]


TWO_BEDS = {"a": place("53.13", "23.15"), "b": place("53.12", "23.14")}


def test_a_numbered_bed_is_woven_and_a_bed_without_a_place_is_not(lay: Callable[..., CityMapView]) -> None:
    cloth = cloth_of(lay(TWO_BEDS))

    assert (cloth.columns, len(cloth.beds)) == (2 * ACROSS, 2 * DOWN)
    assert "#" in "".join(bed_at(cloth, 1, 0)) and "#" in "".join(bed_at(cloth, 0, 1))
    assert "#" not in "".join(bed_at(cloth, 0, 0) + bed_at(cloth, 1, 1))
    assert cloth.corners == ((0, 0), (ACROSS, DOWN))


def test_each_bed_shows_its_own_number(lay: Callable[..., CityMapView]) -> None:
    places = {f"p{at}": place(f"53.{40 - at}", "23.15") for at in range(11)}

    cloth = cloth_of(lay(places))

    assert len({tuple(bed_at(cloth, 0, row)) for row in range(11)}) == 11


def test_a_bed_has_the_motif_of_the_first_of_its_places_that_has_one(
    lay: Callable[..., CityMapView],
) -> None:
    motif = "title: Dots\nmarks: place:b\n\n#.#\n"
    places = {"a": place("53.12", "23.15", order="1"), "b": place("53.12", "23.15", order="2")}

    plain, marked = (
        bed_at(cloth_of(lay(places, **more)), 0, 0) for more in ({}, {"data/motifs/dots.txt": motif})
    )

    changed = [
        (x, y)
        for y, (before, after) in enumerate(zip(plain, marked, strict=True))
        for x, (old, new) in enumerate(zip(before, after, strict=True))
        if old != new
    ]
    assert [(x - changed[0][0], y - changed[0][1]) for x, y in changed] == [(0, 0), (2, 0)]


def test_beds_without_a_place_are_parterres_above_a_hedge(lay: Callable[..., CityMapView]) -> None:
    motifs = {
        "data/motifs/parterre.txt": "title: Parterre\n\n####\n",
        "data/motifs/hedge.txt": "title: Hedge\n\n##\n",
    }

    bare, planted = (cloth_of(lay(TWO_BEDS, **more)).ornament for more in ({}, motifs))

    assert "#" not in "".join(bare)
    assert [row.strip(".") for row in planted if "#" in row] == ["####", "##"]


def test_a_drawing_that_is_too_large_stays_in_its_bed(lay: Callable[..., CityMapView]) -> None:
    motif = "title: Sheet\nmarks: place:a\n\n" + ("#" * 60 + "\n") * 60

    cloth = cloth_of(lay(TWO_BEDS, **{"data/motifs/sheet.txt": motif}))

    assert (cloth.columns, len(cloth.beds)) == (2 * ACROSS, 2 * DOWN)
    assert "#" not in "".join(bed_at(cloth, 0, 0) + bed_at(cloth, 1, 1))


# --- The block ------------------------------------------------------------------------------------


def test_the_block_names_the_sources_of_every_place_and_of_its_address(words: Words) -> None:
    view = component_view("city-map", {}, words)

    assert {source.document for source in sources_in(view)} == {"plan"}


def test_the_block_takes_no_arguments(words: Words) -> None:
    refusal = component_view("city-map", {"of": "hall"}, words)

    assert isinstance(refusal, ComponentRefusal)
    assert refusal.code == "unknown-argument"


# --- What an author is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "code", "line"),
    [
        (place("53.12", "23.15").replace("longitude: 23.15\n", ""), "missing-field", 1),
        (place("53.12", "23.15").replace("is_approximate: true\n", ""), "missing-field", 1),
        (place("53.12", "23.15", town="suburb"), "two-points", 7),
        (place(town="suburbs"), "unknown-reference", 4),
        (place(address="streets"), "unknown-reference", 3),
        (place(about="university:nowhere"), "unknown-reference", 4),
    ],
)
def test_a_mistake_in_a_place_is_told_with_its_line(
    model_tiny_site: Callable[..., tuple[Model, Problems]], record: str, code: str, line: int
) -> None:
    _, problems = model_tiny_site({**FILES, "data/places/hall.yaml": record})

    assert [(each.code, each.location.path, each.location.line) for each in problems] == [
        (code, "data/places/hall.yaml", line)
    ]
