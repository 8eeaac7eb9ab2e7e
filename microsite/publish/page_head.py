"""The head of a page: what it tells search engines, other languages and whoever lists it.

Part of stage 5, for the checks. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from microsite.publish.elements import Element, Elements
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head of one page."""

    language: str
    """The one the page says it is in; empty when it says none."""

    title: str
    description: str
    is_noindex: bool
    """Whether the page asks search engines not to list it."""

    canonicals: tuple[str, ...]
    """The addresses the page wants to be known by; there should be one."""

    alternates: tuple[tuple[str, str], ...]
    """The same page in other languages, as the head announces it: language and address."""


def read_head(elements: Elements) -> Head:
    """Return the head of a page."""
    links = [(rels_of(link), link) for link in elements.tagged("link")]
    content_by_name = _read_metas(elements)
    return Head(
        language=elements.root.get("lang"),
        title=_read_title(elements),
        description=content_by_name.get("description", ""),
        is_noindex="noindex" in content_by_name.get("robots", "").lower(),
        canonicals=tuple(link.get("href") for rels, link in links if "canonical" in rels),
        # A feed is an alternate too, but no page.
        alternates=tuple(
            (link.get("hreflang"), link.get("href"))
            for rels, link in links
            if "alternate" in rels and link.get("hreflang") and not link.get("type")
        ),
    )


def rels_of(link: Element) -> Sequence[str]:
    """Return what a link is for."""
    return link.get("rel").lower().split()


def _read_title(elements: Elements) -> str:
    """Return the title in the head; an SVG may hold another element of that name."""
    return next((title.text for title in elements.tagged("title") if title.parent_tag == "head"), "")


def _read_metas(elements: Elements) -> dict[str, str]:
    """Return what each `meta` with a name says; of several with one name, the first."""
    content_by_name: dict[str, str] = {}
    for meta in elements.having("name"):
        if meta.tag == "meta":
            content_by_name.setdefault(meta.get("name").lower(), meta.get("content"))
    return content_by_name
