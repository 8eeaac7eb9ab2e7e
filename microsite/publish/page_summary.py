"""What checks across pages need of one page: its head, its anchors and every address on it.

Part of stage 5. A `FinishedPage` is let go once its own checks have run; this stays, so that ten
thousand pages fit in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from microsite.problems import Location
from microsite.publish.finished_page import Element, FinishedPage, Origin, locate, locate_address

_ADDRESS_ATTRIBUTES = (
    *("href", "src", "srcset", "imagesrcset", "poster", "xlink:href", "data", "background", "manifest"),
    *("action", "formaction", "cite", "ping"),
)
_ADDRESS_METAS = frozenset({"og:image", "og:url", "og:video", "og:audio", "twitter:image"})
# In a srcset a comma parts two candidates after a width or before a space; elsewhere it is in an address.
_SRCSET_COMMA_AFTER_WIDTH = re.compile(r"(\s\d+(?:\.\d+)?[wxh]),(?=\S)")
_SRCSET_COMMA = re.compile(r",\s")


class Reference(NamedTuple):
    """One address on a page and the place it stands in."""

    tag: str
    attribute: str
    rel: str
    address: str


class Alternate(NamedTuple):
    """The same page in another language, as the head announces it."""

    language: str
    address: str


@dataclass(frozen=True, slots=True)
class PageSummary:
    """One page as other pages see it."""

    path: str
    """In the published tree: ``en/about/index.html``."""

    address: str
    """From the root of the host, base path included: ``/study/en/about/``."""

    origin: Origin
    language: str
    title: str
    description: str
    is_noindex: bool
    canonicals: tuple[str, ...]
    alternates: tuple[Alternate, ...]
    anchors: frozenset[str]
    references: tuple[Reference, ...]
    """Each once."""

    def place(self, *needles: str) -> Location:
        """Return where the first needle that occurs stands in the source."""
        return locate(self.origin, *needles)

    def place_of_address(self, address: str) -> Location:
        """Return where an address of the page stands in the source."""
        return locate_address(self.origin, address)


def summarise(page: FinishedPage, *, known: dict[Reference, Reference]) -> PageSummary:
    """Return the little that stays of a page.

    `known` gathers the addresses met so far: the menu of ten thousand pages is held once.
    """
    return PageSummary(
        path=page.path,
        address=page.address,
        origin=page.origin,
        language=language_of(page),
        title=title_of(page),
        description=meta_content(page, "description"),
        is_noindex=is_noindex(page),
        canonicals=canonicals_of(page),
        alternates=tuple(_alternates(page)),
        anchors=frozenset(_anchors(page)),
        references=tuple(dict.fromkeys(known.setdefault(found, found) for found in _references(page))),
    )


def language_of(page: FinishedPage) -> str:
    """Return the language the page says it is in; empty when it says none."""
    return page.elements[0].get("lang") if page.elements else ""


def title_of(page: FinishedPage) -> str:
    """Return the title in the head; an SVG may hold another element of that name."""
    titles = (title for title in page.tagged("title") if page.elements[title.parent].tag == "head")
    return next((page.text_of(title) for title in titles), "")


def meta_content(page: FinishedPage, name: str) -> str:
    """Return the content of the first `meta` with that name; empty when there is none."""
    metas = (meta for meta in page.tagged("meta") if meta.get("name").lower() == name)
    return next((meta.get("content") for meta in metas), "")


def is_noindex(page: FinishedPage) -> bool:
    """Return whether the page asks search engines not to list it."""
    return "noindex" in meta_content(page, "robots").lower()


def canonicals_of(page: FinishedPage) -> tuple[str, ...]:
    """Return the addresses the page wants to be known by; there should be one."""
    links = page.tagged("link")
    return tuple(link.get("href") for link in links if "canonical" in _rel(link).split())


def _rel(element: Element) -> str:
    return element.get("rel").lower()


def _alternates(page: FinishedPage) -> Iterator[Alternate]:
    """Yield the other languages; a feed is an alternate too, but no page."""
    for link in page.tagged("link"):
        if "alternate" in _rel(link).split() and link.get("hreflang") and not link.get("type"):
            yield Alternate(link.get("hreflang"), link.get("href"))


def _anchors(page: FinishedPage) -> Iterator[str]:
    yield from (element.get("id") for element in page.having("id"))
    yield from (link.get("name") for link in page.tagged("a") if "name" in link.attributes)


def _references(page: FinishedPage) -> Iterator[Reference]:
    for name in _ADDRESS_ATTRIBUTES:
        for element in page.having(name):
            value = element.get(name)
            addresses = _srcset_addresses(value) if name.endswith("srcset") else (value,)
            for address in addresses:
                yield Reference(element.tag, name, _rel(element), address)
    for meta in page.tagged("meta"):
        if (meta.get("property") or meta.get("name")) in _ADDRESS_METAS:
            yield Reference("meta", "content", "", meta.get("content"))


def _srcset_addresses(value: str) -> tuple[str, ...]:
    candidates = _SRCSET_COMMA.split(_SRCSET_COMMA_AFTER_WIDTH.sub(r"\1, ", value))
    return tuple(candidate.split()[0].strip(",") if candidate.strip() else "" for candidate in candidates)
