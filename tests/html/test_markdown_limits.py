"""A body that would take too long is refused; the worst that is let through ends."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from microsite.html.markdown import Link, Picture, render_markdown


class Trusting:
    def link(self, target: str) -> Link:
        return Link(target)

    def picture(self, target: str) -> Picture:
        return Picture(target)

    def fact(self, fact_id: str) -> str:
        return "FACT"

    def component(self, name: str, arguments: Mapping[str, str], inner_html: str) -> str:
        return inner_html


def codes(body: str) -> set[str]:
    _, problems = render_markdown(body, path="a.md", first_line=1, resolver=Trusting())
    return {problem.code for problem in problems}


def lines(unit: str, count: int) -> str:
    """Return `count` characters of lines of at most 9,000."""
    line = unit * max(1, min(9000, count) // len(unit))
    return "\n".join([line] * max(1, count // len(line)))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a " * 130 * 1024 + "\n" * 3, "body-too-large"),
        ("ł" * 9000 + "\n" + ("ł" * 9000 + "\n") * 15, "body-too-large"),
        ("a" * 10_001, "line-too-long"),
        ("> " * 21 + "a", "nesting-too-deep"),
        (">" * 5000 + "a", "nesting-too-deep"),
        ("* " * 30 + "a", "nesting-too-deep"),
        ("    " * 20 + "* a", "nesting-too-deep"),
        ("\n".join(["a"] * 10_500), "body-too-complex"),
        ("*[a]: x\n\n" * 101, "body-too-complex"),
        ("[^1] " * 1000 + "\n\n[^1]: x", "body-too-complex"),
        ("#" * 5000, "body-too-complex"),
        ("|a" * 600 + "\n" + "|-" * 600 + "\n|1", "body-too-complex"),
        ("a\n" + ":   b\n" * 101, "body-too-complex"),
        ("<!-- -->\n\n" * 600, "body-too-complex"),
        ("".join(f"<b lang=a{n}>" for n in range(300)) + "\n\n" + "x\n\n" * 1000, "body-too-complex"),
    ],
)
def test_more_than_anyone_writes_is_refused(body: str, code: str) -> None:
    assert codes(body) == {code}


@pytest.mark.parametrize(
    "unit",
    [
        *["[", "![", "[a](", "[x](<", "[^a] ", "<a ", "<a x='", "<![CDATA[", "<!--", "<?", "&#1", "\\*"],
        *["`a` ", "*a* ", "a\n=\n", "b\n[a]: x\n", "*[a\n", "[a", "](b)", "* * *\n", "</b>", "<b>", "||"],
    ],
)
@pytest.mark.parametrize("size", [6_000, 250_000])
def test_text_that_markdown_would_read_again_and_again_ends(unit: str, size: int) -> None:
    # Unbounded, most of these keep Python-Markdown busy for minutes to days.
    assert codes(lines(unit, size)) is not None


@pytest.mark.parametrize(
    "body",
    [
        " " * 9000 + "\n" + "\t" * 9000,
        "*[a]: x\n\n" + "a " * 4000,
        "\n".join(f"{'`' * n}a" for n in range(3, 400)),
        "```a\n" * 20_000,
        "```\na\n```\n" * 5_000,
        "::: a\n" * 5_000,
        "::: a\n:::\n" * 2_000,
        "<div>\n\n" * 1_000,
        "=" * 9000 + "\n" + "=" * 9000,
        "\n\n".join("    " * n + "* > a" for n in range(20)),
        "[a](" * 200 + "b)" * 200,
    ],
)
def test_a_strange_body_ends(body: str) -> None:
    assert codes(body) is not None


def test_a_large_ordinary_page_is_let_through() -> None:
    paragraph = "Lorem *ipsum* dolor [sit](a.md) amet, **consectetur** `adipiscing` elit. " * 8
    table = "Table: x\n\n| a | b |\n|---|---|\n" + "| some words | [more](b.md) |\n" * 300
    items = "- an item with a [link](c.md) and words\n" * 300

    assert codes(f"{paragraph}\n\n" * 200 + f"{table}\n\n{items}") == set()


def test_a_page_after_one_too_deep_is_as_ever() -> None:
    tree = "a\n:   b\n" * 95

    codes(tree)

    assert codes("plain *text*") == set()


@pytest.mark.parametrize("depth", [5, 20])
def test_ordinary_depth_is_let_through(depth: int) -> None:
    assert codes("> " * depth + "a") == set()
