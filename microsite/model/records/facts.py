"""Facts: one published value each, with its source and its check."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from microsite.model.fields import (
    AnyReference,
    Checked,
    Integer,
    LocalText,
    PartialDate,
    fault,
    is_amount,
    read_moment,
)

from .base import DocumentId, Record, WebLink

FactKind = Literal[
    "law", "visa", "rule", "deadline", "date", "fee", "price", "contact", "count", "partnership", "history"
]

Topic = Literal[
    "programmes",
    "exchange",
    "apply",
    "recognition",
    "visa",
    "costs",
    "scholarships",
    "housing",
    "work",
    "health",
    "safety",
    "transport",
    "living",
    "places",
    "food",
    "student-life",
    "polish",
    "year",
]
"""What a student asks about: the pages of the guide."""

Currency = Literal["EUR", "PLN"]
Period = Literal["once", "month", "semester", "year"]


class Fact(Record):
    """One published value, written once and used everywhere."""

    collection: ClassVar[str] = "facts"
    kind: ClassVar[str] = "fact"

    label: LocalText
    """What is counted, charged or ruled: the row's heading in tables."""
    value: LocalText
    """The number, day or words. A number is written with digits only and a day as 2026-07-15 (with a time:
    2026-07-15 14:00); pages write both in the reader's way."""
    qualifier: Literal["exactly", "about", "nearly", "more-than", "at-least"] = "exactly"
    """What stands before the number: `about`, `nearly` …"""
    unit: LocalText | None = None
    """What follows the value: "students", "national parks"; nothing where there is a `currency`."""
    currency: Currency | None = None
    """For money: the currency that is charged. Pages never convert it."""
    per: Period | None = None
    """For money: how often it is charged."""
    type: FactKind
    """Decides after how many days it is overdue; history never is."""
    as_of: PartialDate | None = None
    """The year, month or day the value belongs to."""
    as_of_text: LocalText | None = None
    """In place of `as_of`, where the document is undated: "in an undated page, 2016 or later"."""
    topics: tuple[Topic, ...] = ()
    """For the guide: what a student asks about. Nothing where the fact only describes a record."""
    applies_to: Annotated[tuple[AnyReference, ...], Field(min_length=1)]
    """What it is about: universities, events, networks …"""
    source: DocumentId
    """The id of the document it comes from."""
    checked: Checked
    """The day of the last comparison with the source, such as 2026-11-22, or `unknown`."""
    standing: Literal["stated", "reported"] = "stated"
    """stated: the body itself says it, or two independent documents do; reported: one document says it of
    somebody else. Pages then write "according to" with its publisher."""
    ask: WebLink | None = None
    """Whoever decides, where that is not the source: named first once the value is overdue."""
    note: LocalText | None = None
    """What a careful reader must know."""
    order: Integer = 0
    """Its place in tables, smallest first."""

    @model_validator(mode="after")
    def _check_history_dated(self) -> Self:
        if self.type == "history" and self.as_of is None and self.as_of_text is None:
            raise fault(
                "missing-field",
                "history needs its year",
                hint="write `as_of: 2022`, or `as_of_text` where the document is undated",
            )
        return self

    @model_validator(mode="after")
    def _check_moment(self) -> Self:
        for value in self.value.by_locale.values():
            read_moment(value)
        return self

    @model_validator(mode="after")
    def _check_money(self) -> Self:
        values = tuple(self.value.by_locale.values())
        if self.currency and not all(map(is_amount, values)):
            raise fault(
                "invalid-number",
                f"`{values[0]}` is not an amount of money",
                label="digits, with two decimals or none",
                hint="write the number alone, such as 1400 or 2.50",
                key="value",
            )
        if self.currency and self.unit:
            raise fault(
                "currency-with-unit",
                "money has a currency and no unit",
                label="a second unit",
                hint="take the line out; `per` says how often it is charged",
                key="unit",
            )
        if self.per and not self.currency:
            raise fault(
                "missing-field",
                "`per` belongs to money, and there is no `currency`",
                hint="write `currency: EUR` or `currency: PLN`",
            )
        return self

    @property
    def moment(self) -> tuple[date, str] | None:
        """The day and the time (empty when there is none), where the value is a day and not words."""
        moments = {read_moment(value) for value in self.value.by_locale.values()}
        return moments.pop() if len(moments) == 1 else None
