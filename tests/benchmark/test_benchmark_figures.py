"""Medians, spread, ratios: of numbers whose results were worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmark.figures import (
    Figure,
    Place,
    cost_per_page,
    memory_of,
    processor_of,
    quickest,
    ratio,
    share_of_others,
    summarise,
)
from tests.benchmark.rounds import Sample

SAMPLE = Sample(
    contestant="hugo",
    pages=100,
    scenario="cold",
    round=1,
    seconds=2.0,
    processor=3.0,
    peak=50,
    shared_peak=0,
    foreign=0.0,
    fault="",
)
FIGURE = Figure(median=2.0, least=1.0, most=9.0, processor=4.0, peak=100, shared_peak=80, rounds=3)
OURS, HUGO = Place("ours", 100, "cold"), Place("hugo", 100, "cold")


def rounds(*seconds: float) -> list[Sample]:
    """A warm-up of 99 seconds, then timed rounds."""
    timed = [replace(SAMPLE, round=number, seconds=each) for number, each in enumerate(seconds, 1)]
    return [replace(SAMPLE, round=0, seconds=99.0, peak=999, shared_peak=70), *timed]


@pytest.mark.parametrize(
    ("seconds", "median", "least", "most"),
    [
        ((5.0,), 5.0, 5.0, 5.0),
        ((1.0, 9.0, 2.0), 2.0, 1.0, 9.0),
        ((4.0, 1.0, 2.0, 8.0), 3.0, 1.0, 8.0),
    ],
)
def test_a_figure_is_the_median_with_the_least_and_the_most(
    seconds: tuple[float, ...], median: float, least: float, most: float
) -> None:
    figure = summarise(rounds(*seconds))[HUGO]

    assert (figure.median, figure.least, figure.most) == (median, least, most)
    assert figure.rounds == len(seconds)


def test_a_warm_up_gives_nothing_but_shared_memory() -> None:
    figure = summarise(rounds(5.0))[HUGO]

    assert (figure.peak, figure.shared_peak) == (50, 70)


def test_a_warm_up_alone_is_no_figure() -> None:
    assert summarise(rounds()) == {}


def test_memory_is_the_most_of_all_rounds_and_processor_their_median() -> None:
    samples = [
        replace(SAMPLE, round=1, peak=10, processor=1.0),
        replace(SAMPLE, round=2, peak=30, processor=7.0),
        replace(SAMPLE, round=3, peak=20, processor=2.0),
    ]

    figure = summarise(samples)[HUGO]

    assert (figure.peak, figure.processor) == (30, 2.0)


def test_one_stale_round_makes_the_figure_stale() -> None:
    samples = [SAMPLE, replace(SAMPLE, round=2, fault="3 of 50 pages are stale")]

    figure = summarise(samples)[HUGO]

    assert figure.is_stale
    assert figure.fault == "3 of 50 pages are stale"


def test_a_run_that_failed_is_not_called_stale() -> None:
    figure = summarise([replace(SAMPLE, fault="exit code 1: no such file")])[HUGO]

    assert not figure.is_stale


def test_rounds_of_unlike_sizes_things_and_contestants_stay_apart() -> None:
    samples = [
        SAMPLE,
        replace(SAMPLE, pages=1000),
        replace(SAMPLE, scenario="page"),
        replace(SAMPLE, contestant="ours"),
    ]

    assert len(summarise(samples)) == 4


def test_a_ratio_is_what_one_needs_of_the_other() -> None:
    figures = {OURS: replace(FIGURE, median=1.0, processor=6.0, peak=25), HUGO: FIGURE}

    assert ratio(figures, OURS, HUGO) == 0.5
    assert ratio(figures, OURS, HUGO, processor_of) == 1.5
    assert ratio(figures, OURS, HUGO, memory_of) == 0.25


@pytest.mark.parametrize(
    "figures",
    [
        {OURS: FIGURE},
        {HUGO: FIGURE},
        {OURS: FIGURE, HUGO: replace(FIGURE, fault="1 of 1 pages are stale")},
        {OURS: replace(FIGURE, fault="1 of 1 pages are stale"), HUGO: FIGURE},
        {OURS: FIGURE, HUGO: replace(FIGURE, median=0.0)},
    ],
    ids=["no other", "no ours", "stale other", "stale ours", "no time at all"],
)
def test_there_is_no_ratio_without_two_times_that_count(figures: dict[Place, Figure]) -> None:
    assert ratio(figures, OURS, HUGO) is None


def test_the_quickest_is_found_among_those_whose_output_is_whole() -> None:
    figures = {
        Place("slow", 100, "page"): replace(FIGURE, median=5.0),
        Place("quick", 100, "page"): replace(FIGURE, median=2.0),
        Place("stale", 100, "page"): replace(FIGURE, median=0.1, fault="1 of 1 pages are stale"),
        Place("other-size", 1000, "page"): replace(FIGURE, median=0.1),
    }

    assert quickest(figures, ["slow", "quick", "stale", "other-size"], 100, "page") == "quick"
    assert quickest(figures, ["stale"], 100, "page") == ""


def test_the_cost_of_a_page_leaves_out_what_a_build_costs_once() -> None:
    # 0.5 s once and 2 ms a page.
    figures = {
        Place("ours", 100, "cold"): replace(FIGURE, processor=0.7),
        Place("ours", 1000, "cold"): replace(FIGURE, processor=2.5),
    }

    assert cost_per_page(figures, "ours", 100, 1000) == pytest.approx(0.002)
    assert cost_per_page(figures, "ours", 100, 10_000) is None


def test_what_else_the_machine_did_is_a_share_of_all_its_processors() -> None:
    samples = [
        replace(SAMPLE, round=0, seconds=10.0, foreign=20.0),
        replace(SAMPLE, round=1, seconds=3.0, foreign=0.5),
        replace(SAMPLE, round=2, seconds=1.0, foreign=1.5),
        replace(SAMPLE, round=1, seconds=50.0, scenario="watch page"),
    ]

    # 2 seconds of the 4 × 2 that two processors had.
    assert share_of_others(samples, processors=2) == 0.25
    assert share_of_others([], processors=2) == 0.0
