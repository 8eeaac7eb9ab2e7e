"""YAML nodes: what is read, with which places, and what is refused."""

import pytest

from microsite.problems import Location
from microsite.source import ListNode, MapEntry, MapNode, Node, Scalar, Span, parse_yaml


def value_of(text: str) -> Node:
    """Return the value of the one key `a`."""
    node, problems = parse_yaml(text, "a.yaml")
    assert problems == ()
    assert isinstance(node, MapNode)
    entry = node.get("a")
    assert entry is not None
    return entry.value


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_yaml(text, "a.yaml")[1]]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("NO", "NO"), ("yes", "yes"), ("12:30", "12:30"), ("0123", "0123"), ("1e3", "1e3"), ("~", "~"),
        ("null", "null"), ("2026-02-30", "2026-02-30"), ("+48 85 746 90 00", "+48 85 746 90 00"), ("=", "="),
        ("https://pb.edu.pl/en/", "https://pb.edu.pl/en/"), ("Arts & Design", "Arts & Design"),
        ("O'Brien", "O'Brien"), ("50 % #1", "50 %"), ("C#", "C#"), ("👩 北京", "👩 北京"),
        ("a\u2028b", "a\u2028b"),
        ("x:y", "x:y"), ("-5", "-5"), ("first\n  second", "first second"),
    ],
)  # fmt: skip
def test_a_plain_value_is_its_text_and_nothing_is_guessed(written: str, text: str) -> None:
    value = value_of(f"a: {written}\n")

    assert isinstance(value, Scalar)
    assert (value.text, value.is_quoted) == (text, False)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"NO"', "NO"), ("'it''s'", "it's"), ('"a: b"', "a: b"), ('""', ""), ("''", ""),
        ("|\n  x\n  y\n", "x\ny\n"), (">-\n  x\n  y\n", "x y"), ("|\n  x\n  \ty\n", "x\n\ty\n"),
        ('"<<"', "<<"), ('"*x"', "*x"), ('"\\u0142"', "ł"),
    ],
)  # fmt: skip
def test_quotes_and_blocks_say_that_text_was_meant(written: str, text: str) -> None:
    value = value_of(f"a: {written}")

    assert isinstance(value, Scalar)
    assert (value.text, value.is_quoted) == (text, True)


def test_a_key_with_nothing_after_it_has_an_empty_text_at_the_place_of_the_key() -> None:
    node, problems = parse_yaml("a:\n  long key:   # comment\n", "a.yaml")

    nothing = Scalar("", Span(2, 3, 8), is_quoted=False)
    key = Scalar("long key", Span(2, 3, 8), is_quoted=False)
    inner = MapNode((MapEntry(key, nothing),), Span(2, 3, 8))
    outer = Scalar("a", Span(1, 1, 1), is_quoted=False)
    assert node == MapNode((MapEntry(outer, inner),), Span(1, 1, 1))
    assert problems == ()


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff"])
def test_a_text_with_nothing_in_it_gives_nothing(text: str) -> None:
    assert parse_yaml(text, "a.yaml") == (None, ())


def test_a_missing_last_line_break_changes_nothing() -> None:
    assert parse_yaml("a: b", "a.yaml") == parse_yaml("a: b\n", "a.yaml")


