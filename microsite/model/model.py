"""The model: all facts of the site, with no address and no HTML.

Stage 2 of 5 gives it; the later stages only read it. Records are found by their type and id, or by
a reference ``kind:id``; what points at a record (its backlinks) is derived here, never typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from .locales import Locale
from .motifs import Motif
from .records import Country, PageMatter, Partner, Record, Settings
from .structure import Layout
from .woven_map import MapName, WovenMap

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A record with the file it was written in."""

    record: Record
    layout: Layout

    @property
    def reference(self) -> str:
        """``partner:university-of-burgos``."""
        return f"{self.record.kind}:{self.record.id}"


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A Markdown page: its front matter and its body, with no address yet."""

    locale: str
    name: str
    """Its path in content/<locale>/ without .md, and without /index: ``about/privacy``."""
    identity: str
    """The name of the page of the default language that it is, or translates."""
    path: str
    """The source file: ``content/en/about/privacy.md``."""
    matter: PageMatter
    layout: Layout
    body: str
    body_line: int
    """The line of the source file on which the body begins."""


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the site knows."""

    settings: Settings
    settings_layout: Layout
    """Where each setting stands, for problems that show later."""
    locales: Mapping[str, Locale]
    """By language code, the default language first."""
    records: Mapping[str, Mapping[str, PlacedRecord]]
    """By collection, then by id, both in alphabetical order."""
    broken: frozenset[str]
    """References to records (and names of pages, as ``page:name``) that exist but cannot stand: they
    are reported once, at home."""
    pages: tuple[ContentPage, ...]
    """By path."""
    backlinks: Mapping[str, tuple[str, ...]]
    """From a reference to the references of the records that name it."""
    assets: Mapping[str, bytes]
    """Pictures of content/ and files of templates/css, js, fonts: path → bytes."""
    templates: Mapping[str, str]
    """Jinja sources by their path in templates/."""
    today: date
    """The day of this build in Białystok: the only clock."""
    motifs: Mapping[str, Motif] = field(default_factory=dict)
    """The drawings of data/motifs/, by name."""
    borders: Mapping[str, Motif] = field(default_factory=dict)
    """The strips of data/borders/, by name."""
    maps: Mapping[MapName, WovenMap] = field(default_factory=dict)
    """The world and its near part, as far as data/map/ has them."""

    @property
    def default_locale(self) -> str:
        """The first language of the settings."""
        return self.settings.languages[0]

    def all(self, record_type: type[R]) -> tuple[R, ...]:
        """Return the records of one type, by id."""
        placed = self.records.get(record_type.collection, {})
        return tuple(each.record for each in placed.values() if isinstance(each.record, record_type))

    def get(self, record_type: type[R], record_id: str) -> R:
        """Return one record. KeyError is our mistake: references are checked before."""
        record = self.records[record_type.collection][record_id].record
        assert isinstance(record, record_type)
        return record

    def find(self, reference: str) -> PlacedRecord | None:
        """Return the record that ``kind:id`` names, or None."""
        kind, _, record_id = reference.partition(":")
        for by_id in self.records.values():
            placed = by_id.get(record_id)
            if placed and placed.record.kind == kind:
                return placed
        return None

    def border_of(self, reference: str) -> Motif | None:
        """Return the strip that marks a thing, or None; partners and countries have that of their region."""
        placed = self.find(reference)
        record = placed.record if placed else None
        if isinstance(record, Partner):
            record = self.get(Country, record.country)
        if isinstance(record, Country):
            reference = f"region:{record.region}"
        return next((each for each in self.borders.values() if reference in each.marks), None)

    def naming(self, record: Record, record_type: type[R]) -> tuple[R, ...]:
        """Return the records of one type that name `record`, by id."""
        references = self.backlinks.get(f"{record.kind}:{record.id}", ())
        ids = (ref.partition(":")[2] for ref in references if ref.startswith(f"{record_type.kind}:"))
        return tuple(self.get(record_type, record_id) for record_id in ids)
