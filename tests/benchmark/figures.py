"""Samples → figures: medians, spread and ratios."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from tests.benchmark.rounds import Sample


class Place(NamedTuple):
    """Where a figure stands: whose, at what size, doing what."""

    contestant: str
    pages: int
    scenario: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What all rounds of one contestant at one thing come to."""

    median: float
    """Seconds."""
    least: float
    most: float
    processor: float
    """Seconds of processor, the median."""
    peak: int
    """Bytes, the most of all rounds."""
    shared_peak: int
    """Bytes with shared pages counted once, from the warm-up; 0 when not looked for."""
    rounds: int
    fault: str = ""
    """What was wrong with the output of a round: then the seconds say nothing."""

    @property
    def is_stale(self) -> bool:
        """Whether the output lacked the edit, rather than that there was none."""
        return self.fault.endswith("stale")


Figures = Mapping[Place, Figure]

Measure = Callable[[Figure], float]
"""What of two figures is compared."""


def summarise(samples: Iterable[Sample]) -> dict[Place, Figure]:
    """Return a figure for each place that has a timed round; warm-ups give only shared memory."""
    rounds_by_place: dict[Place, list[Sample]] = {}
    for sample in samples:
        place = Place(sample.contestant, sample.pages, sample.scenario)
        rounds_by_place.setdefault(place, []).append(sample)
    return {
        place: _summarise_place(rounds)
        for place, rounds in rounds_by_place.items()
        if any(sample.round for sample in rounds)
    }


def seconds_of(figure: Figure) -> float:
    """Return what is compared when time is."""
    return figure.median


def processor_of(figure: Figure) -> float:
    """Return what is compared when work is, however many processors share it."""
    return figure.processor


def memory_of(figure: Figure) -> float:
    """Return what is compared when memory is."""
    return figure.peak


def ratio(figures: Figures, one: Place, other: Place, measure: Measure = seconds_of) -> float | None:
    """Return how many times as much the first needs; None when either has no figure that counts."""
    if not (has_time(figures, one) and has_time(figures, other)) or not measure(figures[other]):
        return None
    return measure(figures[one]) / measure(figures[other])


def cost_per_page(figures: Figures, name: str, few: int, many: int) -> float | None:
    """Return the seconds of processor that each page beyond `few` costs in a cold build of `many`.

    What a build costs once, whatever its size, is in both and so in neither.
    """
    places = (Place(name, few, "cold"), Place(name, many, "cold"))
    if not all(has_time(figures, place) for place in places):
        return None
    small, large = (figures[place].processor for place in places)
    return (large - small) / (many - few)


def share_of_others(samples: Iterable[Sample], *, processors: int) -> float:
    """Return which part of the machine something else used while builds were timed."""
    timed = [sample for sample in samples if sample.round and not sample.scenario.startswith("watch")]
    seconds = sum(sample.seconds for sample in timed)
    return sum(sample.foreign for sample in timed) / (seconds * processors) if seconds else 0.0


def has_time(figures: Figures, place: Place) -> bool:
    """Whether there is a time, and it is of an output with the edit in it."""
    return place in figures and not figures[place].fault


def quickest(figures: Figures, names: Iterable[str], pages: int, scenario: str) -> str:
    """Return which of these contestants is quickest at something; nothing when none has a time."""
    places = [Place(name, pages, scenario) for name in names]
    timed = [place for place in places if has_time(figures, place)]
    return min(timed, key=lambda place: figures[place].median).contestant if timed else ""


def _summarise_place(samples: list[Sample]) -> Figure:
    timed = [sample for sample in samples if sample.round]
    seconds = [sample.seconds for sample in timed]
    return Figure(
        median=median(seconds),
        least=min(seconds),
        most=max(seconds),
        processor=median(sample.processor for sample in timed),
        peak=max(sample.peak for sample in timed),
        shared_peak=max(sample.shared_peak for sample in samples),
        rounds=len(timed),
        fault=next((sample.fault for sample in timed if sample.fault), ""),
    )
