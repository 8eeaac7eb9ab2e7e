"""What all records share: shapes, sources, names, links to each other."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from microsite.model.fields import (
    Boolean,
    Checked,
    LanguageTag,
    Line,
    LocalText,
    Reference,
    WebAddress,
    fault,
)

DocumentId = Annotated[Line, Reference("documents")]
CountryId = Annotated[Line, Reference("countries")]
TownId = Annotated[Line, Reference("towns")]
UniversityId = Annotated[Line, Reference("universities")]
PartnerId = Annotated[Line, Reference("partners")]
CooperationId = Annotated[Line, Reference("cooperation")]
EventId = Annotated[Line, Reference("events")]
OfficeId = Annotated[Line, Reference("offices")]
PersonId = Annotated[Line, Reference("people")]
FactId = Annotated[Line, Reference("facts")]

RecordStatus = Literal["current", "dated", "historical"]
"""current: may be stated; dated: only with its year; historical: never as a present offer."""


class Shape(BaseModel):
    """What all models share: frozen, and a key that is not a field is an author's mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)


class Record(Shape):
    """One file of data/<collection>/; the file's name is the id."""

    collection: ClassVar[str]
    kind: ClassVar[str]
    """What stands before the colon in a reference: ``partner`` in ``partner:university-of-burgos``."""

    id: SkipJsonSchema[str]
    is_draft: Boolean = False
    """true keeps the record out of the published site; `build.py build --drafts` shows it."""


class Citation(Shape):
    """Where a published fact comes from, and when somebody last compared the two."""

    document: DocumentId
    """The id of a record in data/documents/."""
    checked: Checked
    """The day of the comparison, such as 2026-11-22, or `unknown`."""


class Sourced(Record):
    """A record that says something about the world, so it names its sources."""

    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]
    """At least one document that says so, each with the day it was checked."""
    notes: tuple[LocalText, ...] = ()
    """What a careful reader must know: doubts, gaps, other spellings. One sentence or two each."""


def check_cited(record: Sourced, documents: list[str]) -> None:
    """See to it that the documents named inside a record are among its sources, with their check."""
    cited = {citation.document for citation in record.sources}
    for document in documents:
        if document not in cited:
            raise fault(
                "uncited-document",
                f"`{document}` is named here and not among the record's sources",
                label="the day of its check is not known",
                hint=f"add `- document: {document}` with its `checked` to the sources",
                key="sources",
            )


class NativeName(Shape):
    """A name in its own language and script."""

    text: Line
    """The name itself."""
    lang: LanguageTag
    """The language of the name, such as pl, tr, kk or zh-Hans."""


class WebLink(Shape):
    """An address outside this site."""

    title: LocalText
    """What the reader finds there."""
    url: WebAddress
    """The whole address, beginning with https:// or http://."""


def end_before_start(start: str, end: str, *, key: str = "end") -> Exception:
    """Return the error for a period that ends before it begins."""
    return fault(
        "end-before-start",
        f"it ends on `{end}`, before it starts",
        label=f"it starts on {start}",
        hint="write the last day here, or take the line out",
        key=key,
    )
