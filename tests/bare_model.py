"""A model that holds what a test gives and nothing else: for tests of one small part of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from microsite.model import Locale, Model, PlacedRecord, Record, Settings
from microsite.model.structure import Layout


def make_bare_model(
    settings: Settings, locales: Iterable[Locale], *, today: date, records: Iterable[Record] = ()
) -> Model:
    """Return a model of these languages and records, with no page, text, picture or template."""
    placed: dict[str, dict[str, PlacedRecord]] = {}
    for record in records:
        path = f"data/{record.collection}/{record.id}.yaml"
        placed.setdefault(record.collection, {})[record.id] = PlacedRecord(record, Layout(path))
    return Model(
        settings=settings,
        settings_layout=Layout("data/settings.yaml"),
        locales={locale.code: locale for locale in locales},
        records=placed,
        broken=frozenset(),
        pages={},
        bodies={},
        page_files={},
        paths={},
        sections={},
        backlinks={},
        assets={},
        templates={},
        today=today,
    )
