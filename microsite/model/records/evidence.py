"""What facts rest on: documents; and the countries and towns that records name."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from microsite.model.fields import (
    Boolean,
    CountryCode,
    LanguageTag,
    Latitude,
    Line,
    LocalText,
    Longitude,
    PartialDate,
    WebAddress,
    fault,
)

from .base import CountryId, DocumentId, Record


class CitedDocument(Record):
    """A page or report that facts are taken from."""

    collection: ClassVar[str] = "documents"
    kind: ClassVar[str] = "document"

    title: Line
    """As the document itself has it."""
    language: LanguageTag = "en"
    """The language of the document."""
    publisher: LocalText
    """Who answers for it."""
    authority: Literal["official", "listing", "press", "other"]
    """official: the body's own page; listing: a portal; press: news; other: anything weaker."""
    url: WebAddress | None = None
    """Where it was found; nothing when the address is not known."""
    written: PartialDate | None = None
    """When it was written; nothing when it is undated."""
    dating: LocalText | None = None
    """For an undated document: what its text lets us say of its date."""
    dating_year: LocalText | None = None
    """For an undated document: the short form for "Recorded in …", such as `2016 or later`."""
    note: LocalText | None = None
    """What a careful reader must know of it."""

    @model_validator(mode="after")
    def _check_dated(self) -> Self:
        if self.written is None and (self.dating is None or self.dating_year is None):
            raise fault(
                "missing-field",
                "an undated document must say what is known of its date",
                hint="write `written`, or both `dating` and `dating_year`",
            )
        return self


class Country(Record):
    """A country that a partner is in. The file's name is the last part of its address."""

    collection: ClassVar[str] = "countries"
    kind: ClassVar[str] = "country"

    code: CountryCode
    """ISO 3166-1 alpha-2; XK for Kosovo, which has no official code."""
    region: Literal["europe", "asia", "africa", "north-america", "south-america", "oceania"]
    """For grouping only."""
    name: LocalText | None = None
    """Only where the name of the Unicode locale data is not the one to show."""
    other_names: tuple[Line, ...] = ()
    """Other spellings, former and short names in any language: for the finder."""
    note: LocalText | None = None
    """What must be said beside the name."""


class Town(Record):
    """A town, as a point for maps."""

    collection: ClassVar[str] = "towns"
    kind: ClassVar[str] = "town"

    name: LocalText
    """The name that readers know, in English where there is one."""
    lang: LanguageTag | None = None
    """The language of the name, where it is not the reader's: pl for Białystok."""
    country: CountryId
    """The id of a record in data/countries/."""
    latitude: Latitude
    """Degrees north, WGS 84; south of the equator with a minus."""
    longitude: Longitude
    """Degrees east, WGS 84; west of Greenwich with a minus."""
    is_approximate: Boolean = False
    """true when the point is only good to about a kilometre and has no published source."""
    document: DocumentId | None = None
    """Where the point comes from."""
    note: LocalText | None = None
    """What a careful reader must know of the point."""
