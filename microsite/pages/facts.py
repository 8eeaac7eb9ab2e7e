"""Facts as shown: fresh, overdue, replaced by "ask", or history.

The rule of ux.md section 5: by its kind a fact is overdue some days after its check. An overdue
value is labelled; one overdue twice over is not shown at all, and the page says whom to ask. A fact
whose check has no known day counts as overdue, never as twice overdue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from microsite.model import AcademicYear, Checked, Citation, Fact, FactKind, Model, Office, Record
from microsite.problems import Problem, Problems, Severity
from microsite.values import dataclass

from .views import FactView, Moment
from .words import Words

REVIEW_DAYS: dict[FactKind, int | None] = {
    "law": 90,
    "visa": 90,
    "rule": 90,
    "deadline": 180,
    "date": 180,
    "fee": 180,
    "price": 180,
    "contact": 365,
    "count": 365,
    "partnership": 730,
    "history": None,
}
"""Days after the check until a fact of this kind is overdue; None: never. Source: ux.md section 5;
`count` and `rule` and `date`, which it leaves open, are put beside contact, law and deadline."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Where a fact stands on the day of the build."""

    state: str
    """``fresh``, ``overdue``, ``expired`` or ``history``."""
    due: date | None
    """The last day on which it is fresh; None for history or an unknown check."""


def judge(kind: FactKind, checked: Checked, today: date) -> Freshness:
    """Return whether a fact of this kind, checked on that day, may still be shown today."""
    days = REVIEW_DAYS[kind]
    if days is None:
        return Freshness("history", None)
    if checked.day is None:
        return Freshness("overdue", None)
    due = checked.day + timedelta(days=days)
    if today <= due:
        return Freshness("fresh", due)
    return Freshness("overdue" if today <= due + timedelta(days=days) else "expired", due)


def count_overdue(model: Model) -> int:
    """Return how many facts are overdue or expired."""
    states = (judge(fact.type, fact.checked, model.today).state for fact in model.all(Fact))
    return sum(state in ("overdue", "expired") for state in states)


