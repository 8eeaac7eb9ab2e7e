"""When a fact is fresh, overdue or no longer shown, and how its value is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import get_args

import pytest

from microsite.model import Checked, Fact, FactKind, Model
from microsite.pages import Words, fact_view, judge, list_review, report_overdue
from microsite.pages.facts import REVIEW_DAYS
from microsite.pages.routes import plan_routes
from microsite.problems import Problems
from tests.conftest import TINY_SITE

TODAY = date(2026, 11, 22)
FILES = {
    "data/documents/report.yaml": (
        "title: Report\npublisher: The city\nauthority: official\nwritten: 2026-01-05\n"
    ),
    "data/units/city-hall.yaml": (
        "name: City Hall\ntype: authority\nstatus: current\nrole: seat of the mayor\n"
        "sources:\n  - document: report\n    checked: 2026-11-01\n"
    ),
    "data/strings/en.yaml": (
        "ask_publisher: Ask {publisher}\noverdue_since: Not checked since {date}\n"
        "overdue_unknown: Day of the last check not known\nwritten_in: written {date}\n"
        "qualifier_about: about {value}\nqualifier_nearly: nearly {value}\n"
        "qualifier_more_than: more than {value}\nqualifier_at_least: at least {value}\n"
        'per_month: "{amount} a month"\nper_semester: "{amount} a semester"\n'
        'date_time: "{date}, {time} (Białystok time)"\naccording_to: according to {publisher}\n'
        + "".join(f"fact_kind_{kind}: {kind}\n" for kind in REVIEW_DAYS)
    ),
}


def fact_file(**fields: str) -> dict[str, str]:
    written = {
        "label": "Students",
        "value": "6810",
        "type": "count",
        "applies_to": "\n  - unit:city-hall",
        "source": "report",
        "checked": "2026-11-01",
        **fields,
    }
    return {**FILES, "data/facts/students.yaml": "".join(f"{key}: {text}\n" for key, text in written.items())}


@pytest.fixture
def words_of(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[..., Words]:
    """The words of a tiny site with these files."""

    def make(files: dict[str, str], today: date = TODAY) -> Words:
        model, problems = model_tiny_site(files, today=today)
        assert problems == ()
        addresses, _ = plan_routes(model, "https://tiny.example/")
        return Words(model, model.locales["en"], addresses)

    return make


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("law", 90),
        ("visa", 90),
        ("rule", 90),
        ("deadline", 180),
        ("date", 180),
        ("fee", 180),
        ("price", 180),
        ("contact", 365),
        ("count", 365),
        ("partnership", 730),
    ],
)
def test_a_fact_is_fresh_to_the_last_day_and_expires_after_twice_as_long(kind: FactKind, days: int) -> None:
    checked = date(2024, 2, 29)

    states = {
        age: judge(kind, Checked(checked), checked + timedelta(days=age)).state
        for age in (0, days, days + 1, 2 * days, 2 * days + 1)
    }

    assert states == {
        0: "fresh",
        days: "fresh",
        days + 1: "overdue",
        2 * days: "overdue",
        2 * days + 1: "expired",
    }
    assert judge(kind, Checked(checked), checked).due == checked + timedelta(days=days)


def test_every_kind_of_fact_has_a_time_of_review() -> None:
    assert set(REVIEW_DAYS) == set(get_args(FactKind))


@pytest.mark.parametrize("checked", [Checked(None), Checked(date(1990, 1, 1))])
def test_history_never_grows_old(checked: Checked) -> None:
    assert (judge("history", checked, TODAY).state, judge("history", checked, TODAY).due) == ("history", None)


def test_a_check_without_a_day_counts_as_overdue_and_never_as_expired() -> None:
    assert judge("law", Checked(None), date(2126, 1, 1)).state == "overdue"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "6,810"),
        ({"unit": "students"}, "6,810 students"),
        ({"qualifier": "about"}, "about 6,810"),
        ({"qualifier": "more-than", "unit": "students"}, "more than 6,810 students"),
        ({"qualifier": "at-least"}, "at least 6,810"),
        ({"value": "12.5"}, "12.5"),
        ({"value": "six faculties"}, "six faculties"),
        ({"value": "1" * 16}, "1" * 16),
        ({"value": "1400", "currency": "EUR"}, "€1,400"),
        ({"value": "1400", "currency": "EUR", "per": "semester"}, "€1,400 a semester"),
        ({"value": "5.00", "currency": "PLN"}, "5.00\N{NO-BREAK SPACE}zł"),
        (
            {"value": "450", "currency": "PLN", "per": "month", "qualifier": "about"},
            "about 450\N{NO-BREAK SPACE}zł a month",
        ),
        ({"value": "2026-07-15"}, "15 July 2026"),
        ({"value": "2026-07-15 14:00"}, "15 July 2026, 14:00 (Białystok time)"),
    ],
)
def test_a_value_is_written_in_the_readers_way(
    words_of: Callable[..., Words], fields: dict[str, str], shown: str
) -> None:
    words = words_of(fact_file(**fields))

    view = fact_view(words.model.get(Fact, "students"), words)

    assert view.value == shown
    assert words.problems == []


def test_a_number_is_the_same_in_every_language_and_only_words_are_translated(
    words_of: Callable[..., Words],
) -> None:
    files = fact_file(value="15100", currency="EUR", per="year", type="fee")
    settings = TINY_SITE["data/settings.yaml"]
    home = str(TINY_SITE["content/en/index.md"])
    words = words_of(
        {
            **files,
            "data/settings.yaml": f"{settings}  - pl\n",
            "content/pl/index.md": home.replace("updated:", "translation_of: index\nupdated:"),
            "data/strings/en.yaml": f"{FILES['data/strings/en.yaml']}per_year: '{{amount}} a year'\n",
            "data/strings/pl.yaml": f"{FILES['data/strings/en.yaml']}per_year: '{{amount}} rocznie'\n",
        }
    )
    polish = Words(words.model, words.model.locales["pl"], words.addresses)

    shown = [fact_view(words.model.get(Fact, "students"), each).value for each in (words, polish)]

    assert shown == ["€15,100 a year", "15\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}€ rocznie"]


@pytest.mark.parametrize(
    ("checked", "value", "state_text"),
    [
        ("2025-11-22", "6,810", ""),
        ("2025-11-21", "6,810", "Not checked since 21 November 2025"),
        ("unknown", "6,810", "Day of the last check not known"),
        ("2024-11-21", "", "Ask The city"),
    ],
)
def test_an_old_value_is_labelled_and_a_very_old_one_is_not_shown(
    words_of: Callable[..., Words], checked: str, value: str, state_text: str
) -> None:
    words = words_of(fact_file(checked=checked))

    view = fact_view(words.model.get(Fact, "students"), words)

    assert (view.value, view.state_text) == (value, state_text)


@pytest.mark.parametrize(
    ("fields", "as_of"),
    [
        ({"as_of": "2022"}, "2022"),
        ({"as_of": "2022-05"}, "May 2022"),
        ({"as_of": "2022-05-23"}, "23 May 2022"),
        ({"as_of_text": "2016 or later"}, "2016 or later"),
        ({}, ""),
    ],
)
def test_a_value_says_as_much_of_its_time_as_is_known(
    words_of: Callable[..., Words], fields: dict[str, str], as_of: str
) -> None:
    words = words_of(fact_file(**fields))

    assert fact_view(words.model.get(Fact, "students"), words).as_of == as_of


def test_a_value_that_is_a_day_has_its_form_for_programs(words_of: Callable[..., Words]) -> None:
    words = words_of(fact_file(value="2026-07-15", type="deadline"))

    moment = fact_view(words.model.get(Fact, "students"), words).moment

    assert moment is not None
    assert (moment.iso, moment.text) == ("2026-07-15", "15 July 2026")


def test_a_value_that_one_document_says_of_somebody_else_says_so(words_of: Callable[..., Words]) -> None:
    stated, reported = (words_of(fact_file(standing=standing)) for standing in ("stated", "reported"))

    assert fact_view(stated.model.get(Fact, "students"), stated).said_by == ""
    assert fact_view(reported.model.get(Fact, "students"), reported).said_by == "according to The city"


def test_an_old_value_sends_readers_to_whoever_decides(words_of: Callable[..., Words]) -> None:
    office = "\n  title: The ministry\n  url: https://ministry.example/\n"
    words = words_of(fact_file(checked="2024-11-21", ask=office))

    view = fact_view(words.model.get(Fact, "students"), words)

    assert view.state_text == "Ask The ministry"
    assert view.ask is not None
    assert view.ask.address == "https://ministry.example/"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"value": "much", "currency": "EUR"}, "invalid-number"),
        ({"value": "1,400", "currency": "EUR"}, "invalid-number"),
        ({"currency": "EUR", "unit": "euros"}, "currency-with-unit"),
        ({"per": "month"}, "missing-field"),
        ({"value": "2026-02-30"}, "invalid-date"),
        ({"topics": "\n  - visas"}, "unknown-value"),
    ],
)
def test_money_and_days_that_cannot_be_are_refused(
    model_tiny_site: Callable[..., tuple[Model, Problems]], fields: dict[str, str], code: str
) -> None:
    _, problems = model_tiny_site(fact_file(**fields), today=TODAY)

    assert [problem.code for problem in problems] == [code]


def test_an_overdue_value_is_a_warning_at_its_check(words_of: Callable[..., Words]) -> None:
    words = words_of(fact_file(checked="2025-11-21"))

    (problem,) = report_overdue(words.model)

    assert (problem.code, problem.is_error) == ("overdue-fact", False)
    assert (problem.location.path, problem.location.line, problem.location.column) == (
        "data/facts/students.yaml",
        7,
        10,
    )
    assert problem.label == "not checked since 2025-11-21"


@pytest.mark.parametrize(
    ("checked", "state"),
    [("2025-12-23", None), ("2025-12-22", "due soon"), ("2025-11-21", "overdue"), ("2024-11-21", "expired")],
)
def test_the_review_begins_30_days_before_a_fact_is_overdue(
    words_of: Callable[..., Words], checked: str, state: str | None
) -> None:
    words = words_of(fact_file(checked=checked))

    assert [row.state for row in list_review(words.model)] == ([state] if state else [])
