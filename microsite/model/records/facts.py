"""Facts: one published value each, with its source and its check."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from microsite.model.fields import AnyReference, Checked, Integer, LocalText, PartialDate, fault

from .base import DocumentId, Record

FactKind = Literal[
    "law", "visa", "rule", "deadline", "date", "fee", "price", "contact", "count", "partnership", "history"
]


class Fact(Record):
    """One published value, written once and used everywhere."""

    collection: ClassVar[str] = "facts"
    kind: ClassVar[str] = "fact"

    label: LocalText
    """What is counted, charged or ruled: the row's heading in tables."""
    value: LocalText
    """The number or words. A plain number is written with digits only; pages write it in the reader's way."""
    qualifier: Literal["exactly", "about", "nearly", "more-than", "at-least"] = "exactly"
    """What stands before the number: `about`, `nearly` …"""
    unit: LocalText | None = None
    """What follows the value: "students", "zł a month"."""
    type: FactKind
    """Decides after how many days it is overdue; history never is."""
    as_of: PartialDate | None = None
    """The year, month or day the value belongs to."""
    as_of_text: LocalText | None = None
    """In place of `as_of`, where the document is undated: "in an undated page, 2016 or later"."""
    applies_to: Annotated[tuple[AnyReference, ...], Field(min_length=1)]
    """What it is about: universities, events, networks …"""
    source: DocumentId
    """The id of the document it comes from."""
    checked: Checked
    """The day of the last comparison with the source, such as 2026-11-22, or `unknown`."""
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
