"""Decoding: which bytes become text, and what is said of the others."""

import codecs

import pytest

from microsite.problems import Location, Problem
from microsite.source import SourceFile, decode
from microsite.source.text import Sheet


def decode_bytes(content: bytes) -> tuple[str | None, list[Problem]]:
    text, problems = decode(SourceFile("data/a.yaml", content))
    return text, list(problems)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"plain, no last line break", "plain, no last line break"),
        (codecs.BOM_UTF8 + b"a: b\n", "a: b\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\r\r\n\n", "\n\n\n"),
        (b"tab\there\n", "tab\there\n"),
        (
            "Białystok, Гродно, 北京, עברית, 👩‍🎓, e\u0301".encode(),
            "Białystok, Гродно, 北京, עברית, 👩‍🎓, e\u0301",
        ),
        ("two\u2028lines\u2029and\u00a0more".encode(), "two\u2028lines\u2029and\u00a0more"),
    ],
)
def test_utf8_of_any_script_and_line_break_becomes_text(content: bytes, text: str) -> None:
    assert decode_bytes(content) == (text, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_a_file_in_a_wide_encoding_is_recognised_by_name(encoding: str) -> None:
    text, problems = decode_bytes("name: Białystok\ncity: Grodno\n".encode(encoding))

    assert text is None
    assert [problem.code for problem in problems] == [
        "not-utf8" if encoding != "utf-32-le" else "control-character"
    ]
    if encoding != "utf-32-le":
        assert encoding[:6].upper() in problems[0].message


def test_a_byte_that_is_not_utf8_is_shown_where_it_stands() -> None:
    text, problems = decode_bytes("name: Ok\r\ncity: Białystok\n".encode("cp1250"))

    assert text is None
    assert [(p.code, p.location) for p in problems] == [("not-utf8", Location("data/a.yaml", 2, 10))]
    assert "0xb3" in problems[0].label


def test_half_of_a_surrogate_pair_is_called_by_its_name() -> None:
    _, problems = decode_bytes(b"name: \xed\xa0\xbd\xed\xb8\x80\n")

    assert [problem.code for problem in problems] == ["not-utf8"]
    assert "surrogate" in problems[0].label


@pytest.mark.parametrize(
    "character",
    ["\0", "\a", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\ufdd0", "\ufeff", "\uffff", "\U0001fffe"],
)
def test_a_control_character_is_refused_where_it_stands(character: str) -> None:
    text, problems = decode_bytes(f"a: b\nc: d{character}e\n".encode())

    assert text is None
    assert [(p.code, p.location) for p in problems] == [("control-character", Location("data/a.yaml", 2, 5))]
    assert f"U+{ord(character):04X}" in problems[0].message


def test_many_control_characters_are_one_problem_that_counts_them() -> None:
    _, problems = decode_bytes(b"\x01\x02\x03")

    assert len(problems) == 1
    assert "2 more" in problems[0].label


def test_each_unfinished_merge_is_reported_with_both_its_ends() -> None:
    conflict = "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> branch\n"

    text, problems = decode_bytes(f"x: 0\n{conflict}y: 0\n{conflict}".encode())

    assert text is None
    assert [(p.code, p.location, p.related) for p in problems] == [
        ("merge-conflict", Location("data/a.yaml", 2, 1, 7), (Location("data/a.yaml", 6, 1, 7),)),
        ("merge-conflict", Location("data/a.yaml", 8, 1, 7), (Location("data/a.yaml", 12, 1, 7),)),
    ]


@pytest.mark.parametrize(
    "text",
    ["Title\n=======\n", "<<<<<<< alone\n", ">>>>>>> first\n<<<<<<< then\n", "  <<<<<<< a\n  >>>>>>> b\n"],
)
def test_markdown_that_only_resembles_a_merge_is_text(text: str) -> None:
    assert decode_bytes(text.encode()) == (text, [])


@pytest.mark.parametrize(
    ("line", "column", "length", "location"),
    [
        (0, 1, 2, Location("p", 11, 2, 2)),
        (0, 1, 99, Location("p", 11, 2, 2)),
        (0, 1, None, Location("p", 11, 2, 2)),
        (0, 99, 1, Location("p", 11, 3, 1)),
        (9, 9, 9, Location("p", 12, 2, 1)),
    ],
)
def test_a_place_past_an_end_moves_back_inside_the_text(
    line: int, column: int, length: int | None, location: Location
) -> None:
    sheet = Sheet("p", ["abc", "de", "", ""], first_line=11)

    assert sheet.location(line, column, length) == location
