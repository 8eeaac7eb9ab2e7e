"""Contrast of both sides of the cloth (LOOK-1): from the tokens, and from what the pages really show.

Text is at least 7:1 on the two common grounds and 4.5:1 on any other; what is not text, 3:1.
"""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.contrast import STYLE_SHEET, Pair, contrast, root_tokens, rules, sides, text_pairs

STYLE = STYLE_SHEET.read_text(encoding="utf-8")
FACE, REVERSE = sides(STYLE)
SIDES = {"face": FACE, "reverse": REVERSE}
OLD_BROWSERS = "@supports not (color: light-dark(#000, #fff))"

COMMON_GROUNDS = ("bg", "raised")
OTHER_GROUNDS = ("sunk", "ok", "warn", "alert")
TEXTS = ("ink", "ink-2", "indigo", "cochineal", "madder", "oak")
NOTICE_TEXTS = ("ink", "madder")
LINES = ("ink", "line", "madder", "oak", "indigo")
DECORATION = ("hair",)
"""What carries no meaning and needs no contrast."""
HALO = ("weld",)

COMMON, OTHER, NOT_TEXT = 7.0, 4.5, 3.0


def too_faint(pairs: list[tuple[str, str, float]], colours: dict[str, str]) -> list[str]:
    """The pairs of token names that stay below their ratio, with what they have."""
    return [
        f"{text} on {ground}: {contrast(colours[text], colours[ground]):.2f}"
        for text, ground, least in pairs
        if contrast(colours[text], colours[ground]) < least
    ]


def ratio_needed(pair: Pair) -> float:
    """What a pair that a page shows needs: more on the two grounds that most text stands on."""
    grounds = {side[name] for side in SIDES.values() for name in COMMON_GROUNDS}
    return COMMON if pair.ground in grounds else OTHER


def token_of(value: str) -> str | None:
    """The name of the token that a value is, and nothing else."""
    found = re.fullmatch(r"var\(--([a-z0-9-]+)\)", value)
    return found[1] if found else None


def test_black_on_white_is_21_and_a_known_pair_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_reader_of_styles_sees_each_rule_with_its_surroundings() -> None:
    style = (
        '@layer a, b; @layer a { /* { */ p { content: "};"; color: #123456 } @media print { b { top: 0 } } }'
    )

    found = [(rule.around, rule.selector, rule.values) for rule in rules(style)]

    assert found == [
        (("@layer a",), "p", {"content": '"};"', "color": "#123456"}),
        (("@layer a", "@media print"), "b", {"top": "0"}),
    ]


@pytest.mark.parametrize("side", SIDES)
def test_every_text_colour_reads_on_every_ground_it_may_stand_on(side: str) -> None:
    pairs = [(text, ground, COMMON) for text in TEXTS for ground in COMMON_GROUNDS]
    pairs += [(text, "sunk", OTHER) for text in TEXTS]
    pairs += [(text, ground, OTHER) for text in NOTICE_TEXTS for ground in OTHER_GROUNDS]
    pairs += [("ink", "warn", COMMON)]  # what is overdue

    assert too_faint(pairs, SIDES[side]) == []


@pytest.mark.parametrize("side", SIDES)
def test_lines_that_mean_something_stand_out_from_every_plain_ground(side: str) -> None:
    pairs = [(line, ground, NOT_TEXT) for line in LINES for ground in (*COMMON_GROUNDS, "sunk")]

    assert too_faint(pairs, SIDES[side]) == []


def test_every_colour_token_has_its_place_among_the_pairs_above() -> None:
    known = {*COMMON_GROUNDS, *OTHER_GROUNDS, *TEXTS, *LINES, *DECORATION, *HALO}

    assert set(FACE) == known


def test_only_the_halo_has_the_same_colours_on_both_sides() -> None:
    assert {name for name in FACE if FACE[name] == REVERSE[name]} == set(HALO)


def test_a_browser_that_knows_no_pair_of_colours_shows_the_face() -> None:
    two_sided = {name: colour for name, colour in FACE.items() if name not in HALO}

    assert root_tokens(STYLE, OLD_BROWSERS) == two_sided


@pytest.mark.parametrize("side", SIDES)
def test_every_rule_that_sets_a_ground_and_a_colour_keeps_the_ratio(side: str) -> None:
    pairs = []
    for rule in rules(STYLE):
        ground = token_of(rule.values.get("background", rule.values.get("background-color", "")))
        text = token_of(rule.values.get("color", ""))
        if ground in SIDES[side] and text in SIDES[side]:
            pairs.append((text, ground, COMMON if ground in COMMON_GROUNDS else OTHER))

    assert pairs
    assert too_faint([pair for pair in pairs if pair[1]], SIDES[side]) == []


def test_no_colour_is_written_outside_the_tokens() -> None:
    raw = [
        f"{rule.selector}: {name}: {value}"
        for rule in rules(STYLE)
        if "@layer tokens" not in rule.around
        for name, value in rule.values.items()
        if re.search(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", value, re.IGNORECASE)
    ]

    assert raw == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_every_type_of_page_keeps_the_ratio(
    browser: Browser, site: Site, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()

    faint = []
    for path in site.path_by_template.values():
        page.goto(site.address + path)
        pairs = text_pairs(page)
        assert pairs
        faint += [f"{path} {pair}" for pair in pairs if contrast(pair.text, pair.ground) < ratio_needed(pair)]
    context.close()

    assert faint == []


def test_the_measure_sees_faint_text_on_a_ground_further_out_and_in_what_styles_add(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<!doctype html><style>b::before { content: "!"; color: #999; background: #888 }</style>'
        '<body style="background: #fff"><div style="background: #777">'
        '<p style="color: #666">x</p></div><b></b>'
    )

    found = {(pair.text, pair.ground) for pair in text_pairs(page)}
    page.close()

    assert ("#666666", "#777777") in found
    assert ("#999999", "#888888") in found
