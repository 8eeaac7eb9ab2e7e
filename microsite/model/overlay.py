"""A mapping with a few values replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")


class Overlay(Mapping[str, V]):
    """A mapping with a few values replaced; the keys stay as they are, in their order."""

    __slots__ = ("_base", "_replaced")
    _base: Mapping[str, V]
    _replaced: Mapping[str, V]

    def __init__(self, base: Mapping[str, V], replaced: Mapping[str, V]) -> None:
        """Lay `replaced` over `base`, which has all its keys."""
        if isinstance(base, Overlay):  # else a day of edits would be as many layers
            replaced = {**base._replaced, **replaced}
            base = base._base
        self._base = base
        self._replaced = replaced

    def __getitem__(self, key: str) -> V:
        """Return a value."""
        return self._replaced[key] if key in self._replaced else self._base[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key; no value is asked for."""
        return key in self._base

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._base)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._base)
