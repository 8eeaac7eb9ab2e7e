"""Partners: the list by world region and country, a page a country, a page a partner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from microsite.model import (
    Citation,
    CitedDocument,
    ContentPage,
    Country,
    Event,
    Network,
    Office,
    Partner,
    PartnerTie,
    SummerSchool,
    University,
    Visit,
)
from microsite.values import dataclass

from .desk import Desk
from .events import event_card
from .facts import judge
from .linked_data import partner_data
from .offices import office_view
from .views import Crumb, EventCard, Link, OfficeView, Page, PartnerRow, Phrase, TieView
from .words import Words
from .world_map import PartnerTown, WorldMapView, world_map_view

REGIONS = ("europe", "asia", "africa", "north-america", "south-america", "oceania")
STATUS_ORDER = ("confirmed", "recorded", "suspended", "ended", "contact")
"""The strongest first: a partner's place in a list shows its strongest tie."""


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """A country with its partners."""

    link: Link
    note: str
    other_names: tuple[str, ...]
    partners: tuple[PartnerRow, ...]


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A world region with its countries, by name."""

    id: str
    title: str
    countries: tuple[CountryGroup, ...]


@dataclass(frozen=True, slots=True)
class PartnersView:
    """The whole list."""

    regions: tuple[RegionGroup, ...]
    partner_count: str
    """``59 partners``, in words."""
    country_count: str
    legend: str
    """What the short names of the universities stand for."""
    world_map: WorldMapView | None
    offices: tuple[OfficeView, ...]
    """The main office of each university: whom to ask about a partner that is not here."""


@dataclass(frozen=True, slots=True)
class CountryView:
    """One country."""

    name: str
    note: str
    partners: tuple[PartnerRow, ...]
    legend: str
    back: Link


@dataclass(frozen=True, slots=True)
class PartnerView:
    """One partner: what joins it with Białystok, what to do now, and what else happened."""

    native_name: Phrase | None
    abbreviation: str
    other_names: tuple[str, ...]
    type_text: str
    country: Link
    town: Phrase | None
    website: Link | None
    ties: tuple[TieView, ...]
    status: str
    status_text: str
    is_historical: bool
    """Nothing is offered: older documents describe it and no newer one was found."""
    steps: tuple[str, ...]
    """What to do now; empty for history."""
    office: OfficeView | None
    events: tuple[EventCard, ...]
    summer_schools: tuple[Link, ...]
    networks: tuple[Link, ...]
    visits: tuple[str, ...]
    notes: tuple[str, ...]


def partner_row(partner: Partner, words: Words) -> PartnerRow:
    """Return a partner as a row of a list."""
    tie = strongest_tie(partner)
    hosts = dict.fromkeys(each.university for each in partner.ties)
    universities = (words.model.get(University, each) for each in hosts)
    return PartnerRow(
        link=words.link(f"partner:{partner.id}", partner.name),
        native_name=_native_beside(partner, words),
        abbreviation=partner.abbreviation or "",
        other_names=partner.other_names,
        town=words.town(partner.town),
        country=words.link(f"country:{partner.country}"),
        universities=tuple(
            Link(each.abbreviation, words.link(f"university:{each.id}").address, note=each.name)
            for each in universities
        ),
        status=status_of(tie, partner, words),
        status_text=status_text(tie, partner, words),
        is_historical=all(each.is_historical for each in partner.ties),
    )


def _native_beside(partner: Partner, words: Words) -> Phrase | None:
    """Return the own name, unless it is the same as the English one."""
    native = words.native(partner.native_name)
    return native if native and native.text != partner.name else None


def strongest_tie(partner: Partner) -> PartnerTie:
    """Return the tie that a list shows: present before history, confirmed before recorded."""
    return min(partner.ties, key=lambda tie: (tie.is_historical, STATUS_ORDER.index(tie.status)))


def is_open(partner: Partner) -> bool:
    """Whether a tie is on record that may still be open: neither history nor only a meeting, nor ended."""
    tie = strongest_tie(partner)
    return not tie.is_historical and tie.status in ("confirmed", "recorded")


def status_of(tie: PartnerTie, partner: Partner, words: Words) -> str:
    """Return the status; what was confirmed too long ago counts as recorded."""
    if tie.status != "confirmed":
        return tie.status
    checked = tie_citation(tie, partner).checked
    fresh = judge("partnership", checked, words.model.today).state == "fresh"
    return "confirmed" if fresh else "recorded"


def tie_citation(tie: PartnerTie, partner: Partner) -> Citation:
    """Return the citation of the partner that a tie rests on; records/ sees to it that there is one."""
    return next(each for each in partner.sources if each.document == tie.document)


def status_text(tie: PartnerTie, partner: Partner, words: Words) -> str:
    """Return the status in the words of ux.md PART-4."""
    document = words.model.get(CitedDocument, tie.document)
    year = tie.year or document.written
    shown = str(year.year) if year else words.text(document.dating_year)
    return words.say(f"status_{status_of(tie, partner, words)}", year=shown)


def _tie_view(tie: PartnerTie, partner: Partner, words: Words) -> TieView:
    citation = tie_citation(tie, partner)
    return TieView(
        university=words.link(f"university:{tie.university}"),
        type=words.link(f"cooperation:{tie.type}") if tie.type else None,
        status=status_of(tie, partner, words),
        status_text=status_text(tie, partner, words),
        is_historical=tie.is_historical,
        summary=words.text(tie.summary),
        source=words.source(citation.document, citation.checked),
    )


def partners_view(desk: Desk) -> PartnersView:
    """Return all partners by region and country."""
    words = desk.words
    by_country: dict[str, list[Partner]] = {}
    for partner in desk.model.all(Partner):
        by_country.setdefault(partner.country, []).append(partner)
    regions = []
    for region in REGIONS:
        countries = [
            _country_group(country_id, partners, words)
            for country_id, partners in by_country.items()
            if desk.model.get(Country, country_id).region == region
        ]
        if countries:
            ordered = tuple(sorted(countries, key=lambda group: group.link.title))
            regions.append(RegionGroup(region, words.say(f"region_{region.replace('-', '_')}"), ordered))
    return PartnersView(
        regions=tuple(regions),
        partner_count=words.count("partner_count", len(desk.model.all(Partner))),
        country_count=words.count("country_count", len(by_country)),
        legend=_legend(words),
        world_map=partners_map(words),
        offices=tuple(_main_offices(words)),
    )


def _main_offices(words: Words) -> Iterator[OfficeView]:
    order = {each.id: each.order for each in words.model.all(University)}
    offices = (each for each in words.model.all(Office) if each.is_main)
    for office in sorted(offices, key=lambda each: (order[each.university], each.id)):
        yield office_view(office, words)


def partners_map(words: Words) -> WorldMapView | None:
    """Return the map of the partners' towns."""
    partners = words.model.all(Partner)
    places = [PartnerTown(each.town, is_open(each)) for each in partners if each.town]
    return world_map_view(words, places, unplaced=len(partners) - len(places))


