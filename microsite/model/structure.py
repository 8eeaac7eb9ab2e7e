"""Structure: nodes → records, field by field, and every mistake with its place.

Takes the nodes of one file and the model that describes it; gives the record (or None when it
cannot stand) and the problems. Pydantic finds all errors of a file at once; here its errors become
problems in an author's words, underlined where the value or the key stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.source import ListNode, Node, Scalar, Span
from microsite.values import dataclass

from .records import Shape

S = TypeVar("S", bound=Shape)

_MOST_VALUES = 20_000
"""Keys, entries and texts of one file. The largest real one has under 200."""
_MOST_TOLD = 100
"""Problems told of one file."""

Loc = tuple[str | int, ...]
"""The way to a value inside a file: ``("ties", 0, "university")``."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each key and value of one file stands."""

    path: str
    values: Mapping[Loc, Span] = field(default_factory=dict)
    keys: Mapping[Loc, Span] = field(default_factory=dict)

    def place(self, loc: Loc, *, prefer_key: bool = False) -> Location:
        """Return the place of a value (or of its key), or of the nearest thing around it."""
        for length in range(len(loc), -1, -1):
            part = loc[:length]
            first, second = (self.keys, self.values) if prefer_key else (self.values, self.keys)
            span = first.get(part) or second.get(part)
            if span:
                return Location(self.path, span.line, span.column, span.length)
        return Location(self.path)


@dataclass(frozen=True, slots=True)
class Context:
    """What the fields' rules need to know besides the value."""

    locales: tuple[str, ...]
    today: date | None = None

    def as_mapping(self) -> dict[str, Any]:
        """The form in which pydantic hands it to the rules."""
        return {"locales": self.locales, "today": self.today}


def flatten(node: Node, path: str) -> tuple[Any, Layout]:
    """Return the nodes as plain lists, mappings and texts, and where each of them stands.

    A key with nothing after it is left out of the values, so a required field is then missing
    and an optional one not set.
    """
    values: dict[Loc, Span] = {}
    keys: dict[Loc, Span] = {}

    def walk(part: Node, loc: Loc) -> Any:
        values[loc] = part.span
        if isinstance(part, Scalar):
            return part.text
        if isinstance(part, ListNode):
            return [walk(item, (*loc, position)) for position, item in enumerate(part.items)]
        result = {}
        for entry in part.entries:
            inner = (*loc, entry.key.text)
            keys[inner] = entry.key.span
            if isinstance(entry.value, Scalar) and not entry.value.text and not entry.value.is_quoted:
                continue
            result[entry.key.text] = walk(entry.value, inner)
        return result

    plain = walk(node, ())
    return plain, Layout(path, values, keys)


def structure(
    shape: type[S], plain: Any, layout: Layout, context: Context, *, known: Mapping[str, Any] | None = None
) -> tuple[S | None, Problems]:
    """Return the record that `plain` describes, and what is wrong with it.

    `known` holds fields that do not come from the file, such as the id. Where only optional or
    unknown fields are at fault, the record is given without them, so that one mistake does not
    hide others further on.
    """
    known = known or {}
    if not isinstance(plain, dict):
        problem = Problem(
            code="wrong-type",
            message="the file does not hold fields",
            location=layout.place(()),
            label="lines of the form `key: value` are expected",
            hint=f"begin with one of the fields, such as `{next(iter(shape.model_fields))}: …`",
        )
        return None, (problem,)
    inner = {name: value for name, value in plain.items() if name not in known}
    intruders = tuple(_unknown_field(shape, (name,), layout) for name in plain if name in known)
    record, problems = _validate(shape, {**inner, **known}, layout, context)
    if record is None:
        pruned = _prune(shape, inner, {p.location for p in problems}, layout)
        if pruned is not None:
            record, more = _validate(shape, {**pruned, **known}, layout, context)
            problems = (*problems, *more)
    return record, (*intruders, *problems)


def _validate(
    shape: type[S], plain: Mapping[str, Any], layout: Layout, context: Context
) -> tuple[S | None, Problems]:
    if len(layout.values) > _MOST_VALUES:
        return None, (_too_many_values(layout),)
    try:
        return shape.model_validate(plain, context=context.as_mapping()), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
        told = tuple(_explain_all(shape, details[:_MOST_TOLD], layout))
        return None, (*told, *_untold(details, layout))


def _too_many_values(layout: Layout) -> Problem:
    return Problem(
        code="file-too-large",
        message=f"the file holds more than {_MOST_VALUES:,} values",
        location=Location(layout.path),
        hint="one record is a page of text at most: divide it into several files",
    )


def _untold(details: list[ErrorDetails], layout: Layout) -> Problems:
    """Return one problem for the errors beyond those that anybody would read."""
    if len(details) <= _MOST_TOLD:
        return ()
    problem = Problem(
        code="too-many-problems",
        message=f"{len(details) - _MOST_TOLD} more problems in this file are not shown",
        location=layout.place(details[_MOST_TOLD]["loc"], prefer_key=True),
        hint="mend the first ones and build again",
    )
    return (problem,)


def _prune(
    shape: type[Shape], plain: dict[str, Any], at_fault: set[Location], layout: Layout
) -> dict[str, Any] | None:
    """Return the fields without those at fault, or None when a required one is among them."""
    name_by_place = {
        (span.line, span.column): loc[0]
        for table in (layout.values, layout.keys)
        for loc, span in table.items()
        if loc
    }
    bad = {name_by_place.get((place.line, place.column)) for place in at_fault} - {None}
    missing = any(
        info.is_required() and (name in bad or (name not in plain and name != "id"))
        for name, info in shape.model_fields.items()
    )
    if missing or not bad:
        return None
    return {name: value for name, value in plain.items() if name not in bad}


