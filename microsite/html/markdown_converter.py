"""Python-Markdown with what this site uses, and without the work that a text does not need."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import get_ident
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import IMAGE_LINK_RE, LINK_RE
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX

from .markdown_inline import InlinePatterns, QuickImage, QuickLink
from .markdown_plain import PlainHtml, PlainWriter
from .markdown_tree import Layout, PlainLines, QuickMarkdown, QuickTable, write_html

__all__ = ["ETX", "STX", "Targets", "convert"]

Targets = Sequence[str]
"""The addresses of Markdown links and pictures as written, by the number in their token."""


def convert(text: str, *, token: str) -> tuple[str, Targets]:
    """Return unsafe HTML, and the addresses that its tokens stand for.

    Errors: RecursionError for a text nested too deep; the next text is none the worse for it.
    """
    try:
        return _converter(get_ident()).convert(text, token=token)
    except RecursionError:
        # What broke off half-way may have left its state behind: the next page gets a new one.
        _converter.cache_clear()
        raise


@lru_cache(maxsize=64)
def _converter(_thread: int) -> _Converter:
    """Return the converter of a thread; one never serves two at once."""
    return _Converter()


class _Converter:
    """Made once: starting the library costs more than a page."""

    def __init__(self) -> None:
        # Objects, not names: looking extensions up by name costs 32 ms.
        md = QuickMarkdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                FootnoteExtension(BACKLINK_TITLE=""),
                DefListExtension(),
                AbbrExtension(),
                SaneListExtension(),
            ]
        )
        self._html_blocks = _HtmlBlocks(md)
        self._escapes = _Escapes(md)
        self._addresses = _AddressTokens(md)
        self._inline = InlinePatterns(md)
        md.preprocessors.register(PlainLines(md), "normalize_whitespace", 30)
        md.preprocessors.register(self._html_blocks, "html_block", 20)
        md.parser.blockprocessors.register(QuickTable(md.parser, {"use_align_attribute": True}), "table", 75)
        md.inlinePatterns.register(QuickLink(LINK_RE, md), "link", 160)
        md.inlinePatterns.register(QuickImage(IMAGE_LINK_RE, md), "image_link", 150)
        md.treeprocessors.register(self._inline, "inline", 20)
        md.treeprocessors.register(Layout(md), "prettify", 10)
        md.treeprocessors.register(self._escapes, "unescape", 0)
        md.treeprocessors.register(self._addresses, "address-tokens", -10)
        md.serializer = write_html
        md.parser.settle()
        self._markdown = md

    def convert(self, text: str, *, token: str) -> tuple[str, Targets]:
        """Return unsafe HTML, and the addresses that its tokens stand for."""
        self._markdown.reset()  # else footnotes leak into the next page
        self._html_blocks.is_needed = "<" in text or "&" in text
        self._escapes.is_needed = "\\" in text
        self._addresses.start(token)
        # An abbreviation is looked for in the tree, once all its inline Markdown is there.
        self._inline.start(None if "*[" in text else PlainWriter(token, self._addresses.targets))
        return self._markdown.convert(text), tuple(self._addresses.targets)


class _HtmlBlocks(HtmlBlockPreprocessor):
    """Takes HTML out of a text that has any."""

    is_needed = True

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines without HTML."""
        return super().run(lines) if self.is_needed else lines


class _Escapes(UnescapeTreeprocessor):
    """Puts characters written behind a backslash back into a text that has any."""

    is_needed = True

    def unescape(self, text: str) -> str:
        """Return a text with the characters in it; what is HTML already never had any behind a backslash."""
        return text if type(text) is PlainHtml else super().unescape(text)

    def run(self, root: Element) -> None:
        """Go through all texts of the tree."""
        if self.is_needed:
            super().run(root)


class _AddressTokens(Treeprocessor):
    """Puts a token in the place of each address, so that the allow list need not know our own kinds."""

    def start(self, token: str) -> None:
        """Begin a page."""
        self._token = token
        self.targets: list[str] = []

    def run(self, root: Element) -> None:
        """Take the addresses out of the tree."""
        for element, name in (*_each(root, "a", "href"), *_each(root, "img", "src")):
            if "footnote" not in element.get("class", ""):
                written = (element.get(name) or "").replace(AMP_SUBSTITUTE, "&")
                element.set(name, f"#{self._token}t{len(self.targets)}")
                self.targets.append(html.unescape(written))


def _each(root: Element, tag: str, attribute: str) -> Iterator[tuple[Element, str]]:
    return ((element, attribute) for element in root.iter(tag))
