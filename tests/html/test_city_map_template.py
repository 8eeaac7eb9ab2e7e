"""The city map on its finished page: a picture with name and description, and the same places as a list."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.model import Model, Place, model_sources
from microsite.pages.city_cloth import HEDGE, PARTERRE
from microsite.source import read_files
from tests.whole_site import RenderedSite, render_everything

PROJECT = Path(__file__).resolve().parents[2]
PAGES = ("en/living/places/index.html", "en/handbook/index.html")


@pytest.fixture(scope="module")
def model() -> Model:
    sources, _ = read_files(PROJECT)
    model, _ = model_sources(sources, today=date(2026, 11, 22))
    return model


@pytest.fixture(scope="module")
def site(model: Model) -> RenderedSite:
    made, _ = render_everything(model)
    return made


def parts_of(site: RenderedSite, page: str) -> tuple[LexborNode, LexborNode, LexborNode | None]:
    """The picture with its caption, the list of beds, and the list of what is not drawn."""
    tree = LexborHTMLParser(site.files[page].content)
    figure, beds = tree.css_first("figure.city-map"), tree.css_first("figure.city-map ~ ol.steps")
    assert figure is not None and beds is not None
    return figure, beds, tree.css_first("figure.city-map ~ ol.steps ~ ul")


def words_of(node: LexborNode) -> str:
    return " ".join(node.text().split())


@pytest.mark.parametrize("page", PAGES)
def test_the_picture_has_a_name_and_says_that_it_is_a_scheme(site: RenderedSite, page: str) -> None:
    figure, beds, _ = parts_of(site, page)

    (picture,) = figure.css("svg[role=img]")
    name, description = picture.css_first("title"), picture.css_first("desc")
    assert name is not None and "Map" in name.text()
    assert description is not None
    count = len(beds.css("ol.steps > li"))
    for said in ("Schematic, not to scale", "North is at the top", f"{count} beds have a number"):
        assert said in description.text()


@pytest.mark.parametrize("page", PAGES)
def test_readers_of_the_caption_learn_what_the_map_does_not_say(site: RenderedSite, page: str) -> None:
    figure, _, _ = parts_of(site, page)

    caption = figure.css_first("figcaption")
    assert caption is not None
    for said in ("Schematic, not to scale", "North is at the top", "Nobody published these points"):
        assert said in words_of(caption)
    assert "We have not measured how long you walk" in words_of(caption)


@pytest.mark.parametrize("page", PAGES)
def test_every_place_is_in_the_list_once_with_an_address_and_its_source(
    site: RenderedSite, model: Model, page: str
) -> None:
    _, beds, elsewhere = parts_of(site, page)
    assert elsewhere is not None

    entries = [*beds.css("ol.steps > li > div > div"), *elsewhere.css("li")]

    names = sorted(strong.text() for each in entries if (strong := each.css_first("strong")))
    assert names == sorted(each.name.by_locale[""] for each in model.all(Place))
    assert all(each.css_first(".value") and each.css_first(".fact-source") for each in entries)


@pytest.mark.parametrize("page", PAGES)
def test_no_time_and_no_distance_is_given(site: RenderedSite, page: str) -> None:
    for part in parts_of(site, page):
        assert part is not None
        assert re.findall(r"\d\s*(?:min|h|m|km|hours?|minutes?|metres?)\b", words_of(part)) == []


def test_the_picture_holds_no_links(site: RenderedSite) -> None:
    figure, _, _ = parts_of(site, PAGES[0])

    assert figure.css("a") == []


def test_the_universities_lead_to_the_map(site: RenderedSite) -> None:
    tree = LexborHTMLParser(site.files["en/universities/index.html"].content)

    assert tree.css_first('a[href="/en/living/places/#map"]') is not None


def test_the_ornament_of_the_garden_fills_its_room(model: Model) -> None:
    parterre, hedge = (model.motifs[name] for name in (PARTERRE, HEDGE))

    assert (parterre.columns, len(parterre.rows)) == (24, 24)
    assert hedge.columns == parterre.columns and len(hedge.rows) <= 8
