"""Templates: strict, escaped and sandboxed; every wrong name is told with its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from microsite.html.templates import Strings, Templates, mark_safe
from microsite.problems import Problem


@dataclass(frozen=True, slots=True)
class Visit:
    """Something to show."""

    title: str = "A visit"
    year: int = 2022


@dataclass(frozen=True, slots=True)
class Secret:
    """Something with a field that is nobody's business."""

    _secret: str = "secret"


GROWING = "{{% set ns = namespace(s='x') %}}{{% for i in range(60) %}}{}{{% endfor %}}"
"""What is put in happens sixty times, and each time to what came of the last."""


def render(templates: Mapping[str, str] | str, **values: object) -> tuple[str, tuple[Problem, ...]]:
    sources = {"pages/page.html": templates} if isinstance(templates, str) else templates
    return Templates(sources).render("pages/page.html", values, page="/en/visa/", reads=set())


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int, int, int]]:
    return [
        (each.location.path, each.location.line, each.location.column, each.location.length)
        for each in problems
    ]


# --- Escaping -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pages/page.html", "page.svg", "page.j2", "page.txt", "page"])
def test_every_value_is_escaped_whatever_the_ending(name: str) -> None:
    html, problems = Templates({name: '<a title="{{ v }}">{{ v }}</a>'}).render(
        name, {"v": "<script>\"'&"}, page="/", reads=set()
    )

    assert html == '<a title="&lt;script&gt;&#34;&#39;&amp;">&lt;script&gt;&#34;&#39;&amp;</a>'
    assert problems == ()


def test_what_is_already_html_is_not_escaped_again() -> None:
    assert render("{{ v }}", v=mark_safe("<b>5 &lt; 6</b>")) == ("<b>5 &lt; 6</b>", ())


def test_braces_in_a_value_are_text() -> None:
    assert render("{{ v }}", v="{{ 7 * 7 }} {% include 'x' %}") == (
        "{{ 7 * 7 }} {% include &#39;x&#39; %}",
        (),
    )


# --- Undefined names ----------------------------------------------------------------------------


def test_an_unknown_name_is_told_where_it_stands_with_the_nearest_one() -> None:
    _, problems = render("<h1>\n  {{ vist }}\n</h1>\n", visit=Visit())

    (problem,) = problems
    assert (problem.code, problem.message) == ("undefined-name", "there is no name `vist` in templates")
    assert places(problems) == [("templates/pages/page.html", 2, 6, 4)]
    assert (problem.hint, problem.page) == ("did you mean `visit`?", "/en/visa/")


def test_an_unknown_field_is_told_with_the_nearest_one() -> None:
    _, problems = render("\n{{ visit.titel }}", visit=Visit())

    assert problems[0].message == "`Visit` has no `titel`"
    assert problems[0].hint == "did you mean `title`?"
    assert places(problems) == [("templates/pages/page.html", 2, 10, 5)]


def test_an_unknown_interface_text_is_told_as_one() -> None:
    _, problems = render("{{ t.greting }}", t=Strings({"greeting": "Hello"}))

    assert problems[0].message == "there is no interface text `greting`"
    assert problems[0].hint == "did you mean `greeting`?"


def test_an_interface_text_may_have_the_name_of_a_method() -> None:
    assert render("{{ t.items }}{{ t.get }}", t=Strings({"items": "Things", "get": "Take"})) == (
        "ThingsTake",
        (),
    )


def test_all_unknown_names_of_a_page_are_told_at_once() -> None:
    _, problems = render("{{ one }}\n{{ two }}\n{{ visit.three }}", visit=Visit())

    assert [place[1] for place in places(problems)] == [1, 2, 3]


def test_a_name_is_told_in_the_template_that_uses_it() -> None:
    templates = {
        "layouts/base.html": "<main>\n{% block main %}{% endblock %}\n</main>\n{{ foot }}\n",
        "pages/page.html": (
            '{% extends "layouts/base.html" %}\n{% block main %}\n{{ boddy }}\n{% endblock %}\n'
        ),
    }

    _, problems = render(templates, body="x")

    assert places(problems) == [
        ("templates/pages/page.html", 3, 4, 5),
        ("templates/layouts/base.html", 4, 4, 4),
    ]


def test_a_name_in_a_macro_of_another_file_is_told_there() -> None:
    templates = {
        "components/card.html": "{% macro card(visit) %}\n<p>{{ visit.place }}</p>\n{% endmacro %}\n",
        "pages/page.html": '{% import "components/card.html" as cards %}\n{{ cards.card(visit) }}\n',
    }

    _, problems = render(templates, visit=Visit())

    assert places(problems) == [("templates/components/card.html", 2, 13, 5)]


