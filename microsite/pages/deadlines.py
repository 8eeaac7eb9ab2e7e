"""Deadlines: what is coming, what has passed, what recurs without a year; and a calendar of them.

They are the facts of type `deadline`, and those of type `date` that are a day. A deadline that has
passed is never among those to come; it stays on record with its year, because the next year's date
is often near it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from microsite.model import Fact, University
from microsite.values import dataclass

from .desk import Desk
from .facts import fact_view
from .views import Calendar, CalendarEntry, FactView, Link
from .words import Words

CALENDAR_NAME = "deadlines.ics"


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline, or the day on which something opens."""

    fact: FactView
    universities: tuple[Link, ...]
    """The abbreviation, with the full name as note."""
    until: str
    """The last day on which it is still to come, ``2027-07-15``; empty when it has no year."""


@dataclass(frozen=True, slots=True)
class DeadlinesView:
    """Deadlines in three lists."""

    coming: tuple[DeadlineRow, ...]
    """The nearest first."""
    undated: tuple[DeadlineRow, ...]
    """Days that a document gives without a year."""
    past: tuple[DeadlineRow, ...]
    """The latest first."""
    calendar: Link | None


def deadlines_view(words: Words, *, university: str = "") -> DeadlinesView:
    """Return the deadlines of a university, or (empty) all."""
    today = words.model.today
    facts = [fact for fact in deadline_facts(words) if not university or university in _universities(fact)]
    dated = sorted((fact.moment[0], fact.order, fact.id, fact) for fact in facts if fact.moment)
    return DeadlinesView(
        coming=tuple(_row(fact, words) for day, _, _, fact in dated if day >= today),
        undated=tuple(_row(fact, words) for fact in facts if not fact.moment),
        past=tuple(_row(fact, words) for day, _, _, fact in reversed(dated) if day < today),
        calendar=calendar_link(words),
    )


def deadline_facts(words: Words) -> tuple[Fact, ...]:
    """Return the guide's deadlines, and its other dates that are a day, in their order."""
    every = (fact for fact in words.model.all(Fact) if fact.topics)
    found = (fact for fact in every if fact.type == "deadline" or (fact.type == "date" and fact.moment))
    return tuple(sorted(found, key=lambda fact: (fact.order, fact.id)))


def _universities(fact: Fact) -> tuple[str, ...]:
    named = (reference.partition(":") for reference in fact.applies_to)
    return tuple(record_id for kind, _, record_id in named if kind == University.kind)


def _row(fact: Fact, words: Words) -> DeadlineRow:
    hosts = (words.model.get(University, each) for each in _universities(fact))
    return DeadlineRow(
        fact=fact_view(fact, words),
        universities=tuple(
            Link(each.abbreviation, words.link(f"university:{each.id}").address, note=each.name)
            for each in hosts
        ),
        until=fact.moment[0].isoformat() if fact.moment else "",
    )


# The calendar


def calendar_link(words: Words) -> Link | None:
    """Return a link to the calendar of deadlines, where there is one."""
    if not any(_is_in_calendar(fact, words) for fact in deadline_facts(words)):
        return None
    address = words.addresses.address(f"/{words.locale.code}/{CALENDAR_NAME}")
    return Link(words.say("deadlines_calendar_link"), address)


def plan_deadline_calendars(desk: Desk) -> Iterator[Calendar]:
    """Yield the calendar of all deadlines that have a day and may be shown; past ones stay at their day."""
    words = desk.words
    facts = [fact for fact in deadline_facts(words) if _is_in_calendar(fact, words)]
    if not facts:
        return
    path = f"/{desk.locale}/{CALENDAR_NAME}"
    yield Calendar(
        output_path=path.removeprefix("/"),
        permalink=desk.addresses.permalink(path),
        name=words.say("deadlines_calendar_name", site=words.text(desk.model.settings.name)),
        description=words.say("deadlines_calendar_description"),
        locale=desk.locale,
        entries=tuple(_entries(facts, desk)),
    )


def _is_in_calendar(fact: Fact, words: Words) -> bool:
    return fact.moment is not None and fact_view(fact, words).state != "expired"


def _entries(facts: Iterable[Fact], desk: Desk) -> Iterator[CalendarEntry]:
    words = desk.words
    host = urlsplit(desk.model.settings.base_url).hostname
    for fact in sorted(facts, key=lambda each: (each.moment or (date.max, ""), each.id)):
        assert fact.moment
        day, time = fact.moment
        view = fact_view(fact, words)
        route = desk.addresses.find(desk.locale, f"fact:{fact.id}")
        source = words.say("source_of", publisher=view.source.publisher)
        yield CalendarEntry(
            uid=f"deadline-{fact.id}@{host}",
            name=view.label,
            start=day,
            end=day,
            start_time=time,
            end_time="",
            place=", ".join(desk.model.get(University, each).name for each in _universities(fact)),
            description=". ".join(text for text in (view.as_of, view.state_text, source) if text) + ".",
            permalink=desk.addresses.permalink(route.path) if route else "",
            state="planned",
            sequence=0,
            # The record has no day of its last change; its check is one, and else the deadline's own day.
            updated=fact.checked.day or day,
        )
