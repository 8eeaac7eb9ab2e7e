"""The woven map on finished pages: a picture with a name and a description, and no links in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.model import model_sources
from microsite.source import read_files
from tests.whole_site import RenderedSite, render_everything

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site() -> RenderedSite:
    sources, _ = read_files(PROJECT)
    model, _ = model_sources(sources, today=date(2026, 11, 22))
    made, _ = render_everything(model)
    return made


def figure_of(site: RenderedSite, page: str) -> LexborNode:
    figure = LexborHTMLParser(site.files[page].content).css_first("figure.world-map-cloth")
    assert figure is not None
    return figure


@pytest.mark.parametrize(("page", "pictures"), [("en/partners/index.html", 2), ("en/index.html", 1)])
def test_each_picture_has_a_name_and_a_description(site: RenderedSite, page: str, pictures: int) -> None:
    figure = figure_of(site, page)

    drawn = figure.css("svg[role=img]")
    assert len(drawn) == pictures
    for picture in drawn:
        name = figure.css_first(f"title#{picture.attributes['aria-labelledby']}")
        description = figure.css_first(f"desc#{picture.attributes['aria-describedby']}")
        assert name is not None and "map" in name.text()
        assert description is not None and "towns in" in description.text()


@pytest.mark.parametrize("page", ["en/partners/index.html", "en/index.html"])
def test_pins_are_no_links_and_samples_are_hidden(site: RenderedSite, page: str) -> None:
    figure = figure_of(site, page)

    assert figure.css("a") == []
    assert all(sample.attributes["aria-hidden"] == "true" for sample in figure.css("svg.map-sample"))


@pytest.mark.parametrize("page", ["en/partners/index.html", "en/index.html"])
def test_what_the_stitches_mean_and_whose_points_they_are_is_said_in_words(
    site: RenderedSite, page: str
) -> None:
    caption = figure_of(site, page).css_first("figcaption")

    assert caption is not None
    for words in ("Białystok: the star", "solid pin", "hollow pin", "GeoNames (geonames.org), CC BY 4.0"):
        assert words in " ".join(caption.text().split())
