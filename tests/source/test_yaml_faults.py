"""YAML faults: each frequent mistake has its own code, its place and its cure."""

import pytest
import yaml

from microsite.problems import Location
from microsite.source import parse_yaml, yaml_nodes

MISTAKES = [
    ("a: b: c\n", "unquoted-colon", Location("a.yaml", 1, 4, 4)),
    ("- a: b: c # d\n", "unquoted-colon", Location("a.yaml", 1, 6, 4)),
    ("a: x\n  b: c\n", "bad-indentation", Location("a.yaml", 2, 3, 4)),
    ("a:\n    b: 1\n  c: 2\n", "bad-indentation", Location("a.yaml", 3, 3, 4)),
    ("a: 1\n- b\n", "bad-indentation", Location("a.yaml", 2, 1, 3)),
    ("- a: 1\n b: 2\n", "bad-indentation", Location("a.yaml", 2, 2, 4)),
    ("a: 1\nsome text\nb: 2\n", "missing-colon", Location("a.yaml", 2, 1, 9)),
    ("a: 1\nb:2\nc: 3\n", "missing-colon", Location("a.yaml", 2, 1, 3)),
    ("b:2\nc: 3\n", "missing-colon", Location("a.yaml", 1, 1, 3)),
    ("a: 'it's'\n", "text-after-value", Location("a.yaml", 1, 8, 2)),
    ('a: "b" c\n', "text-after-value", Location("a.yaml", 1, 8, 1)),
    ('"b" c\n', "text-after-value", Location("a.yaml", 1, 5, 1)),
    ("a: [b] c\n", "text-after-value", Location("a.yaml", 1, 8, 1)),
    ('a: "b\nc: d\n', "unclosed-quote", Location("a.yaml", 1, 4, 2)),
    ('a: "b\nc: "d"\n', "unclosed-quote", Location("a.yaml", 1, 4, 2)),
    ("a: 'b\n", "unclosed-quote", Location("a.yaml", 1, 4, 2)),
    ("a: [b, c\nd: e\n", "unclosed-bracket", Location("a.yaml", 1, 4, 1)),
    ("a: [b\nc: d]\n", "unclosed-bracket", Location("a.yaml", 1, 4, 1)),
    ("a: {b: c\n", "unclosed-bracket", Location("a.yaml", 1, 4, 1)),
    ("a: [\n", "unclosed-bracket", Location("a.yaml", 1, 4, 1)),
    ("a: [b: c: d]\n", "missing-comma", Location("a.yaml", 1, 9, 1)),
    ('a: "C:\\docs"\n', "unknown-escape", Location("a.yaml", 1, 7, 2)),
    ("a: @b\n", "reserved-character", Location("a.yaml", 1, 4, 2)),
    ("a: `b`\n", "reserved-character", Location("a.yaml", 1, 4, 3)),
    ("a: %b\n", "reserved-character", Location("a.yaml", 1, 4, 2)),
    ("a: *b*\n", "reserved-character", Location("a.yaml", 1, 4, 3)),
    ("a: & b\n", "reserved-character", Location("a.yaml", 1, 4, 3)),
    ("a: > 5 years\n", "reserved-character", Location("a.yaml", 1, 4, 9)),
    ("a: , b\n", "reserved-character", Location("a.yaml", 1, 4, 3)),
    ("a: ? b\n", "reserved-character", Location("a.yaml", 1, 4, 3)),
    ("a: !b!c d\n", "reserved-character", Location("a.yaml", 1, 4, 6)),
    ("a: - b\n", "misplaced-list-item", Location("a.yaml", 1, 4, 3)),
    ("a:\n\tb: c\n", "tab-indentation", Location("a.yaml", 2, 1, 1)),
    ("a: b\n \tc: d\n", "tab-indentation", Location("a.yaml", 2, 2, 1)),
    ("a:\n  \t- b\n", "tab-indentation", Location("a.yaml", 2, 3, 1)),
    (" \ta: b\n", "tab-indentation", Location("a.yaml", 1, 2, 1)),
]


@pytest.mark.parametrize(("text", "code", "location"), MISTAKES)
def test_a_frequent_mistake_is_named_where_it_has_to_be_mended(
    text: str, code: str, location: Location
) -> None:
    node, problems = parse_yaml(text, "a.yaml")

    assert node is None
    assert [(problem.code, problem.location) for problem in problems] == [(code, location)]
    assert problems[0].label
    assert problems[0].hint


@pytest.mark.parametrize(("text", "code", "location"), MISTAKES)
def test_without_libyaml_the_same_mistakes_have_the_same_names(
    text: str, code: str, location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)

    _, problems = parse_yaml(text, "a.yaml")

    assert [(problem.code, problem.location.line) for problem in problems] == [(code, location.line)]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("title: Study: now\n", '`title: "Study: now"`'),
        ('title: Study: "now"\n', "`title: 'Study: \"now\"'`"),
        ("a: 1\nname:Grodno\n", "`name: Grodno`"),
        ("a: 'it's'\n", "twice"),
        ("a: [b] c\n", "quotes around the whole value"),
    ],
)
def test_the_hint_says_what_to_write_instead(text: str, hint: str) -> None:
    _, problems = parse_yaml(text, "a.yaml")

    assert hint in problems[0].hint


def test_the_words_of_a_hint_can_be_written_as_they_stand() -> None:
    _, before = parse_yaml("title: Study: now\n", "a.yaml")
    cure = before[0].hint.split("`")[1]

    _, after = parse_yaml(cure, "a.yaml")

    assert after == ()


def test_tabs_on_many_lines_are_one_problem_that_counts_them() -> None:
    _, problems = parse_yaml("a:\n\tb: 1\n\tc: 2\n\t\n", "a.yaml")

    assert [problem.code for problem in problems] == ["tab-indentation"]
    assert "2 lines" in problems[0].label


def test_problems_before_a_mistake_in_the_syntax_are_reported_with_it() -> None:
    _, problems = parse_yaml("a: 1\na: 2\nb: c: d\n", "a.yaml")

    assert [problem.code for problem in problems] == ["duplicate-key", "unquoted-colon"]


def test_a_complaint_nobody_has_explained_is_given_in_the_librarys_words() -> None:
    _, problems = parse_yaml("a: [b:, c]\n", "a.yaml")

    assert [(p.code, p.location) for p in problems] == [("yaml-syntax", Location("a.yaml", 1, 6, 1))]
    assert "found unexpected ':'" in problems[0].label


@pytest.mark.parametrize(
    "text", ["a" + " " * 300_000 + "b\nc: d", "a: b\nc" + " #" * 300_000, "a:" * 300_000]
)
def test_a_long_line_is_explained_in_one_pass(text: str) -> None:
    _, problems = parse_yaml(text, "a.yaml")

    assert len(problems) == 1
