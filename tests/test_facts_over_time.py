"""The real site's facts on three days: labels, replaced values, the list to renew, footer, open data."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.model import CitedDocument, Fact
from microsite.pages import fact_view, judge, list_review
from microsite.pages.routes import plan_routes
from microsite.pages.words import Words
from microsite.pipeline import Build, BuildOptions, build

PROJECT = Path(__file__).resolve().parents[1]
NOW = date(2026, 11, 22)
DAYS = {
    "today": NOW,
    "200 days later": NOW + timedelta(days=200),
    "400 days later": NOW + timedelta(days=400),
}


@cache
def site_on(day: date) -> Build:
    """The whole site in memory; PROJECT is only read."""
    return build(BuildOptions(root=PROJECT, out=PROJECT / "site", today=day))


@pytest.fixture(scope="module", params=list(DAYS.values()), ids=list(DAYS))
def site(request: pytest.FixtureRequest) -> Build:
    return site_on(request.param)


def facts_by_state(built: Build) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {"fresh": [], "overdue": [], "expired": [], "history": []}
    for fact in built.model.all(Fact):
        found[judge(fact.type, fact.checked, built.model.today).state].append(fact)
    return found


def words_of(built: Build) -> Words:
    addresses, _ = plan_routes(built.model, built.model.settings.base_url)
    return Words(built.model, built.model.locales["en"], addresses)


def pages_of(built: Build) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path, file in built.output.items():
        if path.endswith(".html"):
            yield path, LexborHTMLParser(file.content.decode())


def text_of(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node else ""


def block_of(link: LexborNode) -> LexborNode:
    """The row, the item of a list or the fact in a sentence in which a link to the ledger stands."""
    node: LexborNode | None = link
    while node is not None and node.tag not in ("tr", "li", "dd", "main"):
        if node.tag == "span" and "fact" in (node.attributes.get("class") or "").split():
            return node
        node = node.parent
    assert node is not None
    return node


def shown_facts(built: Build) -> Iterator[tuple[str, str, LexborNode]]:
    """Every place in which a page shows a fact: the page, the fact's id, the block."""
    ids = {fact.id for fact in built.model.all(Fact)}
    for path, page in pages_of(built):
        for link in page.css("main a[href*='/about/sources/'][href*='#']"):
            fact_id = (link.attributes.get("href") or "").partition("#")[2]
            if fact_id in ids:
                yield path, fact_id, block_of(link)
        for row in page.css("main table.ledger tr[id]"):
            yield path, row.attributes["id"] or "", row


def test_the_site_builds(site: Build) -> None:
    assert not site.has_errors


def test_time_takes_values_away_and_never_gives_one_back() -> None:
    expired = [{fact.id for fact in facts_by_state(site_on(day))["expired"]} for day in DAYS.values()]

    assert expired[0] <= expired[1] <= expired[2]
    assert len(expired[2]) > len(expired[0]) > 0


def test_a_value_whose_check_has_no_day_is_overdue_and_says_so(site: Build) -> None:
    unknown = {fact.id for fact in facts_by_state(site)["overdue"] if fact.checked.day is None}
    blocks = [(fact_id, text_of(block)) for _, fact_id, block in shown_facts(site) if fact_id in unknown]

    assert {fact_id for fact_id, _ in blocks} == unknown
    assert [each for each in blocks if "Day of check not known" not in each[1]] == []


def test_a_value_that_is_twice_overdue_is_shown_nowhere(site: Build) -> None:
    expired = {fact.id: fact for fact in facts_by_state(site)["expired"]}
    wrong = []
    for path, fact_id, block in shown_facts(site):
        if fact_id in expired:
            text = text_of(block)
            (value,) = expired[fact_id].value.by_locale.values()
            if "Ask " not in text or (len(value) > 3 and value in text):
                wrong.append((path, fact_id, text))

    assert expired
    assert wrong == []


def test_whoever_is_to_be_asked_has_a_link(site: Build) -> None:
    for path, fact_id, block in shown_facts(site):
        fact = site.model.get(Fact, fact_id)
        if fact.ask and judge(fact.type, fact.checked, site.model.today).state == "expired":
            assert fact.ask.url in [link.attributes.get("href") for link in block.css("a")], (path, fact_id)


