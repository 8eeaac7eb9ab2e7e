"""The ledger: every fact of the site with its source, its check and where it is used.

The facts of the guide have a page for each topic below it, so that each page stays light.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.model import RECORD_TYPES, Citation, CitedDocument, ContentPage, Fact
from microsite.values import dataclass

from .desk import Desk
from .facts import REVIEW_DAYS, fact_view
from .topics import home_topic, topic_ids
from .views import Link, Page, Phrase, UsedFact


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
class Download:
    """A table of open data."""

    name: str
    rows: int
    """How large it is."""
    json: str
    """The address of the file of this kind."""
    csv: str


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The facts that describe records, and the way to all others and to the documents."""

    fact_count: str
    overdue_count: str
    facts: tuple[UsedFact, ...]
    topics: tuple[Link, ...]
    """The pages of the guide's facts, each with the number of its facts."""
    documents: tuple[DocumentRow, ...]
    """Empty where they have a page of their own."""
    documents_link: Link | None
    review: tuple[ReviewRow, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """The facts of one topic."""

    fact_count: str
    facts: tuple[UsedFact, ...]
    topics: tuple[Link, ...]
    documents_link: Link | None
    back: Link


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """All documents."""

    documents: tuple[DocumentRow, ...]
    document_count: str


def ledger_view(desk: Desk) -> LedgerView:
    """Return the ledger."""
    words, model = desk.words, desk.model
    every = model.all(Fact)
    link = _documents_link(desk)
    overdue = sum(fact_view(fact, words).state in ("overdue", "expired") for fact in every)
    return LedgerView(
        fact_count=words.count("fact_count", len(every)),
        overdue_count=words.count("overdue_count", overdue),
        facts=_used_facts(desk, ""),
        topics=tuple(_topic_links(desk)),
        documents=() if link else _document_rows(desk),
        documents_link=link,
        review=tuple(
            ReviewRow(
                words.say(f"fact_kind_{kind}"),
                words.count("review_days", days) if days else words.say("review_never"),
            )
            for kind, days in REVIEW_DAYS.items()
        ),
        downloads=tuple(_downloads(desk)),
    )


def _downloads(desk: Desk) -> Iterator[Download]:
    """Yield the tables of open data: the collections that hold something."""
    for record_type in RECORD_TYPES:
        name = record_type.collection
        rows = len(desk.model.ids(name))
        if rows:
            address = desk.addresses.address(f"/data/{name}")
            yield Download(name, rows, json=f"{address}.json", csv=f"{address}.csv")


def topic_page(desk: Desk, section: ContentPage, topic: str) -> Page:
    """Return the page of the facts that are kept under one topic."""
    words = desk.words
    route = desk.addresses.find(desk.locale, f"topic:{topic}")
    assert route, "a topic with facts has a route"
    facts = _used_facts(desk, topic)
    name = words.say(f"topic_{topic.replace('-', '_')}")
    kept = [fact for fact in desk.model.all(Fact) if home_topic(fact) == topic]
    return desk.make_page(
        route,
        template="topic",
        title=words.say("topic_title", topic=name),
        description=words.count("topic_description", len(facts), topic=name),
        view=TopicView(
            fact_count=words.count("fact_count", len(facts)),
            facts=facts,
            topics=tuple(_topic_links(desk)),
            documents_link=_documents_link(desk),
            back=_back(desk, section),
        ),
        trail=desk.trail_to(section),
        section=section.identity.partition("/")[0],
        updated=section.matter.updated,
        citations=(Citation(document=fact.source, checked=fact.checked) for fact in kept),
        motif=section.matter.motif or "",
    )


def documents_view(desk: Desk) -> DocumentsView:
    """Return all documents, for a page of their own."""
    return DocumentsView(_document_rows(desk), _documents_count(desk))


def _documents_link(desk: Desk) -> Link | None:
    """Return a link to the page of all documents, where there is one."""
    section = desk.section("documents")
    link = desk.words.link(f"page:{section.identity}", section.matter.title) if section else None
    return Link(link.title, link.address, note=_documents_count(desk)) if link else None


def _documents_count(desk: Desk) -> str:
    return desk.words.count("document_count", len(desk.model.all(CitedDocument)))


def _document_rows(desk: Desk) -> tuple[DocumentRow, ...]:
    return tuple(_document_row(each, desk) for each in desk.model.all(CitedDocument))


def _back(desk: Desk, section: ContentPage) -> Link:
    title = section.matter.short_title or section.matter.title
    return desk.words.link(f"page:{section.identity}", desk.words.say("back_to", title=title))


def _topic_links(desk: Desk) -> Iterator[Link]:
    words = desk.words
    kept = [home_topic(fact) for fact in desk.model.all(Fact)]
    for topic in topic_ids(desk.model):
        name = words.say(f"topic_{topic.replace('-', '_')}")
        link = words.link(f"topic:{topic}", name)
        yield Link(link.title, link.address, note=words.count("fact_count", kept.count(topic)))


def _used_facts(desk: Desk, topic: str) -> tuple[UsedFact, ...]:
    """Return the facts kept under a topic (empty: those of records), with where they are shown."""
    uses = desk.fact_uses()
    kept = (fact for fact in desk.model.all(Fact) if home_topic(fact) == topic)
    return tuple(UsedFact(fact_view(fact, desk.words), uses.get(fact.id, ())) for fact in kept)


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
