"""Packs: files full of packed values, each of which is read by itself.

Of what a build remembers the next one needs a few values in ten thousand. So values lie one behind the
other in files, and what is kept in their place says where. Every process appends to a file of its own,
so workers keep what they made without sending it to anybody.

A value is looked at only after its checksum was found right. That guards against accidents, not against
people: whoever may write into .cache/ may write into microsite/ too.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from .workers import NotAsRemembered

V = TypeVar("V")

Place = tuple[str, int, int, int]
"""File, start, length, checksum. Plain values, so that marshal can keep them."""

Kept = bytes | Place
"""A packed value: the bytes themselves, or where they lie."""

_PREFIX = "pack-"

_SPARE_ROOM = 2
"""How many times larger than what is of use in them packs may grow before they are written anew."""
_SMALL = 1_000_000
"""Bytes that are not worth the trouble."""


class Spoilt(NotAsRemembered):
    """What is stored is not what was written: it counts as nothing."""


class Packs:
    """The packs of one folder. What is added can be read at once by the process that added it."""

    def __init__(self, folder: Path, *, append_to: str = "", scratch: Path | None = None) -> None:
        """Take the folder, which is made when there is something to write.

        `append_to` is the pack that this process goes on with; without one it begins its own. With a
        `scratch` folder nothing is written anywhere else.
        """
        self._folder = folder
        self._scratch = scratch
        self._append_to = append_to
        self._parent = os.getpid()
        self._own = -1
        self._own_name = ""
        self._end = 0
        self._writer = 0
        self._handles: dict[str, int] = {}

    def add(self, content: bytes) -> Place:
        """Write a value and return its place. Errors: OSError when the disk refuses."""
        if self._own < 0 or self._writer != os.getpid():
            self._open_own()
        place = (self._own_name, self._end, len(content), zlib.crc32(content))
        rest = memoryview(content)
        while rest:
            written = os.write(self._own, rest)
            self._end += written
            rest = rest[written:]
        return place

    def keep(self, content: bytes) -> Kept:
        """Return the place of a value; where the disk refuses it, the value itself."""
        try:
            return self.add(content)
        except OSError:
            return content

    def read(self, place: Place) -> bytes:
        """Return the value at a place. Errors: Spoilt when it is not what was written."""
        name, start, length, checksum = place
        try:
            if name not in self._handles:
                self._handles[name] = os.open(self._folder / name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            found = _read_at(self._handles[name], start, length)
        except OSError as error:
            raise Spoilt(name) from error
        if len(found) != length or zlib.crc32(found) != checksum:
            raise Spoilt(name)
        return found

    def close(self) -> None:
        """Close all files."""
        for handle in (*self._handles.values(), *((self._own,) if self._own >= 0 else ())):
            os.close(handle)
        self._handles.clear()
        self._own, self._own_name = -1, ""

    def size(self, names: Iterable[str]) -> int:
        """Return how many bytes some packs have together; those that are gone have none."""
        total = 0
        for name in names:
            with suppress(OSError):
                total += (self._folder / name).stat().st_size
        return total

    def begin_anew(self) -> None:
        """Let what is added from now on go into a new pack."""
        self.close()
        self._append_to = ""

    def has_room(self, places: Iterable[Place]) -> bool:
        """Whether enough of the packs is of use; else all that is belongs into a new one."""
        used = list(places)
        size = self.size({place[0] for place in used})
        return size <= _SPARE_ROOM * sum(place[2] for place in used) + _SMALL

    def move(self, place: Place) -> Place:
        """Return the place of a copy of a value in the pack of this process."""
        return self.add(self.read(place))

    def sweep(self, names: Iterable[str]) -> None:
        """Delete all packs but these, also those of earlier engines."""
        wanted = set(names)
        with suppress(OSError):
            for path in self._folder.glob("pa*-*"):
                if path.name not in wanted:
                    path.unlink(missing_ok=True)

    def _open_own(self) -> None:
        name, self._append_to = self._append_to, ""
        if not name or os.getpid() != self._parent:
            name = f"{_PREFIX}{os.urandom(6).hex()}"
        if self._scratch:
            name = str(self._scratch / name)  # a place may lie anywhere: this is the whole path of its pack
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._own = os.open(self._folder / name, flags, 0o644)
        self._end = os.fstat(self._own).st_size
        self._own_name = name
        self._writer = os.getpid()


def _read_at(handle: int, start: int, length: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(handle, length, start)
    os.lseek(handle, start, os.SEEK_SET)
    return os.read(handle, length)


class Shelf(Mapping[str, bytes]):
    """Packed values by name."""

    __slots__ = ("_packs", "kept")

    def __init__(self, kept: Mapping[str, Kept], packs: Packs | None) -> None:
        """Take what is kept for each name; without packs it is bytes alone."""
        self.kept = kept
        self._packs = packs

    def __getitem__(self, name: str) -> bytes:
        """Return a value. Errors: Spoilt when it is not what was written."""
        kept = self.kept[name]
        if isinstance(kept, bytes):
            return kept
        assert self._packs, "a place is a place in packs"
        return self._packs.read(kept)

    def __contains__(self, name: object) -> bool:
        """Whether there is such a value; nothing is read."""
        return name in self.kept

    def __iter__(self) -> Iterator[str]:
        """The names, in their order."""
        return iter(self.kept)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.kept)

    def renewed(self, made: Mapping[str, Kept], names: Iterable[str], packs: Packs | None) -> Shelf:
        """Return the shelf with these names; what was made anew is taken from `made`, and lies in `packs`."""
        earlier = self.kept
        return Shelf({name: made[name] if name in made else earlier[name] for name in names}, packs)


class Opened(Mapping[str, V], Generic[V]):
    """Packed values that are opened one by one and stay open."""

    __slots__ = ("_opened", "_unpack", "shelf")

    def __init__(self, shelf: Shelf, unpack: Any) -> None:
        """Take the values, and what opens one."""
        self.shelf = shelf
        self._unpack = unpack
        self._opened: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        """Open a value."""
        if name not in self._opened:
            self._opened[name] = self._unpack(self.shelf[name])
        return self._opened[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such a value; nothing is opened."""
        return name in self.shelf

    def __iter__(self) -> Iterator[str]:
        """The names, in their order."""
        return iter(self.shelf)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.shelf)
