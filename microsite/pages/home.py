"""The home page: four doors, the universities, what comes next, how far the record reaches."""

from __future__ import annotations

from microsite.model import Event, Network, Partner, SummerSchool
from microsite.values import dataclass

from .deadlines import DeadlinesView, deadline_facts, deadlines_view
from .desk import Desk
from .events import EventsView, events_view
from .partners import partners_map
from .universities import UniversityCard, university_cards
from .views import Link
from .world_map import WorldMapView
from .year import YearView, years_view


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the site, for one kind of visitor."""

    title: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    doors: tuple[Door, ...]
    universities: tuple[UniversityCard, ...]
    events: EventsView | None
    deadlines: DeadlinesView | None
    """None where no deadline is on record."""
    years: tuple[YearView, ...]
    """The coming year, the last one on record, both or none."""
    counts: tuple[Link, ...]
    """``59 partners``, ``4 summer schools`` …, each a link to its list."""
    world_map: WorldMapView | None
    partners: Link | None
    """``59 organisations``, a link to their list."""


# Each door leads to the first of these pages that is there.
_DOORS = (
    ("degree", ("programmes", "universities")),
    ("exchange", ("partners",)),
    ("summer", ("summer-schools",)),
    ("accepted", ("checklist", "contact")),
)
_COUNTS = (
    ("partner_count", Partner, "partners"),
    ("summer_school_count", SummerSchool, "summer-schools"),
    ("event_count", Event, "events"),
    ("network_count", Network, "networks"),
)


def home_view(desk: Desk) -> HomeView:
    """Return what the home page shows; doors and counts whose page is not built are left out."""
    words = desk.words
    doors = []
    for name, templates in _DOORS:
        section = next(filter(None, map(desk.section, templates)), None)
        if section:
            title = words.say(f"door_{name}")
            doors.append(
                Door(title, words.say(f"door_{name}_text"), words.link(f"page:{section.identity}", title))
            )
    counts = []
    for name, record_type, template in _COUNTS:
        section = desk.section(template)
        number = len(desk.model.all(record_type))
        if section and number:
            counts.append(words.link(f"page:{section.identity}", words.count(name, number)))
    events = desk.section("events")
    return HomeView(
        doors=tuple(doors),
        universities=university_cards(desk),
        events=events_view(desk, events) if events else None,
        deadlines=deadlines_view(words) if deadline_facts(words) else None,
        years=years_view(words),
        counts=tuple(counts),
        world_map=partners_map(words) if desk.section("partners") else None,
        partners=_partners_link(desk),
    )


def _partners_link(desk: Desk) -> Link | None:
    section, partners = desk.section("partners"), desk.model.all(Partner)
    if section is None or not partners:
        return None
    title = desk.words.say("all_partners", partners=desk.words.count("partner_count", len(partners)))
    return desk.words.link(f"page:{section.identity}", title)
