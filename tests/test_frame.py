"""The frame of every page of the real site: who is behind it, whom to ask, what to report, what links say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from microsite.html import OutputFile
from microsite.pipeline import BuildOptions, build
from tests.real_site import REPOSITORY

NOW = date(2026, 11, 22)
MAILBOX = "mistakes@host.example"
ALL_OFFICES = "en/about/contact/index.html"
"""The page that lists every office needs no box with one of them."""
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


@cache
def real_pages() -> Pages:
    return parsed(build(BuildOptions(root=REPOSITORY, out=REPOSITORY / "site", today=NOW)).output)


@pytest.fixture(scope="module")
def pages() -> Pages:
    return real_pages()


@pytest.fixture(scope="module")
def pages_with_mailbox(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The real site as it is once the publisher has a mailbox."""
    root: Path = tmp_path_factory.mktemp("mailbox")
    for name in ("content", "data", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    settings = root / "data" / "settings.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\nemail: {MAILBOX}\n", encoding="utf-8")
    return parsed(build(BuildOptions(root=root, out=root / "site", today=NOW)).output)


def text(page: LexborHTMLParser, chosen: str) -> str:
    return " ".join(" ".join(node.text(separator=" ") for node in page.css(chosen)).split())


def lacking(pages: Pages, has: Callable[[LexborHTMLParser], object]) -> list[str]:
    """The pages that do not have something."""
    return [path for path, page in pages.items() if not has(page)]


# --- The order of things ------------------------------------------------------------------------


def test_the_parts_of_a_page_stand_in_one_order(pages: Pages) -> None:
    order = (
        "a.skip-link",
        "header .site-name",
        "header nav.menu",
        "h1",
        "main .sources",
        "main .contact-box",
    )
    wrong = []
    for path, page in pages.items():
        html = page.html or ""
        places = [html.index(node.html or "") for each in order if (node := page.css_first(each))]
        foot = page.css_first("footer.site-foot")
        places.append(html.index(foot.html or "") if foot else -1)
        if places != sorted(places):
            wrong.append(path)

    assert wrong == []


def test_every_page_but_home_and_the_one_for_errors_says_the_way_to_it(pages: Pages) -> None:
    without = lacking(pages, lambda page: page.css_first("nav.trail"))

    assert sorted(without) == ["404.html", "en/index.html", "index.html"]


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("en/costs/index.html", ["Costs"]),
        ("en/apply/visa/index.html", ["How to apply"]),
        ("en/partners/turkiye/firat-university/index.html", ["Exchange"]),
        ("en/index.html", []),
    ],
)
def test_the_menu_marks_the_section_of_a_page(pages: Pages, path: str, entry: list[str]) -> None:
    assert [node.text() for node in pages[path].css("nav.menu [aria-current]")] == entry


# --- Who is behind it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Study in Białystok , Białystok, Poland",
        "Published by The Study in Białystok contributors",
        "This site charges nothing and takes no commission",
        "No recruitment company runs it",
        "Built on 22 November 2026",
    ],
)
def test_the_foot_says_who_publishes_and_that_nobody_pays(pages: Pages, said: str) -> None:
    assert lacking(pages, lambda page: said in text(page, "footer")) == []


def test_the_foot_says_how_many_facts_there_are_and_how_many_are_overdue(pages: Pages) -> None:
    counted = re.compile(r"\d+ facts, \d+ of them are overdue")

    assert lacking(pages, lambda page: counted.search(text(page, "footer"))) == []


@pytest.mark.parametrize(
    "address",
    [
        "/en/about/accessibility/",
        "/en/about/privacy/",
        "/en/about/sources/#data",
        "/en/calendar.ics",
        "/en/deadlines.ics",
        "/en/events.atom",
    ],
)
def test_the_foot_leads_to_data_feeds_accessibility_and_privacy(pages: Pages, address: str) -> None:
    assert lacking(pages, lambda page: page.css_first(f'footer a[href="{address}"]')) == []


def test_the_head_says_where_this_is(pages: Pages) -> None:
    said = "Study in Białystok Białystok, Poland"

    assert lacking(pages, lambda page: text(page, "header .site-name") == said) == []


def test_every_page_names_an_office_with_mail_hours_and_what_to_write(pages: Pages) -> None:
    terms = ("What to put in the mail", "E-mail", "Office hours")

    named = lacking(pages, lambda page: page.css_first(".contact-box .office-name"))
    said = lacking(pages, lambda page: all(each in text(page, ".contact-box dt") for each in terms))
    assert named == said == [ALL_OFFICES]


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


# --- Reports of mistakes ------------------------------------------------------------------------


def subjects(page: LexborHTMLParser, chosen: str) -> list[list[str]]:
    """The words in the subjects of the letters that a page begins."""
    addresses = [urlsplit(link.attributes["href"] or "") for link in page.css(f"{chosen} a[href^='mailto:']")]
    return [parse_qs(each.query)["subject"][0].split() for each in addresses if each.path == MAILBOX]


def test_a_report_names_the_page_and_every_fact_of_its_group(pages_with_mailbox: Pages) -> None:
    page = pages_with_mailbox["en/costs/index.html"]

    reports = subjects(page, "main")
    shown = [
        link.attributes["href"].partition("#")[2]  # type: ignore[union-attr] # chosen by its href
        for link in page.css("table.costs th[scope='row'] a[href]")
    ]
    assert {report[0] for report in reports} == {"/en/costs/"}
    assert [fact for report in reports for fact in report[1:]] == shown


def test_every_row_of_the_ledger_has_a_report_of_its_own(pages_with_mailbox: Pages) -> None:
    ledger = {path: page for path, page in pages_with_mailbox.items() if path.startswith("en/about/sources/")}

    for path, page in ledger.items():
        address = f"/{path.removesuffix('index.html')}"
        ids = [row.attributes["id"] for row in page.css("table.ledger tr[id]")]
        assert subjects(page, "table.ledger") == [[address, fact_id] for fact_id in ids]


def test_every_page_can_be_reported_and_without_a_mailbox_none_pretends(
    pages: Pages, pages_with_mailbox: Pages
) -> None:
    assert lacking(pages_with_mailbox, lambda page: subjects(page, "footer")) == []
    assert [path for path, page in pages.items() if "Report a mistake" in text(page, "body")] == []


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
    assert said in text(pages["en/about/accessibility/index.html"], "main")
