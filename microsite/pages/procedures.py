"""Procedures as shown: each step with what, where, by when, what it costs and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping

from microsite.model import Fact, Procedure, Step
from microsite.values import dataclass

from .facts import fact_view
from .views import FactView, Link, SourceLine
from .words import Words

_PARTS = ("where", "by", "cost", "takes")
"""What every step states or calls unknown. Source: ux.md APPLY-1."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step."""

    task: str
    text: str
    where: Link | None
    needs: tuple[FactView, ...]
    by: FactView | None
    is_past: bool
    """The last day is over: it shows when the step was due then."""
    cost: FactView | None
    takes: str
    unknown: str
    """What no document says of it, in words: ``the last day, how long it takes``."""


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """All steps."""

    id: str
    name: str
    audience: str
    steps: tuple[StepView, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


def procedure_view(procedure: Procedure, words: Words) -> ProcedureView:
    """Return a procedure as this language and this day show it."""
    return ProcedureView(
        id=procedure.id,
        name=words.text(procedure.name),
        audience=words.text(procedure.audience),
        steps=tuple(_step_view(step, words) for step in procedure.steps),
        notes=tuple(words.text(note) for note in procedure.notes),
        sources=tuple(words.source(each.document, each.checked) for each in procedure.sources),
    )


def _step_view(step: Step, words: Words) -> StepView:
    last_day = words.model.get(Fact, step.by) if step.by else None
    known: Mapping[str, object] = {
        "where": step.where,
        "by": step.by,
        "cost": step.cost,
        "takes": step.takes,
    }
    unknown = [part for part in _PARTS if known[part] is None and part not in step.has_no]
    return StepView(
        task=words.text(step.task),
        text=words.text(step.text),
        where=words.outside(words.text(step.where.title), step.where.url) if step.where else None,
        needs=tuple(fact_view(words.model.get(Fact, each), words) for each in step.needs),
        by=fact_view(last_day, words) if last_day else None,
        is_past=bool(last_day and last_day.moment and last_day.moment[0] < words.model.today),
        cost=fact_view(words.model.get(Fact, step.cost), words) if step.cost else None,
        takes=words.text(step.takes),
        unknown=", ".join(words.say(f"step_unknown_{part}") for part in unknown),
    )
