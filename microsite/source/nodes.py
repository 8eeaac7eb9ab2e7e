"""Nodes: what a YAML text says, with the line and column of each part.

Stage 1 of 5. Three kinds: a text, a list, a mapping. There are no numbers, dates or booleans here:
what a text means is decided by the field of the record it stands in.
"""

from __future__ import annotations

from typing import TypeAlias

from microsite.problems import Location
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line. Lines and columns count from 1, columns and length in characters."""

    line: int
    column: int
    length: int = 1
    """Never past the end of the line; a value of several lines is underlined on its first."""

    def location(self, path: str) -> Location:
        """Return the same stretch as a place in a file."""
        return Location(path, self.line, self.column, self.length)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. A key with nothing after it has the text "", unquoted, and the span of the key."""

    text: str
    span: Span
    is_quoted: bool
    """Whether it stood in quotes or in a block (`|`, `>`), and so was surely meant as text."""


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list; its span is the first dash, or the text in brackets."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A key of a mapping with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping in the order it was written; its span is the first key, or the text in braces."""

    entries: tuple[MapEntry, ...]
    span: Span

    def get(self, key: str) -> MapEntry | None:
        """Return the entry of this key, if it was written."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None


Node: TypeAlias = Scalar | ListNode | MapNode
