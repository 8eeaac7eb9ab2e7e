"""The table of what files tell each other: every address on the site once, and by number in each file.

Part of stage 5. Ten thousand pages share a menu, so their addresses are held once; the table of such a
site is read, changed and saved again in the time a few pages take to be checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microsite.publish.file_summary import unpack_summary
from microsite.publish.page_addresses import Reference
from microsite.publish.published_site import KeptFile, numbers_in, pack_numbers
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """What files tell each other."""

    references: tuple[Reference, ...]
    """Every address; its place here is its number."""

    file_by_path: Mapping[str, KeptFile]
    """In the order of their paths. Files that tell others nothing are left out."""

    worn: int
    """How many addresses were added since those that are on no file any longer were last taken out."""


class TableEditor:
    """Makes a new table out of an old one, which stays as it is."""

    __slots__ = ("_before", "_file_by_path", "_is_in_order", "_number_by_reference")

    def __init__(self, before: Table) -> None:
        self._before = before
        self._file_by_path = dict(before.file_by_path)
        self._is_in_order = True
        self._number_by_reference: dict[Reference, int] = {}

    def remove(self, path: str) -> None:
        """Take a file out."""
        self._file_by_path.pop(path, None)

    def put(self, path: str, packed: bytes) -> None:
        """Put a file in, or another in its place. `packed` is its summary."""
        if not packed:
            self.remove(path)
            return
        if not self._number_by_reference:
            self._number_by_reference = {
                found: number for number, found in enumerate(self._before.references)
            }
        self._is_in_order = self._is_in_order and path in self._file_by_path
        summary = unpack_summary(packed)
        self._file_by_path[path] = KeptFile(
            is_page=summary.is_page,
            is_indexable=summary.is_indexable,
            language=summary.language,
            title=summary.title,
            description=summary.description,
            canonicals=summary.canonicals,
            alternates=summary.alternates,
            anchors=None if summary.anchors is None else "\0".join(summary.anchors),
            references=_number(summary.references, self._number_by_reference),
            listed=_number(
                ((address, target, "", False) for address, target in summary.listed),
                self._number_by_reference,
            ),
            aria=summary.aria,
        )

    def table(self) -> Table:
        """Return what came of it."""
        before = self._before
        references = tuple(self._number_by_reference) or before.references
        files = self._file_by_path
        if not self._is_in_order:
            files = dict(sorted(files.items()))
        if not before.references:
            return Table(references, files, worn=0)
        worn = before.worn + len(references) - len(before.references)
        is_worn_out = worn > len(references) // 2
        return _renumber(references, files) if is_worn_out else Table(references, files, worn)


def _number(references: Iterable[Reference], number_by_reference: dict[Reference, int]) -> bytes:
    """Return the numbers of some addresses; one that is new gets the next."""
    numbers = number_by_reference
    return pack_numbers(numbers.setdefault(found, len(numbers)) for found in references)


def _renumber(references: tuple[Reference, ...], files: Mapping[str, KeptFile]) -> Table:
    """Return a table without the addresses that are on no file."""
    numbers: dict[Reference, int] = {}
    kept = {
        path: file._replace(
            references=_number((references[number] for number in numbers_in(file.references)), numbers),
            listed=_number((references[number] for number in numbers_in(file.listed)), numbers),
        )
        for path, file in files.items()
    }
    return Table(tuple(numbers), kept, worn=0)
