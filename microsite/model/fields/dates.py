"""Dates and times: written year-month-day, and only days that exist."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from .texts import fault

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?: ((?:[01]\d|2[0-3]):[0-5]\d))?\Z", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z", re.ASCII)


FIRST_YEAR, LAST_YEAR = 1000, 2999


def _read_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    match = _DATE.match(value) if isinstance(value, str) else None
    if not match:
        raise fault(
            "invalid-date",
            f"`{value}` is not a date",
            label="not year-month-day",
            hint="write a date as year-month-day, such as 2026-06-30",
        )
    return _make_date(value, *(int(part) for part in match.groups()))


def _make_date(written: str, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        label = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise fault("invalid-date", f"`{written}` is not a date", label=label)
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            label, hint = "a year has 12 months", "write a date as year-month-day, such as 2026-06-30"
        else:
            last = monthrange(year, month)[1]
            label = f"{month_name[month]} has {last} days" + (f" in {year}" if month == 2 else "")
            hint = f"write a date as year-month-day, such as {year:04}-{month:02}-{last:02}"
        raise fault("invalid-date", f"`{written}` is not a date", label=label, hint=hint) from None


def read_moment(value: str) -> tuple[date, str] | None:
    """Return the day and the time (empty when there is none) of ``2026-07-15 14:00``; None for other texts.

    Errors: the author's, when it is written as a day and does not exist.
    """
    match = _MOMENT.match(value)
    return (_read_date(match[1]), match[2] or "") if match else None


PlainDate = Annotated[
    date, BeforeValidator(_read_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]
"""A day, written ``2026-06-30``."""


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """As much of a date as the source says, written ``2017``, ``2022-05`` or ``2022-05-23``."""

    year: int
    month: int = 0
    """1 to 12, or 0 when only the year is known."""
    day: int = 0
    """1 to 31, or 0 when the day is not known."""

    def __str__(self) -> str:
        """The form it is written in."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def first_day(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the three forms."""
        return core_schema.no_info_plain_validator_function(
            _read_partial_date, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """A year, a month or a day as text."""
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def _read_partial_date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    match = _PARTIAL_DATE.match(value) if isinstance(value, str) else None
    if not match:
        raise fault(
            "invalid-date",
            f"`{value}` is not a date",
            label="not a year, a month or a day",
            hint="write as much as is known: 2022, 2022-05 or 2022-05-23",
        )
    year, month, day = (int(part) if part else 0 for part in match.groups())
    _make_date(value, year, month if match.group(2) else 1, day if match.group(3) else 1)
    return PartialDate(year, month, day)


@dataclass(frozen=True, slots=True)
class Checked:
    """When somebody last compared a fact with its source; `day` is None when that is not known."""

    day: date | None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a day or the word unknown."""
        return core_schema.with_info_plain_validator_function(
            _read_checked,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda checked: checked.day.isoformat() if checked.day else "unknown"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """A day, or the word unknown."""
        return {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}|unknown)$"}


def _read_checked(value: Any, info: core_schema.ValidationInfo) -> Checked:
    if isinstance(value, Checked):
        return value
    if value == "unknown":
        return Checked(None)
    if not isinstance(value, str) or not _DATE.match(value):
        raise fault(
            "invalid-date",
            f"`{value}` is not a date",
            label="not year-month-day",
            hint="write the day of the last check, such as 2026-06-30, or `unknown`",
        )
    day = _read_date(value)
    today: date | None = (info.context or {}).get("today")
    if today and day > today:
        raise fault(
            "future-check",
            f"`{value}` has not come yet, so nothing can have been checked on it",
            label=f"this build's day is {today.isoformat()}",
            hint="write the day on which somebody compared the value with its source",
        )
    return Checked(day)


def _read_time(value: Any) -> str:
    if isinstance(value, str) and _TIME.match(value):
        return value
    raise fault(
        "invalid-time",
        f"`{value}` is not a time",
        label="not hours:minutes",
        hint="write a time with 24 hours, such as 09:30",
    )


PlainTime = Annotated[
    str, BeforeValidator(_read_time), WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
]
"""A time of day in Białystok, written ``12:30``."""
