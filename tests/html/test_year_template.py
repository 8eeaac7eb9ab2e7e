"""The woven year on finished pages: pictures with a name and a description, hidden samples, an equal list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.model import model_sources
from microsite.source import read_files
from tests.whole_site import RenderedSite, render_everything

PROJECT = Path(__file__).resolve().parents[2]
PAGES = ("en/index.html", "en/apply/deadlines/index.html", "en/handbook/index.html")


@pytest.fixture(scope="module")
def site() -> RenderedSite:
    sources, _ = read_files(PROJECT)
    model, _ = model_sources(sources, today=date(2026, 11, 22))
    made, _ = render_everything(model)
    return made


def page_of(site: RenderedSite, page: str) -> LexborHTMLParser:
    return LexborHTMLParser(site.files[page].content)


def figure_of(site: RenderedSite, page: str) -> LexborNode:
    figure = page_of(site, page).css_first("figure.woven-year")
    assert figure is not None
    return figure


@pytest.mark.parametrize("page", PAGES)
def test_both_halves_have_a_name_of_their_own_and_a_description(site: RenderedSite, page: str) -> None:
    figure = figure_of(site, page)

    pictures = figure.css("svg[role=img]")
    names = [figure.css_first(f"title#{each.attributes['aria-labelledby']}") for each in pictures]
    descriptions = [figure.css_first(f"desc#{each.attributes['aria-describedby']}") for each in pictures]

    assert len({name.text() for name in names if name}) == 2
    assert ["The list below" in text.text() for text in descriptions if text] == [True, True]


@pytest.mark.parametrize("page", PAGES)
def test_every_weave_that_is_used_is_there(site: RenderedSite, page: str) -> None:
    figure = figure_of(site, page)

    used = {(each.attributes["fill"] or "")[5:-1] for each in figure.css("path[fill^='url(#']")}
    there = {each.attributes["id"] for each in figure.css("pattern")}

    assert used
    assert used <= there


@pytest.mark.parametrize("page", PAGES)
def test_samples_are_hidden_and_explained_in_words(site: RenderedSite, page: str) -> None:
    key = figure_of(site, page).css_first(".year-key")

    assert key is not None
    lines, samples = key.css("li"), key.css("li > svg")
    assert [each.attributes["aria-hidden"] for each in samples] == ["true"] * len(lines)
    assert [each for each in key.css("li > span") if not each.text(strip=True)] == []


def test_every_column_of_the_cloth_has_its_line_in_the_list(site: RenderedSite) -> None:
    page = page_of(site, "en/index.html")

    knots = "".join(each.attributes["d"] or "" for each in page.css(".year-cloth .year-knot")).count("M")
    crosses = "".join(each.attributes["d"] or "" for each in page.css(".year-cloth .year-day")).count("M")
    lines = [each.text() for each in page.css(".year-list li")]

    assert knots == sum("deadline: " in line for line in lines) > 0
    assert crosses == sum("start: " in line for line in lines) > 0


def test_what_one_document_says_of_somebody_else_is_given_to_it(site: RenderedSite) -> None:
    lines = [each.text() for each in page_of(site, "en/index.html").css(".year-list li")]

    (medicine,) = [line for line in lines if "medicine at UMB" in line]
    assert "according to" in medicine
