"""Pages enlarged: 400 % zoom (A11Y-3), text alone at 200 %, wider spacing of text (A11Y-4, WCAG 1.4.12)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LAY_OUT, Site
from tests.browser.test_layout import WIDER_THAN_THE_SCREEN

# The four values of WCAG 1.4.12, over whatever the site says.
WIDE_SPACING = """
* { letter-spacing: .12em !important; line-height: 1.5 !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""
DOUBLE_TEXT = "html { font-size: 200% !important }"

# Text that is cut off, or that runs out of its box over what comes next. What is hidden from sight on
# purpose (a clip-path to nothing) has no text to lose.
LOST_TEXT = """() => {
  const lost = [];
  const isHidden = (element) => element.closest("svg") || getComputedStyle(element).clipPath === "inset(50%)";
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || !element.innerText?.trim()) continue;
    let hidden = false;
    for (let each = element; each && !hidden; each = each.parentElement) hidden = isHidden(each);
    const style = getComputedStyle(element);
    if (hidden || style.display === "inline" || style.display.startsWith("table")) continue;
    const slack = 0.35 * parseFloat(style.fontSize);
    const below = element.scrollHeight - element.clientHeight - slack;
    const beside = element.scrollWidth - element.clientWidth - 1;
    const scrolls = (value) => value === "auto" || value === "scroll";
    if (below > 0 && !scrolls(style.overflowY) || beside > 0 && !scrolls(style.overflowX)) {
      lost.push(`${element.localName}.${element.className}: ${element.innerText.trim().slice(0, 30)}`);
    }
  }
  return lost;
}"""
# A table may be wider than the screen in a region that the keyboard reaches and that has a name.
UNNAMED_REGIONS = """() => [...document.querySelectorAll("*")].filter((element) => {
  const overflow = getComputedStyle(element).overflowX;
  if (!["auto", "scroll"].includes(overflow) || element.scrollWidth <= element.clientWidth + 1) return false;
  return !(element.tabIndex === 0 && element.getAttribute("role") === "region" && element.ariaLabel);
}).map((element) => `${element.localName}.${element.className}`)"""


@contextmanager
def a_page(browser: Browser, *, width: int, height: int = 800, scale: float = 1) -> Iterator[Page]:
    """A page of this size; its security policy lets the visitor's own style in, as a browser does."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, bypass_csp=True
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def lost(page: Page) -> list[str]:
    """What a visitor cannot read, or reads only by scrolling sideways."""
    page.evaluate(LAY_OUT)
    return [*page.evaluate(LOST_TEXT), *page.evaluate(WIDER_THAN_THE_SCREEN)]


def lost_by_path(page: Page, site: Site, style: str) -> dict[str, list[str]]:
    """What a page of each type loses when the visitor puts this style over it."""
    found = {}
    for path in site.path_by_template.values():
        page.goto(site.address + path)
        page.add_style_tag(content=style)
        found[path] = lost(page)
    return {path: losses for path, losses in found.items() if losses}


def test_at_400_percent_nothing_scrolls_sideways_but_named_tables(browser: Browser, site: Site) -> None:
    wrong = {}
    with a_page(browser, width=320, height=256, scale=4) as page:
        for path in site.path_by_template.values():
            page.goto(site.address + path)
            page.evaluate(LAY_OUT)
            found = page.evaluate(WIDER_THAN_THE_SCREEN) + page.evaluate(UNNAMED_REGIONS)
            if found:
                wrong[path] = found

    assert wrong == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_wider_spacing_of_text_loses_nothing(browser: Browser, site: Site, width: int) -> None:
    with a_page(browser, width=width) as page:
        found = lost_by_path(page, site, WIDE_SPACING)

    assert found == {}


@pytest.mark.parametrize("width", [640, 1280])
def test_text_twice_as_large_loses_nothing(browser: Browser, site: Site, width: int) -> None:
    with a_page(browser, width=width) as page:
        found = lost_by_path(page, site, DOUBLE_TEXT)

    assert found == {}


def test_the_measure_sees_text_that_is_cut_off_and_text_that_runs_over(browser: Browser) -> None:
    with a_page(browser, width=320) as page:
        page.set_content(
            '<!doctype html><p class="cut" style="height: 20px; overflow: hidden">one<br>two<br>three</p>'
            '<p class="over" style="height: 20px">one<br>two<br>three</p><p class="well">one</p>'
        )
        found = page.evaluate(LOST_TEXT)

    assert [line.split(":")[0] for line in found] == ["p.cut", "p.over"]


def test_the_measure_sees_a_table_that_scrolls_without_a_name(browser: Browser) -> None:
    with a_page(browser, width=320) as page:
        page.set_content(
            '<!doctype html><div class="wide" style="overflow: auto"><p style="width: 900px">x</p></div>'
        )
        found = page.evaluate(UNNAMED_REGIONS)

    assert found == ["div.wide"]
