"""A drawing is published only when it can do nothing but be looked at."""

from __future__ import annotations

import pytest

from microsite.html.drawings import prepare_drawing
from microsite.html.pictures import BadPicture, PublishedPicture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12">{}</svg>'


def test_a_plain_drawing_is_published_as_it_is_with_its_own_size() -> None:
    path = '<path d="M0 0h4v4z" fill="#14352a" clip-rule="evenodd" stroke-width="2"/>'
    content = SVG.format(f'<title id="t">Spruce</title>{path}<g aria-labelledby="t"/>').encode()

    drawing = prepare_drawing("en/spruce.svg", content)

    assert isinstance(drawing, PublishedPicture)
    assert (drawing.content, drawing.width, drawing.height) == (content, 24, 12)
    assert drawing.path.startswith("assets/en/spruce.") and drawing.path.endswith(".svg")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onload="alert(1)"/>',
        '<path style="background:url(https://x.example/)"/>',
        "<style>path{fill:url(https://x.example/)}</style>",
        "<foreignObject><p>HTML</p></foreignObject>",
        '<use href="https://x.example/a.svg#b"/>',
        '<a href="javascript:alert(1)"><path d=""/></a>',
        '<image href="photo.png"/>',
        '<path fill="url(https://x.example/#a)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        "<g>" * 100 + "</g>" * 100,
    ],
)
def test_a_drawing_that_could_act_is_refused(inside: str) -> None:
    drawing = prepare_drawing("en/x.svg", SVG.format(inside).encode())

    assert isinstance(drawing, BadPicture)
    assert drawing.message == "the drawing could do more than be looked at"


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="x">&b;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>',
        b'<?xml-stylesheet href="https://x.example/"?><svg/>',
        b"<html><body/></html>",
        b"<svg",
        b"",
        b"\x00\xff",
        b"<svg>" + b" " * 1_000_001 + b"</svg>",
    ],
)
def test_what_is_no_plain_drawing_is_refused(content: bytes) -> None:
    assert isinstance(prepare_drawing("en/x.svg", content), BadPicture)
