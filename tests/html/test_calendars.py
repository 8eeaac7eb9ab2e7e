"""Calendar files, read back by icalendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.calendars import render_calendar
from microsite.pages.views import Calendar, CalendarEntry

# Not st.text, which would draw the awkward characters as seldom as any other.
AWKWARD = "\0\t\n\r\x1b\x85\u2028\ud800,;:\\\"'=+-@<>&N"
ANY_TEXT = st.lists(st.characters() | st.sampled_from(AWKWARD), max_size=100).map("".join)

ENTRY = CalendarEntry(
    uid="international-training-week-2022@study.example",
    name="International Training Week",
    start=date(2022, 5, 23),
    end=date(2022, 5, 27),
    start_time="",
    end_time="",
    place="Wiejska 45A, Białystok",
    description="Guests from 18 universities.",
    permalink="https://study.example/en/events/2022/international-training-week-2022/",
    state="planned",
    sequence=0,
    updated=date(2026, 11, 20),
)


def make_calendar(*entries: CalendarEntry) -> Calendar:
    return Calendar(
        output_path="en/calendar.ics",
        permalink="https://study.example/en/calendar.ics",
        name="Study in Białystok: events",
        description="All events",
        locale="en",
        entries=entries,
    )


def lines_of(file: bytes) -> list[str]:
    """The content lines, unfolded."""
    return file.decode().replace("\r\n ", "").split("\r\n")


def read_event(file: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(file).events
    return event


def test_whole_days_end_on_the_day_after_the_last() -> None:
    file = render_calendar(make_calendar(ENTRY))

    lines = lines_of(file)
    assert "DTSTART;VALUE=DATE:20220523" in lines
    assert "DTEND;VALUE=DATE:20220528" in lines


def test_times_are_in_the_zone_of_warsaw() -> None:
    entry = replace(ENTRY, start_time="09:30", end_time="16:00")

    file = render_calendar(make_calendar(entry))

    lines = lines_of(file)
    assert "DTSTART;TZID=Europe/Warsaw:20220523T093000" in lines
    assert "DTEND;TZID=Europe/Warsaw:20220527T160000" in lines
    assert read_event(file).start == datetime(2022, 5, 23, 9, 30, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"end": date(2022, 5, 23), "start_time": "09:30"}, None, id="a start alone is a moment"),
        pytest.param({"start_time": "09:30"}, "20220528T000000", id="several days without an end time"),
        pytest.param(
            {"end": date(2022, 5, 23), "start_time": "09:30", "end_time": "09:30"},
            None,
            id="an end at the start",
        ),
        pytest.param({"end_time": "16:00"}, "20220528", id="an end time without a start time"),
        pytest.param({"start": date.max, "end": date.max}, None, id="the last day of all"),
        pytest.param(
            {"end": date.max, "start_time": "09:30"}, "99991231T000000", id="until the last day of all"
        ),
    ],
)
def test_the_end_is_after_the_start_or_left_out(changes: dict[str, object], expected: str | None) -> None:
    entry = replace(ENTRY, **changes)  # type: ignore[arg-type]  # the table holds fields of the entry

    lines = lines_of(render_calendar(make_calendar(entry)))

    ends = [line.rpartition(":")[2] for line in lines if line.startswith("DTEND")]
    assert ends == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param((ENTRY,), 0, id="whole days only"),
        pytest.param((ENTRY, replace(ENTRY, uid="b@x", start_time="09:30")), 1, id="one entry with a time"),
        pytest.param((), 1, id="no entries: a calendar needs one component"),
    ],
)
def test_the_zone_is_described_where_it_is_needed(entries: tuple[CalendarEntry, ...], expected: int) -> None:
    file = render_calendar(make_calendar(*entries))

    assert len(icalendar.Calendar.from_ical(file).timezones) == expected


def test_the_described_zone_agrees_with_the_zone_database() -> None:
    file = render_calendar(make_calendar(replace(ENTRY, start_time="09:30")))
    (described,) = icalendar.Calendar.from_ical(file).timezones
    known = ZoneInfo("Europe/Warsaw")
    noons = [
        datetime(year, month, day, 12)
        for year in range(2000, 2037)
        for month in range(1, 13)
        for day in (1, 28)
    ]

    zone = described.to_tz(lookup_tzid=False)

    assert [noon.replace(tzinfo=zone).utcoffset() for noon in noons] == [
        noon.replace(tzinfo=known).utcoffset() for noon in noons
    ]


@pytest.mark.parametrize(
    ("part", "turn"),
    [("DAYLIGHT", datetime(2026, 3, 29, 1, tzinfo=UTC)), ("STANDARD", datetime(2026, 10, 25, 1, tzinfo=UTC))],
)
def test_summer_time_turns_at_one_in_the_morning_utc(part: str, turn: datetime) -> None:
    file = render_calendar(make_calendar())
    (zone,) = icalendar.Calendar.from_ical(file).timezones

    (rules,) = zone.walk(part)

    before, after = (rules.decoded(name) for name in ("tzoffsetfrom", "tzoffsetto"))
    assert (rules.decoded("dtstart") - before).hour == turn.hour
    known = ZoneInfo("Europe/Warsaw")
    assert turn.astimezone(known).utcoffset() == after
    assert (turn - timedelta(seconds=1)).astimezone(known).utcoffset() == before


def test_the_calendar_names_itself_and_asks_to_be_fetched_twice_a_day() -> None:
    lines = lines_of(render_calendar(make_calendar(ENTRY)))

    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Study in Bialystok//Calendar files//EN"]
    for line in (
        "METHOD:PUBLISH",
        "NAME:Study in Białystok: events",
        "X-WR-CALNAME:Study in Białystok: events",
        "X-WR-TIMEZONE:Europe/Warsaw",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ):
        assert line in lines


def test_an_entry_says_what_where_and_when_it_changed() -> None:
    entry = replace(ENTRY, sequence=3)

    lines = lines_of(render_calendar(make_calendar(entry)))

    begin, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    assert sorted(lines[begin + 1 : end]) == [
        "DESCRIPTION:Guests from 18 universities.",
        "DTEND;VALUE=DATE:20220528",
        "DTSTAMP:20261120T000000Z",
        "DTSTART;VALUE=DATE:20220523",
        r"LOCATION:Wiejska 45A\, Białystok",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "SUMMARY:International Training Week",
        "UID:international-training-week-2022@study.example",
        "URL:https://study.example/en/events/2022/international-training-week-2022/",
    ]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_an_event_that_will_not_be_stays_and_is_called_off(state: str) -> None:
    entry = replace(ENTRY, state=state, sequence=2)

    event = read_event(render_calendar(make_calendar(entry)))

    assert event["status"] == "CANCELLED"
    assert event["sequence"] == 2
    assert event["uid"] == ENTRY.uid


def test_an_entry_without_a_page_has_no_address() -> None:
    file = render_calendar(make_calendar(replace(ENTRY, permalink="", place="", description="")))

    event = read_event(file)
    assert not {"URL", "LOCATION", "DESCRIPTION"} & set(event)


def test_an_address_is_ascii_and_one_line() -> None:
    entry = replace(ENTRY, permalink="https://study.example/en/Białystok%20a\r\nSTATUS:CANCELLED/?a=1&b#c")

    lines = lines_of(render_calendar(make_calendar(entry)))

    assert "URL:https://study.example/en/Bia%C5%82ystok%20a%0D%0ASTATUS:CANCELLED/?a=1&b#c" in lines


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("a, b; c: \"d\" 'e'", "a, b; c: \"d\" 'e'", id="marks of the format"),
        pytest.param(r"C:\New \n \N \\n \, \;", r"C:\New \n \N \\n \, \;", id="backslashes"),
        pytest.param("a\r\nb\rc\nd\x85e\u2028f\vg", "a\nb\nc\nd\ne\nf\ng", id="every kind of line end"),
        pytest.param("a\x00b\x1b[31mc\x7f\ud800", "ab[31mc", id="characters that are no text"),
        pytest.param(
            "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a\nEND:VEVENT\nBEGIN:VEVENT", id="lines of another event"
        ),
        pytest.param("a\tb", "a\tb", id="a tab"),
    ],
)
def test_a_text_is_read_back_as_it_was_written(written: str, read: str) -> None:
    entry = replace(ENTRY, description=written)

    event = read_event(render_calendar(make_calendar(entry)))

    assert str(event["description"]) == read


@pytest.mark.parametrize("text", ["Żółć " * 60, "北京" * 100, "🧵" * 100, "a" * 500, "\\;," * 100])
def test_long_lines_are_folded_at_75_octets_between_characters(text: str) -> None:
    file = render_calendar(make_calendar(replace(ENTRY, description=text)))

    physical = file.split(b"\r\n")
    assert max(len(line) for line in physical) <= 75
    for line in physical:
        line.decode()
    assert str(read_event(file)["description"]) == text


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_reaches_beyond_its_field(
    name: str, place: str, description: str, uid: str, permalink: str
) -> None:
    entry = replace(ENTRY, name=name, place=place, description=description, uid=uid, permalink=permalink)
    calendar = replace(make_calendar(entry, ENTRY), name=name, description=description)

    file = render_calendar(calendar)

    read = icalendar.Calendar.from_ical(file)
    assert [len(each.errors) for each in (read, *read.events)] == [0, 0, 0]
    names = {line.partition(":")[0].partition(";")[0] for line in lines_of(file)}
    assert names <= {
        *(
            "",
            "BEGIN",
            "END",
            "PRODID",
            "VERSION",
            "CALSCALE",
            "METHOD",
            "NAME",
            "DESCRIPTION",
            "X-WR-CALNAME",
        ),
        *(
            "X-WR-CALDESC",
            "X-WR-TIMEZONE",
            "REFRESH-INTERVAL",
            "X-PUBLISHED-TTL",
            "UID",
            "DTSTAMP",
            "DTSTART",
        ),
        *("DTEND", "SUMMARY", "LOCATION", "URL", "STATUS", "SEQUENCE"),
    }
    without_ends = file.replace(b"\r\n", b"")
    assert b"\r" not in without_ends
    assert b"\n" not in without_ends
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


@settings(max_examples=50, deadline=None)
@given(st.dates(), st.dates(), st.times(), st.times())
def test_every_period_is_read_back_with_its_start(first: date, second: date, one: time, other: time) -> None:
    start, end = sorted((first, second))
    entry = replace(ENTRY, start=start, end=end, start_time=f"{one:%H:%M}", end_time=f"{other:%H:%M}")

    event = read_event(render_calendar(make_calendar(entry)))

    begins = event.decoded("dtstart")
    assert begins.replace(tzinfo=None) == datetime.combine(start, time(one.hour, one.minute))
    assert "DTEND" not in event or event.decoded("dtend") > begins


def test_the_same_calendar_gives_the_same_bytes() -> None:
    calendar = make_calendar(ENTRY, replace(ENTRY, uid="b@x", start_time="09:30"))

    assert render_calendar(calendar) == render_calendar(calendar)
