"""A page turned from right to left: nothing scrolls sideways, and what stood at one side stands at the other.

No language of the site is written so yet; the real pages are turned by their `dir`, as Arabic would be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_layout import WIDER_THAN_THE_SCREEN
from tests.real_site import served

STYLE_SHEET = Path(__file__).resolve().parents[2] / "templates" / "css" / "site.css"
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right|top|bottom)\s*:"
    r"|(?<![\w-])(?:float|clear|text-align|caption-side)\s*:\s*(?:left|right)"
    r"|(?<![\w(-])(?:max-|min-)?(?:width|height)\s*:"
)
TURN = "() => { document.documentElement.dir = 'rtl'; }"
MARKS = (".site-name > .motif", ".site-name > a", ".menu li", ".trail li", "h1", ".page-opening > .motif")
SIDES = """(chosen) => chosen.flatMap((each) => {
  const element = document.querySelector(each);
  if (!element || !element.checkVisibility()) return [];
  const box = document.createRange();
  box.selectNodeContents(element);
  const { left, right } = element.localName === "svg" || !element.textContent.trim()
    ? element.getBoundingClientRect() : box.getBoundingClientRect();
  return [[each, Math.round(left), Math.round(innerWidth - right)]];
})"""
"""How far each mark is from the left and the right edge of the window."""
HALF_A_THREAD = 2


@dataclass(frozen=True, slots=True)
class Turned:
    """What one page did when it was turned."""

    path: str
    wide: tuple[str, ...]
    """What makes it scroll sideways."""
    unturned: tuple[str, ...]
    """The marks that did not change sides."""


@pytest.fixture(scope="module", params=[320, 1280])
def turned_pages(browser: Browser, site: Site, request: pytest.FixtureRequest) -> tuple[Turned, ...]:
    """A page of each type, turned from left to right to right to left."""
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    found = tuple(turn(page, site.address, path) for path in site.path_by_template.values())
    page.close()
    return found


def turn(page: Page, address: str, path: str) -> Turned:
    """Look at a page before and after it is turned."""
    page.goto(address + path)
    before = page.evaluate(SIDES, MARKS)
    page.evaluate(TURN)
    after = page.evaluate(SIDES, MARKS)
    unturned = (
        mark
        for (mark, left, right), (_, left_after, right_after) in zip(before, after, strict=True)
        if abs(left - right_after) > HALF_A_THREAD or abs(right - left_after) > HALF_A_THREAD
    )
    return Turned(path, tuple(page.evaluate(WIDER_THAN_THE_SCREEN)), tuple(unturned))


def test_a_turned_page_scrolls_no_way_but_down(turned_pages: tuple[Turned, ...]) -> None:
    assert {each.path: each.wide for each in turned_pages if each.wide} == {}


def test_what_stands_at_the_start_of_a_line_stands_at_its_other_end(turned_pages: tuple[Turned, ...]) -> None:
    assert {each.path: each.unturned for each in turned_pages if each.unturned} == {}


def test_a_mark_that_stays_at_its_side_and_one_that_is_too_wide_are_seen(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        '<!doctype html><h1 style="direction: ltr; text-align: left">Wide</h1>'
        '<div style="width: 200vw; height: 9px"></div>',
        encoding="utf-8",
    )
    page = browser.new_page()

    with served(tmp_path) as address:
        found = turn(page, address, "/")
    page.close()

    assert found.unturned == ("h1",)
    assert found.wide != ()


def test_no_rule_names_a_side_of_the_screen() -> None:
    found = PHYSICAL.findall(
        re.sub(r"/\*.*?\*/|@\w[^{;]*", "", STYLE_SHEET.read_text(encoding="utf-8"), flags=re.S)
    )

    assert found == []


@pytest.mark.parametrize("rule", ["margin-left: 0", "left: 0", "text-align: right", "max-width: 2rem"])
def test_a_rule_that_names_a_side_is_seen(rule: str) -> None:
    assert PHYSICAL.search(f".a {{ {rule}; }}")
