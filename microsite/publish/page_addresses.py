"""The addresses on a page: which lead into the site and whereto, and which do not.

Part of stage 5, for the checks. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from microsite.publish.addresses import AddressBook, Elsewhere, Inside
from microsite.publish.elements import Element, Elements
from microsite.publish.page_head import rels_of
from microsite.values import dataclass

Reference = tuple[str, str, str, bool]
"""An address as written, the file it means, the anchor it asks for there, whether readers can go there.

A plain tuple: a site has hundreds of thousands of them.
"""

_ADDRESS_ATTRIBUTES = (
    *("href", "src", "srcset", "imagesrcset", "poster", "xlink:href", "data", "background", "manifest"),
    *("action", "formaction", "cite", "ping"),
)
_ADDRESS_METAS = frozenset({"og:image", "og:url", "og:video", "og:audio", "twitter:image"})
_FOLLOWED_TAGS = frozenset({"a", "area"})
_FOLLOWED_ATTRIBUTES = frozenset({"href", "xlink:href"})
_FETCHING_ATTRIBUTES = frozenset(
    {"src", "srcset", "imagesrcset", "poster", "data", "background", "manifest", "ping"}
)
_FETCHING_TAGS = frozenset({"use", "image", "feimage"})
_FETCHING_RELS = frozenset(
    {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload"}
    | {"prefetch", "prerender", "preconnect", "dns-prefetch"}
)
# In a srcset a comma parts two candidates after a width or before a space; elsewhere it is in an address.
_SRCSET_COMMA_AFTER_WIDTH = re.compile(r"(\s\d+(?:\.\d+)?[wxh]),(?=\S)")
_SRCSET_COMMA = re.compile(r",\s")


@dataclass(frozen=True, slots=True)
class Stray:
    """An address on a page that does not lead into the site."""

    tag: str
    """Of the element it stands on."""

    address: str
    target: Elsewhere
    is_fetched: bool
    """Whether a browser asks for it without a click."""


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """Every address on a page."""

    references: tuple[Reference, ...]
    """Into the site, each once; those of the page itself and of anchors that are on it are left out."""

    strays: tuple[Stray, ...]


def find_addresses(
    elements: Elements, *, book: AddressBook, path: str, address: str, anchors: Set[str]
) -> PageAddresses:
    """Return the addresses on the page that is published at `path`, and so has this address."""
    references: dict[Reference, None] = {}
    strays: list[Stray] = []
    for element, name, written in _find(elements):
        target = book.resolve(written, from_address=address)
        if not isinstance(target, Inside):
            strays.append(Stray(element.tag, written, target, _is_fetched(element, name)))
            continue
        anchor = "" if target.anchor.lower() == "top" else target.anchor
        if target.path != path or (anchor and anchor not in anchors):
            is_followed = element.tag in _FOLLOWED_TAGS and name in _FOLLOWED_ATTRIBUTES
            references[(written, target.path, anchor, is_followed)] = None
    return PageAddresses(tuple(references), tuple(strays))


def _find(elements: Elements) -> Iterator[tuple[Element, str, str]]:
    """Yield each address with the element and the attribute it stands in."""
    for name in _ADDRESS_ATTRIBUTES:
        for element in elements.having(name):
            if name.endswith("srcset"):
                for address in _split_srcset(element.get(name)):
                    yield element, name, address
            else:
                yield element, name, element.get(name)
    for meta in elements.tagged("meta"):
        if (meta.get("property") or meta.get("name")) in _ADDRESS_METAS:
            yield meta, "content", meta.get("content")


def _is_fetched(element: Element, name: str) -> bool:
    if element.tag == "link":
        return not _FETCHING_RELS.isdisjoint(rels_of(element))
    return name in _FETCHING_ATTRIBUTES or element.tag in _FETCHING_TAGS


def _split_srcset(value: str) -> tuple[str, ...]:
    candidates = _SRCSET_COMMA.split(_SRCSET_COMMA_AFTER_WIDTH.sub(r"\1, ", value))
    return tuple(candidate.split()[0].strip(",") if candidate.strip() else "" for candidate in candidates)
