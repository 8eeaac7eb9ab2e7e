"""The year: which weeks are shown, what of them is known, and that the list says the same as the cloth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from microsite.model import Model
from microsite.pages import Words, list_review
from microsite.pages.facts import report_overdue
from microsite.pages.routes import plan_routes
from microsite.pages.year import YearView, years_view
from microsite.problems import Problems
from tests.pages.test_deadlines import FILES, fact_file

TODAY = date(2026, 11, 22)
SOURCES = "sources:\n  - document: table\n    checked: 2026-11-01\n"
STRINGS = """\
home: Home
date_range: "{start} to {end}"
months_of: "{months} {year}"
week_of: "week of {date}"
overdue_since: "Not checked since {date}"
overdue_unknown: Check not known
ask_publisher: "Ask {publisher}"
according_to: "according to {publisher}"
fact_kind_deadline: deadline
fact_kind_date: date
fact_kind_history: history
source_of: "{publisher}"
written_in: "written {date}"
year_coming: "Coming {start} {end} {today}"
year_nothing_coming: "None {start} {end}"
year_record: "Record {start} {end}"
year_of: "{year} {university}"
year_over: Over.
year_look: Look.
year_panel: "{start} to {end}"
year_description:
  one: "{count} entry"
  other: "{count} entries"
