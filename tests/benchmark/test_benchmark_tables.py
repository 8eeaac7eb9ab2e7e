"""Tables and chart: given figures, these exact words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmark.chart import draw_chart
from tests.benchmark.contestants import Contestant
from tests.benchmark.figures import Figure, Place
from tests.benchmark.line_up import LineUp
from tests.benchmark.ours import make_ours
from tests.benchmark.run_benchmark import PICTURE, write_paper
from tests.benchmark.tables import (
    BEGIN,
    END,
    replace_between_marks,
    say_ratio,
    say_seconds,
    say_shared_memory,
    say_time,
    write_tables,
)

FIGURE = Figure(median=2.0, least=1.5, most=2.5, processor=4.0, peak=100_000_000, shared_peak=0, rounds=3)
STALE = replace(FIGURE, fault="50 of 50 pages are stale")
SVG = "{http://www.w3.org/2000/svg}"


def named(name: str, title: str, *, is_python: bool = False) -> Contestant:
    return replace(make_ours(), name=name, title=title, is_python=is_python)


LINE_UP = LineUp(
    (
        named("ours", "Ours 1"),
        named("hugo", "Hugo 2"),
        named("slow", "Slow 3", is_python=True),
        named("quick", "Quick 4", is_python=True),
    ),
    missing=("eleventy",),
)

FIGURES = {
    Place("ours", 100, "cold"): replace(FIGURE, median=0.5, least=0.4, most=0.6, processor=0.4),
    Place("hugo", 100, "cold"): FIGURE,
    Place("slow", 100, "cold"): replace(FIGURE, median=10.0, least=9.0, most=12.0),
    Place("quick", 100, "cold"): replace(FIGURE, median=5.0, least=5.0, most=5.0),
    Place("ours", 100, "record"): replace(FIGURE, median=0.05, least=0.05, most=0.05),
    Place("hugo", 100, "record"): FIGURE,
    Place("quick", 100, "record"): STALE,
    Place("ours", 1000, "cold"): replace(FIGURE, processor=1.3, shared_peak=60_000_000),
    Place("ours", 1000, "watch page"): replace(FIGURE, median=0.012, least=0.01, most=0.02),
    Place("hugo", 1000, "watch page"): replace(FIGURE, median=0.6, least=0.5, most=0.7),
}


def rows_of(text: str, size: str, heading: str) -> dict[str, list[str]]:
    """The rows of the table that begins with a heading, under the heading of a size."""
    section = text.partition(f"## {size} pages\n")[2].partition("\n## ")[0]
    table = section.partition(f"| {heading} |")[2].partition("\n\n")[0]
    lines = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()[2:]]
    return {cells[0]: cells[1:] for cells in lines}


@pytest.fixture
def text() -> str:
    return write_tables(FIGURES, LINE_UP, machine="Measured on a bench.")


def test_a_row_has_the_median_and_the_spread_of_each_thing(text: str) -> None:
    rows = rows_of(text, "100", "Build | Cold")

    assert rows["Ours 1"] == ["0.50 (0.40–0.60)", "–", "–", "–", "0.050 (0.050–0.050)", "–", "–"]
    assert rows["Slow 3"] == ["10.0 (9.00–12.0)", "–", "–", "–", "–", "–", "–"]


def test_what_is_stale_is_no_time_and_is_explained_below(text: str) -> None:
    rows = rows_of(text, "100", "Build | Cold")

    assert rows["Quick 4"][4] == "stale"
    assert "\n\nQuick 4, one record: 50 of 50 pages are stale.\n\n" in text


def test_ratios_are_to_each_rival_and_to_the_quickest_python_generator(text: str) -> None:
    rows = rows_of(text, "100", "Ours | Cold")

    # 0.5 s is a quarter of Hugo's 2 s and a tenth of the quicker one's 5 s.
    assert rows["÷ Hugo"] == ["0.25", "–", "–", "–", "0.025", "–", "–", "1.00"]
    assert rows["÷ the quickest other Python generator"] == ["0.10", "–", "–", "–", "–", "–", "–", "1.00"]
    assert rows["÷ Hugo, by processor"] == ["0.10", "–", "–", "–", "1.00", "–", "–", "–"]
    assert "÷ Eleventy" not in rows


def test_watch_mode_has_a_table_of_its_own(text: str) -> None:
    assert rows_of(text, "1,000", "Watch | One page") == {
        "Ours 1": ["0.012 (0.010–0.020)", "–", "–", "–"],
        "Hugo 2": ["0.60 (0.50–0.70)", "–", "–", "–"],
    }
    assert rows_of(text, "1,000", "Ours | One page")["÷ Hugo"] == ["0.020", "–", "–", "–"]


def test_each_further_page_has_its_cost(text: str) -> None:
    # 0.9 s of processor for 900 pages.
    assert "| Cold build | 100 to 1,000 pages |\n| --- | ---: |\n| Ours 1 | 1.00 |\n\n" in text


def test_memory_is_told_in_megabytes_both_ways(text: str) -> None:
    section = text.partition("## 1,000 pages")[2]

    assert "| Base layout | Style sheet | Memory | Shared once |" in section
    assert "| Ours 1 | 1.30 | – | – | – | – | – | – | 100 | 60 |" in section


def test_the_text_says_on_what_it_was_measured_and_who_is_missing(text: str) -> None:
    assert text.startswith("Measured on a bench.\n\n`eleventy` could not be had there.\n\n")


def test_the_largest_size_comes_first(text: str) -> None:
    headings = [line for line in text.splitlines() if line.startswith("## ")]

    assert headings == ["## 1,000 pages", "## 100 pages"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0123, "0.012"), (0.0999, "0.100"), (0.1, "0.10"), (9.994, "9.99"), (12.34, "12.3"), (180.0, "180.0")],
)
def test_a_time_has_the_digits_it_is_worth(seconds: float, words: str) -> None:
    assert say_seconds(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"), [(None, "–"), (0.0345, "0.035"), (0.5, "0.50"), (9.5, "9.50"), (12.7, "13")]
)
def test_a_ratio_has_the_digits_it_is_worth(number: float | None, words: str) -> None:
    assert say_ratio(number) == words


def test_a_run_that_failed_is_said_to_have_failed() -> None:
    assert say_time(replace(FIGURE, fault="exit code 1: no such file")) == "failed"


def test_shared_memory_that_nobody_looked_for_is_a_dash() -> None:
    assert say_shared_memory(FIGURE) == "–"


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    text = f"# Title\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n"

    assert replace_between_marks(text, "new\n") == f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nAfter.\n"


def test_the_paper_shows_the_chart_beside_it_above_the_tables(tmp_path: Path) -> None:
    paper = tmp_path / "performance.md"
    paper.write_text(f"Before.\n\n{BEGIN}\n\nold\n\n{END}\n", encoding="utf-8")

    write_paper(paper, "The tables.\n", "<svg/>")

    assert paper.read_text(encoding="utf-8") == (
        f"Before.\n\n{BEGIN}\n\n![{PICTURE}](performance.svg)\n\nThe tables.\n\n{END}\n"
    )
    assert (tmp_path / "performance.svg").read_text(encoding="utf-8") == "<svg/>"


@pytest.mark.parametrize("text", ["# Title\n", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_a_paper_without_both_marks_is_not_written(text: str) -> None:
    with pytest.raises(ValueError, match="there is no"):
        replace_between_marks(text, "new\n")


def groups(svg: str) -> Iterator[list[ElementTree.Element]]:
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        yield list(group)


def test_bars_are_as_long_as_their_times_to_one_scale() -> None:
    svg = draw_chart(FIGURES, LINE_UP, pages=100)

    lengths = [[each.get("width") for each in group if each.tag == f"{SVG}rect"] for group in groups(svg)]

    # 10 s, the longest of all builds, is 180 wide; what is stale has no length.
    assert lengths == [["9.0", "36.0", "180.0", "90.0"], ["1.0", "36.0", "0.0"]]


def test_our_own_bars_are_marked() -> None:
    svg = draw_chart(FIGURES, LINE_UP, pages=100)

    marks = [[each.get("class") for each in group if each.tag == f"{SVG}rect"] for group in groups(svg)]

    assert marks == [["ours", "bar", "bar", "bar"], ["ours", "bar", "bar"]]


def test_the_chart_says_its_numbers_in_words() -> None:
    root = ElementTree.fromstring(draw_chart(FIGURES, LINE_UP, pages=100))

    assert root.findtext(f"{SVG}title") == "Seconds at 100 pages: shorter is quicker"
    assert root.findtext(f"{SVG}desc") == (
        "Build: cold: Ours 1 0.50, Hugo 2 2.00, Slow 3 10.0, Quick 4 5.00. "
        "Build: one record: Ours 1 0.050, Hugo 2 2.00, Quick 4 stale."
    )
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"


def test_a_title_cannot_break_the_chart() -> None:
    line_up = LineUp((named("ours", "Ours <1> & `two`"),))

    svg = draw_chart(FIGURES, line_up, pages=100)

    labels = [each.text for group in groups(svg) for each in group if each.get("class") == "label"]
    assert labels == ["Ours <1> & two"] * 2


def test_the_chart_can_be_read_in_light_and_in_dark() -> None:
    svg = draw_chart(FIGURES, LINE_UP, pages=100)

    assert "@media (prefers-color-scheme: dark)" in svg
    assert ElementTree.fromstring(svg)[3].get("class") == "paper"
