"""Plan the pages: from the facts to what each page shows.

Stage 3 of 5. Takes a desk (the facts in one language) and a route, gives one `Page` with its view
fixed. Knows nothing of HTML, templates or the disk. Each page is planned by itself and keeps nothing
for the next one, so that what it asked of the desk is all that it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from microsite.model import RECORD_TYPES, ContentPage, Event, Fact, Office
from microsite.problems import Problem, Problems, did_you_mean

from .addresses import ROOT, Route
from .cooperation import cooperation_view
from .deadlines import calendar_link
from .desk import Desk
from .events import CALENDAR_NAME, FEED_NAME, event_page, events_view, year_page
from .facts import count_overdue
from .home import home_view
from .index_page import index_view
from .ledger import documents_view, ledger_view, topic_page
from .linked_data import breadcrumb_data, site_data
from .networks import network_page, networks_view
from .offices import office_view
from .partners import country_page, partner_page, partners_view
from .pattern import pattern_view
from .programme_facets import FACETS
from .programmes import facet_page, linked_programmes, programmes_view
from .routes import NOT_FOUND
from .summer_schools import summer_school_page, summer_schools_view
from .universities import UniversitiesView, university_cards, university_page
from .views import Link, Listing, MenuEntry, OfficeView, Page, PlainView, SiteView, list_page


@dataclass(frozen=True, slots=True)
class ContactView:
    """The contact page: every office."""

    offices: tuple[OfficeView, ...]


_RECORD_PAGES: Mapping[str, tuple[str, Callable[[Desk, ContentPage, str], Page]]] = {
    "partner": ("partners", partner_page),
    "country": ("partners", country_page),
    "event": ("events", event_page),
    "year": ("events", year_page),
    "university": ("universities", university_page),
    "summer-school": ("summer-schools", summer_school_page),
    "network": ("networks", network_page),
    "topic": ("sources", topic_page),
    **{kind: ("programmes", partial(facet_page, kind)) for kind in FACETS},
}
"""For each kind of reference: the template of the page that lists them, and what makes the page of one."""

_LISTS: Mapping[str, Callable[[Desk], object]] = {"search": index_view}
"""What the pages that list all pages (routes.LIST_TEMPLATES) are given."""


def plan_page(desk: Desk, route: Route) -> Page:
    """Return the page at a route. The desk of a page that lists others must be able to list them."""
    content_page = _content_page(desk, route)
    if content_page is None:
        return _with_breadcrumbs(_record_page(desk, route), desk)
    template = content_page.matter.template
    make = _LISTS.get(template)
    view = make(desk) if make else _view_of(desk, content_page)
    return _finish(desk, route, content_page, view)


def plan_listing(desk: Desk, route: Route) -> Listing:
    """Return what lists say of a page that is a list itself.

    Such a page cannot be planned before the others; what is said of it comes from its front matter alone.
    """
    content_page = _content_page(desk, route)
    assert content_page, "only content pages are lists"
    return list_page(_finish(desk, route, content_page, PlainView()))


def _content_page(desk: Desk, route: Route) -> ContentPage | None:
    kind, _, identity = route.reference.partition(":")
    return desk.model.page(desk.locale, identity) if kind in ("page", ROOT.partition(":")[0]) else None


def _finish(desk: Desk, route: Route, content_page: ContentPage, view: object) -> Page:
    template = content_page.matter.template
    linked_data = _linked_data(desk, template)
    page = desk.content_page(content_page, view, linked_data=linked_data, is_indexed=template != "not-found")
    page = _with_breadcrumbs(page, desk)
    return _root_copy(page, desk) if route.reference == ROOT else page


def _linked_data(desk: Desk, template: str) -> tuple[Mapping[str, object], ...]:
    match template:
        case "home":
            return site_data(desk.words, desk.addresses.permalink(f"/{desk.locale}/"))
        case "programmes":
            return linked_programmes(desk)
    return ()


def _record_page(desk: Desk, route: Route) -> Page:
    kind, _, record_id = route.reference.partition(":")
    template, make = _RECORD_PAGES[kind]
    section = desk.section(template)
    assert section, "a record has a route only below the page that lists it"
    return make(desk, section, record_id)


def _root_copy(home: Page, desk: Desk) -> Page:
    """Return the copy of the home page at ``/``; search engines keep the original."""
    return replace(
        home,
        path="/",
        output_path="index.html",
        address=desk.addresses.address("/"),
        permalink=desk.addresses.permalink("/"),
        is_indexed=False,
    )


def _with_breadcrumbs(page: Page, desk: Desk) -> Page:
    if len(page.trail) < 2 or page.template == "not-found":
        return page
    origin = desk.addresses.base_url.removesuffix(desk.addresses.base_path)
    return replace(page, linked_data=(*page.linked_data, breadcrumb_data(page.trail, origin)))


_VIEWS: Mapping[str, Callable[[Desk, ContentPage], object]] = {
    "home": lambda desk, page: home_view(desk),
    "partners": lambda desk, page: partners_view(desk),
    "events": events_view,
    "universities": lambda desk, page: UniversitiesView(university_cards(desk)),
    "summer-schools": summer_schools_view,
    "networks": lambda desk, page: networks_view(desk),
    "cooperation": lambda desk, page: cooperation_view(desk),
    "programmes": lambda desk, page: programmes_view(desk),
    "sources": lambda desk, page: ledger_view(desk),
    "documents": lambda desk, page: documents_view(desk),
    "pattern": lambda desk, page: pattern_view(desk),
    "contact": lambda desk, page: ContactView(
        tuple(office_view(each, desk.words) for each in desk.model.all(Office))
    ),
}
"""What the templates of content pages are given; a template that is not here has only the text."""


def _view_of(desk: Desk, page: ContentPage) -> object:
    make = _VIEWS.get(page.matter.template)
    return make(desk, page) if make else PlainView()


def plan_site(desk: Desk) -> tuple[SiteView, Problems]:
    """Return what all pages of the language share; a menu entry that names no page is a problem."""
    words, settings, model = desk.words, desk.model.settings, desk.model
    problems: list[Problem] = []
    ledger = desk.section("sources")
    has_events = desk.section("events") is not None and bool(model.all(Event))
    view = SiteView(
        name=words.text(settings.name),
        place=words.text(settings.place),
        locale=desk.locale,
        direction=words.locale.direction,
        publisher=words.text(settings.publisher.name),
        publisher_description=words.text(settings.publisher.description),
        email=settings.email or "",
        menu=_menu(desk, "menu", problems),
        footer=_menu(desk, "footer", problems),
        home=desk.addresses.address(f"/{desk.locale}/"),
        built=words.day(model.today),
        fact_count=len(model.all(Fact)),
        overdue_count=count_overdue(model),
        ledger=words.link(f"page:{ledger.identity}").address if ledger else "",
        feeds=(*(_feed_links(desk) if has_events else ()), *filter(None, [calendar_link(words)])),
        has_data=any(model.ids(record_type.collection) for record_type in RECORD_TYPES),
    )
    return view, tuple(problems)


def _feed_links(desk: Desk) -> tuple[Link, ...]:
    words = desk.words
    return (
        Link(words.say("calendar_link"), desk.addresses.address(f"/{desk.locale}/{CALENDAR_NAME}")),
        Link(words.say("feed_link"), desk.addresses.address(f"/{desk.locale}/{FEED_NAME}")),
    )


def _menu(desk: Desk, name: str, problems: list[Problem]) -> tuple[MenuEntry, ...]:
    entries = []
    identities = tuple(getattr(desk.model.settings, name))
    for position, identity in enumerate(identities):
        page = desk.model.page(desk.locale, identity)
        if page and identity != NOT_FOUND:
            address = desk.words.link(f"page:{identity}").address
            entries.append(MenuEntry(page.matter.short_title or page.matter.title, address, identity))
        elif identity not in desk.model.identities() and not desk.model.is_broken(f"page:{identity}"):
            problems.append(_unknown_page(desk, name, position, identity))
    return tuple(entries)


def _unknown_page(desk: Desk, name: str, position: int, identity: str) -> Problem:
    return Problem(
        code="unknown-page",
        message=f"there is no page `{identity}` for the {name}",
        location=desk.model.settings_layout.place((name, position)),
        label=f"not found in content/{desk.model.default_locale}/",
        hint=did_you_mean(identity, desk.model.identities()),
    )
