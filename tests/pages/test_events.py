"""What an event is on the day of the build, and how its time is said."""

from __future__ import annotations

from datetime import date

import pytest

from microsite.model import Event, Locale, Settings
from microsite.pages import Addresses, Words
from microsite.pages.events import last_day, state_of, when_text
from tests.bare_model import make_bare_model

STRINGS = {
    "week_of": "week of {date}",
    "date_range": "{start} to {end}",
    "date_time": "{date}, {time} (Białystok time)",
}
POLISH = {
    "week_of": "tydzień od {date}",
    "date_range": "{start} do {end}",
    "date_time": "{date}, godz. {time}",
}


def make_event(**fields: str) -> Event:
    return Event.model_validate(
        {
            "id": "week",
            "name": "A week",
            "summary": "What happens.",
            "place": "City Hall",
            "organisers": ["unit:city-hall"],
            "updated": "2026-11-01",
            "sources": [{"document": "report", "checked": "2026-11-01"}],
            **fields,
        }
    )


def make_words(locale: Locale) -> Words:
    settings = Settings.model_validate(
        {
            "name": "Tiny",
            "place": "Tinytown",
            "base_url": "https://tiny.example/",
            "publisher": {"name": "We", "description": "Two people."},
            "languages": ["en", "pl"],
        }
    )
    model = make_bare_model(settings, [locale], today=date(2026, 11, 22))
    return Words(model, locale, Addresses("https://tiny.example/", {}))


@pytest.mark.parametrize(
    ("fields", "last"),
    [
        ({"start": "2026-11-22"}, "2026-11-22"),
        ({"start": "2026-11-22", "end": "2026-11-24"}, "2026-11-24"),
        ({"start": "2026-11-22", "end": "2026-11-22"}, "2026-11-22"),
        ({"start": "2026-11-23", "precision": "week"}, "2026-11-29"),
        ({"start": "2026-12-28", "precision": "week"}, "2027-01-03"),
        ({"start": "2026-11-01", "precision": "month"}, "2026-11-30"),
        ({"start": "2026-11-15", "precision": "month"}, "2026-11-30"),
        ({"start": "2028-02-01", "precision": "month"}, "2028-02-29"),
        ({"start": "2026-12-01", "precision": "month"}, "2026-12-31"),
        ({"start": "2026-11-01", "end": "2026-11-05", "precision": "month"}, "2026-11-05"),
    ],
)
def test_an_event_may_last_as_long_as_its_source_allows(fields: dict[str, str], last: str) -> None:
    assert last_day(make_event(**fields)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("fields", "today", "state"),
    [
        ({"start": "2026-11-22"}, "2026-11-21", "coming"),
        ({"start": "2026-11-22"}, "2026-11-22", "running"),
        ({"start": "2026-11-22"}, "2026-11-23", "past"),
        ({"start": "2026-11-22", "end": "2026-11-24"}, "2026-11-24", "running"),
        ({"start": "2026-11-22", "end": "2026-11-24"}, "2026-11-25", "past"),
        ({"start": "2026-11-23", "precision": "week"}, "2026-11-29", "running"),
        ({"start": "2026-11-23", "precision": "week"}, "2026-11-30", "past"),
        ({"start": "2026-11-01", "precision": "month"}, "2026-10-31", "coming"),
        ({"start": "2026-11-01", "precision": "month"}, "2026-11-30", "running"),
        ({"start": "2026-11-01", "precision": "month"}, "2026-12-01", "past"),
        ({"start": "2026-11-22", "state": "cancelled"}, "2026-11-21", "cancelled"),
        ({"start": "2026-11-22", "state": "cancelled"}, "2026-11-22", "cancelled"),
        ({"start": "2026-11-22", "state": "postponed"}, "2026-11-22", "postponed"),
        # The evening of the day is still the day: an event with a time is not over before midnight.
        ({"start": "2026-11-22", "start_time": "09:00", "end_time": "10:00"}, "2026-11-22", "running"),
    ],
)
def test_the_state_depends_on_the_last_day_and_the_day_of_the_build(
    fields: dict[str, str], today: str, state: str
) -> None:
    assert state_of(make_event(**fields), date.fromisoformat(today)) == state


@pytest.mark.parametrize(
    ("fields", "english", "polish"),
    [
        ({"start": "2026-05-03"}, "3 May 2026", "3 maja 2026"),
        (
            {"start": "2026-05-03", "start_time": "09:30"},
            "3 May 2026, 09:30 (Białystok time)",
            "3 maja 2026, godz. 09:30",
        ),
        ({"start": "2026-05-03", "end": "2026-05-03"}, "3 May 2026", "3 maja 2026"),
        ({"start": "2026-05-03", "end": "2026-05-07"}, "3 to 7 May 2026", "3 do 7 maja 2026"),
        (
            {"start": "2026-05-30", "end": "2026-06-02"},
            "30 May 2026 to 2 June 2026",
            "30 maja 2026 do 2 czerwca 2026",
        ),
        (
            {"start": "2026-12-30", "end": "2027-01-02"},
            "30 December 2026 to 2 January 2027",
            "30 grudnia 2026 do 2 stycznia 2027",
        ),
        (
            {"start": "2026-05-30", "end": "2027-05-02"},
            "30 May 2026 to 2 May 2027",
            "30 maja 2026 do 2 maja 2027",
        ),
        ({"start": "2026-05-03", "precision": "week"}, "week of 3 May 2026", "tydzień od 3 maja 2026"),
        ({"start": "2026-05-03", "precision": "month"}, "May 2026", "maj 2026"),
    ],
)
def test_the_time_is_said_as_exactly_as_the_source_does(
    fields: dict[str, str], english: str, polish: str
) -> None:
    event = make_event(**fields)

    assert when_text(event, make_words(Locale("en", STRINGS))) == english
    assert when_text(event, make_words(Locale("pl", POLISH))) == polish
