"""Components: the blocks an editor may write in Markdown, and what their templates are given.

A block `::: partners country=spain` is rendered by templates/components/partners.html. For the
components of this table the arguments are checked and turned into views; a component that only a
site's own templates know gets its arguments as they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from microsite.model import COLLECTION_BY_KIND, Country, Fact, Office, Partner, Statement
from microsite.problems import did_you_mean

from .facts import fact_views
from .offices import office_view, statement_view
from .partners import partner_row
from .words import Words


@dataclass(frozen=True, slots=True)
class ComponentRefusal:
    """Why a block cannot be shown, in an author's words; its place is added where it is read."""

    code: str
    message: str
    label: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A block, its arguments (all needed) and what its template is given."""

    arguments: tuple[str, ...]
    view: Callable[[Mapping[str, str], Words], Mapping[str, object] | ComponentRefusal]


def _facts(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    reference = arguments["about"]
    placed = words.model.find(reference)
    if placed is None:
        return _unknown(reference, words)
    return {
        "facts": fact_views(words.model.naming(placed.record, Fact), words),
        "title": words.title_of(reference),
    }


def _statement(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    placed = words.model.find(f"statement:{arguments['id']}")
    if placed is None or not isinstance(placed.record, Statement):
        return _unknown(f"statement:{arguments['id']}", words)
    return {"statement": statement_view(placed.record, words)}


def _office(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    placed = words.model.find(f"office:{arguments['id']}")
    if placed is None or not isinstance(placed.record, Office):
        return _unknown(f"office:{arguments['id']}", words)
    return {"office": office_view(placed.record, words)}


def _partners(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    country = arguments["country"]
    if words.model.find(f"country:{country}") is None:
        return _unknown(f"country:{country}", words)
    partners = sorted(
        (each for each in words.model.all(Partner) if each.country == country), key=lambda each: each.name
    )
    return {
        "country": words.link(f"country:{words.model.get(Country, country).id}"),
        "partners": tuple(partner_row(each, words) for each in partners),
    }


COMPONENTS: Mapping[str, Component] = {
    "facts": Component(("about",), _facts),
    "statement": Component(("id",), _statement),
    "office": Component(("id",), _office),
    "partners": Component(("country",), _partners),
}


def component_view(
    name: str, arguments: Mapping[str, str], words: Words
) -> Mapping[str, object] | ComponentRefusal:
    """Return what the template of a component is given, or why it cannot be shown."""
    component = COMPONENTS.get(name)
    if component is None:
        return {"arguments": dict(arguments)}
    for argument in arguments:
        if argument not in component.arguments:
            return ComponentRefusal(
                "unknown-argument",
                f"`{name}` has no argument `{argument}`",
                label="not an argument here",
                hint=did_you_mean(argument, component.arguments)
                or f"it takes {' and '.join(f'{each}=…' for each in component.arguments)}",
            )
    for argument in component.arguments:
        if argument not in arguments:
            return ComponentRefusal(
                "missing-argument",
                f"`{name}` needs the argument `{argument}`",
                hint=f"write `::: {name} {argument}=…`",
            )
    return component.view(arguments, words)


def _unknown(reference: str, words: Words) -> ComponentRefusal:
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
        )
    return ComponentRefusal(
        "unknown-reference",
        f"no {kind.replace('-', ' ')} has the id `{record_id}`",
        label=f"not found in data/{collection}/",
        hint=did_you_mean(record_id, words.model.ids(collection)),
    )
