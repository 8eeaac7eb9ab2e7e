"""Update the model: a few files were edited, and all else stands.

Most edits change what a page or a record says, not what there is: the text of a page, a number in a
record, a template, a style sheet. Then the model of the last build needs a few values replaced. Whatever
could change an address, a reference or what another file is checked against gives None: the sources
are modelled again as a whole, and so is every mistake, which is thereby told as a clean build tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from microsite.source import decode, find_body

from .model import Body, PlacedRecord
from .overlay import Overlay
from .page_files import describe_file
from .typed_facts import typed_in_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from microsite.source import SourceFile

    from .model import Model
    from .records import Record


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
        text, problems = decode(file)
        name = path.removeprefix("templates/")
        is_whole = text is not None and not problems
        return model.edited(templates=Overlay(model.templates, {name: text})) if is_whole else None
    if parts[0] == "data" and len(parts) == 3 and parts[1] in model.records:
        return _update_record(model, file)
    return None


def _update_page(model: Model, file: SourceFile) -> Model | None:
    """Return the model with another text of a page, as long as its front matter is the same."""
    text, problems = decode(file)
    found = find_body(text) if text is not None and not problems else None
    if text is None or found is None:
        return None
    body = Body(*found)
    page_file = describe_file(text, body.text)
    if page_file.front != model.page_files[file.path].front:
        return None
    if any(typed_in_body(file.path, PurePosixPath(file.path).parts[1], body)):
        return None
    return model.edited(
        bodies=Overlay(model.bodies, {file.path: body}),
        page_files=Overlay(model.page_files, {file.path: page_file}),
    )


def _update_record(model: Model, file: SourceFile) -> Model | None:
    """Return the model with another version of a record that names the same things."""
    from .gathered import Gathered
    from .resolve import check_references
    from .structure import Context, structure

    _, collection, name = file.path.split("/")
    record_id = name.removesuffix(".yaml")
    earlier = model.records[collection].get(record_id)
    gathered = Gathered({file.path: file})
    read = gathered.yaml_of(file.path)
    if earlier is None or read is None or gathered.problems:
        return None
    plain, layout = read
    record_type = type(earlier.record)
    context = Context(locales=tuple(model.locales), today=model.today)
    record, problems = structure(record_type, plain, layout, context, known={"id": record_id})
    named, others = check_references(record_type, plain, layout, set(earlier.named))
    is_elsewhere = record is None or _place_of(record) != _place_of(earlier.record)
    if record is None or problems or others or tuple(named) != earlier.named or is_elsewhere:
        return None
    by_id = Overlay(model.records[collection], {record_id: PlacedRecord(record, layout, earlier.named)})
    return model.edited(records=Overlay(model.records, {collection: by_id}))


def _place_of(record: Record) -> tuple[Any, ...]:
    """Return what decides where a record is found, besides its id and what it names."""
    from .records import Event, Fact, Programme

    match record:
        case Event():
            return record.is_draft, record.start.year
        case Fact():
            return record.is_draft, record.topics[:1]
        case Programme():
            return record.is_draft, record.subject, record.level
    return (record.is_draft,)
