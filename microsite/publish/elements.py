"""Elements: the tree a browser would build of a page, ready to be asked for tags and attributes.

Part of stage 5, and with spoken_text.py the only module that reads published HTML. Any bytes give
elements, as in a browser. Judges nothing and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.publish.spoken_text import has_spoken_text, shown_texts, spoken_pieces

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DEEPEST = 500
"""As far up as anything is looked for: pages written by people do not nest deeper."""


class Element(NamedTuple):
    """One element of a page."""

    tag: str
    attributes: Mapping[str, str | None]
    position: int
    """Its place in document order."""

    node: LexborNode

    def get(self, name: str) -> str:
        """Return an attribute without space around it; empty when it is absent or empty."""
        return (self.attributes.get(name) or "").strip()

    @property
    def text(self) -> str:
        """What a screen reader would say of its content, spaces collapsed."""
        return " ".join(self.content.split())

    @property
    def has_text(self) -> bool:
        """Whether a screen reader would say anything of its content."""
        return has_spoken_text(self.node)

    @property
    def content(self) -> str:
        """The text of a script or style as it stands."""
        return "".join(spoken_pieces(self.node))

    @property
    def parent_tag(self) -> str:
        """The tag of the element it stands in."""
        parent = self.node.parent
        return parent.tag or "" if parent is not None else ""

    @property
    def parent_id(self) -> int:
        """The `node_id` of the element it stands in."""
        parent = self.node.parent
        return parent.mem_id if parent is not None else 0

    @property
    def node_id(self) -> int:
        """A number that no other element of the page has."""
        return self.node.mem_id

    def ancestor_tags(self) -> Iterator[str]:
        """Yield the tags of the elements it stands in, the nearest first."""
        node = self.node.parent
        for _ in range(_DEEPEST):
            if node is None:
                return
            yield node.tag or ""
            node = node.parent


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of one page."""

    attribute_names: Iterable[str]
    """Every attribute that some element has."""

    _root: LexborNode
    _nodes: list[LexborNode]
    _tags: list[str | None]
    _attributes: list[dict[str, str | None]]
    _positions_by_tag: Mapping[str | None, list[int]]
    _positions_by_attribute: Mapping[str, list[int]]
    _known: dict[int, Element]
    """Elements somebody asked for: most are asked for by nobody, and some by several."""

    @property
    def root(self) -> Element:
        """The `html` element: there is always one."""
        return self._element(0)

    def tagged(self, *tags: str) -> Iterator[Element]:
        """Yield the elements with these tags, tag by tag."""
        for tag in tags:
            for position in self._positions_by_tag.get(tag, ()):
                yield self._element(position)

    def having(self, *names: str) -> Iterator[Element]:
        """Yield the elements with these attributes, attribute by attribute."""
        for name in names:
            for position in self._positions_by_attribute.get(name, ()):
                yield self._element(position)

    def shown_texts(self, *marks: str) -> Iterator[str]:
        """Yield what a reader sees piece by piece, code samples left out, if one of the marks is anywhere."""
        yield from shown_texts(self._root, marks=marks)

    def _element(self, position: int) -> Element:
        element = self._known.get(position)
        if element is None:
            tag, attributes = self._tags[position] or "", self._attributes[position]
            element = self._known[position] = Element(tag, attributes, position, self._nodes[position])
        return element


def read_elements(content: bytes) -> Elements:
    """Return the elements of a page."""
    root = _parse(content)
    nodes = list(root.traverse())
    tags = [node.tag for node in nodes]
    attributes = [node.attributes for node in nodes]
    positions_by_tag: defaultdict[str | None, list[int]] = defaultdict(list)
    for position, tag in enumerate(tags):
        positions_by_tag[tag].append(position)
    positions_by_attribute: defaultdict[str, list[int]] = defaultdict(list)
    for position, names in enumerate(attributes):
        for name in names:
            positions_by_attribute[name].append(position)
    return Elements(
        attribute_names=positions_by_attribute.keys(),
        _root=root,
        _nodes=nodes,
        _tags=tags,
        _attributes=attributes,
        _positions_by_tag=positions_by_tag,
        _positions_by_attribute=positions_by_attribute,
        _known={},
    )


def _parse(content: bytes) -> LexborNode:
    try:
        content.decode()
    except UnicodeDecodeError:
        content = content.decode(errors="replace").encode()
    root = LexborHTMLParser(content.removeprefix(_BYTE_ORDER_MARK)).root
    assert root is not None, "the parser adds an html element to whatever it is given"
    return root
