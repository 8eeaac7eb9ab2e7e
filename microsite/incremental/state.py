"""The state: all that one build knows at its end and the next one begins with.

In the preview it stays in memory; between two runs of the command it lies in the store, as plain values
that marshal can keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from microsite.html import Piece, SharedPiece
from microsite.model import Model
from microsite.pages import Addresses, Route, list_routes
from microsite.publish import SiteIndex, TreeRecord
from microsite.source import Stamps

from .make import Memory
from .packing import pack, unpack
from .page_store import Blobs, PageEntry, PageStore
from .store import SavedPages
from .stored_model import Parts, ReadFile, StoredModel, renew_parts, store_model


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


def freeze_state(state: State) -> dict[str, Any]:
    """Return a state as plain values; packed pages and the index of the checks are kept beside it."""
    memory = state.memory
    parts = state.parts
    return {
        "files": dict(state.stamps.files),
        "folders": dict(state.stamps.folders),
        "digests": dict(state.digests),
        "model": renew_parts(parts, state.model, state.edited) if parts else store_model(state.model),
        "base_url": state.addresses.base_url,
        "routes": _freeze_routes(state.addresses.routes.values()),
        "cells": dict(memory.cells),
        "worked_out": dict(memory.worked_out),
        "shared": {name: pack(piece) for name, piece in memory.shared.items()},
        "site": {name: pack(piece) for name, piece in memory.site.items()},
        "entries": {path: tuple(entry) for path, entry in memory.pages.entries.items()},
        "common": memory.pages.common,
        "listings": {path: memory.pages.listings[path] for path in memory.pages.entries},
        "tree": (state.tree.site, state.tree.spare) if state.tree else None,
    }


def thaw_state(frozen: Mapping[str, Any], index: SiteIndex, read: ReadFile) -> State:
    """Return the state in plain values; `read` reads a source file, which is as it was then."""
    saved: SavedPages = frozen["blobs"]
    entries = {path: PageEntry(*entry) for path, entry in frozen["entries"].items()}
    memory = Memory(
        cells=frozen["cells"],
        worked_out=frozen["worked_out"],
        shared={name: unpack(packed, SharedPiece) for name, packed in frozen["shared"].items()},
        pages=PageStore(entries, frozen["common"], Blobs({}, saved), Blobs({}, frozen["listings"])),
        site={name: unpack(packed, Piece) for name, packed in frozen["site"].items()},
    )
    model = StoredModel(frozen["model"], read)
    routes = [Route(*each) for each in frozen["routes"]]
    addresses = Addresses(frozen["base_url"], {(each.locale, each.reference): each for each in routes})
    return State(
        stamps=Stamps(frozen["files"], frozen["folders"]),
        digests=frozen["digests"],
        model=model,
        addresses=addresses,
        routes=list_routes(addresses, model.default_locale),
        memory=memory,
        index=index,
        tree=TreeRecord(*frozen["tree"]) if frozen["tree"] else None,
        parts=frozen["model"],
    )


def _freeze_routes(routes: Iterable[Route]) -> list[tuple[Any, ...]]:
    return [(each.locale, each.reference, each.path, each.source_path, each.lists_pages) for each in routes]
