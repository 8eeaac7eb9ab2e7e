"""Events: what is coming, the archive by year, a page an event; calendar and feed.

What is past is decided by the end date and the day of the build, never by hand. A past event is
shown in the archive only, never as coming.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from microsite.model import ContentPage, Event, Partner, Person, Statement
from microsite.values import dataclass

from .addresses import Route
from .desk import Desk
from .linked_data import event_data
from .offices import person_line, statement_view
from .views import (
    Calendar,
    CalendarEntry,
    Crumb,
    EventCard,
    Feed,
    FeedEntry,
    Link,
    Moment,
    Page,
    Phrase,
    StatementView,
)
from .words import Words

CALENDAR_NAME = "calendar.ics"
FEED_NAME = "events.atom"


@dataclass(frozen=True, slots=True)
class EventsView:
    """What is coming, or the empty state."""

    coming: tuple[EventCard, ...]
    last_checked: Moment
    """The latest day on which an event's source was checked, for the empty state."""
    usual_months: str
    """In which months the last events were, in words; empty when there were none."""
    archive: tuple[Link, ...]
    """A link a year, newest first."""
    calendar: str
    """The address of the calendar file."""
    calendar_subscription: str
    """The same with webcal:."""
    calendar_permalink: str
    feed: str


@dataclass(frozen=True, slots=True)
class YearView:
    """The archive of one year, newest first."""

    year: int
    events: tuple[EventCard, ...]
    other_years: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """What happened on one day."""

    title: str
    when: Moment | None
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A partner that took part."""

    country: str
    link: Link
    native_name: Phrase | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One event."""

    card: EventCard
    series: str
    edition: str
    days: tuple[DayView, ...]
    participants: tuple[ParticipantRow, ...]
    participants_note: str
    people: tuple[str, ...]
    statements: tuple[StatementView, ...]
    part_of: Link | None
    parts: tuple[Link, ...]
    link: Link | None
    notes: tuple[str, ...]


def last_day(event: Event) -> date:
    """Return the last day it can last: of its week or month where the source is no more exact."""
    if event.end:
        return event.end
    if event.precision == "week":
        return event.start + timedelta(days=6)
    if event.precision == "month":
        return event.start.replace(day=monthrange(event.start.year, event.start.month)[1])
    return event.start


def is_over(event: Event, today: date) -> bool:
    """Whether its last day is past."""
    return today > last_day(event)


def state_of(event: Event, today: date) -> str:
    """Return ``coming``, ``running``, ``past``, ``cancelled`` or ``postponed``."""
    if event.state != "planned":
        return event.state
    if is_over(event, today):
        return "past"
    return "running" if event.start <= today else "coming"


def when_text(event: Event, words: Words) -> str:
    """Return the time in words: ``week of 23 May 2022``, ``12 to 16 December 2022``."""
    if event.precision == "month":
        return words.locale.format_month(event.start)
    first = words.locale.format_day(event.start)
    if event.precision == "week":
        return words.say("week_of", date=first)
    if event.end and event.end != event.start:
        same_month = (event.start.year, event.start.month) == (event.end.year, event.end.month)
        start = str(event.start.day) if same_month else first
        return words.say("date_range", start=start, end=words.locale.format_day(event.end))
    if event.start_time:
        return words.say("date_time", date=first, time=event.start_time)
    return first


def event_card(event: Event, words: Words) -> EventCard:
    """Return an event as shown in a list."""
    state = state_of(event, words.model.today)
    when = words.day(event.start)
    if event.precision == "month":
        when = Moment(f"{event.start:%Y-%m}", words.locale.format_month(event.start))
    route = words.addresses.find(words.locale.code, f"event:{event.id}")
    calendar = (
        words.addresses.address(f"{route.path}{event.id}.ics")
        if route and not is_over(event, words.model.today)
        else ""
    )
    return EventCard(
        link=words.link(f"event:{event.id}"),
        when=when,
        end=words.day(event.end) if event.end else None,
        when_text=when_text(event, words),
        place=words.text(event.place),
        organisers=tuple(words.link(each) for each in event.organisers),
        summary=words.text(event.summary),
        state=state,
        state_text=words.say(f"event_{state}"),
        audience=words.text(event.audience),
        cost=words.text(event.cost),
        how_to_join=words.text(event.how_to_join),
        year=event.start.year,
        calendar_address=calendar,
    )


