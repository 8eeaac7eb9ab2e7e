"""What Markdown becomes: links, pictures, headings, tables, facts, components, footnotes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from microsite.html.markdown import Link, Picture, Refusal, RenderedMarkdown, render_markdown
from microsite.problems import Problems


class Spy:
    """A resolver that says yes to all but `bad`, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.components: list[tuple[str, Mapping[str, str], str]] = []

    def link(self, target: str) -> Link | Refusal:
        self.asked.append(("link", target))
        return Link(f"/to/{target}", is_external=target.startswith("https:"), lang="pl" * ("pl" in target))

    def picture(self, target: str) -> Picture | Refusal:
        self.asked.append(("picture", target))
        return Picture(f"/img/{target}", 640, 480)

    def fact(self, fact_id: str) -> str | Refusal:
        self.asked.append(("fact", fact_id))
        return f'<data value="{fact_id}">420 zł</data>'

    def component(self, name: str, arguments: Mapping[str, str], inner_html: str) -> str | Refusal:
        self.components.append((name, arguments, inner_html))
        return f'<section onclick="trusted">{inner_html}</section>'


def render(body: str, resolver: Spy | None = None, **options: object) -> tuple[RenderedMarkdown, Problems]:
    return render_markdown(
        body,
        path="content/en/a.md",
        first_line=1,
        resolver=resolver or Spy(),
        **options,  # type: ignore[arg-type]  # only names that render_markdown has
    )


def html(body: str, resolver: Spy | None = None, **options: object) -> str:
    rendered, problems = render(body, resolver, **options)
    assert problems == ()
    return rendered.html


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("[x](partner:burgos)", "partner:burgos"),
        ("[x](page:apply/visa#fees)", "page:apply/visa#fees"),
        ("[x](visa.md)", "visa.md"),
        ("[x](../about.md#who)", "../about.md#who"),
        ("[x](#local)", "#local"),
        ("[x](https://x.example/?a=1&b=2)", "https://x.example/?a=1&b=2"),
        ("[x](https://x.example/?a=1&amp;b=2)", "https://x.example/?a=1&b=2"),
        ("[x](<a b.md>)", "a b.md"),
        ("[x](a_b_c.md)", "a_b_c.md"),
        ('[x](visa.md "Title")', "visa.md"),
        ("[x][ref]\n\n[ref]: visa.md", "visa.md"),
        ("<https://x.example/>", "https://x.example/"),
        ("<who@x.example>", "mailto:who@x.example"),
        ('<a href="visa.md">x</a>', "visa.md"),
        ("[x]()", ""),
    ],
)
def test_the_resolver_is_asked_for_each_link_as_it_is_written(written: str, target: str) -> None:
    spy = Spy()

    html(written, spy)

    assert spy.asked == [("link", target)]


def test_a_link_gets_the_address_language_and_class_of_the_answer_and_no_new_window() -> None:
    result = html("[a](https://x.example/pl) [b](visa.md)")

    external = '<a href="/to/https://x.example/pl" hreflang="pl" class="external">a</a>'
    assert result == f'<p>{external} <a href="/to/visa.md">b</a></p>'


def test_an_address_of_the_resolver_cannot_break_out_of_its_attribute() -> None:
    class Quoting(Spy):
        def link(self, target: str) -> Link:
            return Link('/a"><b x="')

    result = html("[x](y.md)", Quoting())

    assert result == '<p><a href="/a&quot;&gt;&lt;b x=&quot;">x</a></p>'


def test_a_picture_gets_its_address_and_size() -> None:
    assert html("![A hall](hall.jpg)") == (
        '<p><img src="/img/hall.jpg" alt="A hall" width="640" height="480"></p>'
    )


def test_a_hyphen_for_words_makes_a_picture_decoration() -> None:
    assert 'alt=""' in html("![-](deco.png)")


@pytest.mark.parametrize(
    "written",
    ['{{ fact("fee") }}', "{{ fact('fee') }}", '{{fact("fee")}}', '{{ fact( "fee" ) }}'],
)
def test_a_fact_is_put_in_as_the_resolver_gives_it(written: str) -> None:
    assert html(f"It costs {written}.") == '<p>It costs <data value="fee">420 zł</data>.</p>'


