"""What is wrong with a Markdown body: the code and the exact place of each problem."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from microsite.html.markdown import Link, Picture, Refusal, render_markdown
from microsite.problems import Problem, Problems


class Refusing:
    """A resolver that refuses whatever holds the word `bad`."""

    def link(self, target: str) -> Link | Refusal:
        return Refusal("no-link", "no") if "bad" in target else Link(target)

    def picture(self, target: str) -> Picture | Refusal:
        return Refusal("no-picture", "no") if "bad" in target else Picture(target)

    def fact(self, fact_id: str) -> str | Refusal:
        return Refusal("no-fact", "no", label="why", hint="do") if "bad" in fact_id else "<b>1</b>"

    def component(self, name: str, arguments: Mapping[str, str], inner_html: str) -> str | Refusal:
        if "bad" not in name:
            return inner_html
        return Refusal("no-component", "no", argument="country" if "country" in arguments else "")


def problems_of(body: str) -> Problems:
    return render_markdown(body, path="content/en/a.md", first_line=5, resolver=Refusing())[1]


def underlined(body: str, problem: Problem) -> str:
    """Return the characters that a problem of a body underlines, and check that they are on its line."""
    place = problem.location
    line = body.split("\n")[place.line - 5]
    assert place.path == "content/en/a.md"
    assert place.column + place.length - 1 <= max(1, len(line))
    return line[place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("a [x](bad.md) b", "no-link", "bad.md"),
        ("a [x](partner:bad) b", "no-link", "partner:bad"),
        ("a <https://bad.example> b", "no-link", "https://bad.example"),
        ("a [x](<bad a.md>) b", "no-link", "bad a.md"),
        ('a [x](bad.md "t") b', "no-link", "bad.md"),
        ("a [x](bad.md 't') b", "no-link", "bad.md"),
        ("a [x](bad\\_a.md) b", "no-link", "bad\\_a.md"),
        ("a [x](bad?a&amp;b) b", "no-link", "bad?a&amp;b"),
        ("[x][r]\n\n[r]: bad.md", "no-link", "bad.md"),
        ('<p><a href="bad.md">x</a></p>', "no-link", "bad.md"),
        ("![a](bad.png)", "no-picture", "bad.png"),
        ("[![a](bad.png)](ok.md)", "no-picture", "bad.png"),
        ('ok {{ fact("bad") }}', "no-fact", '{{ fact("bad") }}'),
        ("## ok {{ fact('bad') }}", "no-fact", "{{ fact('bad') }}"),
        ("a\n\n::: bad-list x=y\n:::", "no-component", "bad-list"),
        ('a\n\n::: bad-list x=y country="a b" z=1\n:::', "no-component", 'country="a b"'),
        ("::: note\n[x](bad.md)\n:::", "no-link", "bad.md"),
        ("a ![](hall.jpg)", "missing-alt", "hall.jpg"),
        ('a <img src="hall.jpg">', "missing-alt", "hall.jpg"),
        ("a\n\n| a | b |\n|---|---|\n| 1 | 2 |", "table-without-caption", "| a | b |"),
        ("<table><tr><td>1</td></tr></table>", "table-without-caption", "<table><tr><td>1</td></tr></table>"),
        ("a\n\n# Title", "body-heading-one", "# Title"),
        ("a\n\nTitle\n=====", "body-heading-one", "Title"),
        ("<h1>Title</h1>", "body-heading-one", "<h1>Title</h1>"),
        ("## A\n\n#### B", "heading-level-skipped", "#### B"),
        ("a\n\n### B", "heading-level-skipped", "### B"),
        ("a\n\n##", "empty-heading", "##"),
        ("## A {#x}\n\n## B {#x}", "duplicate-anchor", "## B {#x}"),
        ("a\n\n```python\nb", "unclosed-code-block", "```python"),
        ("a\n\n::: note\nb", "unclosed-component", "::: note"),
        ("a\n\n::: Note!\n:::", "component-syntax", "Note!"),
        ("::: note a=b c\n:::", "component-syntax", "c"),
        ('::: note a="b\n:::', "component-syntax", 'a="b'),
        ("::: note =b\n:::", "component-syntax", "=b"),
        ("::: note a=b  a=c\n:::", "duplicate-argument", "a"),
        ("a\n:::\nb", "stray-component-end", ":::"),
        ("a [^x]", "unknown-footnote", "[^x]"),
        ("a [b][c]", "unknown-link-reference", "[b][c]"),
        ("::: note\na[^1]\n:::\n\n[^1]: x", "footnote-in-component", "[^"),
        ('a ![{{ fact("fee") }}](x.png)', "misplaced-fact", '{{ fact("fee") }}'),
        ("a <script>x</script>", "unsafe-html", "<script"),
        ('a <b onclick="x">b</b>', "unsafe-html", "onclick"),
        ('<p style="x">a</p>', "unsafe-html", "style"),
        ('<div class="hero">a</div>', "unsafe-html", "class"),
        ("a <?php x ?>", "unsafe-html", "<?php"),
        ("a [x](javascript:alert(1))", "unsafe-link", "javascript:alert(1)"),
        ('a <a href="javascript:x">b</a>', "unsafe-link", "javascript:x"),
        ('a <a href="partner:x">b</a>', "raw-html-address", "partner:x"),
        ("a\x07b", "control-character", "\x07"),
        ("ab &#7; c", "control-character", "&"),
    ],
)
def test_a_mistake_is_told_with_the_words_that_make_it(body: str, code: str, words: str) -> None:
    problems = problems_of(body)

    assert [problem.code for problem in problems] == [code]
    assert underlined(body, problems[0]) == words


def test_a_block_inside_a_block_is_told_at_the_inner_one_and_names_the_outer() -> None:
    problems = problems_of("::: a\n::: b\n:::\n:::\n\nc")

    assert [(p.code, p.location.line, p.related[0].line) for p in problems] == [("nested-component", 6, 5)]


def test_the_second_use_of_an_address_is_told_at_the_second_place() -> None:
    body = "[a](bad.md) `[a](bad.md)`\n\n~~~\n[a](bad.md)\n~~~\n<!-- [a](bad.md) -->\n[b](bad.md)"

    places = [(p.location.line, p.location.column) for p in problems_of(body)]

    assert places == [(5, 5), (11, 5)]


def test_the_second_use_of_a_fact_is_told_at_the_second_place() -> None:
    body = '{{ fact("bad") }} `{{ fact("bad") }}`\n\n- {{ fact("ok") }} {{ fact("bad") }}'

    places = [(p.location.line, p.location.column) for p in problems_of(body)]

    assert places == [(5, 1), (7, 20)]


def test_uses_inside_and_outside_a_component_are_counted_in_the_order_of_the_page() -> None:
    body = "[a](bad.md)\n\n::: note\n[b](bad.md)\n:::\n\n[c](bad.md)"

    assert [problem.location.line for problem in problems_of(body)] == [5, 8, 11]


def test_an_indented_line_of_a_list_is_no_code_when_places_are_looked_for() -> None:
    body = "    [a](bad.md)\n\nb\n\n- a\n\n    [a](bad.md)"

    assert [problem.location.line for problem in problems_of(body)] == [11]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(line_end: str) -> None:
    body = line_end.join(["a", "", "[a](bad.md)"])

    (problem,) = problems_of(body)

    assert (problem.location.line, problem.location.column) == (7, 5)


def test_headings_that_go_down_step_by_step_and_up_at_once_are_right() -> None:
    assert problems_of("## A\n\n### B\n\n#### C\n\n## D\n\n::: note\n#### E\n:::\n\n### F") == ()


def test_the_second_table_is_told_at_its_own_row() -> None:
    body = "Table: x\n|a|b|\n|-|-|\n|1|2|\n\n|c|d|\n|-|-|\n|1|2|"

    assert [problem.location.line for problem in problems_of(body)] == [10]


def test_all_mistakes_of_a_body_come_in_one_run() -> None:
    body = "# A\n\n[x](bad.md) <blink>\n\n![](x.png)\n\n::: note a=1 a=2\n:::\n\n{{ fact('bad') }}\n\n```\n"

    codes = {problem.code for problem in problems_of(body)}

    assert codes == {
        "body-heading-one",
        "no-link",
        "unsafe-html",
        "missing-alt",
        "duplicate-argument",
        "no-fact",
        "unclosed-code-block",
    }


def test_the_words_of_a_refusal_reach_the_author() -> None:
    (problem,) = problems_of('{{ fact("bad") }}')

    assert (problem.message, problem.label, problem.hint) == ("no", "why", "do")