def coming_events(desk: Desk) -> tuple[EventCard, ...]:
    """Return what has not ended, the next first."""
    today = desk.model.today
    events = [event for event in desk.model.all(Event) if not is_over(event, today)]
    return tuple(
        event_card(event, desk.words) for event in sorted(events, key=lambda each: (each.start, each.id))
    )


def events_view(desk: Desk, section: ContentPage) -> EventsView:
    """Return the events page: coming events, or the empty state with what is known."""
    words = desk.words
    events = desk.model.all(Event)
    checks = [each.checked.day for event in events for each in event.sources if each.checked.day]
    calendar = f"/{desk.locale}/{CALENDAR_NAME}"
    permalink = desk.addresses.permalink(calendar)
    return EventsView(
        coming=coming_events(desk),
        last_checked=words.day(max(checks, default=section.matter.updated)),
        usual_months=_usual_months(desk, events),
        archive=_years(desk, events),
        calendar=desk.addresses.address(calendar),
        calendar_subscription="webcal:" + permalink.partition(":")[2],
        calendar_permalink=permalink,
        feed=desk.addresses.address(f"/{desk.locale}/{FEED_NAME}"),
    )


def _usual_months(desk: Desk, events: tuple[Event, ...]) -> str:
    """Return the months of the last year with events: ``June, December 2025``."""
    past = [event for event in events if last_day(event) < desk.model.today]
    if not past:
        return ""
    year = max(event.start.year for event in past)
    months = sorted({event.start.month for event in past if event.start.year == year})
    names = [desk.words.locale.formats.months["stand-alone"]["wide"][month] for month in months]
    return desk.words.say("months_of", months=", ".join(names), year=year)


def _years(desk: Desk, events: tuple[Event, ...]) -> tuple[Link, ...]:
    """Return the years of the archive: those in which something has ended."""
    years = {event.start.year for event in events if last_day(event) < desk.model.today}
    return tuple(
        desk.words.link(f"year:{year}", desk.words.say("archive_year", year=year))
        for year in sorted(years, reverse=True)
    )


def year_page(desk: Desk, section: ContentPage, year_id: str) -> Page:
    """Return the archive page of a year."""
    words, year = desk.words, int(year_id)
    events = [event for event in desk.model.all(Event) if event.start.year == year]
    route = desk.addresses.find(desk.locale, f"year:{year}")
    assert isinstance(route, Route)
    ordered = sorted(events, key=lambda each: (each.start, each.id), reverse=True)
    others = tuple(
        link
        for link in _years(desk, desk.model.all(Event))
        if link.address != desk.addresses.address(route.path)
    )
    return desk.make_page(
        route,
        template="year",
        title=words.say("archive_title", year=year),
        description=words.count("archive_description", len(events), year=year),
        view=YearView(year, tuple(event_card(each, words) for each in ordered), others),
        trail=desk.trail_to(section),
        section=section.identity,
        updated=max(event.updated for event in events),
        citations=tuple(citation for event in events for citation in event.sources),
        motif=section.matter.motif or "",
    )


def event_page(desk: Desk, section: ContentPage, event_id: str) -> Page:
    """Return the page of an event."""
    words = desk.words
    event = desk.model.get(Event, event_id)
    view = event_view(desk, event)
    year = words.link(f"year:{event.start.year}", str(event.start.year))
    return desk.record_page(
        event,
        parent=section,
        title=words.text(event.name),
        description=words.say(
            "event_description", event=words.text(event.name), when=view.card.when_text, place=view.card.place
        ),
        view=view,
        steps=(Crumb(year.title, year.address),),
        linked_data=(event_data(event, words),),
        updated=event.updated,
    )


