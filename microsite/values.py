"""Values: dataclasses whose methods are written when they are called.

The standard decorator writes and compiles six methods for each class, which takes half a millisecond. The
engine has two hundred such classes, and a build after an edit makes values of a few. So `dataclass` here asks
the standard one for the fields alone: `fields`, `replace`, patterns and type checkers find what they always
find. ``__init__`` is written when the first value is made; the other methods do without writing.

Takes what the engine uses: slots, frozen or not, defaults and default factories. Values that are put in an
order, and those that pydantic looks into, are made by the standard decorator.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter

__all__ = ["dataclass"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
    from typing import Any

_ABSENT = object()
"""Stands for a value that was not given and has to be made."""


def _make_light(*, slots: bool, frozen: bool = False) -> Callable[[type], type]:
    assert slots, "the fields of a value are its slots"

    def decorate(plain: type) -> type:
        plain.__doc__ = plain.__doc__ or plain.__name__  # else the standard one makes up a signature
        kind: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
        for name, method in _list_methods(kind, is_frozen=frozen).items():
            setattr(kind, name, method)
        return kind

    return decorate


if not TYPE_CHECKING:
    dataclass = _make_light


def _list_methods(kind: type, *, is_frozen: bool) -> dict[str, Any]:
    names = tuple(each.name for each in dataclasses.fields(kind))
    read = _reader_of(names)

    def write_init(self: Any, *values: Any, **by_name: Any) -> None:
        init = _write_init(kind)
        setattr(kind, "__init__", init)  # noqa: B010 - which type checkers rightly refuse for any class but ours
        init(self, *values, **by_name)

    def equal(self: Any, other: object) -> bool:
        return read(self) == read(other) if other.__class__ is self.__class__ else NotImplemented

    def show(self: Any) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(names, read(self), strict=True))
        return f"{self.__class__.__qualname__}({', '.join(shown)})"

    methods = {"__init__": write_init, "__eq__": equal, "__repr__": show, "__hash__": None}
    if not is_frozen:
        return methods
    frozen = {
        "__hash__": lambda self: hash(read(self)),
        "__reduce__": lambda self: (self.__class__, read(self)),
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
    }
    return {**methods, **frozen}


def _reader_of(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads all fields of a value."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse_change(self: object, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"`{name}` of {self.__class__.__qualname__} stays as it is")


def _write_init(kind: type) -> Callable[..., None]:
    """Return the ``__init__`` of a class, which fills the slots in the order of the fields."""
    parameters, lines = ["self"], ["    pass"]
    names: dict[str, Any] = {"_ABSENT": _ABSENT}
    for field in dataclasses.fields(kind):
        name = value = field.name
        names[f"_set_{name}"] = getattr(kind, name).__set__
        if field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_ABSENT")
            value = f"_make_{name}() if {name} is _ABSENT else {name}"
        elif field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"    _set_{name}(self, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines), names)  # noqa: S102 - names of fields
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    return init
