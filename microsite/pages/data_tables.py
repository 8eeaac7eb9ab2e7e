"""Data tables: every collection of records as open data.

Stage 3 of 5. Takes the `Model`, gives one `DataTable` for each collection that has records. Columns
are the fields of the record types, described in the words that authors read, so the data cannot
drift from the records. Values are JSON-ready and in no language of their own: a text is a mapping
from language to text.

A fact tells here what it tells on pages: also whether it is overdue, and no value once it has expired.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import date

from microsite.model import RECORD_TYPES, Checked, Fact, LocalText, Model, PartialDate, Record, Shape, Sourced

from .facts import judge
from .views import Column, DataTable

_ID = "Names the record; unique in its collection, and never changes."
_FACT_COLUMNS = (
    Column("due", "The last day on which the fact is fresh; nothing when the day of its check is not known."),
    Column(
        "state",
        "On the day of this build: fresh, overdue, expired (overdue twice over: the value is withheld, "
        "ask the source) or history.",
    ),
)


def plan_tables(model: Model) -> tuple[DataTable, ...]:
    """Return the tables in the order of `RECORD_TYPES`, the rows of each by id."""
    return tuple(_plan_table(model, record_type) for record_type in RECORD_TYPES if model.all(record_type))


def _plan_table(model: Model, record_type: type[Record]) -> DataTable:
    columns = _columns(record_type)
    languages = tuple(model.locales)
    rows = []
    for record in model.all(record_type):
        row = {name: _plain(getattr(record, name), languages) for name in record_type.model_fields}
        if isinstance(record, Fact):
            row |= _judged(record, model.today)
        rows.append({column.name: row[column.name] for column in columns})
    return DataTable(
        name=record_type.collection,
        description=_one_line(inspect.getdoc(record_type)),
        columns=columns,
        rows=tuple(rows),
    )


def _columns(record_type: type[Record]) -> tuple[Column, ...]:
    """Return a column for each field: the id, what is said, what is computed, what it rests on.

    Whether it is a draft is the authors' own affair: a published record is none.
    """
    fields = record_type.model_fields
    described = {name: Column(name, _one_line(field.description)) for name, field in fields.items()}
    own = (column for name, column in described.items() if name not in Sourced.model_fields)
    rests_on = (
        described[name] for name in Sourced.model_fields if name in fields and name not in Record.model_fields
    )
    computed = _FACT_COLUMNS if issubclass(record_type, Fact) else ()
    return (Column("id", _ID), *own, *computed, *rests_on)


def _judged(fact: Fact, today: date) -> Mapping[str, object]:
    """Return the columns that depend on the day of the build."""
    freshness = judge(fact.type, fact.checked, today)
    due = freshness.due.isoformat() if freshness.due else None
    withheld = {"value": None} if freshness.state == "expired" else {}
    return {"due": due, "state": freshness.state, **withheld}


def _plain(value: object, languages: tuple[str, ...]) -> object:
    """Return a field's value as JSON can hold it; dates in the form they are written in."""
    match value:
        case LocalText():
            return _by_language(value, languages)
        case Shape():
            return {name: _plain(getattr(value, name), languages) for name in type(value).model_fields}
        case tuple():
            return [_plain(item, languages) for item in value]
        case Checked():
            return str(value.day or "unknown")
        case PartialDate() | date():
            return str(value)
    assert value is None or isinstance(value, str | int | float), f"not a value of a field: {type(value)}"
    return value


def _by_language(text: LocalText, languages: tuple[str, ...]) -> dict[str, str]:
    """Return the texts in the order of the site's languages; the plain form is in the first of them."""
    named = {locale or languages[0]: each for locale, each in text.by_locale.items()}
    return {locale: named[locale] for locale in languages if locale in named}


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