def test_every_fact_in_the_ledger_names_its_publisher_and_its_check(site: Build) -> None:
    for _, page in pages_of(site):
        for row in page.css("main table.ledger tr[id]"):
            fact = site.model.get(Fact, row.attributes["id"] or "")
            (publisher,) = site.model.get(CitedDocument, fact.source).publisher.by_locale.values()
            day = fact.checked.day
            check = f"checked {day.day} {day:%B %Y}" if day else "the day of the last check is not known"
            assert publisher in text_of(row) and check in text_of(row), fact.id


def test_history_always_says_of_which_time(site: Build) -> None:
    words = words_of(site)

    assert [each.id for each in facts_by_state(site)["history"] if not fact_view(each, words).as_of] == []


def test_the_footer_counts_what_is_overdue(site: Build) -> None:
    states = facts_by_state(site)
    overdue = len(states["overdue"]) + len(states["expired"])

    for path, page in pages_of(site):
        assert f"{len(site.model.all(Fact))} facts, {overdue} of them are overdue" in text_of(page.body), path


def test_the_list_to_renew_names_every_overdue_fact_and_no_fresh_one(site: Build) -> None:
    states = facts_by_state(site)
    listed = {
        Path(row.path).stem: row.state
        for row in list_review(site.model, soon=0)
        if row.path.startswith("data/facts/")
    }

    assert listed == {fact.id: state for state in ("overdue", "expired") for fact in states[state]}


def test_every_overdue_fact_is_a_warning_at_its_check(site: Build) -> None:
    states = facts_by_state(site)
    warned = {
        Path(problem.location.path).stem
        for problem in site.problems
        if problem.location.path.startswith("data/facts/")
    }

    assert warned == {fact.id for state in ("overdue", "expired") for fact in states[state]}


def test_the_open_data_tells_the_state_and_withholds_what_pages_withhold(site: Build) -> None:
    states = {fact.id: state for state, facts in facts_by_state(site).items() for fact in facts}
    rows = {row["id"]: row for row in json.loads(site.output["data/facts.json"].content)["records"]}
    table = csv.DictReader(io.StringIO(site.output["data/facts.csv"].content.decode("utf-8-sig")))

    assert {fact_id: row["state"] for fact_id, row in rows.items()} == states
    assert {row["id"]: row["state"] for row in table} == states
    withheld = {fact_id for fact_id, row in rows.items() if row["value"] is None}
    assert withheld == {fact_id for fact_id, state in states.items() if state == "expired"}


def test_the_ledger_says_of_every_fact_that_a_text_uses_where(site: Build) -> None:
    used = {fact_id: path for path in site.model.pages for fact_id in site.model.uses_in(path).facts}
    rows = {fact_id: row for _, fact_id, row in shown_facts(site) if row.tag == "tr"}

    assert used
    assert [each for each in used if "only here" in text_of(rows[each])] == []


def test_no_deadline_that_has_passed_is_among_those_to_come(site: Build) -> None:
    today = site.model.today.isoformat()

    for path, page in pages_of(site):
        for each in page.css("[data-until]"):
            until = each.attributes.get("data-until") or ""
            assert today[: len(until)] <= until, (path, until)


def test_the_calendar_of_deadlines_holds_each_that_has_a_day_and_is_shown(site: Build) -> None:
    states = {fact.id: state for state, facts in facts_by_state(site).items() for fact in facts}
    calendar = site.output["en/deadlines.ics"].content.decode().replace("\r\n ", "")

    wanted = {
        fact.id
        for fact in site.model.all(Fact)
        if fact.type in ("deadline", "date") and fact.topics and fact.moment and states[fact.id] != "expired"
    }
    assert set(re.findall(r"UID:deadline-([a-z0-9-]+)@", calendar)) == wanted


def test_the_woven_year_shows_no_past_day_as_to_come(site: Build) -> None:
    today = site.model.today.isoformat()
    page = LexborHTMLParser(site.output["en/index.html"].content.decode())

    days = [time.attributes["datetime"] or "" for time in page.css(".year-list time")]

    assert days
    assert [day for day in days if day[:10] >= today] == []
    assert "Its days are over." in text_of(page.css_first("section:has(> #year)"))
    assert page.css(".year-cloth .year-deadline.year-past")
    assert page.css(".year-cloth .year-deadline:not(.year-past), .year-today") == []
