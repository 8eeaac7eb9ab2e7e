"""Make the site: every piece that something has changed for, and none besides.

Takes the facts and what an earlier build remembers, gives the files that are made anew and the memory
for the next build. Without a memory everything is made; that is the whole difference between a clean
build and an incremental one.

The order is that of what reads what: what all pages share, the pages, the pages that list pages, the
files of the site as a whole. Each step adds the cells that it changed to those the next one looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Generic, TypeVar

from microsite.html import (
    Files,
    Lists,
    OutputFile,
    Piece,
    Renderer,
    Shared,
    SharedPiece,
    ShownFacts,
    SitePieceMaker,
    Templates,
    make_assets,
    make_card_font,
    make_fact_uses,
    make_icons,
    make_site,
    open_desk,
)
from microsite.model import Model
from microsite.pages import ROOT, Addresses, Listing, Route, plan_listing
from microsite.problems import Problem, Problems
from microsite.values import dataclass

from .cells import Cells, asset_cells, changed_cells, site_cells, value_of
from .claims import find_clashes
from .memory import NOTHING, Memory
from .packing import unpack
from .packs import Kept, Packs
from .page_store import (
    PackedPage,
    PageEntry,
    PageStore,
    open_facts,
    pack_page,
    renew_store,
)
from .workers import make_all

H = TypeVar("H")


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
    packs: Packs | None
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

    def open_listing(self, path: str) -> Listing:
        """Return what lists say of a page that is right by now."""
        made = self.made.get(path)
        return unpack(made.entry.listing, Listing) if made else self.before.pages.open_listing(path)

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
    changed: frozenset[str] | None = None,
    before: Memory = NOTHING,
    lost: frozenset[str] = frozenset(),
    packs: Packs | None = None,
    jobs: int = 1,
    compiled: bytes = b"",
    before_workers: Callable[[], object] = lambda: None,
) -> MadeSite[H]:
    """Return the site: what has changed since `before`, made anew.

    `routes` are those of all pages (pages.list_routes), `cells` those of the facts (cells.model_cells),
    `changed` the names of those that have another value than before, where that is known already, `lost`
    the files that site/ does not have as they were left there. What is remembered of pages goes into
    `packs`; without them it stays in memory. Each file is handed to `handle`,
    with whether it could be rendered whole; maybe in a worker, which then sends back what that gave.
    `compiled` is what html.compile_templates made of the templates, or of some.
    `before_workers` is called before the first of them starts.
    """
    found = changed_cells(before.cells, cells) if changed is None else changed
    work = _Work(model, addresses, routes, before, set(found), lost, handle, packs, jobs, before_workers)
    shared_pieces, shared = _make_shared(work)
    templates = Templates(model.templates, compiled)
    unreadable = templates.check(name for name in model.templates if f"template:{name}" in work.changed)
    facts, shown = open_facts(before.facts, work.changed, packs)
    renderer = Renderer(
        model, addresses, templates, shared, ShownFacts(shown), has_broken_templates=bool(unreadable)
    )
    listings = _make_pages(work, renderer)
    pages = renew_store(before.pages, work.made, (route.path for route in routes), packs)
    site = _make_site_pieces(work, pages, listings)
    for packed in work.made.values():
        facts.update(packed.facts)
    made = Memory(cells, work.worked_out, shared_pieces, pages, facts, site, {})
    memory, clashes = _sum_up(work, made)
    problems = (*unreadable, *clashes, *memory.problems())
    return MadeSite(memory, work.handled, problems, tuple(work.remade))


def _sum_up(work: _Work[H], memory: Memory) -> tuple[Memory, tuple[Problem, ...]]:
    """Return the memory with every file of the site, and the problems of two that want one path.

    As long as each piece makes the files it made, there are none.
    """
    if work.before is not NOTHING and _make_same_files(work, memory):
        pieces = (*memory.shared.values(), *memory.site.values())
        changed = {trace.path: trace.digest for piece in pieces for trace in piece.traces}
        for path in work.made:
            for files in memory.pages.entries[path].files:
                changed.update(files)
        return replace(memory, digest_by_path={**work.before.digest_by_path, **changed}), ()
    traces = tuple(memory.files())
    digests = {trace.path: trace.digest for trace in traces}
    return replace(memory, digest_by_path=digests), tuple(find_clashes(traces))


def _make_same_files(work: _Work[H], memory: Memory) -> bool:
    """Whether every piece makes files with the same paths as before."""
    before, pages = work.before.pages, memory.pages
    return (
        pages.readers.paths == before.readers.paths
        and all(pages.entries[path].paths == before.entries[path].paths for path in work.made)
        and _paths_of(memory) == _paths_of(work.before)
    )


def _paths_of(memory: Memory) -> list[str]:
    """Return the path of every file that is no page's, as often as a piece makes it."""
    pieces = (*memory.shared.values(), *memory.site.values())
    return [trace.path for piece in pieces for trace in piece.traces]


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
    uses = {}
    for locale in work.model.locales:
        name = f"fact-uses:{locale}"
        found = remembered(name) or make_fact_uses(work.model, work.addresses, locale)
        if found:
            pieces[name] = found
            uses[locale] = found.value
    work.add_cells("fact-uses", {f"fact-uses:{locale}": value_of(value) for locale, value in uses.items()})
    return pieces, Shared(assets.value, sites, icons.value, uses)


# --- Pages --------------------------------------------------------------------------------------


