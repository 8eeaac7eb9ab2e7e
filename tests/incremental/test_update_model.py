"""Updating the model: what is edited in place gives the model that all files give, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.incremental.stored_model import StoredModel, renew_parts, store_model
from microsite.model import Model, model_sources, update_model
from microsite.source import SourceFile
from tests.incremental.edits import ALTERNATIVES
from tests.incremental.rich_site import RICH_SITE, event, fact, page, partner
from tests.incremental.twin import TODAY

EDITS: Mapping[str, tuple[str, ...]] = {
    path: tuple(text for text in texts if text is not None)
    for path, texts in ALTERNATIVES.items()
    if path in RICH_SITE
}
"""Files that are there from the beginning, and what they may hold."""

edits = st.dictionaries(st.sampled_from(sorted(EDITS)), st.integers(0, 9), max_size=3)


def as_sources(texts: Mapping[str, str]) -> dict[str, SourceFile]:
    """Return texts as stage 1 gives them."""
    return {path: SourceFile(path, texts[path].encode()) for path in sorted(texts)}


def model_all(texts: Mapping[str, str], today: date = TODAY) -> tuple[Model, bool]:
    """Return the model of all files, and whether anything is wrong with them."""
    model, problems = model_sources(as_sources(texts), today=today)
    return model, bool(problems)


def lay_open(model: Model) -> dict[str, Any]:
    """Return all that a model holds as plain values, in its order."""

    def plain(value: Any) -> Any:
        return [(key, plain(each)) for key, each in value.items()] if isinstance(value, Mapping) else value

    return {field.name: plain(getattr(model, field.name)) for field in fields(Model)}


def update(model: Model, changed: Mapping[str, str], today: date = TODAY) -> Model | None:
    """Return the model with these files edited."""
    return update_model(model, as_sources(changed).values(), today=today)


FIRST, HAS_PROBLEMS = model_all(RICH_SITE)


def test_the_small_site_has_no_mistake() -> None:
    assert not HAS_PROBLEMS


@settings(max_examples=60, deadline=None)
@given(edits, st.integers(-2, 400))
def test_an_updated_model_is_the_model_of_all_files(numbers: dict[str, int], days: int) -> None:
    changed = {path: EDITS[path][number % len(EDITS[path])] for path, number in numbers.items()}
    today = TODAY + timedelta(days=days)

    updated = update(FIRST, changed, today)

    whole, has_problems = model_all({**RICH_SITE, **changed}, today)
    if updated is not None:
        assert not has_problems
        assert lay_open(updated) == lay_open(whole)


@settings(max_examples=30, deadline=None)
@given(st.lists(edits, min_size=2, max_size=4))
def test_a_model_updated_again_and_again_is_the_model_of_all_files(rounds: list[dict[str, int]]) -> None:
    texts, model = dict(RICH_SITE), FIRST
    for numbers in rounds:
        changed = {path: EDITS[path][number % len(EDITS[path])] for path, number in numbers.items()}
        texts.update(changed)
        updated = update(model, changed)
        whole, has_problems = model_all(texts)
        if has_problems:
            assert updated is None
            return
        model = updated or whole

        assert lay_open(model) == lay_open(whole)


@settings(max_examples=30, deadline=None)
@given(edits)
def test_a_stored_model_is_updated_like_one_in_memory(numbers: dict[str, int]) -> None:
    changed = {path: EDITS[path][number % len(EDITS[path])] for path, number in numbers.items()}
    sources = as_sources(RICH_SITE)
    stored = StoredModel(store_model(FIRST, bytes), None, sources.__getitem__)

    updated, other = update(stored, changed), update(FIRST, changed)

    assert (updated is None) == (other is None)
    if updated is not None and other is not None:
        assert lay_open(updated) == lay_open(other)
        parts = renew_parts(store_model(FIRST, bytes), updated, changed, bytes)
        again = StoredModel(parts, None, as_sources({**RICH_SITE, **changed}).__getitem__)
        assert lay_open(again) == lay_open(other)


def test_a_stored_model_reads_no_source_that_was_edited() -> None:
    def read(path: str) -> SourceFile:
        raise AssertionError(f"{path} is read")

    stored = StoredModel(store_model(FIRST, bytes), None, read)
    changed = {
        path: EDITS[path][-1]
        for path in ("templates/components/fact.html", "templates/css/site.css", "content/en/hill.svg")
    }

    updated = update(stored, {**changed, "content/en/about.md": page("About", "Text.")})

    assert updated is not None
    assert updated.templates["components/fact.html"] == EDITS["templates/components/fact.html"][-1]


UPDATED: Mapping[str, Mapping[str, str]] = {
    "a text": {"content/en/about.md": page("About", "Other. [Privacy](about/privacy.md)")},
    "a text with a fact": {"content/en/about.md": page("About", '{{ fact("fee") }}')},
    "a partner's name": {"data/partners/burgos.yaml": partner("Burgos", "spain")},
    "a fact's value": {"data/facts/seats.yaml": fact("Seats", "30")},
    "an event's day in the same year": {
        "data/events/fair.yaml": event("Fair", "2026-12-24", more="participants:\n  - burgos\n")
    },
    "a template": {"templates/partials/plain.html": "<p>Other</p>\n"},
    "a style sheet": {"templates/css/site.css": "p { color: red }\n"},
    "a picture": {"content/en/hill.svg": "<svg/>"},
    "nothing": {},
}

PARTICIPANTS = "participants:\n  - burgos\n"

NOT_UPDATED: Mapping[str, Mapping[str, str]] = {
    "front matter": {"content/en/about.md": page("About us", "What this is.")},
    "a text with a typed amount": {"content/en/about.md": page("About", "It costs €400.")},
    "a page that has no front matter any more": {"content/en/about.md": "Text."},
    "a text of bytes that are no text": {"content/en/about.md": page("About", "\x00")},
    "another reference": {"data/partners/burgos.yaml": partner("University of Burgos", "latvia")},
    "one more reference": {"data/events/week.yaml": event("Week", "2025-05-01", more=PARTICIPANTS)},
    "one more reference, to nothing": {
        "data/events/week.yaml": event("Week", "2025-05-01", more=PARTICIPANTS.replace("burgos", "nowhere"))
    },
    "a reference to nothing": {"data/partners/burgos.yaml": partner("University of Burgos", "nowhere")},
    "one more reference of a partner": {
        "data/partners/burgos.yaml": partner("University of Burgos", "spain", more="town: richtown\n")
    },
    "one more reference of a partner, to nothing": {
        "data/partners/burgos.yaml": partner("University of Burgos", "spain", more="town: nowhere\n")
    },
    "a record that becomes a draft": {"data/facts/seats.yaml": fact("Seats", "28", more="is_draft: true\n")},
    "a draft": {"data/countries/atlantis.yaml": RICH_SITE["data/countries/atlantis.yaml"] + "note: Sunk\n"},
    "an event in another year": {"data/events/week.yaml": event("Week", "2024-05-01")},
    "a fact of another topic": {
        "data/facts/fee.yaml": RICH_SITE["data/facts/fee.yaml"].replace("visa", "costs")
    },
    "a mistake in a record": {"data/facts/seats.yaml": fact("Seats", "28", kind="number")},
    "a record that is no YAML": {"data/facts/seats.yaml": "label: [Seats\n"},
    "a check that lies in the future": {"data/facts/seats.yaml": fact("Seats", "28", checked="2026-11-23")},
    "settings": {"data/settings.yaml": RICH_SITE["data/settings.yaml"].replace("Rich", "Richer")},
    "strings": {"data/strings/en.yaml": RICH_SITE["data/strings/en.yaml"].replace("Home", "Start")},
    "a drawing": {"data/motifs/square.txt": RICH_SITE["data/motifs/square.txt"].replace("##..", "#...")},
    "a page that is a draft": {"content/en/plans.md": page("Plans", "Now.", is_draft="true")},
    "a file that was not there": {"content/en/new.md": page("New", "New.")},
}


@pytest.mark.parametrize("changed", UPDATED.values(), ids=UPDATED)
def test_most_edits_need_one_file_modelled(changed: Mapping[str, str]) -> None:
    updated = update(FIRST, changed)

    assert updated is not None
    assert lay_open(updated) == lay_open(model_all({**RICH_SITE, **changed})[0])


@pytest.mark.parametrize("changed", NOT_UPDATED.values(), ids=NOT_UPDATED)
def test_what_may_concern_other_files_needs_all_modelled(changed: Mapping[str, str]) -> None:
    assert update(FIRST, changed) is None


def test_a_later_day_is_a_model_of_that_day() -> None:
    tomorrow = TODAY + timedelta(days=1)

    updated = update(FIRST, {}, tomorrow)

    assert updated is not None
    assert updated.today == tomorrow


def test_an_earlier_day_may_find_checks_in_the_future() -> None:
    assert update(FIRST, {}, TODAY - timedelta(days=1)) is None


def test_the_model_that_is_updated_stays_as_it_was() -> None:
    before = lay_open(FIRST)

    update(FIRST, {path: EDITS[path][-1] for path in ("content/en/visa.md", "data/facts/seats.yaml")})

    assert lay_open(FIRST) == before
