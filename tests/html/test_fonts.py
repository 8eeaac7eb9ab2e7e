"""The fonts of the real site: files, styles, recipe and pages agree; what lies beside them stays home."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from PIL import Image, ImageFont

from microsite.html.assets import plan_assets
from tests.real_site import build_once

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FONTS = TEMPLATES / "fonts"
FAMILIES = ("brygada-1918", "onest")
FONT_NAMES = sorted(path.name for path in FONTS.glob("*.woff2"))
KILOBYTES = {"latin": 14.5, "cyrillic": 8.0}
"""The most a file may have: three Latin ones fit into the 40 kB a page has for fonts."""


@dataclass(frozen=True)
class Face:
    """One `@font-face` of the style sheet."""

    family: str
    files: tuple[str, ...]
    """None for a stand-in, which is a font of the reader's device."""

    rules: str

    @property
    def characters(self) -> frozenset[int]:
        ranges = re.search(r"unicode-range:([^;]*);", self.rules)
        return frozenset(recipe()["expand"](ranges[1]) if ranges else ())


@cache
def style_sheet() -> str:
    return (TEMPLATES / "css" / "site.css").read_text(encoding="utf-8")


@cache
def faces() -> tuple[Face, ...]:
    found = re.findall(r"@font-face \{(.*?)\}", style_sheet(), re.DOTALL)
    return tuple(
        Face(
            family=re.findall(r'font-family: "([^"]+)"', rules)[0],
            files=tuple(re.findall(r'url\("\.\./fonts/([^"]+)"\)', rules)),
            rules=rules,
        )
        for rules in found
    )


@cache
def recipe() -> Mapping[str, Any]:
    """What subset.py declares, without making anything."""
    return run_path(str(FONTS / "subset.py"))


@cache
def characters_of(script: str) -> frozenset[int]:
    return frozenset(recipe()["expand"](recipe()["CHARACTERS"][script]))


# --- Files, styles and recipe -------------------------------------------------------------------


def test_the_style_sheet_names_every_font_file_and_no_other() -> None:
    named = sorted(file for face in faces() for file in face.files)

    assert named == FONT_NAMES


def test_the_recipe_makes_every_font_file_and_no_other() -> None:
    declared = recipe()

    made = [f"{font.name}-{script}.woff2" for font in declared["FONTS"] for script in declared["CHARACTERS"]]

    assert sorted(made) == FONT_NAMES


def test_a_face_has_the_weight_and_the_characters_that_its_file_was_made_with() -> None:
    for face in faces():
        for file in face.files:
            style, _, script = file.removesuffix(".woff2").rpartition("-")
            weight = style.rpartition("-")[2]

            assert f"font-weight: {weight};" in face.rules, file
            assert face.characters == characters_of(script), file


def test_no_character_is_in_both_scripts() -> None:
    assert characters_of("latin") & characters_of("cyrillic") == frozenset()


def test_every_font_swaps_in_when_it_has_come() -> None:
    assert [face for face in faces() if face.files and "font-display: swap;" not in face.rules] == []


def test_every_family_is_followed_by_its_stand_in() -> None:
    stacks = dict(re.findall(r'--face-(\w+): "([^;]+);', style_sheet()))
    stand_ins = {face.family for face in faces() if not face.files}

    assert stacks["text"].startswith('Onest", "Onest stand-in",')
    assert stacks["head"].startswith('Brygada 1918", "Brygada stand-in",')
    assert stand_ins == {"Onest stand-in", "Brygada stand-in"}


def test_a_weight_that_no_file_has_is_not_asked_for() -> None:
    weights = set(re.findall(r"font(?:-weight)?: (\d{3})\b", style_sheet()))

    assert weights == {"400", "600"}


def test_headings_are_never_set_in_a_weight_that_brygada_lacks() -> None:
    shorthand = re.findall(r"font: (\d+) [^;]*var\(--face-head\)", style_sheet())

    assert set(shorthand) == {"600"}


@pytest.mark.parametrize("file", FONT_NAMES)
def test_a_font_is_small(file: str) -> None:
    script = file.removesuffix(".woff2").rpartition("-")[2]

    assert (FONTS / file).stat().st_size <= KILOBYTES[script] * 1000


@pytest.mark.parametrize("family", FAMILIES)
def test_the_licence_of_a_family_lies_beside_it(family: str) -> None:
    licence = (FONTS / f"{family}-OFL.txt").read_text(encoding="ascii")

    assert re.match(r"Copyright \d{4} The [\w ]+ Project Authors", licence)
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert any(file.startswith(family) for file in FONT_NAMES)


