"""Front matter: where it ends, what it may be, and on which line the body begins."""

import pytest

from microsite.problems import Location
from microsite.source import FrontMatter, MapNode, Span, split_front_matter


def test_fields_and_body_are_parted_and_keep_their_lines() -> None:
    front_matter, problems = split_front_matter("---\ntitle: Visa\norder: 2\n---\n# Hello\n---\n", "p.md")

    assert problems == ()
    assert front_matter is not None
    assert front_matter.node is not None
    assert [(entry.key.text, entry.value.span) for entry in front_matter.node.entries] == [
        ("title", Span(2, 8, 4)),
        ("order", Span(3, 8, 1)),
    ]
    assert (front_matter.body, front_matter.body_line) == ("# Hello\n---\n", 5)


@pytest.mark.parametrize(
    ("text", "body", "body_line"),
    [("---\n---\nx", "x", 3), ("---\n---", "", 3), ("--- \n# none\n---\t\n\nx", "\nx", 4)],
)
def test_front_matter_without_fields_is_a_mapping_without_entries(
    text: str, body: str, body_line: int
) -> None:
    front_matter, problems = split_front_matter(text, "p.md")

    assert front_matter == FrontMatter(MapNode((), Span(1, 1, 3)), body, body_line)
    assert problems == ()


@pytest.mark.parametrize(
    "text", ["", "# Hello\n", "\n---\ntitle: x\n---\n", "----\na: b\n----\n", " ---\n---\n"]
)
def test_a_file_that_does_not_begin_with_front_matter_is_all_body(text: str) -> None:
    front_matter, problems = split_front_matter(text, "p.md")

    assert front_matter == FrontMatter(None, text, 1)
    assert [(p.code, p.location) for p in problems] == [("missing-front-matter", Location("p.md", 1, 1))]


def test_front_matter_that_is_never_closed_leaves_no_body() -> None:
    front_matter, problems = split_front_matter("---\ntitle: x\n\nHello\n----\n", "p.md")

    assert front_matter is None
    assert [(p.code, p.location) for p in problems] == [("unclosed-front-matter", Location("p.md", 1, 1, 3))]


@pytest.mark.parametrize("fields", ["just a sentence", "- title: x"])
def test_front_matter_must_be_fields(fields: str) -> None:
    front_matter, problems = split_front_matter(f"---\n{fields}\n---\nbody\n", "p.md")

    assert front_matter == FrontMatter(None, "body\n", 4)
    assert [(p.code, p.location.line) for p in problems] == [("front-matter-not-a-mapping", 2)]


def test_a_mistake_in_the_fields_is_shown_on_its_line_and_the_body_is_still_given() -> None:
    front_matter, problems = split_front_matter("---\ntitle: a\nnote: b: c\n---\nbody\n", "p.md")

    assert front_matter == FrontMatter(None, "body\n", 5)
    assert [(p.code, p.location) for p in problems] == [("unquoted-colon", Location("p.md", 3, 7, 4))]


def test_both_places_of_a_duplicate_key_are_lines_of_the_file() -> None:
    front_matter, problems = split_front_matter("---\ntitle: a\ntitle: b\n---\n", "p.md")

    assert front_matter is not None
    assert front_matter.node is not None
    assert [(p.location.line, p.related[0].line) for p in problems] == [(3, 2)]
    assert "line 2" in problems[0].label