def test_a_field_of_none_is_told_as_an_unknown_name() -> None:
    _, problems = render("\n{{ visit.x }}{{ none.y }}", visit=None)

    assert [(each.code, each.message) for each in problems] == [
        ("undefined-name", "`none` has no `x`"),
        ("undefined-name", "`none` has no `y`"),
    ]
    assert places(problems)[0] == ("templates/pages/page.html", 2, 10, 1)


@pytest.mark.parametrize("use", ["{{ none.x ~ '' }}", "{{ not none.x }}", "{{ none.x and 1 }}"])
def test_a_mistake_among_constants_is_told_with_its_line_too(use: str) -> None:
    templates = Templates({"pages/page.html": f"\n{use}"})

    unreadable = templates.check(["pages/page.html"])
    _, problems = templates.render("pages/page.html", {}, page="/", reads=set())

    assert unreadable == ()
    assert [(each.code, each.location.line) for each in problems] == [("undefined-name", 2)]


def test_a_mistake_in_a_loop_is_told_once() -> None:
    _, problems = render("{% for x in range(100) %}{{ nope }}{% endfor %}")

    assert len(problems) == 1


@pytest.mark.parametrize(
    "use",
    [
        "{{ nothing }}",
        "{{ nothing * 2 }}{{ 2 ** nothing }}{{ nothing % 2 }}{{ 2 // nothing }}{{ -nothing }}",
        "{{ [nothing] | join }}",
        "{{ nothing | replace('a', 'b') | indent(2) }}",
        "{{ nothing.deep.deeper }}",
        "{{ nothing[0] }}",
        "{{ nothing() }}",
        "{{ nothing + 1 }}",
        "{{ 1 + nothing }}",
        "{{ nothing > 1 }}",
        "{{ nothing | length }}",
        "{{ nothing | upper }}",
        "{{ nothing | join(', ') }}",
        "{{ nothing ~ 'x' }}",
        "{% if nothing %}x{% endif %}",
        "{% if nothing == 1 %}x{% endif %}",
        "{% if 1 in nothing %}x{% endif %}",
        "{% for each in nothing %}x{% endfor %}",
    ],
)
def test_no_use_of_an_unknown_name_goes_unnoticed_or_fails(use: str) -> None:
    text, problems = render(f"before {use} after")

    assert text.startswith("before ") and text.endswith(" after")
    assert {problem.code for problem in problems} == {"undefined-name"}
    assert "`nothing`" in problems[0].message


def test_the_first_of_nothing_is_told() -> None:
    _, problems = render("{{ visits | first | upper }}", visits=())

    assert [problem.message for problem in problems] == ["No first item, sequence was empty."]


def test_a_template_may_ask_whether_a_name_is_there() -> None:
    assert render("{% if inner is defined %}yes{% else %}no{% endif %}") == ("no", ())


def test_the_problems_of_one_page_are_not_those_of_the_next() -> None:
    templates = Templates({"a.html": "{{ wrong }}", "b.html": "right"})

    templates.render("a.html", {}, page="/a/", reads=set())

    assert templates.render("b.html", {}, page="/b/", reads=set()) == ("right", ())


# --- Failing and unreadable templates -----------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{{ 1 / 0 }}", "the template fails: division by zero"),
        ("{{ 'x' + 1 }}", "the template fails: "),
        ("{{ 'x' | nofilter }}", "no filter named 'nofilter'"),
        ('{% include "partials/gone.html" %}', "there is no template `partials/gone.html`"),
        ("{% macro m(a) %}{% endmacro %}{{ m(b=1) }}", "the template fails: macro 'm' takes no keyword"),
    ],
)
def test_a_template_that_fails_is_told_with_its_line(line: str, message: str) -> None:
    templates = Templates({"pages/page.html": f"one\ntwo\n{line}\n"})

    unreadable = templates.check(["pages/page.html"])
    _, problems = templates.render("pages/page.html", {}, page="/en/visa/", reads=set())

    found = (*unreadable, *problems)
    assert found
    assert {(each.location.path, each.location.line) for each in found} == {("templates/pages/page.html", 3)}
    assert message in " ".join(each.message for each in found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n{% if x %}\nb\n", 3),  # what is not closed shows at the end
        ("a\n{{ x }\nb\n", 2),
        ("a\nb\n{% endif %}\n", 3),
        ("a\n{% unknown %}\n", 2),
        ("{{ x | }}\n", 1),
        ("a\n{% for x in %}\n", 2),
    ],
)
def test_a_template_that_cannot_be_read_is_told_once(text: str, line: int) -> None:
    templates = Templates({"pages/page.html": text})

    (problem,) = templates.check(["pages/page.html"])
    _, while_rendering = templates.render("pages/page.html", {"x": 1}, page="/", reads=set())

    assert (problem.code, problem.location.path) == ("template-syntax", "templates/pages/page.html")
    assert problem.location.line == line
    assert while_rendering == ()


