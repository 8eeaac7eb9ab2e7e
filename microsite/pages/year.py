"""The year: what is known of its days, woven and as an equal list.

Part of stage 3. Gathers periods of academic years, deadlines, other days and events; chooses the weeks
to show; gives the cloth (woven_year.py) and the list. What is far overdue is neither woven nor listed,
as it is not shown elsewhere (facts.py).

Two years may be shown. The coming one begins with the month of the build, if it holds anything that has
not passed. As long as no deadline is to come, the last year with deadlines stands below it, or in its
place: its days are over and say so, but they show in which weeks to look.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from microsite.model import AcademicYear, Event, Fact, PartialDate, Unit, University
from microsite.values import dataclass

from .deadlines import deadline_facts
from .events import last_day, when_text
from .facts import fact_view, judge_year, latest_citation, state_text
from .views import FactView, Link, Moment, SourceLine
from .words import Words
from .woven_year import (
    GROUND_BY_KIND,
    GROUNDS,
    KINDS,
    Cloth,
    Thread,
    Window,
    weave_cloth,
    window_from,
    window_of,
    window_until,
)


@dataclass(frozen=True, slots=True)
class YearPanel:
    """A half of a year, as a piece of cloth."""

    title: str
    cloth: Cloth


@dataclass(frozen=True, slots=True)
class YearCloth:
    """A year of one university, or of all."""

    university: str
    """Its name; empty where the cloth is of all."""
    panels: tuple[YearPanel, ...]


@dataclass(frozen=True, slots=True)
class YearEntry:
    """A line of the list."""

    kind: str
    """One of `KINDS`."""
    kind_text: str
    when: Moment
    link: Link
    """What it is; without an address where nothing more is told of it."""
    is_past: bool
    fact: FactView | None
    """Where it is a fact: for its state."""


@dataclass(frozen=True, slots=True)
class YearKey:
    """What a weave or a mark means."""

    name: str
    """A ground, a mark (``day``, ``day-past`` …), a fringe (``fringe-event`` …) or ``today``."""
    text: str


@dataclass(frozen=True, slots=True)
class YearSource:
    """Whence the periods of an academic year are."""

    title: str
    state: str
    state_text: str
    source: SourceLine
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of weeks: the cloth and the same as a list."""

    id: str
    """Tells apart the anchors of two years on one page."""
    lead: str
    description: str
    cloths: tuple[YearCloth, ...]
    key: tuple[YearKey, ...]
    entries: tuple[YearEntry, ...]
    """In the order of their first days."""
    is_over: bool
    """Every day of it has passed."""
    ask: Link | None
    """Where to find who knows the rest."""
    sources: tuple[YearSource, ...]
    outdated: tuple[YearSource, ...]
    """Academic years so long unchecked that they are not shown."""


def years_view(words: Words) -> tuple[YearView, ...]:
    """Return the coming year, if anything is known of it, and while it has no deadline the last that had."""
    today = words.model.today
    things = tuple(_things(words))
    coming = window_from(today.replace(day=1))
    known = [each for each in things if each.last >= today and coming.holds(each.first, each.last)]
    views = []
    if known:
        lead = words.say("year_coming", **_ends(coming, words), today=words.day(today).text)
        views.append(_view(words, coming, things, lead=lead))
    if not any(each.kind == "deadline" for each in known):
        record = _record_window(things, today)
        if record:
            ends = {**_ends(coming, words), "start": words.day(today).text}
            said = (
                words.say("year_nothing_coming", **ends),
                words.say("year_record", **_ends(record, words)),
                *_over(record, words),
                words.say("year_look"),
            )
            views.append(_view(words, record, things, lead=" ".join(said)))
    return tuple(views)


def academic_year_view(year: AcademicYear, words: Words) -> YearView:
    """Return one academic year, with what else is known of its university in those weeks."""
    window = window_of(year.first_day, year.last_day)
    mine = tuple(each for each in _things(words) if year.university in each.universities)
    name = words.model.get(University, year.university).name
    said = (words.say("year_of", year=year.name, university=name), *_over(window, words))
    return _view(words, window, mine, lead=" ".join(said), view_id=f"year-{year.id}")


