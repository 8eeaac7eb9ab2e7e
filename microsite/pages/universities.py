"""Universities: the list, and a page each with everything the records say of it."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.model import (
    ContentPage,
    Cooperation,
    Event,
    Network,
    Office,
    Partner,
    Person,
    Programme,
    SummerSchool,
    Unit,
    University,
)
from microsite.values import dataclass

from .desk import Desk
from .facts import facts_about
from .linked_data import university_data
from .offices import office_view, person_line
from .programme_facets import in_order
from .programmes import ProgrammeRow, programme_row
from .views import FactView, Link, OfficeView, Page, Phrase
from .words import Words

UNIT_TYPES = ("faculty", "centre", "office", "building", "authority")


@dataclass(frozen=True, slots=True)
class UniversityCard:
    """A host university in a list."""

    link: Link
    native_name: Phrase | None
    abbreviation: str
    summary: str
    website: Link
    partner_count: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A faculty, centre, office or building."""

    id: str
    name: str
    native_name: Phrase | None
    role: str
    status: str
    status_text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one type."""

    title: str
    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class UniversitiesView:
    """The list."""

    universities: tuple[UniversityCard, ...]


@dataclass(frozen=True, slots=True)
class CountryLinks:
    """A country with the partners that this university has there."""

    country: Link
    partners: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class UniversityView:
    """One university."""

    card: UniversityCard
    town: Phrase | None
    links: tuple[Link, ...]
    facts: tuple[FactView, ...]
    unit_groups: tuple[UnitGroup, ...]
    offices: tuple[OfficeView, ...]
    people: tuple[str, ...]
    programmes: tuple[ProgrammeRow, ...]
    """What it may offer; what only an older page names stands on the page of all programmes."""
    programmes_link: Link | None
    cooperation: tuple[Link, ...]
    partners: tuple[CountryLinks, ...]
    events: tuple[Link, ...]
    summer_schools: tuple[Link, ...]
    networks: tuple[Link, ...]
    notes: tuple[str, ...]


def university_cards(desk: Desk) -> tuple[UniversityCard, ...]:
    """Return the host universities in their order."""
    ordered = sorted(desk.model.all(University), key=lambda each: (each.order, each.id))
    return tuple(_card(university, desk) for university in ordered)


def _card(university: University, desk: Desk) -> UniversityCard:
    words = desk.words
    partners = len(desk.model.naming(university, Partner))
    return UniversityCard(
        link=words.link(f"university:{university.id}"),
        native_name=words.native(university.native_name),
        abbreviation=university.abbreviation,
        summary=words.text(university.summary),
        website=words.outside(university.name, university.website),
        partner_count=words.count("partner_count", partners) if partners else "",
    )


def university_page(desk: Desk, section: ContentPage, university_id: str) -> Page:
    """Return the page of a university."""
    words = desk.words
    university = desk.model.get(University, university_id)
    return desk.record_page(
        university,
        parent=section,
        title=university.name,
        description=words.say(
            "university_description", university=university.name, abbreviation=university.abbreviation
        ),
        view=university_view(desk, university),
        heading_note=words.native(university.native_name),
        linked_data=(university_data(university, words),),
        office=desk.main_office(university.id),
    )


def university_view(desk: Desk, university: University) -> UniversityView:
    """Return what a university's page says."""
    words, model = desk.words, desk.model
    units = model.naming(university, Unit)
    own = {f"university:{university.id}", *(f"unit:{unit.id}" for unit in units)}
    events = [each for each in model.all(Event) if own & set(each.organisers)]
    schools = [each for each in model.all(SummerSchool) if own & set(each.organisers)]
    partners = sorted(model.naming(university, Partner), key=lambda each: each.name)
    kinds = sorted(model.naming(university, Cooperation), key=lambda each: (each.order, each.id))
    return UniversityView(
        card=_card(university, desk),
        town=words.town(university.town),
        links=tuple(words.outside(words.text(link.title), link.url) for link in university.links),
        facts=facts_about(university, words),
        unit_groups=tuple(_unit_groups(units, words)),
        offices=tuple(office_view(each, words) for each in model.naming(university, Office)),
        people=tuple(person_line(each, words) for each in model.all(Person) if each.organisation in own),
        programmes=tuple(_programmes(university, words)),
        programmes_link=_programmes_link(university, words),
        cooperation=tuple(words.link(f"cooperation:{each.id}") for each in kinds),
        partners=tuple(_by_country(partners, words)),
        events=tuple(
            words.link(f"event:{each.id}") for each in sorted(events, key=lambda e: e.start, reverse=True)
        ),
        summer_schools=tuple(words.link(f"summer-school:{each.id}") for each in schools),
        networks=tuple(words.link(f"network:{each.id}") for each in model.naming(university, Network)),
        notes=tuple(words.text(note) for note in university.notes),
    )


def _programmes(university: University, words: Words) -> Iterator[ProgrammeRow]:
    for programme in in_order(words.model.naming(university, Programme)):
        if programme.status != "historical":
            yield programme_row(programme, words)


def _programmes_link(university: University, words: Words) -> Link | None:
    if not words.model.naming(university, Programme):
        return None
    title = words.say("programmes_of", university=university.name)
    link = words.link(f"programmes-of:{university.id}", title)
    return link if link.address else None


def _by_country(partners: list[Partner], words: Words) -> Iterator[CountryLinks]:
    by_country: dict[str, list[Link]] = {}
    for partner in partners:
        by_country.setdefault(partner.country, []).append(words.link(f"partner:{partner.id}", partner.name))
    for country_id in sorted(by_country, key=words.country):
        yield CountryLinks(words.link(f"country:{country_id}"), tuple(by_country[country_id]))


def _unit_groups(units: tuple[Unit, ...], words: Words) -> Iterator[UnitGroup]:
    for unit_type in UNIT_TYPES:
        rows = tuple(_unit_row(unit, words) for unit in units if unit.type == unit_type)
        if rows:
            yield UnitGroup(
                words.say(f"unit_group_{unit_type}"), tuple(sorted(rows, key=lambda row: row.name))
            )


def _unit_row(unit: Unit, words: Words) -> UnitRow:
    return UnitRow(
        id=unit.id,
        name=words.text(unit.name),
        native_name=words.native(unit.native_name),
        role=words.text(unit.role),
        status=unit.status,
        status_text=words.say(f"unit_status_{unit.status}"),
        notes=tuple(words.text(note) for note in unit.notes),
    )
