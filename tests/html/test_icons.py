"""Icons and the web manifest, read back by Pillow, an XML reader and a JSON reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import IcoImagePlugin, Image

from microsite.html.icons import CELLS, render_icons
from microsite.model import Motif
from microsite.pages import SiteView
from microsite.pages.views import Moment
from microsite.pipeline import Build
from microsite.problems import Location
from tests.conftest import TINY_SITE

PROJECT = Path(__file__).resolve().parents[2]
SIGN_PATH = "data/motifs/sign.txt"
SIGN_TEXT = (PROJECT / SIGN_PATH).read_text(encoding="utf-8")
ROWS = tuple(line for line in SIGN_TEXT.splitlines() if re.fullmatch("[#.]+", line))
GROUND, INK = (0xF7, 0xF2, 0xE6), (0x14, 0x35, 0x2A)

TEMPLATE = TINY_SITE["templates/layouts/base.html"].replace(
    "</head>",
    '{% if icons %}<link rel="icon" href="{{ icons.ico }}"><link rel="icon" href="{{ icons.svg }}">'
    '<link rel="apple-touch-icon" href="{{ icons.touch }}"><link rel="manifest" href="{{ icons.manifest }}">'
    "{% endif %}</head>",
)


def make_sign(rows: tuple[str, ...] = ROWS) -> Motif:
    return Motif("sign", "Sign", "", rows, (), SIGN_PATH, "")


def make_site() -> SiteView:
    return SiteView(
        name="Study in Białystok",
        place="Białystok, Poland",
        locale="en",
        direction="ltr",
        publisher="We",
        publisher_description="",
        email="",
        menu=(),
        footer=(),
        home="/study/en/",
        built=Moment("2026-11-22", "22 November 2026"),
        fact_count=0,
        overdue_count=0,
        ledger="",
        feeds=(),
        news=None,
        has_data=False,
    )


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Every file by its name without the fingerprint."""
    icons, problems = render_icons(make_sign(), make_site(), base_path="/study/")
    assert icons and problems == ()
    return {re.sub(r"\.[0-9a-f]{10}\.", ".", Path(path).name): content for path, content in icons.files}


def cells_of(picture: Image.Image, cell: int, *, margin: int = 0) -> tuple[str, ...]:
    """The sign as it can be read off a picture, from the middle of each cell."""
    colours = picture.convert("RGB")
    symbols = {GROUND: ".", INK: "#"}
    return tuple(
        "".join(
            symbols[pixel(colours, margin + x * cell + cell // 2, margin + y * cell + cell // 2)]
            for x in range(CELLS)
        )
        for y in range(CELLS)
    )


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple) and len(found) == 3
    return found


def test_the_favicon_holds_the_sign_in_16_and_in_32_pixels(files: dict[str, bytes]) -> None:
    with Image.open(BytesIO(files["favicon.ico"])) as icon:
        assert isinstance(icon, IcoImagePlugin.IcoImageFile)
        sizes = icon.ico.sizes()
        drawn = {size: cells_of(icon.ico.getimage(size), size[0] // CELLS) for size in sizes}

    assert sizes == {(16, 16), (32, 32)}
    assert set(drawn.values()) == {ROWS}


@pytest.mark.parametrize(
    ("name", "side", "cell"),
    [
        ("apple-touch-icon.png", 180, 10),
        ("icon-192.png", 192, 12),
        ("icon-512.png", 512, 32),
        ("icon-512-maskable.png", 512, 25),
    ],
)
def test_a_picture_has_its_size_and_the_sign_in_its_middle(
    files: dict[str, bytes], name: str, side: int, cell: int
) -> None:
    picture = Image.open(BytesIO(files[name]))

    assert picture.size == (side, side)
    assert cells_of(picture, cell, margin=(side - CELLS * cell) // 2) == ROWS


def test_an_icon_that_is_cut_to_a_circle_keeps_the_sign(files: dict[str, bytes]) -> None:
    """A mask leaves at least a circle of 80 % (W3C, maskable icons); outside it only ground goes on."""
    picture = Image.open(BytesIO(files["icon-512-maskable.png"])).convert("RGB")

    corners = [pixel(picture, x, y) for y in (0, 511) for x in (0, 511)]

    assert corners == [GROUND, INK, GROUND, INK]


def test_the_drawing_has_both_colours_and_exchanges_them_in_the_dark(files: dict[str, bytes]) -> None:
    root = ET.fromstring(files["icon.svg"])

    style = root.findtext("{http://www.w3.org/2000/svg}style") or ""
    assert root.get("viewBox") == "0 0 16 16"
    light, dark = style.split("@media(prefers-color-scheme:dark)")
    assert light == ".ground{fill:#f7f2e6}.ink{fill:#14352a}"
    assert dark == "{.ground{fill:#14352a}.ink{fill:#f7f2e6}}"


def test_the_manifest_names_the_site_and_files_that_exist(files: dict[str, bytes]) -> None:
    icons, _ = render_icons(make_sign(), make_site(), base_path="/study/")
    assert icons
    paths = {f"/study/{path}" for path, _ in icons.files}

    manifest = json.loads(files["site.webmanifest"])

    assert manifest["name"] == "Study in Białystok"
    assert manifest["short_name"] == "Białystok"
    assert (manifest["start_url"], manifest["scope"]) == ("/study/en/", "/study/")
    assert {icon["src"] for icon in manifest["icons"]} <= paths
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}
    assert (icons.ico, icons.manifest) == ("/study/favicon.ico", "/study/site.webmanifest")
    assert {icons.svg, icons.touch} <= paths


def test_the_same_sign_gives_the_same_bytes() -> None:
    one, other = (render_icons(make_sign(), make_site(), base_path="/") for _ in range(2))

    assert one == other


@pytest.mark.parametrize("rows", [ROWS[:15], tuple(row[:15] for row in ROWS), ("#" * 24,) * 24])
def test_a_sign_of_another_size_is_a_problem(rows: tuple[str, ...]) -> None:
    icons, problems = render_icons(make_sign(rows), make_site(), base_path="/")

    assert icons is None
    assert [(problem.code, problem.location) for problem in problems] == [("sign-size", Location(SIGN_PATH))]


def test_the_sign_is_woven_on_both_sides() -> None:
    """The right half is the left one in a mirror, with the colours exchanged: the cloth in one picture."""
    for row in ROWS:
        left, right = row[: CELLS // 2], row[CELLS // 2 :]
        assert right == left[::-1].translate({ord("#"): ".", ord("."): "#"})


Site = Callable[..., Build]

STRINGS = {
    "data/strings/en.yaml": "home: Home\ncalendar_link: Calendar\nfeed_link: Feed\ndata_licence: Free\n"
}


def test_a_page_links_to_icons_that_are_published(build_tiny_site: Site) -> None:
    built = build_tiny_site({**STRINGS, SIGN_PATH: SIGN_TEXT, "templates/layouts/base.html": TEMPLATE})

    html = built.content_by_path["en/index.html"].decode()
    linked = re.findall(r'<link rel="(?:icon|apple-touch-icon|manifest)" href="/([^"]+)"', html)
    assert len(linked) == 4
    assert set(linked) <= set(built.output)
    assert built.problems == ()


def test_a_site_without_a_sign_has_no_icons_and_no_problem(build_tiny_site: Site) -> None:
    built = build_tiny_site({**STRINGS, "templates/layouts/base.html": TEMPLATE})

    assert "favicon.ico" not in built.output
    assert b"manifest" not in built.content_by_path["en/index.html"]
    assert built.problems == ()
