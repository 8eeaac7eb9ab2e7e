"""Readers: which pieces of which pages read a cell, without opening a page.

Of ten thousand pages each reads a dozen cells of its own; as objects they would take longer to load than a
page takes to make. So they are one text, a cell a line, in which a cell is looked for like a word.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

PIECES = 3
"""Of a page: plan, body, frame."""

_MANY = 200
"""Cells. To look for more of them one by one takes longer than to go through all that is read."""

Reads = tuple[tuple[int, tuple[str, ...]], ...]
"""For each piece of a page: the number of a set of cells that many pieces read, and the cells besides."""


class Readers(NamedTuple):
    """What the pieces of all pages read. Plain values, so that marshal can keep them."""

    paths: tuple[str, ...]
    """Of the pages."""
    cells: bytes
    """A line for each cell, the pieces of a page one behind the other, each begun by an empty line."""
    ends: bytes
    """Of each piece in `cells`, as numbers of eight bytes."""
    sets: bytes
    """For each piece the number of its common set, as numbers of four bytes."""

    def stale_pieces(self, changed: Set[str], common: Sequence[Iterable[str]]) -> dict[str, list[bool]]:
        """Return the pages with a piece that read a changed cell, and for each piece whether it did."""
        stale: set[int] = set(self._find(changed))
        touched = {number for number, cells in enumerate(common) if not changed.isdisjoint(cells)}
        if touched:
            sets = array("I", self.sets)
            stale.update(piece for piece, number in enumerate(sets) if number in touched)
        pieces: dict[str, list[bool]] = {}
        for piece in sorted(stale):
            page, number = divmod(piece, PIECES)
            pieces.setdefault(self.paths[page], [False] * PIECES)[number] = True
        return pieces

    def _find(self, changed: Set[str]) -> Iterable[int]:
        """Yield the pieces that read one of these cells besides the common ones."""
        ends = array("Q", self.ends)
        if len(changed) > _MANY:
            lines = set(map(_line, changed))
            start = 0
            for piece, end in enumerate(ends):
                if not lines.isdisjoint(self.cells[start:end].split(b"\n")):
                    yield piece
                start = end
            return
        for cell in changed:
            line = b"\n%b\n" % _line(cell)
            found = self.cells.find(line)
            while found >= 0:
                yield bisect_right(ends, found)
                found = self.cells.find(line, found + 1)


NO_READERS = Readers((), b"", b"", b"")


def list_readers(before: Readers, paths: Iterable[str], made: Mapping[str, Reads]) -> Readers:
    """Return the readers of the pages at `paths`; those that are not in `made` read what they read before."""
    number_by_path = {path: number for number, path in enumerate(before.paths)}
    earlier_ends, earlier_sets = array("Q", before.ends), array("I", before.sets)
    names = tuple(paths)
    texts: list[bytes] = []
    ends, sets = array("Q"), array("I")
    end = 0
    for path in names:
        if path in made:
            for number, cells in made[path]:
                texts.append(b"\n%b\n" % b"\n".join(map(_line, cells)))
                end += len(texts[-1])
                ends.append(end)
                sets.append(number)
            continue
        first = number_by_path[path] * PIECES
        start = earlier_ends[first - 1] if first else 0
        texts.append(before.cells[start : earlier_ends[first + PIECES - 1]])
        for piece in range(first, first + PIECES):
            ends.append(end + earlier_ends[piece] - start)
            sets.append(earlier_sets[piece])
        end = ends[-1]
    return Readers(names, b"".join(texts), ends.tobytes(), sets.tobytes())


def _line(cell: str) -> bytes:
    # A name may hold what an author typed. Two names with one line would make a page once too often.
    return cell.encode("utf-8", "surrogatepass").replace(b"\n", b"\r")
