"""Networks: the consortium and the joint centre, a page each with founders and aims."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.model import ContentPage, Event, Network, Partner, Town, University
from microsite.values import dataclass

from .desk import Desk
from .facts import facts_about
from .views import FactView, Link, Moment, Page, Phrase
from .words import Words


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with its own name."""

    link: Link
    native_name: Phrase | None
    town: Phrase | None


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """The members of one country, the largest group first."""

    country: str
    count: str
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A network in a list."""

    link: Link
    summary: str
    founded: Moment
    is_historical: bool


@dataclass(frozen=True, slots=True)
class NetworksView:
    """The list."""

    networks: tuple[NetworkCard, ...]


@dataclass(frozen=True, slots=True)
class NetworkView:
    """One network."""

    card: NetworkCard
    place: str
    initiators: tuple[Link, ...]
    members_title: str
    groups: tuple[MemberGroup, ...]
    aims: tuple[str, ...]
    history: tuple[str, ...]
    facts: tuple[FactView, ...]
    events: tuple[Link, ...]
    notes: tuple[str, ...]


def _card(network: Network, words: Words) -> NetworkCard:
    return NetworkCard(
        link=words.link(f"network:{network.id}"),
        summary=words.text(network.summary),
        founded=words.partial(network.founded),
        is_historical=network.status == "historical",
    )


def networks_view(desk: Desk) -> NetworksView:
    """Return the list of networks."""
    return NetworksView(tuple(_card(network, desk.words) for network in desk.model.all(Network)))


def network_page(desk: Desk, section: ContentPage, network_id: str) -> Page:
    """Return the page of a network."""
    words = desk.words
    network = desk.model.get(Network, network_id)
    name = words.text(network.name)
    card = _card(network, words)
    return desk.record_page(
        network,
        parent=section,
        title=name,
        description=words.say("network_description", network=name, founded=card.founded.text),
        view=NetworkView(
            card=card,
            place=words.text(network.place),
            initiators=tuple(words.link(each) for each in network.initiators),
            members_title=words.text(network.members_title),
            groups=tuple(_groups(network, words)),
            aims=tuple(words.text(aim) for aim in network.aims),
            history=tuple(words.text(line) for line in network.history),
            facts=facts_about(network, words),
            events=tuple(
                words.link(f"event:{each.id}")
                for each in desk.model.all(Event)
                if f"network:{network.id}" in each.organisers
            ),
            notes=tuple(words.text(note) for note in network.notes),
        ),
    )


def _groups(network: Network, words: Words) -> Iterator[MemberGroup]:
    by_country: dict[str, list[MemberRow]] = {}
    for reference in network.members:
        placed = words.model.find(reference)
        record = placed.record if placed else None
        if isinstance(record, Partner):
            country, town, native = record.country, words.town(record.town), words.native(record.native_name)
        elif isinstance(record, University):
            country, town, native = (
                _country_of(record, words),
                words.town(record.town),
                words.native(record.native_name),
            )
        else:
            country, town, native = "", None, None
        by_country.setdefault(words.country(country) if country else "", []).append(
            MemberRow(words.link(reference), native, town)
        )
    for country, members in sorted(by_country.items(), key=lambda item: (-len(item[1]), item[0])):
        yield MemberGroup(country, words.count("member_count", len(members)), tuple(members))


def _country_of(university: University, words: Words) -> str:
    return words.model.get(Town, university.town).country
