"""Summer schools: the list with its empty state, and a page each with all editions."""

from __future__ import annotations

from datetime import date

from microsite.model import ContentPage, Edition, SummerSchool
from microsite.values import dataclass

from .desk import Desk
from .facts import facts_about
from .linked_data import school_data
from .views import FactView, Link, Moment, Page, SourceLine
from .words import Words


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One time a summer school was held, or will be."""

    year: int
    when_text: str
    place: str
    partners: tuple[Link, ...]
    note: str
    is_coming: bool
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """A summer school in a list."""

    link: Link
    summary: str
    period: str
    place: str
    organisers: tuple[Link, ...]
    is_historical: bool
    next_edition: EditionRow | None


@dataclass(frozen=True, slots=True)
class SummerSchoolsView:
    """The list: those with a coming edition, and those that were."""

    coming: tuple[SchoolCard, ...]
    past: tuple[SchoolCard, ...]
    last_checked: Moment


@dataclass(frozen=True, slots=True)
class SummerSchoolView:
    """One summer school."""

    card: SchoolCard
    purpose: str
    partners: tuple[Link, ...]
    editions: tuple[EditionRow, ...]
    facts: tuple[FactView, ...]
    notes: tuple[str, ...]


def _edition_row(edition: Edition, school: SummerSchool, words: Words) -> EditionRow:
    citation = next(each for each in school.sources if each.document == edition.document)
    return EditionRow(
        year=edition.year,
        when_text=_when(edition, words),
        place=words.text(edition.place),
        partners=tuple(words.link(f"partner:{each}") for each in edition.partners),
        note=words.text(edition.note),
        is_coming=_is_coming(edition, words.model.today),
        source=words.source(citation.document, citation.checked),
    )


def _when(edition: Edition, words: Words) -> str:
    if not edition.start:
        return str(edition.year)
    first = words.locale.format_day(edition.start)
    if not edition.end or edition.end == edition.start:
        return first
    return words.say("date_range", start=first, end=words.locale.format_day(edition.end))


def _is_coming(edition: Edition, today: date) -> bool:
    """Whether it has not ended; without days only a later year is sure not to be past."""
    last = edition.end or edition.start
    return last >= today if last else edition.year > today.year


def _card(school: SummerSchool, words: Words) -> SchoolCard:
    rows = [_edition_row(edition, school, words) for edition in school.editions]
    coming = sorted((row for row in rows if row.is_coming), key=lambda row: row.year)
    return SchoolCard(
        link=words.link(f"summer-school:{school.id}"),
        summary=words.text(school.summary),
        period=words.text(school.period),
        place=words.text(school.place),
        organisers=tuple(words.link(each) for each in school.organisers),
        is_historical=school.status == "historical",
        next_edition=coming[0] if coming else None,
    )


def summer_schools_view(desk: Desk, section: ContentPage) -> SummerSchoolsView:
    """Return the list of summer schools."""
    schools = sorted(desk.model.all(SummerSchool), key=lambda each: (each.status == "historical", each.id))
    cards = [_card(school, desk.words) for school in schools]
    checks = [each.checked.day for school in schools for each in school.sources if each.checked.day]
    return SummerSchoolsView(
        coming=tuple(card for card in cards if card.next_edition),
        past=tuple(card for card in cards if not card.next_edition),
        last_checked=desk.words.day(max(checks, default=section.matter.updated)),
    )


def summer_school_page(desk: Desk, section: ContentPage, school_id: str) -> Page:
    """Return the page of a summer school."""
    words = desk.words
    school = desk.model.get(SummerSchool, school_id)
    rows = [_edition_row(edition, school, words) for edition in school.editions]
    name = words.text(school.name)
    view = SummerSchoolView(
        card=_card(school, words),
        purpose=words.text(school.purpose),
        partners=tuple(words.link(f"partner:{each}") for each in school.partners),
        editions=tuple(sorted(rows, key=lambda row: row.year)),
        facts=facts_about(school, words),
        notes=tuple(words.text(note) for note in school.notes),
    )
    return desk.record_page(
        school,
        parent=section,
        title=name,
        description=words.say("summer_school_description", school=name, period=words.text(school.period)),
        view=view,
        linked_data=school_data(school, words),
    )
