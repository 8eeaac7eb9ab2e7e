"""The city map: the places that students go to, as beds of a garden seen from above, and a list of them.

Part of stage 3. The picture is a scheme: it shows which place lies further north or east, and nothing else.
A point counts to a hundredth of a degree, which is about a kilometre. Rounding never turns two points round,
so the order of rows and of columns is as sure as the points are; how far apart they lie is not, so a row or
column without a place is left out. Places that share a rounded point share a bed.

What is drawn in the beds is the business of city_cloth.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from microsite.model import CitedDocument, Fact, Model, Place, Town

from .city_cloth import Cell, Cloth, weave_garden
from .facts import fact_view
from .views import FactView, Link, Phrase, SourceLine
from .words import Words

_STEPS_IN_A_DEGREE = 100


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as the list names it."""

    name: Phrase
    native_name: Phrase | None
    link: Link | None
    """To the page of what it belongs to; its title is the name."""
    what: str
    address: FactView
    stands_for: str
    """That the point of a town stands for it, in words; empty where it has a point of its own, or none."""
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Bed:
    """A numbered bed of the garden, and what lies there."""

    number: int
    where: str
    """Which way it is from the bed before it: ``South-west of 2``."""
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class CityMapView:
    """The map, what it means in words, and the list."""

    cloth: Cloth | None
    """None when no place has a point."""
    description: str
    beds: tuple[Bed, ...]
    """By number: from north to south, and from west to east."""
    elsewhere: tuple[PlaceView, ...]
    """Places that have no point."""
    rough: str
    """In words: which beds have points that nobody published; empty when there are none."""
    credits: tuple[str, ...]
    """Whose points they are: what the documents behind them ask to be said."""


def city_map_view(words: Words) -> CityMapView:
    """Return the map of all places, as this language and this day show it."""
    model = words.model
    places = sorted(model.all(Place), key=lambda place: (place.order, place.id))
    places_by_point: dict[Cell, list[Place]] = {}
    for place in places:
        point = _rounded_point(place, model)
        if point:
            places_by_point.setdefault(point, []).append(place)
    places_by_cell = _order(places_by_point)
    drawn = [place for shared in places_by_cell.values() for place in shared]
    rough = [
        str(number)
        for number, shared in enumerate(places_by_cell.values(), start=1)
        if any(_is_approximate(place, model) for place in shared)
    ]
    return CityMapView(
        cloth=weave_garden(places_by_cell, model) if places_by_cell else None,
        description=words.count("city_map_description", len(places_by_cell)),
        beds=tuple(_beds(places_by_cell, words)),
        elsewhere=tuple(_place_view(place, words) for place in places if place not in drawn),
        rough=words.say("city_map_rough", numbers=", ".join(rough)) if rough else "",
        credits=tuple(_credits(drawn, words)),
    )


# --- Where a place lies ---------------------------------------------------------------------------


def _rounded_point(place: Place, model: Model) -> Cell | None:
    """Return the hundredths of a degree to the east and to the south, or None without a point."""
    at: Place | Town = model.get(Town, place.town) if place.town else place
    if at.latitude is None or at.longitude is None:
        return None
    return round(at.longitude * _STEPS_IN_A_DEGREE), -round(at.latitude * _STEPS_IN_A_DEGREE)


def _order(places_by_point: Mapping[Cell, list[Place]]) -> dict[Cell, list[Place]]:
    """Return the places by the column and row of their bed: row by row, without empty rows and columns."""
    columns = sorted({across for across, _ in places_by_point})
    rows = sorted({down for _, down in places_by_point})
    return {
        (columns.index(point[0]), rows.index(point[1])): places_by_point[point]
        for point in sorted(places_by_point, key=lambda point: (point[1], point[0]))
    }


def _is_approximate(place: Place, model: Model) -> bool:
    return model.get(Town, place.town).is_approximate if place.town else place.is_approximate


def _credits(places: Iterable[Place], words: Words) -> Iterator[str]:
    model = words.model
    documents = (model.get(Town, place.town).document if place.town else place.document for place in places)
    for document in dict.fromkeys(documents):
        note = words.text(model.get(CitedDocument, document).note) if document else ""
        if note:
            yield note


# --- What is said of it ---------------------------------------------------------------------------


def _beds(places_by_cell: Mapping[Cell, list[Place]], words: Words) -> Iterator[Bed]:
    before: Cell | None = None
    for number, (cell, places) in enumerate(places_by_cell.items(), start=1):
        way = f"{_way(before, cell)}_of" if before else "first"
        where = words.say(f"city_map_{way}", number=number - 1)
        yield Bed(number, where, tuple(_place_view(place, words) for place in places))
        before = cell


def _way(start: Cell, end: Cell) -> str:
    """Return ``east``, ``south``, ``south_east`` or ``south_west``: no bed comes after one south of it."""
    across = (end[0] > start[0]) - (end[0] < start[0])
    sideways = {1: "east", 0: "", -1: "west"}[across]
    return "_".join(part for part in ("south" if end[1] > start[1] else "", sideways) if part)


def _place_view(place: Place, words: Words) -> PlaceView:
    name = words.phrase(place.name)
    town = words.town(place.town)
    link = words.link(place.about, name.text, lang=name.lang) if place.about else None
    return PlaceView(
        name=name,
        native_name=words.native(place.native_name),
        link=link if link and link.address else None,
        what=words.text(place.what),
        address=fact_view(words.model.get(Fact, place.address), words),
        stands_for=words.say("city_map_town_point", town=town.text) if town else "",
        notes=tuple(words.text(note) for note in place.notes),
        sources=tuple(words.source(each.document, each.checked) for each in place.sources),
    )
