"""Linked data in schema.org's words, and the script element it cannot leave."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.render import render_linked_data
from microsite.pages.linked_data import breadcrumb_data
from microsite.pages.views import Crumb


class ScriptReader(HTMLParser):
    """Reads a page as a browser does: a script ends at the first ``</script``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_trail_becomes_a_numbered_list_of_absolute_addresses() -> None:
    data = breadcrumb_data(
        [Crumb("Home", "/study/en/"), Crumb("Visa", "/study/en/visa/")], "https://x.example"
    )

    assert data["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://x.example/study/en/"},
        {"@type": "ListItem", "position": 2, "name": "Visa", "item": "https://x.example/study/en/visa/"},
    ]


def test_no_object_gives_no_text() -> None:
    assert render_linked_data([]) == ""


def test_one_object_stands_alone_and_several_in_a_list() -> None:
    assert json.loads(render_linked_data([{"a": 1}])) == {"a": 1}
    assert json.loads(render_linked_data([{"a": 1}, {"b": 2}])) == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    "name",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "&lt;/script&gt;",
        "line\u2028paragraph\u2029",
        'quote " and \\',
        "Politechnika Białostocka",
    ],
)
def test_a_name_can_be_anything_and_stays_a_name(name: str) -> None:
    text = render_linked_data([{"name": name}])
    reader = ScriptReader()
    reader.feed(f'<script type="application/ld+json">{text}</script>')

    assert reader.tags == ["script"]
    assert json.loads(reader.words) == {"name": name}
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(text)


@given(st.recursive(st.text(max_size=20), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_what_is_read(value: object) -> None:
    text = render_linked_data([{"value": value}])

    assert json.loads(text) == {"value": value}
    assert not {"<", ">", "&"} & set(text)
