"""Figures → docs/performance.svg: a bar for each contestant at each thing, readable in light and dark.

Builds share one scale and watch mode another, so that lengths can be compared from panel to panel. The
numbers stand beside the bars and, as sentences, in the picture's description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from tests.benchmark.figures import Figure, Figures, Place
from tests.benchmark.line_up import LineUp
from tests.benchmark.tables import BUILDS, OURS, SAVES, say_seconds, say_time

PANELS_PER_ROW = 2
PANEL_WIDTH, LABEL_WIDTH, BAR_WIDTH = 490, 250, 180
LINE, MARGIN, HEAD = 20, 24, 30
"""All in pixels; `HEAD` is what stands above the first bar of a panel."""

# The picture has paper of its own: a page in the dark may hold it in a browser that prefers light.
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
    .paper { fill: #fdfcf8; }
    .head { font-weight: 600; }
    .label { text-anchor: end; }
    .bar { fill: #8b949e; }
    .ours { fill: #b3261e; }
    @media (prefers-color-scheme: dark) {
      text { fill: #ece9e2; }
      .paper { fill: #16191d; }
      .bar { fill: #77808a; }
      .ours { fill: #ff8a75; }
    }
  """


@dataclass(frozen=True, slots=True)
class _Bar:
    """One contestant at one thing."""

    title: str
    figure: Figure
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Panel:
    """All contestants at one thing."""

    head: str
    bars: tuple[_Bar, ...]
    longest: float
    """The seconds that a bar of full width stands for."""


def draw_chart(figures: Figures, line_up: LineUp, *, pages: int) -> str:
    """Return the chart of one size as SVG."""
    panels = [
        *_plan_panels(figures, line_up, pages, BUILDS, "Build"),
        *_plan_panels(figures, line_up, pages, SAVES, "Watch"),
    ]
    panel_height = HEAD + LINE * max((len(panel.bars) for panel in panels), default=0) + MARGIN
    rows = -(-len(panels) // PANELS_PER_ROW)
    width = 2 * MARGIN + PANELS_PER_ROW * PANEL_WIDTH
    height = 2 * MARGIN + HEAD + rows * panel_height
    title = f"Seconds at {pages:,} pages: shorter is quicker"
    drawn = [
        f'  <g transform="translate({MARGIN + number % PANELS_PER_ROW * PANEL_WIDTH} '
        f'{MARGIN + HEAD + number // PANELS_PER_ROW * panel_height})">\n{_draw_panel(panel)}  </g>\n'
        for number, panel in enumerate(panels)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc">\n'
        f'  <title id="title">{title}</title>\n'
        f'  <desc id="desc">{escape(" ".join(map(_describe_panel, panels)))}</desc>\n'
        f"  <style>{STYLE}</style>\n"
        f'  <rect class="paper" width="{width}" height="{height}"/>\n'
        f'  <text class="head" x="{MARGIN}" y="{MARGIN + 4}">{title}</text>\n'
        f"{''.join(drawn)}</svg>\n"
    )


def _plan_panels(
    figures: Figures, line_up: LineUp, pages: int, words: Mapping[str, str], mode: str
) -> list[_Panel]:
    """Return a panel for each scenario that somebody has a figure for, all to one scale."""
    bars_by_scenario = {
        scenario: tuple(
            _Bar(each.title.replace("`", ""), figures[place], each.name == OURS)
            for each in line_up.contestants
            if (place := Place(each.name, pages, scenario)) in figures
        )
        for scenario in words
    }
    times = [bar.figure.median for bars in bars_by_scenario.values() for bar in bars if not bar.figure.fault]
    return [
        _Panel(f"{mode}: {words[scenario].lower()}", bars, longest=max(times, default=1.0))
        for scenario, bars in bars_by_scenario.items()
        if bars
    ]


def _draw_panel(panel: _Panel) -> str:
    head = f'    <text class="head" x="{LABEL_WIDTH}" y="8">{escape(panel.head)}</text>\n'
    lines = [_draw_bar(bar, HEAD + number * LINE, panel.longest) for number, bar in enumerate(panel.bars)]
    return "".join([head, *lines])


def _draw_bar(bar: _Bar, y: int, longest: float) -> str:
    """Return a label, its bar and what it says; a figure that is no time has no length."""
    length = 0.0 if bar.figure.fault else max(1.0, BAR_WIDTH * bar.figure.median / longest)
    return (
        f'    <text class="label" x="{LABEL_WIDTH - 8}" y="{y}">{escape(bar.title)}</text>\n'
        f'    <rect class="{"ours" if bar.is_ours else "bar"}" x="{LABEL_WIDTH}" y="{y - 11}" '
        f'width="{length:.1f}" height="14"/>\n'
        f'    <text x="{LABEL_WIDTH + length + 6:.1f}" y="{y}">{_say(bar.figure)}</text>\n'
    )


def _describe_panel(panel: _Panel) -> str:
    """Return the numbers of a panel in words."""
    numbers = ", ".join(f"{bar.title} {_say(bar.figure)}" for bar in panel.bars)
    return f"{panel.head}: {numbers}."


def _say(figure: Figure) -> str:
    return say_time(figure) if figure.fault else say_seconds(figure.median)
