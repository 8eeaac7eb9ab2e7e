"""Take the blocks out of a body that Markdown must not see: fenced code and ``:::`` components.

Each leaves a paragraph behind that holds only a token; markdown_finish.py puts the HTML there.
A component opens with a line ``::: name key=value key="two words"`` and ends with a line ``:::``;
what stands between is Markdown. Inside fenced code both are text.
"""

from __future__ import annotations

import html
import re
from hashlib import sha256

from microsite.problems import Problem, Problems
from microsite.values import dataclass

from .markdown_places import Places, Span

TOKEN_DIGITS = r"[0-9a-f]{24}"  # noqa: S105 - a place holder, nothing secret
"""What stands in every token of any body, between two ``q``."""

_COLONS = re.compile(r"^:::.*$", re.MULTILINE)
_CAPTION = re.compile(r"(\nTable:.*\n)(?=\|)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ARGUMENT = re.compile(r"[ \t]+([a-z][a-z0-9_-]*)=(?:\"([^\"]*)\"|([^\s\"'=]+))(?=[ \t]|$)")


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced code block, finished."""

    html: str


@dataclass(frozen=True, slots=True)
class Component:
    """A block component as written, its inner Markdown with tokens of its own."""

    name: str
    arguments: dict[str, str]
    inner: str
    start: int
    """Offset of its name in the body."""

    span_by_argument: dict[str, Span]
    inner_span: Span


@dataclass(frozen=True, slots=True)
class SplitBody:
    """A body without its blocks."""

    text: str
    token: str
    """Made from the body, and not part of it: no author can write one."""

    blocks: tuple[Code | Component, ...]


def split_blocks(places: Places) -> tuple[SplitBody, Problems]:
    """Return the body with a token for each block, and what is wrong with how they are written."""
    _, unclosed = places.fences
    problems = [
        Problem(
            code="unclosed-code-block",
            message="this code block is never closed",
            location=places.at(start, end - start),
            hint="end it with a line of the same marks: as many, and nothing else",
        )
        for start, end in unclosed
    ]
    splitter = _Splitter(places)
    splitter.read()
    split = SplitBody("\n".join(splitter.outer), splitter.token, tuple(splitter.blocks))
    return split, (*problems, *splitter.problems)


def free_token(body: str) -> str:
    """Return a token that is always the same for a body and does not occur in it.

    Made from 96 bits of the body's own SHA-256: who writes the token into a body changes the token.
    """
    return f"q{sha256(body.encode()).hexdigest()[:24]}q"


class _Splitter:
    """Reads a body once, from the first line to the last."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.token = free_token(places.body)
        self.outer: list[str] = []
        self.blocks: list[Code | Component] = []
        self.problems: list[Problem] = []
        self._opener: tuple[int, str] | None = None
        self._inner: list[str] = []
        self._depth = 0

    def read(self) -> None:
        """Go through the body, from one marked line to the next."""
        body = self.places.body
        position = 0
        for start, end in self._marked_spans():
            if start < position:
                continue  # a line of colons inside fenced code
            if position < start:
                self._text(body[position : start - 1])
            if body.startswith(":::", start):
                self._marker(start, body[start:end].replace("\t", "    "))
            else:
                self._leave(Code(_code_html(body[start:end])))
            position = end + 1
        if position <= len(body):
            self._text(body[position:])
        if self._opener:
            self._report_unclosed(*self._opener)

    @property
    def _target(self) -> list[str]:
        return self._inner if self._opener else self.outer

    def _marked_spans(self) -> list[Span]:
        """Return the spans of fenced blocks and of lines that start with three colons, in order."""
        fenced, _ = self.places.fences
        if ":::" not in self.places.body:
            return fenced
        return sorted([*fenced, *(line.span() for line in _COLONS.finditer(self.places.body))])

    def _text(self, lines: str) -> None:
        """Keep lines, with an empty one before each table that a caption stands right above."""
        target = self._target
        lines = lines.replace("\t", "    ")
        if lines.startswith("|") and target and target[-1].rpartition("\n")[2].startswith("Table:"):
            target.append("")  # else Markdown takes the caption and the table for one paragraph
        target.append(_CAPTION.sub(r"\1\n", f"\n{lines}")[1:] if "Table:" in lines else lines)

    def _marker(self, start: int, line: str) -> None:
        is_opener = bool(line[3:].strip())
        if is_opener and not self._opener:
            self._opener = (start, self.places.line_text(start))
        elif is_opener:
            self._depth += 1
            self._report_nested(start, line)
        elif self._depth:
            self._depth -= 1
        elif self._opener:
            self._close(*self._opener, end=start)
        else:
            self._report_stray(start)

    def _close(self, start: int, line: str, *, end: int) -> None:
        inner = "\n".join(self._inner)
        self._opener, self._inner = None, []
        inner_span = (min(start + len(line) + 1, end), end)
        component, problems = _parse_opener(line, start, inner=inner, span=inner_span, places=self.places)
        self.problems += problems
        if component:
            self._leave(component)

    def _leave(self, block: Code | Component) -> None:
        """Put a token in the place of a block, as a paragraph of its own."""
        self._target.extend(("", f"{self.token}b{len(self.blocks)}e", ""))
        self.blocks.append(block)

    def _report_unclosed(self, start: int, line: str) -> None:
        if any(problem.code == "nested-component" for problem in self.problems):
            return
        self.problems.append(
            Problem(
                code="unclosed-component",
                message=f"the block `{line.strip()}` is never closed",
                location=self.places.line(start),
                hint="end it with a line that holds only `:::`",
            )
        )

    def _report_nested(self, start: int, line: str) -> None:
        assert self._opener
        self.problems.append(
            Problem(
                code="nested-component",
                message=f"the block `{line.strip()}` opens inside `{self._opener[1].strip()}`",
                location=self.places.line(start),
                label="a block cannot hold another one",
                hint="close the first one before it with a line that holds only `:::`",
                related=(self.places.line(self._opener[0]),),
            )
        )

    def _report_stray(self, start: int) -> None:
        self.problems.append(
            Problem(
                code="stray-component-end",
                message="`:::` closes a block, but none is open",
                location=self.places.at(start, 3),
                hint="delete this line, or write the line that opens the block: `::: name`",
            )
        )


def _parse_opener(
    line: str, start: int, *, inner: str, span: Span, places: Places
) -> tuple[Component | None, Problems]:
    """Return the component that a line opens, or what is wrong with the line."""
    written = line.rstrip()
    at = 3 + len(written[3:]) - len(written[3:].lstrip())
    name = _NAME.match(written, at)
    if not name or (name.end() < len(written) and written[name.end()] not in " \t"):
        return None, (_syntax_problem(written, start, at, places=places, is_name=True),)
    arguments: dict[str, str] = {}
    spans: dict[str, Span] = {}
    problems: list[Problem] = []
    position = name.end()
    while position < len(written):
        found = _ARGUMENT.match(written, position)
        if not found:
            problems.append(_syntax_problem(written, start, position, places=places))
            break
        key = found[1]
        if key in arguments:
            problems.append(_duplicate_problem(key, start + found.start(1), spans[key], places=places))
        arguments[key] = found[2] if found[2] is not None else found[3]
        spans.setdefault(key, (start + found.start(1), start + found.end()))
        position = found.end()
    component = Component(name[0], arguments, inner, start + at, spans, span)
    return (None if problems else component), tuple(problems)


def _syntax_problem(line: str, start: int, at: int, *, places: Places, is_name: bool = False) -> Problem:
    at += len(line[at:]) - len(line[at:].lstrip())
    word = line[at:].split(maxsplit=1)[0]
    what = "the name of a block" if is_name else "`key=value`"
    return Problem(
        code="component-syntax",
        message=f"`{word}` is not {what}",
        location=places.at(start + at, len(word)),
        label="small letters, digits and hyphens" if is_name else "",
        hint='write `::: name key=value key="two words"`',
    )


def _duplicate_problem(key: str, start: int, first: Span, *, places: Places) -> Problem:
    return Problem(
        code="duplicate-argument",
        message=f"`{key}` is given twice",
        location=places.at(start, len(key)),
        hint="keep one of the two",
        related=(places.at(first[0], len(key)),),
    )


def _code_html(fenced: str) -> str:
    lines = fenced.split("\n")[1:-1]
    code = html.escape("\n".join(lines), quote=False)
    return f"<pre><code>{code}\n</code></pre>" if lines else "<pre><code></code></pre>"
