"""Białystok: its universities, their units and offices, people and what they said."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from microsite.model.fields import (
    AnyReference,
    Boolean,
    Checked,
    Integer,
    LanguageTag,
    Line,
    LocalText,
    PartialDate,
    WebAddress,
    check_email,
    check_phone,
)

from .base import (
    DocumentId,
    EventId,
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
