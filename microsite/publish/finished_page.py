"""Finished pages: what the checks need to know of one, read once.

Part of stage 5, and the only module that parses published HTML. `read_page` walks the tree a
browser would build and keeps tags, attributes, parents and the text of the few elements whose text
matters. Judges nothing and changes nothing.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.problems import Location

_TEXT_TAGS = frozenset(
    {
        "a",
        "button",
        "caption",
        "label",
        "script",
        "style",
        "time",
        "title",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    }
)
_UNREAD_TAGS = frozenset({"script", "style", "code", "pre", "kbd", "samp", "textarea"})
_NESTED_NAMES = 8
_DEEPEST = 500
_NOWHERE = sys.maxsize
"""A depth that no element has."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an output file comes from, so that a message can name a file its author knows."""

    path: str
    """The source, such as ``content/en/about.md`` or ``templates/pages/home.html``."""

    text: str = ""
    """What the source says; empty when there is none to search."""


# A named tuple, not a dataclass: a page has hundreds and they are made in a third of the time.
class Element(NamedTuple):
    """One element of a page."""

    tag: str
    attributes: Mapping[str, str | None]
    position: int
    """Its place in `FinishedPage.elements`."""

    parent: int
    """The place of its parent; the root is its own parent."""

    def get(self, name: str) -> str:
        """Return an attribute without space around it; empty when it is absent or empty."""
        return (self.attributes.get(name) or "").strip()


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """One page as a browser would read it."""

    path: str
    """In the published tree: ``en/about/index.html``."""

    address: str
    """From the root of the host, base path included: ``/study/en/about/``."""

    origin: Origin
    elements: tuple[Element, ...]
    """In document order."""

    elements_by_tag: Mapping[str, tuple[Element, ...]]
    elements_by_attribute: Mapping[str, tuple[Element, ...]]
    text_by_position: Mapping[int, str]
    texts: tuple[str, ...]
    """Each piece of text a reader sees, code samples left out."""

    def tagged(self, *tags: str) -> Iterator[Element]:
        """Yield the elements with these tags, tag by tag."""
        for tag in tags:
            yield from self.elements_by_tag.get(tag, ())

    def having(self, *names: str) -> Iterator[Element]:
        """Yield the elements with these attributes, attribute by attribute."""
        for name in names:
            yield from self.elements_by_attribute.get(name, ())

    def text_of(self, element: Element) -> str:
        """Return what a screen reader would say of its content, spaces collapsed.

        Shape: only links, buttons, headings, captions and the like have text here; others give "".
        """
        return " ".join(self.text_by_position.get(element.position, "").split())

    def content_of(self, element: Element) -> str:
        """Return the text of a script or style as it stands."""
        return self.text_by_position.get(element.position, "")

    def ancestors(self, element: Element) -> Iterator[Element]:
        """Yield the parent, its parent, up to the root, or as far as pages written by people nest."""
        for _ in range(_DEEPEST):
            parent = self.elements[element.parent]
            if parent is element:
                return
            yield parent
            element = parent

    def place(self, *needles: str) -> Location:
        """Return where the first needle that occurs stands in the source."""
        return locate(self.origin, *needles)


def locate(origin: Origin, *needles: str) -> Location:
    """Return the place of the first needle that occurs in the source, else the file as a whole."""
    for needle in needles:
        start = origin.text.find(needle) if needle else -1
        if start >= 0:
            return _location_at(origin, start, len(needle))
    return Location(origin.path)


def locate_address(origin: Origin, address: str) -> Location:
    """Return the place of an address, which a source may write as ``../visa.md`` or ``page:visa``."""
    path, _, anchor = address.partition("#")
    last_step = path.rstrip("/").rpartition("/")[2]
    # Only where an address can stand: the bare words may well occur in the prose.
    for words, pattern in (
        (address, rf"(?<=[(\"'=\s<]){re.escape(address)}(?=[)\"'\s>]|$)"),
        (f"#{anchor}" if anchor else "", rf"#{re.escape(anchor)}(?![\w-])"),
        (last_step, rf"(?<=[/:(\"'=]){re.escape(last_step)}(?![\w-])"),
    ):
        # Plain search first: it is a hundred times faster, and mostly there is nothing to find.
        if words and words in origin.text and (match := re.search(pattern, origin.text)):
            return _location_at(origin, match.start(), len(words))
    return Location(origin.path)


