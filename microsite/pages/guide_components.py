"""The blocks of the guide: deadlines, costs, steps, contacts, programmes, what changed, the year.

Each function takes the arguments of a block, all of them known ones, and gives what its template is
given or why it cannot be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from microsite.model import AcademicYear, Fact, Office, Period, Procedure, Programme, University
from microsite.values import dataclass

from .component_refusals import ComponentRefusal, unknown_record, unknown_value
from .deadlines import deadlines_view
from .facts import fact_view
from .offices import office_view
from .procedures import procedure_view
from .programme_facets import LEVELS, SUBJECTS, in_order
from .programmes import legend, programme_row, subject_groups
from .views import FactView
from .words import Words
from .year import academic_year_view, years_view

Arguments = Mapping[str, str]
View = Mapping[str, object] | ComponentRefusal


@dataclass(frozen=True, slots=True)
class CostGroup:
    """What is paid once, a month, a semester or a year."""

    title: str
    facts: tuple[FactView, ...]


def deadlines(arguments: Arguments, words: Words) -> View:
    """Return deadlines: of one university, or all."""
    university = arguments.get("university", "")
    refusal = _check_university(university, words)
    if refusal:
        return refusal
    title = words.model.get(University, university).name if university else ""
    return {"deadlines": deadlines_view(words, university=university), "title": title}


def costs(arguments: Arguments, words: Words) -> View:
    """Return fees and prices by how often they are paid. There is no total: see writing.md."""
    university = arguments.get("university", "")
    refusal = _check_university(university, words)
    if refusal:
        return refusal
    facts = [
        fact for fact in words.model.all(Fact) if fact.type in ("fee", "price") and "costs" in fact.topics
    ]
    if university:
        facts = [fact for fact in facts if f"university:{university}" in fact.applies_to]
    return {"groups": tuple(_cost_groups(facts, words))}


def _cost_groups(facts: list[Fact], words: Words) -> Iterator[CostGroup]:
    """Yield the facts by period: the year first, single payments last."""
    ordered = sorted(facts, key=lambda fact: (fact.order, fact.id))
    for period in (*reversed(get_args(Period)), None):
        mine = tuple(fact_view(fact, words) for fact in ordered if fact.per == period)
        if mine:
            yield CostGroup(words.say(f"costs_{period or 'other'}"), mine)


def steps(arguments: Arguments, words: Words) -> View:
    """Return a procedure."""
    placed = words.model.find(f"procedure:{arguments['of']}")
    if placed is None or not isinstance(placed.record, Procedure):
        return unknown_record(f"procedure:{arguments['of']}", words, argument="of")
    return {"procedure": procedure_view(placed.record, words)}


def contact(arguments: Arguments, words: Words) -> View:
    """Return the offices of one university, or all."""
    university = arguments.get("university", "")
    refusal = _check_university(university, words)
    if refusal:
        return refusal
    offices = [each for each in words.model.all(Office) if university in ("", each.university)]
    order = {each.id: each.order for each in words.model.all(University)}
    offices.sort(key=lambda each: (order[each.university], not each.is_main, each.id))
    return {"offices": tuple(office_view(each, words) for each in offices)}


def programmes(arguments: Arguments, words: Words) -> View:
    """Return the programmes of a subject, a level and a university; what is history is left out."""
    allowed = {"subject": SUBJECTS, "level": LEVELS}
    for name, values in allowed.items():
        if name in arguments and arguments[name] not in values:
            return unknown_value(name, arguments[name], values)
    refusal = _check_university(arguments.get("university", ""), words)
    if refusal:
        return refusal
    chosen = (
        each
        for each in in_order(words.model.all(Programme))
        if each.status != "historical"
        and all(getattr(each, name) == value for name, value in arguments.items())
    )
    rows = tuple(programme_row(each, words) for each in chosen)
    return {"groups": tuple(subject_groups(rows, words)), "legend": legend(words)}


def changed(arguments: Arguments, words: Words) -> View:
    """Return a rule that changed, with the day it came into force."""
    placed = words.model.find(f"fact:{arguments['fact']}")
    if placed is None or not isinstance(placed.record, Fact):
        return unknown_record(f"fact:{arguments['fact']}", words, argument="fact")
    fact = placed.record
    if fact.as_of is None:
        return ComponentRefusal(
            "change-without-date",
            f"the fact `{fact.id}` does not say since when it holds",
            label="it has no `as_of`",
            hint="write the day or month of the change there, such as `as_of: 2025-07`",
            argument="fact",
        )
    return {"change": fact_view(fact, words), "since": words.partial(fact.as_of)}


def year(arguments: Arguments, words: Words) -> View:
    """Return the woven year as the home page shows it, or one academic year."""
    if "of" not in arguments:
        return {"years": years_view(words)}
    placed = words.model.find(f"academic-year:{arguments['of']}")
    if placed is None or not isinstance(placed.record, AcademicYear):
        return unknown_record(f"academic-year:{arguments['of']}", words, argument="of")
    return {"years": (academic_year_view(placed.record, words),)}


def _check_university(university: str, words: Words) -> ComponentRefusal | None:
    reference = f"university:{university}"
    if not university or words.model.find(reference):
        return None
    return unknown_record(reference, words, argument="university")
