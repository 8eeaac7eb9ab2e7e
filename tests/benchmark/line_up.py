"""The line-up: who takes part, and who could not be had."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tests.benchmark.contestants import Contestant
from tests.benchmark.eleventy import make_eleventy
from tests.benchmark.hugo import make_full_hugo, make_hugo
from tests.benchmark.mkdocs import make_dirty_mkdocs, make_mkdocs
from tests.benchmark.ours import make_ours
from tests.benchmark.pelican import make_pelican

MAKERS: tuple[tuple[str, Callable[[], Contestant | None]], ...] = (
    ("ours", make_ours),
    ("hugo", make_hugo),
    ("hugo-full", make_full_hugo),
    ("eleventy", make_eleventy),
    ("mkdocs", make_mkdocs),
    ("mkdocs-dirty", make_dirty_mkdocs),
    ("pelican", make_pelican),
)
"""In the order of the rows and of the turns."""

NAMES = tuple(name for name, _ in MAKERS)


@dataclass(frozen=True, slots=True)
class LineUp:
    """Who takes part."""

    contestants: tuple[Contestant, ...]
    missing: tuple[str, ...] = ()
    """The names of those that were asked for and could not be had."""


def gather(only: Collection[str] = ()) -> LineUp:
    """Return those of these names that are installed; all when none is named."""
    made = {name: make() for name, make in MAKERS if not only or name in only}
    missing = tuple(name for name, contestant in made.items() if contestant is None)
    return LineUp(tuple(contestant for contestant in made.values() if contestant), missing)