def test_a_list_and_a_mapping_keep_their_order() -> None:
    value = value_of("a:\n  - z\n  - y: 1\n    x: 2\n  - [c, b]\n")

    assert isinstance(value, ListNode)
    assert value.items == (
        Scalar("z", Span(2, 5, 1), is_quoted=False),
        MapNode(
            (
                MapEntry(
                    Scalar("y", Span(3, 5, 1), is_quoted=False), Scalar("1", Span(3, 8, 1), is_quoted=False)
                ),
                MapEntry(
                    Scalar("x", Span(4, 5, 1), is_quoted=False), Scalar("2", Span(4, 8, 1), is_quoted=False)
                ),
            ),
            Span(3, 5, 1),
        ),
        ListNode(
            (Scalar("c", Span(5, 6, 1), is_quoted=False), Scalar("b", Span(5, 9, 1), is_quoted=False)),
            Span(5, 5, 6),
        ),
    )


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a: Białystok", Span(1, 4, 9)),
        ("a: 👩‍🎓 b", Span(1, 4, 5)),
        ('a: "b c"  # d', Span(1, 4, 5)),
        ("# ł\u2028ł\na: b\n", Span(2, 4, 1)),
        ("x: ł\u2028\u2029ł\na: b\n", Span(2, 4, 1)),
        ("a: first\n  second", Span(1, 4, 5)),
        ('a: "first  \n  second"', Span(1, 4, 6)),
        ("a: |  \n  text\n", Span(1, 4, 1)),
        ("a: [1,\n  2]", Span(1, 4, 3)),
        ("a: {b: c}", Span(1, 4, 6)),
        ("a:\n- b\n", Span(2, 1, 1)),
    ],
)
def test_a_span_covers_the_value_in_characters_and_ends_with_its_line(text: str, span: Span) -> None:
    assert value_of(text).span == span


def test_places_count_on_from_the_first_line() -> None:
    node, problems = parse_yaml("a: 1\na: 2\n", "p.md", first_line=11)

    assert node is not None
    assert node.span == Span(11, 1, 1)
    assert [(p.location, p.related) for p in problems] == [
        (Location("p.md", 12, 1, 1), (Location("p.md", 11, 1, 1),))
    ]


def test_every_duplicate_key_is_reported_and_the_first_is_kept() -> None:
    node, problems = parse_yaml('a: 1\nb: 2\n"a": 3\nb: 4\na: 5\n', "a.yaml")

    assert isinstance(node, MapNode)
    assert [(e.key.text, e.value) for e in node.entries] == [
        ("a", Scalar("1", Span(1, 4, 1), is_quoted=False)),
        ("b", Scalar("2", Span(2, 4, 1), is_quoted=False)),
    ]
    assert [(p.code, p.location.line, p.related[0].line) for p in problems] == [
        ("duplicate-key", 3, 1),
        ("duplicate-key", 4, 2),
        ("duplicate-key", 5, 1),
    ]


def test_one_key_in_two_mappings_is_no_duplicate() -> None:
    assert codes("- a: 1\n- a: 2\n  b:\n    a: 3\n") == []


@pytest.mark.parametrize(
    ("text", "code", "location"),
    [
        ("a: *b\n", "yaml-alias", Location("a.yaml", 1, 4, 2)),
        ("a: &b c\n", "yaml-anchor", Location("a.yaml", 1, 4, 2)),
        ("a: !b c\n", "yaml-tag", Location("a.yaml", 1, 4, 2)),
        ("a: ! c\n", "yaml-tag", Location("a.yaml", 1, 4, 1)),
        ('a: !!python/object/apply:os.system ["x"]\n', "yaml-tag", Location("a.yaml", 1, 4, 31)),
        ("a: !<tag:x> {}\n", "yaml-tag", Location("a.yaml", 1, 4, 8)),
        ("a:\n  <<: {b: c}\n", "merge-key", Location("a.yaml", 2, 3, 2)),
        ("? [a]\n: b\n", "complex-key", Location("a.yaml", 1, 3, 3)),
        ("{a: b}: c\n", "complex-key", Location("a.yaml", 1, 1, 6)),
        ("a: {{ b }}\n", "complex-key", Location("a.yaml", 1, 5, 5)),
        ("*a : b\n", "yaml-alias", Location("a.yaml", 1, 1, 2)),
        ("? \n: b\n", "empty-key", Location("a.yaml", 1, 2, 1)),
        (": b\n", "empty-key", Location("a.yaml", 1, 1, 1)),
        ('"": b\n', "empty-key", Location("a.yaml", 1, 1, 2)),
        ("%YAML 1.1\n---\na: b\n", "yaml-directive", Location("a.yaml", 1, 1, 9)),
        ("# x\n\n%TAG ! y\n---\na: b\n", "yaml-directive", Location("a.yaml", 3, 1, 8)),
        ("a: b\n---\nc: d\n", "several-documents", Location("a.yaml", 2, 1, 3)),
        ("a: b\n---\n", "several-documents", Location("a.yaml", 2, 1, 3)),
        ("---\n# x\n---\na: b\n", "several-documents", Location("a.yaml", 3, 1, 3)),
        ("---\na: b\n---\n", "several-documents", Location("a.yaml", 3, 1, 3)),
        ("a: b\n...\nc: d\n", "several-documents", Location("a.yaml", 2, 1, 3)),
        ('a: "\\0"\n', "control-character", Location("a.yaml", 1, 4, 4)),
        ('a: "\\e[31m"\n', "control-character", Location("a.yaml", 1, 4, 8)),
        ("a: b\nc: \x00\n", "control-character", Location("a.yaml", 2, 4, 1)),
        ("a: b\nc: \ud800\n", "control-character", Location("a.yaml", 2, 4, 1)),
        ("a: b\x85c\n", "control-character", Location("a.yaml", 1, 5, 1)),
        ("a: b\n\ufeffc: d\n", "control-character", Location("a.yaml", 2, 1, 1)),
    ],
)
def test_what_a_source_may_not_use_is_refused_where_it_stands(
    text: str, code: str, location: Location
) -> None:
    _, problems = parse_yaml(text, "a.yaml")

    assert [(problem.code, problem.location) for problem in problems] == [(code, location)]


