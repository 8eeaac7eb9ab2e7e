"""The store: what one build leaves for the next, on the disk.

A folder below .cache/ for each site that is built from the sources (its target, its address, with drafts
or without). It holds ``state``, read whole by every build that has something to do, ``pages-…``, from which
single pages are taken, and ``links``, which is read when links have changed. All three only ever save
time: whatever is missing, spoilt, of another engine or half written counts as nothing, and then everything
is made.

Bytes are looked at only after a digest or a checksum over them was found right. That guards against
accidents, not against people: whoever may write into .cache/ may write into microsite/ too.
"""

from __future__ import annotations

import marshal
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from .page_store import Blobs
from .workers import NotAsRemembered

_MOST_FOLDERS = 6
"""Sites that are remembered; the one that was built longest ago is forgotten first."""

_SPARE_ROOM = 2
"""How many times larger than its pages the file of pages may grow before it is written anew."""


class Spoilt(NotAsRemembered):
    """What is stored is not what was written: it counts as nothing."""


class SavedPages(Mapping[str, bytes]):
    """The pages of an earlier build, read one by one."""

    __slots__ = ("_path", "places")

    def __init__(self, path: Path, places: Mapping[str, tuple[int, int, int]]) -> None:
        """Take the file, and for each page its start, length and checksum."""
        self._path = path
        self.places = places

    @property
    def name(self) -> str:
        """The name of the file."""
        return self._path.name

    def __getitem__(self, path: str) -> bytes:
        """Read a page. Errors: Spoilt when it is not what was written."""
        start, length, checksum = self.places[path]
        try:
            with self._path.open("rb") as file:
                file.seek(start)
                found = file.read(length)
        except OSError as error:
            raise Spoilt(self._path.name) from error
        if zlib.crc32(found) != checksum or len(found) != length:
            raise Spoilt(self._path.name)
        return found

    def __iter__(self) -> Iterator[str]:
        """The paths of the pages."""
        return iter(self.places)

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one site."""

    folder: Path
    key: bytes
    """What the state depends on besides the sources: the engine, the libraries. Another key is nothing."""

    def load(self) -> Mapping[str, Any] | None:
        """Return the state as it was saved, or None. Its pages are in ``pages``, as SavedPages."""
        try:
            sealed = (self.folder / "state").read_bytes()
        except OSError:
            return None
        payload = unseal(sealed, self.key)
        if payload is None:
            return None
        state: dict[str, Any] = marshal.loads(payload)  # noqa: S302 - its digest was right: we wrote it
        state["blobs"] = SavedPages(self.folder / state["pages_file"], state["places"])
        return state

    def read_links(self) -> bytes:
        """Return the larger part of the index of the checks, which vouches for itself. Errors: Spoilt."""
        try:
            return (self.folder / "links").read_bytes()
        except OSError as error:
            raise Spoilt("links") from error

    def save(self, state: Mapping[str, Any], blobs: Blobs, *, links: bytes | None) -> None:
        """Save the state and the pages; `state["entries"]` names those that there are.

        `links` is the larger part of the index of the checks, None when it is as it was.

        The file of pages is added to and the state replaced, in this order: a build that dies between the
        two leaves bytes that nobody looks at.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if links is not None:
            (self.folder / "links").write_bytes(links)
        pages = {path: packed for path, packed in blobs.new.items() if path in state["entries"]}
        earlier = blobs.saved if isinstance(blobs.saved, SavedPages) else None
        places = {path: earlier.places[path] for path in state["entries"] if earlier and path not in pages}
        name = earlier.name if earlier and self._has_room(earlier, places) else ""
        if not name and earlier:
            pages = {**{path: earlier[path] for path in places}, **pages}
            places = {}
        name = name or f"pages-{os.urandom(6).hex()}"
        places.update(self._append(name, pages))
        payload = marshal.dumps({**state, "pages_file": name, "places": places})
        draft = self.folder / f"state.{os.getpid()}"
        draft.write_bytes(seal(payload, self.key))
        draft.replace(self.folder / "state")
        for other in self.folder.glob("pages-*"):
            if other.name != name:
                other.unlink(missing_ok=True)

    def forget(self) -> None:
        """Delete what is stored."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _has_room(self, earlier: SavedPages, places: Mapping[str, tuple[int, int, int]]) -> bool:
        try:
            size = (self.folder / earlier.name).stat().st_size
        except OSError:
            return False
        return size <= _SPARE_ROOM * sum(place[1] for place in places.values()) + 1_000_000

    def _append(self, name: str, pages: Mapping[str, bytes]) -> dict[str, tuple[int, int, int]]:
        places = {}
        with (self.folder / name).open("ab") as file:
            start = file.tell()
            for path, packed in pages.items():
                places[path] = (start, len(packed), zlib.crc32(packed))
                start += len(packed)
            file.write(b"".join(pages.values()))
        return places


def open_store(cache: Path, *, site: str, key: bytes) -> Store:
    """Return the folder in which a site is remembered; `site` names it, in any words."""
    return Store(cache / blake2b(site.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(), key)


def forget_old(cache: Path) -> None:
    """Delete what is stored of sites that were built longest ago, when there are many."""
    with suppress(OSError):
        ours = (each for each in cache.iterdir() if re.fullmatch("[0-9a-f]{16}", each.name))
        folders = sorted(ours, key=lambda folder: folder.stat().st_mtime, reverse=True)
        for folder in folders[_MOST_FOLDERS:]:
            shutil.rmtree(folder, ignore_errors=True)


def seal(payload: bytes, key: bytes) -> bytes:
    """Return a payload with the key and a digest over both before it."""
    return _digest(payload, key) + payload


def unseal(sealed: bytes, key: bytes) -> bytes | None:
    """Return the payload, or None when it is not what was sealed with this key."""
    size = len(_digest(b"", key))
    payload = sealed[size:]
    return payload if sealed[:size] == _digest(payload, key) else None


def _digest(payload: bytes, key: bytes) -> bytes:
    return blake2b(payload, key=blake2b(key).digest(), digest_size=32).digest()