year_ask: Ask
year_title: "{year} {university}"
year_key_fringe: "below: {kind}"
year_key_today: "today {date}"
"""
KINDS = ("term", "exams", "break", "holiday", "deadline", "day", "event")
KEYS = ("term", "exams", "break", "unknown", "deadline", "day", "event")
TEXTS = STRINGS + "".join(
    [f"year_kind_{kind}: {kind}\n" for kind in KINDS]
    + [f"year_key_{key}: {key}\n" for key in KEYS]
    + [f"year_key_{key}_past: {key} over\n" for key in ("deadline", "day", "event")]
)


def year_file(*periods: str, about: str = "but", checked: str = "2026-11-01") -> str:
    """An academic year; each period is written ``term 2026-10-01 2027-01-31``."""
    lines = ["name: 2026/2027", f"university: {about}", "periods:"]
    for period in periods:
        kind, start, end = period.split()
        lines += [f"  - type: {kind}", f"    start: {start}", f"    end: {end}"]
    return "\n".join([*lines, "sources:", "  - document: table", f"    checked: {checked}", ""])


def event_file(start: str, *, more: str = "", about: str = "university:but") -> str:
    return (
        f"name: Week\nsummary: What happens.\nstart: {start}\nplace: Here\norganisers:\n  - {about}\n"
        f"updated: 2026-01-05\n{more}{SOURCES}"
    )


def history_file(value: str) -> str:
    return (
        f"label: BUT opened the year\nvalue: {value}\ntype: history\nas_of: {value}\ntopics:\n  - year\n"
        "applies_to:\n  - university:but\nsource: table\nchecked: unknown\n"
    )


@pytest.fixture
def model_of(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> Callable[..., Model]:
    """The model of a site with two universities and these records, by path below data/."""

    def make(records: Mapping[str, str], today: date = TODAY) -> Model:
        files = {f"data/{path}.yaml": text for path, text in records.items()}
        model, problems = model_tiny_site({**FILES, **files, "data/strings/en.yaml": TEXTS}, today=today)
        assert problems == ()
        return model

    return make


@pytest.fixture
def years_of(model_of: Callable[..., Model]) -> Callable[..., tuple[YearView, ...]]:
    """The years that are shown, with every interface text there."""

    def make(records: Mapping[str, str], today: date = TODAY) -> tuple[YearView, ...]:
        model = model_of(records, today)
        addresses, _ = plan_routes(model, model.settings.base_url)
        words = Words(model, model.locales["en"], addresses)
        years = years_view(words)
        assert words.problems == []
        return years

    return make


def leads(years: tuple[YearView, ...]) -> list[str]:
    return [year.lead for year in years]


def entries(year: YearView) -> list[tuple[str, str, bool]]:
    return [(entry.kind, entry.when.text, entry.is_past) for entry in year.entries]


def keys(year: YearView) -> list[str]:
    return [key.name for key in year.key]


# --- Which weeks --------------------------------------------------------------------------------


def test_where_nothing_is_known_no_year_is_shown(years_of: Callable[..., tuple[YearView, ...]]) -> None:
    assert years_of({}) == ()


def test_the_coming_year_begins_with_the_month_of_the_build(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    years = years_of({"facts/day": fact_file("2027-07-15")})

    assert leads(years) == ["Coming 26 October 2026 24 October 2027 22 November 2026"]


@pytest.mark.parametrize(
    ("today", "lead"),
    [
        (date(2027, 7, 15), "Coming 28 June 2027 25 June 2028 15 July 2027"),
        (
            date(2027, 7, 16),
            "None 16 July 2027 25 June 2028 Record 3 August 2026 1 August 2027 Look.",
        ),
        (
            date(2028, 2, 29),
            "None 29 February 2028 28 January 2029 Record 3 August 2026 1 August 2027 Over. Look.",
        ),
        (
            date(2035, 12, 31),
            "None 31 December 2035 23 November 2036 Record 3 August 2026 1 August 2027 Over. Look.",
        ),
    ],
)
def test_a_deadline_that_has_passed_is_only_in_the_last_year_on_record(
    years_of: Callable[..., tuple[YearView, ...]], today: date, lead: str
) -> None:
    history = fact_file("2027-07-15", checked="unknown")

    years = years_of({"facts/day": history}, today)

    assert leads(years) == [lead]
    assert [entry.is_past for year in years for entry in year.entries] == [today > date(2027, 7, 15)]


def test_the_last_year_stands_below_the_coming_one_until_a_deadline_is_to_come(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    records = {"facts/old": fact_file("2025-12-15"), "events/fair": event_file("2027-03-01")}

    without = years_of(records)
    with_one = years_of({**records, "facts/new": fact_file("2027-01-15")})

    assert [entries(year) for year in without] == [
        [("event", "1 March 2027", False)],
        [("deadline", "15 December 2025", True)],
    ]
    assert [year.is_over for year in without] == [False, True]
    assert len({year.id for year in without}) == 2
    assert [year.lead.split()[0] for year in with_one] == ["Coming"]


def test_the_last_year_on_record_ends_with_a_deadline_whatever_happened_later(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    (year,) = years_of(
        {
            "facts/closed": fact_file("2025-12-15"),
            "facts/opened": fact_file("2026-02-01", kind="date"),
            "events/fair": event_file("2026-03-01"),
        }
    )

    assert entries(year) == [("deadline", "15 December 2025", True)]


def test_a_deadline_beyond_the_52_weeks_is_not_yet_shown(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    assert years_of({"facts/far": fact_file("2027-10-25")}) == ()
    assert len(years_of({"facts/near": fact_file("2027-10-24")})) == 1


def test_a_day_without_a_year_is_woven_nowhere(years_of: Callable[..., tuple[YearView, ...]]) -> None:
    assert years_of({"facts/yearly": fact_file("30 June")}) == ()


# --- What is known ------------------------------------------------------------------------------


def test_the_list_names_everything_in_the_order_of_days(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    (year,) = years_of(
        {
            "academic-years/but": year_file("exams 2027-02-01 2027-02-14", "term 2026-10-01 2027-01-31"),
            "facts/closes": fact_file("2026-12-01"),
            "facts/opens": fact_file("2026-11-02", kind="date"),
            "facts/began": history_file("2026-11-03"),
            "events/fair": event_file("2026-12-01", more="precision: month\n"),
            "events/day": event_file("2026-11-30"),
        }
    )

    assert entries(year) == [
        ("term", "1 October 2026 to 31 January 2027", False),
        ("day", "2 November 2026", True),
        ("day", "3 November 2026", True),
        ("event", "30 November 2026", False),
        ("event", "December 2026", False),
        ("deadline", "1 December 2026", False),
        ("exams", "1 February 2027 to 14 February 2027", False),
    ]
    assert year.description == "7 entries"
    assert keys(year) == [
        *("term", "exams", "unknown", "deadline", "day-past", "event", "fringe-event", "today")
    ]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_an_event_that_does_not_take_place_then_is_not_in_the_year(
    years_of: Callable[..., tuple[YearView, ...]], state: str
) -> None:
    assert years_of({"events/fair": event_file("2027-03-01", more=f"state: {state}\n")}) == ()


def test_what_is_twice_overdue_is_neither_woven_nor_listed(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    records = {
        "facts/stale": fact_file("2027-01-15", checked="2025-10-01"),
        "facts/old": fact_file("2027-01-20", checked="2026-05-01"),
    }

    (year,) = years_of(records)

    assert [entry.fact and (entry.fact.id, entry.fact.state) for entry in year.entries] == [
        ("old", "overdue")
    ]
    assert [
        weave.blocks[0].column for each in year.cloths[0].panels for weave in each.cloth.columns_marked
    ] == [(date(2027, 1, 18) - date(2026, 10, 26)).days // 7]


def test_periods_known_to_the_month_say_so_and_lie_on_no_day(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    (year,) = years_of({"academic-years/but": year_file("exams 2027-06 2027-07")})

    assert entries(year) == [("exams", "June 2027 to July 2027", False)]
    assert keys(year) == ["unknown", "fringe-exams", "today"]


# --- Universities -------------------------------------------------------------------------------


def test_without_periods_one_cloth_is_of_all(years_of: Callable[..., tuple[YearView, ...]]) -> None:
    (year,) = years_of({"facts/a": fact_file("2027-07-15"), "facts/b": fact_file("2027-08-15", about="umb")})

    assert [each.university for each in year.cloths] == [""]


def test_with_periods_each_university_has_its_own_cloth_and_what_concerns_all_lies_on_each(
    years_of: Callable[..., tuple[YearView, ...]],
) -> None:
    city = fact_file("2027-03-15").replace("university:but", "town:bialystok")

    (year,) = years_of(
        {
            "academic-years/but": year_file("term 2026-10-01 2027-01-31"),
            "facts/umb": fact_file("2027-08-15", about="umb"),
            "facts/city": city,
        }
    )

    marked = {
        each.university: sum(len(w.blocks) for panel in each.panels for w in panel.cloth.columns_marked)
        for each in year.cloths
    }
    assert marked == {"BUT University": 1, "UMB University": 2}
    assert len(year.entries) == 3


def test_an_event_of_a_unit_is_its_universitys(years_of: Callable[..., tuple[YearView, ...]]) -> None:
    unit = f"name: Faculty\nuniversity: umb\ntype: faculty\nstatus: current\nrole: teaches\n{SOURCES}"

    (year,) = years_of(
        {
            "units/faculty": unit,
            "events/fair": event_file("2027-03-01", about="unit:faculty"),
            "academic-years/but": year_file("term 2026-10-01 2027-01-31"),
        }
    )

    with_events = [each.university for each in year.cloths if any(panel.cloth.marks for panel in each.panels)]
    assert with_events == ["UMB University"]


# --- How long a calendar may be believed --------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state", "text"),
    [
        (180, "fresh", ""),
        (181, "overdue", "Not checked since 1 November 2026"),
        (360, "overdue", "Not checked since 1 November 2026"),
        (361, "expired", "Ask BUT"),
    ],
)
def test_a_calendar_is_marked_when_it_is_overdue_and_taken_away_when_twice(
    years_of: Callable[..., tuple[YearView, ...]], days: int, state: str, text: str
) -> None:
    records = {
        "academic-years/but": year_file("term 2026-12-01 2027-12-31"),
        "facts/next": fact_file("2027-12-31", checked="unknown"),
    }

    (year,) = years_of(records, date(2026, 11, 1) + timedelta(days=days))

    told = [(each.state, each.state_text) for each in (*year.sources, *year.outdated)]
    assert told == [(state, text)]
    assert any(entry.kind == "term" for entry in year.entries) == (state != "expired")


def test_a_calendar_that_is_over_is_history_and_needs_no_check(
    years_of: Callable[..., tuple[YearView, ...]], model_of: Callable[..., Model]
) -> None:
    records = {
        "academic-years/but": year_file("term 2025-10-01 2026-06-20", checked="unknown"),
        "facts/day": fact_file("2026-06-15", checked="unknown"),
    }

    (year,) = years_of(records)
    problems = report_overdue(model_of(records))

    assert [each.state for each in year.sources] == ["history"]
    assert [each.location.path for each in problems] == ["data/facts/day.yaml"]


def test_an_overdue_calendar_is_reported_and_listed_for_review(model_of: Callable[..., Model]) -> None:
    model = model_of({"academic-years/but": year_file("term 2026-10-01 2027-01-31", checked="2026-01-01")})

    problems = report_overdue(model)

    assert [(each.code, each.location.path) for each in problems] == [
        ("overdue-fact", "data/academic-years/but.yaml")
    ]
    assert [(row.state, row.path) for row in list_review(model)] == [
        ("overdue", "data/academic-years/but.yaml")
    ]
