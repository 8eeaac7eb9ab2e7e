"""Refuse a body that would take too long to render, before Markdown sees it.

Python-Markdown looks at some texts again and again: for each bracket it reads on to the end of the
paragraph, for each line of a paragraph it copies the rest. The work grows with the square of the
text, so a body of the allowed size could hold a build up for hours. Here that work is estimated in
one pass over the raw text. The bounds are far above anything written for a reader, and the worst
body below all of them renders in about a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from microsite.problems import Problem, Problems

from .markdown_places import Places

_BYTES = 256 * 1024
_LINE_CHARACTERS = 10_000
_LINES = 10_000
_DEPTH = 20
_MARKS = 15_000
_RAW_TAGS = 2_000
_FOOTNOTES = 200
_ABBREVIATIONS = 100
_COLUMNS = 100
_CELLS = 20_000
_TERMS = 100
_DECLARATIONS = 20
_LONGEST_ROW = 50
_ABBREVIATED_BLOCK = 30_000

# Characters times characters, each bound worth about a third of a second:
_EASY_WORK = 1_500_000
_MARK_WORK = 150_000_000
_LINE_WORK = 40_000_000
_BRACKET_WORK = 1_000_000
_TAG_WORK = 10_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG_LINE = re.compile(rf"^.{{{_LINE_CHARACTERS + 1},}}$", re.MULTILINE)
_MARK_BYTES = b"[]()<>&\\`*_!{}|:\n"
_INLINE_MARK = re.compile(r"[\[<&\\`*_{]")
_DEEP = re.compile(
    rf"\n(?:(?:[ ]{{4}}|\t){{{_DEPTH},}}+[ \t]*+(?:>|[-*+:][ \t]|\d+\.[ \t])"
    rf"|[ \t]*+(?:(?:>|[-*+:][ \t]|\d+\.[ \t])[ \t]*){{{_DEPTH + 1},}})"
)
"""Begins with a line end and not with ``^``, which would be tried at every letter."""

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BRACKET = re.compile(r"\\.|[\[\]]|(?<=\])\(|\)", re.DOTALL)
_TAG = re.compile(r"<(?=[A-Za-z/])")
_DELIMITER_ROW = re.compile(r"[ \t>|:-]*-[ \t>|:-]*")


def check_limits(places: Places) -> Problems:
    """Return why a body is refused, or nothing."""
    return _check_size(places) or _check_shape(places) or _check_work(places)


def find_controls(text: str) -> re.Match[str] | None:
    """Return the first character that no web page may hold."""
    if text.replace("\n", "").isprintable():
        return None  # none of them is, and nearly every text is: asked so, it takes a third of the time
    return _CONTROL.search(text)


def _check_size(places: Places) -> Problems:
    body = places.body
    if len(body) * 4 > _BYTES and len(body.encode("utf-8", "surrogatepass")) > _BYTES:
        return (
            Problem(
                code="body-too-large",
                message=f"the text of this page is larger than {_BYTES // 1024} KB",
                location=places.at(0),
                hint="divide it into several pages",
            ),
        )
    if len(body) <= _LINE_CHARACTERS:
        return ()
    return tuple(
        Problem(
            code="line-too-long",
            message=f"this line is {len(line[0]):,} characters long",
            location=places.at(line.start()),
            label=f"a line may have {_LINE_CHARACTERS:,}",
            hint="divide it into paragraphs with a blank line between them",
        )
        for line in _LONG_LINE.finditer(body)
    )


def _check_shape(places: Places) -> Problems:
    if found := find_controls(places.body):
        return (
            Problem(
                code="control-character",
                message=f"the character U+{ord(found[0]):04X} cannot be part of a page",
                location=places.at(found.start()),
                label="invisible, often pasted in by accident",
                hint="delete it and type the text around it again",
            ),
        )
    if found := _DEEP.search(f"\n{places.body}"):
        return (
            Problem(
                code="nesting-too-deep",
                message=f"lists or quotations stand more than {_DEPTH} deep inside each other",
                location=places.line(found.end() - 2),
                hint="write fewer levels",
            ),
        )
    return ()


def _check_work(places: Places) -> Problems:
    body = places.body
    if _count_marks(body) * len(body) <= _EASY_WORK and not _needs_counting(body):
        return ()
    for start, why in _excesses(body):
        return (
            Problem(
                code="body-too-complex",
                message=f"this text would take too long to turn into a page: {why}",
                location=places.line(start),
                hint="divide the text, or close what was left open",
            ),
        )
    return ()


def _count_marks(text: str) -> int:
    """Return how many characters of a text may mean something to Markdown."""
    # Bytes lose some of theirs ten times as fast as a pattern finds them.
    written = text.encode("utf-8", "surrogatepass")
    return len(written) - len(written.translate(None, _MARK_BYTES))


def _needs_counting(body: str) -> bool:
    """Return whether a body is complex by number alone, however short it is."""
    return "*[" in body or "\n: " in body or "#" * _LONGEST_ROW in body or body.count("|") > 1_000


def _excesses(body: str) -> Iterator[tuple[int, str]]:
    """Give what is too much, each with the offset where it stands."""
    yield from _too_many(body)
    has_abbreviations = "*[" in body
    marks = lines = brackets = tags = cells = 0
    for start, block in _blocks(body):
        line_count = block.count("\n") + 1
        columns = _columns(block)
        rows = block.split("\n") if columns else [block]
        marks += sum(_count_marks(row) * len(row) for row in rows)
        lines += line_count * len(block)
        brackets += _bracket_reach(block)
        tags += len(_TAG.findall(block)) * len(block)
        cells += columns * line_count
        if columns > _COLUMNS or cells > _CELLS:
            yield start, f"a table with more than {_COLUMNS} columns or {_CELLS:,} cells"
        if has_abbreviations and len(block) > _ABBREVIATED_BLOCK:
            yield start, "a very long paragraph in a text with abbreviations"
        if brackets > _BRACKET_WORK:
            yield start, "square brackets that do not close, or close very far away"
        if tags > _TAG_WORK:
            yield start, "a paragraph full of `<`"
        if marks > _MARK_WORK:
            yield start, "a paragraph full of punctuation"
        if lines > _LINE_WORK:
            yield start, "a paragraph with very many lines"
        if len(re.findall(r"(?m)^ {0,3}:", block)) > _TERMS:
            yield start, f"more than {_TERMS} definitions without a blank line between them"


def _too_many(body: str) -> Iterator[tuple[int, str]]:
    """Give what there is too much of in the whole body."""
    if row := re.search(rf"#{{{_LONGEST_ROW},}}", body):
        yield row.start(), f"a row of more than {_LONGEST_ROW} `#`"
    for pattern, most, what in (
        (r"\n", _LINES, "lines"),
        (_INLINE_MARK.pattern, _MARKS, "links, code and emphasis marks"),
        (r"<[A-Za-z/]", _RAW_TAGS, "HTML tags"),
        (r"<[!?]", _DECLARATIONS, "comments and declarations"),
        (r"\[\^", _FOOTNOTES, "footnotes"),
        (r"(?m)^\*\[", _ABBREVIATIONS, "abbreviations"),
    ):
        found = re.findall(pattern, body)
        if len(found) > most:
            yield 0, f"more than {most:,} {what}"


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _BLANK_LINES.finditer(body):
        yield start, body[start : gap.start()]
        start = gap.end()
    yield start, body[start:]


def _columns(block: str) -> int:
    """Return how many columns the table has that this block is, 0 when it is none."""
    rows = block.split("\n", 2)
    if len(rows) < 2 or "|" not in rows[1] or not _DELIMITER_ROW.fullmatch(rows[1]):
        return 0
    return rows[0].count("|") + 1


def _bracket_reach(block: str) -> int:
    """Return how far all brackets reach: to the one that closes them, or to the end of the block."""
    if "[" not in block:
        return 0
    reach = 0
    open_at: dict[str, list[int]] = {"]": [], ")": []}
    for found in _BRACKET.finditer(block):
        mark = found[0]
        if mark == "[":
            open_at["]"].append(found.start())
        elif mark == "(":
            open_at[")"].append(found.start())
        elif open_at.get(mark):
            reach += found.start() - open_at[mark].pop()
    return reach + sum(len(block) - start for starts in open_at.values() for start in starts)
