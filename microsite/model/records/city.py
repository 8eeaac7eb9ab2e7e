"""Białystok: its universities, their units and offices, places in it, people and what they said."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from microsite.model.fields import (
    AnyReference,
    Boolean,
    Checked,
    Integer,
    LanguageTag,
    Latitude,
    Line,
    LocalText,
    Longitude,
    PartialDate,
    WebAddress,
    check_email,
    check_phone,
    fault,
)

from .base import (
    DocumentId,
    EventId,
    FactId,
    NativeName,
    PersonId,
    RecordStatus,
    Shape,
    Sourced,
    TownId,
    UniversityId,
    WebLink,
)


class University(Sourced):
    """A university in Białystok."""

    collection: ClassVar[str] = "universities"
    kind: ClassVar[str] = "university"

    name: Line
    """The official English name."""
    native_name: NativeName
    """The name in Polish."""
    abbreviation: Line
    """The short form that the university uses itself: BUT."""
    town: TownId
    """The id of a record in data/towns/."""
    website: WebAddress
    """Its own pages in English, where it has them."""
    summary: LocalText
    """One or two sentences: what it is."""
    links: tuple[WebLink, ...] = ()
    """The university's own pages that a student needs."""
    order: Integer = 0
    """Its place in lists, smallest first."""


class Unit(Sourced):
    """A faculty, centre, office, building or authority in Białystok that other records name."""

    collection: ClassVar[str] = "units"
    kind: ClassVar[str] = "unit"

    name: LocalText
    """The newest English name."""
    native_name: NativeName | None = None
    """The name in Polish."""
    university: UniversityId | None = None
    """The university it belongs to; nothing for the city's own."""
    type: Literal["faculty", "centre", "office", "building", "authority"]
    """What it is."""
    status: RecordStatus
    """`historical` for what no longer exists; pages then say so."""
    role: LocalText
    """What it did in the documents that name it, in a few words."""


class ContactDetail(Shape):
    """One way to reach an office, with its own source: phones change more often than offices."""

    type: Literal["address", "phone", "fax", "email"]
    """Which way it is."""
    value: Line
    """The address, the number with +48, or the mailbox."""
    document: DocumentId
    """The document that gives it."""
    checked: Checked
    """The day of the last comparison with the document, or `unknown`."""
    printed: PartialDate | None = None
    """Only for history: when the document printed it. It is then shown with that date, as what was
    printed then, and does not become overdue."""

    @model_validator(mode="after")
    def _check_value(self) -> Self:
        if self.type == "email":
            check_email(self.value, key="value")
        elif self.type in ("phone", "fax"):
            check_phone(self.value, key="value")
        return self


class Office(Sourced):
    """Somebody to write to."""

    collection: ClassVar[str] = "offices"
    kind: ClassVar[str] = "office"

    name: LocalText
    """The newest English name."""
    native_name: NativeName | None = None
    """The name in Polish."""
    former_names: tuple[Line, ...] = ()
    """Names that older documents use."""
    university: UniversityId
    """The university it belongs to."""
    purpose: LocalText
    """What to write to it about."""
    what_to_write: LocalText | None = None
    """What to put in the mail."""
    details: tuple[ContactDetail, ...] = ()
    """The ways to reach it; nothing when the documents give none."""
    page: WebAddress | None = None
    """The office's own page, asked first when a detail is overdue."""
    is_main: Boolean = False
    """true for the office in the contact box of its university's pages."""


class Place(Sourced):
    """A place that students go to, for the map of the city and the list beside it."""

    collection: ClassVar[str] = "places"
    kind: ClassVar[str] = "place"

    name: LocalText
    """The name that readers know."""
    native_name: NativeName | None = None
    """The name in Polish."""
    what: LocalText
    """What is there, in one sentence."""
    about: AnyReference | None = None
    """What it belongs to, such as `university:the-id`: the list links to that page."""
    address: FactId
    """The fact of the type `contact` that holds the address."""
    latitude: Latitude | None = None
    """Degrees north, WGS 84; nothing when nobody knows, and the place is then listed and not drawn."""
    longitude: Longitude | None = None
    """Degrees east, WGS 84."""
    is_approximate: Boolean = False
    """true when the point is only good to about a kilometre and has no published source."""
    document: DocumentId | None = None
    """Where the point comes from."""
    town: TownId | None = None
    """In place of a point: the town whose point stands for it, where nothing nearer is known."""
    order: Integer = 0
    """Its place among those that share a bed of the map, or have none; smallest first."""

    @model_validator(mode="after")
    def _check_point(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise fault(
                "missing-field",
                "a point is a latitude and a longitude",
                hint="write both, or neither and the place is listed without a point",
            )
        if self.latitude is None:
            return self
        if self.town is not None:
            raise fault(
                "two-points",
                "the place has a point of its own and that of a town",
                label="the second point",
                hint="take this line out, or the latitude and the longitude",
                key="town",
            )
        if self.document is None and not self.is_approximate:
            raise fault(
                "missing-field",
                "the point does not say where it comes from",
                hint="write its `document`, or `is_approximate: true` where nobody published it",
            )
        return self


class Person(Sourced):
    """Somebody the documents name: rectors, vice-rectors, speakers."""

    collection: ClassVar[str] = "people"
    kind: ClassVar[str] = "person"

    name: Line
    """First name and surname, without titles."""
    title: Line | None = None
    """What stands before the name, as the document has it: `Assoc. Prof.`"""
    degrees: Line | None = None
    """What stands after the name: `DSc, PhD, Eng.`"""
    role: LocalText
    """With its year: "Rector of Bialystok University of Technology in 2022"."""
    organisation: AnyReference
    """Where the person worked, such as `university:the-id`."""


class Statement(Sourced):
    """Words that may be quoted: exactly, with speaker and date."""

    collection: ClassVar[str] = "statements"
    kind: ClassVar[str] = "statement"

    speaker: PersonId
    """The id of a record in data/people/."""
    date: PartialDate
    """When it was said, as exactly as the document tells."""
    text: Line
    """Exactly as the document has it. It is never translated."""
    language: LanguageTag = "en"
    """The language of the words."""
    event: EventId | None = None
    """The event at which it was said."""
    subject: LocalText
    """What it is about, in a few words: the heading over it."""
    order: Integer = 0
    """Its place among the statements of an event, smallest first."""
