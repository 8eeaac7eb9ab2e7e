"""Procedures: how something is done, step by step, each step with its place, its time and its cost."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from microsite.model.fields import LocalText

from .base import FactId, Shape, Sourced, UniversityId, WebLink


class Step(Shape):
    """One step of a procedure."""

    task: LocalText
    """What to do, in a few words, beginning with a verb."""
    text: LocalText | None = None
    """One sentence or two that help to do it."""
    where: WebLink | None = None
    """Where to do it; nothing when no page was found."""
    needs: tuple[FactId, ...] = ()
    """The facts that say what is needed."""
    by: FactId | None = None
    """The fact with the last day; nothing when it is not known or there is none."""
    cost: FactId | None = None
    """The fact with what it costs; nothing when it is not known or free."""
    takes: LocalText | None = None
    """How long it takes; nothing when no document says."""
    has_no: tuple[Literal["where", "by", "cost", "takes"], ...] = ()
    """What this step does not have, so that pages do not call it unknown."""


class Procedure(Sourced):
    """How something is done, step by step."""

    collection: ClassVar[str] = "procedures"
    kind: ClassVar[str] = "procedure"

    name: LocalText
    """What is done, such as "Apply to BUT for a degree"."""
    audience: LocalText
    """For whom it is."""
    university: UniversityId | None = None
    """The university it belongs to; nothing for what is the same everywhere."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """The steps, in order."""
