"""Chapters: the texts of several pages, put into one document.

Stage 3 of 5. Nothing is copied in content/: a page with a block `::: chapters pages="…"` shows what
the named pages say, and changes with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from microsite.model import ContentPage
from microsite.problems import did_you_mean
from microsite.values import dataclass

from .component_refusals import ComponentRefusal
from .views import SourceLine
from .words import Words


@dataclass(frozen=True, slots=True)
class ChapterView:
    """One page as a chapter, complete but for its HTML."""

    anchor: str
    """Of its heading, and before every anchor inside it: ``living-housing``."""
    title: str
    address: str
    """Of the page itself."""
    template: str
    motif: str
    """The drawing of the page; empty when it has none."""
    source_path: str
    sources: tuple[SourceLine, ...]
    """Documents that its text rests on; those of its facts are added when it is rendered."""


def chapters(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    """Return the named pages as chapters, in the order in which they are named."""
    found = []
    for identity in dict.fromkeys(arguments["pages"].split()):
        page = words.model.page(words.locale.code, identity)
        if page is None and words.model.is_broken(f"page:{identity}"):
            continue
        if page is None:
            return _unknown_page(identity, words)
        if any(name == "chapters" for name, _ in words.model.uses_in(page.path).blocks):
            return _nested(identity)
        found.append(_chapter(page, words))
    return {"chapters": tuple(found)}


def _chapter(page: ContentPage, words: Words) -> ChapterView:
    motif = page.matter.motif or ""
    return ChapterView(
        anchor=page.identity.replace("/", "-"),
        title=page.matter.title,
        address=words.link(f"page:{page.identity}", page.matter.title).address,
        template=page.matter.template,
        motif=motif if motif and motif in words.model.motifs else "",
        source_path=page.path,
        sources=tuple(words.source(each.document, each.checked) for each in page.matter.sources),
    )


def _unknown_page(identity: str, words: Words) -> ComponentRefusal:
    return ComponentRefusal(
        "unknown-page",
        f"there is no page `{identity}`",
        label=f"not found in content/{words.locale.code}/",
        hint=did_you_mean(identity, words.model.identities()),
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
