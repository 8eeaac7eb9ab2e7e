"""Chapters: the texts of several pages, put into one document.

Stage 3 of 5. Nothing is copied in content/: a page with a block `::: chapters pages="…"` shows what
the named pages say, and changes with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from microsite.model import ContentPage
from microsite.problems import did_you_mean

from .component_refusals import ComponentRefusal
from .views import SourceLine
from .words import Words

_HAS_CHAPTERS = re.compile(r"^:::[ \t]*chapters\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ChapterView:
    """One page as a chapter, complete but for its HTML."""

    anchor: str
    """Of its heading, and before every anchor inside it: ``living-housing``."""
    title: str
    address: str
    """Of the page itself."""
    template: str
    source_path: str
    body: str
    """Markdown."""
    body_line: int
    sources: tuple[SourceLine, ...]
    """Documents that its text rests on; those of its facts are added when it is rendered."""


def chapters(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    """Return the named pages as chapters, in the order in which they are named."""
    found = []
    for identity in dict.fromkeys(arguments["pages"].split()):
        page = _find_page(identity, words)
        if page is None and f"page:{identity}" in words.model.broken:
            continue
        if page is None:
            return _unknown_page(identity, words)
        if _HAS_CHAPTERS.search(page.body):
            return _nested(identity)
        found.append(_chapter(page, words))
    return {"chapters": tuple(found)}


def _find_page(identity: str, words: Words) -> ContentPage | None:
    mine = (page for page in words.model.pages if page.locale == words.locale.code)
    return next((page for page in mine if page.identity == identity), None)


def _chapter(page: ContentPage, words: Words) -> ChapterView:
    return ChapterView(
        anchor=page.identity.replace("/", "-"),
        title=page.matter.title,
        address=words.link(f"page:{page.identity}", page.matter.title).address,
        template=page.matter.template,
        source_path=page.path,
        body=page.body,
        body_line=page.body_line,
        sources=tuple(words.source(each.document, each.checked) for each in page.matter.sources),
    )


def _unknown_page(identity: str, words: Words) -> ComponentRefusal:
    return ComponentRefusal(
        "unknown-page",
        f"there is no page `{identity}`",
        label=f"not found in content/{words.locale.code}/",
        hint=did_you_mean(identity, {page.identity for page in words.model.pages}),
        argument="pages",
    )


def _nested(identity: str) -> ComponentRefusal:
    return ComponentRefusal(
        "nested-chapters",
        f"the page `{identity}` is made of chapters itself",
        label="a chapter cannot have chapters",
        hint="name its pages in its place",
        argument="pages",
    )
