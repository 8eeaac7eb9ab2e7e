"""Plan the pages: from the facts to what each page shows.

Stage 3 of 5. Takes a desk (the facts in one language) and a route, gives one `Page` with its view
fixed. Knows nothing of HTML, templates or the disk. Each page is planned by itself and keeps nothing
for the next one, so that what it asked of the desk is all that it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from microsite.problems import Problem, Problems, did_you_mean
from microsite.values import dataclass

from . import kinds
from .addresses import NOT_FOUND, ROOT
from .views import Link, MenuEntry, PlainView, SiteView, list_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import ContentPage

    from .addresses import Route
    from .desk import Desk
    from .views import Listing, OfficeView, Page


@dataclass(frozen=True, slots=True)
class ContactView:
    """The contact page: every office."""

    offices: tuple[OfficeView, ...]


_RECORD_PAGES: Mapping[str, tuple[str, Callable[[], Callable[[Desk, ContentPage, str], Page]]]] = {
    "partner": ("partners", lambda: kinds.partner_page),
    "country": ("partners", lambda: kinds.country_page),
    "event": ("events", lambda: kinds.event_page),
    "year": ("events", lambda: kinds.year_page),
    "university": ("universities", lambda: kinds.university_page),
    "summer-school": ("summer-schools", lambda: kinds.summer_school_page),
    "network": ("networks", lambda: kinds.network_page),
    "topic": ("sources", lambda: kinds.topic_page),
}
"""For each kind of reference: the template of the page that lists them, and what opens the maker of one.

Any other kind is a facet of the programmes."""


def plan_page(desk: Desk, route: Route) -> Page:
    """Return the page at a route. The desk of a page that lists others must be able to list them."""
    content_page = _content_page(desk, route)
    if content_page is None:
        return _with_breadcrumbs(_record_page(desk, route), desk)
    return _finish(desk, route, content_page, _view_of(desk, content_page))


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
            return kinds.site_data(desk.words, desk.addresses.permalink(f"/{desk.locale}/"))
        case "programmes":
            return kinds.linked_programmes(desk)
    return ()


def _record_page(desk: Desk, route: Route) -> Page:
    kind, _, record_id = route.reference.partition(":")
    template, find = _RECORD_PAGES.get(kind) or ("programmes", lambda: partial(kinds.facet_page, kind))
    section = desk.section(template)
    assert section, "a record has a route only below the page that lists it"
    return find()(desk, section, record_id)


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
    return replace(page, linked_data=(*page.linked_data, kinds.breadcrumb_data(page.trail, origin)))


_VIEWS: Mapping[str, Callable[[Desk, ContentPage], object]] = {
    "home": lambda desk, page: kinds.home_view(desk),
    "partners": lambda desk, page: kinds.partners_view(desk),
    "events": lambda desk, page: kinds.events_view(desk, section=page),
    "universities": lambda desk, page: kinds.UniversitiesView(kinds.university_cards(desk)),
    "summer-schools": lambda desk, page: kinds.summer_schools_view(desk, section=page),
    "networks": lambda desk, page: kinds.networks_view(desk),
    "cooperation": lambda desk, page: kinds.cooperation_view(desk),
    "programmes": lambda desk, page: kinds.programmes_view(desk),
    "sources": lambda desk, page: kinds.ledger_view(desk),
    "documents": lambda desk, page: kinds.documents_view(desk),
    "pattern": lambda desk, page: kinds.pattern_view(desk),
    "contact": lambda desk, page: _contact_view(desk),
    "search": lambda desk, page: kinds.index_view(desk),
}
"""What the templates of content pages are given; a template that is not here has only the text."""


def _contact_view(desk: Desk) -> ContactView:
    from microsite.model import Office

    return ContactView(tuple(kinds.office_view(each, desk.words) for each in desk.model.all(Office)))


def _view_of(desk: Desk, page: ContentPage) -> object:
    make = _VIEWS.get(page.matter.template)
    return make(desk, page) if make else PlainView()


def plan_site(desk: Desk) -> tuple[SiteView, Problems]:
    """Return what all pages of the language share; a menu entry that names no page is a problem."""
    from microsite.model import RECORD_TYPES, Event, Fact

    words, settings, model = desk.words, desk.model.settings, desk.model
    problems: list[Problem] = []
    ledger = desk.section("sources")
    has_events = desk.section("events") is not None and bool(model.all(Event))
    events = _feed_links(desk) if has_events else ()
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
        overdue_count=kinds.count_overdue(model),
        ledger=words.link(f"page:{ledger.identity}").address if ledger else "",
        feeds=(*events, *filter(None, [kinds.calendar_link(words)])),
        news=events[-1] if events else None,
        has_data=any(model.ids(record_type.collection) for record_type in RECORD_TYPES),
    )
    return view, tuple(problems)


def _feed_links(desk: Desk) -> tuple[Link, ...]:
    """Return the calendar and the Atom feed of events, in this order."""
    words = desk.words
    return (
        Link(words.say("calendar_link"), desk.addresses.address(f"/{desk.locale}/{kinds.CALENDAR_NAME}")),
        Link(words.say("feed_link"), desk.addresses.address(f"/{desk.locale}/{kinds.FEED_NAME}")),
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
