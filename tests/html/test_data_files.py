"""Data files, read back by the modules json and csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.data_files import render_csv, render_json
from microsite.pages.views import Column, DataTable

# Not st.text, which would draw the awkward characters as seldom as any other.
AWKWARD = "\0\t\n\r\x1b\x85\u2028\ud800,;:\\\"'=+-@<>&N"
ANY_TEXT = st.lists(st.characters() | st.sampled_from(AWKWARD), max_size=40).map("".join)
FORMULA_STARTS = tuple("=+-@\t\r")


def make_table(*rows: Mapping[str, object]) -> DataTable:
    names = dict.fromkeys(name for row in rows for name in row)
    columns = tuple(Column(name, f"What {name} is.") for name in names)
    return DataTable("towns", "Towns, as points for maps.", columns, rows)


def render(table: DataTable) -> bytes:
    return render_json(table, licence="CC BY 4.0", home="https://study.example/")


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def cell_of(value: object) -> str:
    """The one cell in which this value is written."""
    (_, (cell,)) = read_csv(render_csv(make_table({"value": value})))
    return cell


def test_json_tells_what_it_holds_and_on_what_terms() -> None:
    file = render(make_table({"id": "bialystok", "name": {"en": "Białystok"}, "latitude": 53.1333}))

    assert json.loads(file) == {
        "about": {
            "description": "Towns, as points for maps.",
            "licence": "CC BY 4.0",
            "source": "https://study.example/",
            "columns": [
                {"name": "id", "description": "What id is."},
                {"name": "name", "description": "What name is."},
                {"name": "latitude", "description": "What latitude is."},
            ],
        },
        "records": [{"id": "bialystok", "name": {"en": "Białystok"}, "latitude": 53.1333}],
    }


def test_json_can_be_read_by_people() -> None:
    text = render(make_table({"name": "Białystok"})).decode()

    assert '\n{"name": "Białystok"}\n' in text
    assert text.endswith("}\n")


def test_csv_is_rfc_4180_with_a_mark_for_excel() -> None:
    file = render_csv(make_table({"id": "bialystok", "note": 'a, "b"\nc'}, {"id": "minsk", "note": None}))

    assert file.decode("utf-8") == '\ufeffid,note\r\nbialystok,"a, ""b""\nc"\r\nminsk,\r\n'


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-89.5192, "-89.5192"),
        ("", ""),
        ([], ""),
        (["a", "b"], "a; b"),
        ([1, None, True], "1; ; true"),
        ([{"en": "Białystok"}, {"en": "b"}], '[{"en":"Białystok"},{"en":"b"}]'),
        ([["a"], ["b"]], '[["a"],["b"]]'),
    ],
)
def test_a_value_has_one_form_in_a_cell(value: object, cell: str) -> None:
    assert cell_of(value) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+48 85 123 45 67", "'+48 85 123 45 67"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("\x00=1", "'=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ('a;"=1', "a;'\"=1"),
        ("a\r\n=1", "a\r\n'=1"),
        ("a = b - c", "a = b - c"),
        ("a\r\nb", "a\r\nb"),
        ("e-mail", "e-mail"),
    ],
)
def test_text_that_a_spreadsheet_would_compute_is_defused(text: str, cell: str) -> None:
    assert cell_of(text) == cell


def test_each_text_of_a_list_is_defused() -> None:
    assert cell_of(["a", "=1"]) == "a; '=1"


def test_a_mapping_takes_a_column_for_each_key() -> None:
    table = make_table(
        {"id": "a", "name": {"en": "One"}, "link": None},
        {
            "id": "b",
            "name": {"en": "Two", "pl": "Dwa"},
            "link": {"title": {"en": "Here"}, "url": "https://x.example"},
        },
    )

    rows = read_csv(render_csv(table))

    assert rows == [
        ["id", "name[en]", "name[pl]", "link[title][en]", "link[url]"],
        ["a", "One", "", "", ""],
        ["b", "Two", "Dwa", "Here", "https://x.example"],
    ]


def test_a_column_that_no_record_fills_is_still_there() -> None:
    rows = read_csv(render_csv(make_table({"id": "a", "note": None})))

    assert rows == [["id", "note"], ["a", ""]]


def test_a_plain_value_beside_mappings_is_not_lost() -> None:
    rows = read_csv(render_csv(make_table({"name": "plain"}, {"name": {"en": "One"}})))

    assert rows == [["name", "name[en]"], ["plain", ""], ["", "One"]]


def test_a_key_that_a_spreadsheet_would_compute_is_defused() -> None:
    rows = read_csv(render_csv(make_table({"=1": "a"})))

    assert rows == [["'=1"], ["a"]]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, st.lists(ANY_TEXT, max_size=3)), min_size=1, max_size=4))
def test_no_text_reaches_beyond_its_cell(records: list[tuple[str, str, list[str]]]) -> None:
    table = make_table(*({"id": one, "name": {"en": two}, "names": three} for one, two, three in records))

    rows = read_csv(render_csv(table))

    assert len(rows) == len(records) + 1
    assert {len(row) for row in rows} == {3}
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_json_holds_any_text(name: str, note: str) -> None:
    file = render(make_table({"name": {"en": name}, "notes": [note]}))

    (record,) = json.loads(file)["records"]
    # A lone surrogate has no bytes in UTF-8; a question mark stands for it.
    expected = [text.encode(errors="replace").decode() for text in (name, note)]
    assert [record["name"]["en"], record["notes"][0]] == expected


def test_the_same_table_gives_the_same_bytes() -> None:
    table = make_table({"id": "a", "name": {"en": "One"}})

    assert render(table) == render(table)
    assert render_csv(table) == render_csv(table)
