"""Manners of every page of the real site: what links say, what home is without, ARIA, the statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from microsite.html import OutputFile
from microsite.pipeline import BuildOptions, build
from tests.real_site import REPOSITORY

NOW = date(2026, 11, 22)
DOWNLOADS = re.compile(r"\.(json|csv|svg|txt|ics|atom)$")
KIND_IN_WORDS = {
    "json": "JSON",
    "csv": "CSV",
    "svg": "SVG file",
    "txt": "text file",
    "ics": "(ICS)|calendar",
    "atom": "Atom",
}
MOVING = ("img", "picture", "video", "audio", "iframe", "marquee", "dialog", "canvas", "object", "embed")
"""What a photograph, a carousel, a counter or a pop-up would need. Source: ux.md HOME-2."""

ARIA = {
    ("aria-current", "a"),
    ("aria-current", "li"),
    ("aria-hidden", "svg"),
    ("aria-label", "div"),
    ("aria-label", "nav"),
    ("aria-labelledby", "form"),
    ("aria-labelledby", "section"),
    ("aria-labelledby", "svg"),
    ("aria-describedby", "svg"),
    ("role=img", "svg"),
    ("role=region", "div"),
    ("role=search", "form"),
    ("role=status", "div"),
    ("role=status", "p"),
}
"""Each attribute, and the element that it stands on. Source: ux.md A11Y-17."""

Pages = Mapping[str, LexborHTMLParser]


def parsed(output: Mapping[str, OutputFile]) -> dict[str, LexborHTMLParser]:
    return {
        path: LexborHTMLParser(file.content.decode())
        for path, file in output.items()
        if path.endswith(".html")
    }


@pytest.fixture(scope="module")
def pages() -> Pages:
    """Every page of the real site."""
    return parsed(build(BuildOptions(root=REPOSITORY, out=REPOSITORY / "site", today=NOW)).output)


# --- Links that say what they are ---------------------------------------------------------------


def test_a_download_says_its_kind(pages: Pages) -> None:
    silent = {
        (link.attributes["href"], said)
        for page in pages.values()
        for link in page.css("body a[href]")
        if (found := DOWNLOADS.search(link.attributes["href"] or ""))
        and not re.search(KIND_IN_WORDS[found[1]], said := link.text(), re.IGNORECASE)
    }

    assert silent == set()


def test_a_drawing_says_its_bytes_and_a_table_its_rows(pages: Pages) -> None:
    drawings = [
        link.text() for link in pages["en/about/pattern/index.html"].css("a[href$='.svg'], a[href$='.txt']")
    ]
    tables = [
        link.parent.text()
        for link in pages["en/about/sources/index.html"].css("a[href$='.json'], a[href$='.csv']")
        if link.parent
    ]

    assert drawings and tables
    assert [each for each in drawings if not re.search(r"[\d,]+ bytes$", each)] == []
    assert [each for each in tables if not re.search(r"^[a-z-]+, [\d,]+ rows?:", each)] == []


def test_no_link_opens_a_window_of_its_own(pages: Pages) -> None:
    assert [path for path, page in pages.items() if page.css_first("[target]")] == []


# --- What home is without -----------------------------------------------------------------------


def test_home_has_no_photograph_and_nothing_that_moves_or_pops_up(pages: Pages) -> None:
    assert [each for each in MOVING if pages["en/index.html"].css_first(f"body {each}")] == []


# --- ARIA where HTML has no word for it ---------------------------------------------------------


def test_aria_stands_only_where_html_has_no_word_for_it(pages: Pages) -> None:
    met = {
        (f"role={value}" if name == "role" else name, node.tag)
        for page in pages.values()
        for node in page.css("body *")
        for name, value in node.attributes.items()
        if name == "role" or name.startswith("aria-")
    }

    assert met - ARIA == set()
    assert ARIA - met == set(), "a line of the list that no page needs"


def test_each_page_has_one_place_at_most_that_speaks_up(pages: Pages) -> None:
    assert [path for path, page in pages.items() if len(page.css("[role=status], [aria-live]")) > 1] == []


# --- The statement ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "The statement was made on",
        "automatic tests",
        "What is not accessible",
        "Whom can you write to",
        "complain",
    ],
)
def test_the_accessibility_statement_says_what_the_law_asks_of_public_bodies(pages: Pages, said: str) -> None:
    main = pages["en/about/accessibility/index.html"].css_first("main")

    assert main is not None
    assert said in " ".join(main.text(separator=" ").split())
