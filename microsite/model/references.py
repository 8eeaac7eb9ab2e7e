"""References: which fields of a record hold ids, and of what.

Read off the models of records/ by their annotations, so a new reference field needs no code.
Works on plain values, not on finished records: a file with another mistake still has its
references checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_origin

from .fields import Reference
from .records import RECORD_TYPES, Shape
from .structure import Loc

COLLECTION_BY_KIND = {record_type.kind: record_type.collection for record_type in RECORD_TYPES}
"""``partner`` → ``partners``: the kinds that may stand before the colon of a reference."""


def find_references(shape: type[Shape], plain: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Reference, str]]:
    """Yield the place, the kind of reference and the text of each reference in the values."""
    if not isinstance(plain, dict):
        return
    for name, target in _reference_fields(shape):
        if name not in plain:
            continue
        yield from _walk(target, plain[name], (*loc, name))


def _walk(target: Reference | type[Shape], value: Any, loc: Loc) -> Iterator[tuple[Loc, Reference, str]]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _walk(target, item, (*loc, position))
    elif isinstance(target, Reference):
        if isinstance(value, str):
            yield loc, target, value
    else:
        yield from find_references(target, value, loc)


def reference_fields(shape: type[Shape]) -> dict[str, str]:
    """Return the fields that hold references, with their collection; empty for ``kind:id``."""
    return {
        name: target.collection for name, target in _reference_fields(shape) if isinstance(target, Reference)
    }


@cache
def _reference_fields(shape: type[Shape]) -> tuple[tuple[str, Reference | type[Shape]], ...]:
    """Return the fields that hold references, or models in which there may be some."""
    found = []
    for name, info in shape.model_fields.items():
        marked = next((part for part in info.metadata if isinstance(part, Reference)), None)
        target = marked or _target_of(info.annotation)
        if target is not None:
            found.append((name, target))
    return tuple(found)


def _target_of(annotation: Any) -> Reference | type[Shape] | None:
    if isinstance(annotation, Reference):
        return annotation
    if get_origin(annotation) is None:
        is_shape = isinstance(annotation, type) and issubclass(annotation, Shape)
        return annotation if is_shape else None
    parts = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return next((target for target in map(_target_of, parts) if target is not None), None)
