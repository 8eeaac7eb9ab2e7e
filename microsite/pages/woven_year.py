"""The woven year: days as cells of a cloth, a column for each week, Monday on top.

Part of stage 3. Knows what lies on which cell and nothing of records, words or looks: what it weaves
comes as `Thread` values, and what a weave looks like is the business of templates/components/year.html
and the style sheet.

The ground of a day says what is taught on it: term, exams, break, or nothing that is known. On the
ground lie deadlines (a whole column, with a knot in its day), single days and events. What is known
only to the week or the month has no day to lie on: it hangs below the columns it may fall in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from microsite.model import Locale
from microsite.values import dataclass

DAYS = 7
"""Days in a week: the rows of the cloth."""
WEEKS = 52
"""Columns of a year."""

GROUNDS = ("term", "exams", "break")
"""What a day can be, each stronger than the one before: a break interrupts exams, and exams a term."""
GROUND_BY_KIND = {"term": "term", "exams": "exams", "break": "break", "holiday": "break"}
KINDS = (*GROUND_BY_KIND, "event", "day", "deadline")
"""All kinds of thread, in the order in which they are laid."""


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks that a cloth shows."""

    first: date
    """A Monday."""
    weeks: int = WEEKS

    @property
    def last(self) -> date:
        """The Sunday that ends it."""
        return self.first + timedelta(days=self.weeks * DAYS - 1)

    def holds(self, first: date, last: date) -> bool:
        """Whether one of these days is in it."""
        return first <= self.last and last >= self.first

    def halves(self) -> tuple[Window, Window]:
        """Return its two halves, the first one longer by a week where they are not equal."""
        weeks = (self.weeks + 1) // 2
        return Window(self.first, weeks), Window(self.first + timedelta(weeks=weeks), self.weeks - weeks)


def window_from(first: date) -> Window:
    """Return the 52 weeks that begin in the week of a day."""
    return Window(monday_of(first))


def window_until(last: date) -> Window:
    """Return the 52 weeks that end in the week of a day."""
    return Window(monday_of(last) - timedelta(weeks=WEEKS - 1))


