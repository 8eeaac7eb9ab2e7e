"""Share cards: read back by Pillow, pixel by pixel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from microsite.html.cloth import GROUND, INK_TONE, new_cloth
from microsite.html.lettering import TypeFace, balance, wrap
from microsite.html.motifs import INK
from microsite.html.share_cards import (
    HEIGHT,
    LOZENGES,
    WIDTH,
    ShareCards,
    find_strip,
    open_share_cards,
)
from microsite.html.shared import FONT
from microsite.model import Model, model_sources
from microsite.pages import Page
from microsite.pipeline import Build
from microsite.problems import Location
from microsite.source import read_files
from tests.conftest import TINY_SITE
from tests.whole_site import plan_everything

PROJECT = Path(__file__).resolve().parents[2]
FONT_BYTES = (PROJECT / FONT).read_bytes()

LONGEST = (
    'National University "Yuri Kondratyuk Poltava Polytechnic" '
    "(then Poltava National Technical Yuri Kondratyuk University)"
)
"""The longest title of the real site."""

SITE_NAME = "Study in Białystok"
GROUND_COLOUR, INK_COLOUR = (0xF7, 0xF2, 0xE6), (0x14, 0x35, 0x2A)

# Where the words of a card may stand: below the selvedge, above the strip, inside the margins.
FIELD = (70, 21, WIDTH - 70, 438)

TEMPLATE = TINY_SITE["templates/layouts/base.html"].replace(
    "</head>", '{% if share_card %}<meta property="og:image" content="{{ share_card }}">{% endif %}</head>'
)


@pytest.fixture(scope="module")
def cards() -> ShareCards:
    found, problems = open_share_cards({FONT: FONT_BYTES})
    assert found and problems == ()
    return found


def draw(cards: ShareCards, title: str, line: str = SITE_NAME) -> Image.Image:
    return Image.open(BytesIO(cards.draw(title, line=line).content))


def inked(card: Image.Image) -> Image.Image:
    """White where the card is not ground."""
    grey = card.convert("L")
    return grey.point([255 if value < 240 else 0 for value in range(256)])


def words_box(card: Image.Image) -> tuple[int, int, int, int] | None:
    """What the words cover, between the selvedge and the strip."""
    found = inked(card).crop((0, FIELD[1], WIDTH, FIELD[3])).getbbox()
    return (found[0], found[1] + FIELD[1], found[2], found[3] + FIELD[1]) if found else None


def title_lines(card: Image.Image) -> int:
    """How many lines of a title there are: runs of rows that hold ink."""
    field = inked(card).crop((0, 124, WIDTH, FIELD[3]))
    rows = [field.crop((0, y, WIDTH, y + 1)).getbbox() is not None for y in range(field.height)]
    return sum(now and not before for before, now in pairwise([False, *rows]))


def test_a_card_is_as_large_as_its_meta_data_say(cards: ShareCards) -> None:
    head = (PROJECT / "templates/partials/head.html").read_text(encoding="utf-8")

    card = draw(cards, "Events")

    assert card.format == "PNG"
    assert card.size == (WIDTH, HEIGHT) == (1200, 630)
    assert [int(size) for size in re.findall(r'og:image:(?:width|height)" content="(\d+)"', head)] == [
        1200,
        630,
    ]


def test_a_card_has_two_colours_and_two_tones_between_them_for_the_edges_of_letters(
    cards: ShareCards,
) -> None:
    found = draw(cards, LONGEST).convert("RGB").getcolors()

    assert found is not None
    by_count = sorted(found, reverse=True)
    assert len(by_count) == 4
    assert {colour for _, colour in by_count[:2]} == {GROUND_COLOUR, INK_COLOUR}
    assert sum(count for count, _ in by_count[:2]) > 0.97 * WIDTH * HEIGHT


def test_the_two_colours_are_ground_and_ink_of_the_style_sheet() -> None:
    css = (PROJECT / "templates/css/site.css").read_text(encoding="utf-8").lower()

    first = {name: re.search(rf"--{name}:[^;]*?(#[0-9a-f]{{6}})", css) for name in ("bg", "ink")}

    assert {name: found[1] for name, found in first.items() if found} == {"bg": GROUND, "ink": INK}


@pytest.mark.parametrize("title", ["Events", "Study in Białystok", LONGEST])
def test_a_card_is_smaller_than_20_kilobytes(cards: ShareCards, title: str) -> None:
    assert len(cards.draw(title, line=SITE_NAME).content) < 20_000


def test_a_card_holds_pixels_and_nothing_about_their_making(cards: ShareCards) -> None:
    content = cards.draw("Events", line=SITE_NAME).content

    assert list(chunks(content)) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]


def chunks(png: bytes) -> Iterator[bytes]:
    """The names of a PNG file's parts, equal neighbours once."""
    at, last = 8, b""
    while at < len(png):
        length, name = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        if name != last:
            yield name
        at, last = at + 12 + length, name


