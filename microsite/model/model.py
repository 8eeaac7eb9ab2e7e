"""The model: all facts of the site, with no address and no HTML.

Stage 2 of 5 gives it; the later stages only read it. Records are found by their type and id, or by
a reference ``kind:id``; what points at a record (its backlinks) is derived here, never typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

from microsite.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .locales import Locale
    from .motifs import Motif
    from .records import PageMatter, Record, Settings
    from .structure import Layout
    from .woven_map import MapName, WovenMap


R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A record with the file it was written in."""

    record: Record
    layout: Layout
    named: tuple[str, ...] = ()
    """The references of the records that it names, as they come."""

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


@dataclass(frozen=True, slots=True)
class Body:
    """The Markdown below the front matter."""

    text: str
    line: int
    """The line of the source file on which it begins."""


class Uses(NamedTuple):
    """What the Markdown of a page takes from the records, as it is written."""

    facts: tuple[str, ...] = ()
    """Ids of the facts that it puts in, as they come."""
    blocks: tuple[tuple[str, str], ...] = ()
    """Its blocks: the name of each, and what is written after it."""


class PageFile(NamedTuple):
    """What can be compared of the file of a page without reading it as front matter and text."""

    front: bytes
    """A digest of the front matter as it is written."""
    uses: Uses


NO_BODY = Body("", 1)


def page_name(path: str) -> tuple[str, str]:
    """Return the language and the name of the page in ``content/en/about/index.md``: ``en``, ``about``."""
    _, locale, name = path.removesuffix(".md").split("/", 2)
    return locale, name if name == "index" else name.removesuffix("/index")


def index_pages(
    pages: Iterable[ContentPage],
) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return where the pages are: by language and identity, and by language and template."""
    paths: dict[str, dict[str, str]] = {}
    sections: dict[str, dict[str, str]] = {}
    for page in pages:
        paths.setdefault(page.locale, {})[page.identity] = page.path
        sections.setdefault(page.locale, {}).setdefault(page.matter.template, page.path)
    return paths, sections


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
    pages: Mapping[str, ContentPage]
    """By the path of the source file, in the order of paths."""
    bodies: Mapping[str, Body]
    """The text of each of them, by path."""
    page_files: Mapping[str, PageFile]
    """What each of their files is known by, by path."""
    paths: Mapping[str, Mapping[str, str]]
    """The path of each page: by language, then by identity."""
    sections: Mapping[str, Mapping[str, str]]
    """The path of the page that shows a collection: by language, then by template."""
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

    def edited(self, **changes: Any) -> Model:
        """Return the model with other values of some fields."""
        return replace(self, **changes)

    @property
    def default_locale(self) -> str:
        """The first language of the settings."""
        return next(iter(self.locales))

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
        return self.records.get(_collection_of(kind), {}).get(record_id)

    def page(self, locale: str, identity: str) -> ContentPage | None:
        """Return a content page of a language, or None."""
        path = self.paths.get(locale, {}).get(identity)
        return self.pages[path] if path else None

    def pages_in(self, locale: str) -> tuple[ContentPage, ...]:
        """Return the content pages of a language, by path."""
        return tuple(self.pages[path] for path in self.paths.get(locale, {}).values())

    def identity_at(self, path: str) -> str:
        """Return the identity of the page that a source file holds; empty when it holds none.

        A page that is no translation has its own name, so it need not be opened.
        """
        if path not in self.pages:
            return ""
        locale, name = page_name(path)
        is_original = self.paths.get(locale, {}).get(name) == path
        return name if is_original else self.pages[path].identity

    def section(self, locale: str, template: str) -> ContentPage | None:
        """Return the content page with this template, which shows a collection; the first by path."""
        path = self.sections.get(locale, {}).get(template)
        return self.pages[path] if path else None

    def identities(self) -> tuple[str, ...]:
        """Return the identities of all pages of all languages, each once."""
        return tuple(dict.fromkeys(identity for paths in self.paths.values() for identity in paths))

    def page_paths(self) -> tuple[str, ...]:
        """Return the source files of all pages."""
        return tuple(self.pages)

    def body(self, path: str) -> Body:
        """Return the Markdown of a page, by its source file; nothing where there is none."""
        return self.bodies.get(path, NO_BODY)

    def uses_in(self, path: str) -> Uses:
        """Return what the Markdown of a page takes from the records."""
        return self.page_files[path].uses

    def asset(self, path: str) -> bytes | None:
        """Return a picture or another file that is published as it is, or None."""
        return self.assets.get(path)

    def asset_paths(self) -> tuple[str, ...]:
        """Return the source files of all assets."""
        return tuple(self.assets)

    def ids(self, collection: str) -> tuple[str, ...]:
        """Return the ids of a collection, in alphabetical order."""
        return tuple(self.records.get(collection, ()))

    def is_broken(self, reference: str) -> bool:
        """Whether there is such a thing, with a mistake that is told at home."""
        return reference in self.broken

    def border_of(self, reference: str) -> Motif | None:
        """Return the strip that marks a thing, or None; partners and countries have that of their region."""
        if not self.borders:
            return None
        from .records import Country, Partner

        placed = self.find(reference)
        record = placed.record if placed else None
        if isinstance(record, Partner):
            record = self.get(Country, record.country)
        if isinstance(record, Country):
            reference = f"region:{record.region}"
        return next((each for each in self.borders.values() if reference in each.marks), None)

    def motif_of(self, reference: str) -> Motif | None:
        """Return the motif that marks a thing, or None."""
        return next((each for each in self.motifs.values() if reference in each.marks), None)

    def names_of(self, reference: str) -> tuple[str, ...]:
        """Return the references of the records that name a thing, in alphabetical order."""
        return self.backlinks.get(reference, ())

    def naming(self, record: Record, record_type: type[R]) -> tuple[R, ...]:
        """Return the records of one type that name `record`, by id."""
        references = self.names_of(f"{record.kind}:{record.id}")
        ids = (ref.partition(":")[2] for ref in references if ref.startswith(f"{record_type.kind}:"))
        return tuple(self.get(record_type, record_id) for record_id in ids)


@cache
def _collection_of(kind: str) -> str:
    """Return the collection of a kind of record; empty for what is none."""
    from .references import COLLECTION_BY_KIND

    return COLLECTION_BY_KIND.get(kind, "")
