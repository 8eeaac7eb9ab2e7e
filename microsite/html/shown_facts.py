"""Shown facts: what each fact looks like in a language, found out once for all pages that show it.

Also for those of later builds: a fact that nothing has changed for need not be looked up again, and so a
build after an edit of one page opens no record.
"""

from __future__ import annotations

from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.pages import FactView

Shown = tuple["FactView", frozenset[str]]
"""A fact as a language shows it, and the cells that this was made from."""

_MOST = 4_096
"""Facts that are kept: they take a few megabytes."""


class ShownFacts:
    """The facts that pages have shown so far."""

    def __init__(self, earlier: Mapping[str, Shown] | None = None) -> None:
        """Take those of earlier builds that are still right, by key."""
        self._earlier = earlier or {}
        self._new: dict[str, Shown] = {}
        self._untold: list[str] = []

    def find(self, locale: str, fact_id: str) -> Shown | None:
        """Return a fact as a language shows it, or None when no page has shown it yet."""
        key = f"{locale}:{fact_id}"
        return self._new.get(key) or self._earlier.get(key)

    def add(self, locale: str, fact_id: str, shown: Shown) -> None:
        """Keep a fact for further pages."""
        if len(self._new) < _MOST:
            self._new[f"{locale}:{fact_id}"] = shown
            self._untold.append(f"{locale}:{fact_id}")

    def take_new(self) -> dict[str, Shown]:
        """Return the facts that were added since somebody asked, by key."""
        taken = {key: self._new[key] for key in self._untold}
        self._untold.clear()
        return taken
