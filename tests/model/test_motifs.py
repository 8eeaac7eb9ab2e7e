"""Motifs and strips: text files of `#` and `.`, every mistake with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.model import Model
from microsite.model.motifs import MOST_CELLS, parse_motif
from microsite.problems import Problems

PATH = "data/motifs/lozenge.txt"
BORDER = "data/borders/lozenges.txt"

ROWS = st.integers(1, 12).flatmap(
    lambda columns: st.lists(st.text("#.", min_size=columns, max_size=columns), min_size=1, max_size=12)
)


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


# --- What a file says ---------------------------------------------------------------------------


def test_a_drawing_has_its_headers_and_its_rows() -> None:
    text = "title: Lozenge\nshows: A lozenge\n\n.#.\n#.#\n.#.\n"

    motif, problems = parse_motif(text, PATH)

    assert problems == ()
    assert motif is not None
    assert (motif.name, motif.title, motif.shows) == ("lozenge", "Lozenge", "A lozenge")
    assert motif.rows == (".#.", "#.#", ".#.")
    assert (motif.columns, motif.source) == (3, text)


@pytest.mark.parametrize(
    ("mirror", "rows"),
    [
        ("x", ("#..#", ".##.")),
        ("y", ("#.", ".#", ".#", "#.")),
        ("xy", ("#..#", ".##.", ".##.", "#..#")),
    ],
)
def test_a_mirror_adds_the_other_half(mirror: str, rows: tuple[str, ...]) -> None:
    motif, _ = parse_motif(f"title: A\nmirror: {mirror}\n\n#.\n.#\n", PATH)

    assert motif is not None and motif.rows == rows


def test_empty_lines_around_the_rows_and_spaces_after_them_mean_nothing() -> None:
    motif, problems = parse_motif("title: A\n\n\n#. \n.#\t\n\n\n", PATH)

    assert problems == ()
    assert motif is not None and motif.rows == ("#.", ".#")


def test_the_rows_may_follow_the_headers_at_once() -> None:
    motif, _ = parse_motif("title: A\n#.\n.#", PATH)

    assert motif is not None and motif.rows == ("#.", ".#")


@given(ROWS)
@settings(max_examples=100, deadline=None)
def test_rows_are_read_as_they_are_written(rows: list[str]) -> None:
    motif, problems = parse_motif("title: A\n\n" + "\n".join(rows) + "\n", PATH)

    assert problems == ()
    assert motif is not None and list(motif.rows) == rows


@given(ROWS)
@settings(max_examples=100, deadline=None)
def test_a_mirrored_drawing_is_the_same_from_both_sides(rows: list[str]) -> None:
    motif, _ = parse_motif("title: A\nmirror: xy\n\n" + "\n".join(rows), PATH)

    assert motif is not None
    assert [row[::-1] for row in motif.rows] == list(motif.rows) == list(reversed(motif.rows))


@given(st.text(st.sampled_from("#.:xy titlemarksshow\n\t{}<>é\u200b"), max_size=300))
@settings(max_examples=100, deadline=None)
def test_whatever_is_written_gives_a_drawing_or_says_why_not(text: str) -> None:
    motif, problems = parse_motif(text, BORDER)

    assert (motif is None) == bool(problems)
    assert all(0 <= problem.location.line <= text.count("\n") + 1 for problem in problems)


# --- What is wrong with a file ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "length"),
    [
        ("\n#.\n.#\n", "missing-field", 1, 1, 1),
        ("title: A\ncolour: red\n\n#.\n", "unknown-field", 2, 1, 6),
        ("title: A\nmark: place:hall\n\n#.\n", "unknown-field", 2, 1, 4),
        ("title: A\nmarks: region:asia\n\n#.\n", "unknown-reference", 2, 8, 11),
        ("title: A\ntitle: B\n\n#.\n", "duplicate-key", 2, 1, 5),
        ("title:\n\n#.\n", "empty-value", 1, 1, 6),
        ("title: A\nmirror: r\n\n#.\n", "unknown-value", 2, 9, 1),
        ("title: A\na lozenge\n\n#.\n", "missing-colon", 2, 1, 9),
        ("title: A\u202eB\n\n#.\n", "hidden-character", 1, 8, 3),
        ("title: A\n\n#.#\n#x#\n", "motif-character", 4, 2, 1),
        ("title: A\n\n#.\n #\n", "motif-character", 4, 1, 1),
        ("title: A\n\n#.#\n#.#\n#.\n", "motif-ragged", 5, 1, 2),
        ("title: A\n\n#.\n\n.#\n#.\n", "motif-ragged", 4, 1, 1),
        ("title: A\n\n", "motif-size", 0, 0, 1),
        (f"title: A\n\n{'#' * 65}\n", "motif-size", 3, 65, 1),
        ("title: A\n\n" + "#\n" * 65, "motif-size", 67, 1, 1),
        (f"title: A\nmirror: x\n\n{'#' * 33}\n", "motif-size", 4, 33, 1),
        ("title: A\nmirror: y\n\n" + "#\n" * 33, "motif-size", 36, 1, 1),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, code: str, line: int, column: int, length: int) -> None:
    motif, problems = parse_motif(text, PATH)

    assert motif is None
    assert codes(problems) == [code]
    place = problems[0].location
    assert (place.path, place.line, place.column, place.length) == (PATH, line, column, length)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    _, problems = parse_motif("titel: A\nmirror: z\n\n#.#\n#o#\n#.\n", PATH)

    assert codes(problems) == [
        "unknown-field",
        "unknown-value",
        "missing-field",
        "motif-character",
        "motif-ragged",
    ]
    assert problems[0].hint == "did you mean `title`?"


def test_the_largest_drawing_may_be_as_large_as_is_said() -> None:
    motif, problems = parse_motif("title: A\n\n" + ("#" * MOST_CELLS + "\n") * MOST_CELLS, PATH)

    assert problems == ()
    assert motif is not None and len(motif.rows) == MOST_CELLS


def test_a_file_that_is_no_drawing_gives_few_problems() -> None:
    _, problems = parse_motif("some words\n" * 10_000, PATH)

    assert len(problems) < 30


# --- What drawings mark -------------------------------------------------------------------------


def test_a_strip_marks_regions_and_universities() -> None:
    text = "title: A\nmarks: region:asia, university:of-tiny\n\n#.\n"

    motif, problems = parse_motif(text, BORDER, known={"university:of-tiny"})

    assert problems == ()
    assert motif is not None and motif.marks == ("region:asia", "university:of-tiny")


def test_a_motif_marks_places_and_nothing_else() -> None:
    known = {"place:hall", "university:of-tiny"}

    motif, problems = parse_motif("title: A\nmarks: place:hall\n\n#.\n", PATH, known=known)
    _, refused = parse_motif("title: A\nmarks: university:of-tiny\n\n#.\n", PATH, known=known)

    assert problems == ()
    assert motif is not None and motif.marks == ("place:hall",)
    assert codes(refused) == ["unknown-reference"]
    assert refused[0].label == "a motif marks a place"


def test_a_place_that_is_misspelt_is_told_with_what_was_meant() -> None:
    _, problems = parse_motif("title: A\nmarks: place:halls\n\n#.\n", PATH, known={"place:hall"})

    assert [problem.hint for problem in problems] == ["did you mean `place:hall`?"]


def test_a_mark_that_names_nothing_is_a_problem_with_a_hint() -> None:
    _, problems = parse_motif("title: A\nmarks: region:asia, region:afrika\n\n#.\n", BORDER)

    assert codes(problems) == ["unknown-reference"]
    assert problems[0].location.column == 21
    assert problems[0].hint == "did you mean `region:africa`?"


def test_two_strips_cannot_mark_one_thing(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> None:
    files = {
        "data/borders/a.txt": "title: A\nmarks: region:asia\n\n#.\n",
        "data/borders/b.txt": "title: B\nmarks: region:asia\n\n#.\n",
    }

    _, problems = model_tiny_site(files)

    assert codes(problems) == ["mark-taken"]
    assert problems[0].location.path == "data/borders/b.txt"
    assert problems[0].related[0].path == "data/borders/a.txt"


def test_two_motifs_cannot_mark_one_place(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> None:
    files = {f"data/motifs/{each}.txt": f"title: {each}\nmarks: place:hall\n\n#.\n" for each in "ab"}

    _, problems = model_tiny_site({**files, "data/places/hall.yaml": "name:"})

    assert [problem.message for problem in problems if problem.code == "mark-taken"] == [
        "two motifs mark `place:hall`"
    ]


def test_a_partner_and_its_country_have_the_strip_of_their_region(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    files = {
        "data/borders/a.txt": "title: A\nmarks: region:asia\n\n#.\n",
        "data/countries/china.yaml": "code: CN\nregion: asia\n",
        "data/countries/spain.yaml": "code: ES\nregion: europe\n",
    }

    model, problems = model_tiny_site(files)

    assert problems == ()
    assert model.border_of("country:china") is model.borders["a"]
    assert model.border_of("country:spain") is None
    assert model.border_of("page:index") is None


# --- In the model -------------------------------------------------------------------------------


def test_a_drawing_that_cannot_stand_is_left_out_and_known_as_broken(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    files = {"data/motifs/a.txt": "title: A\n\n#x\n", "data/borders/b.txt": b"\xff"}

    model, problems = model_tiny_site(files)

    assert codes(problems) == ["motif-character", "not-utf8"]
    assert (model.motifs, model.borders) == ({}, {})
    assert {"motif:a", "border:b"} <= model.broken


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("data/motifs/Stork.txt", "invalid-id"),
        ("data/motifs/stork.yaml", "unknown-file"),
        ("data/motifs/birds/stork.txt", "unknown-file"),
        ("data/motif/stork.txt", "unknown-file"),
    ],
)
def test_a_drawing_in_the_wrong_place_is_noticed(
    model_tiny_site: Callable[..., tuple[Model, Problems]], path: str, code: str
) -> None:
    _, problems = model_tiny_site({path: "title: A\n\n#.\n"})

    assert codes(problems) == [code]
