"""The page store: what is remembered of every page, opened only where it is needed.

Of ten thousand pages one build makes three anew. So each page is kept as bytes, with a little beside it
that says whether they must be opened: the cells it read, the files it made, and what others read of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from microsite.html import MadePage
from microsite.pages import Listing

from .cells import value_of
from .packing import pack, unpack

_SPECIAL = (
    *("page:", "page-at:", "body:", "uses-in:", "route:", "asset:", "listings:"),
    *("record:", "naming:", "broken:"),
)
"""Kinds of cells of which each page reads others; of the rest, pages of one template read the same."""

Files = tuple[tuple[str, bytes], ...]
"""Path and digest of files."""


class PageEntry(NamedTuple):
    """What is known of a page without opening it. Plain values only, so that marshal can store it."""

    reads: tuple[tuple[int, tuple[str, ...]], ...]
    """For each of its three pieces: the number of a set in `PageStore.common`, and the cells besides."""
    files: tuple[Files, ...]
    """For each piece: the files that it made."""
    listing: bytes
    """The value of what lists say of it."""
    headings: bytes
    """The value of its headings."""
    origin: str
    """The source file that an author edits to change it."""
    has_problems: bool


class PackedPage(NamedTuple):
    """A page that was just made, as it is handed from a worker to its parent."""

    path: str
    entry: PageEntry
    """With the places of sets in `common` instead of numbers of the store."""
    common: tuple[tuple[str, ...], ...]
    page: bytes
    listing: bytes
    unfinished: str
    """Its output path, when it could not be rendered whole."""


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
class PageStore:
    """All pages of one build, by path, in the order of paths."""

    entries: Mapping[str, PageEntry]
    common: tuple[tuple[str, ...], ...]
    """Sets of cells that many pieces read."""
    pages: Blobs
    listings: Blobs

    def open_page(self, path: str) -> MadePage:
        """Return a page."""
        page = unpack(self.pages[path], MadePage)
        return _with_reads(page, self._reads_of(path))

    def open_listing(self, path: str) -> Listing:
        """Return what lists say of a page."""
        return unpack(self.listings[path], Listing)

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
        return frozenset().union(*self._reads_of(path))

    def _reads_of(self, path: str) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset(self.common[common]).union(special) for common, special in self.entries[path].reads
        )


NO_PAGES = PageStore({}, (), Blobs({}, {}), Blobs({}, {}))


def pack_page(path: str, page: MadePage) -> PackedPage:
    """Return a page as it is kept."""
    common, reads = [], []
    for position, piece in enumerate(page.pieces):
        special = tuple(sorted(cell for cell in piece.reads if cell.startswith(_SPECIAL)))
        common.append(tuple(sorted(piece.reads.difference(special))))
        reads.append((position, special))
    listing = page.listing
    planned = page.plan.page
    entry = PageEntry(
        reads=tuple(reads),
        files=tuple(tuple((trace.path, trace.digest) for trace in piece.traces) for piece in page.pieces),
        listing=value_of(listing),
        headings=value_of(page.headings),
        origin=planned.source_path,
        has_problems=bool(page.problems),
    )
    bare = _with_reads(page, (frozenset(), frozenset(), frozenset()))
    unfinished = "" if page.is_whole else planned.output_path
    return PackedPage(path, entry, tuple(common), pack(bare), pack(listing), unfinished)


def renew_store(before: PageStore, made: Mapping[str, PackedPage], paths: Iterable[str]) -> PageStore:
    """Return the store of the pages at `paths`: those made anew, and the earlier ones."""
    number_by_set = {cells: number for number, cells in enumerate(before.common)}

    def enter(packed: PackedPage) -> PageEntry:
        numbers = [number_by_set.setdefault(cells, len(number_by_set)) for cells in packed.common]
        reads = tuple((numbers[place], special) for place, special in packed.entry.reads)
        return packed.entry._replace(reads=reads)

    entries = {path: enter(made[path]) if path in made else before.entries[path] for path in paths}
    return PageStore(
        entries,
        tuple(number_by_set),
        before.pages.renewed({path: packed.page for path, packed in made.items()}),
        before.listings.renewed({path: packed.listing for path, packed in made.items()}),
    )


def _with_reads(page: MadePage, reads: Iterable[frozenset[str]]) -> MadePage:
    plan, body, frame = reads
    return MadePage(
        replace(page.plan, reads=plan),
        replace(page.body, reads=body),
        replace(page.frame, reads=frame),
        page.is_whole,
    )
