"""Make the tree of a text's blocks, and write a tree as HTML: Python-Markdown's way, with less work.

The library asks sixteen processors about every block of a page. Here a processor is asked only about
blocks that hold what it looks for, and none about blocks that can be one thing only: a paragraph, a
heading, a list of lines. Laying out and writing the finished tree are done again, for the few kinds of
elements there are. All of it gives what the library gives, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, cast
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
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

# How a line begins that is words and nothing else. Of `*` and `_` one or two, with words right behind them,
# are emphasis; with a space, or more of them, they may be a list or a rule.
_EMPHASIS = r"[*_]{1,2}+[^\s*_\[|]"
_FIRST_LINE = rf"(?:[^\s#=\-_*>:+|\d]|{_EMPHASIS}|\d++(?![.|]))[^|\n]*+"
_LATER_LINE = rf"(?:[^\s#=\-_*>:|]|{_EMPHASIS})[^|\n]*+"
_PLAIN_BLOCK = re.compile(
    rf"""(?:(?P<paragraph>{_FIRST_LINE}(?:\n{_LATER_LINE})*+)
    |(?P<marks>\#{{1,6}})(?P<heading>[^#\\\n]*+)
    |(?P<ul>[-*+][ ]++{_FIRST_LINE}(?:\n[-*+][ ]++{_FIRST_LINE})*+)
    |(?P<ol>1\.[ ]++{_FIRST_LINE}(?:\n\d++\.[ ]++{_FIRST_LINE})*+))\Z""",
    re.VERBOSE,
)
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
            if (plain := _PLAIN_BLOCK.match(block)) and self._add_plain(parent, plain):
                del blocks[0]
                continue
            for processor, mark, other_mark in self._rules:
                if not (mark in block or other_mark in block):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    def _add_plain(self, parent: Element, plain: re.Match[str]) -> bool:
        """Add a block that can be one thing only, and say whether that was so here."""
        kind = plain.lastgroup
        if kind == "heading":
            SubElement(parent, f"h{len(plain['marks'])}").text = plain["heading"].strip()
            return True
        if "]:" in plain[0]:
            return False  # a footnote, an address or an abbreviation may be given here
        if kind == "paragraph":
            if self.state.isstate("list"):
                if parent.text or len(parent):
                    return False
                parent.text = plain[0]
            else:
                SubElement(parent, "p").text = plain[0]
            return True
        if parent.tag in ("ul", "ol") or (len(parent) and parent[-1].tag == kind):
            return False  # it goes on with a list above it
        items = SubElement(parent, cast(str, kind))
        for line in plain[0].split("\n"):
            SubElement(items, "li").text = line.partition(" ")[2].lstrip(" ")
        return True


class QuickTable(TableProcessor):
    """Takes the ordinary row apart without looking for code and backslashes in it."""

    def _split_row(self, row: str) -> list[str]:
        """Return the cells of a row."""
        if "\\" in row or "`" in row:
            return cast(list[str], super()._split_row(row))  # type: ignore[misc]  # the stubs leave it out
        if self.border:
            row = row.removeprefix("|").removesuffix("|")
        return row.split("|")


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
