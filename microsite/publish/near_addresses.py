"""Near addresses: what somebody probably meant who wrote an address that leads to nothing.

Part of stage 5, for the checks.
"""

from __future__ import annotations

from collections.abc import Iterable

# Comparing words takes time by the square of their length.
_LONGEST_WORD = 80


class NearAddresses:
    """All addresses of a site, by their steps: whole ones share so much that all of them are near."""

    __slots__ = ("_address_by_parent_by_step", "_address_by_step_by_parent")

    def __init__(self, addresses: Iterable[str]) -> None:
        self._address_by_step_by_parent: dict[str, dict[str, str]] = {}
        self._address_by_parent_by_step: dict[str, dict[str, str]] = {}
        for address in addresses:
            parent, step = _split(address)
            self._address_by_step_by_parent.setdefault(parent, {})[step] = address
            self._address_by_parent_by_step.setdefault(step, {})[parent] = address

    def nearest(self, address: str) -> str:
        """Return the address that differs a little in its last step or in the others, if one does."""
        parent, step = _split(address)
        siblings = {
            other: candidate
            for other, candidate in self._address_by_step_by_parent.get(parent, {}).items()
            if abs(len(other) - len(step)) <= max(2, len(step) // 2)
        }
        cousins = self._address_by_parent_by_step.get(step, {})
        from difflib import get_close_matches

        for word, near in ((step, siblings), (parent, cousins)):
            if found := get_close_matches(word[:_LONGEST_WORD], sorted(near), n=1, cutoff=0.6):
                return near[found[0]]
        return ""


def _split(address: str) -> tuple[str, str]:
    parent, _, step = address.rstrip("/").rpartition("/")
    return parent, step
