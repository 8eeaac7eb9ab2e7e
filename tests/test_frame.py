"""What stands on every page of the real site: its order, place and names, languages, contact, foot, head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.model import model_sources
from microsite.source import SourceFile, read_files
from tests.whole_site import RenderedSite, render_everything

PROJECT = Path(__file__).resolve().parents[1]
NOW = date(2026, 11, 22)
MAILBOX = "errors@study.example"

IN_ORDER = (
    "a.skip-link",
    "nav.languages",
    "p.site-name",
    "nav.menu",
    "nav.trail",
    "h1",
    "section.sources",
    "section.contact-box",
    "footer",
)
# What some pages do without, and why.
ABSENT = {
    "nav.trail": {"index.html", "en/index.html", "pl/index.html", "404.html"},  # nothing is above them
    # They say nothing of their own.
    "section.sources": {"index.html", "en/index.html", "pl/index.html", "404.html", "en/search/index.html"},
    "section.contact-box": {"en/about/contact/index.html"},  # it lists every office
}


@cache
def build_site(*, mailbox: bool = False, languages: tuple[str, ...] = ("en",)) -> RenderedSite:
    """The real site, as it is or with a mailbox or a second language."""
    files = dict(read_files(PROJECT)[0])
    settings = files["data/settings.yaml"].content.decode()
    if mailbox:
        settings += f"email: {MAILBOX}\n"
    if "pl" in languages:
        settings = settings.replace("languages:\n  - en\n", "languages:\n  - en\n  - pl\n")
        files |= as_sources(polish(files))
    files |= as_sources({"data/settings.yaml": settings})
    model, problems = model_sources(dict(sorted(files.items())), today=NOW)
    assert [problem.message for problem in problems if problem.is_error] == []
    site, problems = render_everything(model)
    assert [problem.message for problem in problems if problem.is_error] == []
    return site


def polish(files: Mapping[str, SourceFile]) -> dict[str, str]:
    """A second language with two pages; its texts are those of English, in as many plural forms as it has."""
    strings = files["data/strings/en.yaml"].content.decode()
    home = files["content/en/index.md"].content.decode()
    return {
        "data/strings/pl.yaml": re.sub("(?m)^  other: (.*)$", r"  few: \1\n  many: \1\n  other: \1", strings),
        "content/pl/index.md": re.sub("(?m)^(title|description): .*$", r"\1: Po polsku, \1", home),
        "content/pl/koszty.md": (
            "---\ntitle: Koszty\ndescription: Co ile kosztuje.\ntranslation_of: costs\n"
            "updated: 2026-11-22\n---\n\nTekst.\n"
        ),
    }


def as_sources(texts: Mapping[str, str]) -> dict[str, SourceFile]:
    return {path: SourceFile(path, text.encode()) for path, text in texts.items()}


@pytest.fixture(params=[("en",), ("en", "pl")], ids=["one language", "two languages"])
def site(request: pytest.FixtureRequest) -> RenderedSite:
    return build_site(languages=request.param)


def pages_of(site: RenderedSite) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path, file in site.files.items():
        if path.endswith(".html"):
            yield path, LexborHTMLParser(file.content)


def page_at(site: RenderedSite, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(site.files[path].content)


def text_of(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node else ""


# --- The order ------------------------------------------------------------------------------------


def test_every_page_has_the_same_things_in_the_same_order(site: RenderedSite) -> None:
    wrong = []
    has_languages = "pl/index.html" in site.files
    for path, page in pages_of(site):
        wanted = [
            selector
            for selector in IN_ORDER
            if path not in ABSENT.get(selector, ()) and (has_languages or selector != "nav.languages")
        ]
        found = [
            next(selector for selector in IN_ORDER if node.css_matches(selector))
            for node in page.css(", ".join(IN_ORDER))
        ]
        if found != wanted:
            wrong.append((path, found))

    assert wrong == []


# --- The head of the page -------------------------------------------------------------------------


def test_the_menu_marks_the_section_a_page_is_in(site: RenderedSite) -> None:
    marked = {
        path: [text_of(link) for link in page.css("nav.menu a[aria-current]")]
        for path, page in pages_of(site)
    }

    assert marked["en/living/index.html"] == marked["en/living/housing/index.html"] == ["Living here"]
    assert marked["en/index.html"] == marked["en/about/index.html"] == []
    assert all(len(found) <= 1 for found in marked.values())
    assert page_at(site, "en/living/index.html").css_first('nav.menu a[aria-current="page"]') is not None
    assert (
        page_at(site, "en/living/housing/index.html").css_first('nav.menu a[aria-current="true"]') is not None
    )


def test_a_language_leads_to_the_same_page_or_says_that_it_is_a_home_page() -> None:
    site = build_site(languages=("en", "pl"))

    links = {
        path: page_at(site, path).css("nav.languages a")
        for path in ("en/costs/index.html", "en/living/index.html")
    }

    (same,), (home,) = links.values()
    assert (same.attributes["href"], text_of(same)) == ("/pl/koszty/", "Polski")
    assert (home.attributes["href"], text_of(home)) == ("/pl/", "Polski (home page)")


def test_each_language_is_named_in_itself_and_says_which_it_is() -> None:
    site = build_site(languages=("en", "pl"))

    for path, page in pages_of(site):
        names = page.css("nav.languages [lang]")
        assert [(each.attributes["lang"], text_of(each)) for each in names] == [
            ("en", "English"),
            ("pl", "Polski"),
        ], path
        assert {each.attributes["hreflang"] for each in page.css("nav.languages a")} <= {"en", "pl"}
        assert page.css("nav.languages img, nav.languages svg") == []


def test_a_language_without_events_has_no_feed_of_them() -> None:
    page = page_at(build_site(languages=("en", "pl")), "pl/index.html")

    assert page.css('link[type="application/atom+xml"], footer a[href$=".atom"]') == []


# --- What every page says -------------------------------------------------------------------------


def test_every_page_says_where_you_are_who_publishes_it_and_that_it_charges_nothing(
    site: RenderedSite,
) -> None:
    for path, page in pages_of(site):
        foot = text_of(page.css_first("footer"))
        assert text_of(page.css_first(".site-place")) == "Białystok, Poland", path
        for said in ("Study in Białystok , Białystok, Poland", "Published by", "charges nothing"):
            assert said in foot, (path, said)
        assert "No recruitment company runs it" in foot, path


def test_every_foot_says_when_it_was_built_and_how_many_facts_are_overdue() -> None:
    for path, page in pages_of(build_site()):
        foot = page.css_first("footer")
        assert foot is not None
        assert re.search(r"\d+ facts, \d+ of them are overdue", text_of(foot)), path
        built = foot.css_first("time")
        assert built is not None and built.attributes["datetime"] == "2026-11-22", path


def test_every_foot_leads_to_data_feeds_accessibility_and_privacy() -> None:
    for path, page in pages_of(build_site()):
        leads = {link.attributes["href"] for link in page.css("footer nav a")}
        assert {
            "/en/about/sources/#data",
            "/en/calendar.ics",
            "/en/events.atom",
            "/en/about/accessibility/",
            "/en/about/privacy/",
        } <= leads, path


def test_every_contact_box_names_an_office_a_way_to_it_its_hours_and_what_to_write(
    site: RenderedSite,
) -> None:
    wrong = []
    for path, page in pages_of(site):
        box = page.css_first("section.contact-box")
        if box is None:
            continue
        ways = box.css('a[href^="mailto:"], a[href^="tel:"], a[href^="https:"]')
        mail = [link for link in ways if (link.attributes["href"] or "").startswith("mailto:")]
        is_mail_seen = all(f"mailto:{text_of(link)}" == link.attributes["href"] for link in mail)
        says = all(
            each in text_of(box)
            for each in ("Office hours", "What to put in the mail", "Write to them about")
        )
        if not (text_of(box.css_first(".office-name")) and ways and is_mail_seen and says):
            wrong.append(path)

    assert wrong == []


# --- A mistake can be reported --------------------------------------------------------------------

GROUPS = "table.facts, table.ledger, table.costs, table.deadlines, table.programmes, ol.steps[id], .changed"
LEDGER = re.compile(r"/en/about/sources/(?:[a-z-]+/)?#([a-z0-9-]+)")
MOST_IDS = 60
"""A mail program cuts the subject of more."""


def subjects_of(page: LexborHTMLParser) -> list[str]:
    """The subject of each mail that the page offers to write to the site."""
    addresses = [link.attributes["href"] or "" for link in page.css(f'a[href^="mailto:{MAILBOX}?"]')]
    return [parse_qs(urlsplit(address).query)["subject"][0] for address in addresses]


def test_with_a_mailbox_a_mistake_in_any_fact_can_be_reported_with_page_and_fact() -> None:
    site = build_site(mailbox=True)
    reported = 0
    for path, page in pages_of(site):
        ids = {
            found[1]
            for group in page.css(f"main :is({GROUPS}), main .fact")
            for link in group.css("a[href*='/about/sources/']")
            if (found := LEDGER.fullmatch(link.attributes["href"] or ""))
        }
        subjects = subjects_of(page)
        named = {word for subject in subjects for word in subject.split()}
        own = "/" + path.removesuffix("index.html")
        assert own in {subject.split()[0] for subject in subjects}, path
        if len(ids) <= MOST_IDS and "handbook" not in path:
            assert ids <= named, (path, ids - named)
            reported += len(ids)

    assert reported > 200


def test_without_a_mailbox_no_page_offers_one() -> None:
    for path, page in pages_of(build_site()):
        assert "Report a mistake" not in text_of(page.body), path


# --- What other programs read ---------------------------------------------------------------------


def test_every_title_ends_with_the_name_of_the_site_but_that_of_the_home_page() -> None:
    for path, page in pages_of(build_site()):
        title, heading = text_of(page.css_first("title")), text_of(page.css_first("h1"))
        if path in ("index.html", "en/index.html"):
            assert title == heading
        else:
            assert title == f"{heading} – Study in Białystok", path


def test_every_listed_page_has_a_card_that_lies_on_this_site_and_an_address_for_everybody_else() -> None:
    site = build_site()
    base = "https://studyinbialystok.example/"
    for path, page in pages_of(site):
        if page.css_first("meta[name=robots]") is not None:
            continue
        picture = page.css_first('meta[property="og:image"]')
        assert picture is not None, path
        address = picture.attributes["content"] or ""
        assert address.startswith(base) and address.removeprefix(base) in site.files, path
        canonical = page.css_first("link[rel=canonical]")
        default = page.css_first('link[hreflang="x-default"]')
        assert canonical is not None and default is not None
        assert canonical.attributes["href"] == default.attributes["href"], path


def test_both_spellings_of_the_city_can_be_found() -> None:
    (script,) = page_at(build_site(), "en/index.html").css('script[type="application/ld+json"]')

    assert '"alternateName":["Study in Bialystok"]' in script.text()
