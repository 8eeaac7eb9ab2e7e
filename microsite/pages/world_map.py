"""The woven world map: land in stitches, and a pin for each town that something joins with Białystok.

Part of stage 3. Decides which stitches are land, pin or home; what a stitch looks like is the business of
templates/partials/world-map.html and the style sheet. Only the towns of partners get a pin.

The two sides of the cloth make a pin visible anywhere: land is one colour, and a pin shows the other, so
the stitches beside a pin are always land. An island too small for the cloth grows a coast that way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from microsite.model import CitedDocument, MapName, Model, Town, University, WovenMap
from microsite.values import dataclass

from .views import Phrase
from .words import Words

Stitch = tuple[int, int]
"""Column and row, from the upper left corner of the map."""


@dataclass(frozen=True, slots=True)
class PartnerTown:
    """A partner's town, and whether a present tie is on record there."""

    town: str
    is_tie: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Stitches side by side in one row."""

    column: int
    row: int
    length: int


@dataclass(frozen=True, slots=True)
class MapPanel:
    """One piece of cloth."""

    name: MapName
    title: str
    columns: int
    rows: int
    land: tuple[Run, ...]
    """All land but the pins and what surrounds them."""
    rings: tuple[Run, ...]
    """The land around each pin and star."""
    ties: tuple[Run, ...]
    """Pins of towns with a present tie."""
    past: tuple[Run, ...]
    """Pins of towns that only history or a meeting joins with Białystok."""
    homes: tuple[Stitch, ...]
    """The middle of each host town."""


@dataclass(frozen=True, slots=True)
class WorldMapView:
    """The map and what it means in words."""

    panels: tuple[MapPanel, ...]
    """The world, then its near part."""
    description: str
    homes: tuple[Phrase, ...]
    """The towns of the host universities."""
    has_past: bool
    notes: tuple[str, ...]
    """What a careful reader must know of pins that are shared, moved or missing."""
    approximate: tuple[Phrase, ...]
    """Towns whose point is only good to about a kilometre."""
    credits: tuple[str, ...]
    """Whose points they are: what the documents behind the towns ask to be said."""


def world_map_view(words: Words, places: Iterable[PartnerTown], *, unplaced: int) -> WorldMapView | None:
    """Return the map with a pin for each place; None without a map or without a place to show.

    Units: `unplaced` counts the partners whose town is not known.
    """
    model, found = words.model, list(places)
    if "world" not in model.maps or not found:
        return None
    towns = [model.get(Town, each) for each in dict.fromkeys(place.town for place in found)]
    hosts = dict.fromkeys(university.town for university in model.all(University))
    homes = [model.get(Town, each) for each in hosts]
    panels = tuple(_panel(name, model, words, found, homes) for name in model.maps)
    return WorldMapView(
        panels=panels,
        description=words.say(
            "map_description",
            towns=words.count("town_count", len(towns)),
            countries=words.count("country_count", len({town.country for town in towns})),
        ),
        homes=_phrases(homes, words),
        has_past=any(panel.past for panel in panels),
        notes=(
            words.say("map_shared_pins"),
            *((words.count("map_unplaced", unplaced),) if unplaced else ()),
        ),
        approximate=_phrases((town for town in towns if town.is_approximate), words),
        credits=tuple(_credits(words, (*towns, *homes))),
    )


def _phrases(towns: Iterable[Town], words: Words) -> tuple[Phrase, ...]:
    return tuple(phrase for town in towns if (phrase := words.town(town.id)))


def _credits(words: Words, towns: Iterable[Town]) -> Iterator[str]:
    for document in dict.fromkeys(town.document for town in towns if town.document):
        note = words.text(words.model.get(CitedDocument, document).note)
        if note:
            yield note


# --- The cloth ----------------------------------------------------------------------------------


def _panel(
    name: MapName, model: Model, words: Words, places: list[PartnerTown], homes: list[Town]
) -> MapPanel:
    woven = model.maps[name]
    centres = {at for town in homes if (at := _stitch_of(woven, town))}
    stars = {stitch for centre in centres for stitch in _star(centre)}
    located = [(place, _stitch_of(woven, model.get(Town, place.town))) for place in places]
    tied = Counter(_beside(stars, at) for place, at in located if at and place.is_tie)
    over = Counter(_beside(stars, at) for place, at in located if at and not place.is_tie)
    ties = _pins(tied, taken=stars)
    past = _pins(over, taken=stars | ties)
    lights = ties | past | stars
    land = {(x, y) for y, row in enumerate(woven.rows) for x, stitch in enumerate(row) if stitch == "#"}
    rings = {each for at in lights for each in (*_sides(at), *(_corners(at) & land))} - lights
    return MapPanel(
        name=name,
        title=words.say(f"map_{name}"),
        columns=woven.columns,
        rows=len(woven.rows),
        land=_runs(land - rings - lights, woven),
        rings=_runs(rings, woven),
        ties=_runs(ties, woven),
        past=_runs(past, woven),
        homes=tuple(sorted(centres)),
    )


def _stitch_of(woven: WovenMap, town: Town) -> Stitch | None:
    at = woven.position(float(town.latitude), float(town.longitude))
    return (int(at[0]), int(at[1])) if at else None


def _sides(stitch: Stitch) -> tuple[Stitch, ...]:
    column, row = stitch
    return (column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)


def _corners(stitch: Stitch) -> set[Stitch]:
    column, row = stitch
    return {(column + 1, row + 1), (column - 1, row + 1), (column + 1, row - 1), (column - 1, row - 1)}


def _star(centre: Stitch) -> Iterator[Stitch]:
    """Yield the stitches of the star around a host town: all within two steps."""
    for down in range(-2, 3):
        for right in range(abs(down) - 2, 3 - abs(down)):
            yield centre[0] + right, centre[1] + down


def _beside(stars: set[Stitch], at: Stitch) -> Stitch | None:
    """Return the stitch, or the first one beside it that no star covers; None when they all are."""
    return next((stitch for stitch in (at, *_sides(at)) if stitch not in stars), None)


def pin_size(count: int) -> int:
    """Return how many stitches a pin has: one for one partner, two for 2 to 4, three from 5 on."""
    return 1 + (count >= 2) + (count >= 5)


def _pins(counts: Mapping[Stitch | None, int], *, taken: set[Stitch]) -> set[Stitch]:
    """Return the stitches of all pins; a pin grows to a side where there is room, the largest pin first."""
    middles = [at for at in counts if at and at not in taken]
    pins = set(middles)
    for at in sorted(middles, key=lambda stitch: (-counts[stitch], stitch)):
        free = [stitch for stitch in _sides(at) if stitch not in pins and stitch not in taken]
        pins.update(free[: pin_size(counts[at]) - 1])
    return pins


def _runs(stitches: set[Stitch], woven: WovenMap) -> tuple[Run, ...]:
    """Return the stitches on the map row by row, those side by side as one."""
    runs: list[Run] = []
    for row, column in sorted((row, column) for column, row in stitches):
        if not (0 <= column < woven.columns and 0 <= row < len(woven.rows)):
            continue
        last = runs[-1] if runs else None
        if last and (last.row, last.column + last.length) == (row, column):
            runs[-1] = Run(last.column, row, last.length + 1)
        else:
            runs.append(Run(column, row, 1))
    return tuple(runs)
