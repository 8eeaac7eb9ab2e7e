"""YAML faults: what the YAML library complains of, said again in an author's words.

Stage 1 of 5, used by yaml_nodes.py alone. The library names the place where it gave up, which is
often not the place of the mistake; each function here knows one complaint, looks at the lines
around it and points at what the author has to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from microsite.problems import Problem
from microsite.source.text import Sheet, in_backticks
from microsite.values import dataclass

_FIELD = re.compile(r"[ ]*(?:- +)*(?P<key>[^\s#].*?):[ \t]+(?P<value>\S.*)")
_COMMENT = re.compile(r"[ \t]#")
_TIGHT_COLON = re.compile(r"[^\s:]:[^\s/:]")
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A complaint of the YAML library. Lines and columns count from 0."""

    words: str
    """What the library was doing and what it met, in its own words."""

    line: int
    column: int
    start: tuple[int, int]
    """Where the thing began that the library was reading; the place itself where that is unknown."""

    value: tuple[int, int]
    """Where the last value began that could be read."""

    sheet: Sheet

    @property
    def text(self) -> str:
        """The line the library stopped at; empty at the end of the file."""
        return self.sheet.lines[self.line] if self.line < len(self.sheet.lines) else ""

    @property
    def character(self) -> str:
        """The character the library stopped at; empty at the end of a line."""
        return self.text[self.column : self.column + 1]


def explain_fault(fault: Fault) -> Problem:
    """Return the problem behind a complaint, at the place where it has to be mended."""
    for words, explain in _EXPLANATIONS:
        if any(each in fault.words for each in words):
            return explain(fault)
    return _explain_other(fault)


def explain_tab(sheet: Sheet, line: int, *, count: int = 1) -> Problem:
    """Return the problem of a line that is indented with a tab."""
    text = sheet.lines[line]
    column = text.index("\t")
    tabs = len(text) - column - len(text[column:].lstrip("\t"))
    return Problem(
        code="tab-indentation",
        message="the line is indented with a tab",
        location=sheet.location(line, column, tabs),
        label=f"{count} lines of this file begin with a tab" if count > 1 else "YAML counts spaces only",
        hint="use two spaces for each step of indentation",
    )


def _explain_colon(fault: Fault) -> Problem:
    """Explain `title: Study: a guide`, a line indented too far, or a line above that has no colon."""
    field = _FIELD.match(fault.text)
    if field and field.end("key") < fault.column:
        return _explain_second_colon(fault, field)
    above = next((n for n in range(fault.line - 1, -1, -1) if fault.sheet.lines[n].strip()), fault.line)
    text = fault.sheet.lines[above]
    if above < fault.line and _indent(text) == _indent(fault.text) and not re.search(r":(?:\s|$)", text):
        return _explain_line_without_colon(fault.sheet, above)
    return _bad_indentation(fault, "the line above holds a whole value, so nothing can stand below it")


def _explain_second_colon(fault: Fault, field: re.Match[str]) -> Problem:
    value = _without_comment(field["value"])
    key = field["key"].strip()
    quote = next((mark for mark in "\"'" if mark not in value), "")
    example = f": `{key}: {quote}{value}{quote}`" if quote and "\\" not in value and len(value) <= 80 else ""
    return Problem(
        code="unquoted-colon",
        message=f"the value of {in_backticks(key)} holds a colon and a space, and is not in quotes",
        location=fault.sheet.location(fault.line, field.start("value"), len(value)),
        label="a colon and a space begin a new field",
        hint=f"put the whole value in quotes{example}",
    )


def _explain_missing_colon(fault: Fault) -> Problem:
    return _explain_line_without_colon(fault.sheet, fault.start[0])


def _explain_line_without_colon(sheet: Sheet, line: int) -> Problem:
    text = _without_comment(sheet.lines[line])
    tight = _TIGHT_COLON.search(text)
    return Problem(
        code="missing-colon",
        message=f"the line {in_backticks(text)} is not a field",
        location=sheet.location(line, _indent(text), len(text.strip())),
        label="no space after the colon" if tight else "no colon",
        hint=f"write `{text[: tight.start() + 2].strip()} {text[tight.end() - 1 :]}`"
        if tight
        else "write `key: value`; if the line continues the value above, indent it further than the key",
    )


def _explain_leftover(fault: Fault) -> Problem:
    """Explain text behind a closed quote or bracket, or a line that lines up with nothing above it."""
    before = fault.text[: fault.column]
    if fault.character == ":" and not before.strip("- "):
        return Problem(
            code="empty-key",
            message="the line has a value and no key",
            location=fault.sheet.location(fault.line, fault.column, 1),
            label="nothing before the colon",
        )
    line, column = fault.value
    if line < fault.line and before.strip() and fault.sheet.lines[line][column : column + 1] in ("'", '"'):
        return _unclosed_quote(fault.sheet, line, column)
    if before.strip():
        return _text_after_value(fault)
    if fault.character == "-":
        return _bad_indentation(fault, "a list item stands where a field should be")
    return _bad_indentation(fault, "the line begins at a column where nothing above begins")


def _text_after_value(fault: Fault) -> Problem:
    line, column = fault.value
    opening = fault.sheet.lines[line][column : column + 1] if line == fault.line else ""
    hints = {
        "'": "write an apostrophe inside single quotes twice (`''`), or put double quotes around the value",
        '"': 'put the closing quote at the very end, and write quotes inside the value as `\\"`',
    }
    return Problem(
        code="text-after-value",
        message="something follows the end of a value on the same line",
        location=fault.sheet.location(fault.line, fault.column),
        label="the value ended before this",
        hint=hints.get(opening, "put quotes around the whole value"),
    )


