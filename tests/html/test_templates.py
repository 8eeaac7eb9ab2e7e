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


def render(templates: Mapping[str, str] | str, **values: object) -> tuple[str, tuple[Problem, ...]]:
    sources = {"pages/page.html": templates} if isinstance(templates, str) else templates
    return Templates(sources).render("pages/page.html", values, page="/en/visa/")


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int, int, int]]:
    return [
        (each.location.path, each.location.line, each.location.column, each.location.length)
        for each in problems
    ]


# --- Escaping -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pages/page.html", "page.svg", "page.j2", "page.txt", "page"])
def test_every_value_is_escaped_whatever_the_ending(name: str) -> None:
    html, problems = Templates({name: '<a title="{{ v }}">{{ v }}</a>'}).render(
        name, {"v": "<script>\"'&"}, page="/"
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


@pytest.mark.parametrize(
    "use",
    [
        "{{ nothing }}",
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

    templates.render("a.html", {}, page="/a/")

    assert templates.render("b.html", {}, page="/b/") == ("right", ())


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

    unreadable = templates.check()
    _, problems = templates.render("pages/page.html", {}, page="/en/visa/")

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

    (problem,) = templates.check()
    _, while_rendering = templates.render("pages/page.html", {"x": 1}, page="/")

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


def test_a_template_without_an_end_is_stopped() -> None:
    _, problems = render("{% for x in range(999999999) %}{% endfor %}")

    assert [problem.code for problem in problems] == ["template-error"]


# --- What there is ------------------------------------------------------------------------------


def test_the_templates_of_a_folder_are_known_by_name() -> None:
    templates = Templates({"pages/home.html": "", "components/fact.html": "", "components/note.html": ""})

    assert templates.names("components") == ("fact", "note")
    assert templates.has("pages/home.html") and not templates.has("pages/hom.html")