def window_of(first: date, last: date) -> Window:
    """Return the weeks of two days and all between them."""
    start = monday_of(first)
    return Window(start, (last - start).days // DAYS + 1)


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Thread:
    """Something that lies on days."""

    kind: str
    """One of `KINDS`."""
    first: date
    last: date
    is_exact: bool = True
    """False where only the week or the month of its days is known."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells side by side and below one another."""

    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Weave:
    """All blocks of one kind."""

    name: str
    """Such as ``term`` or, of marks, ``deadline``."""
    is_past: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fringe:
    """What hangs below the columns: its days are not known, only that they are among these."""

    kind: str
    is_past: bool
    column: int
    columns: int
    lane: int
    """Counted from 0, the row nearest to the cloth."""


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """The name of a month above its first whole week."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Cloth:
    """Some weeks as a piece of cloth."""

    columns: int
    lanes: int
    """How many rows hang below."""
    months: tuple[MonthLabel, ...]
    seams: tuple[tuple[int, int], ...]
    """The cell of each first day of a month, column and row, but that of the first cell."""
    grounds: tuple[Weave, ...]
    columns_marked: tuple[Weave, ...]
    """The columns of deadlines."""
    marks: tuple[Weave, ...]
    """Events, days, and the knots of deadlines."""
    fringes: tuple[Fringe, ...]
    today: Block | None


def weave_cloth(window: Window, threads: Iterable[Thread], today: date, locale: Locale) -> Cloth:
    """Return the cloth of a window; threads that lie outside it are left out."""
    laid = [each for each in threads if window.holds(each.first, each.last)]
    exact = [each for each in laid if each.is_exact]
    fringes = tuple(_fringes([each for each in laid if not each.is_exact], window, today))
    at_today = (today - window.first).days
    return Cloth(
        columns=window.weeks,
        lanes=max((fringe.lane + 1 for fringe in fringes), default=0),
        months=tuple(_month_labels(window, locale)),
        seams=tuple(_seams(window)),
        grounds=tuple(_grounds(exact, window)),
        columns_marked=tuple(_deadline_columns(exact, window, today)),
        marks=tuple(_marks(exact, window, today)),
        fringes=fringes,
        today=blocks_of([at_today])[0] if window.holds(today, today) else None,
    )


# --- Cells --------------------------------------------------------------------------------------


def blocks_of(days: Collection[int]) -> tuple[Block, ...]:
    """Return days, counted from the first of the cloth, as few blocks: a run of days is at most three."""
    blocks: list[Block] = []
    for first, last in _runs(days):
        blocks.extend(_run_blocks(first, last))
    return tuple(blocks)


def _runs(days: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of days that follow one another."""
    run: tuple[int, int] | None = None
    for day in sorted(days):
        if run and day == run[1] + 1:
            run = (run[0], day)
        else:
            if run:
                yield run
            run = (day, day)
    if run:
        yield run


def _run_blocks(first: int, last: int) -> Iterator[Block]:
    """Yield the rest of the first week, the whole weeks, the beginning of the last one."""
    column, row = divmod(first, DAYS)
    end, last_row = divmod(last, DAYS)
    if column == end:
        yield Block(column, row, 1, last_row - row + 1)
        return
    if row:
        yield Block(column, row, 1, DAYS - row)
        column += 1
    whole = end - column + (last_row == DAYS - 1)
    if whole:
        yield Block(column, 0, whole, DAYS)
    if last_row < DAYS - 1:
        yield Block(end, 0, 1, last_row + 1)


def _days_of(thread: Thread, window: Window) -> range:
    """Return the days of a thread that are in the window, counted from its first."""
    first = max(thread.first, window.first)
    last = min(thread.last, window.last)
    return range((first - window.first).days, (last - window.first).days + 1)


def _grounds(threads: list[Thread], window: Window) -> Iterator[Weave]:
    """Yield the ground of every day: what is known of it, and what is not."""
    grounds = ["unknown"] * (window.weeks * DAYS)
    for ground in GROUNDS:
        for thread in threads:
            if GROUND_BY_KIND.get(thread.kind) == ground:
                days = _days_of(thread, window)
                grounds[days.start : days.stop] = [ground] * len(days)
    for ground in (*GROUNDS, "unknown"):
        blocks = blocks_of([day for day, each in enumerate(grounds) if each == ground])
        if blocks:
            yield Weave(ground, False, blocks)


def _deadline_columns(threads: list[Thread], window: Window, today: date) -> Iterator[Weave]:
    """Yield the columns in which a deadline lies; one that has a deadline to come is not past."""
    deadlines = [each for each in threads if each.kind == "deadline"]
    coming = {day // DAYS for each in deadlines if each.last >= today for day in _days_of(each, window)}
    every = {day // DAYS for each in deadlines for day in _days_of(each, window)}
    for is_past, columns in ((True, every - coming), (False, coming)):
        if columns:
            yield Weave("deadline", is_past, tuple(Block(each, 0, 1, DAYS) for each in sorted(columns)))


def _marks(threads: list[Thread], window: Window, today: date) -> Iterator[Weave]:
    """Yield what lies on single days; of several on one cell the last in the order of `KINDS` shows."""
    kind_by_day: dict[int, tuple[str, bool]] = {}
    for kind in ("event", "day", "deadline"):
        for thread in threads:
            if thread.kind == kind:
                is_past = thread.last < today
                kind_by_day |= dict.fromkeys(_days_of(thread, window), (kind, is_past))
    for kind, is_past in sorted(set(kind_by_day.values())):
        days = [day for day, found in kind_by_day.items() if found == (kind, is_past)]
        yield Weave(kind, is_past, tuple(Block(*divmod(day, DAYS), 1, 1) for day in sorted(days)))


def _fringes(threads: list[Thread], window: Window, today: date) -> Iterator[Fringe]:
    """Yield what hangs below, each in the first lane that is free."""
    free: list[int] = []
    for thread in sorted(threads, key=lambda each: (each.first, each.last, KINDS.index(each.kind))):
        days = _days_of(thread, window)
        column, end = days.start // DAYS, (days.stop - 1) // DAYS
        lane = next((lane for lane, until in enumerate(free) if until <= column), len(free))
        free[lane : lane + 1] = [end + 1]
        kind = GROUND_BY_KIND.get(thread.kind, thread.kind)
        yield Fringe(kind, thread.last < today, column, end - column + 1, lane)


# --- Months -------------------------------------------------------------------------------------

ROOM = 3
"""Columns that the short name of a month needs."""


def _firsts(window: Window) -> Iterator[date]:
    """Yield the first day of each month in the window."""
    day = window.first.replace(day=1)
    while day <= window.last:
        if day >= window.first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _seams(window: Window) -> Iterator[tuple[int, int]]:
    for day in _firsts(window):
        if day > window.first:
            yield divmod((day - window.first).days, DAYS)


def _month_labels(window: Window, locale: Locale) -> Iterator[MonthLabel]:
    """Yield a name above the first Monday of each month, and above the first column where there is room."""
    names = locale.formats.months["stand-alone"]["abbreviated"]
    mondays = [monday_of(day + timedelta(days=DAYS - 1)) for day in _firsts(window)]
    columns = [(monday - window.first).days // DAYS for monday in mondays]
    if not columns or columns[0] >= ROOM:
        yield MonthLabel(names[window.first.month], 0)
    for monday, column in zip(mondays, columns, strict=True):
        if column <= window.weeks - ROOM + 1:
            yield MonthLabel(names[monday.month], column)
