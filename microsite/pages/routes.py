"""Routes: which address each page, record and anchor has.

Stage 3 of 5, first half: addresses are fixed before any page is planned, so that pages can link to
each other. A path is made of ids and file names, never of translated titles; a directory address
ends with a slash and its file is index.html.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from microsite.model import (
    ContentPage,
    Cooperation,
    Event,
    Fact,
    Model,
    Network,
    Office,
    Partner,
    Programme,
    Record,
    SummerSchool,
    Unit,
    University,
)
from microsite.problems import Location, Problem, Problems

from .addresses import LIST_TEMPLATES, NOT_FOUND, Addresses, Route, page_path
from .programme_facets import facet_references
from .topics import home_topic, topic_ids

_PLACES: tuple[tuple[type[Record], str, str], ...] = (
    (University, "universities", ""),
    (SummerSchool, "summer-schools", ""),
    (Network, "networks", ""),
    (Programme, "programmes", "#"),
    (Office, "contact", "#"),
    (Cooperation, "cooperation", "#"),
)
"""Records with a page of their own below the page with that template, or a part (#) of that page."""


def plan_routes(model: Model, base_url: str) -> tuple[Addresses, Problems]:
    """Return the address of everything that has one; two sources of one address are a problem."""
    routes: dict[tuple[str, str], Route] = {}
    for locale in model.locales:
        for page in model.pages.values():
            route = _page_route(page, model.default_locale) if page.locale == locale else None
            if route:
                routes.setdefault((locale, route.reference), route)
        for route in _record_routes(model, locale):
            routes[locale, route.reference] = route
    problems = (*_find_homes(model, routes), *_find_clashes(routes), *_find_twins(model))
    return Addresses(base_url, routes), problems


def _page_route(page: ContentPage, default_locale: str) -> Route | None:
    if page.name == NOT_FOUND:
        if page.locale != default_locale:
            return None
        return Route(page.locale, f"page:{NOT_FOUND}", "/404.html", page.path)
    lists_pages = page.matter.template in LIST_TEMPLATES
    return Route(page.locale, f"page:{page.identity}", page_path(page), page.path, lists_pages)


def _record_routes(model: Model, locale: str) -> Iterator[Route]:
    """Yield the routes of records below the page that lists them; without that page they have none."""

    def below(template: str) -> str:
        section = model.section(locale, template)
        return page_path(section) if section else ""

    def route(kind: str, record_id: str, path: str) -> Route:
        placed = model.find(f"{kind}:{record_id}")
        events = model.section(locale, "events")
        source = placed.layout.path if placed else events.path if events else ""
        return Route(locale, f"{kind}:{record_id}", path, source)

    if base := below("partners"):
        for partner in model.all(Partner):
            yield route("country", partner.country, f"{base}{partner.country}/")
            yield route("partner", partner.id, f"{base}{partner.country}/{partner.id}/")
    if base := below("events"):
        for event in model.all(Event):
            yield route("year", str(event.start.year), f"{base}{event.start.year}/")
            yield route("event", event.id, f"{base}{event.start.year}/{event.id}/")
    for record_type, template, mark in _PLACES:
        if base := below(template):
            for record in model.all(record_type):
                end = record.id if mark else f"{record.id}/"
                yield route(record.kind, record.id, f"{base}{mark}{end}")
    for template, routes_below in (("programmes", _facet_routes), ("sources", _ledger_routes)):
        section = model.section(locale, template)
        if section:
            yield from routes_below(model, locale, page_path(section), section.path)
    if base := below("universities"):
        for unit in model.all(Unit):
            if unit.university:
                yield route("unit", unit.id, f"{base}{unit.university}/#{unit.id}")


def _facet_routes(model: Model, locale: str, base: str, source_path: str) -> Iterator[Route]:
    """Yield the ready-made pages below the table of programmes."""
    for facet in facet_references(model):
        yield Route(locale, facet, f"{base}{facet.partition(':')[2]}/", source_path)


def _ledger_routes(model: Model, locale: str, base: str, source_path: str) -> Iterator[Route]:
    """Yield the pages below the ledger, and the row of each fact on them."""
    for topic in topic_ids(model):
        yield Route(locale, f"topic:{topic}", f"{base}{topic}/", source_path)
    for placed in model.records.get(Fact.collection, {}).values():
        assert isinstance(placed.record, Fact)
        topic = home_topic(placed.record)
        path = f"{base}{topic}/#{placed.record.id}" if topic else f"{base}#{placed.record.id}"
        yield Route(locale, placed.reference, path, placed.layout.path)


def _find_homes(model: Model, routes: Mapping[tuple[str, str], Route]) -> Iterator[Problem]:
    """A language without a home page is no site: nothing would be left of it but loose pages."""
    for locale in model.locales:
        if (locale, "page:index") not in routes and not model.is_broken("page:index"):
            yield Problem(
                code="missing-home",
                message=f"the language `{locale}` has no home page",
                location=Location(f"content/{locale}/index.md"),
                hint="write it, or take `is_draft: true` out of it",
            )


def _find_clashes(routes: Mapping[tuple[str, str], Route]) -> Iterator[Problem]:
    """Two pages on one path (also by case or composed letters) cannot both be published."""
    first_by_path: dict[str, Route] = {}
    for route in sorted(routes.values(), key=lambda each: (each.source_path, each.reference)):
        if "#" in route.path:
            continue
        key = unicodedata.normalize("NFC", route.output_path).casefold()
        first = first_by_path.setdefault(key, route)
        if first is not route:
            yield Problem(
                code="route-taken",
                message=f"the address `{route.path}` is taken by {first.source_path}",
                location=Location(route.source_path),
                hint="rename one of the two files",
                related=(Location(first.source_path),),
            )


def _find_twins(model: Model) -> Iterator[Problem]:
    """Two pages of one language with one identity: x.md beside x/index.md, or two translations."""
    first_by_identity: dict[tuple[str, str], ContentPage] = {}
    for page in model.pages.values():
        first = first_by_identity.setdefault((page.locale, page.identity), page)
        if first is page:
            continue
        is_same_address = first.name == page.name
        path = page_path(page)
        yield Problem(
            code="route-taken",
            message=f"the address `{path}` is taken by {first.path}"
            if is_same_address
            else f"`{page.identity}` has a translation already, {first.path}",
            location=Location(page.path),
            hint="rename one of the two files" if is_same_address else "keep one of the two",
            related=(Location(first.path),),
        )
