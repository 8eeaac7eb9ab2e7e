"""What the search index says of each page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from microsite.model import Model
from microsite.pages import SearchEntry, SearchIndex, plan_routes, plan_search
from microsite.pipeline import Build
from microsite.problems import Problem, Problems
from tests.whole_site import lay_out_desk

STRINGS = (Path(__file__).resolve().parents[2] / "data" / "strings" / "en.yaml").read_text(encoding="utf-8")
"""Of the real site: which texts are asked for is no matter of this file."""

FILES = {
    "data/strings/en.yaml": STRINGS,
    "data/documents/report.yaml": (
        "title: Report\npublisher: A newspaper\nauthority: press\nwritten: 2022\n"
        "url: https://press.example/report\n"
    ),
    "data/countries/turkiye.yaml": "code: TR\nregion: asia\nname: Türkiye\nother_names:\n  - Turkey\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/elazig.yaml": "name: Elazığ\ncountry: turkiye\nlatitude: 38.67\nlongitude: 39.22\n",
    "data/towns/tinytown.yaml": "name: Tinytown\ncountry: poland\nlatitude: 53\nlongitude: 23\n",
    "data/universities/tiny.yaml": (
        "name: University of Tiny\nnative_name:\n  text: Uniwersytet Tyci\n  lang: pl\n"
        "abbreviation: UT\ntown: tinytown\nwebsite: https://tiny.example/\nsummary: It is small.\n"
        "sources:\n  - document: report\n    checked: 2026-01-02\n"
    ),
    "data/partners/firat.yaml": (
        "name: Fırat University\nnative_name:\n  text: Fırat Üniversitesi\n  lang: tr\nabbreviation: FÜ\n"
        "other_names:\n  - Euphrates University\ncountry: turkiye\ntown: elazig\ntype: university\n"
        "ties:\n  - university: tiny\n    status: contact\n    document: report\n    summary: They met.\n"
        "sources:\n  - document: report\n    checked: 2026-01-02\n"
    ),
    "content/en/partners.md": (
        "---\ntitle: Partners\ndescription: All partners.\ntemplate: partners\nupdated: 2026-01-02\n---\n"
    ),
    "content/en/search.md": (
        "---\ntitle: Search\ndescription: All pages.\ntemplate: search\nupdated: 2026-01-02\n---\n\n"
        "## How to search\n\nType.\n"
    ),
}


@pytest.fixture
def entries(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> dict[str, SearchEntry]:
    """The index of a site with one partner, by the path of the page."""
    (index,) = searches_of(*model_tiny_site(FILES))
    return {entry.path: entry for entry in index.entries}


def searches_of(model: Model, problems: Problems) -> tuple[SearchIndex, ...]:
    missing: list[Problem] = []
    addresses, planning = plan_routes(model, model.settings.base_url)
    searches = plan_search(lay_out_desk(model, addresses, "en", missing))
    assert (*problems, *planning, *missing) == ()
    return searches


def test_a_partner_is_found_by_every_name_its_town_and_its_country(entries: dict[str, SearchEntry]) -> None:
    partner = entries["/en/partners/turkiye/firat/"]

    assert partner.title == "Fırat University"
    assert partner.names == ("Fırat Üniversitesi", "FÜ", "Euphrates University", "Elazığ", "Türkiye")


def test_a_country_is_found_by_its_other_names(entries: dict[str, SearchEntry]) -> None:
    assert entries["/en/partners/turkiye/"].names == ("Turkey",)


def test_the_page_of_a_record_says_what_it_is_and_a_text_does_not(entries: dict[str, SearchEntry]) -> None:
    assert entries["/en/partners/turkiye/firat/"].kind == "partner"
    assert entries["/en/partners/"].kind == ""


def test_the_search_page_itself_and_the_home_page_are_in_the_index(entries: dict[str, SearchEntry]) -> None:
    assert {"/en/", "/en/search/"} <= entries.keys()


def test_a_site_without_a_search_page_has_no_index(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    assert searches_of(*model_tiny_site({"data/strings/en.yaml": STRINGS})) == ()


def test_the_published_index_lies_beside_its_page_and_has_the_headings_of_texts(
    build_tiny_site: Callable[..., Build],
) -> None:
    page = {"templates/pages/search.html": '{% extends "layouts/base.html" %}\n'}
    built = build_tiny_site({**page, "content/en/search.md": FILES["content/en/search.md"]})

    published = json.loads(built.output["en/search/index.json"].content)

    (search,) = [entry for entry in published if entry["address"] == "/en/search/"]
    assert search == {
        "address": "/en/search/",
        "title": "Search",
        "headings": [["how-to-search", "How to search"]],
        "text": "All pages.",
    }
