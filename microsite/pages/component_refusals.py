"""Why a block of Markdown cannot be shown, in an author's words."""

from __future__ import annotations

from collections.abc import Iterable

from microsite.model import COLLECTION_BY_KIND
from microsite.problems import did_you_mean
from microsite.values import dataclass

from .words import Words


@dataclass(frozen=True, slots=True)
class ComponentRefusal:
    """Why a block cannot be shown; its place is added where it is read."""

    code: str
    message: str
    label: str = ""
    hint: str = ""
    argument: str = ""
    """The argument at fault; empty when it is the block itself."""


def unknown_record(reference: str, words: Words, *, argument: str) -> ComponentRefusal:
    """Return the refusal for a reference that names nothing; broken records are reported at home."""
    if words.model.is_broken(reference):
        return ComponentRefusal("", "")
    kind, _, record_id = reference.partition(":")
    collection = COLLECTION_BY_KIND.get(kind)
    if collection is None:
        return ComponentRefusal(
            "unknown-kind",
            f"`{reference}` does not begin with a kind of record",
            label=f"the kinds are {', '.join(sorted(COLLECTION_BY_KIND))}",
            hint=did_you_mean(kind, COLLECTION_BY_KIND),
            argument=argument,
        )
    return ComponentRefusal(
        "unknown-reference",
        f"no {kind.replace('-', ' ')} has the id `{record_id}`",
        label=f"not found in data/{collection}/",
        hint=did_you_mean(record_id, words.model.ids(collection)),
        argument=argument,
    )


def unknown_value(argument: str, value: str, allowed: Iterable[str]) -> ComponentRefusal:
    """Return the refusal for an argument that has none of its values."""
    allowed = tuple(allowed)
    return ComponentRefusal(
        "unknown-value",
        f"`{value}` is not one of the values of `{argument}`",
        label=f"it takes {', '.join(allowed)}",
        hint=did_you_mean(value, allowed),
        argument=argument,
    )
