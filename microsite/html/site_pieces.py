"""The files of the site as a whole: calendars, feeds, open data, the search, drawings, the sitemap.

Stage 4 of 5. Each group of files is one piece, made of what it read: an event that is edited makes the
calendars again and leaves the sitemap alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from microsite.values import dataclass

from .made import OutputFile, Piece, trace_files
from .shared import open_desk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Model, Reads
    from microsite.pages import Addresses, Desk, Listing
    from microsite.problems import Problem

    from .made import Files
    from .markdown_types import Heading

SETTINGS = "data/settings.yaml"


@dataclass(frozen=True, slots=True)
class Lists:
    """What is known of all pages, once they are made."""

    listings: Callable[[str], tuple[Listing, ...]]
    """Gives those of a language, in the order of paths."""
    headings: Callable[[str], tuple[Heading, ...]]
    """Gives those of a page, by its path."""
    unfinished: frozenset[str]
    """Output paths of pages that could not be rendered whole."""


@dataclass(frozen=True, slots=True)
class SitePieceMaker:
    """Makes the pieces, by name."""

    model: Model
    addresses: Addresses
    lists: Lists

    def names(self) -> tuple[str, ...]:
        """Return the names of all pieces of this site."""
        locales = tuple(self.model.locales)
        by_language = (f"{name}:{locale}" for locale in locales for name in ("events", "search"))
        return (*by_language, "tables", "drawings", "sitemap", "overdue")

    def make(self, name: str) -> tuple[Piece, Files]:
        """Return a piece by its name, and its files."""
        kind, _, locale = name.partition(":")
        reads: Reads = set()
        problems: list[Problem] = []
        desk = open_desk(self.model, self.addresses, locale or self.model.default_locale, reads, problems)
        desk = replace(desk, list_pages=lambda: self._list(desk.locale, reads))
        files = tuple(_MAKERS[kind](self, desk, reads, problems))
        return Piece(tuple(problems), frozenset(reads), trace_files(files)), files

    def _list(self, locale: str, reads: Reads) -> tuple[Listing, ...]:
        reads.add(f"listings:{locale}")
        return self.lists.listings(locale)

    def _events(self, desk: Desk, reads: Reads, problems: list[Problem]) -> Iterator[OutputFile]:
        from microsite.model import Event
        from microsite.pages import plan_calendars, plan_deadline_calendars, plan_feed

        from .calendars import render_calendar
        from .feeds import render_feed

        section = desk.section("events")
        for calendar in plan_deadline_calendars(desk):
            yield OutputFile(calendar.output_path, render_calendar(calendar), SETTINGS)
        if section is None or not desk.model.all(Event):
            return
        for calendar in plan_calendars(desk):
            yield OutputFile(calendar.output_path, render_calendar(calendar), SETTINGS)
        feed = plan_feed(desk, section)
        yield OutputFile(feed.output_path, render_feed(feed), SETTINGS)

    def _search(self, desk: Desk, reads: Reads, problems: list[Problem]) -> Iterator[OutputFile]:
        from microsite.pages import plan_search

        from .search_file import render_search_index

        if desk.section("search") is None:
            return
        reads.add(f"headings:{desk.locale}")
        for index in plan_search(desk):
            pages = self.lists.listings(desk.locale)
            headings = {page.path: self.lists.headings(page.path) for page in pages}
            yield OutputFile(index.output_path, render_search_index(index, headings), "")

    def _tables(self, desk: Desk, reads: Reads, problems: list[Problem]) -> Iterator[OutputFile]:
        from microsite.pages import plan_tables

        from .data_files import render_csv, render_json

        tables = plan_tables(desk.model)
        licence = desk.words.say("data_licence") if tables else ""
        for table in tables:
            text = render_json(table, licence=licence, home=self.addresses.base_url)
            yield OutputFile(f"data/{table.name}.json", text, "")
            yield OutputFile(f"data/{table.name}.csv", render_csv(table), "")

    def _drawings(self, desk: Desk, reads: Reads, problems: list[Problem]) -> Iterator[OutputFile]:
        from .motifs import render_drawings

        for path, content, origin in render_drawings(desk.model):
            yield OutputFile(path, content, origin)

    def _sitemap(self, desk: Desk, reads: Reads, problems: list[Problem]) -> Iterator[OutputFile]:
        from .site_files import render_robots, render_sitemap

        pages = [page for locale in desk.model.locales for page in self._list(locale, reads)]
        if not pages:
            return
        reads.add("unfinished")
        finished = (page for page in pages if page.output_path not in self.lists.unfinished)
        yield OutputFile("sitemap.xml", render_sitemap(finished), "")
        yield OutputFile("robots.txt", render_robots(self.addresses.base_url), "")

    def _overdue(self, desk: Desk, reads: Reads, problems: list[Problem]) -> Iterator[OutputFile]:
        from microsite.pages import report_overdue

        problems.extend(report_overdue(desk.model))
        yield from ()


_MAKERS: Mapping[str, Callable[[SitePieceMaker, Desk, Reads, list[Problem]], Iterator[OutputFile]]] = {
    "events": SitePieceMaker._events,
    "search": SitePieceMaker._search,
    "tables": SitePieceMaker._tables,
    "drawings": SitePieceMaker._drawings,
    "sitemap": SitePieceMaker._sitemap,
    "overdue": SitePieceMaker._overdue,
}
