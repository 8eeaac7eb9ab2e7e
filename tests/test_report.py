"""Problems as text: what an author reads on a screen, and what programs read of it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.command import FORMS
from microsite.incremental import Remade
from microsite.problems import Location, Problem, Severity
from microsite.report import LineOf, count_words, escape, report_json, report_problems, summarise_errors

PROGRAMME = """\
title: Computer science
degree: bachelor
university: university-of-tecnology
"""
UNKNOWN = Problem(
    code="unknown-reference",
    message="no university has the id `university-of-tecnology`",
    location=Location("data/programmes/computer-science.yaml", 14, 13, 23),
    label="not found in data/universities/",
    hint="did you mean `university-of-technology`?",
)
DATE = Problem(
    code="invalid-date",
    message="`2026-06-31` is not a date",
    location=Location("data/deadlines.yaml", 9, 11, 10),
    label="June has 30 days",
    hint="write a date as year-month-day, such as 2026-06-30",
)
HOSTILE = "\x1b[2J\x1b]0;owned\x07 \r \x00 \u202e\u2066 \u200b \ufeff \x9b31m \x7f"


def lines_of(text: str, *, first: int = 1) -> LineOf:
    """Give the lines of a file, the first of which has the number `first`."""
    lines = text.split("\n")
    return lambda path, line: lines[line - first] if first <= line < first + len(lines) else ""


def no_lines(path: str, line: int) -> str:
    return ""


def block(problem: Problem, line_of: LineOf = no_lines) -> list[str]:
    return report_problems([problem], "full", line_of).splitlines()


# --- Full ---------------------------------------------------------------------------------------


def test_a_problem_shows_its_line_underlined_between_what_is_wrong_and_what_to_do() -> None:
    text = report_problems([UNKNOWN], "full", lines_of(PROGRAMME, first=12))

    assert text == (
        "error[unknown-reference]: no university has the id `university-of-tecnology`\n"
        "  --> data/programmes/computer-science.yaml:14:13\n"
        "   |\n"
        "13 | degree: bachelor\n"
        "14 | university: university-of-tecnology\n"
        "   |             ^^^^^^^^^^^^^^^^^^^^^^^ not found in data/universities/\n"
        "   |\n"
        "hint: did you mean `university-of-technology`?\n"
    )


def test_the_numbers_of_lines_stand_under_each_other() -> None:
    shown = lines_of("  - name: Documents in English\n    closes: 2026-06-31", first=9)

    text = report_problems([replace(DATE, location=Location("d.yaml", 10, 13, 10))], "full", shown)

    assert text.splitlines()[2:7] == [
        "   |",
        " 9 |   - name: Documents in English",
        "10 |     closes: 2026-06-31",
        "   |             ^^^^^^^^^^ June has 30 days",
        "   |",
    ]


def test_the_first_line_of_a_file_has_none_before_it() -> None:
    found = block(replace(DATE, location=Location("d.yaml", 1, 9, 10)), lines_of("closes: 2026-06-31"))

    assert found[2:5] == ["  |", "1 | closes: 2026-06-31", "  |         ^^^^^^^^^^ June has 30 days"]


def test_an_empty_line_before_is_left_out() -> None:
    found = block(replace(DATE, location=Location("d.yaml", 2, 9, 10)), lines_of("\ncloses: 2026-06-31"))

    assert found[3] == "2 | closes: 2026-06-31"


def test_a_problem_of_a_whole_file_shows_its_reason_without_a_line() -> None:
    found = block(replace(DATE, location=Location("data/x.yaml")), lines_of("anything"))

    assert [line.strip() for line in found] == [
        "error[invalid-date]: `2026-06-31` is not a date",
        "--> data/x.yaml",
        "= June has 30 days",
        "hint: write a date as year-month-day, such as 2026-06-30",
    ]


def test_a_place_past_the_end_of_the_file_is_shown_without_a_line() -> None:
    found = block(replace(DATE, location=Location("d.yaml", 7, 1)), lines_of("one line"))

    assert [line.strip() for line in found[1:3]] == ["--> d.yaml:7:1", "= June has 30 days"]


def test_other_places_and_the_page_are_named() -> None:
    problem = replace(DATE, related=(Location("a.yaml", 3, 4), Location("b.yaml")), page="/en/visa/")

    found = [line.strip() for line in block(problem, lines_of("a: b", first=9))]

    assert found[-4:-1] == ["= see also a.yaml:3:4", "= see also b.yaml", "= on the page /en/visa/"]


def test_a_problem_without_a_hint_has_no_hint_line() -> None:
    found = block(replace(DATE, hint=""), lines_of("  closes: 2026-06-31", first=9))

    assert found[-1] == "  |"


def test_a_warning_says_that_it_is_one() -> None:
    assert block(replace(DATE, severity=Severity.WARNING))[0].startswith("warning[invalid-date]: ")


def test_problems_are_parted_by_an_empty_line() -> None:
    text = report_problems([DATE, DATE], "full", no_lines)

    assert text.count("\n\n") == 1
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("form", ["full", "short", "github"])
def test_no_problem_gives_no_words(form: str) -> None:
    assert report_problems([], form, no_lines) == ""


# --- Long and strange lines ---------------------------------------------------------------------


@pytest.mark.parametrize("column", [1, 100, 4_990])
def test_a_long_line_is_cut_around_the_underline(column: int) -> None:
    line = "x" * (column - 1) + "WRONG" + "x" * (5_000 - column)

    found = block(replace(DATE, location=Location("d.yaml", 2, column, 5)), lines_of("short\n" + line))

    shown, under = found[4], found[5]
    assert len(shown) < 200
    start = under.index("^^^^^")
    assert shown[start : start + 5] == "WRONG"


def test_a_long_line_before_is_left_out() -> None:
    found = block(
        replace(DATE, location=Location("d.yaml", 2, 9, 10)), lines_of("x" * 5_000 + "\ncloses: 2026-06-31")
    )

    assert found[3] == "2 | closes: 2026-06-31"


def test_an_underline_longer_than_what_is_shown_ends_with_it() -> None:
    found = block(replace(DATE, location=Location("d.yaml", 1, 1, 5_000)), lines_of("x" * 5_000))

    assert len(found[3]) == len(found[4].removesuffix(" June has 30 days"))


@pytest.mark.parametrize(
    "value",
    [
        "北京工业大学",
        "Fırat Üniversitesi",
        unicodedata.normalize("NFD", "Białystok ąęść"),
        "👩‍👩‍👧",
        "جامعة",
        "\t\t\t",
    ],
)
def test_wide_and_combining_characters_are_tolerated(value: str) -> None:
    line = f"name: {value} wrong"
    place = Location("d.yaml", 1, line.index("wrong") + 1, 5)

    found = block(replace(DATE, location=place), lines_of(line))

    assert found[4].startswith("  | ")
    assert found[4].endswith("^^^^^ June has 30 days")


def test_an_escaped_character_moves_the_underline() -> None:
    found = block(replace(DATE, location=Location("d.yaml", 1, 3, 5)), lines_of("\x1b\x1bwrong"))

    assert found[3] == "1 | \\x1b\\x1bwrong"
    assert found[4] == "  |         ^^^^^ June has 30 days"


# --- Nothing an author wrote acts on a terminal or on CI ----------------------------------------


def hostile_problem(words: str) -> Problem:
    return Problem(
        code="invalid-date",
        message=f"`{words}` is wrong",
        location=Location(f"data/{words}.yaml", 1, 1, 3),
        label=words,
        hint=words,
        page=f"/{words}/",
        related=(Location(f"data/{words}.yaml", 2, 1),),
    )


def report(problem: Problem, form: str, line_of: LineOf) -> str:
    """The problem in any of the forms, that for programs too."""
    if form == "json":
        return report_json([problem], pages=1, aria=0, changed=None, rendered=())
    return report_problems([problem], form, line_of)


@pytest.mark.parametrize("form", FORMS)
def test_control_and_direction_characters_are_written_out(form: str) -> None:
    text = report(hostile_problem(HOSTILE), form, lambda path, line: HOSTILE)

    harmful = [each for each in text if unicodedata.category(each) in ("Cc", "Cf") and each != "\n"]
    assert harmful == [] or form == "json"
    assert "\x1b" not in text


def test_what_is_written_out_can_be_told_apart() -> None:
    assert escape("\x1b[2J \x9b \u202e") == "\\x1b[2J \\x9b \\u202e"
    assert escape("Białystok 北京 ąę\ttab") == "Białystok 北京 ąę\ttab"


@pytest.mark.parametrize(
    "words", ["::stop-commands::x", "a\n::error::x", "a%0A::error::x", "a\r\n::set-env::x"]
)
def test_a_pull_request_gets_one_command_a_problem(words: str) -> None:
    text = report_problems([hostile_problem(words)], "github", no_lines)

    assert len(text.splitlines()) == 1
    assert text.startswith("::error file=data/")
    assert text.removeprefix("::error ").partition("::")[0].endswith(",line=1,col=1,endColumn=4")


@pytest.mark.parametrize("form", ["full", "short"])
def test_no_line_of_a_report_can_be_taken_for_a_command(form: str) -> None:
    """A CI reads every line that begins with two colons, whatever form was asked for."""
    text = report_problems([hostile_problem("a\n::stop-commands::x")], form, no_lines)

    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


def test_an_annotation_escapes_what_parts_its_properties() -> None:
    problem = replace(DATE, location=Location("data/a,b:c%.yaml", 9, 11, 10), message="100 % :: wrong")

    text = report_problems([problem], "github", no_lines)

    assert text == (
        "::error file=data/a%2Cb%3Ac%25.yaml,title=invalid-date,line=9,col=11,endColumn=21"
        "::100 %25 :: wrong. June has 30 days. write a date as year-month-day, such as 2026-06-30\n"
    )


# --- Short and JSON -----------------------------------------------------------------------------


def test_the_short_form_is_one_line_with_place_and_hint() -> None:
    text = report_problems(
        [UNKNOWN, replace(DATE, hint="", location=Location("data/x.yaml"))], "short", no_lines
    )

    assert text == (
        "data/programmes/computer-science.yaml:14:13: error[unknown-reference]: "
        "no university has the id `university-of-tecnology` (did you mean `university-of-technology`?)\n"
        "data/x.yaml: error[invalid-date]: `2026-06-31` is not a date\n"
    )


def test_the_short_form_stays_one_line_whatever_the_words() -> None:
    text = report_problems([hostile_problem("a\nb\r\nc")], "short", no_lines)

    assert len(text.splitlines()) == 1


def test_the_json_form_has_every_part() -> None:
    problem = replace(DATE, related=(Location("a.yaml", 3, 4),), page="/en/visa/")

    found = json.loads(report_json([problem], pages=1, aria=0, changed=None, rendered=()))

    assert found["problems"] == [
        {
            "code": "invalid-date",
            "severity": "error",
            "message": "`2026-06-31` is not a date",
            "label": "June has 30 days",
            "hint": "write a date as year-month-day, such as 2026-06-30",
            "file": "data/deadlines.yaml",
            "line": 9,
            "column": 11,
            "length": 10,
            "page": "/en/visa/",
            "related": [{"file": "a.yaml", "line": 3, "column": 4}],
        }
    ]


def test_the_json_form_says_what_was_rendered_and_why() -> None:
    remade = [Remade("/en/", ("record:partner:burgos", "today")), Remade("/en/new/", ())]

    found = json.loads(report_json([], pages=90, aria=7, changed=2, rendered=remade))

    assert found == {
        "problems": [],
        "pages": 90,
        "aria_attributes": 7,
        "changed": 2,
        "rendered": [
            {"page": "/en/", "because": ["record:partner:burgos", "today"]},
            {"page": "/en/new/", "because": []},
        ],
    }


# --- Last lines ---------------------------------------------------------------------------------


def test_the_last_line_counts_errors_and_files() -> None:
    problems = [DATE, UNKNOWN, replace(DATE, severity=Severity.WARNING, location=Location("other.yaml"))]

    assert summarise_errors(problems, "site/") == (
        "2 errors in 2 files. Nothing was published; site/ still holds the last good build."
    )
    assert summarise_errors([DATE], "site/").startswith("1 error in 1 file. ")


@pytest.mark.parametrize(("number", "words"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_words_are_counted(number: int, words: str) -> None:
    assert count_words(number, "page") == words


# --- A law --------------------------------------------------------------------------------------


@given(
    line=st.text(max_size=400),
    column=st.integers(0, 500),
    length=st.integers(0, 500),
    number=st.integers(0, 10**6),
    words=st.text(max_size=40),
    form=st.sampled_from(FORMS),
)
@settings(max_examples=200, deadline=None)
def test_any_place_in_any_text_can_be_reported(
    *, line: str, column: int, length: int, number: int, words: str, form: str
) -> None:
    problem = replace(hostile_problem(words), location=Location("data/x.yaml", number, column, length))

    text = report(problem, form, lambda path, line_number: line)

    assert text.endswith("\n")
    assert "\x1b" not in text
