"""Make the site: every piece that something has changed for, and none besides.

Takes the facts and what an earlier build remembers, gives the files that are made anew and the memory
for the next build. Without a memory everything is made; that is the whole difference between a clean
build and an incremental one.

The order is that of what reads what: what all pages share, the pages, the pages that list pages, the
files of the site as a whole. Each step adds the cells that it changed to those the next one looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from microsite.html import (
    Files,
    Lists,
    OutputFile,
    Piece,
    Renderer,
    Shared,
    SharedPiece,
    SitePieceMaker,
    Templates,
    Trace,
    make_assets,
    make_card_font,
    make_icons,
    make_site,
    open_desk,
)
from microsite.model import Model
from microsite.pages import ROOT, Addresses, Listing, Route, plan_listing
from microsite.problems import Problem, Problems

from .cells import Cells, asset_cells, changed_cells, site_cells, value_of
from .claims import find_clashes
from .page_store import NO_PAGES, PackedPage, PageStore, pack_page, renew_store
from .workers import make_all

H = TypeVar("H")


@dataclass(frozen=True, slots=True)
class Memory:
    """What one build leaves for the next: every piece with its reads, and the cells they read."""

    cells: Mapping[str, bytes]
    """Of the facts."""
    worked_out: Mapping[str, Mapping[str, bytes]]
    """Cells that making the site gave, by what gave them."""
    shared: Mapping[str, SharedPiece[Any]]
    pages: PageStore
    site: Mapping[str, Piece]

    def files(self) -> Iterator[tuple[Trace, bool]]:
        """Yield every file of the site as often as a piece makes it, and whether the piece is a page."""
        for piece in (*self.shared.values(), *self.site.values()):
            yield from ((trace, False) for trace in piece.traces)
        for entry in self.pages.entries.values():
            for files, origin in zip(entry.files, ("", entry.origin, entry.origin), strict=True):
                yield from ((Trace(path, digest, origin), True) for path, digest in files)

    def digests(self) -> dict[str, bytes]:
        """Return the digest of every file of the site, by path."""
        pieces = (*self.shared.values(), *self.site.values())
        digests = {trace.path: trace.digest for piece in pieces for trace in piece.traces}
        for entry in self.pages.entries.values():
            for files in entry.files:
                digests.update(files)
        return digests


NOTHING = Memory({}, {}, {}, NO_PAGES, {})
"""The memory before the first build."""


@dataclass(frozen=True, slots=True)
class Remade:
    """A page that was made anew."""

    path: str
    because: tuple[str, ...]
    """The cells it read that changed; empty when there was no such page, or a file of it was lost."""


@dataclass(frozen=True, slots=True)
class MadeSite(Generic[H]):
    """What one build made."""

    memory: Memory
    handled: Mapping[str, H]
    """What the handler gave for each file made anew, by path; their bytes may be as before."""
    problems: Problems
    """Of all pieces, the remembered ones too."""
    remade: tuple[Remade, ...]


@dataclass(slots=True)
class _Work(Generic[H]):
    """One build at work."""

    model: Model
    addresses: Addresses
    routes: tuple[Route, ...]
    before: Memory
    changed: set[str]
    """Cells that have another value than in the memory."""
    lost: frozenset[str]
    """Paths of files that are not in site/ as they were left there."""
    handle: Callable[[OutputFile, bool], H]
    jobs: int
    before_workers: Callable[[], object]
    worked_out: dict[str, Cells] = field(default_factory=dict)
    handled: dict[str, H] = field(default_factory=dict)
    made: dict[str, PackedPage] = field(default_factory=dict)
    """Pages made anew, by path."""
    remade: list[Remade] = field(default_factory=list)

    def is_right(self, piece: Piece | None) -> bool:
        """Whether a remembered piece need not be made again."""
        if piece is None or not self.changed.isdisjoint(piece.reads):
            return False
        return not self.lost or all(trace.path not in self.lost for trace in piece.traces)

    def add_cells(self, giver: str, cells: Cells) -> None:
        """Add cells that this build has worked out, under the name of what gives them."""
        self.worked_out[giver] = cells
        self.changed |= changed_cells(self.before.worked_out.get(giver, {}), cells)

    def keep(self, files: Files) -> None:
        """Hand on files that were made; of two with one path the first."""
        for file in files:
            if file.path not in self.handled:
                self.handled[file.path] = self.handle(file, True)


def make_everything(
    model: Model,
    addresses: Addresses,
    routes: tuple[Route, ...],
    *,
    cells: Mapping[str, bytes],
    handle: Callable[[OutputFile, bool], H],
    before: Memory = NOTHING,
    lost: frozenset[str] = frozenset(),
    jobs: int = 1,
    before_workers: Callable[[], object] = lambda: None,
) -> MadeSite[H]:
    """Return the site: what has changed since `before`, made anew.

    `routes` are those of all pages (pages.list_routes), `cells` those of the facts (cells.model_cells),
    `lost` the files that site/ does not have as they were left there. Each file is handed to `handle`,
    with whether it could be rendered whole; maybe in a worker, which then sends back what that gave.
    `before_workers` is called before the first of them starts.
    """
    changed = set(changed_cells(before.cells, cells))
    work = _Work(model, addresses, routes, before, changed, lost, handle, jobs, before_workers)
    shared_pieces, shared = _make_shared(work)
    templates = Templates(model.templates)
    unreadable = templates.check(name for name in model.templates if f"template:{name}" in changed)
    renderer = Renderer(model, addresses, templates, shared, bool(unreadable))
    listings = _make_pages(work, renderer)
    pages = renew_store(before.pages, work.made, (route.path for route in routes))
    site = _make_site_pieces(work, pages, listings)
    memory = Memory(cells, work.worked_out, shared_pieces, pages, site)
    problems = (*unreadable, *_find_clashes(work, memory), *_tell(memory))
    return MadeSite(memory, work.handled, problems, tuple(work.remade))


def _tell(memory: Memory) -> Iterator[Problem]:
    """Yield each problem once: a template's shows on many pages, and the home page has a copy."""
    entries = memory.pages.entries.items()
    troubled = (memory.pages.open_page(path) for path, entry in entries if entry.has_problems)
    pieces = (piece for page in troubled for piece in page.pieces)
    told = set()
    for piece in (*memory.shared.values(), *pieces, *memory.site.values()):
        for problem in piece.problems:
            fault = (problem.code, problem.location, problem.message)
            if fault not in told:
                told.add(fault)
                yield problem


