"""Components: the blocks an editor may write in Markdown, and what their templates are given.

A block `::: partners country=spain` is rendered by templates/components/partners.html. For the
components of this table the arguments are checked and turned into views; a component that only a
site's own templates know gets its arguments as they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from microsite.model import Country, Fact, Office, Partner, Statement
from microsite.problems import did_you_mean
from microsite.values import dataclass

from . import guide_components as guide
from .chapters import chapters
from .city_map import city_map_view
from .component_refusals import ComponentRefusal, unknown_record, unknown_value
from .facts import fact_views
from .offices import office_view, statement_view
from .partners import partner_row
from .topics import TOPICS
from .views import FactView, SourceLine
from .words import Words


@dataclass(frozen=True, slots=True)
class Component:
    """A block, its arguments and what its template is given."""

    arguments: tuple[str, ...]
    """Those that must be there; with `optional`, those that may."""
    view: Callable[[Mapping[str, str], Words], Mapping[str, object] | ComponentRefusal]
    optional: tuple[str, ...] = ()
    needs_one: bool = False
    """Whether one of the optional ones must be there."""

    @property
    def all_arguments(self) -> tuple[str, ...]:
        """Every argument that it takes."""
        return (*self.arguments, *self.optional)


def _facts(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    reference, topic = arguments.get("about", ""), arguments.get("topic", "")
    placed = words.model.find(reference) if reference else None
    if reference and placed is None:
        return unknown_record(reference, words, argument="about")
    if topic and topic not in TOPICS:
        return unknown_value("topic", topic, TOPICS)
    facts = words.model.naming(placed.record, Fact) if placed else words.model.all(Fact)
    title = words.title_of(reference) if reference else words.say(f"topic_{topic.replace('-', '_')}")
    chosen = (fact for fact in facts if not topic or topic in fact.topics)
    return {"facts": fact_views(chosen, words), "title": title}


def _statement(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    placed = words.model.find(f"statement:{arguments['id']}")
    if placed is None or not isinstance(placed.record, Statement):
        return unknown_record(f"statement:{arguments['id']}", words, argument="id")
    return {"statement": statement_view(placed.record, words)}


def _office(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    placed = words.model.find(f"office:{arguments['id']}")
    if placed is None or not isinstance(placed.record, Office):
        return unknown_record(f"office:{arguments['id']}", words, argument="id")
    return {"office": office_view(placed.record, words)}


def _city_map(arguments: Mapping[str, str], words: Words) -> Mapping[str, object]:
    return {"city_map": city_map_view(words)}


def _partners(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    country = arguments["country"]
    if words.model.find(f"country:{country}") is None:
        return unknown_record(f"country:{country}", words, argument="country")
    partners = sorted(
        (each for each in words.model.all(Partner) if each.country == country), key=lambda each: each.name
    )
    return {
        "country": words.link(f"country:{words.model.get(Country, country).id}"),
        "partners": tuple(partner_row(each, words) for each in partners),
    }


def _parterres(arguments: Mapping[str, str], words: Words) -> Mapping[str, object] | ComponentRefusal:
    names, motifs = tuple(arguments["motifs"].split()), words.model.motifs
    for name in names:
        if name not in motifs and not words.model.is_broken(f"motif:{name}"):
            return unknown_value("motifs", name, motifs)
    return {"motifs": tuple(name for name in names if name in motifs)}


COMPONENTS: Mapping[str, Component] = {
    "facts": Component((), _facts, optional=("about", "topic"), needs_one=True),
    "statement": Component(("id",), _statement),
    "office": Component(("id",), _office),
    "partners": Component(("country",), _partners),
    "parterres": Component(("motifs",), _parterres),
    "deadlines": Component((), guide.deadlines, optional=("university",)),
    "costs": Component((), guide.costs, optional=("university",)),
    "steps": Component(("of",), guide.steps),
    "contact": Component((), guide.contact, optional=("university",)),
    "programmes": Component((), guide.programmes, optional=("subject", "level", "university")),
    "changed": Component(("fact",), guide.changed),
    "year": Component((), guide.year, optional=("of",)),
    "city-map": Component((), _city_map),
    "chapters": Component(("pages",), chapters),
}


def component_view(
    name: str, arguments: Mapping[str, str], words: Words
) -> Mapping[str, object] | ComponentRefusal:
    """Return what the template of a component is given, or why it cannot be shown."""
    component = COMPONENTS.get(name)
    if component is None:
        return {"arguments": dict(arguments)}
    return _check_arguments(name, component, arguments) or component.view(arguments, words)


def _check_arguments(
    name: str, component: Component, arguments: Mapping[str, str]
) -> ComponentRefusal | None:
    for argument in arguments:
        if argument not in component.all_arguments:
            return ComponentRefusal(
                "unknown-argument",
                f"`{name}` has no argument `{argument}`",
                label="not an argument here",
                hint=did_you_mean(argument, component.all_arguments)
                or f"it takes {' and '.join(f'{each}=…' for each in component.all_arguments)}",
                argument=argument,
            )
    missing = [each for each in component.arguments if each not in arguments]
    if component.needs_one and not arguments:
        missing = [component.optional[0]]
    if missing:
        return ComponentRefusal(
            "missing-argument",
            f"`{name}` needs the argument `{missing[0]}`",
            hint=f"write `::: {name} {missing[0]}=…`",
        )
    return None


def sources_in(value: object) -> Iterator[SourceLine]:
    """Yield the sources of all that a block shows, however deep they lie."""
    if isinstance(value, SourceLine):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from sources_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from sources_in(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from sources_in(getattr(value, field.name))


def facts_in(value: object) -> Iterator[FactView]:
    """Yield the facts of all that a template shows, however deep they lie."""
    if isinstance(value, FactView):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from facts_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from facts_in(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from facts_in(getattr(value, field.name))