# --- The sandbox --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        "{{ visit.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__.__base__ }}",
        "{{ visit.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(visit) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ (visit | attr('__class__')).__name__ }}",
    ],
)
def test_a_template_cannot_climb_out_of_its_values(attempt: str) -> None:
    text, problems = render(attempt, visit=Visit())

    assert problems
    assert not any(word in text for word in ("class", "Visit", "module", "uid="))


@pytest.mark.parametrize(
    ("use", "name"),
    [
        ("{{ ''.__class__ }}", "__class__"),
        ("{{ visit._secret }}", "_secret"),
        ("{{ '{}'.format(1) }}", "format"),
        ("{{ 'x'.ljust(1000000000) }}", "ljust"),
        ("{{ (1).to_bytes(1000000000) }}", "to_bytes"),
        ("{{ names.append('x') }}", "append"),
    ],
)
def test_what_a_value_does_not_give_to_templates_is_told_with_its_place(use: str, name: str) -> None:
    names: list[str] = []

    _, problems = render(f"\n{use}", visit=Secret(), names=names)

    (problem,) = problems
    assert problem.code == "undefined-name"
    assert problem.message.endswith(f"does not give its `{name}` to templates")
    assert (problem.location.line, problem.location.length) == (2, len(name))
    assert names == []


# --- The same in every build --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["random", "pprint"])
def test_a_filter_that_gives_something_else_each_time_is_not_there(name: str) -> None:
    templates = Templates({"pages/page.html": f"{{{{ x | {name} }}}}"})

    (problem,) = templates.check(["pages/page.html"])

    assert (problem.code, problem.message) == (
        "template-syntax",
        f"the template cannot be read: no filter named '{name}'",
    )


@pytest.mark.parametrize(
    "use",
    [
        "{{ asset }}",
        "{{ [asset] }}",
        "{{ asset ~ '' }}",
        "{{ asset | string }}",
        "{{ asset | upper | replace('AT', '') }}",
        "{{ 'x' | replace('x', asset) }}",
        "{{ asset | urlencode }}",
        "{{ {'a': asset} | urlencode }}",
        "{{ [asset] | join }}",
        "{{ ['a', 'b'] | join(asset) }}",
        "{{ [visit] | join(attribute='year') }}{{ [visit] | join }}",
        "{{ '%s' | format(asset) }}",
        "{{ '%s' % asset }}",
        "{{ [1] | map('string') }}",
        "{{ data }}",
        "{{ nobody }}",
        "{{ self }}",
        "{{ visit }}",
        "{% for x in [1] %}{{ loop }}{% endfor %}",
        "{% macro m() %}{% endmacro %}{{ m }}",
    ],
)
def test_what_is_no_text_is_told_and_never_written(use: str) -> None:
    values = {"asset": len, "data": b"bytes", "nobody": None, "visit": Visit()}

    text, problems = render(f"\n{use}", **values)

    (problem,) = problems
    assert (problem.code, problem.location.line) == ("template-error", 2)
    assert not any(word in text.lower() for word in ("0x", "function", "none", "bytes", "title"))


def test_a_part_left_out_by_a_condition_is_no_mistake() -> None:
    assert render("{{ 'x' if no }}{{ ('x' if no) ~ 'y' }}", no=False) == ("y", ())


def test_a_page_never_finds_what_another_left_in_an_imported_template() -> None:
    templates = Templates(
        {
            "count.html": "{% set seen = namespace(n=0) %}"
            "{% macro next() %}{% set seen.n = seen.n + 1 %}{{ seen.n }}{% endmacro %}",
            "page.html": '{% import "count.html" as count %}{{ count.next() }}',
        }
    )

    texts = [templates.render("page.html", {}, page=page, reads=set())[0] for page in ("/a/", "/b/")]

    assert texts == ["1", "1"]


