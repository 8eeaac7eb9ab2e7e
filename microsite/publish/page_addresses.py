"""The addresses on a page: what each is for, and what it means there.

Part of stage 5, for the checks. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from microsite.publish.addresses import AddressBook, Target
from microsite.publish.elements import Element, Elements
from microsite.publish.page_head import rels_of

PageAddress = tuple[str, str, bool, bool]
"""The tag it stands on, the address, whether readers can go there, whether browsers ask for it by themselves.

A plain tuple: a page has many.
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


def find_addresses(
    elements: Elements, *, book: AddressBook, from_address: str
) -> Mapping[PageAddress, Target]:
    """Return every address on a page, with what it means on the page at `from_address`."""
    target_by_address: dict[PageAddress, Target] = {}
    for found in _find(elements):
        if found not in target_by_address:
            target_by_address[found] = book.resolve(found[1], from_address=from_address)
    return target_by_address


def _find(elements: Elements) -> Iterator[PageAddress]:
    for name in _ADDRESS_ATTRIBUTES:
        is_fetching, is_following = name in _FETCHING_ATTRIBUTES, name in _FOLLOWED_ATTRIBUTES
        for element in elements.having(name):
            tag, value = element.tag, element.get(name)
            is_fetched = _is_fetched_link(element) if tag == "link" else is_fetching or tag in _FETCHING_TAGS
            if name.endswith("srcset"):
                for address in _split_srcset(value):
                    yield tag, address, False, is_fetched
            else:
                yield tag, value, is_following and tag in _FOLLOWED_TAGS, is_fetched
    yield from _find_in_metas(elements)


def _is_fetched_link(link: Element) -> bool:
    return not _FETCHING_RELS.isdisjoint(rels_of(link))


def _find_in_metas(elements: Elements) -> Iterator[PageAddress]:
    for meta in elements.tagged("meta"):
        if (meta.get("property") or meta.get("name")) in _ADDRESS_METAS:
            yield "meta", meta.get("content"), False, False


def _split_srcset(value: str) -> tuple[str, ...]:
    candidates = _SRCSET_COMMA.split(_SRCSET_COMMA_AFTER_WIDTH.sub(r"\1, ", value))
    return tuple(candidate.split()[0].strip(",") if candidate.strip() else "" for candidate in candidates)