def _over(window: Window, words: Words) -> tuple[str, ...]:
    return (words.say("year_over"),) if window.last < words.model.today else ()


def _ends(window: Window, words: Words) -> dict[str, object]:
    return {"start": words.day(window.first).text, "end": words.day(window.last).text}


def _record_window(things: Iterable[_Thing], today: date) -> Window | None:
    """Return the 52 weeks to the end of the month of the last deadline; None where none is on record."""
    past = [each.last for each in things if each.kind == "deadline" and each.last < today]
    if not past:
        return None
    last = max(past)
    return window_until(last.replace(day=monthrange(last.year, last.month)[1]))


# --- What is known ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something with a time: a thread of the cloth and a line of the list."""

    kind: str
    first: date
    last: date
    is_exact: bool
    when: Moment
    link: Link
    universities: tuple[str, ...]
    """Ids; empty where it concerns all."""
    fact: FactView | None = None
    year: AcademicYear | None = None

    def thread(self) -> Thread:
        return Thread(self.kind, self.first, self.last, self.is_exact)


def _things(words: Words) -> Iterator[_Thing]:
    yield from _periods(words)
    yield from _days(words)
    yield from _events(words)


def _periods(words: Words) -> Iterator[_Thing]:
    for year in words.model.all(AcademicYear):
        if judge_year(year, words.model.today).state == "expired":
            continue
        host = words.model.get(University, year.university)
        for period in year.periods:
            name = words.text(period.name)
            yield _Thing(
                kind=period.type,
                first=period.start.first_day,
                last=period.last.last_day,
                is_exact=period.is_exact,
                when=_span(period.start, period.last, words),
                link=Link(f"{name}, {host.abbreviation}" if name else host.abbreviation, ""),
                universities=(year.university,),
                year=year,
            )


def _span(start: PartialDate, end: PartialDate, words: Words) -> Moment:
    first, last = words.partial(start), words.partial(end)
    text = first.text if start == end else words.say("date_range", start=first.text, end=last.text)
    return Moment(first.iso, text)


def _days(words: Words) -> Iterator[_Thing]:
    """Yield deadlines and other days of the guide, and the days on which academic years began."""
    opened = (each for each in words.model.all(Fact) if each.type == "history" and "year" in each.topics)
    for fact in (*deadline_facts(words), *opened):
        view = fact_view(fact, words)
        if fact.moment and view.moment:
            day = fact.moment[0]
            yield _Thing(
                kind="deadline" if fact.type == "deadline" else "day",
                first=day,
                last=day,
                is_exact=True,
                when=view.moment,
                link=Link(view.label, view.ledger_address),
                universities=_named_universities(fact.applies_to, words),
                fact=view,
            )


def _events(words: Words) -> Iterator[_Thing]:
    for event in words.model.all(Event):
        if event.state == "planned":
            yield _Thing(
                kind="event",
                first=event.start,
                last=last_day(event),
                is_exact=event.precision == "day",
                when=Moment(_event_iso(event), when_text(event, words)),
                link=words.link(f"event:{event.id}"),
                universities=_named_universities(event.organisers, words),
            )


def _event_iso(event: Event) -> str:
    return f"{event.start:%Y-%m}" if event.precision == "month" else event.start.isoformat()


def _named_universities(references: Iterable[str], words: Words) -> tuple[str, ...]:
    """Return the universities that references name, by themselves or by one of their units."""
    found = []
    for reference in references:
        placed = words.model.find(reference)
        record = placed.record if placed else None
        if isinstance(record, University):
            found.append(record.id)
        elif isinstance(record, Unit) and record.university:
            found.append(record.university)
    return tuple(dict.fromkeys(found))


# --- Cloth and list -----------------------------------------------------------------------------


