"""The model as an earlier build stored it: each part is opened when it is asked for.

An edit of one page asks for the languages and for a few addresses; a thousand records stay closed.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from microsite.html import digest_of
from microsite.model import Body, ContentPage, Model, PageFile, PlacedRecord, Uses
from microsite.source import SourceFile, Stamps, decode, read_again, split_front_matter

from .packing import pack, unpack
from .packs import Kept, Opened, Packs, Place, Shelf
from .workers import NotAsRemembered

V = TypeVar("V")

ReadFile = Callable[[str], SourceFile]
"""Reads one source file, which is as it was when the model was stored."""

_WHOLE = ("settings", "settings_layout", "locales", "broken", "motifs", "borders", "maps")
"""Parts that are packed each in one piece."""

Parts = Mapping[str, Any]
"""What is stored of a model: bytes, texts, and tuples and mappings of them, as marshal can keep them."""


class Fetched(Mapping[str, V]):
    """Values that are made from source files, when they are asked for."""

    __slots__ = ("_fetch", "_kept", "_keys")

    def __init__(self, keys: Iterable[str], fetch: Callable[[str], V]) -> None:
        """Take the keys, and what gives the value of one."""
        self._keys = dict.fromkeys(keys)
        self._fetch = fetch
        self._kept: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        """Fetch a value, once."""
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._kept:
            self._kept[key] = self._fetch(key)
        return self._kept[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key; nothing is fetched."""
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        """The keys, in their order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)


class SourcesMoved(NotAsRemembered):
    """A source file is not any more as it was when the state was made: begin again without the state."""


def open_reader(root: Path, digests: Mapping[str, bytes]) -> ReadFile:
    """Return what reads a source file again, and finds the bytes that it had.

    Errors: SourcesMoved when it finds others; somebody edits while we build.
    """

    def read(path: str) -> SourceFile:
        found, _ = read_again(root, (path,), Stamps({}, {}))
        if path not in found.files or digest_of(found.files[path].content) != digests[path]:
            raise SourcesMoved(path)
        return found.files[path]

    return read


def store_model(model: Model, keep: Callable[[bytes], Kept]) -> Parts:
    """Return the parts of a model, its records and pages kept each by itself.

    The bytes of source files are not among them.
    """
    return {
        **{name: pack(getattr(model, name)) for name in _WHOLE},
        "records": {
            collection: {record_id: keep(pack(placed)) for record_id, placed in by_id.items()}
            for collection, by_id in model.records.items()
        },
        "pages": {path: keep(pack(page)) for path, page in model.pages.items()},
        "page_files": {path: keep(_pack_file(each)) for path, each in model.page_files.items()},
        "paths": {locale: dict(paths) for locale, paths in model.paths.items()},
        "sections": {locale: dict(paths) for locale, paths in model.sections.items()},
        "backlinks": dict(model.backlinks),
        "assets": tuple(model.assets),
        "templates": tuple(model.templates),
        "today": model.today.isoformat(),
    }


def renew_parts(parts: Parts, model: Model, edited: Iterable[str], keep: Callable[[bytes], Kept]) -> Parts:
    """Return the parts after edits that model/update.py could make; `edited` are paths of files."""
    records = dict(parts["records"])
    page_files = dict(parts["page_files"])
    for path in edited:
        if path in page_files:
            page_files[path] = keep(_pack_file(model.page_files[path]))
        elif path.startswith("data/"):
            _, collection, name = path.split("/")
            record_id = name.removesuffix(".yaml")
            packed = keep(pack(model.records[collection][record_id]))
            records[collection] = {**records[collection], record_id: packed}
    return {**parts, "records": records, "page_files": page_files, "today": model.today.isoformat()}


def _pack_file(file: PageFile) -> bytes:
    return marshal.dumps((file.front, tuple(file.uses)))


def _open_file(packed: bytes) -> PageFile:
    front, uses = marshal.loads(packed)  # noqa: S302 - packs give only what they were given
    return PageFile(front, Uses(*uses))


def parts_in_packs(parts: Parts) -> Iterator[Place]:
    """Yield whatever of a stored model is kept by itself."""
    yield from parts["pages"].values()
    yield from parts["page_files"].values()
    for by_id in parts["records"].values():
        yield from by_id.values()


class StoredModel(Model):
    """A model that opens its parts as they are asked for."""

    __slots__ = ("_packs", "_parts", "_read")
    _parts: Parts
    _packs: Packs | None
    _read: ReadFile

    def __init__(self, parts: Parts, packs: Packs | None, read: ReadFile) -> None:
        """Take the parts, where some of them lie, and what reads a source file that none of them holds."""
        object.__setattr__(self, "_parts", parts)
        object.__setattr__(self, "_packs", packs)
        object.__setattr__(self, "_read", read)

    def __getattr__(self, name: str) -> Any:
        """Open a part: Python asks here for a field that has no value yet."""
        value = self._open(name)
        object.__setattr__(self, name, value)
        return value

    def edited(self, **changes: Any) -> Model:
        """Return the model with other values of some fields; what is closed stays closed."""
        other = StoredModel(self._parts, self._packs, self._read)
        for field in fields(Model):
            try:
                value = changes[field.name] if field.name in changes else _slot_of(field.name).__get__(self)
            except AttributeError:
                continue
            object.__setattr__(other, field.name, value)
        return other

    def _open(self, name: str) -> Any:
        if name in _WHOLE:
            return unpack(self._parts[name], object)
        if name in ("paths", "sections", "backlinks"):
            return self._parts[name]
        if name not in _OPENERS:
            raise AttributeError(name)
        return _OPENERS[name](self, self._parts.get(name))

    def _open_records(self, stored: Mapping[str, Mapping[str, Kept]]) -> object:
        return {collection: self._opened(by_id, PlacedRecord) for collection, by_id in stored.items()}

    def _open_pages(self, stored: Mapping[str, Kept]) -> object:
        return self._opened(stored, ContentPage)

    def _open_page_files(self, stored: Mapping[str, Kept]) -> object:
        return Opened[PageFile](Shelf(stored, self._packs), _open_file)

    def _opened(self, stored: Mapping[str, Kept], kind: type[V]) -> Opened[V]:
        return Opened(Shelf(stored, self._packs), lambda packed: unpack(packed, kind))

    def _open_bodies(self, stored: object) -> object:
        return Fetched(self._parts["pages"], self._read_body)

    def _open_assets(self, stored: tuple[str, ...]) -> object:
        return Fetched(stored, lambda path: self._read(path).content)

    def _open_templates(self, stored: tuple[str, ...]) -> object:
        return Fetched(stored, lambda name: _text_of(self._read(f"templates/{name}")))

    def _read_body(self, path: str) -> Body:
        front, _ = split_front_matter(_text_of(self._read(path)), path)
        assert front, "a file that was a page is one as long as it is the same"
        return Body(front.body, front.body_line)


_OPENERS: Mapping[str, Callable[[StoredModel, Any], object]] = {
    "records": StoredModel._open_records,
    "pages": StoredModel._open_pages,
    "page_files": StoredModel._open_page_files,
    "bodies": StoredModel._open_bodies,
    "assets": StoredModel._open_assets,
    "templates": StoredModel._open_templates,
    "today": lambda model, stored: date.fromisoformat(stored),
}


def _slot_of(name: str) -> Any:
    return Model.__dict__[name]


def _text_of(file: SourceFile) -> str:
    text, _ = decode(file)
    assert text is not None, "a file that had a text has one as long as it is the same"
    return text
