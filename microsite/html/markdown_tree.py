"""Make the tree of a text's blocks, and write a tree as HTML: Python-Markdown's way, with less work.

The library asks sixteen processors about every block of a page. Here a processor is asked only about
blocks that hold what it looks for. Laying out and writing the finished tree are done again, for the
few kinds of elements there are. All of it gives what the library gives, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor
from markdown.serializers import RE_AMP
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .markdown_plain import PlainHtml

_MARKS_BY_PROCESSOR: Mapping[str, tuple[str, ...]] = {
    "hashheader": ("#",),
    "table": ("|",),
    "setextheader": ("\n=", "\n-"),
    "deflist": (": ",),
    "quote": (">",),
    "footnote": ("]:",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
"""What a block must hold, one of these, for a processor to take it. The others look at its first letters."""

_EMPTY = frozenset({"br", "hr", "img"})
"""Elements that Markdown makes and that never have an end tag."""

_BLANK_LINES = re.compile(r"\n +(?=\n)")


class _Rule(NamedTuple):
    """A processor, and two marks of which a block must hold one."""

    processor: BlockProcessor
    mark: str
    other_mark: str


class QuickBlockParser(BlockParser):
    """The library's block parser, which asks only the processors that may want a block."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._rules: tuple[_Rule, ...] = ()

    def settle(self) -> None:
        """Read the processors, once all are registered."""
        named = self.blockprocessors
        known = {named[name]: marks for name, marks in _MARKS_BY_PROCESSOR.items() if name in named}
        marked = [(processor, known.get(processor, ("",))) for processor in named]
        self._rules = tuple(_Rule(processor, marks[0], marks[-1]) for processor, marks in marked)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        """Turn blocks into elements under `parent`, and take them from the list."""
        while blocks:
            block = blocks[0]
            for processor, mark, other_mark in self._rules:
                if not (mark in block or other_mark in block):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break


class QuickMarkdown(Markdown):
    """Python-Markdown with the block parser of this module."""

    parser: QuickBlockParser

    def build_parser(self) -> QuickMarkdown:
        """Set up the library's processors."""
        super().build_parser()
        parser = QuickBlockParser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self


class PlainLines(Preprocessor):
    """Empties lines of spaces and adds two at the end; the text has no other kind of blank by now."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines Markdown reads."""
        return _BLANK_LINES.sub("\n", "\n".join(lines) + "\n\n").split("\n")


class Layout(Treeprocessor):
    """Puts each block element on a line of its own."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._blocks = frozenset(md.block_level_elements)

    def run(self, root: Element) -> None:
        """Add line ends to the texts of a tree."""
        self._lay_out(root)
        for line_break in root.iter("br"):
            tail = line_break.tail
            line_break.tail = f"\n{tail}" if tail and tail.strip() else "\n"
        for block in root.iter("pre"):
            if len(block) and block[0].tag == "code" and not len(block[0]) and block[0].text is not None:
                block[0].text = AtomicString(block[0].text.rstrip() + "\n")

    def _lay_out(self, element: Element) -> None:
        blocks = self._blocks
        if element.tag in blocks:
            if len(element) and element[0].tag in blocks and not (element.text and element.text.strip()):
                element.text = "\n"
            for child in element:
                if child.tag in blocks:
                    self._lay_out(child)
        if not element.tail or not element.tail.strip():
            element.tail = "\n"


def write_html(root: Element) -> str:
    """Return a tree as HTML. Goes down step by step: emphasis may be nested thousands deep."""
    written: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            written.append(element)
            continue
        tag = element.tag
        text = _escape(element.text) if element.text else ""
        tail = _escape(element.tail) if element.tail else ""
        attributes = ""
        if element.attrib:
            attributes = "".join(
                [f' {name}="{_escape_value(value)}"' for name, value in sorted(element.items())]
            )
        if tag in _EMPTY:
            written.append(f"<{tag}{attributes} />{tail}")
        elif len(element):
            written.append(f"<{tag}{attributes}>{text}")
            waiting.append(f"</{tag}>{tail}")
            waiting.extend(reversed(element))
        else:
            written.append(f"<{tag}{attributes}>{text}</{tag}>{tail}")
    return "".join(written)


def _escape(text: str) -> str:
    if type(text) is PlainHtml:
        return text
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _escape_value(value: str) -> str:
    return _escape(value).replace('"', "&quot;")