def report_overdue(model: Model) -> Problems:
    """Return a warning for each overdue value, underlined at its check."""
    problems = []
    for reference, kind, checked, document, loc in _dated_values(model):
        state = judge(kind, checked, model.today).state
        placed = model.find(reference)
        if placed is None or state not in ("overdue", "expired"):
            continue
        day = checked.day.isoformat() if checked.day else ""
        what = "is not shown any more" if state == "expired" else "is shown as overdue"
        problems.append(
            Problem(
                code="expired-fact" if state == "expired" else "overdue-fact",
                message=f"a value of the {reference.replace(':', ' `', 1)}` {what}",
                location=placed.layout.place(loc),
                label=f"not checked since {day}" if day else "the day of the last check is not known",
                hint=f"compare the value with its source ({document}), then write today's date here",
                severity=Severity.WARNING,
            )
        )
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A fact or contact that somebody should compare with its source."""

    state: str
    """``expired``, ``overdue`` or ``due soon``."""
    checked: date | None
    due: date | None
    path: str
    line: int
    source: str
    """The document to compare with."""


def list_review(model: Model, *, soon: int = 30) -> tuple[ReviewRow, ...]:
    """Return what is overdue or will be within `soon` days: unknown checks, then the oldest first."""
    rows = []
    for reference, kind, checked, document, loc in _dated_values(model):
        freshness = judge(kind, checked, model.today)
        state = freshness.state
        if state == "fresh" and freshness.due and freshness.due <= model.today + timedelta(days=soon):
            state = "due soon"
        placed = model.find(reference)
        if placed and state in ("overdue", "expired", "due soon"):
            place = placed.layout.place(loc)
            rows.append(ReviewRow(state, checked.day, freshness.due, place.path, place.line, document))
    return tuple(sorted(rows, key=lambda row: (row.checked or date.min, row.path, row.line)))


def judge_year(year: AcademicYear, today: date) -> Freshness:
    """Return whether an academic year may be shown: the last check counts, and what is over is history."""
    return judge(_kind_of_year(year, today), latest_citation(year).checked, today)


def latest_citation(year: AcademicYear) -> Citation:
    """Return the citation that was checked last."""
    return max(year.sources, key=lambda each: each.checked.day or date.min)


def _kind_of_year(year: AcademicYear, today: date) -> FactKind:
    return "history" if year.last_day < today else "date"


def _dated_values(model: Model) -> Iterator[tuple[str, FactKind, Checked, str, tuple[str | int, ...]]]:
    """Yield every value that becomes overdue: facts, academic years, and the ways to reach an office."""
    for fact in model.all(Fact):
        yield f"fact:{fact.id}", fact.type, fact.checked, fact.source, ("checked",)
    for year in model.all(AcademicYear):
        latest = latest_citation(year)
        where = year.sources.index(latest)
        yield (
            f"academic-year:{year.id}",
            _kind_of_year(year, model.today),
            latest.checked,
            latest.document,
            ("sources", where, "checked"),
        )
    for office in model.all(Office):
        for position, detail in enumerate(office.details):
            kind: FactKind = "history" if detail.printed else "contact"
            place = ("details", position, "checked")
            yield f"office:{office.id}", kind, detail.checked, detail.document, place


def fact_view(fact: Fact, words: Words) -> FactView:
    """Return a fact as this language and this day show it."""
    freshness = judge(fact.type, fact.checked, words.model.today)
    source = words.source(fact.source, fact.checked)
    ask = words.outside(words.text(fact.ask.title), fact.ask.url) if fact.ask else None
    is_expired = freshness.state == "expired"
    moment = fact.moment
    return FactView(
        id=fact.id,
        label=words.text(fact.label),
        value="" if is_expired else fact_value(fact, words),
        moment=Moment(moment[0].isoformat(), fact_value(fact, words)) if moment and not is_expired else None,
        said_by=words.say("according_to", publisher=source.publisher) if fact.standing == "reported" else "",
        as_of=_as_of(fact, words),
        source=source,
        state=freshness.state,
        state_text=state_text(
            freshness.state, source.checked, words, publisher=ask.title if ask else source.publisher
        ),
        ask=ask,
        due=words.day(freshness.due) if freshness.due else None,
        kind_text=words.say(f"fact_kind_{fact.type}"),
        note=words.text(fact.note),
        ledger_address=words.link(f"fact:{fact.id}").address,
    )


def state_text(state: str, checked: Moment | None, words: Words, *, publisher: str) -> str:
    """Return the label that goes with a state; fresh facts and history have none."""
    if state == "expired":
        return words.say("ask_publisher", publisher=publisher)
    if state == "overdue":
        return words.say("overdue_since", date=checked.text) if checked else words.say("overdue_unknown")
    return ""


def fact_value(fact: Fact, words: Words) -> str:
    """Return ``more than 100 centres``, ``about €1,400 a semester`` or ``15 July 2026``."""
    value = _plain_value(fact, words)
    if fact.qualifier != "exactly":
        value = words.say(f"qualifier_{fact.qualifier.replace('-', '_')}", value=value)
    if fact.per:
        return words.say(f"per_{fact.per}", amount=value)
    unit = words.text(fact.unit)
    return f"{value} {unit}" if unit else value


def _plain_value(fact: Fact, words: Words) -> str:
    """Return the number, the money or the day in the reader's way, or the words as they are."""
    value = words.text(fact.value)
    if fact.currency:
        return words.locale.format_money(value, fact.currency)
    if fact.moment:
        day, time = fact.moment
        text = words.day(day).text
        return words.say("date_time", date=text, time=time) if time else text
    return words.locale.format_number(int(value)) if re.fullmatch(r"\d{1,15}", value) else value


def _as_of(fact: Fact, words: Words) -> str:
    if fact.as_of:
        return words.partial(fact.as_of).text
    return words.text(fact.as_of_text)


def facts_about(record: Record, words: Words) -> tuple[FactView, ...]:
    """Return the facts that describe a record; those for the guide stand on the guide's pages."""
    named = words.model.naming(record, Fact)
    return fact_views((fact for fact in named if not fact.topics), words)


def fact_views(facts: Iterable[Fact], words: Words) -> tuple[FactView, ...]:
    """Return several facts in their own order."""
    return tuple(fact_view(fact, words) for fact in sorted(facts, key=lambda fact: (fact.order, fact.id)))
