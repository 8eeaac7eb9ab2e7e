"""Figures → tables in Markdown, and into docs/performance.md between its two marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmark.figures import Figure, Figures, Place, quickest, ratio

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
"""Between them `make bench` writes; all around them is written by people."""

BUILDS: Mapping[str, str] = {
    "cold": "Cold",
    "unchanged": "Nothing changed",
    "page": "One page",
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
RIVALS: Mapping[str, str] = {"hugo": "Hugo", "eleventy": "Eleventy", "": "the best Python generator"}
"""Whom ours is compared with; the empty name is for the quickest of `LineUp.pythons`."""


@dataclass(frozen=True, slots=True)
class LineUp:
    """Who takes part, and who could not."""

    title_by_name: Mapping[str, str]
    """In the order of the rows."""
    pythons: Sequence[str]
    """Names of the other Python generators whose output is whole."""
    missing: Sequence[str] = ()
    """A sentence about each that could not be had."""


def write_tables(figures: Figures, line_up: LineUp) -> str:
    """Return all tables, the largest size first: times, processor and memory, ratios; then watch mode."""
    parts: list[str] = []
    for pages in sorted({place.pages for place in figures}, reverse=True):
        parts += [f"### {pages:,} pages", *_write_builds(figures, line_up, pages)]
        parts += _write_saves(figures, line_up, pages)
    return "\n\n".join([*parts, *line_up.missing]) + "\n"


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
    """Return a ratio with two figures or more."""
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
        return "stale" if figure.fault.endswith("stale") else "failed"
    spread = f"{say_seconds(figure.least)}–{say_seconds(figure.most)}"
    return f"{say_seconds(figure.median)} ({spread})"


def say_processor(figure: Figure | None) -> str:
    """Return the seconds of processor."""
    return NOTHING if figure is None or figure.fault else say_seconds(figure.processor)


def _write_builds(figures: Figures, line_up: LineUp, pages: int) -> list[str]:
    names = _names_with(figures, line_up, pages, BUILDS)
    if not names:
        return []
    times = {name: _cells(figures, name, pages, BUILDS, say_time) for name in names}
    costs = {
        name: [
            *_cells(figures, name, pages, BUILDS, say_processor),
            *_say_memory(figures.get(Place(name, pages, "cold"))),
        ]
        for name in names
    }
    return [
        "Seconds of a build in a new process, the median and in brackets the least and the most:",
        _lay_out(["Build", *BUILDS.values()], _titled(times, line_up)),
        *_tell_faults(figures, line_up, pages, BUILDS),
        "Seconds of processor, the median, and the most memory of a cold build in MB:",
        _lay_out(["Build", *BUILDS.values(), "Memory", "Shared once"], _titled(costs, line_up)),
        *_write_ratios(figures, line_up, pages, BUILDS),
    ]


def _write_saves(figures: Figures, line_up: LineUp, pages: int) -> list[str]:
    names = _names_with(figures, line_up, pages, SAVES)
    if not names:
        return []
    rows = {
        name: [
            *_cells(figures, name, pages, SAVES, say_time),
            _say_memory(figures.get(Place(name, pages, "watch layout")))[0],
        ]
        for name in names
    }
    return [
        "Seconds from a save to new bytes from the preview server, and its memory in MB:",
        _lay_out(["Watch", *SAVES.values(), "Memory"], _titled(rows, line_up)),
        *_tell_faults(figures, line_up, pages, SAVES),
        *_write_ratios(figures, line_up, pages, SAVES),
    ]


def _write_ratios(figures: Figures, line_up: LineUp, pages: int, words: Mapping[str, str]) -> list[str]:
    rows = {}
    for rival, title in RIVALS.items():
        cells = []
        for scenario in words:
            other = rival or quickest(figures, line_up.pythons, pages, scenario)
            places = (Place(OURS, pages, scenario), Place(other, pages, scenario))
            cells.append(say_ratio(ratio(figures, *places)))
        if set(cells) != {NOTHING}:
            rows[f"÷ {title}"] = cells
    if not rows:
        return []
    about = "This generator's median divided by another's (below 1: this one is quicker):"
    return [about, _lay_out(["Ratio", *words.values()], rows)]


def _names_with(figures: Figures, line_up: LineUp, pages: int, words: Mapping[str, str]) -> list[str]:
    """Return who has a figure in any of these columns."""
    return [
        name
        for name in line_up.title_by_name
        if any(Place(name, pages, scenario) in figures for scenario in words)
    ]


def _cells(
    figures: Figures,
    name: str,
    pages: int,
    words: Mapping[str, str],
    say: Callable[[Figure | None], str],
) -> list[str]:
    return [say(figures.get(Place(name, pages, scenario))) for scenario in words]


def _say_memory(figure: Figure | None) -> tuple[str, str]:
    """Return the most memory, as each process counts it and with shared pages counted once."""
    if figure is None:
        return NOTHING, NOTHING
    once = f"{figure.shared_peak / 1e6:.0f}" if figure.shared_peak else NOTHING
    return f"{figure.peak / 1e6:.0f}", once


def _tell_faults(figures: Figures, line_up: LineUp, pages: int, words: Mapping[str, str]) -> list[str]:
    """Return a line on each figure that is no time."""
    return [
        f"{line_up.title_by_name[name]}, {words[scenario].lower()}: {figure.fault}."
        for name in line_up.title_by_name
        for scenario in words
        if (figure := figures.get(Place(name, pages, scenario))) and figure.fault
    ]


def _titled(rows: Mapping[str, list[str]], line_up: LineUp) -> dict[str, list[str]]:
    return {line_up.title_by_name[name]: cells for name, cells in rows.items()}


def _lay_out(headings: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    rule = " | ".join(["---", *["---:"] * (len(headings) - 1)])
    lines = [f"| {' | '.join([title, *cells])} |" for title, cells in rows.items()]
    return "\n".join([f"| {' | '.join(headings)} |", f"| {rule} |", *lines])
