"""Elements: the tree a browser would build of a page, ready to be asked for tags and attributes.

Part of stage 5, and with spoken_text.py the only module that reads published HTML. Any bytes give
elements, as in a browser. Judges nothing and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.publish.spoken_text import shown_texts, spoken_pieces
from microsite.values import dataclass

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ASKED_TAGS = frozenset(
    {"html", "head", "title", "meta", "link", "base", "script", "style"}
    | {"main", "header", "footer", "nav", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"a", "area", "img", "time", "table", "caption", "th"}
    | {"button", "input", "label", "select", "textarea"}
)
"""What checks ask for by its tag."""

_LOOKS = "class"
"""The attribute no check asks for. Elements that have it or none are half of a page, and left alone."""

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
        # Mostly the words stand right in it, where nothing can hide them.
        first = self.node.first_child
        if first is None:
            return False
        return bool((first.text_content or "").strip()) or any(map(str.strip, spoken_pieces(self.node)))

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
    """The elements of one page that a check may ask for."""

    root: Element
    """The `html` element: there is always one."""

    _by_tag: Mapping[str, Sequence[Element]]
    _by_attribute: Mapping[str, Sequence[Element]]

    @property
    def attribute_names(self) -> Iterable[str]:
        """Every attribute that some element has."""
        return self._by_attribute

    def tagged(self, tag: str) -> Sequence[Element]:
        """Return the elements with a tag, in document order."""
        assert tag in _ASKED_TAGS, f"`{tag}` has to be named in _ASKED_TAGS"
        return self._by_tag.get(tag, ())

    def having(self, name: str) -> Sequence[Element]:
        """Return the elements with an attribute, in document order."""
        assert name != _LOOKS, "elements with nothing but a class are left out"
        return self._by_attribute.get(name, ())

    def shown_texts(self, *marks: str) -> Iterator[str]:
        """Yield what a reader sees piece by piece, code samples left out, if one of the marks is anywhere."""
        return shown_texts(self.root.node, marks=marks)


def read_elements(content: bytes) -> Elements:
    """Return the elements of a page, given as UTF-8."""
    root = LexborHTMLParser(content.removeprefix(_BYTE_ORDER_MARK)).root
    assert root is not None, "the parser adds an html element to whatever it is given"
    by_tag: defaultdict[str, list[Element]] = defaultdict(list)
    by_attribute: defaultdict[str, list[Element]] = defaultdict(list)
    for position, node in enumerate(root.traverse()):
        tag, attributes = node.tag or "", node.attributes
        is_asked = tag in _ASKED_TAGS
        if not is_asked and (not attributes or (len(attributes) == 1 and _LOOKS in attributes)):
            continue
        # Twice as fast as `Element(…)`, and a page has hundreds.
        element = tuple.__new__(Element, (tag, attributes, position, node))
        if is_asked:
            by_tag[tag].append(element)
        for name in attributes:
            by_attribute[name].append(element)
    return Elements(by_tag["html"][0], by_tag, by_attribute)
