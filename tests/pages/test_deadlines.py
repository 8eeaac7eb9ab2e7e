"""Deadlines: what is to come, what has passed, what has no year; and their calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from microsite.model import Model
from microsite.pages import Words
from microsite.pages.deadlines import deadlines_view, plan_deadline_calendars
from microsite.pages.desk import Desk
from microsite.pages.routes import plan_routes
from microsite.problems import Problems

TODAY = date(2026, 11, 22)
SOURCES = "sources:\n  - document: table\n    checked: 2026-11-01\n"
FILES = {
    "content/en/sources.md": (
        "---\ntitle: Sources\ndescription: All facts.\ntemplate: sources\nupdated: 2026-01-02\n---\n"
    ),
    "data/documents/table.yaml": "title: Table\npublisher: BUT\nauthority: official\nwritten: 2026-01-05\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/bialystok.yaml": "name: Białystok\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    **{
        f"data/universities/{each}.yaml": (
            f"name: {each.upper()} University\nnative_name:\n  text: U\n  lang: pl\n"
            f"abbreviation: {each.upper()}\ntown: bialystok\nwebsite: https://{each}.example/\n"
            f"summary: A university.\n{SOURCES}"
        )
        for each in ("but", "umb")
    },
}


def fact_file(value: str, *, kind: str = "deadline", about: str = "but", checked: str = "2026-11-01") -> str:
    return (
        f"label: Registration\nvalue: {value}\ntype: {kind}\ntopics:\n  - apply\n"
        f"applies_to:\n  - university:{about}\nsource: table\nchecked: {checked}\n"
    )


@pytest.fixture
def desk_of(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[..., Desk]:
    """The desk of a tiny site with two universities and these facts, by id."""

    def make(facts: dict[str, str], today: date = TODAY) -> Desk:
        files = {f"data/facts/{fact_id}.yaml": text for fact_id, text in facts.items()}
        model, problems = model_tiny_site({**FILES, **files}, today=today)
        assert problems == ()
        addresses, _ = plan_routes(model, "https://tiny.example/")
        return Desk(
            Words(model, model.locales["en"], addresses), {page.identity: page for page in model.pages}
        )

    return make


def lists_of(desk: Desk, university: str = "") -> dict[str, list[str]]:
    view = deadlines_view(desk.words, university=university)
    named = {"coming": view.coming, "undated": view.undated, "past": view.past}
    return {name: [row.fact.id for row in rows] for name, rows in named.items()}


def test_the_nearest_to_come_is_first_and_the_latest_past_one_is_first(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "later": fact_file("2027-07-15"),
            "sooner": fact_file("2026-12-01"),
            "old": fact_file("2024-07-15"),
            "newer": fact_file("2025-07-15"),
            "yearly": fact_file("15 April"),
        }
    )

    assert lists_of(desk) == {"coming": ["sooner", "later"], "undated": ["yearly"], "past": ["newer", "old"]}


@pytest.mark.parametrize(("today", "where"), [(date(2027, 7, 15), "coming"), (date(2027, 7, 16), "past")])
def test_a_deadline_is_to_come_to_the_end_of_its_day(
    desk_of: Callable[..., Desk], today: date, where: str
) -> None:
    desk = desk_of({"day": fact_file("2027-07-15")}, today)

    assert lists_of(desk)[where] == ["day"]


def test_a_university_has_its_own_deadlines_only(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of({"mine": fact_file("2027-07-15"), "other": fact_file("2027-07-16", about="umb")})

    assert lists_of(desk, "but")["coming"] == ["mine"]
    assert lists_of(desk)["coming"] == ["mine", "other"]


def test_a_day_that_opens_something_is_listed_and_a_season_is_not(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {"opens": fact_file("2027-04-01", kind="date"), "season": fact_file("in winter", kind="date")}
    )

    assert lists_of(desk) == {"coming": ["opens"], "undated": [], "past": []}


def test_the_calendar_holds_every_deadline_that_has_a_day(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "whole": fact_file("2027-07-15"),
            "timed": fact_file("2027-08-01 14:00"),
            "past": fact_file("2025-07-15"),
            "yearly": fact_file("15 April"),
        }
    )

    (calendar,) = plan_deadline_calendars(desk)

    assert calendar.output_path == "en/deadlines.ics"
    assert [(each.uid, each.start, each.start_time, each.place) for each in calendar.entries] == [
        ("deadline-past@tiny.example", date(2025, 7, 15), "", "BUT University"),
        ("deadline-whole@tiny.example", date(2027, 7, 15), "", "BUT University"),
        ("deadline-timed@tiny.example", date(2027, 8, 1), "14:00", "BUT University"),
    ]
    assert calendar.entries[1].permalink == "https://tiny.example/en/sources/apply/#whole"


def test_a_deadline_that_is_far_overdue_is_in_no_calendar(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of({"old": fact_file("2027-07-15", checked="2025-01-01")})

    assert list(plan_deadline_calendars(desk)) == []
    assert deadlines_view(desk.words).calendar is None
    assert [row.fact.value for row in deadlines_view(desk.words).coming] == [""]