def _bad_indentation(fault: Fault, why: str) -> Problem:
    indent = _indent(fault.text)
    if "\t" in fault.text[:indent]:
        return explain_tab(fault.sheet, fault.line)
    return Problem(
        code="bad-indentation",
        message="the line does not line up with the lines above it",
        location=fault.sheet.location(fault.line, indent),
        label=why,
        hint="begin fields of one record at one column; put two more spaces before what belongs to a field",
    )


def _explain_bracket(fault: Fault) -> Problem:
    line, column = fault.start
    opening = fault.sheet.lines[line][column : column + 1]
    closing = _CLOSING.get(opening, "]")
    if line != fault.line or closing not in fault.text[fault.column :]:
        return _unclosed_bracket(fault.sheet, line, column)
    return Problem(
        code="missing-comma",
        message=f"the text in `{opening}{closing}` is not a list of values parted by commas",
        location=fault.sheet.location(fault.line, fault.column, 1),
        label=f"a comma or `{closing}` was expected here",
        hint="put quotes around each value that holds a colon, a comma, a quote or a bracket",
    )


def _unclosed_bracket(sheet: Sheet, line: int, column: int) -> Problem:
    opening = sheet.lines[line][column : column + 1]
    return Problem(
        code="unclosed-bracket",
        message=f"the bracket `{opening}` is not closed where it should be",
        location=sheet.location(line, column, 1),
        label=f"no `{_CLOSING.get(opening, ']')}` before the next field",
        hint="close it, or put the whole value in quotes if the bracket is part of the text",
    )


def _explain_open_quote(fault: Fault) -> Problem:
    return _unclosed_quote(fault.sheet, *fault.start)


def _unclosed_quote(sheet: Sheet, line: int, column: int) -> Problem:
    return Problem(
        code="unclosed-quote",
        message="the quote is not closed on its line",
        location=sheet.location(line, column),
        label=f"begins with `{sheet.lines[line][column : column + 1]}`",
        hint="end the value with the same quote, or put the other kind around it if the quote is part of it",
    )


def _explain_escape(fault: Fault) -> Problem:
    return Problem(
        code="unknown-escape",
        message="the backslash in this value begins nothing that YAML knows",
        location=fault.sheet.location(fault.line, fault.column, 2),
        label="inside double quotes a backslash changes what follows",
        hint="write two backslashes, or put single quotes around the value",
    )


def _explain_reserved(fault: Fault) -> Problem:
    if fault.character == "\t":
        return explain_tab(fault.sheet, fault.line)
    return _reserved_character(fault.sheet, fault.line, fault.column)


def _explain_marker(fault: Fault) -> Problem:
    return _reserved_character(fault.sheet, *fault.start)


def _reserved_character(sheet: Sheet, line: int, column: int) -> Problem:
    location = sheet.location(line, column)
    character = sheet.lines[location.line - sheet.first_line][location.column - 1 : location.column]
    return Problem(
        code="reserved-character",
        message=f"a value cannot begin with `{character}`",
        location=location,
        label="this character has a meaning of its own in YAML",
        hint="put the whole value in quotes",
    )


def _explain_tab_inside(fault: Fault) -> Problem:
    return explain_tab(fault.sheet, fault.line)


def _explain_list_item(fault: Fault) -> Problem:
    return Problem(
        code="misplaced-list-item",
        message="a list cannot begin on the line of its key",
        location=fault.sheet.location(fault.line, fault.column),
        label="read as a list item",
        hint="put each `- item` on a line of its own, or quotes around the value if the dash is part of it",
    )


def _explain_missing_content(fault: Fault) -> Problem:
    """Explain `key: , text`, `[a, , b]`, or a bracket still open at the end of the file."""
    if fault.character:
        return _reserved_character(fault.sheet, fault.line, fault.column)
    for line in range(len(fault.sheet.lines) - 1, -1, -1):
        column = max(fault.sheet.lines[line].rfind(opening) for opening in _CLOSING)
        if column >= 0:
            return _unclosed_bracket(fault.sheet, line, column)
    return _explain_other(fault)


def _explain_tag(fault: Fault) -> Problem:
    return _reserved_character(fault.sheet, *fault.start)


def _explain_second_value(fault: Fault) -> Problem:
    return _text_after_value(fault)


def _explain_other(fault: Fault) -> Problem:
    return Problem(
        code="yaml-syntax",
        message="the file cannot be read as YAML from here on",
        location=fault.sheet.location(fault.line, fault.column, 1),
        label=fault.words,
    )


def _without_comment(text: str) -> str:
    comment = _COMMENT.search(text)
    return (text[: comment.start()] if comment else text).rstrip()


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


# The words of libyaml and of the library's own Python parser, most frequent mistake first.
_EXPLANATIONS: tuple[tuple[tuple[str, ...], Callable[[Fault], Problem]], ...] = (
    (("mapping values are not allowed",), _explain_colon),
    (("could not find expected ':'",), _explain_missing_colon),
    (("expected ',' or",), _explain_bracket),
    (("expected key", "expected '-' indicator", "expected <block end>"), _explain_leftover),
    (("tab character",), _explain_tab_inside),
    (("cannot start any token", "mapping keys are not allowed"), _explain_reserved),
    (("end of stream", "document indicator", "document separator"), _explain_open_quote),
    (("sequence entries are not allowed",), _explain_list_item),
    (("escape",), _explain_escape),
    (("expected alphabetic or numeric", "scanning a block scalar"), _explain_marker),
    (("node content",), _explain_missing_content),
    (("document start",), _explain_second_value),
    (("tag", "directive"), _explain_tag),
)
