"""Nothing an author writes as Markdown reaches a page unless the allow list has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.markdown import Link, Picture, RenderedMarkdown, render_markdown
from microsite.problems import Problems

TAGS = frozenset(
    """
    p ul ol li dl dt dd table caption thead tbody tfoot tr th td a em strong b i u s small mark code pre kbd
    samp var abbr time span div bdi bdo details summary figure figcaption blockquote q cite dfn sup sub del
    ins br wbr hr h2 h3 h4 h5 h6 img
    """.split()  # noqa: SIM905 - a list of sixty strings is not easier to read
)
ATTRIBUTES = frozenset(
    """
    href hreflang class title src alt width height lang dir id scope colspan rowspan start reversed type value
    datetime open role tabindex aria-label
    """.split()  # noqa: SIM905
)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Trusting:
    """A resolver that gives back what it gets."""

    def link(self, target: str) -> Link:
        return Link(target)

    def picture(self, target: str) -> Picture:
        return Picture(target)

    def fact(self, fact_id: str) -> str:
        return "FACT"

    def component(self, name: str, arguments: Mapping[str, str], inner_html: str) -> str:
        return inner_html


def is_safe(address: str) -> bool:
    """Return whether a browser would follow an address: https://url.spec.whatwg.org/#url-parsing."""
    seen = re.sub("[\t\n\r]", "", address.lstrip("".join(map(chr, range(33)))))
    scheme = SCHEME.match(seen)
    return not scheme or scheme[1].lower() in ("http", "https", "mailto", "tel", "webcal")