def _explain_all(shape: type[Shape], details: Iterable[ErrorDetails], layout: Layout) -> Iterable[Problem]:
    """Give a problem for each error; a required field that was only misspelt is told once."""
    details = tuple(details)
    misspelt = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            loc = detail["loc"]
            names = _fields_at(shape, loc[:-1])
            near = re.match(r"did you mean `([^`]+)`", did_you_mean(str(loc[-1]), names))
            if near:
                misspelt.add((*loc[:-1], near.group(1)))
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] in misspelt:
            continue
        if detail["type"] == "too_short" and _has_more_inside(detail["loc"], details):
            continue
        yield _explain(shape, detail, layout)


def _has_more_inside(loc: Loc, details: tuple[ErrorDetails, ...]) -> bool:
    """Whether an entry of a list has a mistake: then the list is not empty, only without that entry."""
    return any(detail["loc"][: len(loc)] == loc and len(detail["loc"]) > len(loc) for detail in details)


def _explain(shape: type[Shape], detail: ErrorDetails, layout: Layout) -> Problem:
    loc: Loc = detail["loc"]
    context = detail.get("ctx") or {}
    match detail["type"]:
        case "missing":
            return _missing_field(shape, loc, layout)
        case "extra_forbidden":
            return _unknown_field(shape, loc, layout)
        case "literal_error":
            return _unknown_value(loc, detail["input"], str(context.get("expected", "")), layout)
        case "too_short":
            return Problem(
                code="empty-value",
                message=f"`{loc[-1]}` holds nothing",
                location=layout.place(loc, prefer_key=True),
                label="at least one entry is needed",
            )
        case type_ if "message" in context:
            key = context.get("key")
            inner = (*loc, key) if key else loc
            return Problem(
                code=type_,
                message=context["message"],
                location=layout.place(inner, prefer_key=type_ == "unknown-language"),
                label=context["label"],
                hint=context["hint"],
            )
        case _:
            return _wrong_type(loc, detail, layout)


def _missing_field(shape: type[Shape], loc: Loc, layout: Layout) -> Problem:
    name = str(loc[-1])
    is_empty = loc in layout.keys
    info = _shape_at(shape, loc[:-1]).model_fields.get(name)
    about = (info.description or "").split("\n")[0].rstrip(".") if info else ""
    return Problem(
        code="missing-field",
        message=f"`{name}` is missing" if not is_empty else f"`{name}` has no value",
        location=layout.place(loc if is_empty else loc[:-1], prefer_key=is_empty),
        label="nothing is written after the colon" if is_empty else "the fields begin here",
        hint=f"add a line `{name}: …`" + (f" ({about[0].lower()}{about[1:]})" if about else ""),
    )


def _unknown_field(shape: type[Shape], loc: Loc, layout: Layout) -> Problem:
    name = str(loc[-1])
    names = _fields_at(shape, loc[:-1])
    return Problem(
        code="unknown-field",
        message=f"there is no field `{name}`",
        location=layout.place(loc, prefer_key=True),
        label="not a field here",
        hint=did_you_mean(name, names) or f"the fields here are {', '.join(names)}",
    )


def _unknown_value(loc: Loc, written: object, expected: str, layout: Layout) -> Problem:
    words = re.findall(r"'([^']*)'", expected)
    return Problem(
        code="unknown-value",
        message=f"`{written}` is not one of the values of `{_field_name(loc)}`",
        location=layout.place(loc),
        label=f"one of {', '.join(words)}",
        hint=did_you_mean(str(written), words) or f"write one of {', '.join(words)}",
    )


_EXPECTED = {
    "string_type": ("a text", "write the value on the same line as the field"),
    "tuple_type": ("a list", "write one entry a line, each beginning with `- `"),
    "model_type": ("fields", "write `key: value` lines below, each moved in by two spaces"),
    "model_attributes_type": ("fields", "write `key: value` lines below, each moved in by two spaces"),
}


def _wrong_type(loc: Loc, detail: ErrorDetails, layout: Layout) -> Problem:
    expected, hint = _EXPECTED.get(detail["type"], ("another kind of value", ""))
    found = {"str": "a text", "list": "a list", "dict": "fields"}.get(
        type(detail["input"]).__name__, "nothing"
    )
    return Problem(
        code="wrong-type",
        message=f"`{_field_name(loc)}` takes {expected}, not {found}",
        location=layout.place(loc, prefer_key=not isinstance(detail["input"], str)),
        label=f"this is {found}",
        hint=hint,
    )


def _field_name(loc: Loc) -> str:
    return next((str(part) for part in reversed(loc) if isinstance(part, str)), "this")


def _fields_at(shape: type[Shape], loc: Loc) -> list[str]:
    return [name for name in _shape_at(shape, loc).model_fields if name != "id"]


def _shape_at(shape: type[Shape], loc: Loc) -> type[Shape]:
    """Return the model that describes the value at `loc`, walking through lists and optional values."""
    for part in loc:
        if isinstance(part, str) and part in shape.model_fields:
            inner = _inner_shape(shape.model_fields[part].annotation)
            shape = inner or shape
    return shape


def _inner_shape(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    return next((inner for inner in map(_inner_shape, get_args(annotation)) if inner), None)