@pytest.mark.parametrize(
    "text", ["---\na: b\n", "# x\n\n--- # y\na: b\n", "a: b\n...\n", "a: b\n...\n# x\n\n"]
)
def test_marks_around_a_single_document_are_let_pass(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["a: |\n  ---\n  %x\n", "a: ----\n", "a: x ...\n", "a: 50%\nb: c\n"])
def test_marks_inside_a_value_are_text(text: str) -> None:
    assert codes(text) == []


def test_a_merge_key_in_quotes_is_a_key_like_any_other() -> None:
    assert codes('"<<": b\n') == []


def test_an_anchor_and_a_tag_before_one_value_each_have_their_place() -> None:
    _, problems = parse_yaml("a: !t &n b\n", "a.yaml")

    assert [(p.code, p.location.column, p.location.length) for p in problems] == [
        ("yaml-anchor", 7, 2),
        ("yaml-tag", 4, 2),
    ]


def test_values_are_kept_after_problems_that_leave_them_clear() -> None:
    node, problems = parse_yaml("a: !t 1\nb: &n 2\nc: *n\nd: 4\n<<: 5\n", "a.yaml")

    assert isinstance(node, MapNode)
    texts = [(e.key.text, e.value.text) for e in node.entries if isinstance(e.value, Scalar)]
    assert texts == [("a", "1"), ("b", "2"), ("c", "*n"), ("d", "4")]
    assert [p.code for p in problems] == ["yaml-tag", "yaml-anchor", "yaml-alias", "merge-key"]


@pytest.mark.parametrize(
    ("opening", "closing", "inner"),
    [("[", "]", ""), ("{a: ", "}", "b"), ("- ", "", "x"), ("? ", "", "x")],
)
def test_twenty_levels_are_read_and_the_next_is_refused(opening: str, closing: str, inner: str) -> None:
    twenty = opening * 20 + inner + closing * 20
    more = opening * 21 + inner + closing * 21

    assert "yaml-too-deep" not in codes(twenty)
    assert codes(more) == ["yaml-too-deep"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{" * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "[\n" * 100_000,
        "a: {" * 100_000,
        '["]", ' * 100_000,
        "\n".join(" " * level + "a:" for level in range(1_000)),
    ],
)
def test_nesting_without_end_is_refused_at_its_twenty_first_level(text: str) -> None:
    node, problems = parse_yaml(text, "a.yaml")

    assert node is None
    assert [problem.code for problem in problems] == ["yaml-too-deep"]


def test_a_file_full_of_mistakes_is_left_after_a_hundred() -> None:
    node, problems = parse_yaml("a: 1\n" * 100_000, "a.yaml")

    assert node is None
    assert [problem.code for problem in problems] == ["duplicate-key"] * 100 + ["too-many-problems"]
