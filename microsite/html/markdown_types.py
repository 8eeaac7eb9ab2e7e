"""What a Markdown body becomes, and what whoever renders it must be able to answer.

The values that markdown.py takes and gives. `Resolver` is the only way out of a body: every
address, picture, fact and component goes through it, so what a page read is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from microsite.values import dataclass

from .markdown_words import plain_words


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a body, for a table of contents."""

    level: int
    """2 to 6: the title of the page is its only heading of level 1."""

    id: str
    """The anchor: unique within the page, the same on every build."""

    text: str


@dataclass(frozen=True, slots=True)
class RenderedMarkdown:
    """A body as HTML that is safe to publish."""

    html: str
    headings: tuple[Heading, ...]

    @property
    def text(self) -> str:
        """The words alone, one space between them: for search and descriptions."""
        return plain_words(self.html)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A resolver's "no", in words for an author; the place is added here."""

    code: str
    message: str
    label: str = ""
    hint: str = ""
    argument: str = ""
    """For a component: the argument at fault, so that it is the one underlined."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads once it is resolved."""

    address: str
    is_external: bool = False
    lang: str = ""
    """The language of what it leads to, when that is not the page's own."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture is published, and its size in CSS pixels when it is known."""

    address: str
    width: int | None = None
    height: int | None = None


class Resolver(Protocol):
    """Answers what a body asks for. Targets and ids come exactly as the author wrote them."""

    def link(self, target: str) -> Link | Refusal:
        """Resolve a link: ``partner:burgos``, ``visa.md#fees``, ``#local``, ``https://…``."""
        ...

    def picture(self, target: str) -> Picture | Refusal:
        """Resolve the address of a picture, relative to the page."""
        ...

    def fact(self, fact_id: str) -> str | Refusal:
        """Return the HTML of a fact. It is trusted and published as it is."""
        ...

    def component(self, name: str, arguments: Mapping[str, str], inner_html: str) -> str | Refusal:
        """Return the HTML of a block component. It is trusted and published as it is."""
        ...
