"""Contrast as WCAG 2.2 reckons it, the colour tokens of the style sheet, and the pairs a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

STYLE_SHEET = Path(__file__).resolve().parents[2] / "templates" / "css" / "site.css"
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")

# Every visible text with the ground behind it; what ::before and ::after say is text too.
TEXT_PAIRS = """() => {
  const found = new Map();
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const hex = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    const parts = [red, green, blue].map((part) => part.toString(16).padStart(2, "0"));
    return alpha < 255 ? "" : `#${parts.join("")}`;
  };
  const groundOf = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = hex(getComputedStyle(each).backgroundColor);
      if (colour) return colour;
    }
    return hex("Canvas");
  };
  const name = (element) => `${element.localName}.${element.getAttribute("class") ?? ""}`;
  const note = (text, ground, element) => found.set(`${text} ${ground}`, name(element));
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility() || box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (hasText) note(hex(element.closest("svg") ? style.fill : style.color), groundOf(element), element);
    for (const side of ["::before", "::after"]) {
      const added = getComputedStyle(element, side);
      if (["none", "normal", '""'].includes(added.content)) continue;
      note(hex(added.color), hex(added.backgroundColor) || groundOf(element), element);
    }
  }
  return [...found].map(([pair, where]) => [...pair.split(" "), where]);
}"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour of a text and the ground behind it, both as ``#f7f2e6``."""

    text: str
    ground: str
    where: str
    """One element that shows it: ``p.small``."""

    def __str__(self) -> str:
        return f"{self.where}: {self.text} on {self.ground} is {contrast(self.text, self.ground):.2f}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a style sheet."""

    around: tuple[str, ...]
    """What it stands in, outermost first: ``("@layer tokens", "@media print")``."""

    selector: str
    values: dict[str, str]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21; source: WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_pairs(page: Page) -> tuple[Pair, ...]:
    """Every pair of colours that the page shows text in, each with one place of it."""
    return tuple(Pair(text, ground, where) for text, ground, where in page.evaluate(TEXT_PAIRS))


def rules(style_sheet: str) -> Iterator[Rule]:
    """Every rule of a style sheet that is not nested in another rule."""
    around: list[str] = []
    # What ends a statement; a semicolon between quotes ends none.
    for words, end in re.findall(r"((?:\"[^\"]*\"|[^{};\"])*)([{};])", _without_comments(style_sheet)):
        if end == "{":
            around.append(" ".join(words.split()))
            values: dict[str, str] = {}
            continue
        name, _, value = words.partition(":")
        if value:
            values[name.strip()] = " ".join(value.split())
        if end == "}":
            selector = around.pop()
            if values and not selector.startswith(("@layer", "@media", "@supports")):
                yield Rule(tuple(around), selector, values)
            values = {}


def _without_comments(style_sheet: str) -> str:
    return re.sub(r"/\*.*?\*/", "", style_sheet, flags=re.DOTALL)


def sides(style_sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colour tokens of the face and of the reverse: ``{"bg": "#f7f2e6", …}`` twice.

    A token is written once for both, as ``light-dark(#f7f2e6, #14352a)``, or is the same on both.
    """
    value_by_name = root_tokens(style_sheet)
    pairs = {name: _COLOUR.findall(value) for name, value in value_by_name.items()}
    colours = {name: found for name, found in pairs.items() if found}
    return (
        {name: found[0] for name, found in colours.items()},
        {name: found[-1] for name, found in colours.items()},
    )


def root_tokens(style_sheet: str, *around: str) -> dict[str, str]:
    """What the tokens layer gives the root inside these at-rules: ``{"bg": "light-dark(…)"}``."""
    return {
        name.removeprefix("--"): value
        for rule in rules(style_sheet)
        if rule.selector == ":root" and rule.around == ("@layer tokens", *around)
        for name, value in rule.values.items()
        if name.startswith("--")
    }
