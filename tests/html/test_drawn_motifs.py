"""Motifs as SVG: the cells of the text file and nothing else, in pages and in files."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.motifs import cell_path, draw_motif, draw_strip, render_motif_file
from microsite.model import Motif
from microsite.model.motifs import parse_motif
from microsite.pipeline import Build

REPOSITORY = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"

ROWS = st.integers(1, 16).flatmap(
    lambda columns: st.lists(st.text("#.", min_size=columns, max_size=columns), min_size=1, max_size=12).map(
        tuple
    )
)


def made(rows: tuple[str, ...], title: str = "A") -> Motif:
    return Motif("a", title, "", rows, (), "data/motifs/a.txt", "")


def cells_of_path(path: str) -> Iterator[tuple[int, int]]:
    """The cells that a path of rectangles fills, drawn as a browser does."""
    x = y = 0
    for across, down, width, height, back in re.findall(r"m(-?\d+) (\d+)h(\d+)v(\d+)h-(\d+)z", path):
        assert width == back
        x, y = x + int(across), y + int(down)
        yield from ((x + i, y + j) for i in range(int(width)) for j in range(int(height)))


def rows_of_strip(svg: str) -> dict[int, str]:
    """The rows that dashed lines weave, drawn as a browser does: dashes begin anew with each line."""
    drawing = ElementTree.fromstring(svg)
    width = int(drawing.attrib["viewBox"].split()[2])
    rows = {}
    for path in drawing.iter("path"):
        dashes = [int(each) for each in path.attrib.get("stroke-dasharray", "1 0").split()]
        period = "".join(("#" if place % 2 == 0 else ".") * length for place, length in enumerate(dashes))
        for start, row, end in re.findall(r"M(-?\d+) (\d+)\.5H(\d+)", path.attrib["d"]):
            assert int(end) == width and int(row) not in rows
            length = width - int(start)
            rows[int(row)] = (period * (length // len(period) + 1))[-int(start) : length]
    return rows


@pytest.fixture(scope="module")
def real_drawings() -> dict[str, list[Motif]]:
    found: dict[str, list[Motif]] = {}
    for folder in ("motifs", "borders"):
        for file in sorted((REPOSITORY / "data" / folder).glob("*.txt")):
            text = re.sub("^marks: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            motif, problems = parse_motif(text, f"data/{folder}/{file.name}")
            assert motif is not None, problems
            found.setdefault(folder, []).append(motif)
    return found


# --- Laws ---------------------------------------------------------------------------------------


@given(ROWS)
@settings(max_examples=100, deadline=None)
def test_a_path_fills_each_cell_of_ink_once_and_no_other(rows: tuple[str, ...]) -> None:
    filled = list(cells_of_path(cell_path(rows)))

    inked = [(x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "#"]
    assert sorted(filled) == sorted(inked)


@given(ROWS)
@settings(max_examples=100, deadline=None)
def test_a_strip_repeats_its_rows_from_edge_to_edge(rows: tuple[str, ...]) -> None:
    woven = rows_of_strip(draw_strip(made(rows)))

    columns = len(rows[0])
    repeats = {len(row) / columns for row in woven.values()}
    assert {y: row[:columns] for y, row in woven.items()} == {
        y: row for y, row in enumerate(rows) if "#" in row
    }
    assert all(row == row[:columns] * (len(row) // columns) for row in woven.values())
    assert all(count % 2 == 1 and count * columns >= 960 for count in repeats)


def test_what_repeats_inside_a_row_is_said_once_and_equal_rows_share_a_line() -> None:
    svg = draw_strip(made(("#.#.", "####", "#.#.")))

    assert svg.count("<path") == 2
    assert 'stroke-dasharray="1 1"' in svg


# --- In a page ----------------------------------------------------------------------------------


def test_a_drawing_has_the_colour_of_the_text_and_is_hidden_from_screen_readers() -> None:
    for svg in (draw_motif(made(("#.", ".#"))), draw_strip(made(("#.", ".#")))):
        drawing = ElementTree.fromstring(svg)

        assert (drawing.attrib["aria-hidden"], drawing.attrib["focusable"]) == ("true", "false")
        assert "currentColor" in svg
        assert not re.search(r"\b(id|style)=|#[0-9a-f]{3}", svg)


def test_a_cell_is_as_large_as_is_asked() -> None:
    drawing = ElementTree.fromstring(draw_motif(made(("#.#", ".#.")), cell=8))

    assert (drawing.attrib["viewBox"], drawing.attrib["width"], drawing.attrib["height"]) == (
        "0 0 3 2",
        "24",
        "16",
    )


DRAWING_PAGE = (
    '{% extends "layouts/base.html" %}'
    '{% block main %}[[{{ motif("stork") }}|{{ border("path") }}]]{% endblock %}'
)
STORK = "title: Stork & nest\nmirror: x\n\n#.\n##\n"
STRIP = "title: Path\n\n#.\n.#\n"
SITE = {
    "data/strings/en.yaml": "home: Home\ncalendar_link: Calendar\nfeed_link: News\n",
    "templates/pages/page.html": DRAWING_PAGE,
    "data/borders/path.txt": STRIP,
}


def test_a_template_draws_by_name(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site({**SITE, "data/motifs/stork.txt": STORK})

    html = built.output["en/index.html"].content.decode()
    assert built.problems == ()
    assert '[[<svg class="motif" viewBox="0 0 4 2"' in html
    assert '|<svg class="strip"' in html


def test_a_drawing_that_does_not_exist_is_told_with_what_was_meant(
    build_tiny_site: Callable[..., Build],
) -> None:
    built = build_tiny_site({**SITE, "data/motifs/storks.txt": STORK})

    told = [problem for problem in built.problems if problem.code == "template-error"]
    assert [problem.location.path for problem in told] == ["templates/pages/page.html"]
    assert told[0].message == (
        "the template fails: there is no motif `stork` in data/motifs/ (did you mean `storks`?)"
    )


def test_a_drawing_with_a_mistake_is_no_second_problem_where_it_is_used(
    build_tiny_site: Callable[..., Build],
) -> None:
    built = build_tiny_site({**SITE, "data/motifs/stork.txt": "title: Stork\n\n#o\n"})

    assert [problem.code for problem in built.problems] == ["motif-character"]


def test_a_site_without_drawings_may_keep_templates_that_draw(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site({**SITE, "data/borders/path.txt": None})

    assert built.problems == ()
    assert "[[|]]" in built.output["en/index.html"].content.decode()


# --- As files -----------------------------------------------------------------------------------


def test_every_drawing_is_published_as_svg_and_as_its_text(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site({"data/motifs/stork.txt": STORK, "data/borders/path.txt": STRIP})

    drawn = {path: file for path, file in built.output.items() if path.startswith(("motifs/", "borders/"))}
    assert set(drawn) == {"motifs/stork.svg", "motifs/stork.txt", "borders/path.svg", "borders/path.txt"}
    assert drawn["motifs/stork.txt"].content.decode() == STORK
    assert drawn["motifs/stork.svg"].origin == "data/motifs/stork.txt"


def test_a_file_says_what_it_is_and_can_be_read_by_anything() -> None:
    drawing = ElementTree.fromstring(render_motif_file(made(("#.", "##"), title="Salt & <bread>")))

    title, path = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}path")
    assert title is not None and title.text == "Salt & <bread>"
    assert path is not None and path.attrib["fill"] == "#14352a"
    assert (drawing.attrib["width"], drawing.attrib["height"]) == ("16", "16")


def test_a_site_without_drawings_has_no_such_files(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site()

    assert [path for path in built.output if path.startswith(("motifs/", "borders/"))] == []


# --- The drawings of this site ------------------------------------------------------------------


def test_every_motif_of_the_brief_is_drawn(real_drawings: dict[str, list[Motif]]) -> None:
    brief = (
        "tree-of-life spruce bison stork shutters star book comb "
        "house coin letter train snow hand bowl palace"
    )

    names = {motif.name for motif in real_drawings["motifs"]}

    assert set(brief.split()) - names == set()


def test_a_motif_fits_its_grid_and_its_budget(real_drawings: dict[str, list[Motif]]) -> None:
    for motif in real_drawings["motifs"]:
        assert max(motif.columns, len(motif.rows)) <= 25, motif.name
        assert len(zlib.compress(cell_path(motif.rows).encode(), 9)) <= 400, motif.name


def test_there_are_sixteen_strips_of_eight_to_sixteen_by_eight_to_twelve_cells(
    real_drawings: dict[str, list[Motif]],
) -> None:
    sizes = {border.name: (border.columns, len(border.rows)) for border in real_drawings["borders"]}

    assert len(sizes) == 16
    assert all(8 <= columns <= 16 and 8 <= rows <= 12 for columns, rows in sizes.values()), sizes


def test_no_two_drawings_are_the_same(real_drawings: dict[str, list[Motif]]) -> None:
    for drawings in real_drawings.values():
        assert len({motif.rows for motif in drawings}) == len(drawings)
        assert len({motif.title for motif in drawings}) == len(drawings)