def test_the_same_words_give_the_same_bytes_whatever_was_drawn_before() -> None:
    one, other = ShareCards(FONT_BYTES), ShareCards(FONT_BYTES)
    other.draw(LONGEST, line="Another line", strip=("#.", ".#"))

    assert one.draw("Events", line=SITE_NAME) == other.draw("Events", line=SITE_NAME)


def test_the_name_of_a_card_comes_from_its_bytes(cards: ShareCards) -> None:
    one, other = (cards.draw(title, line=SITE_NAME) for title in ("Events", "Partners"))

    assert re.fullmatch(r"assets/cards/card\.[0-9a-f]{10}\.png", one.path)
    assert one.path != other.path


@pytest.mark.parametrize(
    ("title", "lines"), [("Events", 1), ("Polish-Chinese Summer School", 2), (LONGEST, 4)]
)
def test_a_title_is_wrapped(cards: ShareCards, title: str, lines: int) -> None:
    assert title_lines(draw(cards, title, line="")) == lines


@pytest.mark.parametrize("title", ["Events", "Łódź", LONGEST, "w" * 90, "Ąę " * 300, "W" * 400])
def test_no_word_is_cut_by_an_edge_or_runs_into_the_strip(cards: ShareCards, title: str) -> None:
    box = words_box(draw(cards, title))

    assert box is not None
    left, top, right, bottom = box
    # A letter may reach a little over the line it stands on, as the round ones do.
    assert left >= FIELD[0] - 4
    assert right <= FIELD[2] + 4
    assert top > FIELD[1] + 10
    assert bottom < FIELD[3] - 5


def test_no_word_of_a_title_is_left_alone() -> None:
    face = TypeFace(FONT_BYTES, 88)
    title = "Summer universities of the Euroregional Medical Center"

    full, even = wrap(title, face, width=1060), balance(title, face, most=3, width=1060)

    assert full == ["Summer universities of", "the Euroregional Medical", "Center"]
    assert even == ["Summer universities", "of the Euroregional", "Medical Center"]


def test_the_lines_of_a_card_are_of_even_length(cards: ShareCards) -> None:
    box = words_box(draw(cards, "Exhibition and summer school: three", line=""))

    assert box is not None
    assert box[2] < 1000  # as full as can be, the first line would end at 1052


@pytest.mark.parametrize("text", ["Tavares jf Illy", "“Łódź” ffi", "(AGH) Kraków"])
def test_letters_stand_where_the_font_puts_them(text: str) -> None:
    face, line = TypeFace(FONT_BYTES, 104), new_cloth(1000, 160)
    font = ImageFont.truetype(BytesIO(FONT_BYTES), 104, layout_engine=ImageFont.Layout.BASIC)
    whole = Image.new("L", line.size)
    ImageDraw.Draw(whole).text((20, 10), text, fill=255, font=font)

    face.set_line(line, text, left=20, top=10)

    tones = whole.point([round(value * INK_TONE / 255) for value in range(256)])
    assert line.tobytes() == tones.tobytes()


@pytest.mark.parametrize("letter", "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
def test_polish_letters_are_drawn(cards: ShareCards, letter: str) -> None:
    plain = {"ł": "l", "Ł": "L"}.get(letter, "")
    drawn = draw(cards, letter, line="")

    assert words_box(drawn) is not None
    assert not plain or drawn.tobytes() != draw(cards, plain, line="").tobytes()


@pytest.mark.parametrize("title", ["华东师范大学", "جامعة", "Białystok 大学", "\U0010ffff"])
def test_a_title_with_a_letter_that_the_font_lacks_is_left_out(cards: ShareCards, title: str) -> None:
    assert draw(cards, title).tobytes() == draw(cards, "").tobytes()


def test_a_line_with_a_letter_that_the_font_lacks_is_left_out(cards: ShareCards) -> None:
    assert words_box(draw(cards, "", line="北京")) is None


@pytest.mark.parametrize("title", ["Study\u00a0in\u2009 Białystok ", "Study in Bia\u00adłystok"])
def test_unseen_marks_and_kinds_of_space_do_not_matter(cards: ShareCards, title: str) -> None:
    assert draw(cards, title).tobytes() == draw(cards, "Study in Białystok").tobytes()


def test_letters_in_two_parts_are_drawn_as_one(cards: ShareCards) -> None:
    assert draw(cards, "Go\u0301ra").tobytes() == draw(cards, "Góra").tobytes()


def test_the_strip_is_shown_on_both_sides_with_the_colours_exchanged(cards: ShareCards) -> None:
    card = draw(cards, "Events").convert("RGB")
    middle = HEIGHT - 90  # nine rows of ten pixels on each side

    exchanged = [
        (card.getpixel((x, y)), card.getpixel((x, y + 90)))
        for y in range(middle - 85, middle, 10)
        for x in range(5, WIDTH, 10)
    ]

    assert set(exchanged) == {(GROUND_COLOUR, INK_COLOUR), (INK_COLOUR, GROUND_COLOUR)}


@pytest.mark.parametrize("strip", [("#",), ("#." * 32,) * 64, LOZENGES])
def test_a_strip_of_any_size_leaves_the_words_room(cards: ShareCards, strip: tuple[str, ...]) -> None:
    card = cards.draw(LONGEST, line=SITE_NAME, strip=strip)

    field = Image.open(BytesIO(card.content)).crop((0, 416, WIDTH, 436))
    assert inked(field).getbbox() is None


SHARED = ShareCards(FONT_BYTES)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=500))
def test_any_title_gives_a_card_whose_words_stay_in_their_field(title: str) -> None:
    card = draw(SHARED, title)

    box = words_box(card)
    assert box is not None
    assert box[0] >= 55
    assert box[2] <= WIDTH - 55


