"""The published tree as checks across files see it: which files there are, and what each tells the others.

Part of stage 5. A value; reads nothing from the disk. It is made of what site_index.py keeps, so no
check that takes it can ask for the content of a file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from microsite.publish.addresses import AddressBook
from microsite.publish.file_summary import Alternate
from microsite.publish.page_addresses import Reference
from microsite.values import dataclass


class KeptFile(NamedTuple):
    """A `FileSummary` whose addresses are held once for all files, and here by their numbers."""

    is_page: bool
    is_indexable: bool
    language: str
    title: str
    description: str
    canonicals: tuple[tuple[str, str], ...]
    alternates: tuple[Alternate, ...]
    anchors: str | None
    """Parted by NULs, which no anchor holds."""

    references: bytes
    """Numbers of four bytes each, in the order of the file."""

    listed: bytes
    aria: int


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What is known of all files of one build."""

    book: AddressBook
    paths: AbstractSet[str]
    """Of all files, also of those that tell others nothing."""

    file_by_path: Mapping[str, KeptFile]
    """In the order of their paths."""

    references: Sequence[Reference]
    """Every address on the site, at its number; also some that are on no file any longer."""

    def pages(self) -> Iterator[tuple[str, KeptFile]]:
        """Yield every page with its path, in the order of their paths."""
        return ((path, file) for path, file in self.file_by_path.items() if file.is_page)

    def indexable_pages(self) -> Iterator[tuple[str, KeptFile]]:
        """Yield the pages that search engines should list."""
        return ((path, page) for path, page in self.pages() if page.is_indexable)

    def page_at(self, path: str) -> KeptFile | None:
        """Return the page at a path, None when there is none."""
        file = self.file_by_path.get(path)
        return file if file is not None and file.is_page else None

    def anchors_of(self, path: str) -> frozenset[str] | None:
        """Return the anchors of a page or drawing, None for a file of another kind."""
        file = self.file_by_path.get(path)
        return None if file is None or file.anchors is None else frozenset(file.anchors.split("\0"))

    def leads_nowhere(self, reference: Reference) -> bool:
        """Return whether the file or the anchor in it is not there."""
        _, path, anchor, _ = reference
        if path not in self.paths:
            return True
        anchors = self.anchors_of(path) if anchor else None
        return anchors is not None and anchor not in anchors


def numbers_in(packed: bytes) -> Sequence[int]:
    """Return the numbers of addresses that a `KeptFile` holds."""
    return memoryview(packed).cast("I")


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Return numbers of addresses as a `KeptFile` holds them."""
    return array("I", numbers).tobytes()
