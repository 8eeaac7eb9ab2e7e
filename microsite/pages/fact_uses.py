"""Fact uses: which pages show each fact.

Stage 3 of 5. Read off the sources, not off finished pages, so that every page can be planned alone:
the bodies of content pages with their blocks, and the records whose pages list the facts about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from microsite.model import Fact, Network, Record, SummerSchool, University

from .components import COMPONENTS, component_view, facts_in
from .desk import Desk
from .views import Link

_ARGUMENT = re.compile(r"([a-z][a-z0-9_-]*)=(?:\"([^\"]*)\"|([^\s\"'=]+))")

_SHOW_THEIR_FACTS: tuple[type[Record], ...] = (University, Network, SummerSchool)
"""Records whose pages list the facts about them (facts.py `facts_about`)."""


def list_fact_uses(desk: Desk) -> dict[str, tuple[Link, ...]]:
    """Return links to the pages that show each fact, in the order of their addresses."""
    used: dict[str, dict[str, Link]] = {}
    for fact_id, link in (*_in_bodies(desk), *_on_record_pages(desk)):
        if link.address:
            used.setdefault(fact_id, {})[link.address] = link
    return {fact_id: tuple(links[address] for address in sorted(links)) for fact_id, links in used.items()}


def _in_bodies(desk: Desk) -> Iterator[tuple[str, Link]]:
    for page in desk.model.pages_in(desk.locale):
        link = desk.words.link(f"page:{page.identity}", page.matter.title)
        uses = desk.model.uses_in(page.path)
        for fact_id in (*uses.facts, *_in_blocks(uses.blocks, desk)):
            yield fact_id, link


def _in_blocks(blocks: Iterable[tuple[str, str]], desk: Desk) -> Iterator[str]:
    """Yield the facts that the blocks of a body show; what is wrong with a block is said elsewhere."""
    for name, written in blocks:
        if name not in COMPONENTS:
            continue
        arguments = {key: quoted or plain for key, quoted, plain in _ARGUMENT.findall(written)}
        view = component_view(name, arguments, desk.words)
        if isinstance(view, dict):
            yield from (fact.id for fact in facts_in(view))


def _on_record_pages(desk: Desk) -> Iterator[tuple[str, Link]]:
    for record_type in _SHOW_THEIR_FACTS:
        for record in desk.model.all(record_type):
            link = desk.words.link(f"{record.kind}:{record.id}")
            for fact in desk.model.naming(record, Fact):
                if not fact.topics:
                    yield fact.id, link