def _legend(words: Words) -> str:
    """Return what the short names stand for: ``BUT: Bialystok University of Technology; …``."""
    hosts = sorted(words.model.all(University), key=lambda each: (each.order, each.id))
    entries = (words.say("legend_entry", short=each.abbreviation, name=each.name) for each in hosts)
    return words.say("legend", entries="; ".join(entries))


def _country_group(country_id: str, partners: list[Partner], words: Words) -> CountryGroup:
    country = words.model.get(Country, country_id)
    return CountryGroup(
        link=words.link(f"country:{country_id}"),
        note=words.text(country.note),
        other_names=country.other_names,
        partners=tuple(partner_row(each, words) for each in sorted(partners, key=lambda each: each.name)),
    )


def country_page(desk: Desk, section: ContentPage, country_id: str) -> Page:
    """Return the page of a country: its partners."""
    words = desk.words
    country = desk.model.get(Country, country_id)
    partners = [each for each in desk.model.naming(country, Partner) if each.country == country_id]
    group = _country_group(country_id, partners, words)
    name = words.country(country_id)
    return desk.record_page(
        country,
        parent=section,
        title=words.say("country_title", country=name),
        description=words.count("country_description", len(partners), country=name),
        view=CountryView(
            name,
            group.note,
            group.partners,
            _legend(words),
            words.link(f"page:{section.identity}", section.matter.title),
        ),
        citations=tuple(citation for partner in partners for citation in partner.sources),
        updated=max((_checked(partner) for partner in partners), default=section.matter.updated),
    )


def _checked(partner: Partner) -> date:
    return max((each.checked.day for each in partner.sources if each.checked.day), default=date(2000, 1, 1))


def partner_page(desk: Desk, section: ContentPage, partner_id: str) -> Page:
    """Return the page of a partner."""
    words = desk.words
    partner = desk.model.get(Partner, partner_id)
    tie = strongest_tie(partner)
    office = desk.main_office(tie.university)
    view = partner_view(desk, partner, office)
    country = words.link(f"country:{partner.country}")
    return desk.record_page(
        partner,
        parent=section,
        title=partner.name,
        description=words.say(
            "partner_description", partner=partner.name, country=country.title, status=view.status_text
        ),
        view=view,
        steps=(Crumb(country.title, country.address),),
        heading_note=_native_beside(partner, words),
        linked_data=(partner_data(partner, words),),
        office=office,
    )


def partner_view(desk: Desk, partner: Partner, office: OfficeView | None) -> PartnerView:
    """Return what a partner's page says."""
    words, model = desk.words, desk.model
    tie = strongest_tie(partner)
    is_historical = all(each.is_historical for each in partner.ties)
    return PartnerView(
        native_name=_native_beside(partner, words),
        abbreviation=partner.abbreviation or "",
        other_names=partner.other_names,
        type_text=words.say(f"partner_type_{partner.type.replace('-', '_')}"),
        country=words.link(f"country:{partner.country}"),
        town=words.town(partner.town),
        website=words.outside(partner.name, partner.website) if partner.website else None,
        ties=tuple(_tie_view(each, partner, words) for each in partner.ties),
        status=status_of(tie, partner, words),
        status_text=status_text(tie, partner, words),
        is_historical=is_historical,
        steps=tuple(words.say(f"partner_step_{step}", partner=partner.name) for step in range(1, 4))
        if is_open(partner)
        else (),
        office=office,
        events=tuple(event_card(event, words) for event in _newest(model.naming(partner, Event))),
        summer_schools=tuple(
            words.link(f"summer-school:{each.id}") for each in model.naming(partner, SummerSchool)
        ),
        networks=tuple(words.link(f"network:{each.id}") for each in model.naming(partner, Network)),
        visits=tuple(words.text(each.summary) for each in model.naming(partner, Visit)),
        notes=tuple(words.text(note) for note in partner.notes),
    )


def _newest(events: tuple[Event, ...]) -> list[Event]:
    return sorted(events, key=lambda event: event.start, reverse=True)
