"""The state: all that one build knows at its end and the next one begins with.

In the preview it stays in memory; between two runs of the command it lies in the store, as plain values
that marshal can keep.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from microsite.html import Piece, SharedPiece
from microsite.model import Model
from microsite.pages import Addresses, Route, list_routes
from microsite.publish import SiteIndex, TreeRecord, freeze_record, thaw_record
from microsite.source import Stamps
from microsite.values import dataclass

from .cells import Cells, LateCells
from .memory import Memory
from .packing import pack, unpack
from .packs import Kept, Opened, Packs, Place, Shelf
from .page_store import Entries, PageEntry, PageStore, open_entry
from .readers import Readers
from .stored_model import Parts, ReadFile, StoredModel, parts_in_packs, renew_parts, store_model

_MOST_SINCE = 1_000
"""Cells that are carried along as changed, before all of them are written anew."""


@dataclass(frozen=True, slots=True)
class State:
    """What a build knows at its end. Only a build without errors leaves one."""

    stamps: Stamps
    digests: Mapping[str, bytes]
    """Of the source files, by path."""
    model: Model
    addresses: Addresses
    routes: tuple[Route, ...]
    memory: Memory
    index: SiteIndex
    """What the checks know of every file."""
    tree: TreeRecord | None = None
    """What the publication left in site/; None where nothing was published."""
    parts: Parts | None = None
    """The model as it was stored, where it was taken from the store."""
    edited: frozenset[str] = frozenset()
    """Source files that were edited since it was stored."""
    identity: bytes = b""
    """What it is known by in the store (Store.save)."""


def freeze_state(state: State, packs: Packs) -> dict[str, Any]:
    """Return a state as plain values; whatever is large and needed a part at a time goes into the packs."""
    memory = state.memory
    parts, pages = state.parts, memory.pages
    keep = packs.add
    return {
        "files": dict(state.stamps.files),
        "folders": dict(state.stamps.folders),
        "digests": dict(state.digests),
        "model": (
            renew_parts(parts, state.model, state.edited, keep) if parts else store_model(state.model, keep)
        ),
        "base_url": state.addresses.base_url,
        "routes": [tuple(route) for route in state.addresses.routes.values()],
        "cells": _freeze_cells(memory.cells, keep),
        "worked_out": dict(memory.worked_out),
        "shared": {name: pack(piece) for name, piece in memory.shared.items()},
        "site": {name: pack(piece) for name, piece in memory.site.items()},
        "entries": pages.entries.kept(keep),
        "cores": {path: _keep(kept, keep) for path, kept in pages.cores.kept.items()},
        "facts": {key: (_keep(kept, keep), reads) for key, (kept, reads) in memory.facts.items()},
        "common": pages.common,
        "readers": pages.readers_at or keep(marshal.dumps(tuple(pages.readers))),
        "troubled": tuple(sorted(pages.troubled)),
        "published": dict(memory.digest_by_path),
        "tree": freeze_record(state.tree) if state.tree else None,
    }


def thaw_state(frozen: Mapping[str, Any], packs: Packs, index: SiteIndex, read: ReadFile) -> State:
    """Return the state in plain values; `read` reads a source file, which is as it was then."""
    entries = Opened[PageEntry](Shelf(frozen["entries"], packs), open_entry)
    memory = Memory(
        cells=_thaw_cells(frozen["cells"], packs),
        worked_out=frozen["worked_out"],
        shared={name: unpack(packed, SharedPiece) for name, packed in frozen["shared"].items()},
        pages=PageStore(
            Entries(tuple(frozen["entries"]), {}, entries),
            frozen["common"],
            Shelf(frozen["cores"], packs),
            Readers(*marshal.loads(packs.read(frozen["readers"]))),  # noqa: S302 - packs give what they were given
            frozen["readers"],
            frozenset(frozen["troubled"]),
        ),
        facts=frozen["facts"],
        site={name: unpack(packed, Piece) for name, packed in frozen["site"].items()},
        digest_by_path=frozen["published"],
    )
    model = StoredModel(frozen["model"], packs, read)
    routes = map(Route._make, frozen["routes"])
    addresses = Addresses(frozen["base_url"], {(each.locale, each.reference): each for each in routes})
    return State(
        stamps=Stamps(frozen["files"], frozen["folders"]),
        digests=frozen["digests"],
        model=model,
        addresses=addresses,
        routes=list_routes(addresses, model.default_locale),
        memory=memory,
        index=index,
        tree=thaw_record(frozen["tree"]) if frozen["tree"] else None,
        parts=frozen["model"],
        identity=frozen["identity"],
    )


def _keep(kept: Kept, keep: Callable[[bytes], Place]) -> Place:
    return keep(kept) if isinstance(kept, bytes) else kept


def places_in(frozen: Mapping[str, Any]) -> Iterator[Place]:
    """Yield the place of everything in packs that belongs to a state."""
    yield from frozen["entries"].values()
    yield from frozen["cores"].values()
    yield from parts_in_packs(frozen["model"])
    yield frozen["cells"][0]
    yield frozen["readers"]
    for place, _ in frozen["facts"].values():
        yield place


def compact_state(frozen: Mapping[str, Any], packs: Packs) -> dict[str, Any]:
    """Return a frozen state with all that it has in packs written into a new one."""
    packs.begin_anew()
    kept, since = frozen["cells"]
    model = frozen["model"]
    return {
        **frozen,
        "entries": _move_all(frozen["entries"], packs),
        "cores": _move_all(frozen["cores"], packs),
        "cells": (packs.move(kept), since),
        "readers": packs.move(frozen["readers"]),
        "facts": {key: (packs.move(place), reads) for key, (place, reads) in frozen["facts"].items()},
        "model": {
            **model,
            "pages": _move_all(model["pages"], packs),
            "page_files": _move_all(model["page_files"], packs),
            "records": {name: _move_all(by_id, packs) for name, by_id in model["records"].items()},
        },
    }


def compact_memory(memory: Memory, packs: Packs) -> Memory:
    """Return a memory that is never saved with all that it has in packs written into a new one.

    As it is, where most of what the packs hold is of use.
    """
    kept = (*memory.pages.cores.kept.values(), *(kept for kept, _ in memory.facts.values()))
    if packs.has_room(place for place in kept if not isinstance(place, bytes)):
        return memory
    packs.begin_anew()
    cores = Shelf({path: _move(place, packs) for path, place in memory.pages.cores.kept.items()}, packs)
    facts = {key: (_move(place, packs), reads) for key, (place, reads) in memory.facts.items()}
    moved = (*cores.kept.values(), *(place for place, _ in facts.values()))
    packs.sweep(place[0] for place in moved if not isinstance(place, bytes))
    return replace(memory, pages=replace(memory.pages, cores=cores), facts=facts)


def _move(kept: Kept, packs: Packs) -> Kept:
    return kept if isinstance(kept, bytes) else packs.move(kept)


def _move_all(places: Mapping[str, Place], packs: Packs) -> dict[str, Place]:
    return {name: packs.move(place) for name, place in places.items()}


def _freeze_cells(cells: Mapping[str, bytes], keep: Callable[[bytes], Kept]) -> tuple[Kept, Cells]:
    """Return where the cells are kept, and those that have another value since."""
    if isinstance(cells, LateCells) and len(cells.since) < _MOST_SINCE:
        return cells.kept, dict(cells.since)
    return keep(marshal.dumps(dict(cells))), {}


def _thaw_cells(frozen: tuple[Kept, Cells], packs: Packs) -> LateCells:
    kept, since = frozen
    shelf = Shelf({"cells": kept}, packs)

    def load() -> Cells:
        found: Cells = marshal.loads(shelf["cells"])  # noqa: S302 - packs give only what they were given
        return {**found, **since}

    return LateCells(load, kept, since)
