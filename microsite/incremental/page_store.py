"""The page store: what is remembered of every page, opened only where it is needed.

Of ten thousand pages one build makes three anew. So each page is kept as bytes, with a little beside it
that says whether they must be opened: the cells it read, the files it made, and what others read of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from microsite.html import MadePage

from .cells import value_of
from .packing import pack, unpack

_SPECIAL = (
    "page:",
    "page-at:",
    "body:",
    "facts-in:",
    "record:",
    "naming:",
    "route:",
    "asset:",
    "broken:",
    "listings:",
)
"""Kinds of cells of which each page reads others; of the rest, pages of one template read the same."""


class PageEntry(NamedTuple):
    """What is known of a page without opening it. Plain values only, so that marshal can store it."""

    reads: tuple[tuple[int, tuple[str, ...]], ...]
    """For each of its three pieces: the number of a set in `PageStore.common`, and the cells besides."""
    files: tuple[tuple[tuple[str, bytes], ...], ...]
    """For each piece: the path and the digest of each file that it made."""
    listing: bytes
    """The value of what lists say of it."""
    headings: bytes
    """The value of its headings."""
    origin: str
    """The source file that an author edits to change it."""
    has_problems: bool


@dataclass(frozen=True, slots=True)
class Blobs:
    """Bytes by path: those of this process, and before them those that were saved."""

    new: Mapping[str, bytes]
    saved: Mapping[str, bytes]
    """May hold paths that are no more."""

    def __getitem__(self, path: str) -> bytes:
        """Return the bytes of a path."""
        return self.new[path] if path in self.new else self.saved[path]

    def renewed(self, made: Mapping[str, bytes]) -> Blobs:
        """Return the bytes with others for some paths."""
        return Blobs({**self.new, **made}, self.saved)


@dataclass(frozen=True, slots=True)
class PageStore(Mapping[str, MadePage]):
    """All pages of one build, by path, in the order of paths."""

    entries: Mapping[str, PageEntry]
    common: tuple[tuple[str, ...], ...]
    """Sets of cells that many pieces read."""
    blobs: Blobs
    """Each page, packed."""

    def __getitem__(self, path: str) -> MadePage:
        """Open a page."""
        page = unpack(self.blobs[path], MadePage)
        reads = (
            frozenset(self.common[common]).union(special) for common, special in self.entries[path].reads
        )
        return _with_reads(page, reads)

    def __iter__(self) -> Iterator[str]:
        """The paths of all pages."""
        return iter(self.entries)

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self.entries)

    def stale_pieces(self, changed: Set[str], lost: Set[str]) -> dict[str, tuple[bool, ...]]:
        """Return the pages that must be made again, and for each piece whether it must."""
        touched = [not changed.isdisjoint(cells) for cells in self.common]
        stale = {}
        for path, entry in self.entries.items():
            pieces = tuple(
                touched[common] or not changed.isdisjoint(special) for common, special in entry.reads
            )
            if lost and any(file in lost for files in entry.files for file, _ in files):
                # Each piece gives its own files; which of them is lost is not worth telling apart.
                pieces = (True, True, True)
            if True in pieces:
                stale[path] = pieces
        return stale

    def reads_of(self, path: str) -> frozenset[str]:
        """Return all cells that a page read."""
        found: set[str] = set()
        for common, special in self.entries[path].reads:
            found.update(self.common[common], special)
        return frozenset(found)


NO_PAGES = PageStore({}, (), Blobs({}, {}))


def renew_store(before: PageStore, made: Mapping[str, MadePage], paths: Iterable[str]) -> PageStore:
    """Return the store of the pages at `paths`: those made anew, and the earlier ones."""
    number_by_set = {cells: number for number, cells in enumerate(before.common)}
    entries: dict[str, PageEntry] = {}
    blobs: dict[str, bytes] = {}
    for path in paths:
        page = made.get(path)
        if page is None:
            entries[path] = before.entries[path]
        else:
            entries[path], blobs[path] = _enter(page, number_by_set), pack(_without_reads(page))
    return PageStore(entries, tuple(number_by_set), before.blobs.renewed(blobs))


def _with_reads(page: MadePage, reads: Iterable[frozenset[str]]) -> MadePage:
    plan, body, frame = reads
    return MadePage(
        replace(page.plan, reads=plan),
        replace(page.body, reads=body),
        replace(page.frame, reads=frame),
        page.is_whole,
    )


def _without_reads(page: MadePage) -> MadePage:
    """Return a page as it is packed: what it read stands in its entry."""
    return _with_reads(page, (frozenset(), frozenset(), frozenset()))


def _enter(page: MadePage, number_by_set: dict[tuple[str, ...], int]) -> PageEntry:
    reads = []
    for piece in page.pieces:
        special = tuple(sorted(cell for cell in piece.reads if cell.startswith(_SPECIAL)))
        common = tuple(sorted(piece.reads.difference(special)))
        reads.append((number_by_set.setdefault(common, len(number_by_set)), special))
    return PageEntry(
        reads=tuple(reads),
        files=tuple(tuple((trace.path, trace.digest) for trace in piece.traces) for piece in page.pieces),
        listing=value_of(page.listing),
        headings=value_of(page.headings),
        origin=page.plan.page.source_path,
        has_problems=bool(page.problems),
    )
