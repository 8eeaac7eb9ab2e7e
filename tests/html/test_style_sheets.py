"""What a published style sheet leaves out, and what it must never touch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.style_sheets import shorten_style_sheet

STYLE = """/* The two-sided cloth.
   Two lines. */
@layer base {
  /* A rule */
  p {
    color: red; /* why */

    margin: 0;
  }
}
"""


def test_comments_indentation_and_empty_lines_are_left_out() -> None:
    assert shorten_style_sheet(STYLE) == "@layer base {\np {\ncolor: red;\nmargin: 0;\n}\n}\n"


@pytest.mark.parametrize(
    "text",
    [
        'p::before { content: "/* not a comment */"; }\n',
        "p::before { content: '/* \\' not a comment */'; }\n",
        'a { background: url("x/*y*/z.png"); }\n',
        "p { margin: 1px/**/2px; }\n",
        ".a/* between */.b { top: 0; }\n",
        ".a/* it's */.b { top: 0; }\n",
        "p { top: 0; } /* never closed\n",
    ],
)
def test_what_is_no_comment_or_parts_two_words_stays(text: str) -> None:
    assert shorten_style_sheet(text) == text


def test_two_rules_without_a_line_between_them_stay_two() -> None:
    assert shorten_style_sheet("a{top:0}/* x */b{top:0}") == "a{top:0}b{top:0}"


@pytest.mark.parametrize(("one", "other"), [("x", "y"), ("it's", "that's")])
def test_a_comment_that_stays_takes_no_rule_with_it(one: str, other: str) -> None:
    kept = f".a/* {one} */.b {{ top: 0; }}"

    assert shorten_style_sheet(f"{kept} /* {other} */\n") == f"{kept}\n"


@pytest.mark.parametrize("piece", [" /*", "/**/x", "\t", '"', "/*"])
def test_a_long_style_sheet_is_read_once_whatever_it_repeats(piece: str) -> None:
    # Reading on to the end at each piece would take hours.
    text = "x" + piece * 300_000 + "x"

    assert len(shorten_style_sheet(text)) <= len(text)


PIECES = ("a", " ", "\n", '"', "'", "/*", "*/", "{", "}", ";", ":", "\\", "  ", "/", "*")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_nothing_is_added_and_letters_outside_comments_stay_in_order(text: str) -> None:
    short = shorten_style_sheet(text)

    left = iter(text)
    assert all(character in left for character in short)
