"""The pattern: every motif and strip, with the files to keep.

The drawings themselves are made in html/; this page knows their names, words and addresses.
"""

from __future__ import annotations

from collections.abc import Iterable

from microsite.model import Motif
from microsite.values import dataclass

from .desk import Desk
from .views import Link
from .words import Words


@dataclass(frozen=True, slots=True)
class DrawingView:
    """A motif or a strip."""

    name: str
    """What a template draws it by."""
    title: str
    shows: str
    size: str
    """``24 × 24 cells``."""
    svg: str
    """The address of the drawing as SVG."""
    text: str
    """The address of the text it is made from."""
    marks: tuple[Link, ...]
    """What a strip stands for."""


@dataclass(frozen=True, slots=True)
class PatternView:
    """The page of all drawings."""

    motifs: tuple[DrawingView, ...]
    borders: tuple[DrawingView, ...]


def pattern_view(desk: Desk) -> PatternView:
    """Return every drawing, by title."""
    return PatternView(
        motifs=_drawing_views(desk, desk.model.motifs.values(), folder="motifs"),
        borders=_drawing_views(desk, desk.model.borders.values(), folder="borders"),
    )


def _drawing_views(desk: Desk, drawings: Iterable[Motif], *, folder: str) -> tuple[DrawingView, ...]:
    words = desk.words
    return tuple(
        DrawingView(
            name=motif.name,
            title=motif.title,
            shows=motif.shows,
            size=words.say("drawing_cells", columns=motif.columns, rows=len(motif.rows)),
            svg=desk.addresses.address(f"/{folder}/{motif.name}.svg"),
            text=desk.addresses.address(f"/{folder}/{motif.name}.txt"),
            marks=tuple(_link_mark(mark, words) for mark in motif.marks),
        )
        for motif in sorted(drawings, key=lambda each: each.title)
    )


def _link_mark(mark: str, words: Words) -> Link:
    """Return a link to a university, or the name of a region without an address."""
    kind, _, name = mark.partition(":")
    return Link(words.say(f"region_{name.replace('-', '_')}"), "") if kind == "region" else words.link(mark)