# --- As part of a build -------------------------------------------------------------------------

Site = Callable[..., Build]

STRINGS = {
    "data/strings/en.yaml": "home: Home\ncalendar_link: Calendar\nfeed_link: Feed\ndata_licence: Free\n"
}


def card_address(built: Build, path: str = "en/index.html") -> str:
    found = re.search(r'og:image" content="([^"]*)"', built.content_by_path[path].decode())
    return found[1] if found else ""


def test_a_page_names_its_card_by_its_whole_address(build_tiny_site: Site) -> None:
    built = build_tiny_site({**STRINGS, FONT: FONT_BYTES, "templates/layouts/base.html": TEMPLATE})

    address = card_address(built)
    assert address.startswith("https://tiny.example/assets/cards/card.")
    assert address.removeprefix("https://tiny.example/") in built.output


def test_the_copy_of_the_home_page_shares_its_card(build_tiny_site: Site) -> None:
    built = build_tiny_site({**STRINGS, FONT: FONT_BYTES, "templates/layouts/base.html": TEMPLATE})

    assert card_address(built, "index.html") == card_address(built)
    assert sum(path.startswith("assets/cards/") for path in built.output) == 1


def test_a_site_without_the_font_has_no_cards_and_no_problem(build_tiny_site: Site) -> None:
    built = build_tiny_site({**STRINGS, "templates/layouts/base.html": TEMPLATE})

    assert card_address(built) == ""
    assert not any(path.startswith("assets/cards/") for path in built.output)
    assert built.problems == ()


@pytest.mark.parametrize("font", [b"", b"no font", FONT_BYTES[:3000], FONT_BYTES[:-40]])
def test_a_font_that_cannot_be_read_is_a_problem_and_not_a_crash(build_tiny_site: Site, font: bytes) -> None:
    built = build_tiny_site({**STRINGS, FONT: font})

    assert [(problem.code, problem.location) for problem in built.problems] == [
        ("unreadable-font", Location(FONT))
    ]


def test_a_page_that_search_engines_leave_out_has_no_card(build_tiny_site: Site) -> None:
    files = {
        FONT: FONT_BYTES,
        "templates/layouts/base.html": TEMPLATE,
        "templates/pages/not-found.html": '{% extends "layouts/base.html" %}\n',
        "content/en/404.md": (
            "---\ntitle: Lost\ndescription: D.\nupdated: 2026-01-02\ntemplate: not-found\n---\n"
        ),
    }

    built = build_tiny_site(files)

    assert card_address(built, "404.html") == ""


def test_a_page_takes_the_strip_that_somebody_drew(build_tiny_site: Site) -> None:
    plain = {FONT: FONT_BYTES, "templates/layouts/base.html": TEMPLATE}
    strip = "title: Checks\n\n#.#.\n.#.#\n"

    without = card_address(build_tiny_site(plain))
    with_strip = card_address(build_tiny_site({**STRINGS, **plain, "data/borders/checks.txt": strip}))

    assert without != with_strip


@pytest.fixture(scope="module")
def real_site() -> tuple[tuple[Page, ...], Model]:
    sources, _ = read_files(PROJECT)
    model, _ = model_sources(sources, today=date(2026, 11, 22))
    return plan_everything(model), model


@pytest.mark.parametrize(
    ("reference", "mark"),
    [
        ("country:china", "region:asia"),
        ("partner:university-of-burgos", "region:europe"),
        ("university:university-of-bialystok", "university:university-of-bialystok"),
    ],
)
def test_a_page_takes_the_strip_of_its_university_or_its_part_of_the_world(
    real_site: tuple[tuple[Page, ...], Model], reference: str, mark: str
) -> None:
    pages, model = real_site
    page = next(page for page in pages if page.reference == reference)

    strip = find_strip(page, model)

    assert strip in [border.rows for border in model.borders.values() if mark in border.marks]


def test_a_page_without_a_mark_takes_a_strip_that_marks_nothing(
    real_site: tuple[tuple[Page, ...], Model],
) -> None:
    pages, model = real_site
    page = next(page for page in pages if page.reference == "page:events")

    strip = find_strip(page, model)

    assert strip in [border.rows for border in model.borders.values() if not border.marks]