def _location_at(origin: Origin, start: int, length: int) -> Location:
    line = origin.text.count("\n", 0, start) + 1
    column = start - origin.text.rfind("\n", 0, start)
    line_end = origin.text.find("\n", start)
    if line_end >= 0:
        length = min(length, line_end - start)
    return Location(origin.path, line, column, max(length, 1))


def read_page(path: str, content: bytes, *, address: str, origin: Origin) -> FinishedPage:
    """Return the page in `content`. Any bytes give a page, as in a browser."""
    text = content.decode("utf-8-sig", errors="replace")
    walk = _Walk()
    root = LexborHTMLParser(text).root
    if root is not None:
        for depth, node in _nodes(root):
            walk.enter(depth, node)
    return FinishedPage(
        path=path,
        address=address,
        origin=origin,
        elements=tuple(walk.elements),
        elements_by_tag={tag: tuple(found) for tag, found in walk.elements_by_tag.items()},
        elements_by_attribute={name: tuple(found) for name, found in walk.elements_by_attribute.items()},
        text_by_position={index: "".join(pieces) for index, pieces in walk.pieces.items()},
        texts=tuple(walk.texts),
    )


def _nodes(root: LexborNode) -> Iterator[tuple[int, LexborNode]]:
    """Yield every node with its depth, in document order. No recursion: pages may nest deeply."""
    node, depth = root, 0
    while True:
        yield depth, node
        following = node.first_child
        if following is not None:
            depth += 1
        while following is None:
            if depth == 0:
                return
            following = node.next
            if following is None:
                parent = node.parent
                assert parent is not None
                node, depth = parent, depth - 1
        node = following


class _Walk:
    """The state of one walk: which elements are open, and which of those collect text."""

    __slots__ = (
        "_collecting",
        "_hidden_from",
        "_open",
        "_unread_from",
        "elements",
        "elements_by_attribute",
        "elements_by_tag",
        "pieces",
        "texts",
    )

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.elements_by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
        self.elements_by_tag: defaultdict[str, list[Element]] = defaultdict(list)
        self.pieces: dict[int, list[str]] = {}
        self.texts: list[str] = []
        self._open: list[int] = []
        self._collecting: list[tuple[int, list[str]]] = []
        self._hidden_from = self._unread_from = _NOWHERE

    def enter(self, depth: int, node: LexborNode) -> None:
        """Take the next node; those as deep as it, or deeper, are closed by that."""
        del self._open[depth:]
        if depth <= self._hidden_from:
            self._hidden_from = _NOWHERE
        if depth <= self._unread_from:
            self._unread_from = _NOWHERE
        while self._collecting and self._collecting[-1][0] >= depth:
            self._collecting.pop()
        tag = node.tag or "-"
        if tag == "-text":
            self._take_text(node.text_content or "")
        elif not tag.startswith("-"):
            self._take_element(depth, tag, node.attributes)

    def _take_element(self, depth: int, tag: str, attributes: Mapping[str, str | None]) -> None:
        index = len(self.elements)
        element = Element(tag, attributes, index, self._open[-1] if self._open else 0)
        self.elements.append(element)
        self.elements_by_tag[tag].append(element)
        self._open.append(index)
        if attributes:
            if attributes.get("aria-hidden") == "true" or "hidden" in attributes:
                self._hidden_from = min(self._hidden_from, depth)
            for name in attributes:
                self.elements_by_attribute[name].append(element)
            if self._collecting and ("alt" in attributes or "aria-label" in attributes):
                self._collect(attributes.get("alt") or attributes.get("aria-label") or "")
        if tag in _UNREAD_TAGS:
            self._unread_from = min(self._unread_from, depth)
        if tag in _TEXT_TAGS:
            self.pieces[index] = []
            self._collecting.append((depth, self.pieces[index]))

    def _take_text(self, text: str) -> None:
        if self._unread_from == _NOWHERE and not text.isspace():
            self.texts.append(text)
        if self._collecting:
            self._collect(text)

    def _collect(self, text: str) -> None:
        """Give text to the open elements that collect it, unless it is hidden inside them."""
        # Elements that take part in names nest a few levels; a page made to nest thousands must not hang us.
        for depth, pieces in self._collecting[-_NESTED_NAMES:]:
            if self._hidden_from == _NOWHERE or self._hidden_from <= depth:
                pieces.append(text)
