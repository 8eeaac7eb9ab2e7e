"""Update the model: a few files were edited, and all else stands.

Most edits change what a page or a record says, not what there is: the text of a page, a number in a
record, a template, a style sheet. Then the model of the last build needs a few values replaced. Whatever
could change an address, a reference or what another file is checked against gives None: the sources
are modelled again as a whole, and so is every mistake, which is thereby told as a clean build tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, TypeVar

from microsite.source import SourceFile, split_front_matter

from .content_pages import describe_file
from .gathered import Gathered
from .model import Body, Model, PlacedRecord
from .records import RECORD_TYPES, Event, Fact, Programme, Record
from .resolve import check_references
from .structure import Context, structure
from .typed_facts import typed_in_body

V = TypeVar("V")

_TYPE_BY_COLLECTION = {record_type.collection: record_type for record_type in RECORD_TYPES}


class Overlay(Mapping[str, V]):
    """A mapping with a few values replaced; the keys stay as they are, in their order."""

    __slots__ = ("_base", "_replaced")
    _base: Mapping[str, V]
    _replaced: Mapping[str, V]

    def __init__(self, base: Mapping[str, V], replaced: Mapping[str, V]) -> None:
        """Lay `replaced` over `base`, which has all its keys."""
        if isinstance(base, Overlay):  # else a day of edits would be as many layers
            replaced = {**base._replaced, **replaced}
            base = base._base
        self._base = base
        self._replaced = replaced

    def __getitem__(self, key: str) -> V:
        """Return a value."""
        return self._replaced[key] if key in self._replaced else self._base[key]

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._base)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._base)


def update_model(model: Model, edited: Iterable[SourceFile], *, today: date) -> Model | None:
    """Return the model with some files edited, or None when it must be made from all of them.

    `model` has no mistake in it. A model of a later day is not made from that of an earlier one when the
    clock went back: a day of check that lies in the future is a mistake.
    """
    if today < model.today:
        return None
    model = model.edited(today=today)
    for file in edited:
        changed = _update(model, file)
        if changed is None:
            return None
        model = changed
    return model


def _update(model: Model, file: SourceFile) -> Model | None:
    path = file.path
    parts = PurePosixPath(path).parts
    if path in model.pages:
        return _update_page(model, file)
    if path in model.assets:
        return model.edited(assets=Overlay(model.assets, {path: file.content}))
    if parts[0] == "templates" and path.removeprefix("templates/") in model.templates:
        text = Gathered({path: file}).text_of(path)
        name = path.removeprefix("templates/")
        return None if text is None else model.edited(templates=Overlay(model.templates, {name: text}))
    if parts[0] == "data" and len(parts) == 3 and parts[1] in _TYPE_BY_COLLECTION:
        return _update_record(model, file, _TYPE_BY_COLLECTION[parts[1]])
    return None


def _update_page(model: Model, file: SourceFile) -> Model | None:
    """Return the model with another text of a page, as long as its front matter is the same."""
    gathered = Gathered({file.path: file})
    text = gathered.text_of(file.path)
    if text is None or gathered.problems:
        return None
    front, problems = split_front_matter(text, file.path)
    if front is None or problems:
        return None
    page_file = describe_file(text, front.body)
    if page_file.front != model.page_files[file.path].front:
        return None
    body = Body(front.body, front.body_line)
    if any(typed_in_body(file.path, PurePosixPath(file.path).parts[1], body)):
        return None
    return model.edited(
        bodies=Overlay(model.bodies, {file.path: body}),
        page_files=Overlay(model.page_files, {file.path: page_file}),
    )


def _update_record(model: Model, file: SourceFile, record_type: type[Record]) -> Model | None:
    """Return the model with another version of a record that names the same things."""
    collection, record_id = record_type.collection, PurePosixPath(file.path).stem
    earlier = model.records.get(collection, {}).get(record_id)
    gathered = Gathered({file.path: file})
    read = gathered.yaml_of(file.path)
    if earlier is None or read is None or gathered.problems:
        return None
    plain, layout = read
    context = Context(locales=tuple(model.locales), today=model.today)
    record, problems = structure(record_type, plain, layout, context, known={"id": record_id})
    named, _ = check_references(record_type, plain, layout, set(earlier.named))
    is_elsewhere = record is None or _place_of(record) != _place_of(earlier.record)
    if record is None or problems or tuple(named) != earlier.named or is_elsewhere:
        return None
    by_id = Overlay(model.records[collection], {record_id: PlacedRecord(record, layout, earlier.named)})
    return model.edited(records=Overlay(model.records, {collection: by_id}))


def _place_of(record: Record) -> tuple[Any, ...]:
    """Return what decides where a record is found, besides its id and what it names."""
    match record:
        case Event():
            return record.is_draft, record.start.year
        case Fact():
            return record.is_draft, record.topics[:1]
        case Programme():
            return record.is_draft, record.subject, record.level
    return (record.is_draft,)
