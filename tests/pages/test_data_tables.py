"""Open data: tables made from the records themselves."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from microsite.model import (
    RECORD_TYPES,
    CitedDocument,
    Fact,
    Locale,
    Model,
    Office,
    Record,
    Settings,
    Town,
)
from microsite.pages.data_tables import plan_tables
from microsite.pages.views import DataTable
from tests.bare_model import make_bare_model

SETTINGS = {
    "name": "Study in Białystok",
    "place": "Białystok",
    "base_url": "https://study.example/",
    "publisher": {"name": "The editors", "description": "Two people"},
    "languages": ["en", "pl"],
}
TOWN = {"name": "Białystok", "country": "poland", "latitude": "53.1333", "longitude": "23.1643"}
FACT = {
    "label": "Agreements",
    "value": "100",
    "type": "count",
    "as_of": "2022-05",
    "applies_to": ["university:medical"],
    "source": "report",
    "checked": "2026-11-01",
}


def make(record_type: type[Record], record_id: str, fields: dict[str, Any]) -> Record:
    return record_type.model_validate({"id": record_id, **fields})


def make_model(*records: Record, today: date = date(2026, 11, 22)) -> Model:
    locales = [Locale(code, {}) for code in ("en", "pl")]
    return make_bare_model(Settings.model_validate(SETTINGS), locales, today=today, records=records)


def plan_one(*records: Record, today: date = date(2026, 11, 22)) -> DataTable:
    (table,) = plan_tables(make_model(*records, today=today))
    return table


def test_there_is_a_table_for_each_collection_with_records() -> None:
    report = make(
        CitedDocument, "report", {**{"title": "A", "publisher": "B", "authority": "press"}, "written": "2022"}
    )

    tables = plan_tables(make_model(make(Town, "bialystok", TOWN), report))

    assert [table.name for table in tables] == ["documents", "towns"]


def test_a_model_without_records_has_no_tables() -> None:
    assert plan_tables(make_model()) == ()


def test_columns_and_their_descriptions_come_from_the_record_type() -> None:
    table = plan_one(make(Town, "bialystok", TOWN))

    assert table.description == "A town, as a point for maps."
    described = {column.name: column.description for column in table.columns}
    assert list(described) == ["id", *(name for name in Town.model_fields if name not in ("id", "is_draft"))]
    assert described["document"] == "Where the point comes from."


def test_sources_and_notes_stand_last() -> None:
    office = {
        "name": "A",
        "university": "medical",
        "purpose": "B",
        "sources": [{"document": "report", "checked": "unknown"}],
    }

    table = plan_one(make(Office, "desk", office))

    names = [column.name for column in table.columns]
    assert names[:2] == ["id", "name"]
    assert names[-2:] == ["sources", "notes"]
    assert list(table.rows[0]) == names


def test_every_row_has_every_column_in_the_same_order() -> None:
    table = plan_one(make(Town, "bialystok", TOWN), make(Town, "minsk", {**TOWN, "note": "A capital"}))

    names = [column.name for column in table.columns]
    assert [list(row) for row in table.rows] == [names, names]
    assert [row["id"] for row in table.rows] == ["bialystok", "minsk"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Białystok", {"en": "Białystok"}, id="plain text is in the default language"),
        pytest.param(
            {"pl": "Białystok", "en": "Bialystok"}, {"en": "Bialystok", "pl": "Białystok"}, id="by language"
        ),
        pytest.param({"pl": "Białystok"}, {"pl": "Białystok"}, id="not in the default language"),
    ],
)
def test_a_text_is_a_mapping_in_the_order_of_the_languages(written: object, expected: dict[str, str]) -> None:
    table = plan_one(make(Town, "bialystok", {**TOWN, "name": written}))

    name = table.rows[0]["name"]
    assert isinstance(name, dict)
    assert list(name.items()) == list(expected.items())


def test_dates_have_the_form_they_are_written_in() -> None:
    sources = [{"document": "report", "checked": "unknown"}, {"document": "report", "checked": "2026-11-01"}]
    details = [
        {
            "type": "phone",
            "value": "+48 85 123 45 67",
            "document": "report",
            "checked": "unknown",
            "printed": "2019",
        }
    ]
    office = {"name": "A", "university": "medical", "purpose": "B", "sources": sources, "details": details}

    (row,) = plan_one(make(Office, "desk", office)).rows

    assert row["sources"] == sources
    assert row["details"] == details


def test_every_value_is_ready_for_json() -> None:
    town = make(Town, "bialystok", {**TOWN, "is_approximate": "true"})

    rows = plan_one(town).rows

    assert json.loads(json.dumps(rows)) == [dict(row) for row in rows]
    assert rows[0]["is_approximate"] is True
    assert rows[0]["latitude"] == 53.1333
    assert rows[0]["document"] is None


@pytest.mark.parametrize(
    ("changes", "today", "value", "due", "state"),
    [
        ({}, date(2026, 11, 22), {"en": "100"}, "2027-11-01", "fresh"),
        ({}, date(2027, 11, 2), {"en": "100"}, "2027-11-01", "overdue"),
        ({}, date(2028, 11, 1), None, "2027-11-01", "expired"),
        ({"checked": "unknown"}, date(2026, 11, 22), {"en": "100"}, None, "overdue"),
        ({"type": "history"}, date(2046, 11, 22), {"en": "100"}, None, "history"),
    ],
)
def test_a_fact_tells_whether_it_may_still_be_said(
    changes: dict[str, str], today: date, value: object, due: str | None, state: str
) -> None:
    table = plan_one(make(Fact, "agreements", {**FACT, **changes}), today=today)

    (row,) = table.rows
    assert (row["value"], row["due"], row["state"]) == (value, due, state)
    assert [column.name for column in table.columns][-2:] == ["due", "state"]


def test_every_collection_says_what_it_holds() -> None:
    assert [each.collection for each in RECORD_TYPES if not (each.__doc__ or "").strip()] == []
