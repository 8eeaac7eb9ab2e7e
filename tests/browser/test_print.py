"""Pages on paper: what an office could hand over a counter, on A4 and on Letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.contrast import contrast, text_pairs

# Sheets, at most, on either paper; what lists many things may be as long as the list.
MOST_SHEETS = {
    "home": 4,
    "partner": 2,
    "event": 3,
    "summer-school": 3,
    "network": 3,
    "contact": 5,
    "country": 3,
    "page": 4,
    "checklist": 2,
    "not-found": 2,
}
PAPERS = ("A4", "Letter")
A4_PIXELS = {"width": 665, "height": 1000}
"""The field inside the margins of an A4 sheet, at 96 pixels an inch."""

NOT_FOR_PAPER = """() => [...document.querySelectorAll(
    ".skip-link, .menu, .languages, .trail, .jump, .feed, footer nav, form, button, input, select")]
  .filter((each) => each.checkVisibility()).map((each) => `${each.localName}.${each.className}`)"""
# An address counts as written when it is text, or what a style puts beside a link.
UNWRITTEN_ADDRESSES = """() => {
  const written = new Set();
  const links = [...document.querySelectorAll("main a.external")].filter((link) => link.checkVisibility());
  for (const link of links) {
    const added = getComputedStyle(link, "::after").content;
    const isWritten = added.includes(link.getAttribute("href")) || link.innerText.includes(link.href);
    if (isWritten) written.add(link.href);
  }
  return [...new Set(links.map((link) => link.href))].filter((address) => !written.has(address));
}"""
SPLIT_CARDS = """() => [...document.querySelectorAll(
    ".card, .contact-box, .office, .verdict, .at-a-glance, tr")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).breakInside !== "avoid")
  .map((each) => `${each.localName}.${each.className}`)"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.parentElement.closest("svg"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => `${each.localName}.${each.className}`).slice(0, 3)"""
OWN_ADDRESS = """() => [...document.querySelectorAll("footer *")].some((each) =>
  each.checkVisibility() && each.innerText === document.querySelector("[property='og:url']").content)"""


@pytest.fixture(scope="module")
def on_paper(browser: Browser) -> Iterator[Page]:
    """A page that is laid out for a printer, in a browser of the dark side."""
    page = browser.new_page(viewport={"width": A4_PIXELS["width"], "height": A4_PIXELS["height"]})
    page.emulate_media(media="print", color_scheme="dark")
    yield page
    page.close()


def sheets(page: Page, paper: str) -> int:
    """How many sheets a page takes, from the PDF that the browser would print."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


def found_by_path(page: Page, site: Site, question: str) -> dict[str, list[str]]:
    """What the question finds on a page of each type, where it finds anything."""
    found = {}
    for path in site.path_by_template.values():
        page.goto(site.address + path)
        answer = page.evaluate(question)
        if answer:
            found[path] = answer
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_a_page_of_each_type_takes_no_more_sheets_than_it_should(
    browser: Browser, site: Site, paper: str
) -> None:
    page = browser.new_page()

    too_long = {}
    for template, most in MOST_SHEETS.items():
        page.goto(site.address + site.path_by_template[template])
        count = sheets(page, paper)
        if not 1 <= count <= most:
            too_long[template] = count
    page.close()

    assert too_long == {}


def test_every_partner_fits_on_two_sheets(browser: Browser, site: Site) -> None:
    partners = [path for path in site.paths if re.fullmatch(r"/en/partners/[^/]+/[^/]+/", path)]
    page = browser.new_page()

    too_long = {}
    for path in partners:
        page.goto(site.address + path)
        count = sheets(page, "A4")
        if count > MOST_SHEETS["partner"]:
            too_long[path] = count
    page.close()

    assert partners
    assert too_long == {}


def test_the_count_of_sheets_is_the_count_of_sheets(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<!doctype html><p>one</p><p style="break-before: page">two</p>')

    count = sheets(page, "A4")
    page.close()

    assert count == 2


def test_menus_feeds_and_controls_are_not_printed(on_paper: Page, site: Site) -> None:
    assert found_by_path(on_paper, site, NOT_FOR_PAPER) == {}


def test_every_address_that_a_page_links_to_outside_is_written_out(on_paper: Page, site: Site) -> None:
    assert found_by_path(on_paper, site, UNWRITTEN_ADDRESSES) == {}


def test_no_card_is_cut_in_two(on_paper: Page, site: Site) -> None:
    assert found_by_path(on_paper, site, SPLIT_CARDS) == {}


def test_nothing_is_wider_than_the_sheet(on_paper: Page, site: Site) -> None:
    assert found_by_path(on_paper, site, TOO_WIDE) == {}


def test_paper_is_black_on_white_also_from_the_dark_side(on_paper: Page, site: Site) -> None:
    wrong = []
    for path in site.path_by_template.values():
        on_paper.goto(site.address + path)
        wrong += [
            f"{path} {pair}"
            for pair in text_pairs(on_paper)
            if pair.ground != "#ffffff" or contrast(pair.text, pair.ground) < 20
        ]

    assert wrong == []


def test_a_sheet_says_where_it_comes_from(on_paper: Page, site: Site) -> None:
    silent = []
    for path in site.path_by_template.values():
        on_paper.goto(site.address + path)
        if not on_paper.evaluate(OWN_ADDRESS):
            silent.append(path)

    assert silent == []
