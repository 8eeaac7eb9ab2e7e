"""The model under watch: the same facts, and a note of everything that was asked of them.

What a page is made from is found out by making it, never by guessing: planning and rendering are
handed a `WatchedModel`, and each question leaves the name of a *cell* in the reads of the piece at
work. A cell is the smallest thing that may change by itself; cells.py gives each its value. A
question that finds nothing is noted like one that finds something: what is not there today may be
there tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from .locales import Locale
from .model import Body, ContentPage, Model, PlacedRecord, Uses, page_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .locales import StringForms
    from .motifs import Motif
    from .records import Record, Settings
    from .structure import Layout
    from .woven_map import MapName, WovenMap

R = TypeVar("R", bound="Record")

Reads = set[str]
"""Names of cells: ``record:partner:university-of-burgos``, ``string:en:menu``, ``today``."""


class WatchedModel(Model):
    """A model that notes what it is asked; it answers as the model behind it does."""

    __slots__ = ("_model", "_reads")
    _model: Model
    _reads: Reads

    def __init__(self, model: Model, reads: Reads) -> None:
        """Watch a model; the names of cells are added to `reads`."""
        object.__setattr__(self, "_model", model)
        object.__setattr__(self, "_reads", reads)

    @property
    def settings(self) -> Settings:
        """The settings; each of them is a cell."""
        return cast("Settings", _WatchedSettings(self._model.settings, self._reads))

    @property
    def settings_layout(self) -> Layout:
        """Where each setting stands."""
        self._reads.add("settings-layout")
        return self._model.settings_layout

    @property
    def default_locale(self) -> str:
        """The first language of the settings."""
        self._reads.add("setting:languages")
        return self._model.default_locale

    @property
    def locales(self) -> Mapping[str, Locale]:
        """The languages; each interface text of each is a cell."""
        self._reads.add("locales")
        locales = self._model.locales
        return {
            code: Locale(code, _WatchedStrings(code, each, self._reads)) for code, each in locales.items()
        }

    @property
    def today(self) -> date:
        """The day of this build."""
        self._reads.add("today")
        return self._model.today

    @property
    def motifs(self) -> Mapping[str, Motif]:
        """All drawings: one cell."""
        self._reads.add("motifs")
        return self._model.motifs

    @property
    def borders(self) -> Mapping[str, Motif]:
        """All strips: one cell."""
        self._reads.add("borders")
        return self._model.borders

    @property
    def maps(self) -> Mapping[MapName, WovenMap]:
        """The maps: one cell."""
        self._reads.add("maps")
        return self._model.maps

    def all(self, record_type: type[R]) -> tuple[R, ...]:
        """Return the records of one type; the collection as a whole is a cell."""
        self._reads.add(f"all:{record_type.collection}")
        return self._model.all(record_type)

    def get(self, record_type: type[R], record_id: str) -> R:
        """Return one record."""
        self._reads.add(f"record:{record_type.kind}:{record_id}")
        return self._model.get(record_type, record_id)

    def find(self, reference: str) -> PlacedRecord | None:
        """Return the record that ``kind:id`` names, or None."""
        self._reads.add(f"record:{reference}")
        return self._model.find(reference)

    def ids(self, collection: str) -> tuple[str, ...]:
        """Return the ids of a collection."""
        self._reads.add(f"ids:{collection}")
        return self._model.ids(collection)

    def is_broken(self, reference: str) -> bool:
        """Whether there is such a thing, with a mistake."""
        self._reads.add(f"broken:{reference}")
        return self._model.is_broken(reference)

    def names_of(self, reference: str) -> tuple[str, ...]:
        """Return the references of the records that name a thing."""
        self._reads.add(f"naming:{reference}")
        return self._model.names_of(reference)

    def page(self, locale: str, identity: str) -> ContentPage | None:
        """Return a content page of a language, or None."""
        self._reads.add(f"page:{locale}:{identity}")
        return self._model.page(locale, identity)

    def pages_in(self, locale: str) -> tuple[ContentPage, ...]:
        """Return the content pages of a language."""
        pages = self._model.pages_in(locale)
        self._reads.update(("pages", *(f"page:{locale}:{page.identity}" for page in pages)))
        return pages

    def identity_at(self, path: str) -> str:
        """Return the identity of the page that a source file holds; empty when it holds none."""
        identity = self._model.identity_at(path)
        self._reads.add(f"page:{page_name(path)[0]}:{identity}" if identity else f"page-at:{path}")
        return identity

    def section(self, locale: str, template: str) -> ContentPage | None:
        """Return the content page that shows a collection."""
        page = self._model.section(locale, template)
        self._reads.add(f"section:{locale}:{template}")
        if page:
            self._reads.add(f"page:{locale}:{page.identity}")
        return page

    def identities(self) -> tuple[str, ...]:
        """Return the identities of all pages."""
        self._reads.add("pages")
        return self._model.identities()

    def page_paths(self) -> tuple[str, ...]:
        """Return the source files of all pages."""
        self._reads.add("pages")
        return self._model.page_paths()

    def body(self, path: str) -> Body:
        """Return the Markdown of a page."""
        self._reads.add(f"body:{path}")
        return self._model.body(path)

    def uses_in(self, path: str) -> Uses:
        """Return what the Markdown of a page takes from the records."""
        self._reads.add(f"uses-in:{path}")
        return self._model.uses_in(path)

    def asset(self, path: str) -> bytes | None:
        """Return a file that is published as it is, or None."""
        self._reads.add(f"asset:{path}")
        return self._model.asset(path)

    def asset_paths(self) -> tuple[str, ...]:
        """Return the source files of all assets."""
        self._reads.add("assets")
        return self._model.asset_paths()


class _WatchedSettings:
    """The settings, each noted when it is asked for."""

    __slots__ = ("_reads", "_settings")

    def __init__(self, settings: Settings, reads: Reads) -> None:
        self._settings = settings
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        self._reads.add(f"setting:{name}")
        return getattr(self._settings, name)


class _WatchedStrings(Mapping[str, "StringForms"]):
    """The interface texts of a language, each noted when it is asked for."""

    __slots__ = ("_code", "_reads", "_strings")

    def __init__(self, code: str, locale: Locale, reads: Reads) -> None:
        self._code = code
        self._strings = locale.strings
        self._reads = reads

    def __getitem__(self, name: str) -> StringForms:
        self._reads.add(f"string:{self._code}:{name}")
        return self._strings[name]

    def __iter__(self) -> Iterator[str]:
        self._reads.add(f"strings:{self._code}")
        return iter(self._strings)

    def __len__(self) -> int:
        self._reads.add(f"strings:{self._code}")
        return len(self._strings)
