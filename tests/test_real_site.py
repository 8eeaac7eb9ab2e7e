"""The real site, read as its visitors and other programs read it, today and when nobody has tended it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import icalendar
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.html import OutputFile
from microsite.model import (
    CitedDocument,
    Event,
    Fact,
    Model,
    NativeName,
    Office,
    Partner,
    Record,
    University,
    model_sources,
)
from microsite.pages import Page, judge
from microsite.pages.events import last_day
from microsite.pipeline import BuildOptions, build
from microsite.problems import Problems, Severity

PROJECT = Path(__file__).resolve().parents[1]
NOW = date(2026, 11, 22)
LATER = NOW + timedelta(days=400)

STATUS_WORDS = re.compile(
    r"Confirmed in .+|Recorded in .+ – ask before you plan|Ended|Suspended|No partnership on record"
)
BUDGETS = {"home": 14_000, "guide": 12_000, "list": 20_000, "detail": 9_000, "handbook": 60_000}
"""Bytes of compressed HTML. Source: ux.md section 7."""

GUIDES = ("page", "checklist", "contact", "not-found", "cooperation", "university", "pattern")
LISTS = (
    "partners",
    "events",
    "year",
    "country",
    "universities",
    "summer-schools",
    "networks",
    "sources",
    "topic",
    "documents",
    "programmes",
    "programme-list",
    "search",
)
DETAILS = ("partner", "event", "summer-school", "network")

# Marks in the markup that the tests find things by; each is met at least once on the site.
STALE_LABEL = ".overdue"
STATE = "[class*='state-']"


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site in memory, with the facts that it was made from."""

    model: Model
    pages: tuple[Page, ...]
    output: Mapping[str, OutputFile]
    problems: Problems


@cache
def site_on(day: date) -> Site:
    """The site as it is built on a day; PROJECT is only read."""
    built = build(BuildOptions(root=PROJECT, out=PROJECT / "site", today=day))
    model, _ = model_sources(built.files, today=day)
    return Site(model, built.pages, built.output, built.problems)


@pytest.fixture(scope="module")
def site() -> Site:
    return site_on(NOW)


@pytest.fixture(
    scope="module",
    params=[NOW, NOW + timedelta(days=200), LATER],
    ids=["today", "200 days later", "400 days later"],
)
def any_day(request: pytest.FixtureRequest) -> Site:
    return site_on(request.param)


@pytest.fixture(scope="module")
def later() -> Site:
    return site_on(LATER)


@cache
def parsed(content: bytes) -> LexborHTMLParser:
    return LexborHTMLParser(content.decode())


def pages_of(built: Site) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path, file in built.output.items():
        if path.endswith(".html"):
            yield path, parsed(file.content)


def page_at(built: Site, path: str) -> LexborHTMLParser:
    return parsed(built.output[path].content)


