"""The weight of the heaviest page of each type on a first visit, against its budget (ux, section 7)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.budgets import BUDGET_BY_TEMPLATE, DETAIL, Budget, largest_pages, over_budget
from tests.browser.conftest import Site
from tests.browser.transfer import Visit, visit
from tests.real_site import served

GIGABYTE = 1_000_000_000
GRAMS_IN_A_GIGABYTE = 148
"""What moving one costs. Source: Sustainable Web Design Model, version 4."""
MOST_GRAMS = 0.015
"""For a view, the handbook apart. Source: ux.md PERF-6."""
LIGHT = {"html": 8000, "css": 9000, "fonts": 40_000, "all": 57_000}
STYLE = "@font-face { font-family: F; src: url(f.woff2) } p { font-family: F }" + " /* x */" * 500
PAGE = '<!doctype html><link rel="stylesheet" href="s.css"><script src="s.js"></script><p>x</p>'


@pytest.fixture(scope="module")
def visit_by_template(browser: Browser, site: Site) -> dict[str, Visit]:
    """One first visit to the heaviest page of each type."""
    return {template: visit(browser, site.address, path) for template, path in largest_pages(site).items()}


def light(**changes: int) -> dict[str, int]:
    return {**LIGHT, **changes}


def test_every_type_of_page_has_a_budget(site: Site) -> None:
    assert set(site.path_by_template) - set(BUDGET_BY_TEMPLATE) == set()


def test_the_heaviest_page_of_each_type_keeps_its_budget(visit_by_template: dict[str, Visit]) -> None:
    over = {
        template: found
        for template, visit in visit_by_template.items()
        if (found := over_budget(visit, BUDGET_BY_TEMPLATE[template]))
    }

    assert over == {}


def test_a_view_costs_15_milligrams_of_carbon_dioxide_at_most(visit_by_template: dict[str, Visit]) -> None:
    grams = {
        template: visit.gzip["all"] / GIGABYTE * GRAMS_IN_A_GIGABYTE
        for template, visit in visit_by_template.items()
        if template != "handbook"
    }

    assert {template: cost for template, cost in grams.items() if cost > MOST_GRAMS} == {}


def test_brotli_sends_no_more_than_gzip(visit_by_template: dict[str, Visit]) -> None:
    larger = {
        template for template, visit in visit_by_template.items() if visit.brotli["all"] > visit.gzip["all"]
    }

    assert larger == set()


@pytest.mark.parametrize(
    ("sizes", "requests", "over"),
    [
        (light(), 7, []),
        (light(css=9100), 7, ["css 9.1 of 9"]),
        (light(html=9100, all=60_100), 7, ["html 9.1 of 9", "all 60.1 of 60"]),
        (light(js=1600), 7, ["js 1.6 of 1.5"]),
        (light(), 8, ["8 requests of 7"]),
    ],
)
def test_a_visit_over_budget_is_told_what_is_too_much(
    sizes: dict[str, int], requests: int, over: list[str]
) -> None:
    heavy = Visit("/en/", requests=requests, has_cyrillic=False, gzip=sizes, brotli=sizes)

    assert over_budget(heavy, DETAIL) == over


def test_only_a_page_with_cyrillic_letters_may_load_their_fonts() -> None:
    sizes = light(fonts=60_000, all=77_000)
    budget = Budget(html=9, css=9, js=1.5, fonts=40, all=60, requests=7)

    with_letters = over_budget(Visit("/", 10, has_cyrillic=True, gzip=sizes, brotli=sizes), budget)
    without = over_budget(Visit("/", 10, has_cyrillic=False, gzip=sizes, brotli=sizes), budget)

    assert with_letters == []
    assert without == ["fonts 60.0 of 40", "all 77.0 of 60", "10 requests of 7"]


def test_text_is_weighed_compressed_and_a_font_as_it_is(browser: Browser, tmp_path: Path) -> None:
    files = {"index.html": PAGE, "s.css": STYLE, "s.js": "let x = 1;" * 200, "f.woff2": "f" * 5000}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    with served(tmp_path) as address:
        seen = visit(browser, address, "/")

    assert seen.requests == 4
    assert seen.gzip["css"] == len(gzip.compress(STYLE.encode(), 9, mtime=0))
    assert seen.brotli["css"] < len(STYLE) / 10
    assert seen.gzip["fonts"] == 5000
    assert seen.gzip["all"] == sum(size for kind, size in seen.gzip.items() if kind != "all")


def test_a_font_asked_for_late_is_weighed_too(browser: Browser, tmp_path: Path) -> None:
    busy = "<script>for (const end = Date.now() + 1500; Date.now() < end;);</script>"
    files = {"index.html": PAGE + busy, "s.css": STYLE, "s.js": "", "f.woff2": "f" * 5000}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    with served(tmp_path) as address:
        seen = visit(browser, address, "/")

    assert seen.gzip["fonts"] == 5000
