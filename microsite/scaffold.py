"""Starting files: a valid, commented file for a new record or page.

Made from the models, so a new field needs no change here. What must be there is written with a
stand-in, what may be there stands in comments. The file is a draft (`is_draft: true`): the site
stays as it is until its author takes that line out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slugify import slugify

from microsite.model import RECORD_TYPES, Model, PageMatter, Record, Settings, Shape, reference_fields
from microsite.schema import describe
from microsite.values import dataclass

_STAND_IN = "To be written"
_ALSO_NEEDED = {"document": ("written",), "settings": ()}
"""Optional fields without which a record of the kind is not complete (one of several is needed)."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: str
    """Relative to the root."""
    text: str


def kinds() -> tuple[str, ...]:
    """Return what `build.py new` can make."""
    return (*sorted(each.kind for each in RECORD_TYPES), "page", "settings")


def propose_id(name: str, *, allow_folders: bool = False) -> str:
    """Return the id nearest to a name: small letters, digits and single hyphens, at most 80 characters."""
    if allow_folders:
        return "/".join(propose_id(part) for part in name.split("/"))
    return str(slugify(name, max_length=80)) or "new"


def make_new_file(kind: str, name: str, model: Model) -> NewFile | None:
    """Return the starting file of a kind, or None when there is no such kind."""
    if kind == "page":
        return _new_page(name, model)
    if kind == "settings":
        lines = _lines(Settings, model, needed=())
        return NewFile("data/settings.yaml", _head("schema/settings.json") + "".join(lines))
    record_type = next((each for each in RECORD_TYPES if each.kind == kind), None)
    if record_type is None:
        return None
    return _new_record(record_type, name, model)


def _new_record(record_type: type[Record], name: str, model: Model) -> NewFile:
    head = _head(f"../schema/{record_type.collection}.json")
    about = " ".join((record_type.__doc__ or "").split())
    draft = (
        "\n# Take this out when the rest is true: until then the record is not published.\nis_draft: true\n"
    )
    lines = "".join(_lines(record_type, model, needed=_ALSO_NEEDED.get(record_type.kind, ())))
    named = _name_stand_in(lines, "name", name)
    return NewFile(f"data/{record_type.collection}/{name}.yaml", f"{head}# {about}\n{draft}{named}")


def _new_page(name: str, model: Model) -> NewFile:
    locale = model.default_locale
    draft = "\n# While this line is here, only `build.py build --drafts` shows the page.\nis_draft: true\n"
    lines = _name_stand_in("".join(_lines(PageMatter, model, needed=())), "title", name)
    body = "Begin with the answer, in one sentence.\n\n## A question or a task\n\nOne idea a paragraph.\n"
    return NewFile(f"content/{locale}/{name}.md", f"---{draft}{lines}---\n\n{body}")


def _name_stand_in(lines: str, field: str, name: str) -> str:
    """Put the id beside the stand-in of a name, so that two drafts are not of one name."""
    return lines.replace(f"\n{field}: {_STAND_IN}\n", f"\n{field}: {_STAND_IN} ({name})\n")


def _head(schema: str) -> str:
    return f"# yaml-language-server: $schema={schema}\n"


def _lines(shape: type[Shape], model: Model, *, needed: tuple[str, ...]) -> Iterator[str]:
    schema = describe(shape)
    definitions = schema.get("$defs", {})
    required = schema.get("required", [])
    for name, part in schema["properties"].items():
        if name == "is_draft":
            continue
        yield "\n" + _comment(part.get("description", ""))
        text = _render(name, _sample(name, part, definitions, shape, model), depth=0)
        is_needed = name in required or name in needed
        yield text if is_needed else "".join(f"# {line}\n" for line in text.splitlines())


def _comment(description: str) -> str:
    return "".join(f"# {line.strip()}\n" for line in description.splitlines() if line.strip())


def _sample(
    name: str, part: Mapping[str, Any], definitions: Mapping[str, Any], shape: type[Shape], model: Model
) -> Any:
    """Return a value that the schema accepts: text, list or mapping."""
    if "$ref" in part:
        part = definitions[part["$ref"].rpartition("/")[2]]
    if part.get("type") == "array":
        return [_sample(name, part.get("items", {}), definitions, shape, model)]
    if "properties" in part:
        inner_shape = _shape_named(part, shape)
        required = part.get("required", [])
        return {
            key: _sample(key, inner, definitions, inner_shape, model)
            for key, inner in part["properties"].items()
            if key in required
        }
    reference = reference_fields(shape).get(name)
    if reference is not None:
        return _some_reference(reference, model)
    return _sample_text(name, part, model.today)


def _shape_named(part: Mapping[str, Any], outer: type[Shape]) -> type[Shape]:
    """Return the model that a part of the schema was made from."""
    names = set(part["properties"])
    return next((each for each in _all_shapes(Shape) if set(each.model_fields) - {"id"} == names), outer)


def _all_shapes(shape: type[Shape]) -> Iterator[type[Shape]]:
    for each in shape.__subclasses__():
        yield each
        yield from _all_shapes(each)


def _some_reference(collection: str, model: Model) -> str:
    """Return the first id there is, so that the file is valid as it stands."""
    for name, by_id in model.records.items():
        if by_id and (not collection or name == collection):
            placed = next(iter(by_id.values()))
            return placed.record.id if collection else placed.reference
    return "the-id" if collection else "university:the-id"


_SAMPLES = {
    "^[0-2]": "09:30",
    "^\\+": "+48 85 000 00 00",
    "^-?\\d+$": "1",
    "^-?\\d+(": "53.1333",
    "^https?": "https://example.org/",
}
"""By the beginning of the pattern that the schema gives a field."""


def _sample_text(name: str, part: Mapping[str, Any], today: date) -> str:
    choices = part.get("enum") or [part["const"]] if "const" in part else part.get("enum", [])
    if choices:
        return str(choices[0]).lower() if isinstance(choices[0], bool) else str(choices[0])
    pattern = part.get("pattern", "")
    if "\\d{4}" in pattern:
        return today.isoformat()
    if part.get("format") == "email":
        return "office@example.org"
    found = (sample for start, sample in _SAMPLES.items() if pattern.startswith(start))
    return next(found, _SAMPLES_BY_FIELD.get(name, _STAND_IN))


_SAMPLES_BY_FIELD = {"code": "PL", "language": "en", "languages": "en", "lang": "en"}


def _render(name: str, value: Any, *, depth: int) -> str:
    """Return YAML lines for a field."""
    indent = "  " * depth
    if isinstance(value, list):
        return f"{indent}{name}:\n" + "".join(_render_item(item, depth=depth + 1) for item in value)
    if isinstance(value, dict):
        return f"{indent}{name}:\n" + "".join(
            _render(key, inner, depth=depth + 1) for key, inner in value.items()
        )
    return f"{indent}{name}: {value}\n"


def _render_item(item: Any, *, depth: int) -> str:
    indent = "  " * depth
    if not isinstance(item, dict):
        return f"{indent}- {item}\n"
    lines = "".join(_render(key, inner, depth=depth + 1) for key, inner in item.items())
    return f"{indent}- " + lines.removeprefix("  " * (depth + 1))