# --- The letters of the site --------------------------------------------------------------------


def script_of(character: str) -> str:
    """The first word of a character's name in Unicode: LATIN, CYRILLIC, CJK, ARABIC, HYPHEN …"""
    return unicodedata.name(character, "UNNAMED").split()[0]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every character that the pages of the real site show, and one page that shows it."""
    folder = build_once(tmp_path_factory, "at-root")
    page_by_character: dict[str, str] = {}
    for file in sorted(folder.rglob("*.html")):
        text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "", file.read_text(encoding="utf-8"), flags=re.S)
        for character in set(html.unescape(text)) - {"\n"}:
            page_by_character.setdefault(character, file.relative_to(folder).as_posix())
    return page_by_character


def test_every_letter_of_the_site_is_in_a_font_of_ours_or_of_a_script_left_to_the_device(
    shown: dict[str, str],
) -> None:
    covered = frozenset().union(*(face.characters for face in faces()))

    missing = {
        f"U+{ord(character):04X} {character}": page
        for character, page in shown.items()
        if ord(character) not in covered and script_of(character) not in ("CJK", "ARABIC")
    }

    assert missing == {}


def test_the_site_shows_letters_of_both_scripts(shown: dict[str, str]) -> None:
    assert {"LATIN", "CYRILLIC"} <= {script_of(character) for character in shown}


def drawn(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    """What a character looks like."""
    return bytes(font.getmask(character, mode="1"))


@pytest.mark.parametrize("style", sorted({name.rpartition("-")[0] for name in FONT_NAMES}))
def test_a_font_draws_every_letter_of_the_site_that_it_declares(style: str, shown: dict[str, str]) -> None:
    for script in recipe()["CHARACTERS"]:
        content = (FONTS / f"{style}-{script}.woff2").read_bytes()
        font = ImageFont.truetype(BytesIO(content), 40)
        box = drawn(font, "\uffff")

        empty = [
            character
            for character in map(chr, sorted(characters_of(script)))
            if character in shown and drawn(font, character) == box
        ]

        assert empty == []


def test_a_page_asks_first_for_the_two_fonts_of_its_first_screen(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = build_once(tmp_path_factory, "at-root")

    head = (folder / "en" / "index.html").read_text(encoding="utf-8").partition("</head>")[0]
    asked = re.findall(r'<link rel="preload" href="/([^"]+)" as="font" type="font/woff2" crossorigin>', head)

    assert [re.sub(r"\.\w{10}\.woff2$", "", path) for path in asked] == [
        "assets/fonts/brygada-1918-600-latin",
        "assets/fonts/onest-400-latin",
    ]
    assert all((folder / path).is_file() for path in asked)
    assert "font-src 'self'" in head


def test_the_licences_are_published_and_the_recipe_is_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = build_once(tmp_path_factory, "at-root")

    names = {re.sub(r"\.\w{10}\.", ".", path.name) for path in (folder / "assets" / "fonts").iterdir()}

    assert names == {*FONT_NAMES, *(f"{family}-OFL.txt" for family in FAMILIES)}


# --- What is published of templates/ ------------------------------------------------------------


def a_picture() -> bytes:
    written = BytesIO()
    Image.new("1", (1, 1)).save(written, "PNG")
    return written.getvalue()


def planned(*paths: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The names that are published of these files, and the codes and places of what is wrong."""
    manifest, problems = plan_assets(dict.fromkeys(paths, a_picture()), base_path="/")
    return list(manifest.path_by_name), [(each.code, each.location.path) for each in problems]


def test_what_browsers_use_is_published() -> None:
    names, problems = planned("templates/icons/star.png", "templates/fonts/onest-OFL.txt")

    assert names == ["fonts/onest-OFL.txt", "icons/star.png"]
    assert problems == []


def test_notes_and_recipes_may_lie_beside_assets_and_are_not_published() -> None:
    names, problems = planned("templates/fonts/README.md", "templates/fonts/subset.py")

    assert names == []
    assert problems == []


def test_an_asset_of_another_kind_is_a_problem_and_is_not_published() -> None:
    names, problems = planned("templates/fonts/onest.ttf", "templates/css/site.scss")

    assert names == []
    assert problems == [
        ("unknown-file", "templates/fonts/onest.ttf"),
        ("unknown-file", "templates/css/site.scss"),
    ]


def test_a_picture_of_a_page_is_no_asset_and_no_problem() -> None:
    names, problems = planned("content/en/hall.jpeg", "content/en/HALL.PNG")

    assert names == []
    assert problems == []
