"""The woven world map: which stitches are land, pin and star, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.model import Model, model_sources
from microsite.pages import Page, Words
from microsite.pages.home import HomeView
from microsite.pages.partners import PartnersView
from microsite.pages.routes import plan_routes
from microsite.pages.world_map import MapPanel, PartnerTown, Run, WorldMapView, pin_size, world_map_view
from microsite.problems import Problems
from microsite.source import read_files
from tests.whole_site import plan_everything

PROJECT = Path(__file__).resolve().parents[2]
STRINGS = """\
map_world: World
map_near: Near
map_description: "{towns} in {countries}"
map_shared_pins: Shared.
map_unplaced:
  one: "{count} without a town."
  other: "{count} without a town."
town_count:
  one: "{count} town"
  other: "{count} towns"
country_count:
  one: "{count} country"
  other: "{count} countries"
"""
SEA = ("." * 21,) * 11
LAND = ("#" * 21,) * 11


def woven(rows: tuple[str, ...]) -> str:
    """A map whose middle stitch is the point at 0° north, 0° east; one stitch is about six degrees."""
    return "meridian: 0\nleft: -1.05\ntop: 0.55\nstitch: 0.1\n\n" + "\n".join(rows) + "\n"


def town(column: int, row: int, **fields: str) -> str:
    """A town in the middle of a stitch, counted from the middle of the map."""
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"name: Town\ncountry: poland\nlatitude: {-row * 4.9:.2f}\nlongitude: {column * 6.6:.2f}\n{more}"


@pytest.fixture
def weave(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> Callable[..., WorldMapView | None]:
    """The map of towns (id → record) and places; the town `home` has a university."""

    def make(
        towns: Mapping[str, str],
        places: list[PartnerTown],
        *,
        rows: tuple[str, ...] = LAND,
        unplaced: int = 0,
        more: Mapping[str, str] | None = None,
    ) -> WorldMapView | None:
        files = {
            "data/strings/en.yaml": "home: Home\n" + STRINGS,
            "data/map/world.txt": woven(rows),
            "data/countries/poland.yaml": "code: PL\nregion: europe\n",
            **{f"data/towns/{name}.yaml": text for name, text in towns.items()},
            **(more or {}),
        }
        model, problems = model_tiny_site(files)
        assert [each.message for each in problems if each.is_error] == []
        addresses, _ = plan_routes(model, model.settings.base_url)
        return world_map_view(Words(model, model.locales["en"], addresses), places, unplaced=unplaced)

    return make


HOST = {
    "data/towns/home.yaml": town(0, 0),
    "data/documents/paper.yaml": "title: Paper\npublisher: P\nauthority: other\nwritten: 2020\n",
    "data/universities/own.yaml": (
        "name: Own University\nnative_name:\n  text: Własny\n  lang: pl\nabbreviation: OU\ntown: home\n"
        "website: https://own.example/\nsummary: Ours.\n"
        "sources:\n  - document: paper\n    checked: 2026-11-22\n"
    ),
}
STAR = {(column, row) for column in range(-2, 3) for row in range(-2, 3) if abs(column) + abs(row) <= 2}


def stitches(runs: tuple[Run, ...]) -> set[tuple[int, int]]:
    """All stitches of the runs, counted from the middle of the map."""
    return {(run.column + at - 10, run.row - 5) for run in runs for at in range(run.length)}


def only_panel(view: WorldMapView | None) -> MapPanel:
    assert view is not None
    (panel,) = view.panels
    return panel


# --- Pins ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("partners", "size"), [(1, 1), (2, 2), (4, 2), (5, 3), (60, 3)])
def test_a_pin_has_one_to_three_stitches(
    weave: Callable[..., WorldMapView], partners: int, size: int
) -> None:
    panel = only_panel(weave({"a": town(3, 2)}, [PartnerTown("a", True)] * partners))

    assert pin_size(partners) == size
    assert len(stitches(panel.ties)) == size
    assert (3, 2) in stitches(panel.ties)


def test_a_place_without_a_present_tie_has_another_pin(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(
        weave({"a": town(3, 2), "b": town(-4, 1)}, [PartnerTown("a", False), PartnerTown("b", True)])
    )

    assert (stitches(panel.past), stitches(panel.ties)) == ({(3, 2)}, {(-4, 1)})


def test_a_present_tie_hides_history_in_the_same_place(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(3, 2)}, [PartnerTown("a", False), PartnerTown("a", True)]))

    assert (stitches(panel.past), stitches(panel.ties)) == (set(), {(3, 2)})


def test_a_pin_in_the_sea_grows_an_island(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(3, 2)}, [PartnerTown("a", True)], rows=SEA))

    assert stitches(panel.rings) == {(2, 2), (4, 2), (3, 1), (3, 3)}
    assert panel.land == ()


def test_a_pin_on_land_stands_in_a_ring_of_land(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(3, 2)}, [PartnerTown("a", True)]))

    assert len(stitches(panel.rings)) == 8
    assert stitches(panel.land) & stitches(panel.rings) == set()
    assert len(stitches(panel.land)) == 21 * 11 - 9


def test_a_pin_at_the_edge_stays_on_the_cloth(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(10, 5)}, [PartnerTown("a", True)] * 5))

    everything = stitches(panel.land) | stitches(panel.rings) | stitches(panel.ties)
    assert all(-10 <= column <= 10 and -5 <= row <= 5 for column, row in everything)


def test_a_town_off_the_map_has_no_pin(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(3, 2), "b": town(3, 15)}, [PartnerTown("b", True)]))

    assert (panel.ties, panel.past) == ((), ())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-10, 10), st.integers(-5, 5), st.booleans()), min_size=1, max_size=30))
def test_no_stitch_is_two_things_and_every_pin_is_ringed_by_land(
    places: list[tuple[int, int, bool]],
) -> None:
    panel = only_panel(weave_without_files(places))

    land, rings = stitches(panel.land), stitches(panel.rings)
    ties, past = stitches(panel.ties), stitches(panel.past)
    pins = ties | past
    assert len(land) + len(rings) + len(ties) + len(past) == len(land | rings | pins)
    for column, row in pins:
        sides = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)}
        assert all(abs(x) > 10 or abs(y) > 5 or (x, y) in rings | pins for x, y in sides)


def weave_without_files(places: list[tuple[int, int, bool]]) -> WorldMapView | None:
    """A map of many places, from sources in memory."""
    from microsite.source import SourceFile
    from tests.conftest import TINY_SITE

    texts = {
        **TINY_SITE,
        "data/strings/en.yaml": STRINGS,
        "data/map/world.txt": woven(SEA),
        "data/countries/poland.yaml": "code: PL\nregion: europe\n",
        **{f"data/towns/t-{at}.yaml": town(x, y) for at, (x, y, _) in enumerate(places)},
    }
    files = {path: SourceFile(path, text.encode()) for path, text in sorted(texts.items())}
    model, _ = model_sources(files, today=date(2026, 11, 22))
    addresses, _ = plan_routes(model, model.settings.base_url)
    words = Words(model, model.locales["en"], addresses)
    return world_map_view(
        words, [PartnerTown(f"t-{at}", tie) for at, (_, _, tie) in enumerate(places)], unplaced=0
    )


# --- The star -----------------------------------------------------------------------------------


def test_the_town_of_a_university_is_a_star_with_nothing_under_it(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(5, 3)}, [PartnerTown("a", True)], more=HOST))

    assert panel.homes == ((10, 5),)
    assert (stitches(panel.land) | stitches(panel.rings)) & STAR == set()


def test_a_town_at_the_rim_of_the_star_moves_one_stitch(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(2, 0)}, [PartnerTown("a", True)], more=HOST))

    assert stitches(panel.ties) == {(3, 0)}


def test_a_town_in_the_middle_of_the_star_lies_under_it(weave: Callable[..., WorldMapView]) -> None:
    panel = only_panel(weave({"a": town(0, 0)}, [PartnerTown("a", True)], more=HOST))

    assert panel.ties == ()


# --- What is said -------------------------------------------------------------------------------


def test_the_description_counts_towns_once(weave: Callable[..., WorldMapView]) -> None:
    view = weave(
        {"a": town(3, 2), "b": town(-4, 1)},
        [PartnerTown("a", True), PartnerTown("a", True), PartnerTown("b", False)],
    )

    assert view.description == "2 towns in 1 country"


def test_an_approximate_town_is_named(weave: Callable[..., WorldMapView]) -> None:
    towns = {"a": town(3, 2, is_approximate="true", lang="pl"), "b": town(-4, 1)}

    view = weave(towns, [PartnerTown("a", True), PartnerTown("b", True)])

    assert [(each.text, each.lang) for each in view.approximate] == [("Town", "pl")]


def test_partners_without_a_town_are_counted(weave: Callable[..., WorldMapView]) -> None:
    view = weave({"a": town(3, 2)}, [PartnerTown("a", True)], unplaced=2)

    assert view.notes == ("Shared.", "2 without a town.")


def test_the_document_behind_the_points_is_credited_once(weave: Callable[..., WorldMapView]) -> None:
    document = (
        "title: Names\npublisher: Names\nauthority: other\nwritten: 2020\nnote: Points by Names, CC BY.\n"
    )
    towns = {"a": town(3, 2, document="names"), "b": town(-4, 1, document="names"), "c": town(1, 4)}

    view = weave(
        towns, [PartnerTown(each, True) for each in towns], more={"data/documents/names.yaml": document}
    )

    assert view.credits == ("Points by Names, CC BY.",)


def test_without_a_map_or_a_place_there_is_nothing_to_show(weave: Callable[..., WorldMapView | None]) -> None:
    assert weave({"a": town(3, 2)}, []) is None


# --- The real site ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_pages() -> tuple[Page, ...]:
    sources, _ = read_files(PROJECT)
    model, _ = model_sources(sources, today=date(2026, 11, 22))
    return plan_everything(model)


def partners_page(pages: tuple[Page, ...]) -> PartnersView:
    return next(page.view for page in pages if isinstance(page.view, PartnersView))


def test_the_real_partners_page_shows_both_pieces_and_home_the_world(real_pages: tuple[Page, ...]) -> None:
    home = next(page.view for page in real_pages if isinstance(page.view, HomeView))
    view = partners_page(real_pages).world_map

    assert view is not None
    assert [panel.name for panel in view.panels] == ["world", "near"]
    assert home.world_map == view
    assert home.partners is not None
    assert re.search(r"\d+ organisations", home.partners.title)


def test_every_town_with_a_pin_is_in_the_list(real_pages: tuple[Page, ...]) -> None:
    view = partners_page(real_pages)

    listed = {
        (row.country.title, row.town.text)
        for region in view.regions
        for country in region.countries
        for row in country.partners
        if row.town
    }

    assert view.world_map is not None
    assert view.world_map.description.startswith(f"{len(listed)} towns in ")


def test_the_star_is_in_both_pieces_and_the_points_are_credited(real_pages: tuple[Page, ...]) -> None:
    view = partners_page(real_pages).world_map

    assert view is not None
    assert [len(panel.homes) for panel in view.panels] == [1, 1]
    assert [(home.text, home.lang) for home in view.homes] == [("Białystok", "pl")]
    assert view.credits == ("City coordinates: GeoNames (geonames.org), CC BY 4.0.",)