def event_view(desk: Desk, event: Event) -> EventView:
    """Return what an event's page says."""
    words, model = desk.words, desk.model
    statements = sorted(model.naming(event, Statement), key=lambda each: (each.order, each.id))
    return EventView(
        card=event_card(event, words),
        series=words.text(event.series),
        edition=words.locale.format_number(event.edition) if event.edition else "",
        days=tuple(
            _day_view(day.date, words.text(day.label), [words.text(i) for i in day.items], words)
            for day in event.days
        ),
        participants=tuple(
            sorted(
                (_participant(each, words) for each in event.participants),
                key=lambda row: (row.country, row.link.title),
            )
        ),
        participants_note=words.text(event.participants_note),
        people=tuple(person_line(model.get(Person, each), words) for each in event.people),
        statements=tuple(statement_view(each, words) for each in statements),
        part_of=words.link(f"event:{event.part_of}") if event.part_of else None,
        parts=tuple(
            words.link(f"event:{each.id}") for each in model.naming(event, Event) if each.part_of == event.id
        ),
        link=words.outside(words.text(event.link.title), event.link.url) if event.link else None,
        notes=tuple(words.text(note) for note in event.notes),
    )


def _day_view(day: date | None, label: str, items: list[str], words: Words) -> DayView:
    when = words.day(day) if day else None
    return DayView(when.text if when else label, when, tuple(items))


def _participant(partner_id: str, words: Words) -> ParticipantRow:
    partner = words.model.get(Partner, partner_id)
    return ParticipantRow(
        words.country(partner.country), words.link(f"partner:{partner.id}"), words.native(partner.native_name)
    )


# --- Calendar and feed --------------------------------------------------------------------------


def plan_calendars(desk: Desk) -> Iterator[Calendar]:
    """Yield the calendar of all events, and one for each event that has not ended."""
    words = desk.words
    site = words.text(desk.model.settings.name)
    entries = tuple(_calendar_entry(desk, event) for event in desk.model.all(Event))
    path = f"/{desk.locale}/{CALENDAR_NAME}"
    yield Calendar(
        output_path=path.removeprefix("/"),
        permalink=desk.addresses.permalink(path),
        name=words.say("calendar_name", site=site),
        description=words.say("calendar_description", site=site),
        locale=desk.locale,
        entries=tuple(sorted(entries, key=lambda each: (each.start, each.uid))),
    )
    for event in desk.model.all(Event):
        route = desk.addresses.find(desk.locale, f"event:{event.id}")
        if route and not is_over(event, desk.model.today):
            own = f"{route.path}{event.id}.ics"
            name = words.text(event.name)
            yield Calendar(
                own.removeprefix("/"),
                desk.addresses.permalink(own),
                name,
                name,
                desk.locale,
                (_calendar_entry(desk, event),),
            )


def _calendar_entry(desk: Desk, event: Event) -> CalendarEntry:
    words = desk.words
    route = desk.addresses.find(desk.locale, f"event:{event.id}")
    summary = words.text(event.summary)
    if event.precision != "day":
        summary = f"{summary} {words.say('inexact_date', when=when_text(event, words))}"
    return CalendarEntry(
        uid=f"{event.id}@{urlsplit(desk.model.settings.base_url).hostname}",
        name=words.text(event.name),
        start=event.start,
        end=last_day(event),
        start_time=event.start_time or "",
        end_time=event.end_time or "",
        place=words.text(event.place),
        description=summary,
        permalink=desk.addresses.permalink(route.path) if route else "",
        state=event.state,
        sequence=event.sequence,
        updated=event.updated,
    )


def plan_feed(desk: Desk, section: ContentPage) -> Feed:
    """Return the feed of events, the one changed last first."""
    words = desk.words
    events = sorted(desk.model.all(Event), key=lambda each: (each.updated, each.start, each.id), reverse=True)
    path = f"/{desk.locale}/{FEED_NAME}"
    home = desk.addresses.find(desk.locale, f"page:{section.identity}")
    entries = []
    for event in events:
        route = desk.addresses.find(desk.locale, f"event:{event.id}")
        if route:
            summary = f"{when_text(event, words)}, {words.text(event.place)}. {words.text(event.summary)}"
            entries.append(
                FeedEntry(
                    desk.addresses.permalink(route.path),
                    words.text(event.name),
                    summary,
                    event.updated,
                )
            )
    return Feed(
        output_path=path.removeprefix("/"),
        permalink=desk.addresses.permalink(path),
        home_permalink=desk.addresses.permalink(home.path) if home else desk.addresses.base_url,
        title=words.say("feed_title", site=words.text(desk.model.settings.name)),
        subtitle=words.say("feed_subtitle"),
        author=words.text(desk.model.settings.publisher.name),
        locale=desk.locale,
        updated=max((event.updated for event in events), default=section.matter.updated),
        entries=tuple(entries),
    )