def _find_clashes(work: _Work[H], memory: Memory) -> Iterator[Problem]:
    """Yield the problems of two files that want one path; as long as each makes the files it made, none."""
    if work.before is NOTHING or _paths_of(work.before) != _paths_of(memory):
        yield from find_clashes(trace for trace, _ in memory.files())


def _paths_of(memory: Memory) -> list[str]:
    """Return the path of every file as often as a piece makes it, in the order of the pieces."""
    pieces = (*memory.shared.values(), *memory.site.values())
    paths = [trace.path for piece in pieces for trace in piece.traces]
    entries = memory.pages.entries.values()
    return [*paths, *(path for entry in entries for files in entry.files for path, _ in files)]


# --- What all pages share -----------------------------------------------------------------------


def _make_shared(work: _Work[H]) -> tuple[dict[str, SharedPiece[Any]], Shared]:
    pieces: dict[str, SharedPiece[Any]] = {}

    def remembered(name: str) -> SharedPiece[Any] | None:
        earlier = work.before.shared.get(name)
        return earlier if work.is_right(earlier) else None

    assets = remembered("assets")
    if assets is None:
        assets, files = make_assets(work.model, work.addresses)
        work.keep(files)
    pieces["assets"] = assets
    pieces["cards"] = remembered("cards") or make_card_font(work.model)
    sites = {}
    for locale in work.model.locales:
        made = remembered(f"site:{locale}") or make_site(work.model, work.addresses, locale)
        pieces[f"site:{locale}"] = made
        sites[locale] = made.value
    work.add_cells("sites", site_cells(sites))
    icons = remembered("icons")
    if icons is None:
        icons, files = make_icons(work.model, work.addresses, sites)
        work.keep(files)
    pieces["icons"] = icons
    work.add_cells("assets", asset_cells(assets.value))
    work.add_cells("icons", {"icons": value_of(icons.value)})
    return pieces, Shared(assets.value, sites, icons.value)


# --- Pages --------------------------------------------------------------------------------------


