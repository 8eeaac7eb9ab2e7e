"""Readers: a search through one text finds the pieces that a look at each would find."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.incremental.readers import NO_READERS, PIECES, Reads, list_readers

CELLS = st.sampled_from(("body:a", "body:ab", "record:x", "record:x:y", "page:\n", "page:\r", "ł", "y"))
PIECE = st.tuples(st.integers(0, 2), st.lists(CELLS, max_size=4).map(tuple))
PAGE = st.lists(PIECE, min_size=PIECES, max_size=PIECES).map(tuple)
PAGES = st.dictionaries(st.sampled_from(("/", "/en/", "/en/a/", "/pl/")), PAGE)
COMMON = (("string:en:menu", "today"), ("today",), ())


def look_at_each(pages: Mapping[str, Reads], changed: set[str]) -> dict[str, list[bool]]:
    """Return the stale pieces by going through everything."""
    pieces = {
        path: [not changed.isdisjoint((*COMMON[number], *cells)) for number, cells in reads]
        for path, reads in pages.items()
    }
    return {path: stale for path, stale in pieces.items() if any(stale)}


def without_line_ends(pages: Mapping[str, Reads]) -> dict[str, Reads]:
    """Return pages whose names hold no line ends: two such names may be taken for one another."""
    return {
        path: tuple((number, tuple(cell for cell in cells if cell.isprintable())) for number, cells in reads)
        for path, reads in pages.items()
    }


@given(PAGES, st.sets(st.one_of(CELLS, st.sampled_from(("today", "string:en:menu", "none")))))
@settings(max_examples=300)
def test_readers_are_found_one_by_one_and_all_at_once(pages: dict[str, Reads], changed: set[str]) -> None:
    many = changed | {f"spare:{number}" for number in range(300)}
    readers = list_readers(NO_READERS, sorted(pages), pages)

    wanted = look_at_each(dict(sorted(pages.items())), changed)

    for found in (readers.stale_pieces(changed, COMMON), readers.stale_pieces(many, COMMON)):
        assert found.keys() >= wanted.keys()
        if without_line_ends(pages) == pages:
            assert found == wanted


@given(PAGES, PAGES, st.sets(st.sampled_from(("/", "/en/", "/en/a/", "/pl/"))))
@settings(max_examples=300)
def test_renewed_readers_are_those_of_all_pages(
    earlier: dict[str, Reads], made: dict[str, Reads], gone: set[str]
) -> None:
    names = sorted((earlier.keys() | made.keys()) - gone)
    before = list_readers(NO_READERS, sorted(earlier), earlier)

    renewed = list_readers(before, names, {path: reads for path, reads in made.items() if path in names})

    every = {**earlier, **made}
    assert renewed == list_readers(NO_READERS, names, {path: every[path] for path in names})
