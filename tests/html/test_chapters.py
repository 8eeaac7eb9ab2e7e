"""Chapters: a page's HTML in a longer document, where it must not fall out with its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.chapters import fit_chapter
from microsite.pipeline import Build

CHAPTERS = {"/en/visa/": "visa", "/en/living/housing/": "living-housing"}


def fit(markup: str) -> str:
    return fit_chapter(markup, anchor="visa", title="Work & visa", anchor_by_address=CHAPTERS)


@pytest.mark.parametrize(
    ("page", "chapter"),
    [
        ('<h2 id="who">Who?</h2>', '<h3 id="visa-who">Who?</h3>'),
        ("<h5>Deep</h5>", "<h6>Deep</h6>"),
        ("<h6>Deepest</h6>", "<h6>Deepest</h6>"),
        ("<hr>", "<hr>"),
        ('<a href="#who">Who?</a>', '<a href="#visa-who">Who?</a>'),
        ('<a href="/en/living/housing/">Rooms</a>', '<a href="#living-housing">Rooms</a>'),
        ('<a href="/en/living/housing/#cost">Price</a>', '<a href="#living-housing-cost">Price</a>'),
        ('<a href="/en/partners/#spain">Spain</a>', '<a href="/en/partners/#spain">Spain</a>'),
        ('<a href="https://x.example/en/visa/">X</a>', '<a href="https://x.example/en/visa/">X</a>'),
        ('<section aria-labelledby="a b">', '<section aria-labelledby="visa-a visa-b">'),
        ('<div aria-label="Table: Dates">', '<div aria-label="Table: Dates – Work &amp; visa">'),
        ('<path fill="url(#twill)">', '<path fill="url(#visa-twill)">'),
        ('<path fill="none">', '<path fill="none">'),
        ('<button hidden class="id">', '<button hidden class="id">'),
        ('<code>id="who" &lt;h2&gt;</code>', '<code>id="who" &lt;h2&gt;</code>'),
        ('Day<script type="module" src="/a.js"></script> after', "Day after"),
    ],
)
def test_a_piece_of_a_page_is_made_to_fit(page: str, chapter: str) -> None:
    assert fit(page) == chapter


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["<p>", "</p>", '<b id="x">', "</b>", "text 1 < 2", '"', "<br>", " "])))
def test_only_tags_change(pieces: list[str]) -> None:
    markup = "".join(pieces)

    assert re.sub(r"<[^<>]*>", "", fit(markup)) == re.sub(r"<[^<>]*>", "", markup)


PAGE = "---\ntitle: {title}\ndescription: About {title}.\nupdated: 2026-01-02\n---\n\n{body}\n"
TEMPLATE = (
    "{% if chapters is defined %}{% for each in chapters %}"
    '<h2 id="{{ each.anchor }}">{{ each.title }}</h2>{{ texts[each.anchor] }}'
    "{% endfor %}{% endif %}"
)


def site_with(body: str, **pages: str) -> dict[str, str]:
    files = {
        f"content/en/{name}.md": PAGE.format(title=name.title(), body=text) for name, text in pages.items()
    }
    links = " ".join(f"[{name}](page:{name})" for name in (*pages, "book"))
    return {
        "content/en/index.md": PAGE.format(title="Home", body=links),
        "content/en/book.md": PAGE.format(title="Book", body=body),
        "templates/components/chapters.html": TEMPLATE,
        **files,
    }


def test_the_document_says_what_its_pages_say(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site(
        site_with(
            '::: chapters pages="rooms visa"\n:::',
            rooms="## Who pays? {#who}\n\nSee [the visa](page:visa#who).",
            visa="## Who needs one? {#who}\n\nYou.",
        )
    )

    html = built.output["en/book/index.html"].content.decode()
    assert built.problems == ()
    assert re.findall(r'<h[23] id="([^"]+)"', html) == ["rooms", "rooms-who", "visa", "visa-who"]
    assert '<a href="#visa-who">the visa</a>' in html


def test_a_mistake_in_a_chapter_is_told_once_and_at_home(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site(site_with('::: chapters pages="rooms"\n:::', rooms="See [it](page:nowhere)."))

    assert [(each.code, each.location.path) for each in built.problems] == [
        ("unknown-page", "content/en/rooms.md")
    ]


@pytest.mark.parametrize(
    ("pages", "code", "label"),
    [
        ("rooms nowhere", "unknown-page", "not found in content/en/"),
        ("rooms book", "nested-chapters", "a chapter cannot have chapters"),
    ],
)
def test_a_wrong_chapter_is_underlined(
    build_tiny_site: Callable[..., Build], pages: str, code: str, label: str
) -> None:
    built = build_tiny_site(site_with(f'::: chapters pages="{pages}"\n:::', rooms="Rooms."))

    found = [(each.code, each.label, each.location.path, each.location.line) for each in built.problems]
    assert found == [(code, label, "content/en/book.md", 7)]
