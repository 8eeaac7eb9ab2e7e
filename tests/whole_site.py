"""A whole site from its facts, for tests that look at more than one page: all planned, or all rendered.

Nothing is remembered here and nothing is read again: every call does all the work, with the engine's own
functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from microsite.html import OutputFile
from microsite.incremental import make_everything, model_cells
from microsite.model import Model
from microsite.pages import (
    ROOT,
    Addresses,
    Desk,
    Listing,
    Page,
    Route,
    Words,
    list_page,
    list_routes,
    plan_listing,
    plan_page,
    plan_routes,
)
from microsite.problems import Problem, Problems


def lay_out_desk(model: Model, addresses: Addresses, locale: str, problems: list[Problem]) -> Desk:
    """Return the desk of a language, with its pages to list; `problems` gets what its words are missing."""
    desk = Desk(Words(model, model.locales[locale], addresses, problems))
    routes = [
        route
        for route in list_routes(addresses, model.default_locale)
        if route.locale == locale and route.reference != ROOT
    ]
    return replace(desk, list_pages=lambda: tuple(_listing(desk, route) for route in routes))


def _listing(desk: Desk, route: Route) -> Listing:
    return plan_listing(desk, route) if route.lists_pages else list_page(plan_page(desk, route))


def plan_everything(model: Model, base_url: str = "") -> tuple[Page, ...]:
    """Return every page that will exist, by path; without a base address it is that of the settings."""
    addresses, _ = plan_routes(model, base_url or model.settings.base_url)
    desks = {locale: lay_out_desk(model, addresses, locale, []) for locale in model.locales}
    routes = list_routes(addresses, model.default_locale)
    return tuple(plan_page(desks[route.locale], route) for route in routes)


@dataclass(frozen=True, slots=True)
class RenderedSite:
    """Every file of a site, in memory."""

    files: Mapping[str, OutputFile]
    """By path."""
    unfinished: frozenset[str]
    """Paths of pages that could not be rendered whole."""


def render_everything(model: Model, base_url: str = "") -> tuple[RenderedSite, Problems]:
    """Return every file that will be published, and what is wrong in planning and rendering."""
    addresses, planning = plan_routes(model, base_url or model.settings.base_url)
    # A first build finds every cell new, whatever its value: the digests of files need not be theirs.
    cells = model_cells(model, addresses, defaultdict(bytes))
    routes = list_routes(addresses, model.default_locale)
    made = make_everything(model, addresses, routes, cells=cells, handle=_keep)
    files = {path: file for path, (file, _) in made.handled.items()}
    unfinished = frozenset(path for path, (_, is_whole) in made.handled.items() if not is_whole)
    return RenderedSite(files, unfinished), (*planning, *made.problems)


def _keep(file: OutputFile, is_whole: bool) -> tuple[OutputFile, bool]:
    return file, is_whole
