"""Packing: values of this package as bytes, and back.

Pickle, with a shorter form for our own frozen values: the class and its fields, in their order. Only
bytes that this package wrote are unpacked: store.py sees to that by a digest over each of them. That
guards against accidents, not against people: whoever may write into .cache/ may write into microsite/ too.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


class _Packer(pickle.Pickler):
    """A pickler that knows frozen dataclasses."""

    def reducer_override(self, value: Any) -> Any:
        """Return the class and the fields of a dataclass, and leave all else to pickle."""
        reduce = _reducer_of(type(value))  # type: ignore[arg-type]  # a class can be hashed
        return reduce(value) if reduce else NotImplemented


@cache
def _reducer_of(kind: Any) -> Callable[[Any], Any] | None:
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    if not names:
        return lambda value: (kind, ())
    if len(names) == 1:
        name = names[0]
        return lambda value: (kind, (getattr(value, name),))
    read = attrgetter(*names)
    return lambda value: (kind, read(value))


def pack(value: object) -> bytes:
    """Return a value as bytes."""
    out = io.BytesIO()
    _Packer(out, protocol=5).dump(value)
    return out.getvalue()


def unpack(packed: bytes, kind: type[T]) -> T:
    """Return the value that was packed."""
    value = pickle.loads(packed)  # noqa: S301 - only what this package wrote; see above
    assert isinstance(value, kind)
    return value
