"""Offices, people and statements as shown: whom to write to, and who said what."""

from __future__ import annotations

from microsite.model import ContactDetail, FactKind, Office, Person, Statement

from .facts import judge, state_text
from .views import ContactView, OfficeView, Phrase, StatementView
from .words import Words


def office_view(office: Office, words: Words) -> OfficeView:
    """Return an office with the ways to reach it, present ones apart from what was once printed."""
    details = [_contact_view(detail, words) for detail in office.details]
    return OfficeView(
        id=office.id,
        name=words.phrase(office.name),
        native_name=words.native(office.native_name),
        former_names=office.former_names,
        university=words.link(f"university:{office.university}"),
        purpose=words.text(office.purpose),
        what_to_write=words.text(office.what_to_write),
        details=tuple(detail for detail in details if detail.printed is None),
        history=tuple(detail for detail in details if detail.printed is not None),
        page=words.outside(words.say("office_page"), office.page) if office.page else None,
        notes=tuple(words.text(note) for note in office.notes),
        sources=tuple(words.source(each.document, each.checked) for each in office.sources),
    )


def _contact_view(detail: ContactDetail, words: Words) -> ContactView:
    kind: FactKind = "history" if detail.printed else "contact"
    freshness = judge(kind, detail.checked, words.model.today)
    source = words.source(detail.document, detail.checked)
    is_expired = freshness.state == "expired"
    return ContactView(
        type=detail.type,
        type_text=words.say(f"contact_{detail.type}"),
        value="" if is_expired else detail.value,
        state=freshness.state,
        state_text=state_text(freshness.state, source.checked, words, publisher=source.publisher),
        printed=words.partial(detail.printed) if detail.printed else None,
        source=source,
    )


def statement_view(statement: Statement, words: Words) -> StatementView:
    """Return words with who said them and when."""
    speaker = words.model.get(Person, statement.speaker)
    citation = statement.sources[0]
    phrase = words.phrase(statement.subject)
    return StatementView(
        id=statement.id,
        subject=phrase.text,
        text=_quoted(statement, words),
        speaker=full_name(speaker),
        role=words.text(speaker.role),
        date=words.partial(statement.date),
        source=words.source(citation.document, citation.checked),
    )


def _quoted(statement: Statement, words: Words) -> Phrase:
    lang = "" if statement.language == words.locale.code else statement.language
    return Phrase(statement.text, lang)


def person_line(person: Person, words: Words) -> str:
    """Return ``Assoc. Prof. Jan Kowalski, Rector in 2022``."""
    return words.say("person_line", name=full_name(person), role=words.text(person.role))


def full_name(person: Person) -> str:
    """Return the name with what stands before and after it."""
    name = f"{person.title} {person.name}" if person.title else person.name
    return f"{name}, {person.degrees}" if person.degrees else name
