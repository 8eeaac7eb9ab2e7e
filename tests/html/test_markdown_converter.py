"""The quick way through Markdown gives what the library gives, to the byte.

The judge is Python-Markdown as it comes, with the same extensions and nothing of ours but the tokens.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from microsite.html.markdown_converter import convert

CONTENT = Path(__file__).parents[2] / "content"
PIECES = (
    *"*_`[]()<>&\\!#|:-+=~.'\"^;ałq1 \n",
    *(
        "**",
        "](",
        "![",
        "[^a]",
        "\n\n",
        "  \n",
        "\n    ",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n# ",
        "\n---\n",
        "\n===\n",
    ),
    *(
        "\n[a]: b.md\n",
        "\n[^a]: note\n",
        "\n*[ab]: title\n",
        "\n:   said\n",
        "\n\n|a|b|\n|-|:-|\n|c|",
        "[a][b]",
    ),
    *(
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<!-- c -->",
        "<http://a.b>",
        "<a@b.c>",
        "&amp;",
        "&#42;",
        "\\*",
        "\\[",
    ),
    *("[a b](c.md)", '[a](b "c")', "[a](<b c>)", "[a](b(c)d)", "![a](b.png)", "`a b`", "word", "ab"),
)
"""What Markdown is made of, and words between."""


class Tokens(Treeprocessor):
    """Puts a token in the place of each address that is not a footnote's."""

    def __init__(self) -> None:
        self.targets: list[str] = []

    def run(self, root: Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag, "")
            if name and "footnote" not in element.get("class", ""):
                written = (element.get(name) or "").replace(AMP_SUBSTITUTE, "&")
                element.set(name, f"#TOKENt{len(self.targets)}")
                self.targets.append(html.unescape(written))


def convert_with_the_library(text: str) -> str:
    library = Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE=""),
            DefListExtension(),
            AbbrExtension(),
            SaneListExtension(),
        ]
    )
    tokens = Tokens()
    library.treeprocessors.register(tokens, "tokens", -10)
    return show_targets(library.convert(text), tokens.targets)


def convert_quickly(text: str) -> str:
    return show_targets(*convert(text, token="TOKEN"))


def show_targets(written: str, targets: Sequence[str]) -> str:
    """Return HTML with its addresses in it: their numbers may be others, what they stand for may not."""
    unused = set(range(len(targets)))

    def show(token: re.Match[str]) -> str:
        unused.discard(int(token[1]))
        return f"[{targets[int(token[1])]}]"

    shown = re.sub(r"#TOKENt(\d+)(?!\d)", show, written)
    return f"{shown}{sorted(targets[number] for number in unused)}"


