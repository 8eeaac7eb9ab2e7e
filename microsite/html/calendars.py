"""Calendar files: events → iCalendar, which calendar programs subscribe to.

Stage 4 of 5. Takes a `Calendar`, gives the bytes of its file. The package icalendar folds lines,
writes CRLF and sets quotes; what an event means in a calendar is decided here.

Nothing comes from a clock: a stamp is the day on which the record last changed. The rules of summer
time are written out, so that no machine's zone database reaches the file.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

import icalendar
from icalendar.prop import vDuration, vText

from microsite.pages import Calendar, CalendarEntry

ZONE = "Europe/Warsaw"
REFRESH = timedelta(hours=12)
PRODUCT = "-//Study in Bialystok//Calendar files//EN"

_STATUS = {"planned": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "CANCELLED"}
"""Of a postponed event the old date is void and no new one is known, so nobody should travel on it.
When there is a new date the event is planned again, under the same UID with a higher SEQUENCE."""

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What RFC 3986 lets stand in an address, and the percent sign of what is already escaped.
_ADDRESS_MARKS = ":/?#[]@!$&'()*+,;=%~"


class _Text(vText):
    r"""A text that arrives as it was written; vText itself takes a written ``\N`` for a new line."""

    def to_ical(self) -> bytes:
        return re.sub(r"([\\;,])", r"\\\1", self).replace("\n", r"\n").encode()


def render_calendar(calendar: Calendar) -> bytes:
    """Return the file: UTF-8, CRLF, lines of at most 75 octets.

    An entry without times, or with an end but no start time, takes whole days. The zone is described when
    an entry needs it, and in an empty calendar, because RFC 5545 asks for at least one component.
    """
    file = icalendar.Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    # The first of each pair is RFC 7986, the second what programs read before it.
    for names, text in (
        (("name", "x-wr-calname"), calendar.name),
        (("description", "x-wr-caldesc"), calendar.description),
    ):
        for name in names:
            file.add(name, _text(text))
    file.add("x-wr-timezone", ZONE)
    file.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", vDuration(REFRESH))
    if not calendar.entries or any(entry.start_time for entry in calendar.entries):
        file.add_component(_describe_zone())
    for entry in calendar.entries:
        file.add_component(_render_entry(entry))
    return bytes(file.to_ical())


def _render_entry(entry: CalendarEntry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", _text(entry.uid))
    event.add("dtstamp", datetime.combine(entry.updated, time(), UTC))
    _add_period(event, entry)
    event.add("summary", _text(entry.name))
    for name, text in (("location", entry.place), ("description", entry.description)):
        if text:
            event.add(name, _text(text))
    if entry.permalink:
        event.add("url", quote(entry.permalink, safe=_ADDRESS_MARKS, errors="replace"))
    event.add("status", _STATUS[entry.state])
    event.add("sequence", entry.sequence)
    return event


def _add_period(event: icalendar.Event, entry: CalendarEntry) -> None:
    """Add start and end; an end that is not after the start is left out, as RFC 5545 has it.

    Without an end a day lasts one day, and a time is a point in time.
    """
    if not entry.start_time:
        event.add("dtstart", entry.start)
        if (end := _day_after(entry.end)) > entry.start:
            event.add("dtend", end)
        return
    zone = {"TZID": ZONE}
    starts = datetime.combine(entry.start, time.fromisoformat(entry.start_time))
    event.add("dtstart", starts, parameters=zone)
    ends = _last_moment(entry, starts)
    if ends > starts:
        event.add("dtend", ends, parameters=zone)


def _last_moment(entry: CalendarEntry, starts: datetime) -> datetime:
    """Return when it ends: at its end time, else at midnight after the last of several days."""
    if entry.end_time:
        return datetime.combine(entry.end, time.fromisoformat(entry.end_time))
    if entry.end > entry.start:
        return datetime.combine(_day_after(entry.end), time())
    return starts


def _day_after(day: date) -> date:
    """Return the exclusive end; the last day of the calendar has no day after it."""
    return day + timedelta(days=1) if day < date.max else day


def _describe_zone() -> icalendar.Timezone:
    """Return the rules of Białystok's time since 1996.

    Source: Directive 2000/84/EC: summer time from the last Sunday of March to the last Sunday of
    October, both at 01:00 UTC. No event of this site is older.
    """
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE)
    for part, name, begins, before, after in (
        (icalendar.TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer),
        (icalendar.TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter),
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": begins.month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _text(text: str) -> _Text:
    """Return the text with one kind of line end and without characters that are no text."""
    return _Text(_NOT_TEXT.sub("", _LINE_END.sub("\n", text)))
