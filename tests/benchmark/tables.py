"""Figures → tables in Markdown, and into docs/performance.md between its two marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from tests.benchmark.figures import (
    Figure,
    Figures,
    Measure,
    Place,
    cost_per_page,
    memory_of,
    processor_of,
    quickest,
    ratio,
    seconds_of,
)
from tests.benchmark.line_up import LineUp

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
"""Between them `make bench` writes; all around them is written by people."""

BUILDS: Mapping[str, str] = {
    "cold": "Cold",
    "unchanged": "Nothing changed",
    "page": "One page",
    "again": "Another page",
    "record": "One record",
    "layout": "Base layout",
    "style": "Style sheet",
}
"""The words over a column, by scenario."""

SAVES: Mapping[str, str] = {
    "watch page": "One page",
    "watch record": "One record",
    "watch layout": "Base layout",
}

NOTHING = "–"
OURS = "ours"
RIVALS: Mapping[str, str] = {
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "": "the quickest other Python generator",
    "hugo-full": "Hugo with `--disableFastRender`",
    "mkdocs-dirty": "MkDocs with `--dirty`",
}
"""Whom ours is compared with; the empty name is for whoever is quickest at a thing."""

Rows = dict[str, list[str]]
"""Cells by the title of their row."""


def write_tables(figures: Figures, line_up: LineUp, *, machine: str) -> str:
    """Return all tables: the cost of a page first, then each size, the largest first.

    `machine` is a sentence on what it was measured on.
    """
    sizes = sorted({place.pages for place in figures}, reverse=True)
    parts = [machine, *(f"`{name}` could not be had there." for name in line_up.missing)]
    parts += _write_growth(figures, line_up, sizes[::-1])
    for pages in sizes:
        parts += [f"## {pages:,} pages", *_write_builds(figures, line_up, pages)]
        parts += _write_saves(figures, line_up, pages)
    return "\n\n".join(parts) + "\n"


def replace_between_marks(text: str, inner: str) -> str:
    """Return `text` with `inner` in place of what stands between the two marks."""
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"there is no `{BEGIN}` with `{END}` after it")
    return f"{before}{BEGIN}\n\n{inner}\n{END}{after}"


def say_seconds(seconds: float) -> str:
    """Return a time with as many digits as it is worth."""
    if seconds < 0.1:
        return f"{seconds:.3f}"
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def say_ratio(number: float | None) -> str:
    """Return a ratio with two figures or more; a dash for none."""
    if number is None:
        return NOTHING
    if number < 0.1:
        return f"{number:.3f}"
    return f"{number:.2f}" if number < 10 else f"{number:.0f}"


def say_time(figure: Figure | None) -> str:
    """Return the median with the least and the most; what is wrong where the time does not count."""
    if figure is None:
        return NOTHING
    if figure.fault:
        return "stale" if figure.is_stale else "failed"
    return f"{say_seconds(figure.median)} ({say_seconds(figure.least)}–{say_seconds(figure.most)})"


def say_processor(figure: Figure | None) -> str:
    """Return the seconds of processor."""
    return NOTHING if figure is None or figure.fault else say_seconds(figure.processor)


def say_memory(figure: Figure | None) -> str:
    """Return the most memory in MB, as each process counts it."""
    return f"{figure.peak / 1e6:.0f}" if figure else NOTHING


def say_shared_memory(figure: Figure | None) -> str:
    """Return the most memory in MB with shared pages counted once."""
    return f"{figure.shared_peak / 1e6:.0f}" if figure and figure.shared_peak else NOTHING


def _write_builds(figures: Figures, line_up: LineUp, pages: int) -> list[str]:
    times = _rows(figures, line_up, pages, _all(BUILDS, say_time))
    if not times:
        return []
    memory = [("cold", say_memory), ("cold", say_shared_memory)]
    costs = _rows(figures, line_up, pages, [*_all(BUILDS, say_processor), *memory])
    ratios = {
        **_ratios(figures, line_up, pages, [*_each(BUILDS, seconds_of), ("cold", memory_of)], ""),
        **_ratios(figures, line_up, pages, _each(BUILDS, processor_of), ", by processor"),
    }
    heads = BUILDS.values()
    return [
        "Seconds of a build in a new process, the median and in brackets the least and the most:",
        _lay_out(["Build", *heads], times),
        *_tell_faults(figures, line_up, pages, BUILDS),
        "Seconds of processor, the median; and in MB the most memory of a cold build:",
        _lay_out(["Build", *heads, "Memory", "Shared once"], costs),
        *_introduced("This generator divided by another (below 1: this one needs less):", ratios, heads),
    ]


def _write_saves(figures: Figures, line_up: LineUp, pages: int) -> list[str]:
    times = _rows(figures, line_up, pages, [*_all(SAVES, say_time), ("watch layout", say_memory)])
    if not times:
        return []
    ratios = _ratios(figures, line_up, pages, [*_each(SAVES, seconds_of), ("watch layout", memory_of)], "")
    return [
        "Seconds from a save to new bytes from the preview server, and in MB the most memory of the server:",
        _lay_out(["Watch", *SAVES.values(), "Memory"], times),
        *_tell_faults(figures, line_up, pages, SAVES),
        *_introduced("This generator's preview divided by another's:", ratios, SAVES.values()),
    ]


def _write_growth(figures: Figures, line_up: LineUp, sizes: Sequence[int]) -> list[str]:
    """Return what each further page costs in a cold build, from each size to the next."""
    steps = list(pairwise(sizes))
    rows: Rows = {}
    for each in line_up.contestants:
        costs = [cost_per_page(figures, each.name, *step) for step in steps]
        if any(cost is not None for cost in costs):
            rows[each.title] = [NOTHING if cost is None else f"{cost * 1000:.2f}" for cost in costs]
    heads = ["Cold build", *(f"{few:,} to {many:,} pages" for few, many in steps)]
    about = "Milliseconds of processor for each further page of a cold build:"
    return [about, _lay_out(heads, rows)] if rows else []


def _introduced(about: str, ratios: Rows, heads: Iterable[str]) -> list[str]:
    return [about, _lay_out(["Ours", *heads, "Memory"], ratios)] if ratios else []


def _ratios(
    figures: Figures, line_up: LineUp, pages: int, columns: Sequence[tuple[str, Measure]], about: str
) -> Rows:
    """Return a row for each rival that something can be compared with; `about` ends its title."""
    pythons = [each.name for each in line_up.contestants if each.is_python]
    rows: Rows = {}
    for rival, title in RIVALS.items():
        numbers = [
            ratio(
                figures,
                Place(OURS, pages, scenario),
                Place(rival or quickest(figures, pythons, pages, scenario), pages, scenario),
                measure,
            )
            for scenario, measure in columns
        ]
        if any(number is not None for number in numbers):
            rows[f"÷ {title}{about}"] = [say_ratio(number) for number in numbers]
    return rows


def _rows(
    figures: Figures,
    line_up: LineUp,
    pages: int,
    columns: Sequence[tuple[str, Callable[[Figure | None], str]]],
) -> Rows:
    """Return a row for each contestant that has a figure in any of the columns."""
    return {
        each.title: [say(figures.get(Place(each.name, pages, scenario))) for scenario, say in columns]
        for each in line_up.contestants
        if any(Place(each.name, pages, scenario) in figures for scenario, _ in columns)
    }


def _all(
    words: Mapping[str, str], say: Callable[[Figure | None], str]
) -> list[tuple[str, Callable[[Figure | None], str]]]:
    return [(scenario, say) for scenario in words]


def _each(words: Mapping[str, str], measure: Measure) -> list[tuple[str, Measure]]:
    return [(scenario, measure) for scenario in words]


def _tell_faults(figures: Figures, line_up: LineUp, pages: int, words: Mapping[str, str]) -> list[str]:
    """Return a line on each figure that is no time."""
    return [
        f"{each.title}, {words[scenario].lower()}: {figure.fault}."
        for each in line_up.contestants
        for scenario in words
        if (figure := figures.get(Place(each.name, pages, scenario))) and figure.fault
    ]


def _lay_out(headings: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    """Return a table; a row with fewer cells than there are headings is filled up with dashes."""
    rule = " | ".join(["---", *["---:"] * (len(headings) - 1)])
    lines = [
        f"| {' | '.join([title, *cells, *[NOTHING] * (len(headings) - 1 - len(cells))])} |"
        for title, cells in rows.items()
    ]
    return "\n".join([f"| {' | '.join(headings)} |", f"| {rule} |", *lines])
