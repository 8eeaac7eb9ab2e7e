"""Cooperation: what each university describes, and which professors came."""

from __future__ import annotations

from collections.abc import Iterable

from microsite.model import Cooperation, Sourced, University, Visit
from microsite.values import dataclass

from .desk import Desk
from .views import Link, SourceLine
from .words import Words


@dataclass(frozen=True, slots=True)
class CooperationBlock:
    """A kind of cooperation."""

    id: str
    title: str
    description: str
    status: str
    status_text: str
    """Empty for what is current."""
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """Professors who came."""

    host: Link
    partners: tuple[Link, ...]
    programme: str
    summary: str
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CooperationGroup:
    """What one university describes."""

    university: Link
    kinds: tuple[CooperationBlock, ...]
    visits: tuple[VisitRow, ...]


@dataclass(frozen=True, slots=True)
class CooperationView:
    """All universities."""

    groups: tuple[CooperationGroup, ...]


def cooperation_view(desk: Desk) -> CooperationView:
    """Return the kinds of cooperation and the visits, by university."""
    words, model = desk.words, desk.model
    groups = []
    for university in sorted(model.all(University), key=lambda each: (each.order, each.id)):
        kinds = sorted(model.naming(university, Cooperation), key=lambda each: (each.order, each.id))
        visits = [visit for visit in model.all(Visit) if _host_university(visit, words) == university.id]
        if kinds or visits:
            groups.append(
                CooperationGroup(
                    university=words.link(f"university:{university.id}"),
                    kinds=tuple(_block(each, words) for each in kinds),
                    visits=tuple(_visit_row(each, words) for each in visits),
                )
            )
    return CooperationView(tuple(groups))


def _host_university(visit: Visit, words: Words) -> str:
    placed = words.model.find(visit.host)
    if placed and isinstance(placed.record, University):
        return placed.record.id
    return str(getattr(placed.record, "university", "")) if placed else ""


def _block(kind: Cooperation, words: Words) -> CooperationBlock:
    return CooperationBlock(
        id=kind.id,
        title=words.text(kind.name),
        description=words.text(kind.description),
        status=kind.status,
        status_text="" if kind.status == "current" else words.say(f"record_status_{kind.status}"),
        notes=tuple(words.text(note) for note in kind.notes),
        sources=_sources((kind,), words),
    )


def _visit_row(visit: Visit, words: Words) -> VisitRow:
    return VisitRow(
        host=words.link(visit.host),
        partners=tuple(words.link(f"partner:{each}") for each in visit.partners),
        programme=words.text(visit.programme),
        summary=words.text(visit.summary),
        notes=tuple(words.text(note) for note in visit.notes),
        sources=_sources((visit,), words),
    )


def _sources(records: Iterable[Sourced], words: Words) -> tuple[SourceLine, ...]:
    return tuple(words.source(each.document, each.checked) for record in records for each in record.sources)
