"""Resolve: the ids in the records → the records they name.

Every reference of every file is checked here, also in files that have other mistakes. A reference
to a record that exists but cannot stand is no second problem. A record whose own references fail is
left out of the model, and so is whatever needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from microsite.problems import Problem, Problems, did_you_mean
from microsite.values import dataclass

from .fields import Reference
from .model import PlacedRecord
from .records import Record
from .references import COLLECTION_BY_KIND, find_references
from .structure import Layout, Loc

KIND_BY_COLLECTION = {collection: kind for kind, collection in COLLECTION_BY_KIND.items()}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file of data/<collection>/ as read: its values, and its record when it can stand."""

    record_type: type[Record]
    id: str
    plain: Any
    layout: Layout
    record: Record | None

    @property
    def reference(self) -> str:
        """``partner:university-of-burgos``."""
        return f"{self.record_type.kind}:{self.id}"


def resolve(
    candidates: Iterable[Candidate], unreadable: Iterable[str], drafts: Iterable[str] = ()
) -> tuple[dict[str, dict[str, PlacedRecord]], dict[str, tuple[str, ...]], frozenset[str], Problems]:
    """Return the records by collection and id, the backlinks, the broken references, the problems.

    `unreadable` are references to files that exist and could not even be parsed, `drafts` to records
    that are kept out of this build.
    """
    candidates = tuple(candidates)
    known = {candidate.reference for candidate in candidates} | set(unreadable)
    broken = {candidate.reference for candidate in candidates if candidate.record is None} | set(unreadable)
    problems: list[Problem] = []
    named_by: dict[str, list[str]] = {}
    for candidate in candidates:
        named, more = check_references(
            candidate.record_type, candidate.plain, candidate.layout, known, drafts=set(drafts)
        )
        problems.extend(more)
        named_by[candidate.reference] = named
        if more:
            broken.add(candidate.reference)
    cycles = tuple(_find_cycles(candidates))
    problems.extend(cycles)
    _spread(broken, named_by)
    records: dict[str, dict[str, PlacedRecord]] = {}
    backlinks: dict[str, list[str]] = {}
    for candidate in sorted(candidates, key=lambda each: (each.record_type.collection, each.id)):
        if candidate.record is None or candidate.reference in broken:
            continue
        by_id = records.setdefault(candidate.record_type.collection, {})
        named = named_by[candidate.reference]
        by_id[candidate.id] = PlacedRecord(candidate.record, candidate.layout, tuple(named))
        for target in dict.fromkeys(named):
            backlinks.setdefault(target, []).append(candidate.reference)
    ordered = {target: tuple(sorted(sources)) for target, sources in sorted(backlinks.items())}
    return records, ordered, frozenset(broken), tuple(problems)


def _find_cycles(candidates: tuple[Candidate, ...]) -> Iterator[Problem]:
    """Yield a problem for each record that is, over one or several steps, part of itself."""
    whole_by_part = {
        f"{each.record_type.kind}:{each.id}": f"{each.record_type.kind}:{each.plain['part_of']}"
        for each in candidates
        if isinstance(each.plain, dict) and isinstance(each.plain.get("part_of"), str)
    }
    for candidate in candidates:
        seen = [candidate.reference]
        while (whole := whole_by_part.get(seen[-1])) and whole not in seen:
            seen.append(whole)
        if whole == candidate.reference:
            way = " → ".join(reference.partition(":")[2] for reference in (*seen, whole))
            yield Problem(
                code="circular-reference",
                message=f"`{candidate.id}` is part of itself",
                location=candidate.layout.place(("part_of",)),
                label=way,
                hint="name the larger event, or take the line out",
            )


def _spread(broken: set[str], named_by: Mapping[str, list[str]]) -> None:
    """Add to `broken` whatever names a broken record, until nothing more is added."""
    while True:
        more = {
            reference
            for reference, named in named_by.items()
            if reference not in broken and not broken.isdisjoint(named)
        }
        if not more:
            return
        broken |= more


def check_references(
    shape: type[Any], plain: Any, layout: Layout, known: set[str], *, drafts: Set[str] = frozenset()
) -> tuple[list[str], list[Problem]]:
    """Return the references of one file in the form ``kind:id``, and those that name nothing."""
    named: list[str] = []
    problems: list[Problem] = []
    for loc, target, text in find_references(shape, plain):
        reference = text if not target.collection else f"{KIND_BY_COLLECTION[target.collection]}:{text}"
        if reference in known:
            named.append(reference)
        elif reference in drafts:
            problems.append(_draft_reference(text, layout, loc))
        else:
            problems.append(_unknown_reference(target, text, layout, loc, known))
    return named, problems


def _draft_reference(text: str, layout: Layout, loc: Loc) -> Problem:
    return Problem(
        code="draft-reference",
        message=f"`{text}` is a draft",
        location=layout.place(loc),
        label="it is not in the published site",
        hint="take `is_draft: true` out of its file, or this reference away",
    )


def _unknown_reference(target: Reference, text: str, layout: Layout, loc: Loc, known: set[str]) -> Problem:
    kind, colon, record_id = text.partition(":")
    if target.collection:
        kind, record_id = KIND_BY_COLLECTION[target.collection], text
    elif not colon or kind not in COLLECTION_BY_KIND:
        kinds = ", ".join(sorted(COLLECTION_BY_KIND))
        return Problem(
            code="unknown-kind",
            message=f"`{text}` does not begin with a kind of record",
            location=layout.place(loc),
            label=f"the kinds are {kinds}",
            hint=(colon and did_you_mean(kind, COLLECTION_BY_KIND))
            or "write kind:id, such as university:the-id",
        )
    ids = [reference.partition(":")[2] for reference in known if reference.startswith(f"{kind}:")]
    return Problem(
        code="unknown-reference",
        message=f"no {kind.replace('-', ' ')} has the id `{record_id}`",
        location=layout.place(loc),
        label=f"not found in data/{COLLECTION_BY_KIND[kind]}/",
        hint=did_you_mean(record_id, ids),
    )
