"""The page store: what is remembered of every page, opened only where it is needed.

Of ten thousand pages one build makes three anew. So of each page two values are kept: its core, which is
what planning it and reading its text gave, and its entry, which says what all else must know of it.
Both lie in packs, mostly; a page whose template alone has changed keeps its core.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import Any, NamedTuple

from microsite.html import BodyPiece, MadePage, Piece, PlanPiece, Trace
from microsite.pages import FactView, Listing
from microsite.values import dataclass

from .cells import value_of
from .packing import pack, unpack
from .packs import Kept, Opened, Packs, Shelf
from .readers import NO_READERS, Readers, Reads, list_readers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.html import Shown

_SPECIAL = (
    *("page:", "page-at:", "body:", "uses-in:", "route:", "asset:", "listings:"),
    *("record:", "naming:", "broken:"),
)
"""Kinds of cells of which each page reads others; of the rest, pages of one template read the same."""

Files = tuple[tuple[str, bytes], ...]
"""Path and digest of files."""

KeptFact = tuple[Kept, tuple[str, ...]]
"""A fact as a language shows it, packed, and the cells that this was made from."""

_NO_READS: frozenset[str] = frozenset()


class PageEntry(NamedTuple):
    """What is known of a page without opening its core. Plain values only, so that marshal can store it."""

    reads: Reads
    """With numbers of sets in `PageStore.common`."""
    files: tuple[Files, ...]
    """For each piece: the files that it made."""
    listing: bytes
    """What lists say of it, packed."""
    listing_value: bytes
    headings: bytes
    """Those of its text, packed."""
    headings_value: bytes
    origin: str
    """The source file that an author edits to change it."""
    frame_problems: bytes
    """Those of its template, packed; empty when there are none."""
    has_problems: bool
    """Whether anything is wrong with any of its pieces."""
    unfinished: str
    """Its output path, when it could not be rendered whole."""

    @property
    def paths(self) -> list[str]:
        """The paths of all its files."""
        return [path for files in self.files for path, _ in files]


class PackedPage(NamedTuple):
    """A page that was just made, as it is handed from a worker to its parent."""

    path: str
    entry: PageEntry
    """With places in `common` instead of numbers of the store."""
    common: tuple[tuple[str, ...], ...]
    core: Kept | None
    """None when the core is the one that was kept before."""
    facts: Mapping[str, KeptFact]
    """Those that no page had shown before, by key."""


class Entries(Mapping[str, PageEntry]):
    """The entries of all pages by path: those of this process, and those that are opened when asked for."""

    __slots__ = ("_names", "new", "saved")

    def __init__(
        self, names: tuple[str, ...], new: Mapping[str, PageEntry], saved: Opened[PageEntry]
    ) -> None:
        """Take the paths of the pages, and both kinds of entries; a new one comes before a saved one."""
        self._names = names
        self.new = new
        self.saved = saved

    def __getitem__(self, path: str) -> PageEntry:
        """Return the entry of a page."""
        return self.new[path] if path in self.new else self.saved[path]

    def __contains__(self, path: object) -> bool:
        """Whether there is such a page; nothing is opened."""
        return path in self.new or path in self.saved

    def __iter__(self) -> Iterator[str]:
        """The paths, in their order."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._names)

    def renewed(self, made: Mapping[str, PageEntry], names: tuple[str, ...]) -> Entries:
        """Return the entries of the pages with these paths; those made anew, and the earlier ones."""
        kept = self.new
        if names != self._names:
            wanted = set(names)
            kept = {path: entry for path, entry in self.new.items() if path in wanted}
        return Entries(names, {**kept, **made}, self.saved)

    def kept(self, keep: Callable[[bytes], Kept]) -> dict[str, Kept]:
        """Keep the entries of this process, and return where each entry is."""
        earlier = self.saved.shelf.kept
        return {
            path: keep(pack_entry(self.new[path])) if path in self.new else earlier[path] for path in self
        }


@dataclass(frozen=True, slots=True)
class PageStore:
    """All pages of one build, by path, in the order of paths."""

    entries: Entries
    common: tuple[tuple[str, ...], ...]
    """Sets of cells that many pieces read."""
    cores: Shelf
    readers: Readers
    readers_at: Kept | None = None
    """Where they are kept already; None when they are new."""
    troubled: frozenset[str] = frozenset()
    """Paths of pages with which something is wrong."""

    def open_page(self, path: str) -> MadePage:
        """Return a page."""
        plan, body = self.open_core(path)
        entry = self.entries[path]
        told = unpack(entry.frame_problems, tuple) if entry.frame_problems else ()
        reads = self._reads_of(entry)
        traces = [_traces(files, origin) for files, origin in zip(entry.files, _origins(entry), strict=True)]
        return MadePage(
            replace(plan, reads=reads[0], traces=traces[0]),
            replace(body, reads=reads[1], traces=traces[1]),
            Piece(told, reads[2], traces[2]),
            not entry.unfinished,
        )

    def open_core(self, path: str) -> tuple[PlanPiece, BodyPiece]:
        """Return the plan and the body of a page, without their reads and traces."""
        plan, body = unpack(self.cores[path], tuple)
        return plan, body

    def open_listing(self, path: str) -> Listing:
        """Return what lists say of a page."""
        return unpack(self.entries[path].listing, Listing)

    def open_headings(self, path: str) -> tuple[Any, ...]:
        """Return the headings of a page's text."""
        return unpack(self.entries[path].headings, tuple)

    def stale_pieces(self, changed: Set[str], lost: Set[str]) -> dict[str, list[bool]]:
        """Return the pages that must be made again, and for each piece whether it must."""
        stale = self.readers.stale_pieces(changed, self.common)
        if lost:
            for path, entry in self.entries.items():
                # Each piece gives its own files; which of them is lost is not worth telling apart.
                if not lost.isdisjoint(entry.paths):
                    stale[path] = [True] * len(entry.files)
        return stale

    def reads_of(self, path: str) -> frozenset[str]:
        """Return all cells that a page read."""
        return frozenset().union(*self._reads_of(self.entries[path]))

    def traces(self) -> Iterable[Trace]:
        """Yield every file of every page."""
        for entry in self.entries.values():
            for files, origin in zip(entry.files, _origins(entry), strict=True):
                yield from _traces(files, origin)

    def _reads_of(self, entry: PageEntry) -> list[frozenset[str]]:
        return [frozenset(self.common[common]).union(special) for common, special in entry.reads]


