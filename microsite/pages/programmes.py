"""Programmes: one table by subject, and a page for each subject, level and university."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from microsite.model import ContentPage, Fact, Programme, University
from microsite.values import dataclass

from .desk import Desk, latest_check
from .facts import fact_view
from .linked_data import programme_list_data
from .programme_facets import LEVELS, SUBJECTS, facet_references, in_order, programmes_in
from .views import FactView, Link, Page, Phrase, SourceLine
from .words import Words


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in a table."""

    id: str
    name: str
    native_name: Phrase | None
    faculty: str
    university: Link
    """The abbreviation, with the full name as note."""
    university_id: str
    subject: str
    level: str
    level_text: str
    language_text: str
    length: str
    """``6 years``; empty when it is not known."""
    intakes: tuple[str, ...]
    intake_text: str
    fee: FactView | None
    deadline: FactView | None
    is_deadline_past: bool
    page: Link
    status: str
    status_text: str
    notes: tuple[str, ...]
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """Programmes of one subject."""

    id: str
    title: str
    programmes: tuple[ProgrammeRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that the filters can be set to."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One group of the filters."""

    name: str
    """In the address: ``level``; the rows carry it as ``data-level``."""
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ProgrammesView:
    """All programmes, or those of one facet."""

    groups: tuple[SubjectGroup, ...]
    history: tuple[ProgrammeRow, ...]
    """What only an older page names: no present offer."""
    programme_count: str
    filters: tuple[Filter, ...]
    """Empty on the page of a facet."""
    facets: tuple[Link, ...]
    """The ready-made pages, each with the number of its programmes."""
    legend: str


def programme_row(programme: Programme, words: Words) -> ProgrammeRow:
    """Return a programme as a row of a table."""
    university = words.model.get(University, programme.university)
    fee, deadline = _fact(programme.fee, words), _fact(programme.deadline, words)
    citation = programme.sources[0]
    return ProgrammeRow(
        id=programme.id,
        name=programme.name,
        native_name=words.native(programme.native_name),
        faculty=words.text(programme.faculty),
        university=Link(
            university.abbreviation, words.link(f"university:{university.id}").address, note=university.name
        ),
        university_id=university.id,
        subject=programme.subject,
        level=programme.level,
        level_text=words.say(f"level_{_key(programme.level)}"),
        language_text=words.locale.language_name(programme.language),
        length=_length(programme, words),
        intakes=programme.intakes,
        intake_text=", ".join(words.say(f"intake_{each}") for each in programme.intakes),
        fee=fact_view(fee, words) if fee else None,
        deadline=fact_view(deadline, words) if deadline else None,
        is_deadline_past=bool(deadline and deadline.moment and deadline.moment[0] < words.model.today),
        page=words.outside(words.say("programme_page"), programme.page),
        status=programme.status,
        status_text=words.say(f"programme_status_{programme.status}"),
        notes=tuple(words.text(note) for note in programme.notes),
        source=words.source(citation.document, citation.checked),
    )


def _fact(fact_id: str | None, words: Words) -> Fact | None:
    return words.model.get(Fact, fact_id) if fact_id else None


def _length(programme: Programme, words: Words) -> str:
    if programme.years is None:
        return ""
    years = int(programme.years) if programme.years.is_integer() else programme.years
    return words.count("year_count", years)


def _key(value: str) -> str:
    return value.replace("-", "_")


def programmes_view(desk: Desk) -> ProgrammesView:
    """Return all programmes, with the filters and the ready-made pages."""
    return _view(desk, in_order(desk.model.all(Programme)), filters=tuple(_filters(desk)))


def _view(
    desk: Desk, programmes: tuple[Programme, ...], *, filters: tuple[Filter, ...] = ()
) -> ProgrammesView:
    words = desk.words
    rows = [programme_row(each, words) for each in programmes]
    offered = [row for row in rows if row.status != "historical"]
    return ProgrammesView(
        groups=tuple(subject_groups(offered, words)),
        history=tuple(row for row in rows if row.status == "historical"),
        programme_count=words.count("programme_count", len(offered)),
        filters=filters,
        facets=tuple(facet_links(desk)),
        legend=legend(words),
    )


def subject_groups(rows: Iterable[ProgrammeRow], words: Words) -> Iterator[SubjectGroup]:
    """Yield the rows by subject, in the order of the subjects."""
    rows = tuple(rows)
    for subject in SUBJECTS:
        mine = tuple(row for row in rows if row.subject == subject)
        if mine:
            yield SubjectGroup(subject, words.say(f"subject_{_key(subject)}"), mine)


def legend(words: Words) -> str:
    """Return what the short names of the universities stand for."""
    hosts = sorted(words.model.all(University), key=lambda each: (each.order, each.id))
    entries = (words.say("legend_entry", short=each.abbreviation, name=each.name) for each in hosts)
    return words.say("legend", entries="; ".join(entries))


def _filters(desk: Desk) -> Iterator[Filter]:
    """Yield the groups of checkboxes, each with the values that there are."""
    words, programmes = desk.words, desk.model.all(Programme)
    levels = [each for each in LEVELS if any(programme.level == each for programme in programmes)]
    intakes = [each for each in ("october", "february") if any(each in one.intakes for one in programmes)]
    named = {each.university for each in programmes}
    hosts = sorted(desk.model.all(University), key=lambda each: (each.order, each.id))
    subjects = [each for each in SUBJECTS if any(programme.subject == each for programme in programmes)]
    values = {
        "subject": [Choice(each, words.say(f"subject_{_key(each)}")) for each in subjects],
        "level": [Choice(each, words.say(f"level_{_key(each)}")) for each in levels],
        "university": [Choice(each.id, each.abbreviation) for each in hosts if each.id in named],
        "intake": [Choice(each, words.say(f"intake_{each}")) for each in intakes],
    }
    for name, choices in values.items():
        if len(choices) > 1:
            yield Filter(name, words.say(f"filter_{name}"), tuple(choices))


# The ready-made pages


def facet_links(desk: Desk) -> Iterator[Link]:
    """Yield links to the ready-made pages."""
    for facet in facet_references(desk.model):
        link = desk.words.link(facet, facet_title(desk, facet))
        number = len(programmes_in(desk.model, facet))
        yield Link(link.title, link.address, note=desk.words.count("programme_count", number))


def facet_title(desk: Desk, facet: str) -> str:
    """Return the title of a ready-made page: ``Programmes: engineering``."""
    kind, _, value = facet.partition(":")
    if kind == "programmes-of":
        return desk.words.say("programmes_of", university=desk.model.get(University, value).name)
    return desk.words.say("programmes_in", name=desk.words.say(f"{kind}_{_key(value)}").lower())


def facet_page(kind: str, desk: Desk, section: ContentPage, value: str) -> Page:
    """Return the ready-made page of a subject, a level or a university."""
    facet = f"{kind}:{value}"
    route = desk.addresses.find(desk.locale, facet)
    assert route, "a facet with programmes has a route"
    programmes = programmes_in(desk.model, facet)
    title = facet_title(desk, facet)
    citations = [citation for each in programmes for citation in each.sources]
    return desk.make_page(
        route,
        template="programme-list",
        title=title,
        description=desk.words.count("facet_description", len(programmes), title=title),
        view=_view(desk, programmes),
        trail=desk.trail_to(section),
        section=section.identity.partition("/")[0],
        updated=latest_check(citations) or section.matter.updated,
        citations=citations,
        office=desk.main_office(value if kind == "programmes-of" else programmes[0].university),
        motif=section.matter.motif or "",
    )


def linked_programmes(desk: Desk) -> tuple[dict[str, object], ...]:
    """Return the list for search engines, when at least three programmes are complete (ux.md META-2)."""
    complete = [each for each in in_order(desk.model.all(Programme)) if _is_complete(each, desk.words)]
    return (programme_list_data(complete, desk.words),) if len(complete) >= 3 else ()


def _is_complete(programme: Programme, words: Words) -> bool:
    """Whether a programme is on offer, and its fee and its deadline are known and still shown."""
    facts = (_fact(programme.fee, words), _fact(programme.deadline, words))
    known = [fact for fact in facts if fact and fact_view(fact, words).state != "expired"]
    return programme.status == "current" and len(known) == 2