def text_of(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node else ""


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above: LexborNode | None = node
    while above is not None:
        yield above
        above = above.parent


def ledger_rows(built: Site) -> dict[str, LexborNode]:
    """The row of each fact, on the ledger or on the page of its topic."""
    return {
        row.attributes["id"] or "": row
        for path in built.output
        if path.startswith("en/about/sources/") and path.endswith("index.html")
        for row in page_at(built, path).css("table.ledger tr[id]")
    }


def fact_state(fact: Fact, built: Site) -> str:
    return judge(fact.type, fact.checked, built.model.today).state


# --- It builds, and grows old with grace --------------------------------------------------------


def test_only_values_that_wait_for_a_check_are_reported(site: Site) -> None:
    others = [each for each in site.problems if each.code not in ("overdue-fact", "expired-fact")]

    assert others == []
    assert {problem.severity for problem in site.problems} <= {Severity.WARNING}


def test_there_are_at_least_90_pages(site: Site) -> None:
    assert sum(path.endswith(".html") for path in site.output) >= 90


def test_a_site_that_nobody_tended_still_builds(later: Site) -> None:
    others = {problem.code for problem in later.problems} - {"overdue-fact", "expired-fact"}

    assert others == set()
    assert not any(problem.is_error for problem in later.problems)


def test_the_pages_are_the_same_when_nobody_tended_the_site(site: Site, later: Site) -> None:
    """A published address never vanishes; only an event's own calendar file goes when it is over."""
    gone = {path for path in site.output if path not in later.output}

    assert {path for path in gone if not path.startswith("assets/") and not path.endswith(".ics")} == set()


def test_nothing_past_is_shown_as_coming(any_day: Site) -> None:
    event_by_path = {
        page.path: event
        for page in any_day.pages
        for event in any_day.model.all(Event)
        if page.reference == f"event:{event.id}"
    }
    wrong = []
    for path, page in pages_of(any_day):
        for state in page.css(".state-coming, .state-running, .state-postponed"):
            block = next(each for each in ancestors(state) if each.tag in ("li", "tr", "article", "main"))
            links = [link.attributes.get("href") or "" for link in block.css("a")]
            named = [event_by_path[link] for link in links if link in event_by_path]
            own = event_by_path.get("/" + path.removesuffix("index.html"))
            shown = named[0] if named else own
            if shown is None or last_day(shown) < any_day.model.today:
                wrong.append((path, shown))

    assert wrong == []


def test_every_past_event_is_called_past_wherever_it_is_listed(any_day: Site) -> None:
    past = {
        page.address: page.title
        for page in any_day.pages
        for event in any_day.model.all(Event)
        if page.reference == f"event:{event.id}" and last_day(event) < any_day.model.today
    }
    listed = 0
    for path, page in pages_of(any_day):
        for card in page.css("li.card"):
            address = next((link.attributes.get("href") for link in card.css("h2 a, h3 a, h4 a")), "")
            if address in past:
                listed += 1
                assert [text_of(state) for state in card.css(STATE)] == ["Past"], (path, address)

    assert listed >= len(past)


def test_every_past_event_page_says_so_first(any_day: Site) -> None:
    for event in any_day.model.all(Event):
        if last_day(event) < any_day.model.today:
            page = page_at(any_day, f"en/events/{event.start.year}/{event.id}/index.html")
            states = [text_of(state) for state in page.css("main [class*='-past']")]
            assert states and all(state.startswith("Past") for state in states), event.id


def test_without_coming_events_the_page_says_when_somebody_looked(later: Site) -> None:
    assert [event for event in later.model.all(Event) if last_day(event) >= LATER] == []
    words = text_of(page_at(later, "en/events/index.html").css_first("main"))

    assert re.search(r"No dates are announced\. Last checked \d{1,2} \w+ 20\d\d", words)


def test_without_coming_events_no_event_stands_there_but_what_helps_to_hear_of_the_next(later: Site) -> None:
    page = page_at(later, "en/events/index.html")

    assert page.css("main .card, main [class*='state-']") == []
    assert re.search(r"The last ones were in [A-Z]\w+(, [A-Z]\w+)* 20\d\d\.", text_of(page.css_first("main")))
    leads = {link.attributes["href"] for link in page.css("main a")}
    assert {"/en/calendar.ics", "/en/events.atom"} <= leads
    assert page.css_first(".contact-box") is not None


def test_the_calendar_can_be_subscribed_to_or_its_address_copied(site: Site) -> None:
    page = page_at(site, "en/events/index.html")

    part = page.css_first("section[aria-labelledby=subscribe]")
    assert part is not None
    plain, subscription = part.css_first("a.address"), part.css_first("a[href^='webcal:']")
    assert plain is not None and subscription is not None
    assert text_of(part.css_first("p")) == "Your calendar program fetches changes by itself, within a day."
    assert text_of(plain) == site.model.settings.base_url + "en/calendar.ics"
    assert subscription.attributes["href"] == text_of(plain).replace("https:", "webcal:")


def test_only_events_that_are_not_over_have_a_calendar_file_of_their_own(any_day: Site) -> None:
    own = {path.rpartition("/")[2] for path in any_day.output if path.endswith(".ics") and "/events/" in path}
    open_events = {
        f"{each.id}.ics" for each in any_day.model.all(Event) if last_day(each) >= any_day.model.today
    }

    assert own == open_events


# --- Facts --------------------------------------------------------------------------------------


def test_every_fact_is_in_the_ledger_with_its_source(any_day: Site) -> None:
    rows = ledger_rows(any_day)
    missing = []
    for fact in any_day.model.all(Fact):
        row = text_of(rows.get(fact.id))
        document = any_day.model.get(CitedDocument, fact.source)
        publisher = next(iter(document.publisher.by_locale.values()))
        if fact.id not in row or " ".join(publisher.split()) not in row:
            missing.append(fact.id)

    assert missing == []


def test_every_stale_fact_is_labelled_in_the_ledger(any_day: Site) -> None:
    labelled = {
        fact_id for fact_id, row in ledger_rows(any_day).items() if row.css_first(STALE_LABEL) is not None
    }

    stale = {
        fact.id for fact in any_day.model.all(Fact) if fact_state(fact, any_day) in ("overdue", "expired")
    }
    assert labelled == stale


def test_every_stale_fact_is_labelled_on_every_page_that_shows_it(any_day: Site) -> None:
    state_by_id = {fact.id: fact_state(fact, any_day) for fact in any_day.model.all(Fact)}
    shown: dict[str, int] = {}
    for path, page in pages_of(any_day):
        for link in page.css("main a[href*='/about/sources/'][href*='#']"):
            fact_id = (link.attributes.get("href") or "").partition("#")[2]
            if fact_id not in state_by_id:
                continue
            shown[fact_id] = shown.get(fact_id, 0) + 1
            block = next(each for each in ancestors(link) if each.tag in ("tr", "span", "li", "p", "main"))
            is_labelled = block.css_first(STALE_LABEL) is not None
            is_stale = state_by_id[fact_id] in ("overdue", "expired")
            assert is_labelled == is_stale, (path, fact_id)

    assert len(shown) > sum(not fact.topics for fact in any_day.model.all(Fact)) / 2


def test_a_fact_that_is_twice_overdue_shows_whom_to_ask_in_place_of_its_value(later: Site) -> None:
    rows = ledger_rows(later)

    for fact in later.model.all(Fact):
        if fact_state(fact, later) == "expired":
            assert "Ask " in text_of(rows[fact.id]), fact.id


def test_no_fact_in_a_text_says_twice_that_the_day_of_its_check_is_not_known(any_day: Site) -> None:
    facts = [(path, text_of(fact)) for path, page in pages_of(any_day) for fact in page.css(".fact")]

    assert facts
    assert [each for each in facts if each[1].count("not known") > 1] == []


def test_every_stale_contact_is_labelled(any_day: Site) -> None:
    contact = page_at(any_day, "en/about/contact/index.html")
    for office in any_day.model.all(Office):
        dated = [detail for detail in office.details if not detail.printed]
        stale = [
            detail
            for detail in dated
            if judge("contact", detail.checked, any_day.model.today).state in ("overdue", "expired")
        ]
        block = contact.css_first(f"[id='{office.id}']")
        assert block is not None, office.id
        assert len(block.css(STALE_LABEL)) == len(stale), office.id


# --- Partners and names -------------------------------------------------------------------------


def test_every_partner_page_says_where_the_partnership_stands(any_day: Site) -> None:
    wrong = []
    for partner in any_day.model.all(Partner):
        page = page_at(any_day, f"en/partners/{partner.country}/{partner.id}/index.html")
        words = [text_of(strong) for strong in page.css(".verdict strong")]
        if len(words) != 1 or not STATUS_WORDS.fullmatch(words[0]):
            wrong.append((partner.id, words))

    assert wrong == []


def test_every_partner_page_says_what_its_ties_rest_on_and_what_to_do(site: Site) -> None:
    for partner in site.model.all(Partner):
        page = page_at(site, f"en/partners/{partner.country}/{partner.id}/index.html")
        entries = page.css("section[aria-labelledby=ties] .entry")
        assert len(entries) == len(partner.ties), partner.id
        for entry, tie in zip(entries, partner.ties, strict=True):
            university = site.model.get(University, tie.university)
            assert university.name in text_of(entry.css_first("h3")), partner.id
            assert entry.css_first(".state") is not None, partner.id
            assert re.search(r"checked|day of the last check", text_of(entry.css_first("p.small"))), (
                partner.id
            )
            assert entry.css_first("cite") is not None, partner.id
        steps = [text_of(step) for step in page.css("section[aria-labelledby=steps] li")]
        may_be_on_offer = page.css_first(".verdict-recorded, .verdict-confirmed") is not None
        assert bool(steps) == may_be_on_offer, partner.id
        assert not steps or partner.name in steps[0], partner.id
        assert page.css_first(".contact-box .office-name") is not None, partner.id


def test_a_partner_page_names_the_events_that_its_people_came_to(site: Site) -> None:
    for event in site.model.all(Event):
        for partner_id in event.participants:
            partner = site.model.get(Partner, partner_id)
            page = page_at(site, f"en/partners/{partner.country}/{partner.id}/index.html")
            part = page.css_first("section[aria-labelledby=events]")
            assert part is not None and "Took part in" in text_of(part), partner.id
            assert page.css_first(f'section[aria-labelledby=events] a[href$="/{event.id}/"]'), partner.id


def test_names_in_other_languages_say_which_language_they_are_in(site: Site) -> None:
    lang_by_name = {
        name.text: name.lang
        for record in _records(site)
        if isinstance(name := getattr(record, "native_name", None), NativeName)
        and name.lang != "en"
        and name.text != str(getattr(record, "name", ""))
    }
    met: dict[str, set[str]] = {}
    for _, page in pages_of(site):
        for node in page.css("body *"):
            name = " ".join((node.text(deep=False) or "").split())
            if name in lang_by_name:
                nearest = next(
                    (each.attributes["lang"] for each in ancestors(node) if each.attributes.get("lang")), ""
                )
                met.setdefault(name, set()).add(nearest or "")

    assert len(met) > 40
    assert {name: langs for name, langs in met.items() if langs != {lang_by_name[name]}} == {}


def _records(built: Site) -> Iterator[Record]:
    for by_id in built.model.records.values():
        for placed in by_id.values():
            yield placed.record


# --- Other programs -----------------------------------------------------------------------------


def test_the_calendar_holds_every_event(any_day: Site) -> None:
    calendar = icalendar.Calendar.from_ical(any_day.output["en/calendar.ics"].content)

    entries = {str(entry["UID"]): entry for entry in calendar.walk("VEVENT")}
    host = urlsplit(any_day.model.settings.base_url).hostname
    assert set(entries) == {f"{event.id}@{host}" for event in any_day.model.all(Event)}
    for event in any_day.model.all(Event):
        written = entries[f"{event.id}@{host}"].to_ical().decode().partition("DTSTART")[2]
        assert f"{event.start:%Y%m%d}" in written.partition("\r\n")[0]


def test_every_calendar_can_be_parsed(any_day: Site) -> None:
    calendars = [path for path in any_day.output if path.endswith(".ics")]

    assert calendars
    for path in calendars:
        assert icalendar.Calendar.from_ical(any_day.output[path].content).walk("VEVENT"), path


def test_the_feed_names_every_event_by_an_address_of_the_site(site: Site) -> None:
    feed = ET.fromstring(site.output["en/events.atom"].content)
    atom = "{http://www.w3.org/2005/Atom}"

    entries = feed.findall(f"{atom}entry")
    links = {link.get("href") for entry in entries for link in entry.findall(f"{atom}link")}
    pages = {page.permalink for page in site.pages if page.reference.startswith("event:")}
    assert feed.tag == f"{atom}feed"
    assert links == pages
    updated = [entry.findtext(f"{atom}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)


def test_the_sitemap_names_the_pages_that_may_be_indexed_and_no_other(site: Site) -> None:
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    named = {
        each.text for each in ET.fromstring(site.output["sitemap.xml"].content).findall(".//s:loc", spaces)
    }
    base = site.model.settings.base_url
    indexable = set()
    for path, page in pages_of(site):
        own = base + path.removesuffix("index.html")
        robots = page.css_first("meta[name=robots]")
        canonical = page.css_first("link[rel=canonical]")
        if robots is None and canonical is not None and canonical.attributes.get("href") == own:
            indexable.add(own)

    assert named == indexable
    assert len(named) == sum(path.endswith(".html") for path in site.output) - 2  # all but / and /404.html


def test_the_open_data_has_a_row_for_every_file(site: Site) -> None:
    tables = [path for path in site.output if re.fullmatch(r"data/[a-z-]+\.json", path)]
    rows: dict[str, int] = {}
    for path in tables:
        table = json.loads(site.output[path].content)
        rows[Path(path).stem] = len(next(value for value in table.values() if _is_rows(value)))

    files = {
        folder.name: sum("\nis_draft: true\n" not in path.read_text() for path in folder.glob("*.yaml"))
        for folder in (PROJECT / "data").iterdir()
        if folder.name not in ("strings", "schema") and any(folder.glob("*.yaml"))
    }
    assert rows == files


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "id" in value[0]


def test_every_table_is_there_as_json_and_as_csv(site: Site) -> None:
    names = {path.rpartition(".")[0] for path in site.output if path.startswith("data/")}

    assert {f"{name}.{form}" for name in names for form in ("json", "csv")} == {
        path for path in site.output if path.startswith("data/")
    }


def test_open_data_says_what_its_columns_hold_and_on_what_terms_it_may_be_used(site: Site) -> None:
    terms = set()
    for path in (path for path in site.output if re.fullmatch(r"data/[a-z-]+\.json", path)):
        about = json.loads(site.output[path].content)["about"]
        assert all(column["name"] and column["description"] for column in about["columns"]), path
        header = site.output[path.replace(".json", ".csv")].content.decode("utf-8-sig").partition("\r\n")[0]
        columns = {re.sub(r"\[.*", "", name) for name in header.split(",")}
        assert columns == {column["name"] for column in about["columns"]}, path
        terms.add(about["licence"])

    words = text_of(page_at(site, "en/about/sources/index.html").css_first("section[aria-labelledby=data]"))
    (licence,) = terms
    assert licence in words
    assert "The CSV file has the same columns" in words


def test_every_entry_of_the_sitemap_has_a_day_that_content_gave_it(site: Site) -> None:
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    entries = ET.fromstring(site.output["sitemap.xml"].content).findall("s:url", spaces)

    day_by_page = {page.permalink: page.updated.isoformat() for page in site.pages}
    assert entries
    for entry in entries:
        address = entry.findtext("s:loc", "", spaces)
        assert entry.findtext("s:lastmod", "", spaces) == day_by_page[address]


# --- Linked data --------------------------------------------------------------------------------


def linked_data(page: LexborHTMLParser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for script in page.css("script[type='application/ld+json']"):
        parsed_script = json.loads(script.text())
        found += parsed_script if isinstance(parsed_script, list) else [parsed_script]
    return found


def values_of(part: Any, key: str) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == key and isinstance(value, str):
                yield value
            else:
                yield from values_of(value, key)
    elif isinstance(part, list):
        for each in part:
            yield from values_of(each, key)


def test_linked_data_says_what_the_page_says(site: Site) -> None:
    unseen = []
    for path, page in pages_of(site):
        words = text_of(page.body)
        for each in linked_data(page):
            for key in ("name", "addressLocality"):
                unseen += [
                    (path, key, value)
                    for value in values_of(each, key)
                    if value and " ".join(value.split()) not in words
                ]

    assert unseen == []


def test_linked_dates_are_dates_of_the_page(site: Site) -> None:
    unseen = []
    for path, page in pages_of(site):
        shown = {time.attributes.get("datetime") for time in page.css("time")}
        words = text_of(page.body)
        for each in linked_data(page):
            for key in ("startDate", "endDate"):
                for value in values_of(each, key):
                    day = date.fromisoformat(value) if len(value) == 10 else None
                    in_words = day and f"{day.day} {day:%B %Y}" in words
                    if value not in shown and not in_words:
                        unseen.append((path, key, value))

    assert unseen == []


def test_linked_data_is_where_search_engines_look_for_it(site: Site) -> None:
    types: dict[str, set[str]] = {}
    for page in site.pages:
        kind = page.reference.partition(":")[0] if page.path != "/en/" else "home"
        found = {str(each["@type"]) for each in linked_data(page_at(site, page.output_path))}
        types[kind] = types.get(kind, found) & found

    assert types["home"] == {"WebSite", "Organization"}
    assert types["university"] == {"CollegeOrUniversity", "BreadcrumbList"}
    assert types["level"] == types["subject"] == {"BreadcrumbList"}
    assert types["event"] == {"EducationEvent", "BreadcrumbList"}
    assert "BreadcrumbList" in types["partner"] & types["country"] & types["network"] & types["summer-school"]


def test_linked_events_say_all_that_is_known_of_them(site: Site) -> None:
    needed = {
        *("name", "startDate", "location", "eventStatus", "eventAttendanceMode", "organizer"),
    }
    by_name = {next(iter(each.name.by_locale.values())): each for each in site.model.all(Event)}
    found = [
        each for _, page in pages_of(site) for each in linked_data(page) if each["@type"] == "EducationEvent"
    ]

    assert found
    for each in found:
        assert needed <= each.keys(), each["name"]
        event = by_name.get(each["name"])
        has_end = event is None or event.end is not None or event.precision == "day"
        assert ("endDate" in each) == has_end, each["name"]


def test_breadcrumbs_lead_to_pages(site: Site) -> None:
    permalinks = {page.permalink for page in site.pages}
    for _, page in pages_of(site):
        for each in linked_data(page):
            if each["@type"] == "BreadcrumbList":
                assert {step["item"] for step in each["itemListElement"]} <= permalinks


# --- Budgets ------------------------------------------------------------------------------------


def test_every_template_of_a_page_has_a_budget(site: Site) -> None:
    assert {page.template for page in site.pages} <= {"home", "handbook", *GUIDES, *LISTS, *DETAILS}


@pytest.mark.parametrize(
    ("kind", "templates"),
    [
        ("home", ("home",)),
        ("guide", GUIDES),
        ("list", LISTS),
        ("detail", DETAILS),
        ("handbook", ("handbook",)),
    ],
)
def test_pages_are_light(site: Site, kind: str, templates: tuple[str, ...]) -> None:
    size_by_path = {
        page.path: len(gzip.compress(site.output[page.output_path].content, mtime=0))
        for page in site.pages
        if page.template in templates
    }

    assert size_by_path
    assert {path: size for path, size in size_by_path.items() if size > BUDGETS[kind]} == {}


def test_the_style_sheet_is_light(site: Site) -> None:
    sheets = {path: file.content for path, file in site.output.items() if path.endswith(".css")}

    assert len(sheets) == 1
    assert len(gzip.compress(next(iter(sheets.values())), mtime=0)) <= 9_000


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    base = site.model.settings.base_url
    wanted = []
    for path, page in pages_of(site):
        for node in page.css(
            "script[src], img[src], link[rel=stylesheet], link[rel=preload], iframe, object"
        ):
            address = urljoin(base, node.attributes.get("src") or node.attributes.get("href") or "elsewhere:")
            if not address.startswith(base):
                wanted.append((path, address))

    assert wanted == []
