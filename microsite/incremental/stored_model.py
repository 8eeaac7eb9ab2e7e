"""The model as an earlier build stored it: each part is opened when it is asked for.

An edit of one page asks for the languages and for a few addresses; a thousand records stay closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from microsite.html import digest_of
from microsite.model import Body, ContentPage, Model, PageFile, PlacedRecord, Uses
from microsite.source import SourceFile, Stamps, decode, read_again, split_front_matter

from .packing import pack, unpack
from .workers import NotAsRemembered

V = TypeVar("V")

ReadFile = Callable[[str], SourceFile]
"""Reads one source file, which is as it was when the model was stored."""

_WHOLE = ("settings", "settings_layout", "locales", "broken", "motifs", "borders", "maps")
"""Parts that are packed each in one piece."""

Parts = Mapping[str, Any]
"""What is stored of a model: bytes, texts, and tuples and mappings of them, as marshal can keep them."""


class Opened(Mapping[str, V]):
    """Packed values that are opened one by one and stay open."""

    __slots__ = ("_kind", "_open", "_packed")

    def __init__(self, packed: Mapping[str, bytes], kind: type[V]) -> None:
        """Take packed values, all of one kind."""
        self._packed = packed
        self._kind = kind
        self._open: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        """Open a value."""
        if key not in self._open:
            self._open[key] = unpack(self._packed[key], self._kind)
        return self._open[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key; nothing is opened."""
        return key in self._packed

    def __iter__(self) -> Iterator[str]:
        """The keys, in their order."""
        return iter(self._packed)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._packed)


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


def store_model(model: Model) -> Parts:
    """Return the parts of a model; the bytes of source files are not among them."""
    return {
        **{name: pack(getattr(model, name)) for name in _WHOLE},
        "records": {
            collection: {record_id: pack(placed) for record_id, placed in by_id.items()}
            for collection, by_id in model.records.items()
        },
        "pages": {path: pack(page) for path, page in model.pages.items()},
        "page_files": {path: _plain(each) for path, each in model.page_files.items()},
        "paths": {locale: dict(paths) for locale, paths in model.paths.items()},
        "sections": {locale: dict(paths) for locale, paths in model.sections.items()},
        "backlinks": dict(model.backlinks),
        "assets": tuple(model.assets),
        "templates": tuple(model.templates),
        "today": model.today.isoformat(),
    }


def renew_parts(parts: Parts, model: Model, edited: Iterable[str]) -> Parts:
    """Return the parts after edits that model/update.py could make; `edited` are paths of files."""
    records = dict(parts["records"])
    page_files = dict(parts["page_files"])
    for path in edited:
        if path in page_files:
            page_files[path] = _plain(model.page_files[path])
        elif path.startswith("data/"):
            _, collection, name = path.split("/")
            record_id = name.removesuffix(".yaml")
            packed = pack(model.records[collection][record_id])
            records[collection] = {**records[collection], record_id: packed}
    return {**parts, "records": records, "page_files": page_files, "today": model.today.isoformat()}


def _plain(file: PageFile) -> tuple[bytes, tuple[Any, ...]]:
    return file.front, tuple(file.uses)


class StoredModel(Model):
    """A model that opens its parts as they are asked for."""

    __slots__ = ("_parts", "_read")
    _parts: Parts
    _read: ReadFile

    def __init__(self, parts: Parts, read: ReadFile) -> None:
        """Take the parts, and what reads a source file that none of them holds."""
        object.__setattr__(self, "_parts", parts)
        object.__setattr__(self, "_read", read)

    def __getattr__(self, name: str) -> Any:
        """Open a part: Python asks here for a field that has no value yet."""
        value = self._open(name)
        object.__setattr__(self, name, value)
        return value

    def edited(self, **changes: Any) -> Model:
        """Return the model with other values of some fields; what is closed stays closed."""
        other = StoredModel(self._parts, self._read)
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

    def _open_records(self, stored: Mapping[str, Mapping[str, bytes]]) -> object:
        return {collection: Opened(by_id, PlacedRecord) for collection, by_id in stored.items()}

    def _open_page_files(self, stored: Mapping[str, tuple[bytes, tuple[Any, ...]]]) -> object:
        return {path: PageFile(front, Uses(*uses)) for path, (front, uses) in stored.items()}

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
    "pages": lambda model, stored: Opened(stored, ContentPage),
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
