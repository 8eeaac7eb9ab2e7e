"""The ledger: every fact of the site with its source, its check and where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from microsite.model import CitedDocument, Fact

from .desk import Desk
from .facts import REVIEW_DAYS, fact_view
from .views import Link, Listing, Phrase, UsedFact


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document and how it is dated."""

    id: str
    title: Phrase
    publisher: str
    authority_text: str
    dating: str
    link: Link | None
    note: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """After how long facts of one kind are overdue."""

    kind: str
    days: str


@dataclass(frozen=True, slots=True)
class LedgerView:
    """All facts, all documents."""

    fact_count: str
    overdue_count: str
    facts: tuple[UsedFact, ...]
    documents: tuple[DocumentRow, ...]
    review: tuple[ReviewRow, ...]


def ledger_view(desk: Desk) -> LedgerView:
    """Return the ledger."""
    words, model = desk.words, desk.model
    used_on = _used_on(desk, desk.list_pages())
    facts = [fact_view(fact, words) for fact in model.all(Fact)]
    overdue = sum(fact.state in ("overdue", "expired") for fact in facts)
    return LedgerView(
        fact_count=words.count("fact_count", len(facts)),
        overdue_count=words.count("overdue_count", overdue),
        facts=tuple(UsedFact(fact, used_on.get(fact.id, ())) for fact in facts),
        documents=tuple(_document_row(each, desk) for each in model.all(CitedDocument)),
        review=tuple(
            ReviewRow(
                words.say(f"fact_kind_{kind}"),
                words.count("review_days", days) if days else words.say("review_never"),
            )
            for kind, days in REVIEW_DAYS.items()
        ),
    )


def _used_on(desk: Desk, pages: Iterable[Listing]) -> dict[str, tuple[Link, ...]]:
    """Return the pages that show each fact: those of the records it applies to, and bodies that use it."""
    by_reference = {page.reference: page for page in pages}
    used: dict[str, dict[str, Link]] = {}

    def note(fact_id: str, page: Listing) -> None:
        used.setdefault(fact_id, {})[page.address] = Link(page.title, page.address)

    for fact in desk.model.all(Fact):
        for reference in fact.applies_to:
            if reference in by_reference:
                note(fact.id, by_reference[reference])
    for page in by_reference.values():
        for fact_id in page.facts:
            note(fact_id, page)
    return {fact_id: tuple(links[address] for address in sorted(links)) for fact_id, links in used.items()}


def _document_row(document: CitedDocument, desk: Desk) -> DocumentRow:
    words = desk.words
    lang = "" if document.language == words.locale.code else document.language
    return DocumentRow(
        id=document.id,
        title=Phrase(document.title, lang),
        publisher=words.text(document.publisher),
        authority_text=words.say(f"authority_{document.authority}"),
        dating=words.dating(document),
        link=words.outside(document.title, document.url, lang=lang) if document.url else None,
        note=words.text(document.note),
    )
