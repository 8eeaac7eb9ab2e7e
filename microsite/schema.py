"""JSON Schemas of the records, for completion and checking in editors' programs.

Made from the same models that check the records (model/records/), so they never disagree.
`build.py schema` writes them to data/schema/; the first line of a data file names its schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from microsite.model import RECORD_TYPES, PageMatter, Settings, Shape


def render_schemas() -> dict[str, bytes]:
    """Return the schema files by their path below the root."""
    shapes: dict[str, type[Shape]] = {each.collection: each for each in RECORD_TYPES}
    shapes |= {"settings": Settings, "page": PageMatter}
    return {f"data/schema/{name}.json": _render(name, shape) for name, shape in sorted(shapes.items())}


def describe(shape: type[Shape]) -> dict[str, Any]:
    """Return the JSON Schema of one model."""
    described = _without_noise(shape.model_json_schema())
    assert isinstance(described, dict)
    return described


def _render(name: str, shape: type[Shape]) -> bytes:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **describe(shape),
    }
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _without_noise(part: Any, *, is_field_table: bool = False) -> Any:
    """Leave out titles that repeat field names, and the null that no optional field may be written as."""
    if isinstance(part, list):
        return [_without_noise(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    choices = part.get("anyOf")
    if not is_field_table and isinstance(choices, list):
        kept = [each for each in choices if each != {"type": "null"}]
        if len(kept) == 1:
            rest = {key: value for key, value in part.items() if key not in ("anyOf", "default")}
            return _without_noise({**kept[0], **rest})
    return {
        key: _without_noise(value, is_field_table=key in ("properties", "$defs"))
        for key, value in part.items()
        if is_field_table or (key not in ("title",) and not (key == "default" and value is None))
    }
