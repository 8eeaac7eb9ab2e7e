"""Topics: which facts of the guide stand together in the ledger."""

from __future__ import annotations

from typing import get_args

from microsite.model import Fact, Model, Topic

TOPICS: tuple[str, ...] = get_args(Topic)


def home_topic(fact: Fact) -> str:
    """Return the topic under which a fact is kept; empty for a fact that only describes a record."""
    return fact.topics[0] if fact.topics else ""


def topic_ids(model: Model) -> tuple[str, ...]:
    """Return the topics that have facts, in the order of the guide."""
    found = {home_topic(fact) for fact in model.all(Fact)}
    return tuple(topic for topic in TOPICS if topic in found)
