"""The woven year: which cell is which day, what lies on it, where months begin; for any year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.model import Locale
from microsite.pages.woven_year import (
    DAYS,
    WEEKS,
    Block,
    Cloth,
    Thread,
    Weave,
    Window,
    blocks_of,
    monday_of,
    weave_cloth,
    window_from,
    window_of,
    window_until,
)

ENGLISH = Locale("en", {})
NEW_YEAR = date(2026, 12, 28)
"""The Monday of the week that holds the last days of 2026 and the first of 2027."""
ANY_DAY = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def cells(weave: Weave) -> set[tuple[int, int]]:
    """The cells of a weave, as column and row."""
    return {cell for block in weave.blocks for cell in cells_of(block)}


def cells_of(block: Block) -> set[tuple[int, int]]:
    return {
        (column, row)
        for column in range(block.column, block.column + block.columns)
        for row in range(block.row, block.row + block.rows)
    }


def woven(*threads: Thread, first: date = NEW_YEAR, weeks: int = 4, today: date = date(2020, 1, 1)) -> Cloth:
    return weave_cloth(Window(first, weeks), threads, today, ENGLISH)


def ground_of(cloth: Cloth, column: int, row: int) -> list[str]:
    return [weave.name for weave in cloth.grounds if (column, row) in cells(weave)]


# --- Windows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "window_first", "window_last"),
    [
        (date(2024, 2, 29), date(2024, 2, 26), date(2025, 2, 23)),
        (date(2026, 11, 1), date(2026, 10, 26), date(2027, 10, 24)),
        (date(2026, 6, 1), date(2026, 6, 1), date(2027, 5, 30)),
        (date(2021, 1, 1), date(2020, 12, 28), date(2021, 12, 26)),
        (date(2028, 1, 1), date(2027, 12, 27), date(2028, 12, 24)),
    ],
)
def test_a_year_begins_on_the_monday_of_its_first_day(
    first: date, window_first: date, window_last: date
) -> None:
    window = window_from(first)

    assert (window.first, window.last) == (window_first, window_last)


@given(ANY_DAY)
def test_a_year_is_52_weeks_from_a_monday_to_a_sunday_and_holds_the_day_it_was_made_for(day: date) -> None:
    for window in (window_from(day), window_until(day)):
        assert window.weeks == WEEKS
        assert (window.first.weekday(), window.last.weekday()) == (0, 6)
        assert window.first <= day <= window.last


@given(ANY_DAY, st.integers(0, 400))
def test_the_weeks_of_a_span_are_no_more_than_it_needs(first: date, days: int) -> None:
    last = first + timedelta(days=days)

    window = window_of(first, last)

    assert window.first == monday_of(first)
    assert monday_of(last) + timedelta(days=6) == window.last


@pytest.mark.parametrize(("weeks", "halves"), [(52, (26, 26)), (53, (27, 26)), (54, (27, 27)), (1, (1, 0))])
def test_two_halves_follow_each_other(weeks: int, halves: tuple[int, int]) -> None:
    one, other = Window(NEW_YEAR, weeks).halves()

    assert (one.weeks, other.weeks) == halves
    assert one.last + timedelta(days=1) == other.first
    assert other.last == Window(NEW_YEAR, weeks).last


# --- Cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "blocks"),
    [
        ([], ()),
        ([6], (Block(0, 6, 1, 1),)),
        ([6, 7], (Block(0, 6, 1, 1), Block(1, 0, 1, 1))),
        (range(7), (Block(0, 0, 1, 7),)),
        (range(3, 14), (Block(0, 3, 1, 4), Block(1, 0, 1, 7))),
        (range(5, 23), (Block(0, 5, 1, 2), Block(1, 0, 2, 7), Block(3, 0, 1, 2))),
        ([1, 2, 4], (Block(0, 1, 1, 2), Block(0, 4, 1, 1))),
        ([8, 1], (Block(0, 1, 1, 1), Block(1, 1, 1, 1))),
    ],
)
def test_days_in_a_row_become_few_blocks(days: list[int], blocks: tuple[Block, ...]) -> None:
    assert blocks_of(days) == blocks


@given(st.sets(st.integers(0, 54 * DAYS)))
def test_the_blocks_of_days_are_these_days_each_once(days: set[int]) -> None:
    found = [cell for block in blocks_of(days) for cell in cells_of(block)]

    assert sorted(column * DAYS + row for column, row in found) == sorted(days)


# --- Grounds ------------------------------------------------------------------------------------


def test_what_no_thread_covers_is_not_known() -> None:
    (ground,) = woven().grounds

    assert ground == Weave("unknown", False, (Block(0, 0, 4, 7),))


@pytest.mark.parametrize(
    ("kinds", "ground"),
    [
        (["break", "term"], "break"),
        (["term", "holiday"], "break"),
        (["exams", "term"], "exams"),
        (["holiday", "exams", "term"], "break"),
        (["term"], "term"),
        (["event"], "unknown"),
        (["deadline"], "unknown"),
    ],
)
def test_a_break_interrupts_exams_and_both_a_term_whatever_comes_first(kinds: list[str], ground: str) -> None:
    day = date(2027, 1, 6)

    cloth = woven(*(Thread(kind, day, day) for kind in kinds))

    assert ground_of(cloth, 1, 2) == [ground]


def test_a_term_goes_on_after_the_break_inside_it() -> None:
    cloth = woven(
        Thread("term", date(2026, 10, 1), date(2027, 1, 31)),
        Thread("break", date(2026, 12, 22), date(2027, 1, 6)),
    )

    assert ground_of(cloth, 1, 2) == ["break"]
    assert ground_of(cloth, 1, 3) == ["term"]
    assert ground_of(cloth, 3, 6) == ["term"]


def test_the_29th_of_february_is_a_day() -> None:
    leap_day = date(2028, 2, 29)

    cloth = woven(Thread("holiday", leap_day, leap_day), first=monday_of(leap_day), weeks=1)

    assert ground_of(cloth, 0, 1) == ["break"]
    assert ground_of(cloth, 0, 2) == ["unknown"]


@given(ANY_DAY, st.lists(st.tuples(st.sampled_from(["term", "exams", "break", "holiday"]), ANY_DAY, ANY_DAY)))
def test_every_day_has_one_ground(day: date, spans: list[tuple[str, date, date]]) -> None:
    threads = [Thread(kind, min(one, other), max(one, other)) for kind, one, other in spans]

    cloth = weave_cloth(window_from(day), threads, day, ENGLISH)

    every = sorted(cell for weave in cloth.grounds for cell in cells(weave))
    assert every == [(column, row) for column in range(WEEKS) for row in range(DAYS)]


# --- Marks --------------------------------------------------------------------------------------


def test_a_deadline_takes_its_whole_week_and_has_a_knot_on_its_day() -> None:
    cloth = woven(Thread("deadline", date(2027, 1, 6), date(2027, 1, 6)))

    assert cloth.columns_marked == (Weave("deadline", False, (Block(1, 0, 1, 7),)),)
    assert cloth.marks == (Weave("deadline", False, (Block(1, 2, 1, 1),)),)


@pytest.mark.parametrize(("today", "is_past"), [(date(2027, 1, 6), False), (date(2027, 1, 7), True)])
def test_a_deadline_is_to_come_to_the_end_of_its_day(today: date, is_past: bool) -> None:
    cloth = woven(Thread("deadline", date(2027, 1, 6), date(2027, 1, 6)), today=today)

    assert [weave.is_past for weave in (*cloth.columns_marked, *cloth.marks)] == [is_past, is_past]


def test_a_week_with_a_deadline_to_come_is_not_past_though_another_one_is() -> None:
    cloth = woven(
        Thread("deadline", date(2027, 1, 4), date(2027, 1, 4)),
        Thread("deadline", date(2027, 1, 8), date(2027, 1, 8)),
        today=date(2027, 1, 6),
    )

    assert cloth.columns_marked == (Weave("deadline", False, (Block(1, 0, 1, 7),)),)
    assert {(weave.is_past, weave.blocks) for weave in cloth.marks} == {
        (True, (Block(1, 0, 1, 1),)),
        (False, (Block(1, 4, 1, 1),)),
    }


def test_an_event_over_a_weekend_lies_on_two_weeks() -> None:
    cloth = woven(Thread("event", date(2027, 1, 9), date(2027, 1, 11)))

    assert cloth.marks == (
        Weave("event", False, tuple(Block(c, r, 1, 1) for c, r in ((1, 5), (1, 6), (2, 0)))),
    )


@pytest.mark.parametrize(
    ("kinds", "shown"), [(["deadline", "event"], "deadline"), (["day", "event"], "day"), (["event"], "event")]
)
def test_of_several_things_on_one_day_the_one_that_matters_most_shows(kinds: list[str], shown: str) -> None:
    day = date(2027, 1, 6)

    cloth = woven(*(Thread(kind, day, day) for kind in kinds))

    assert [weave.name for weave in cloth.marks] == [shown]


def test_what_lies_outside_is_cut_off() -> None:
    cloth = woven(
        Thread("event", date(2026, 12, 20), date(2026, 12, 28)),
        Thread("event", date(2027, 1, 24), date(2027, 2, 3)),
        Thread("deadline", date(2027, 1, 25), date(2027, 1, 25)),
    )

    assert cloth.marks == (Weave("event", False, (Block(0, 0, 1, 1), Block(3, 6, 1, 1))),)
    assert cloth.columns_marked == ()


@pytest.mark.parametrize(
    ("today", "block"),
    [
        (NEW_YEAR - timedelta(days=1), None),
        (NEW_YEAR, Block(0, 0, 1, 1)),
        (date(2027, 1, 3), Block(0, 6, 1, 1)),
        (date(2027, 1, 24), Block(3, 6, 1, 1)),
        (date(2027, 1, 25), None),
    ],
)
def test_today_is_outlined_where_the_cloth_holds_it(today: date, block: Block | None) -> None:
    assert woven(today=today).today == block


# --- Below the cloth ----------------------------------------------------------------------------


def test_what_is_known_to_the_month_lies_on_no_day_and_hangs_below_its_weeks() -> None:
    cloth = woven(Thread("exams", date(2027, 1, 1), date(2027, 1, 31), is_exact=False), weeks=6)

    assert [weave.name for weave in cloth.grounds] == ["unknown"]
    (fringe,) = cloth.fringes
    assert (fringe.kind, fringe.column, fringe.columns, fringe.lane) == ("exams", 0, 5, 0)


def test_two_that_share_a_week_hang_below_each_other_and_a_third_takes_the_free_place() -> None:
    spans = ((1, 10), (8, 20), (12, 14))
    threads = [Thread("event", date(2027, 1, a), date(2027, 1, b), is_exact=False) for a, b in spans]

    cloth = woven(*threads)

    assert [(each.column, each.columns, each.lane) for each in cloth.fringes] == [
        (0, 2, 0),
        (1, 3, 1),
        (2, 1, 0),
    ]
    assert cloth.lanes == 2


# --- Months -------------------------------------------------------------------------------------


def test_a_month_is_named_above_its_first_whole_week_and_parted_from_the_one_before() -> None:
    cloth = woven(first=date(2026, 10, 26), weeks=10)

    assert [(label.name, label.column) for label in cloth.months] == [("Nov", 1), ("Dec", 6)]
    assert cloth.seams == ((0, 6), (5, 1), (9, 4))


def test_the_month_in_which_a_cloth_begins_is_named_where_there_is_room() -> None:
    cloth = woven(first=date(2027, 1, 4), weeks=6)

    assert [(label.name, label.column) for label in cloth.months] == [("Jan", 0), ("Feb", 4)]


def test_months_have_the_names_of_the_language() -> None:
    window = Window(date(2027, 5, 3), 4)

    cloth = weave_cloth(window, (), window.first, Locale("pl", {}))

    assert [label.name for label in cloth.months] == ["maj"]


@given(ANY_DAY)
def test_a_year_has_a_seam_for_each_first_of_a_month_and_names_with_room_between(day: date) -> None:
    window = window_from(day)
    every = [window.first + timedelta(days=each) for each in range(1, WEEKS * DAYS)]

    cloth = weave_cloth(window, (), day, ENGLISH)

    assert [window.first + timedelta(days=c * DAYS + r) for c, r in cloth.seams] == [
        each for each in every if each.day == 1
    ]
    columns = [label.column for label in cloth.months]
    assert all(later - earlier >= 3 for earlier, later in pairwise(columns))
    assert len(columns) >= 11