class Judge(HTMLParser):
    """Reads published HTML with eyes of its own and notes whatever should not be there."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.intruders: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.intruders.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.intruders.append(f"{tag} {name}")
            if name in ("href", "src", "cite") and not is_safe(value or ""):
                self.intruders.append(f"{name}={value}")

    def handle_decl(self, decl: str) -> None:
        self.intruders.append(decl)

    def handle_comment(self, data: str) -> None:
        self.intruders.append(data)


def render(body: str) -> tuple[RenderedMarkdown, Problems]:
    return render_markdown(body, path="a.md", first_line=1, resolver=Trusting())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "java&#115;cript&#58;alert(1)",
        "javascript&colon;alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "&#1;javascript:alert(1)",
        "\\javascript:alert(1)",
        "javascript\\:alert(1)",
        "java\u200bscript:alert(1)",
        "&nbsp;javascript:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "DATA:text/html,x",
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        "[x]({})",
        "[x](<{}>)",
        '[x]({} "title")',
        "[x][r]\n\n[r]: {}",
        "[x][r]\n\n[r]: <{}>",
        "![x]({})",
        '<a href="{}">x</a>',
        "<a href='{}'>x</a>",
        '<div><a href="{}">x</a></div>',
        '<img alt="x" src="{}">',
    ],
)
def test_an_address_that_runs_is_refused_in_any_spelling(address: str, frame: str) -> None:
    rendered, problems = render(frame.format(address))

    assert Judge(rendered.html).intruders == []
    # With a backslash it is a relative address for any browser.
    if "\\" not in address:
        assert "unsafe-link" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "a <script>alert(1)</script>",
        "<SCRIPT SRC=//x.example></SCRIPT>",
        "<svg onload=alert(1)><path/></svg>",
        "<svg><script>1</script></svg>",
        "<math><mi xlink:href='javascript:x'>y</mi></math>",
        "<img src=x.png alt=x onerror=alert(1)>",
        "<p/onclick=alert(1)>x</p>",
        '<blockquote cite="javascript:x">x</blockquote>',
        "<p\nonclick=alert(1)>x</p>",
        "<body onload=alert(1)>",
        "<iframe src=x></iframe>",
        "<object data=x></object>",
        "<form action=x><input name=y></form>",
        "<base href=//x.example>",
        "<meta http-equiv=refresh content=0>",
        "<link rel=stylesheet href=x>",
        "<style>p{}</style>",
        '<p style="background:url(x)">x</p>',
        '<p id="main">x</p>',
        '<ul><li id="main">x</li></ul>',
        '<a href="x.md" target="_blank">x</a>',
        "<template><p onclick=x></p></template>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<custom-thing>x</custom-thing>",
        "<![CDATA[<b onclick=x>]]>",
        "<?xml version='1.0'?>",
        "::: note\n<script>1</script>\n:::",
        "| <script>1</script> | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_html_outside_the_allow_list_is_told_and_never_published(body: str) -> None:
    rendered, problems = render(body)

    assert Judge(rendered.html).intruders == []
    assert "unsafe-html" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "body",
    [
        "## A {: onclick=x }",
        "```python {onclick=alert(1) .x style=y}\na\n```",
        '``` "><script>alert(1)</script>\na\n```',
        '[x](a.md "\\" onclick=\\"alert(1)")',
        '![" onerror="x](a.png)',
        '*[X]: " onclick="x\n\nX',
        '[^" onclick="x]\n\n[^" onclick="x]: a',
        '## A {#x"onclick=y}',
        'Table: " onclick="x\n\n|a|\n|-|\n|1|',
    ],
)
def test_no_other_syntax_carries_an_attribute(body: str) -> None:
    rendered, _ = render(body)

    assert Judge(rendered.html).intruders == []


def test_the_resolver_is_never_asked_for_an_address_that_runs() -> None:
    class Asked(Trusting):
        def link(self, target: str) -> Link:
            raise AssertionError(target)

        def picture(self, target: str) -> Picture:
            raise AssertionError(target)

    body = "[x](javascript:x) ![x](data:image/png,x)"

    _, problems = render_markdown(body, path="a.md", first_line=1, resolver=Asked())

    assert [problem.code for problem in problems] == ["unsafe-link", "unsafe-link"]


def test_an_unsafe_answer_of_the_resolver_is_not_published() -> None:
    class Careless(Trusting):
        def link(self, target: str) -> Link:
            return Link("javascript:alert(1)")

    rendered, problems = render_markdown("[x](y.md)", path="a.md", first_line=1, resolver=Careless())

    assert rendered.html == "<p><a>x</a></p>"
    assert [problem.code for problem in problems] == ["unsafe-link"]


def test_only_what_was_refused_is_missing_from_the_page() -> None:
    rendered, _ = render("a <b onclick=x>b</b> <custom-thing>c</custom-thing> d")

    assert rendered.html == "<p>a <b>b</b> c d</p>"


PIECES = st.sampled_from(
    [
        *["a", "b", " ", "\n", "\n\n", "    ", "\t", "\r", "- ", "> ", "1. ", "## ", "# ", "---", "===", "|"],
        *["[", "]", "(", ")", "](", "]: ", "![", "<", ">", "</", "<b", "<p ", "<div>", "</div>", "<script>"],
        *["<svg>", "onclick=x", "style='", 'href="', "javascript:", "data:", "&#106;", "&colon;", '"', "'"],
        *["`", "``", "```", "~~~", "*", "**", "_", "\\", '{{ fact("a") }}', "{{", "}}", "{%", "%}"],
        *[
            "::: a",
            ":::",
            "::: b c=d",
            "Table: x",
            "|a|b|\n|-|-|\n|1|2|\n",
            "[^1]",
            "[^1]: ",
            "*[a]: ",
            ":   ",
        ],
        *["<!--", "-->", "<![CDATA[", "]]>", "<?", "q0", "é", "ł", "\u200b", "\x01", "\x02", "\x03"],
    ]
)
BODIES = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


@given(BODIES)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_page_of_the_allow_list(body: str) -> None:
    rendered, _ = render(body)

    assert Judge(rendered.html).intruders == []


@given(BODIES)
@settings(max_examples=150, deadline=None)
def test_every_problem_is_placed_inside_the_body(body: str) -> None:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    _, problems = render(body)

    for problem in problems:
        place = problem.location
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.column + place.length - 1 <= max(place.column, len(lines[place.line - 1]))


@given(BODIES, BODIES)
@settings(max_examples=100, deadline=None)
def test_what_was_rendered_before_changes_nothing(before: str, body: str) -> None:
    alone = render(body)

    render(before)

    assert render(body) == alone


@given(BODIES)
@settings(max_examples=100, deadline=None)
def test_anchors_are_unique_and_the_words_hold_no_line_end(body: str) -> None:
    rendered, _ = render(body)

    anchors = [heading.id for heading in rendered.headings]
    assert len(anchors) == len(set(anchors))
    assert rendered.text == " ".join(rendered.text.split())


def test_a_lone_surrogate_is_a_problem_and_no_exception() -> None:
    _, problems = render("a \ud800 b")

    assert [problem.code for problem in problems] == ["control-character"]