@pytest.mark.parametrize(
    "frame", ["## {} x", "- {}", "> {}", "*{}*", "[{}](a.md)", "x\n:   {}", "<div>{}</div>"]
)
def test_a_fact_stands_anywhere_in_text(frame: str) -> None:
    spy = Spy()

    rendered, _ = render(frame.format('{{ fact("fee") }}'), spy)

    assert ("fact", "fee") in spy.asked
    assert "420 zł" in rendered.html


@pytest.mark.parametrize(
    "written",
    [
        "{{ page.title }}",
        "{% include x %}",
        "{# note #}",
        '{{ facts("fee") }}',
        '{{ fact("fee"',
        "{{ fact(fee) }}",
        "{{ fact(\"fee') }}",
        "{{ 7 * 7 }}",
    ],
)
def test_anything_else_in_braces_is_text(written: str) -> None:
    spy = Spy()

    rendered, problems = render(f"a {written} b", spy)

    assert (rendered.text, problems, spy.asked) == (f"a {written} b", (), [])


@pytest.mark.parametrize("frame", ["`{}`", "```\n{}\n```", "    {}", "~~~\n{}\n~~~"])
def test_inside_code_a_fact_and_a_component_are_text(frame: str) -> None:
    spy = Spy()

    result = html(frame.format('{{ fact("fee") }}').replace("\n\n", "\n::: list\n:::\n"), spy)

    assert '{{ fact("fee") }}' in result
    assert spy.asked == []


def test_fenced_code_shows_what_was_written() -> None:
    assert html("```html\n<b>&amp;\n::: x\n\n[a](b)\n```") == (
        "<pre><code>&lt;b&gt;&amp;amp;\n::: x\n\n[a](b)\n</code></pre>"
    )


def test_a_component_gets_its_arguments_and_its_markdown_rendered() -> None:
    spy = Spy()

    html('a\n\n::: partner-list country=pl title="two words"\n- [x](visa.md)\n:::\nb', spy)

    assert spy.components == [
        (
            "partner-list",
            {"country": "pl", "title": "two words"},
            '<ul>\n<li><a href="/to/visa.md">x</a></li>\n</ul>',
        )
    ]


def test_the_html_of_a_component_is_published_as_it_is() -> None:
    assert html("a\n::: list\n:::\nb") == '<p>a</p>\n<section onclick="trusted"></section>\n<p>b</p>'


def test_a_component_may_hold_code_with_colons() -> None:
    spy = Spy()

    html("::: note\n```\n:::\n```\n:::", spy)

    assert spy.components == [("note", {}, "<pre><code>:::\n</code></pre>")]


def test_links_of_the_page_are_known_inside_a_component_too() -> None:
    spy = Spy()

    html("::: note\n[x](inner.md)\n:::\n\n[y](outer.md)", spy)

    assert [target for _, target in spy.asked] == ["inner.md", "outer.md"]


def test_an_author_cannot_write_the_token_of_a_block() -> None:
    first = html("::: list\n:::")
    body = "q" + "0" * 24 + "qb0e\n\n::: list\n:::"

    result = html(body)

    assert first in result
    assert result.startswith(f"<p>{body.split(maxsplit=1)[0]}</p>")


def test_what_looks_like_a_token_is_text_however_large_its_number() -> None:
    body = "q" + "0" * 24 + "qb" + "9" * 5000 + "e"

    assert html(body) == f"<p>{body}</p>"


def test_a_block_may_be_what_a_definition_defines() -> None:
    assert '<dt><section onclick="trusted"></section></dt>' in html("::: list\n:::\n\n:   said").replace(
        "\n", ""
    )


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What it costs", "what-it-costs"),
        ("Łódź, Białystok & Øresund", "lodz-bialystok-oresund"),
        ("Größe", "grosse"),
        ("A@B [c] ^d_e` {f|g}~h/i:j", "a-b-c-d-e-f-g-h-i-j"),
        ("İstanbul, ığ, ə", "istanbul-ig-e"),
        ("Học bổng", "hoc-bong"),
        ("Привет, мир й", "привет-мир-й"),
        ("中文标题", "中文标题"),
        ("हिन्दी", "हिन्दी"),
        ("`code` and [link](a.md)", "code-and-link"),
        ('Fee {{ fact("fee") }} now', "fee-now"),
        ("?!", "section"),
        ("Fees {#fees-2027}", "fees-2027"),
    ],
)
def test_a_heading_has_an_anchor_one_can_read(heading: str, anchor: str) -> None:
    rendered, problems = render(f"## {heading}")

    assert problems == ()
    assert [heading.id for heading in rendered.headings] == [anchor]
    assert f'<h2 id="{anchor}">' in rendered.html


