"""Programmes: what can be studied, each with the page of its university and its sources."""

from __future__ import annotations

from typing import ClassVar, Literal

from microsite.model.fields import Decimal, LanguageTag, Line, LocalText, WebAddress

from .base import FactId, NativeName, RecordStatus, Sourced, UniversityId

Subject = Literal[
    "architecture", "engineering", "computing", "management", "medicine", "social-sciences", "any-field"
]
Level = Literal["bachelor", "master", "long-cycle", "doctoral", "non-degree"]
Intake = Literal["october", "february"]


class Programme(Sourced):
    """A programme of study at a university in Białystok."""

    collection: ClassVar[str] = "programmes"
    kind: ClassVar[str] = "programme"

    name: Line
    """The official English name."""
    native_name: NativeName | None = None
    """The official Polish name, where a document gives it."""
    university: UniversityId
    """The id of a record in data/universities/."""
    faculty: LocalText | None = None
    """The faculty that teaches it."""
    subject: Subject
    """The group in which it is listed."""
    level: Level
    """bachelor: first cycle; master: second cycle; long-cycle: both in one, as in medicine."""
    language: LanguageTag = "en"
    """The language of its classes."""
    years: Decimal | None = None
    """How long it takes, such as 3.5; nothing when no document says."""
    intakes: tuple[Intake, ...] = ()
    """When it begins; nothing when no document says."""
    fee: FactId | None = None
    """The fact with its tuition; nothing when no fee was found."""
    deadline: FactId | None = None
    """The fact with the last day to apply; nothing when none was found."""
    page: WebAddress
    """The university's own page on it."""
    status: RecordStatus
    """current: the university's newest page names it; dated: only an older page does; historical: an older
    page does, and a newer one leaves it out."""