ODD = (
    "_a_",
    "***a** b*  \nc<br>_d_",
    "*a **b** `c` d*",
    "- # a\n  b *c* d",
    "- a\n\n    b\n\n- c\n    - d",
    "[a [b](c.md) d](e.md)",
    "[a *b [c](d.md) e* f](g.md)",
    """[a](b"c") [d](e 'say "f"') [g](h`i`j\\*k)""",
    "[a][b] and ![c][b] and [b] and ![b]\n\n[b]: d.png 'e'",
    "<http://a`b`> and <c\\*d@e.f>",
    "a &#42 b &amp c &d;",
    "*[a]: title\n*[amp]: no\n\na *a* `a` &amp;",
    "a[^1] b[^1]\n\n[^1]: c\n\n    - d\n    - e",
    # Emphasis that is not what it looks like, and that is.
    *("(*a*), _b_.", "*c*d", "e*f*g", "*a*b*c*", "**a*", "*a**", "*a **", "*a *", "* a*", "_ a_", "_a _"),
    *("a_b_c", "_a_b", "_a__", "__a_", "__a__b", "a__b__", "_a_b_", "*a_b*c_*", "_a*b_", "*a_ b*", "__a_b__"),
    *("*a**b*", "_a._b _c_", "x_.a_", "x * a*", "x ** a**"),
    *("*`a`* _`b*`_*", "*[c*](d)*", "_a\nb_", "a * b", "a _ b", "*a*_b_**c**", "*a\\* b*", "_a_\\*", "*>*"),
    # Code and links that are not what they look like, and that are.
    *("`a``b`", "``c`d``", "`e", "`a\\` b`", "\\`c`", "` `", "`` ` ``", "` a `", "`a > <b> &amp;`"),
    *("[a](b`c`)", "[`]`](d)", "[a](`b`)", "![a](b)", "x![c](d)", "[a]()", "[](b)", "[c](d e)", "[f](<g>)"),
    *("[^a](b)\n\n[^a]: c", "[c][d](e)\n\n[d]: f", "[a](b_c_d)", "*[e*](f)", "[*a* `b` _c_](d)", "[a*](b)*"),
    *("a<b>*c*</b>", "`<d>` &", "*a*  \n_b_", "*a*\n\n\\_d_", "[a](b) [c](d)\n\n[e](f) [g"),
    # Blocks that are not what they look like, and that are.
    *(
        "a\n# b",
        "a\n= b\nc",
        "a\n==",
        "a\n--",
        "a\n- b",
        "a\n: b",
        "a\n> b",
        "a\n    b",
        "a\n* * *\nb",
        "a\n  > b",
        "a\n ---",
    ),
    *("- *a*\n- b", "* *a*\n* **b", "- - a\n- b", "- a\n-\n- b", "- a\n  b\n- c", "+ a\n- b\n1. c"),
    *("1. a\n7. b", "2. a\n3. b", "- a\n\n\n- b", "1. a\n\n- b\n\n2. c", "1.  a\n2) b", "10 a\n2. b"),
    *("# a # b", "# a #", "####### a", "#a\nb", "- # a\n- b", "> # a\n> - b\n> - c", "a\n\n:   b\n\n:   c"),
    *(
        "- # a\n  b",
        "- # a\nb",
        "- a\n    - b\n    - c",
        "1. - a\n    - b",
        "* * a\n    * b",
        "- a\n\n    - b\n    - c\n\n    d",
    ),
    *("- [a]: b\n- [c]", "[a]: b\nc [a]", "*[ab]: c\nab", "*[ab] : c\nab", "*[ab]: c\n\n- ab *ab* [ab](ab)"),
    *("|a|\n|-|\n|b|", "a|b\n-|-\n`c|d`|e", "|a\\|b|c|\n|-|-|\n|d|", "a|b|\n-|-|\n|c", "a | b"),
)
"""Texts in which a short cut would be seen."""

MARKS = (*"*_`[]()!-#1:>|", "**", "__", "](", "a", "b", "word", ".", " ", " ", "\n", "\n\n", "\n- ", "\n1. ")
"""What the short cuts look at, and little else: ordinary Markdown, nearly."""


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_becomes_what_the_library_makes_of_it(text: str) -> None:
    assert convert_quickly(text) == convert_with_the_library(text)


@given(st.lists(st.sampled_from(MARKS), max_size=16).map("".join))
@settings(max_examples=600, deadline=None)
def test_a_nearly_ordinary_text_becomes_what_the_library_makes_of_it(text: str) -> None:
    assert convert_quickly(text) == convert_with_the_library(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=100, deadline=None)
def test_a_text_does_not_depend_on_the_one_before_it(before: str) -> None:
    text = "Some *words* with `code`, [a](b.md), a\\*b & [^1]\n\n[^1]: note\n"
    alone = convert_with_the_library(text)

    convert_quickly(before)

    assert convert_quickly(text) == alone


@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_becomes_what_the_library_makes_of_it(text: str) -> None:
    assert convert_quickly(text) == convert_with_the_library(text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_a_page_of_the_site_becomes_what_the_library_makes_of_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert convert_quickly(text) == convert_with_the_library(text)


def test_emphasis_nested_a_thousand_deep_is_written_out() -> None:
    text = "*a **b " * 500 + "c** d*" * 500

    written, _ = convert(text, token="TOKEN")

    assert written.count("<em>") == written.count("</em>") >= 400