def open_facts(
    kept: Mapping[str, KeptFact], changed: Set[str], packs: Packs | None
) -> tuple[dict[str, KeptFact], Mapping[str, Shown]]:
    """Return the facts for which nothing has changed, as they are kept and as they are shown."""
    right = {key: fact for key, fact in kept.items() if changed.isdisjoint(fact[1])}
    shelf = Shelf({key: place for key, (place, _) in right.items()}, packs)
    return right, _OpenedFacts(right, shelf)


class _OpenedFacts(Mapping[str, "Shown"]):
    """Facts that are opened when they are asked for."""

    def __init__(self, kept: Mapping[str, KeptFact], shelf: Shelf) -> None:
        self._kept = kept
        self._shelf = shelf

    def __getitem__(self, key: str) -> Shown:
        return unpack(self._shelf[key], FactView), frozenset(self._kept[key][1])

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def open_entry(packed: bytes) -> PageEntry:
    """Return an entry that was packed."""
    return PageEntry(*marshal.loads(packed))  # noqa: S302 - packs give only what they were given


NO_PAGES = PageStore(Entries((), {}, Opened(Shelf({}, None), open_entry)), (), Shelf({}, None), NO_READERS)


def pack_entry(entry: PageEntry) -> bytes:
    """Return an entry as bytes."""
    return marshal.dumps(tuple(entry))


def pack_page(
    path: str,
    page: MadePage,
    keep: Callable[[bytes], Kept],
    *,
    earlier: PageEntry | None,
    facts: Mapping[str, Shown],
) -> PackedPage:
    """Return a page as it is kept; `earlier` is its entry when plan and body are those from before.

    `facts` are those that it is the first page to show, by key.
    """
    common, reads = [], []
    for position, piece in enumerate(page.pieces):
        special = tuple(sorted(cell for cell in piece.reads if cell.startswith(_SPECIAL)))
        common.append(tuple(sorted(piece.reads.difference(special))))
        reads.append((position, special))
    frame = page.frame.problems
    known = _describe(page) if earlier is None else earlier
    entry = known._replace(
        reads=tuple(reads),
        files=tuple(tuple((trace.path, trace.digest) for trace in piece.traces) for piece in page.pieces),
        frame_problems=pack(frame) if frame else b"",
        has_problems=bool(page.problems),
        unfinished="" if page.is_whole else page.plan.page.output_path,
    )
    core = keep(pack(_bare(page))) if earlier is None else None
    kept = {key: (keep(pack(view)), tuple(sorted(cells))) for key, (view, cells) in facts.items()}
    return PackedPage(path, entry, tuple(common), core, kept)


def _describe(page: MadePage) -> PageEntry:
    """Return the part of an entry that comes of plan and body."""
    listing, headings = page.listing, page.headings
    return PageEntry(
        (),
        (),
        pack(listing),
        value_of(listing),
        pack(headings),
        value_of(headings),
        page.plan.page.source_path,
        b"",
        False,
        "",
    )


def _bare(page: MadePage) -> tuple[PlanPiece, BodyPiece]:
    return (
        replace(page.plan, reads=_NO_READS, traces=()),
        replace(page.body, reads=_NO_READS, traces=()),
    )


def _origins(entry: PageEntry) -> tuple[str, str, str]:
    """Return the source file of the files of each piece; share cards have none."""
    return "", entry.origin, entry.origin


def _traces(files: Files, origin: str) -> tuple[Trace, ...]:
    return tuple(Trace(path, digest, origin) for path, digest in files)


def renew_store(
    before: PageStore, made: Mapping[str, PackedPage], paths: Iterable[str], packs: Packs | None
) -> PageStore:
    """Return the store of the pages at `paths`: those made anew, and the earlier ones."""
    number_by_set = {cells: number for number, cells in enumerate(before.common)}

    def enter(packed: PackedPage) -> PageEntry:
        numbers = [number_by_set.setdefault(cells, len(number_by_set)) for cells in packed.common]
        reads = tuple((numbers[place], special) for place, special in packed.entry.reads)
        return packed.entry._replace(reads=reads)

    entered = {path: enter(packed) for path, packed in made.items()}
    names = tuple(paths)
    cores = {path: packed.core for path, packed in made.items() if packed.core is not None}
    troubled = {path for path in names if path in before.troubled and path not in made}
    troubled.update(path for path, entry in entered.items() if entry.has_problems)
    reads = {path: entry.reads for path, entry in entered.items()}
    is_as_before = names == before.readers.paths and all(
        before.entries[path].reads == found for path, found in reads.items()
    )
    return PageStore(
        before.entries.renewed(entered, names),
        tuple(number_by_set),
        before.cores.renewed(cores, names, packs),
        before.readers if is_as_before else list_readers(before.readers, names, reads),
        before.readers_at if is_as_before else None,
        frozenset(troubled),
    )
