"""Facets: the ready-made pages of programmes, one for each subject, level and university.

A facet is written as a reference: ``subject:engineering``, ``level:master``, ``programmes-of:its-id``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from microsite.model import Level, Model, Programme, Subject, University

SUBJECTS: tuple[str, ...] = get_args(Subject)
LEVELS: tuple[str, ...] = get_args(Level)

_VALUE_OF: Mapping[str, Callable[[Programme], str]] = {
    "subject": lambda programme: programme.subject,
    "level": lambda programme: programme.level,
    "programmes-of": lambda programme: programme.university,
}


def facet_references(model: Model) -> tuple[str, ...]:
    """Return the facets that have programmes."""
    hosts = sorted(model.all(University), key=lambda each: (each.order, each.id))
    every = (
        *(f"subject:{each}" for each in SUBJECTS),
        *(f"level:{each}" for each in LEVELS),
        *(f"programmes-of:{each.id}" for each in hosts),
    )
    return tuple(each for each in every if programmes_in(model, each))


def programmes_in(model: Model, facet: str) -> tuple[Programme, ...]:
    """Return the programmes of a facet, by name and level."""
    kind, _, value = facet.partition(":")
    value_of = _VALUE_OF[kind]
    return in_order(tuple(each for each in model.all(Programme) if value_of(each) == value))


def in_order(programmes: tuple[Programme, ...]) -> tuple[Programme, ...]:
    """Return programmes by name and level: the order of every table."""

    def place(each: Programme) -> tuple[str, int, str]:
        return each.name, LEVELS.index(each.level), each.id

    return tuple(sorted(programmes, key=place))
