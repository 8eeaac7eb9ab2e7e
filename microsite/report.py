"""Report: problems as text, for a screen, an editor's program or a pull request.

Four forms of the same values: full (with the line underlined), short (one line each), github
(annotations) and json. Nothing an author wrote can act on the terminal or on the CI: control
characters are shown escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from .problems import Location, Problem


class Rendered(Protocol):
    """A page that was made anew."""

    @property
    def path(self) -> str:
        """Its address on the site."""
        ...

    @property
    def because(self) -> tuple[str, ...]:
        """The cells that it had read and that changed; empty for a page that is new."""
        ...


LineOf = Callable[[str, int], str]
"""The text of a line of a source file; empty when there is no such file or line."""

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "dim": "\x1b[2m",
    "bold": "\x1b[1m",
    "end": "\x1b[0m",
}
_WIDEST = 160
"""Characters of a source line that are shown; a longer one is cut around the underline."""


def report_problems(problems: Iterable[Problem], form: str, line_of: LineOf, *, colour: bool = False) -> str:
    """Return the problems in one of the forms for people, each ending with a new line; none give nothing.

    Errors come last, where somebody at a terminal is looking.
    """
    found = _errors_last(problems)
    match form:
        case "github":
            return "".join(_as_annotation(problem) for problem in found)
        case "short":
            return "".join(_as_line(problem) for problem in found)
        case _:
            return "\n".join(_as_block(problem, line_of, colour=colour) for problem in found)


def report_json(
    problems: Iterable[Problem], *, pages: int, aria: int, changed: int | None, rendered: Iterable[Rendered]
) -> str:
    """Return a build as one JSON object, for programs.

    `aria` counts the ARIA attributes on all pages. `changed` is None where nothing was published;
    `rendered` are the pages made anew.
    """
    found = {
        "problems": [_as_json(problem) for problem in _errors_last(problems)],
        "pages": pages,
        "aria_attributes": aria,
        "changed": changed,
        "rendered": [{"page": each.path, "because": list(each.because)} for each in rendered],
    }
    return json.dumps(found, indent=2) + "\n"


def _errors_last(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.is_error))


def escape(text: str) -> str:
    """Return the text with characters that could act on a terminal written out: ``\\x1b``."""
    return _CONTROL.sub(
        lambda match: (
            f"\\x{ord(match.group()):02x}" if ord(match.group()) < 256 else f"\\u{ord(match.group()):04x}"
        ),
        text,
    )


# --- full ---------------------------------------------------------------------------------------


def _as_block(problem: Problem, line_of: LineOf, *, colour: bool) -> str:
    """Return a problem with its line underlined, as style.md section 4 shows."""
    paint = _painter(colour)
    kind = problem.severity.value
    lines = [f"{paint(kind, f'{kind}[{problem.code}]')}: {paint('bold', escape(problem.message))}"]
    place = problem.location
    written = line_of(place.path, place.line) if place.line else ""
    gutter = " " * len(str(place.line))
    lines.append(f"{gutter}{paint('dim', '-->')} {escape(_place(place))}")
    if place.line and written.strip():
        lines.extend(_snippet(problem, line_of, gutter, paint))
    elif problem.label:
        lines.append(f"{gutter} {paint('dim', '=')} {escape(problem.label)}")
    for related in problem.related:
        lines.append(f"{gutter} {paint('dim', '=')} see also {escape(_place(related))}")
    if problem.page:
        lines.append(f"{gutter} {paint('dim', '=')} on the page {escape(problem.page)}")
    if problem.hint:
        lines.append(f"{paint('bold', 'hint')}: {escape(problem.hint)}")
    return "\n".join(lines) + "\n"


def _snippet(
    problem: Problem, line_of: LineOf, gutter: str, paint: Callable[[str, str], str]
) -> Iterable[str]:
    place = problem.location
    bar = paint("dim", "|")
    yield f"{gutter} {bar}"
    before = line_of(place.path, place.line - 1) if place.line > 1 else ""
    if before.strip() and len(before) <= _WIDEST:
        yield f"{place.line - 1:>{len(gutter)}} {bar} {escape(before)}"
    shown, offset = _cut(line_of(place.path, place.line), place)
    start = len(escape(shown[: place.column - 1 - offset]))
    marked = shown[place.column - 1 - offset : place.column - 1 - offset + place.length]
    yield f"{place.line} {bar} {escape(shown)}"
    under = "^" * max(1, len(escape(marked)))
    label = f" {escape(problem.label)}" if problem.label else ""
    yield f"{gutter} {bar} {' ' * start}{paint(problem.severity.value, under + label)}"
    yield f"{gutter} {bar}"


def _cut(line: str, place: Location) -> tuple[str, int]:
    """Return the part of a long line around the underline, and how many characters are left out before it."""
    if len(line) <= _WIDEST:
        return line, 0
    start = max(0, place.column - 1 - _WIDEST // 4)
    return line[start : start + _WIDEST], start


def _painter(colour: bool) -> Callable[[str, str], str]:
    def paint(style: str, text: str) -> str:
        return f"{_STYLES[style]}{text}{_STYLES['end']}" if colour else text

    return paint


def _place(place: Location) -> str:
    return f"{place.path}:{place.line}:{place.column}" if place.line else place.path


# --- one line each ------------------------------------------------------------------------------


def _as_line(problem: Problem) -> str:
    words = f"{problem.severity.value}[{problem.code}]: {problem.message}"
    if problem.hint:
        words += f" ({problem.hint})"
    return f"{escape(_place(problem.location))}: {escape(words)}\n".replace("\n", " ").rstrip() + "\n"


def _as_annotation(problem: Problem) -> str:
    """Return a workflow command of GitHub Actions, with everything an author wrote escaped."""
    place = problem.location
    properties = {"file": place.path, "title": problem.code}
    if place.line:
        properties |= {
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
        }
    words = ". ".join(part for part in (problem.message, problem.label, problem.hint) if part)
    joined = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{problem.severity.value} {joined}::{_escape_data(words)}\n"


def _escape_data(text: str) -> str:
    return escape(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _as_json(problem: Problem) -> Mapping[str, object]:
    place = problem.location
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "label": problem.label,
        "hint": problem.hint,
        "file": place.path,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "page": problem.page,
        "related": [
            {"file": each.path, "line": each.line, "column": each.column} for each in problem.related
        ],
    }


# --- last lines ---------------------------------------------------------------------------------


def count_words(number: int, singular: str, plural: str = "") -> str:
    """Return ``1 error`` or ``3 errors``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def summarise_errors(problems: Iterable[Problem], out: str) -> str:
    """Return the last line of a build that published nothing."""
    errors = [problem for problem in problems if problem.is_error]
    files = {problem.location.path for problem in errors}
    return (
        f"{count_words(len(errors), 'error')} in {count_words(len(files), 'file')}. "
        f"Nothing was published; {out} still holds the last good build."
    )