def _make_pages(work: _Work[H], renderer: Renderer) -> Callable[[str], tuple[Listing, ...]]:
    """Make the pages for which something has changed; return what gives all pages of a language.

    Those that list others come last: what lists say of them is known from their front matter alone.
    """
    late = [route for route in work.routes if route.lists_pages]
    stale = work.before.pages.stale_pieces(work.changed, work.lost)
    _make_stale(work, renderer, stale, [route for route in work.routes if not route.lists_pages])
    late_listings = {route.path: _plan_listing(work, stale, route) for route in late}
    work.add_cells("listings", _listing_values(work, late_listings))

    def list_pages(locale: str) -> tuple[Listing, ...]:
        paths = (route.path for route in _listed(work, locale))
        return tuple(late_listings.get(path) or work.open_listing(path) for path in paths)

    renderer.list_pages = list_pages
    if late:
        _make_stale(work, renderer, work.before.pages.stale_pieces(work.changed, work.lost), late)
    return list_pages


def _make_stale(
    work: _Work[H], renderer: Renderer, stale: Mapping[str, Sequence[bool]], routes: Iterable[Route]
) -> None:
    before = work.before.pages
    wanted = [route for route in routes if route.path in stale or route.path not in before.entries]
    maker = _PageMaker(before, renderer, work.handle, work.packs.keep if work.packs else bytes, stale)
    for packed, handled, shared_files in make_all(
        wanted, maker.make, jobs=work.jobs, before=work.before_workers
    ):
        reads = before.reads_of(packed.path) if packed.path in before.entries else frozenset()
        work.remade.append(Remade(packed.path, tuple(sorted(work.changed & reads))))
        work.made[packed.path] = packed
        for path, each in handled.items():
            work.handled.setdefault(path, each)
        work.keep(shared_files)


@dataclass(frozen=True, slots=True)
class _PageMaker(Generic[H]):
    """Makes one page after the other, here or in a worker."""

    before: PageStore
    renderer: Renderer
    handle: Callable[[OutputFile, bool], H]
    keep: Callable[[bytes], Kept]
    stale_by_path: Mapping[str, Sequence[bool]]

    def make(self, route: Route) -> tuple[PackedPage, dict[str, H], Files]:
        """Return a page made anew, what became of its own file, and the files that others may make too."""
        is_plan_stale, is_body_stale, _ = self.stale_by_path.get(route.path, (True, True, True))
        plan = body = earlier = None
        if not (is_plan_stale and is_body_stale):
            kept = self.before.open_page(route.path)
            plan = None if is_plan_stale else kept.plan
            body = None if is_body_stale else kept.body
        if plan and body:
            earlier = self.before.entries[route.path]
        page, files = self.renderer.make_page(route, plan=plan, body=body)
        own = page.plan.page.output_path
        handled = {file.path: self.handle(file, page.is_whole) for file in files if file.path == own}
        facts = self.renderer.facts.take_new()
        packed = pack_page(route.path, page, self.keep, earlier=earlier, facts=facts)
        return packed, handled, tuple(file for file in files if file.path != own)


def _listed(work: _Work[H], locale: str) -> Iterator[Route]:
    return (route for route in work.routes if route.locale == locale and route.reference != ROOT)


def _plan_listing(work: _Work[H], stale: Mapping[str, Sequence[bool]], route: Route) -> Listing:
    """Return what lists say of a page that lists others; of its plan, the rest waits for the other pages."""
    before = work.before.pages
    if route.path in before.entries and not stale.get(route.path, (False,))[0]:
        return before.open_listing(route.path)
    return plan_listing(open_desk(work.model, work.addresses, route.locale, set(), []), route)


def _listing_values(work: _Work[H], late: Mapping[str, Listing]) -> Cells:
    """Return the cell of all listings of each language."""
    late_values = {path: value_of(listing) for path, listing in late.items()}
    made = {path: packed.entry.listing_value for path, packed in work.made.items()}
    return _fold_values(work, "listings", {**made, **late_values}, lambda entry: entry.listing_value)


def _fold_values(
    work: _Work[H], kind: str, found: Mapping[str, bytes], read: Callable[[PageEntry], bytes]
) -> Cells:
    """Return for each language one value of what `found` and the entries of the other pages say."""
    before = work.before.pages
    names = [f"{kind}:{locale}" for locale in work.model.locales]
    earlier = work.before.worked_out.get(kind, {})
    is_same_list = [*earlier] == names and before.readers.paths == tuple(each.path for each in work.routes)
    if is_same_list and all(read(before.entries[path]) == value for path, value in found.items()):
        return dict(earlier)

    def value(path: str) -> bytes:
        return found[path] if path in found else read(before.entries[path])

    listed = ((value(route.path) for route in _listed(work, locale)) for locale in work.model.locales)
    return {name: value_of(*values) for name, values in zip(names, listed, strict=True)}


# --- The site as a whole ------------------------------------------------------------------------


def _make_site_pieces(
    work: _Work[H], pages: PageStore, list_pages: Callable[[str], tuple[Listing, ...]]
) -> dict[str, Piece]:
    """Return the pieces of the site as a whole; all pages are made by now, and lists may be made of them."""
    made = {path: packed.entry.headings_value for path, packed in work.made.items()}
    work.add_cells("headings", _fold_values(work, "headings", made, lambda entry: entry.headings_value))
    unfinished = frozenset(
        packed.entry.unfinished for packed in work.made.values() if packed.entry.unfinished
    )
    work.add_cells("unfinished", {"unfinished": value_of(tuple(sorted(unfinished)))})
    lists = Lists(list_pages, pages.open_headings, unfinished)
    maker = SitePieceMaker(work.model, work.addresses, lists)
    pieces = {}
    for name in maker.names():
        earlier = work.before.site.get(name)
        if earlier is None or not work.is_right(earlier):
            earlier, files = maker.make(name)
            work.keep(files)
        pieces[name] = earlier
    return pieces
