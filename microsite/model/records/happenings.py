"""What happens: summer schools and events."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from microsite.model.fields import AnyReference, Count, Integer, LocalText, PlainDate, PlainTime, fault

from .base import (
    DocumentId,
    EventId,
    PartnerId,
    PersonId,
    RecordStatus,
    Shape,
    Sourced,
    TownId,
    WebLink,
    check_cited,
    end_before_start,
)


class Edition(Shape):
    """One time a summer school was held."""

    year: Integer
    """The year it was held."""
    place: LocalText | None = None
    """Where it was held."""
    start: PlainDate | None = None
    """The first day, where the document gives it."""
    end: PlainDate | None = None
    """The last day, where the document gives it."""
    partners: tuple[PartnerId, ...] = ()
    """Who joined in this edition."""
    document: DocumentId
    """The document that gives the year; it is also among the `sources`."""
    note: LocalText | None = None
    """What a careful reader must know."""

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise end_before_start(str(self.start), str(self.end))
        return self


class SummerSchool(Sourced):
    """A summer school with all its editions."""

    collection: ClassVar[str] = "summer-schools"
    kind: ClassVar[str] = "summer-school"

    name: LocalText
    """The English name."""
    summary: LocalText
    """One or two sentences: what it was."""
    purpose: LocalText
    """What it was for."""
    organisers: Annotated[tuple[AnyReference, ...], Field(min_length=1)]
    """Who organised it, such as `unit:the-id`."""
    partners: tuple[PartnerId, ...] = ()
    """The ids of other organisations that took part."""
    place: LocalText
    """Where it was held, in words."""
    period: LocalText
    """The years in words: "2013 to 2015", or what is known."""
    editions: tuple[Edition, ...] = ()
    """Only those whose year a document gives."""
    status: RecordStatus
    """`historical` for what must not look like a present offer."""

    @model_validator(mode="after")
    def _check_cited(self) -> Self:
        check_cited(self, [edition.document for edition in self.editions])
        return self


class EventDay(Shape):
    """What happened on one day."""

    date: PlainDate | None = None
    """The day; or a `label` in its place."""
    label: LocalText | None = None
    """In place of a date the document does not give: "In the following days"."""
    items: Annotated[tuple[LocalText, ...], Field(min_length=1)]
    """What happened, one entry a thing."""

    @model_validator(mode="after")
    def _check_named(self) -> Self:
        if (self.date is None) == (self.label is None):
            raise fault("missing-field", "a day has either a date or a label", hint="write one of the two")
        return self


class Event(Sourced):
    """Something with a date: a week, a conference, an exhibition, a ceremony."""

    collection: ClassVar[str] = "events"
    kind: ClassVar[str] = "event"

    name: LocalText
    """The English name."""
    summary: LocalText
    """One or two sentences: what it is."""
    series: LocalText | None = None
    """What it is an edition of."""
    edition: Integer | None = None
    """Its number in the series."""
    part_of: EventId | None = None
    """The larger event it belongs to."""
    start: PlainDate
    """The first day; for a week its first day, for a month the first of the month."""
    end: PlainDate | None = None
    """The last day; nothing when the document does not say or it is one day."""
    precision: Literal["day", "week", "month"] = "day"
    """How exactly the document dates it: week means "the week of", month "in"."""
    start_time: PlainTime | None = None
    """When it begins on the first day, in Białystok time."""
    end_time: PlainTime | None = None
    """When it ends, in Białystok time."""
    state: Literal["planned", "cancelled", "postponed"] = "planned"
    """`cancelled` and `postponed` stay in the calendar and say so."""
    sequence: Count = 0
    """Add one whenever date, place or state changes, so that calendars notice."""
    updated: PlainDate
    """When this record last changed."""
    attendance: Literal["on-site", "online", "mixed"] = "on-site"
    """Whether people meet in a room, online or both."""
    place: LocalText
    """Where it is, in words."""
    town: TownId | None = None
    """The id of a record in data/towns/."""
    organisers: Annotated[tuple[AnyReference, ...], Field(min_length=1)]
    """Who organises it, such as `unit:the-id`."""
    participants: tuple[PartnerId, ...] = ()
    """The ids of partners that took part."""
    participants_note: LocalText | None = None
    """What the list leaves open."""
    people: tuple[PersonId, ...] = ()
    """The ids of people whom the documents name."""
    days: tuple[EventDay, ...] = ()
    """What happened, day by day."""
    audience: LocalText | None = None
    """For whom it is."""
    cost: LocalText | None = None
    """What it costs, or that it is free."""
    how_to_join: LocalText | None = None
    """What to do to take part."""
    link: WebLink | None = None
    """Its page at the organiser's."""

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.end and self.end < self.start:
            raise end_before_start(str(self.start), str(self.end))
        if (
            self.start_time
            and self.end_time
            and self.end in (None, self.start)
            and self.end_time < self.start_time
        ):
            raise end_before_start(self.start_time, self.end_time, key="end_time")
        return self
