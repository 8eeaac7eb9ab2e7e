"""Academic years: when a university teaches, examines and rests."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from microsite.model.fields import Line, LocalText, PartialDate, fault

from .base import Shape, Sourced, UniversityId, end_before_start

PeriodKind = Literal["term", "exams", "break", "holiday"]

LONGEST_YEAR = timedelta(days=400)
"""From the first day of an academic year to its last: twelve months, with some weeks for late exams."""


class AcademicPeriod(Shape):
    """A part of an academic year."""

    type: PeriodKind
    """term: classes; exams: an exam session; break: no classes; holiday: single days off. What lies inside a
    term interrupts it, so a term need not be cut in two around a break."""
    name: LocalText | None = None
    """What the university calls it, such as "Winter semester"."""
    start: PartialDate
    """The first day, such as 2026-10-01; the month, such as 2026-10, where no day is given."""
    end: PartialDate | None = None
    """The last day or month; nothing when it is a single one."""

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.end and self.end.last_day < self.start.first_day:
            raise end_before_start(str(self.start), str(self.end))
        return self

    @property
    def last(self) -> PartialDate:
        """The last day or month."""
        return self.end or self.start

    @property
    def is_exact(self) -> bool:
        """Whether both ends are days, so that every day between them is known."""
        return bool(self.start.day and self.last.day)


class AcademicYear(Sourced):
    """The academic year of a university, as the university announces it."""

    collection: ClassVar[str] = "academic-years"
    kind: ClassVar[str] = "academic-year"

    name: Line
    """The year as it is written: 2026/2027."""
    university: UniversityId
    """The university whose year it is; each sets its own."""
    periods: Annotated[tuple[AcademicPeriod, ...], Field(min_length=1)]
    """Terms, exams, breaks and holidays, in any order."""

    @model_validator(mode="after")
    def _check_periods(self) -> Self:
        if self.last_day - self.first_day > LONGEST_YEAR:
            raise fault(
                "academic-year-too-long",
                f"the year runs from {self.first_day.isoformat()} to {self.last_day.isoformat()}",
                label=f"more than {LONGEST_YEAR.days} days",
                hint="look at the year of each date",
                key="periods",
            )
        for earlier, later in _neighbours(self.periods):
            if later.start.last_day <= earlier.last.first_day:
                raise fault(
                    "overlapping-periods",
                    f"two periods of type `{later.type}` overlap",
                    label=f"one ends on {earlier.last}, the other starts on {later.start}",
                    hint="let the second one start after the first has ended",
                    key="periods",
                )
        return self

    @property
    def first_day(self) -> date:
        """The earliest day that its periods can mean."""
        return min(period.start.first_day for period in self.periods)

    @property
    def last_day(self) -> date:
        """The latest day that its periods can mean."""
        return max(period.last.last_day for period in self.periods)


def _neighbours(periods: tuple[AcademicPeriod, ...]) -> list[tuple[AcademicPeriod, AcademicPeriod]]:
    """Return each period with the next one of its type."""
    ordered = sorted(periods, key=lambda each: (each.type, each.start.first_day, each.last.last_day))
    return [(one, other) for one, other in pairwise(ordered) if one.type == other.type]