# --- An end to everything -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n{{ " + "(" * 200 + "1" + ")" * 200 + " }}", 2),
        ("\n{{ " + "[" * 5000 + "]" * 5000 + " }}", 2),
        ("\n" + "{% if 1 %}" * 500 + "{% endif %}" * 500, 2),
        ("\n" + "{% for x in y %}\n" * 21 + "{% endfor %}" * 21, 18),
        ("\n{{ " + "not " * 5000 + "1 }}", 2),
        ("\n{{ " + "-" * 5000 + "1 }}", 2),
        ("\n{{ " + "1 + " * 5000 + "1 }}", 2),
        ("\n{{ x" + ".a" * 5000 + " }}", 2),
        ("\n{{ x" + " | upper" * 5000 + " }}", 2),
        ("\n{{ " + "1 if 0 else " * 5000 + "1 }}", 2),
        ("\n{{ " + "9" * 5000 + " }}", 2),
        ("{% if 0 %}" + "{% elif 0 %}" * 7000 + "{% endif %}", 1),
        ("{{ x }}" * 100_000, 1),
    ],
)
def test_a_template_too_deep_or_long_for_python_is_told_as_one_that_cannot_be_read(
    text: str, line: int
) -> None:
    templates = Templates({"pages/page.html": text})

    (problem,) = templates.check(["pages/page.html"])

    assert (problem.code, problem.location.path) == ("template-syntax", "templates/pages/page.html")
    assert problem.location.line == line
    assert templates.render("pages/page.html", {"x": 1}, page="/", reads=set()) == ("", ())


def test_tags_and_brackets_as_deep_as_anybody_writes_are_read() -> None:
    tags = "{% for x in [1] %}{% if x %}" * 7 + "x" + "{% endif %}{% endfor %}" * 7
    sums = "{{ " + "(" * 10 + "1" + " + 1)" * 10 + " + 1" * 20 + " }}"

    assert render(tags + sums) == ("x31", ())


