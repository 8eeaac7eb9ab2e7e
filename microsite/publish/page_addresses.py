"""The addresses on a page: what each is for, and what it means there.

Part of stage 5, for the checks. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from microsite.publish.addresses import AddressBook, Target
from microsite.publish.elements import Element, Elements
from microsite.publish.page_head import rel_of

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
    found = dict.fromkeys((*_find_in_attributes(elements), *_find_in_metas(elements)))
    return {each: book.resolve(each[1], from_address=from_address) for each in found}


def _find_in_attributes(elements: Elements) -> Iterator[PageAddress]:
    for name in _ADDRESS_ATTRIBUTES:
        followed_tags = _FOLLOWED_TAGS if name in _FOLLOWED_ATTRIBUTES else ()
        is_fetching = name in _FETCHING_ATTRIBUTES
        for element in elements.having(name):
            tag, value = element.tag, (element.attributes[name] or "").strip()
            is_fetched = _is_fetched_link(element) if tag == "link" else is_fetching or tag in _FETCHING_TAGS
            for address in _split_srcset(value) if name.endswith("srcset") else (value,):
                yield tag, address, tag in followed_tags, is_fetched


def _is_fetched_link(link: Element) -> bool:
    return not _FETCHING_RELS.isdisjoint(rel_of(link).split())


def _find_in_metas(elements: Elements) -> Iterator[PageAddress]:
    for meta in elements.tagged("meta"):
        if (meta.get("property") or meta.get("name")) in _ADDRESS_METAS:
            yield "meta", meta.get("content"), False, False


def _split_srcset(value: str) -> tuple[str, ...]:
    candidates = _SRCSET_COMMA.split(_SRCSET_COMMA_AFTER_WIDTH.sub(r"\1, ", value))
    return tuple(candidate.split()[0].strip(",") if candidate.strip() else "" for candidate in candidates)