def _make_pages(work: _Work[H], renderer: Renderer) -> Callable[[str], tuple[Listing, ...]]:
    """Make the pages for which something has changed; return what gives all pages of a language.

    Those that list others come last: what lists say of them is known from their front matter alone.
    """
    late = [route for route in work.routes if route.lists_pages]
    _make_stale(work, renderer, [route for route in work.routes if not route.lists_pages])
    late_listings = {route.path: _plan_listing(work, route) for route in late}
    work.add_cells("listings", _listing_values(work, late_listings))
    store = renew_store(
        work.before.pages, work.made, (each.path for each in work.routes if not each.lists_pages)
    )

    def list_pages(locale: str) -> tuple[Listing, ...]:
        paths = (route.path for route in _listed(work, locale))
        return tuple(late_listings.get(path) or store.open_listing(path) for path in paths)

    renderer.list_pages = list_pages
    _make_stale(work, renderer, late)
    return list_pages


def _make_stale(work: _Work[H], renderer: Renderer, routes: Iterable[Route]) -> None:
    stale = work.before.pages.stale_pieces(work.changed, work.lost)
    known = work.before.pages.entries
    wanted = [route for route in routes if route.path in stale or route.path not in known]
    make = partial(_make_page, work.before.pages, renderer, work.handle, stale)
    for packed, handled, shared_files in make_all(wanted, make, jobs=work.jobs, before=work.before_workers):
        reads = work.before.pages.reads_of(packed.path) if packed.path in known else frozenset()
        work.remade.append(Remade(packed.path, tuple(sorted(work.changed & reads))))
        work.made[packed.path] = packed
        for path, each in handled.items():
            work.handled.setdefault(path, each)
        work.keep(shared_files)


def _make_page(
    before: PageStore,
    renderer: Renderer,
    handle: Callable[[OutputFile, bool], H],
    stale_by_path: Mapping[str, tuple[bool, ...]],
    route: Route,
) -> tuple[PackedPage, dict[str, H], Files]:
    """Return a page made anew, what became of its own file, and the files that other pages may make too."""
    stale = stale_by_path.get(route.path, (True, True, True))
    earlier = before.open_page(route.path) if False in stale else None
    page, files = renderer.make_page(
        route,
        plan=earlier.plan if earlier and not stale[0] else None,
        body=earlier.body if earlier and not stale[1] else None,
    )
    own = page.plan.page.output_path
    handled = {file.path: handle(file, page.is_whole) for file in files if file.path == own}
    return pack_page(route.path, page), handled, tuple(file for file in files if file.path != own)


def _listed(work: _Work[H], locale: str) -> Iterator[Route]:
    return (route for route in work.routes if route.locale == locale and route.reference != ROOT)


def _plan_listing(work: _Work[H], route: Route) -> Listing:
    return plan_listing(open_desk(work.model, work.addresses, route.locale, set(), []), route)


def _listing_values(work: _Work[H], late: Mapping[str, Listing]) -> Cells:
    """Return the cell of all listings of each language."""
    entries = work.before.pages.entries

    def value(route: Route) -> bytes:
        if route.path in late:
            return value_of(late[route.path])
        made = work.made.get(route.path)
        return made.entry.listing if made else entries[route.path].listing

    return {
        f"listings:{locale}": value_of(*(value(route) for route in _listed(work, locale)))
        for locale in work.model.locales
    }


# --- The site as a whole ------------------------------------------------------------------------


def _make_site_pieces(
    work: _Work[H], pages: PageStore, list_pages: Callable[[str], tuple[Listing, ...]]
) -> dict[str, Piece]:
    """Return the pieces of the site as a whole; all pages are made by now, and lists may be made of them."""
    headings = {
        f"headings:{locale}": value_of(
            *(pages.entries[route.path].headings for route in _listed(work, locale))
        )
        for locale in work.model.locales
    }
    work.add_cells("headings", headings)
    unfinished = frozenset(packed.unfinished for packed in work.made.values() if packed.unfinished)
    work.add_cells("unfinished", {"unfinished": value_of(tuple(sorted(unfinished)))})
    lists = Lists(list_pages, lambda path: pages.open_page(path).headings, unfinished)
    maker = SitePieceMaker(work.model, work.addresses, lists)
    pieces = {}
    for name in maker.names():
        earlier = work.before.site.get(name)
        if earlier is None or not work.is_right(earlier):
            earlier, files = maker.make(name)
            work.keep(files)
        pieces[name] = earlier
    return pieces
