"""Cooperation: partners, kinds of it, visits, networks."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from microsite.model.fields import AnyReference, Boolean, Integer, Line, LocalText, PartialDate, WebAddress

from .base import (
    CooperationId,
    CountryId,
    DocumentId,
    NativeName,
    PartnerId,
    RecordStatus,
    Shape,
    Sourced,
    TownId,
    UniversityId,
    check_cited,
)


class PartnerTie(Shape):
    """What joins a partner to one university in Białystok."""

    university: UniversityId
    """The university in Białystok."""
    type: CooperationId | None = None
    """The kind of cooperation, where a document names it."""
    status: Literal["recorded", "confirmed", "ended", "suspended", "contact"]
    """confirmed: checked with the university; recorded: a document says so; ended; suspended;
    contact: people met or visited, which is not a partnership."""
    year: PartialDate | None = None
    """Of the document; nothing when it is undated (then the document's own dating is shown)."""
    is_historical: Boolean = False
    """true where it must not look like a present offer."""
    document: DocumentId
    """The document that says so; it is also among the `sources`."""
    summary: LocalText
    """What the document says, in our own words, in the past tense."""


class Partner(Sourced):
    """An organisation outside the host universities that a document joins with one of them."""

    collection: ClassVar[str] = "partners"
    kind: ClassVar[str] = "partner"

    name: Line
    """The official English name; the name of the time in brackets where it changed."""
    native_name: NativeName | None = None
    """The name in its own language and script."""
    abbreviation: Line | None = None
    """The short form in use, where a document gives one."""
    other_names: tuple[Line, ...] = ()
    """Former names, other spellings, names without diacritics: for the finder."""
    country: CountryId
    """The id of a record in data/countries/."""
    town: TownId | None = None
    """The id of a record in data/towns/; nothing where the document does not say."""
    type: Literal["university", "faculty", "national-park", "hospital", "agency"]
    """What kind of organisation it is."""
    website: WebAddress | None = None
    """Only where a document gives it."""
    ties: Annotated[tuple[PartnerTie, ...], Field(min_length=1)]
    """What joins it to Białystok: one entry a university and kind of cooperation."""

    @model_validator(mode="after")
    def _check_cited(self) -> Self:
        check_cited(self, [tie.document for tie in self.ties])
        return self


class Cooperation(Sourced):
    """A kind of cooperation that a university describes."""

    collection: ClassVar[str] = "cooperation"
    kind: ClassVar[str] = "cooperation"

    name: LocalText
    """What it is called, in a few words."""
    university: UniversityId
    """The university that describes it."""
    description: LocalText
    """What the document says, in our own words and in the past tense."""
    status: RecordStatus
    """`historical` for what must not look like a present offer."""
    order: Integer = 0
    """Its place in lists, smallest first."""


class Visit(Sourced):
    """Professors who came to teach or lecture."""

    collection: ClassVar[str] = "visits"
    kind: ClassVar[str] = "visit"

    host: AnyReference
    """The university or unit they came to."""
    partners: tuple[PartnerId, ...] = ()
    """Where they came from; nothing when the document does not say."""
    programme: LocalText | None = None
    """The project that paid for it."""
    summary: LocalText
    """What the document says, in one sentence."""
    status: RecordStatus
    """`historical` for what must not look like a present offer."""


class Network(Sourced):
    """A consortium or joint centre."""

    collection: ClassVar[str] = "networks"
    kind: ClassVar[str] = "network"

    name: LocalText
    """The full English name."""
    summary: LocalText
    """One or two sentences: what it was founded as."""
    founded: PartialDate
    """When it was founded."""
    place: LocalText
    """Where it was founded."""
    initiators: tuple[AnyReference, ...] = ()
    """Who started it, such as `partner:the-id`."""
    members: Annotated[tuple[AnyReference, ...], Field(min_length=1)]
    """All members of the list that `members_title` names."""
    members_title: LocalText
    """What the list is called: "Founding members, March 2017"."""
    aims: tuple[LocalText, ...] = ()
    """What it set out to do, one aim an entry."""
    history: tuple[LocalText, ...] = ()
    """What newer documents say, one sentence each, with its year."""
    status: RecordStatus
    """`historical` where nothing says that it still works."""
