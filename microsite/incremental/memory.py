"""The memory: what one build leaves for the next, every piece with its reads and the cells they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from microsite.html import Piece, SharedPiece, Trace
from microsite.problems import Problem
from microsite.values import dataclass

from .cells import Cells, LateCells
from .page_store import NO_PAGES, KeptFact, PageStore


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered of a site that was made."""

    cells: Mapping[str, bytes]
    """Of the facts."""
    worked_out: Mapping[str, Mapping[str, bytes]]
    """Cells that making the site gave, by what gave them."""
    shared: Mapping[str, SharedPiece[Any]]
    pages: PageStore
    facts: Mapping[str, KeptFact]
    """Those that pages show, as they are shown, by language and id."""
    site: Mapping[str, Piece]
    digest_by_path: Mapping[str, bytes]
    """Of every file of the site."""

    def cells_after(self, changed: Cells) -> Mapping[str, bytes]:
        """Return the cells with other values for some of them."""
        if isinstance(self.cells, LateCells):
            return self.cells.changed(changed)
        return {**self.cells, **changed}

    def files(self) -> Iterator[Trace]:
        """Yield every file of the site as often as a piece makes it."""
        for piece in (*self.shared.values(), *self.site.values()):
            yield from piece.traces
        yield from self.pages.traces()

    def problems(self) -> Iterator[Problem]:
        """Yield each problem once: a template's shows on many pages, and the home page has a copy."""
        troubled = (self.pages.open_page(path) for path in sorted(self.pages.troubled))
        pieces = (piece for page in troubled for piece in page.pieces)
        told = set()
        for piece in (*self.shared.values(), *pieces, *self.site.values()):
            for problem in piece.problems:
                fault = (problem.code, problem.location, problem.message)
                if fault not in told:
                    told.add(fault)
                    yield problem


NOTHING = Memory({}, {}, {}, NO_PAGES, {}, {}, {})
"""The memory before the first build."""
