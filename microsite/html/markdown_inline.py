"""Apply Markdown's inline patterns: links, code, emphasis. Each only where its mark is written.

Python-Markdown tries all fifteen patterns on every text of a page. This takes the place of its inline
processor. Most texts hold no mark at all, and most others are read by markdown_plain.py. For the rest
the patterns are the library's own, in its order, and what comes out is the same to the byte: a pattern
is left out only where what it begins with does not occur, and an unknown one is always tried.

How it goes, as in the library: what a pattern finds becomes an element in a stash, with a placeholder
in the text, so that later patterns see neither; afterwards the placeholders become the elements.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import NamedTuple, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import ImageInlineProcessor, InlineProcessor, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString

from .markdown_plain import PlainWriter, may_hold_marks

_MARKS_BY_PATTERN: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""What a text must hold, one of these, for a pattern to find anything in it."""

_REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that find only what has an address given in a line of its own."""

_PLAIN_ADDRESS = re.compile(r"""\(([^()<>"'\s]*)\)""")


class _Rule(NamedTuple):
    """A pattern, and two marks of which a text must hold one."""

    pattern: InlineProcessor
    mark: str
    other_mark: str


class InlinePatterns(Treeprocessor):
    """Finds inline Markdown in the texts of a tree, and puts elements there."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.stashed_nodes: dict[str, Element | str] = {}
        """What the placeholders stand for, by number: the library's patterns read it under this name."""
        self._plain: PlainWriter | None = None
        self._rules: tuple[_Rule, ...] = ()
        self._all_rules, self._rules_without_references = _read_rules(md)

    def start(self, plain: PlainWriter | None) -> None:
        """Begin a page; `plain` is asked first about each text, if there is one."""
        self._plain = plain

    def run(self, root: Element) -> None:
        """Go through the tree, from the outside in."""
        self.stashed_nodes = {}
        self._rules = self._all_rules if self.md.references else self._rules_without_references
        waiting = deque([root])
        while waiting:
            element = waiting.popleft()
            found: list[tuple[Element, list[Element]]] = []
            # What is put behind a child on the way comes next in this loop.
            for position, child in enumerate(element):
                if child.text and (nodes := self._run_text(child)):
                    waiting.extend(node for node in nodes if len(node))
                    found.append((child, nodes))
                if child.tail:
                    _insert(element, position + 1, self._run_tail(child))
                if len(child):
                    waiting.append(child)
            for child, nodes in found:
                _insert(child, 0, nodes)

    def _run_text(self, element: Element) -> list[Element]:
        """Read the text before the first child; return what belongs behind it."""
        text = cast(str, element.text)
        if isinstance(text, AtomicString) or not may_hold_marks(text):
            return []
        if self._plain and (html := self._plain.write(text)) is not None:
            element.text = html
            return []
        stashed = self._stash(text)
        if INLINE_PLACEHOLDER_PREFIX not in stashed:
            return []
        words, nodes = self._unstash(stashed)
        element.text = words or None
        return nodes

    def _run_tail(self, element: Element) -> list[Element]:
        """Read the text behind an element; return what belongs behind it."""
        text = cast(str, element.tail)
        if not may_hold_marks(text):
            return []
        stashed = self._stash(text)
        if INLINE_PLACEHOLDER_PREFIX not in stashed:
            return []
        words, nodes = self._unstash(stashed)
        element.tail = words or None
        return nodes

    # From the text to the stash

    def _stash(self, text: str, first: int = 0) -> str:
        """Return the text with a placeholder for each thing that the rules from the `first` on find."""
        if isinstance(text, AtomicString):
            return text
        for index in range(first, len(self._rules)):
            _, mark, other_mark = self._rules[index]
            if mark in text or other_mark in text:
                text = self._stash_matches(text, index)
        return text

    def _stash_matches(self, text: str, index: int) -> str:
        pattern = self._rules[index].pattern
        position = 0
        while found := _find(pattern, text, position):
            node, start, position = found
            if node is None:
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                self._stash_within(node, index)
            number = f"{len(self.stashed_nodes):04d}"
            placeholder = INLINE_PLACEHOLDER % number
            self.stashed_nodes[number] = node
            text = f"{text[:start]}{placeholder}{text[position:]}"
            position = start + len(placeholder)
        return text

    def _stash_within(self, node: Element, index: int) -> None:
        """Look further inside what was found: a link may hold emphasis, but no link."""
        for child in (node, *node):
            if child.text:
                child.text = self._stash(child.text, index + 1)
            if child.tail:
                child.tail = self._stash(child.tail, index)

    # From the stash to the tree

    def _unstash(self, text: str) -> tuple[str, list[Element]]:
        """Return the words before the first element, and the elements with the words behind each."""
        before = ""
        nodes: list[Element] = []
        position = 0
        while (start := text.find(INLINE_PLACEHOLDER_PREFIX, position)) >= 0:
            before = _add_words(text[position:start], before, nodes)
            found = INLINE_PLACEHOLDER_RE.search(text, start)
            node = self.stashed_nodes.get(found[1]) if found else None
            if found is None or node is None:
                position = start + len(INLINE_PLACEHOLDER_PREFIX)
                before = _add_words(text[start:position], before, nodes)
                continue
            position = found.end()
            if isinstance(node, str):
                before = _add_words(node, before, nodes)
            else:
                self._unstash_within(node)
                nodes.append(node)
        rest = AtomicString(text[position:]) if isinstance(text, AtomicString) else text[position:]
        return _add_words(rest, before, nodes), nodes

    def _unstash_within(self, node: Element) -> None:
        for child in (node, *node):
            if child.tail and child.tail.strip():
                words, nodes = self._unstash(child.tail)
                child.tail = words or None
                _insert(node, 0 if child is node else list(node).index(child) + 1, nodes)
            if child.text and child.text.strip():
                words, nodes = self._unstash(child.text)
                child.text = words or None
                _insert(child, 0, nodes)


class QuickLink(LinkInlineProcessor):
    """Reads the ordinary form of a link without going through it letter by letter."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        """Return the words between the brackets, and where they end."""
        end = data.find("]", index)
        if end < 0 or data.find("[", index, end) >= 0:
            return super().getText(data, index)
        return data[index:end], end + 1, True

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        """Return the address between the parentheses, its title, and where they end."""
        plain = _PLAIN_ADDRESS.match(data, index)
        if not plain:
            return super().getLink(data, index)
        return self.unescape(plain[1]).strip(), None, plain.end(), True


class QuickImage(QuickLink, ImageInlineProcessor):
    """Reads the ordinary form of a picture the same way."""


def _read_rules(md: Markdown) -> tuple[tuple[_Rule, ...], tuple[_Rule, ...]]:
    """Return the rules of all patterns, and of those that a page without reference lines needs."""
    known = {md.inlinePatterns[name]: name for name in _MARKS_BY_PATTERN if name in md.inlinePatterns}
    every: list[_Rule] = []
    without_references: list[_Rule] = []
    for pattern in md.inlinePatterns:
        name = known.get(pattern, "")
        marks = _MARKS_BY_PATTERN.get(name, ("",))
        rule = _Rule(cast(InlineProcessor, pattern), marks[0], marks[-1])
        every.append(rule)
        if name not in _REFERENCES:
            without_references.append(rule)
    return tuple(every), tuple(without_references)


def _find(pattern: InlineProcessor, text: str, position: int) -> tuple[Element | str | None, int, int] | None:
    """Return the next thing a pattern finds, and where; None in its place when there is nothing to put."""
    for match in pattern.getCompiledRegExp().finditer(text, position):
        node, start, end = pattern.handleMatch(match, text)
        if start is not None and end is not None:
            return node, start, end
    return None


def _add_words(words: str, before: str, nodes: list[Element]) -> str:
    """Put words behind the last of the nodes; return the words that stand before the first."""
    if not words:
        return before
    if not nodes:
        return before + words if before else words
    tail = nodes[-1].tail
    nodes[-1].tail = tail + words if tail else words
    return before


def _insert(parent: Element, position: int, children: list[Element]) -> None:
    for offset, child in enumerate(children):
        parent.insert(position + offset, child)
