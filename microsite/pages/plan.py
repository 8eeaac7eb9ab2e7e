"""Plan the pages: from the facts to the list of pages that will exist.

Stage 3 of 5. Takes a `Model`, gives `Page` values with their routes and views fixed. Knows nothing
of HTML, templates or the disk. A page is in the plan exactly when a file for it will be in site/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from microsite.model import ContentPage, Event, Fact, Model, Office
from microsite.problems import Problem, Problems, did_you_mean

from .cooperation import cooperation_view
from .data_tables import plan_tables
from .deadlines import calendar_link, plan_deadline_calendars
from .desk import Desk
from .events import CALENDAR_NAME, FEED_NAME, events_view, plan_calendars, plan_events, plan_feed
from .facts import count_overdue
from .home import home_view
from .index_page import index_view
from .ledger import documents_view, ledger_view, topic_page
from .linked_data import breadcrumb_data, site_data
from .networks import networks_view, plan_networks
from .offices import office_view
from .partners import partners_view, plan_partners
from .pattern import pattern_view
from .programme_facets import facet_references
from .programmes import facet_page, linked_programmes, programmes_view
from .routes import NOT_FOUND, Addresses, plan_routes
from .search_index import plan_search
from .summer_schools import plan_summer_schools, summer_schools_view
from .topics import topic_ids
from .universities import UniversitiesView, plan_universities, university_cards
from .views import Calendar, DataTable, Feed, Link, MenuEntry, OfficeView, Page, Plan, SearchIndex, SiteView
from .words import Words


@dataclass(frozen=True, slots=True)
class ContactView:
    """The contact page: every office."""

    offices: tuple[OfficeView, ...]


@dataclass(frozen=True, slots=True)
class PlainView:
    """A page that has only its text."""


def plan_pages(model: Model, *, base_url: str) -> tuple[Plan, Problems, Addresses]:
    """Return all pages and machine-readable files, what is wrong with them, and where everything is."""
    addresses, problems = plan_routes(model, base_url)
    all_problems = list(problems)
    pages: list[Page] = []
    sites: dict[str, SiteView] = {}
    calendars: list[Calendar] = []
    feeds: list[Feed] = []
    searches: list[SearchIndex] = []
    tables = plan_tables(model)
    for code, locale in model.locales.items():
        words = Words(model, locale, addresses)
        desk = Desk(words, {page.identity: page for page in model.pages if page.locale == code})
        found = tuple(_plan_locale(desk))
        pages.extend(found)
        searches.extend(plan_search(desk, found))
        events = desk.section("events")
        if events and model.all(Event):
            calendars.extend(plan_calendars(desk))
            feeds.append(plan_feed(desk, events))
        calendars.extend(plan_deadline_calendars(desk))
        sites[code], more = _site_view(desk, tables)
        all_problems.extend((*words.problems, *more))
    copies = tuple(_root_copy(page, addresses) for page in pages if page.path == f"/{model.default_locale}/")
    default_words = Words(model, model.locales[model.default_locale], addresses, all_problems)
    plan = Plan(
        base_url=base_url,
        pages=(*copies, *pages),
        sites=sites,
        calendars=tuple(calendars),
        feeds=tuple(feeds),
        tables=tables,
        searches=tuple(searches),
        data_licence=default_words.say("data_licence") if tables else "",
        built=model.today,
    )
    return plan, tuple(all_problems), addresses


def _root_copy(home: Page, addresses: Addresses) -> Page:
    """Return the copy of the home page at ``/``; search engines keep the original."""
    return replace(
        home,
        path="/",
        output_path="index.html",
        address=addresses.address("/"),
        permalink=addresses.permalink("/"),
        is_indexed=False,
    )


def _plan_locale(desk: Desk) -> Iterator[Page]:
    """Yield the pages of one language; those that list other pages come last."""
    pages: list[Page] = []
    late = []
    for content_page in desk.pages.values():
        if content_page.matter.template == "search":
            late.append(content_page)
        else:
            pages.extend(_plan_section(desk, content_page))
    for content_page in late:
        placeholder = desk.content_page(content_page, PlainView())
        pages.extend([placeholder] if placeholder else [])
    for content_page in late:
        page = desk.content_page(content_page, index_view(desk, pages))
        if page:
            pages = [page if each.reference == page.reference else each for each in pages]
    yield from (_with_breadcrumbs(page, desk) for page in pages)


def _with_breadcrumbs(page: Page, desk: Desk) -> Page:
    if len(page.trail) < 2 or page.template == "not-found":
        return page
    origin = desk.addresses.base_url.removesuffix(desk.addresses.base_path)
    return replace(page, linked_data=(*page.linked_data, breadcrumb_data(page.trail, origin)))


def _plan_section(desk: Desk, section: ContentPage) -> Iterator[Page]:
    """Yield a content page and the pages of the records that it lists."""
    template = section.matter.template
    page = desk.content_page(
        section,
        _view_of(desk, section),
        linked_data=_linked_data(desk, template),
        is_indexed=template != "not-found",
    )
    if page:
        yield page
    match template:
        case "partners":
            yield from plan_partners(desk, section)
        case "events":
            yield from plan_events(desk, section)
        case "universities":
            yield from plan_universities(desk, section)
        case "summer-schools":
            yield from plan_summer_schools(desk, section)
        case "networks":
            yield from plan_networks(desk, section)
        case "programmes":
            yield from (facet_page(desk, section, facet) for facet in facet_references(desk.model))
        case "sources":
            yield from (topic_page(desk, section, topic) for topic in topic_ids(desk.model))


def _linked_data(desk: Desk, template: str) -> tuple[Mapping[str, object], ...]:
    match template:
        case "home":
            return site_data(desk.words, desk.addresses.permalink(f"/{desk.locale}/"))
        case "programmes":
            return linked_programmes(desk)
    return ()


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


def _site_view(desk: Desk, tables: tuple[DataTable, ...]) -> tuple[SiteView, Problems]:
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
        downloads=tuple(
            Link(table.name, desk.addresses.address(f"/data/{table.name}.json")) for table in tables
        ),
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
    all_names = {page.identity for page in desk.model.pages}
    for position, identity in enumerate(identities):
        page = desk.pages.get(identity)
        if page and identity != NOT_FOUND:
            address = desk.words.link(f"page:{identity}").address
            entries.append(MenuEntry(page.matter.short_title or page.matter.title, address, identity))
        elif identity not in all_names and f"page:{identity}" not in desk.model.broken:
            problems.append(_unknown_page(desk, name, position, identity, all_names))
    return tuple(entries)


def _unknown_page(desk: Desk, name: str, position: int, identity: str, names: set[str]) -> Problem:
    return Problem(
        code="unknown-page",
        message=f"there is no page `{identity}` for the {name}",
        location=desk.model.settings_layout.place((name, position)),
        label=f"not found in content/{desk.model.default_locale}/",
        hint=did_you_mean(identity, names),
    )