def test_no_anchor_is_given_twice_and_none_of_the_layout() -> None:
    rendered, _ = render("## Fees\n\n## Fees\n\n## Main\n\n## Fees 2", reserved_ids={"main"})

    assert [heading.id for heading in rendered.headings] == ["fees", "fees-2", "main-2", "fees-2-2"]


def test_headings_are_listed_in_the_order_of_the_page() -> None:
    rendered, _ = render("## *A*\n\n::: note\n### B\n:::\n\n### C\n\n## D")

    assert [(heading.level, heading.text) for heading in rendered.headings] == [
        (2, "A"),
        (3, "B"),
        (3, "C"),
        (2, "D"),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_table_has_a_caption_scoped_headers_and_a_named_box_to_scroll_in(gap: str) -> None:
    assert html(f"Table: The *fees*{gap}|a|b|c|\n|-|:-:|-:|\n|1|2|3|").replace("\n", "") == (
        '<div class="table-scroll" role="region" aria-label="The fees" tabindex="0"><table>'
        "<caption>The <em>fees</em></caption>"
        '<thead><tr><th scope="col">a</th><th scope="col" class="align-center">b</th>'
        '<th scope="col" class="align-end">c</th></tr></thead>'
        '<tbody><tr><td>1</td><td class="align-center">2</td><td class="align-end">3</td></tr></tbody>'
        "</table></div>"
    )


def test_a_caption_belongs_to_the_table_below_it_past_a_stray_mark() -> None:
    rendered, _ = render("Table: The fees\n:::\n|a|\n|-|\n|1|")

    assert "<caption>The fees</caption>" in rendered.html


def test_a_caption_cannot_break_out_of_the_name_of_its_table() -> None:
    result = html('Table: A "b" & c\n\n|a|\n|-|\n|1|')

    assert 'aria-label="A &quot;b&quot; &amp; c"' in result


def test_footnotes_lead_there_and_back_in_the_words_of_the_page() -> None:
    result = html("a[^1 x]\n\n[^1 x]: Note", back_to_text="Wróć")

    assert '<sup id="fnref:1-x"><a class="footnote-ref" href="#fn:1-x">1</a></sup>' in result
    assert '<li id="fn:1-x">' in result
    assert 'href="#fnref:1-x" aria-label="Wróć"' in result


def test_footnotes_of_one_page_stay_out_of_the_next() -> None:
    html("a[^1]\n\n[^1]: Note")

    assert html("plain") == "<p>plain</p>"


def test_html_of_the_allow_list_stays() -> None:
    body = '<details><summary>More</summary><p lang="pl">Tak <abbr title="x">y</abbr></p></details>'

    assert html(body) == body


def test_a_comment_is_a_note_and_vanishes_without_a_problem() -> None:
    assert html("a <!-- note -->b") == "<p>a b</p>"


def test_the_words_of_a_page_hold_no_markup_and_no_footnote_marks() -> None:
    rendered, _ = render('## H\n\nA **b**c [d](e.md)&amp;[^1]\n\n- {{ fact("fee") }}\n- f\n\n[^1]: Note')

    assert rendered.text == "H A bc d& 420 zł f Note"


@pytest.mark.parametrize("body", ["a\r\n\r\n## b\r\n", "a\r\r## b\r", "a\n\n## b"])
def test_every_kind_of_line_end_is_a_line_end(body: str) -> None:
    assert html(body) == '<p>a</p>\n<h2 id="b">b</h2>'


def test_pages_rendered_at_the_same_time_do_not_mix() -> None:
    bodies = [f"[a{n}](p{n}.md)[^1]\n\n[^1]: Note {n}\n\n## H{n}\n\n" * 5 for n in range(40)]
    alone = [render(body) for body in bodies]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns within one page, not once in five milliseconds

    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(render, bodies))
    finally:
        sys.setswitchinterval(interval)

    assert together == alone
