"""Data files: each collection as JSON and CSV, for whoever wants to compute with it.

Stage 4 of 5. Takes a `DataTable`, gives bytes; rows and columns stay in the order they come in. JSON
holds everything as it is; CSV is the same laid flat for spreadsheets, where a list joined into one
cell cannot always be parted again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from microsite.pages import DataTable

# Where a spreadsheet would begin a formula: at the start of a cell, and inside it where a Polish one,
# whose separator is the semicolon, sees a new cell begin. East Asian ones know full-width signs too.
_FORMULA_START = re.compile(r'\A(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?="*[=+\-@＝＋－＠])')
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BYTE_ORDER_MARK = "\ufeff"


def render_json(table: DataTable, *, licence: str, home: str) -> bytes:
    """Return ``{"about": {…}, "records": […]}``: UTF-8, a line for each column and each record.

    `licence` says on what terms the data may be used, `home` is the absolute address of the site.
    """
    columns = [{"name": column.name, "description": column.description} for column in table.columns]
    about = {"description": table.description, "licence": licence, "source": home}
    text = (
        f'{{"about": {_as_json(about)[:-1]}, "columns": {_as_lines(columns)}}},\n'
        f'"records": {_as_lines(map(dict, table.rows))}}}\n'
    )
    return text.encode("utf-8", errors="replace")


def _as_lines(values: Iterable[object]) -> str:
    """Return a list with a line for each value."""
    lines = ",\n".join(map(_as_json, values))
    return f"[\n{lines}\n]" if lines else "[]"


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def render_csv(table: DataTable) -> bytes:
    """Return the table by RFC 4180: a header, commas, CRLF; UTF-8 with a byte order mark.

    Without the mark Excel reads the file in the computer's old code page and turns Białystok into
    BiaÅ‚ystok; a program that is surprised by the mark has the JSON.

    A mapping takes one column for each key (``name[en]``), a list of plain values is joined by "; ",
    a list of anything else is compact JSON. Text that a spreadsheet would compute gets an apostrophe
    before it (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers.
    """
    flat = [dict(_flatten_row(table, row)) for row in table.rows]
    header = list(_flat_columns(table, flat))
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_cell(name) for name in header)
    writer.writerows([_cell(row.get(name)) for name in header] for row in flat)
    return (_BYTE_ORDER_MARK + written.getvalue()).encode("utf-8")


def _flatten_row(table: DataTable, row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for column in table.columns:
        yield from _flatten(column.name, row.get(column.name))


def _flatten(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flatten(f"{name}[{key}]", inner)
    else:
        yield name, value


def _flat_columns(table: DataTable, flat: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield the header: a column's parts side by side, in the order in which rows first have them.

    A column that is a mapping somewhere has no column of its own for the rows where it is empty.
    """
    rows = list(flat)
    names = dict.fromkeys(chain.from_iterable(rows))
    for column in table.columns:
        parts = [name for name in names if name.startswith(f"{column.name}[")]
        if not parts or any(row.get(column.name) is not None for row in rows):
            yield column.name
        yield from parts


def _cell(value: object) -> str | int | float:
    """Return what stands in one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return _defuse(value)
    assert isinstance(value, list | tuple), f"not a JSON value: {type(value)}"
    if any(isinstance(item, Mapping | list | tuple) for item in value):
        return _defuse(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return _defuse("; ".join(str(_cell(item)) for item in value))


def _defuse(text: str) -> str:
    """Return text that a spreadsheet shows and never computes."""
    return _FORMULA_START.sub("'", _CONTROLS.sub("", text))
