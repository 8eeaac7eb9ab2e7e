"""The city map: the places that students go to, as beds of a garden seen from above, and a list of them.

Part of stage 3. The picture is a scheme: it shows which place lies further north or east, and nothing else.
A point counts to a hundredth of a degree, which is about a kilometre. Rounding never turns two points round,
so the order of rows and of columns is as sure as the points are; how far apart they lie is not, so a row or
column without a place is left out. Places that share a rounded point share a bed.

What is drawn in the beds is the business of city_cloth.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from microsite.model import CitedDocument, Fact, Model, Place, Town
from microsite.values import dataclass

from .city_cloth import Cell, Cloth, weave_garden
from .facts import fact_view
from .views import FactView, Link, Phrase, SourceLine
from .words import Words

Point = tuple[int, int]
"""Hundredths of a degree to the south and to the east, so that points sort as beds are numbered."""

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
    places_by_point: dict[Point, list[Place]] = {}
    for place in places:
        point = _point_of(place, model)
        if point:
            places_by_point.setdefault(point, []).append(place)
    places_by_cell = {cell: places_by_point[point] for point, cell in order_beds(places_by_point).items()}
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


def rounded_point(latitude: float, longitude: float) -> Point:
    """Return a point in hundredths of a degree to the south and to the east."""
    return -round(latitude * _STEPS_IN_A_DEGREE), round(longitude * _STEPS_IN_A_DEGREE)


def order_beds(points: Iterable[Point]) -> dict[Point, Cell]:
    """Return column and row of the bed of each point: row by row, none of them and no column empty."""
    ordered = sorted(set(points))
    rows = sorted({south for south, _ in ordered})
    columns = sorted({east for _, east in ordered})
    return {(south, east): (columns.index(east), rows.index(south)) for south, east in ordered}


def _point_of(place: Place, model: Model) -> Point | None:
    at: Place | Town = model.get(Town, place.town) if place.town else place
    if at.latitude is None or at.longitude is None:
        return None
    return rounded_point(at.latitude, at.longitude)


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
