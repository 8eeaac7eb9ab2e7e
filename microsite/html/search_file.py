"""The search index as a file: what the search page's script fetches when somebody begins to search.

Stage 4 of 5. Takes the planned index and the headings that rendering found, gives bytes. What is
empty is left out; templates/js/search.js reads the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from microsite.pages import SearchEntry, SearchIndex

from .markdown import Heading

HeadingsByPath = Mapping[str, Iterable[Heading]]
"""The headings that an author wrote, by the path of the page."""


def render_search_index(index: SearchIndex, headings_by_path: HeadingsByPath) -> bytes:
    """Return a list of pages as compact JSON, in the order in which equal finds are shown."""
    entries = [_plain(entry, headings_by_path.get(entry.path, ())) for entry in index.entries]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(entry: SearchEntry, headings: Iterable[Heading]) -> dict[str, object]:
    values = {
        "address": entry.address,
        "title": entry.title,
        "lang": entry.lang,
        "kind": entry.kind,
        "names": entry.names,
        "headings": [[heading.id, heading.text] for heading in headings],
        "text": entry.text,
    }
    return {name: value for name, value in values.items() if value}
