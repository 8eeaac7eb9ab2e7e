"""The published tree as the checks see it: all files, and what is known of every page.

Part of stage 5. A value; reads nothing from the disk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from microsite.publish.addresses import AddressBook, Inside
from microsite.publish.finished_page import Origin
from microsite.publish.page_summary import PageSummary

# Comparing words takes time by the square of their length.
_LONGEST_WORD = 80
_SVG_ID = re.compile(rb"""\sid=["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """All files of one build, in memory."""

    content_by_path: Mapping[str, bytes]
    origin_by_path: Mapping[str, Origin]
    page_by_path: Mapping[str, PageSummary]
    """In the order of their paths."""

    book: AddressBook

    def origin_of(self, path: str) -> Origin:
        """Return where a file comes from; a file nobody claims stands for itself."""
        return self.origin_by_path.get(path, Origin(path))

    def anchors_of(self, path: str) -> frozenset[str] | None:
        """Return the anchors of a page or drawing, None for a file of another kind."""
        if path in self.page_by_path:
            return self.page_by_path[path].anchors
        if path.endswith(".svg"):
            found = _SVG_ID.findall(self.content_by_path[path])
            return frozenset(anchor.decode(errors="replace") for anchor in found)
        return None

    def page_at(self, address: str, *, from_address: str) -> PageSummary | None:
        """Return the page an address leads to, None when it leads to none."""
        target = self.book.resolve(address, from_address=from_address)
        return self.page_by_path.get(target.path) if isinstance(target, Inside) else None

    def is_indexable(self, page: PageSummary) -> bool:
        """Return whether search engines should list the page itself, not another in its place."""
        return not page.is_noindex and all(
            self.page_at(canonical, from_address=page.address) is page for canonical in page.canonicals
        )

    def nearest_address(self, address: str) -> str:
        """Return the address somebody probably meant, empty when none is near.

        Compared step by step: whole addresses share so much that all of them are near.
        """
        parent, step = _split(address)
        addresses = [self.book.address_of(path) for path in self.content_by_path]
        sibling_by_step = {}
        cousin_by_parent = {}
        for candidate in addresses:
            other_parent, other_step = _split(candidate)
            if other_parent == parent and abs(len(other_step) - len(step)) <= max(2, len(step) // 2):
                sibling_by_step[other_step] = candidate
            if other_step == step:
                cousin_by_parent[other_parent] = candidate
        for word, near in ((step, sibling_by_step), (parent, cousin_by_parent)):
            if found := get_close_matches(word[:_LONGEST_WORD], sorted(near), n=1, cutoff=0.6):
                return near[found[0]]
        return ""


def _split(address: str) -> tuple[str, str]:
    parent, _, step = address.rstrip("/").rpartition("/")
    return parent, step