def _view(
    words: Words, window: Window, things: Iterable[_Thing], *, lead: str, view_id: str = ""
) -> YearView:
    today = words.model.today
    shown = sorted(
        (each for each in things if window.holds(each.first, each.last)),
        key=lambda each: (each.first, KINDS.index(each.kind), each.last, each.link.title),
    )
    cloths = tuple(_cloths(window, shown, words))
    shown_years = {each.year.id: each.year for each in shown if each.year}
    return YearView(
        id=view_id or f"year-{window.first.isoformat()}",
        lead=lead,
        description=words.count("year_description", len(shown)),
        cloths=cloths,
        key=tuple(_key(cloths, words)),
        entries=tuple(_entry(each, words) for each in shown),
        is_over=window.last < today,
        ask=_ask(words),
        sources=tuple(_year_source(each, words) for each in shown_years.values()),
        outdated=tuple(_outdated(window, words)),
    )


def _ask(words: Words) -> Link | None:
    section = words.model.section(words.locale.code, "contact")
    return words.link(f"page:{section.identity}", words.say("year_ask")) if section else None


def _cloths(window: Window, things: list[_Thing], words: Words) -> Iterator[YearCloth]:
    """Yield one cloth; where a university's periods are known, one for each university that has days.

    What concerns no university lies on every cloth.
    """
    hosts = sorted(words.model.all(University), key=lambda each: (each.order, each.name))
    if not any(each.kind in GROUND_BY_KIND for each in things):
        yield YearCloth("", _panels(window, things, words))
        return
    for host in hosts:
        if any(host.id in each.universities for each in things):
            mine = [each for each in things if not each.universities or host.id in each.universities]
            yield YearCloth(host.name, _panels(window, mine, words))


def _panels(window: Window, things: list[_Thing], words: Words) -> tuple[YearPanel, ...]:
    threads = [each.thread() for each in things]
    return tuple(
        YearPanel(
            words.say("year_panel", **_ends(half, words)),
            weave_cloth(half, threads, words.model.today, words.locale),
        )
        for half in window.halves()
    )


def _entry(thing: _Thing, words: Words) -> YearEntry:
    return YearEntry(
        kind=thing.kind,
        kind_text=words.say(f"year_kind_{thing.kind}"),
        when=thing.when,
        link=thing.link,
        is_past=thing.last < words.model.today,
        fact=thing.fact,
    )


_KEY = (
    *(*GROUNDS, "unknown"),
    *("deadline", "deadline-past", "day", "day-past", "event", "event-past"),
    *(f"fringe-{each}" for each in (*GROUNDS, "event")),
    "today",
)
"""What the key may explain, in its order."""


def _key(cloths: Iterable[YearCloth], words: Words) -> Iterator[YearKey]:
    """Yield what the weaves and marks that occur mean."""
    pieces = [panel.cloth for each in cloths for panel in each.panels]
    shown = {weave.name for piece in pieces for weave in piece.grounds}
    shown |= {f"{weave.name}{'-past' * weave.is_past}" for piece in pieces for weave in piece.marks}
    shown |= {f"fringe-{fringe.kind}" for piece in pieces for fringe in piece.fringes}
    shown |= {"today"} if any(piece.today for piece in pieces) else set()
    for name in _KEY:
        if name in shown:
            yield YearKey(name, _key_text(name, words))


def _key_text(name: str, words: Words) -> str:
    kind, _, detail = name.partition("-")
    if kind == "fringe":
        return words.say("year_key_fringe", kind=words.say(f"year_kind_{detail}"))
    if kind == "today":
        return words.say("year_key_today", date=words.day(words.model.today).text)
    return words.say(f"year_key_{name.replace('-', '_')}")


def _year_source(year: AcademicYear, words: Words) -> YearSource:
    citation = latest_citation(year)
    source = words.source(citation.document, citation.checked)
    state = judge_year(year, words.model.today).state
    host = words.model.get(University, year.university)
    return YearSource(
        title=words.say("year_title", year=year.name, university=host.abbreviation),
        state=state,
        state_text=state_text(state, source.checked, words, publisher=source.publisher),
        source=source,
        notes=tuple(words.text(note) for note in year.notes),
    )


def _outdated(window: Window, words: Words) -> Iterator[YearSource]:
    for year in words.model.all(AcademicYear):
        if (
            window.holds(year.first_day, year.last_day)
            and judge_year(year, words.model.today).state == "expired"
        ):
            yield _year_source(year, words)