@pytest.mark.parametrize(
    "work",
    [
        "{% for x in range(999999999) %}{% endfor %}",
        "{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}",
        "{% for x in range(99999) %}{% for y in range(99999) %}{{ y }}{% endfor %}{% endfor %}",
        "{% for x in range(99999) %}{% if 1.5 in range(99999) %}{% endif %}{% endfor %}",
        "{% for x in range(99999) %}{% set y = range(99999) | sum %}{% endfor %}",
        "{% for x in y recursive %}{% if loop.depth < 4 %}{{ loop(y) }}{% endif %}{% endfor %}",
        "{% for x in range(99999) %}" + "x" * 10_000 + "{% endfor %}",
        "{% for x in range(99999) recursive %}{{ loop([x]) }}{% endfor %}",
        "{% macro m(n) %}{% if n %}" + "{{ m(n - 1) }}" * 10 + "{% endif %}{% endmacro %}{{ m(9) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'pages/page.html' %}",
        "{{ 'x' * 1000000000 }}",
        "{{ [1] * 100000000 }}",
        "{{ ([1] * 100000000) | join }}",
        "{{ 9 ** 999999999 }}",
        "{{ 1 | round(1000000000, 'ceil') }}",
        "{{ [1] | slice(1000000000) | list | length }}",
        "{{ [1] | batch(1000000000, 0) | list | length }}",
        "{{ 'a\n' | indent(1000000000) }}",
        "{{ ('a\n' * 100000) | indent(1000) }}",
        "{{ [1] | tojson(indent=1000000000) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ '%(a)1000000000d' | format(a=1) }}",
        "{{ '%.1000000000f' | format(1) }}",
        "{{ '%*d' | format(1000000000, 1) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ range(99999) | join('x' * 100000) }}",
        "{{ ('a' * 100000) | replace('a', 'b' * 100000) | length }}",
        "{{ range(99999) | batch(1) | sum(start=[]) | length }}",
        GROWING.format("{% set ns.s = ns.s ~ ns.s %}"),
        GROWING.format("{% set ns.s = ns.s + ns.s %}"),
        GROWING.format("{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}"),
        GROWING.format("{% set ns.s = ns.s | replace('x', ns.s ~ ns.s) %}"),
        GROWING.format("{% set ns.s = [ns.s, ns.s] %}") + "{{ ns.s | tojson }}",
        GROWING.format("{% set ns.s = [ns.s, ns.s] %}") + "{{ [ns.s] | join }}",
        "{% set ns = namespace(n=9) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    ],
)
def test_work_without_an_end_is_stopped_where_it_is_done(work: str) -> None:
    templates = Templates({"pages/page.html": f"one\n{work}\n"})

    unreadable = templates.check(["pages/page.html"])
    _, problems = templates.render("pages/page.html", {"y": range(999)}, page="/", reads=set())

    assert unreadable == ()
    assert {(each.code, each.location.path) for each in problems} == {
        ("template-error", "templates/pages/page.html")
    }
    assert 2 <= problems[-1].location.line <= 3


@pytest.mark.parametrize("name", ["center", "wordwrap", "urlize", "xmlattr"])
def test_filters_that_are_work_for_style_sheets_or_the_plan_are_not_there(name: str) -> None:
    templates = Templates({"pages/page.html": f"{{{{ x | {name}(1) }}}}"})

    assert [problem.code for problem in templates.check(["pages/page.html"])] == ["template-syntax"]


def test_filler_text_is_not_there() -> None:
    _, problems = render("{{ lipsum(100000) }}")

    assert [problem.message for problem in problems] == ["there is no name `lipsum` in templates"]


def test_templates_that_include_one_another_again_and_again_are_stopped() -> None:
    templates = {f"{n}.html": f"{{% include '{n - 1}.html' %}}" * 10 for n in range(1, 10)}

    _, problems = Templates({**templates, "0.html": ""}).render("9.html", {}, page="/", reads=set())

    assert [problem.message for problem in problems] == [
        "the templates of this page take more than 2,000,000 steps"
    ]


def test_what_one_page_spends_is_not_missing_from_the_next() -> None:
    # Each page takes half of what it may.
    templates = Templates(
        {"a.html": "{% for i in range(10) %}{% for x in range(99999) %}{% endfor %}{% endfor %}"}
    )

    problems = [templates.render("a.html", {}, page=page, reads=set())[1] for page in ("/a/", "/b/", "/c/")]

    assert problems == [(), (), ()]


def test_the_components_of_a_page_spend_from_one_budget() -> None:
    templates = Templates(
        {"a.html": "{% for i in range(9) %}{% for x in range(99999) %}{% endfor %}{% endfor %}"}
    )

    problems = [templates.render("a.html", {}, page="/a/", reads=set())[1] for _ in range(3)]

    assert [len(each) for each in problems] == [0, 0, 1]


def test_a_template_that_has_spent_all_is_not_tried_on_every_other_page() -> None:
    tries = iter("123")
    templates = Templates({"a.html": "{{ tried() }}{{ 'x' * 1000000000 }}"})

    pages = [
        templates.render("a.html", {"tried": lambda: next(tries)}, page=page, reads=set())
        for page in ("/a/", "/b/")
    ]

    assert pages[0] == pages[1]
    assert list(tries) == ["2", "3"]


def test_a_template_of_nothing_but_mistakes_is_given_up() -> None:
    _, problems = render("{{ nope }}\n" * 5_000)

    assert len(problems) == 1_001
    assert problems[-1].message == "the templates of this page have more than 1,000 mistakes"


# --- What a page was made from ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '{% extends "a.html" %}',
        '{% include "a.html" %}',
        '{% include name ~ ".html" %}',
        '{% include ["gone.html", "a.html"] %}',
        '{% import "a.html" as a %}',
        '{% from "a.html" import a %}',
        '{% include "between.html" %}',
    ],
)
def test_a_template_that_another_takes_is_noted_however_it_is_named(text: str) -> None:
    sources = {
        "page.html": text,
        "a.html": "{% macro a() %}{% endmacro %}",
        "between.html": '{% include "a.html" %}',
    }
    templates = Templates({**sources, "unused.html": ""})
    reads: dict[str, set[str]] = {"/first/": set(), "/second/": set()}

    problems = [
        templates.render("page.html", {"name": "a"}, page=page, reads=noted)[1]
        for page, noted in reads.items()
    ]

    assert problems == [(), ()]
    assert {"template:page.html", "template:a.html"} <= reads["/first/"]
    assert "template:unused.html" not in reads["/first/"]
    assert reads["/second/"] == reads["/first/"]


def test_a_template_that_is_not_there_is_noted_too() -> None:
    reads: set[str] = set()

    Templates({"page.html": '{% include "gone.html" ignore missing %}'}).render(
        "page.html", {}, page="/", reads=reads
    )

    assert reads == {"template:page.html", "template:gone.html"}


# --- What there is ------------------------------------------------------------------------------


def test_the_templates_of_a_folder_are_known_by_name() -> None:
    templates = Templates({"pages/home.html": "", "components/fact.html": "", "components/note.html": ""})

    reads: set[str] = set()

    names = templates.names("components", reads)

    assert names == ("fact", "note")
    assert reads == {"templates"}


def test_asking_for_a_template_is_noted_whether_there_is_one_or_not() -> None:
    templates = Templates({"pages/home.html": ""})
    reads: set[str] = set()

    found = [templates.has(name, reads) for name in ("pages/home.html", "pages/hom.html")]

    assert found == [True, False]
    assert reads == {"template:pages/home.html", "template:pages/hom.html"}
