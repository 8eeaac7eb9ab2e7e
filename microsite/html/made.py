"""What is made, and from what: files, with the reads and the problems of the piece that made them.

A piece is made of all that it read and of nothing else, so while its cells keep their values, it need
not be made again. Its files are let go once they are written; the rest is kept from build to build.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Generic, TypeVar

from microsite.pages import list_page
from microsite.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.pages import Listing, Page, SourceLine
    from microsite.problems import Problems

    from .markdown_types import Heading, RenderedMarkdown


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file as it will be published."""

    path: str
    """Below site/: ``en/index.html``."""
    content: bytes
    origin: str
    """The source file an author edits to change it; empty when the generator makes it."""


Files = tuple[OutputFile, ...]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Icons:
    """What the head of a page links to, with the base path, and the files behind it."""

    ico: str
    svg: str
    touch: str
    """The icon of Apple's home screens."""
    manifest: str
    files: tuple[tuple[str, bytes], ...]
    """Path below site/ and content."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What stays of a file once it is written."""

    path: str
    digest: bytes
    origin: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What is kept of any piece."""

    problems: Problems
    reads: frozenset[str]
    """The names of the cells that it read (model/watched.py)."""
    traces: tuple[Trace, ...]
    """The files that it made."""


@dataclass(frozen=True, slots=True)
class PlanPiece(Piece):
    """A page that is planned, with its share card drawn."""

    page: Page
    card: str
    """The path of the share card below site/; empty when it has none."""


@dataclass(frozen=True, slots=True)
class BodyPiece(Piece):
    """The Markdown of a page as HTML."""

    of: tuple[str, str]
    """The address of its page and the file of its text: what decides how its words are read."""
    rendered: RenderedMarkdown
    sources: tuple[SourceLine, ...]
    """The documents behind the facts that it puts in."""


@dataclass(frozen=True, slots=True)
class MadePage:
    """One page in its three pieces."""

    plan: PlanPiece
    body: BodyPiece
    frame: Piece
    """Its template, laid around the two."""
    is_whole: bool
    """Whether it could be rendered to its end."""

    @property
    def problems(self) -> Problems:
        """What is wrong with it."""
        return (*self.plan.problems, *self.body.problems, *self.frame.problems)

    @property
    def traces(self) -> tuple[Trace, ...]:
        """All its files."""
        return (*self.plan.traces, *self.body.traces, *self.frame.traces)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All three."""
        return self.plan, self.body, self.frame

    @property
    def listing(self) -> Listing:
        """What lists of pages say of it."""
        return list_page(self.plan.page)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Those of its text, for the search."""
        return self.body.rendered.headings


@dataclass(frozen=True, slots=True)
class SharedPiece(Piece, Generic[T]):
    """Something that many pages, or the site as a whole, have in common."""

    value: T


def trace_files(files: Iterable[OutputFile]) -> tuple[Trace, ...]:
    """Return what is kept of files.

    Units: digests of 16 bytes, as publish/stamps.py has them of the files in site/.
    """
    return tuple(Trace(file.path, digest_of(file.content), file.origin) for file in files)


def digest_of(content: bytes) -> bytes:
    """Return 16 bytes that differ when the content does."""
    return blake2b(content, digest_size=16).digest()
