"""Find where an author wrote something, once Markdown has forgotten it.

Python-Markdown keeps no positions. A thing that came out of it (the second link to `visa.md`)
is found again as the second place in the body where that is written, outside code and comments.
Everything here is worked out only when there is a problem to place.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from microsite.problems import Location

Span = tuple[int, int]
"""Start and end, as offsets into the body."""

_FENCE = re.compile(r"\n(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
"""Begins with a line end and not with ``^``, which would be tried at every letter."""
FACT = r"""\{\{\s*fact\(\s*(?:"(?P<fact>[^"{}<>]*)"|'(?P<other_fact>[^'{}<>]*)')\s*\)\s*\}\}"""
"""``{{ fact("id") }}``, in either kind of quotes."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_ITEM = re.compile(r" {0,3}(?:[-*+:]|\d+\.|\[\^[^\]]*\]:)\s")
_TARGETS = (
    re.compile(r"\]\([ \t\n]*<([^>\n]*)>"),
    re.compile(r"\]\([ \t\n]*((?:[^()<\\\n\"]|\\.|\([^()\n]*\))(?:[^()\\\n\"]|\\.|\([^()\n]*\))*)"),
    re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*<?([^\s>]+)", re.MULTILINE),
    re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>"),
    re.compile(r"\b(?:href|src)[ \t]*=[ \t]*[\"']?([^\"'\s>]+)", re.IGNORECASE),
)
_TITLE = re.compile(r"(?<!\s)\s++'[^']*+'?\s*+$")
_HEADING = (
    r"(?m)^(?:[ \t]*+(?:>|[-*+]|\d++\.)[ \t]++)*+[ \t]{0,3}(?P<hashes>#{1,6})(?!#).*$"
    r"|^(?=.*\S).*+(?=\n(?P<line>=++|-++)[ ]*+$)"
    r"|<[hH](?P<digit>[1-6])\b[^>\n]*"
)
_TABLE = r"(?mi)^.*\n(?=[^\n]*\|)[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)*+$|<table\b"
_CONTROLS_AND_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0]+")


def plain_target(written: str) -> str:
    """Return a target without escapes, entities, spaces or controls, so that two spellings compare."""
    without_escapes = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written)
    return _CONTROLS_AND_SPACES.sub("", html.unescape(without_escapes))


@dataclass(frozen=True)
class Places:
    """A body and where it stands in its file."""

    body: str
    path: str
    first_line: int
    """The line of the file on which the body starts."""

    def at(self, start: int, length: int = 1) -> Location:
        """Return the place of `length` characters from the offset `start`, within one line."""
        index = bisect_right(self._line_starts, start) - 1
        line_start = self._line_starts[index]
        line_end = self.body.find("\n", start)
        rest = (len(self.body) if line_end < 0 else line_end) - start
        return Location(self.path, self.first_line + index, start - line_start + 1, max(1, min(length, rest)))

    def line(self, start: int) -> Location:
        """Return the place of all words of the line on which the offset `start` stands."""
        begin = self._line_starts[bisect_right(self._line_starts, start) - 1]
        text = self.line_text(begin)
        indent = len(text) - len(text.lstrip())
        return self.at(begin + indent, len(text.strip()))

    def line_text(self, start: int) -> str:
        """Return the rest of the line from the offset `start`."""
        end = self.body.find("\n", start)
        return self.body[start:] if end < 0 else self.body[start:end]

    def target(self, target: str, nth: int) -> Location:
        """Return the place of the `nth` (from 0) use of an address."""
        spans = self._spans_by_target.get(plain_target(target))
        return self._nth(spans or self._spans_of(re.escape(target or "](")), nth)

    def fact(self, fact_id: str, nth: int) -> Location:
        """Return the place of the `nth` use of a fact."""
        return self._nth(self._spans_of(FACT, fact_id), nth)

    def heading(self, level: int, nth: int) -> Location:
        """Return the place of the `nth` heading of a level."""
        return self._nth(self._spans_of(_HEADING, str(level)), nth, whole_line=True)

    def table(self, nth: int) -> Location:
        """Return the place of the first row of the `nth` table."""
        return self._nth(self._spans_of(_TABLE), nth, whole_line=True)

    def tag(self, name: str, nth: int) -> Location:
        """Return the place of the `nth` opening of an element written as HTML."""
        return self._nth(self._spans_of(rf"(?i)<{re.escape(name)}(?![\w-])"), nth)

    def attribute(self, tag: str, name: str, nth: int) -> Location:
        """Return the place of the `nth` use of an attribute on an element written as HTML."""
        found = self._spans_of(
            rf"(?i)<{re.escape(tag)}(?![\w-])[^<>]*?[\s\"'/](?P<at>{re.escape(name)})(?![\w-])"
        )
        return self._nth(found, nth) if found else self.tag(tag, nth)

    @cached_property
    def fences(self) -> tuple[list[Span], list[Span]]:
        """The spans of fenced code blocks, and the first lines of those that never close."""
        return fenced_spans(self.body)

    @cached_property
    def prose(self) -> str:
        """The body with code and comments blanked out, every offset as before."""
        text = blank(self.body, self.fences[0])
        text = blank(text, [m.span() for m in _COMMENT.finditer(text)])
        text = blank(text, list(_indented_code(text)))
        return blank(text, [m.span() for m in _CODE_SPAN.finditer(text)])

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.body))]

    @cached_property
    def _spans_by_target(self) -> dict[str, list[Span]]:
        found: dict[str, set[Span]] = {}
        for pattern in _TARGETS:
            for match in pattern.finditer(self.prose):
                start = match.start(1)
                written = _TITLE.sub("", match[1]).rstrip()
                found.setdefault(plain_target(written), set()).add((start, start + len(written)))
        return {target: sorted(spans) for target, spans in found.items()}

    @cached_property
    def _spans_by_pattern(self) -> dict[str, dict[str, list[Span]]]:
        """What was looked for already: a thousand problems of a kind are one look through the body."""
        return {}

    def _spans_of(self, pattern: str, key: str = "") -> Sequence[Span]:
        """Return the spans of a pattern, or of its group `at`; with `key`, those which name it."""
        groups = self._spans_by_pattern.get(pattern)
        if groups is None:
            groups = self._spans_by_pattern[pattern] = {}
            for match in re.finditer(pattern, self.prose):
                span = match.span("at" if "at" in match.re.groupindex else 0)
                groups.setdefault(_key_of(match), []).append(span)
        return groups.get(key, ())

    def _nth(self, spans: Sequence[Span], nth: int, *, whole_line: bool = False) -> Location:
        """Return the place of the `nth` span, or of the last, or of the body when there is none."""
        if not spans:
            return self.at(0)
        start, end = spans[min(nth, len(spans) - 1)]
        return self.line(start) if whole_line else self.at(start, end - start)


def blank(text: str, spans: Sequence[Span]) -> str:
    """Return `text` with every character of the spans but line ends turned into a space."""
    parts = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def fenced_spans(body: str) -> tuple[list[Span], list[Span]]:
    """Return the spans of fenced code blocks, and the first lines of those that never close.

    Linear: each closing fence is looked up once per kind, never searched for again from each opening.
    """
    if "```" not in body and "~~~" not in body:
        return [], []
    # Before the body stands one more line end, so an offset behind a line end is one less.
    fences = [((m.start(), m.end() - 1), m[1], m[0].strip()) for m in _FENCE.finditer(f"\n{body}")]
    closings: dict[str, list[int]] = {}
    for index, (_, marks, line) in enumerate(fences):
        if marks == line:
            closings.setdefault(marks, []).append(index)
    closed: list[Span] = []
    unclosed: list[Span] = []
    index = 0
    while index < len(fences):
        span, marks, _ = fences[index]
        same = closings.get(marks, [])
        after = bisect_right(same, index)
        if after == len(same):
            unclosed.append(span)
            index += 1
            continue
        closed.append((span[0], fences[same[after]][0][1]))
        index = same[after] + 1
    return closed, unclosed


def _key_of(match: re.Match[str]) -> str:
    """Return what tells one match of a pattern from another: a fact's id, a heading's level."""
    groups = match.groupdict()
    if "fact" in groups or "other_fact" in groups:
        return groups["fact"] or groups["other_fact"] or ""
    if groups.get("hashes"):
        return str(len(groups["hashes"]))
    if groups.get("line"):
        return "1" if groups["line"].startswith("=") else "2"
    return groups.get("digit") or ""


def _indented_code(text: str) -> Iterator[Span]:
    """Give the lines that four spaces make code: after a blank line, and not inside a list."""
    is_in_list = is_code = False
    was_blank = True
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            is_indented = line.startswith(("    ", "\t"))
            is_code = is_indented and not is_in_list and (was_blank or is_code)
            if is_code:
                yield offset, offset + len(line)
            elif _ITEM.match(line):
                is_in_list = True
            elif not is_indented and was_blank:
                is_in_list = False
        was_blank = not line.strip()
        offset += len(line) + 1
