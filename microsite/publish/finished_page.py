"""Finished pages: one page as a reader would get it, taken apart once for all its checks.

Part of stage 5. Judges nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Set

from microsite.publish.addresses import AddressBook, Inside, Target
from microsite.publish.elements import Elements, read_elements
from microsite.publish.page_addresses import PageAddresses, find_addresses
from microsite.publish.page_head import Head, read_head
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """One page as a browser would read it."""

    path: str
    """In the published tree: ``en/about/index.html``."""

    address: str
    """From the root of the host, base path included: ``/study/en/about/``."""

    book: AddressBook
    elements: Elements
    head: Head
    ids: tuple[str, ...]
    """Of its elements, in document order; one may be there twice."""

    anchors: Set[str]
    addresses: PageAddresses

    @property
    def is_indexable(self) -> bool:
        """Whether search engines should list the page itself, not another in its place."""
        return not self.head.is_noindex and all(map(self.is_itself, self.head.canonicals))

    def resolve(self, address: str) -> Target:
        """Return what an address means on this page."""
        return self.book.resolve(address, from_address=self.address)

    def is_itself(self, address: str) -> bool:
        """Return whether an address leads to this very page."""
        target = self.resolve(address)
        return isinstance(target, Inside) and target.path == self.path


def read_page(path: str, content: bytes, *, book: AddressBook) -> FinishedPage:
    """Return the page in `content`, which is UTF-8. Any text gives a page, as in a browser."""
    elements = read_elements(content)
    address = book.address_of(path)
    ids = tuple(element.get("id") for element in elements.having("id"))
    names = (named.get("name") for named in elements.having("name") if named.tag == "a")
    anchors = frozenset((*ids, *names))
    return FinishedPage(
        path=path,
        address=address,
        book=book,
        elements=elements,
        head=read_head(elements),
        ids=ids,
        anchors=anchors,
        addresses=find_addresses(elements, book=book, path=path, address=address, anchors=anchors),
    )
