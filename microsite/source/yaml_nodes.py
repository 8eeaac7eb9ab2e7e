"""YAML nodes: from text to nodes. The only module that knows the YAML library.

Stage 1 of 5. Every scalar is text: `NO` is two letters and `12:30` five characters. What YAML does
not allow, and what these sources do not (yaml_refusals.py has the list), is refused with its place.

The parser's events are pulled one at a time and left at the first level too deep. That bounds time
and memory for any input: the parser looks no further ahead than 1,024 characters of one line, and
the parts of the library that hang or overflow (composing, merging, constructing) are never entered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from microsite.problems import Location, Problem, Problems
from microsite.source.nodes import ListNode, MapEntry, MapNode, Node, Scalar, Span
from microsite.source.text import Sheet, describe_forbidden, find_forbidden_character
from microsite.source.yaml_faults import Fault, explain_fault, explain_tab
from microsite.source.yaml_refusals import (
    refuse_alias,
    refuse_anchor,
    refuse_complex_key,
    refuse_depth,
    refuse_directive,
    refuse_duplicate_key,
    refuse_empty_key,
    refuse_escape,
    refuse_merge_key,
    refuse_second_document,
    refuse_tag,
    refuse_the_rest,
)

MAX_DEPTH = 20
MAX_PROBLEMS = 100

# libyaml is many times faster; some systems have the library without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DOCUMENT_MARK = re.compile(r"^(?:---|\.\.\.)(?=[ \t\n]|\Z)", re.MULTILINE)
# YAML 1.1 ends a line at these two, editors and YAML 1.2 do not. Code points that no source may hold
# take their place while the parser looks on.
_HIDE_SEPARATORS = {0x2028: 0xFDD0, 0x2029: 0xFDD1}
_SHOW_SEPARATORS = {0xFDD0: 0x2028, 0xFDD1: 0x2029}


def parse_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Node | None, Problems]:
    """Return the top node of a YAML text and every problem found on the way.

    Shape: None for a text with nothing in it, and for one that could not be read to its end.
        After problems that leave the meaning clear, such as a duplicate key, the node is given too.
    Units: `first_line` is the line of the file on which `text` begins; all places count from there.
    """
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    sheet = Sheet(path, text.split("\n"), first_line)
    unreadable = _find_invisible(text, sheet) or _find_directive(text, sheet) or _find_tab(text, sheet)
    if unreadable:
        return None, (unreadable,)
    text, problems = _keep_one_document(text, sheet)
    builder = _Builder(text, sheet)
    node = builder.build()
    return node, problems + tuple(builder.problems)


def _find_invisible(text: str, sheet: Sheet) -> Problem | None:
    # Of what no source may hold, the parser accepts these two: as the end of a line, and as nothing.
    return _find_forbidden(text, sheet) if "\x85" in text or "\ufeff" in text else None


def _find_forbidden(text: str, sheet: Sheet) -> Problem | None:
    return find_forbidden_character(text, sheet.path, first_line=sheet.first_line)


def _find_directive(text: str, sheet: Sheet) -> Problem | None:
    if not text.startswith("%") and "\n%" not in text:
        return None
    line = next((n for n, line in enumerate(sheet.lines) if not _is_silent(line)), 0)
    if not sheet.lines[line].startswith("%"):
        return None
    return refuse_directive(sheet.lines[line], sheet.location(line, 0))


def _find_tab(text: str, sheet: Sheet) -> Problem | None:
    if not text.startswith("\t") and "\n\t" not in text:
        return None
    tabbed = [n for n, line in enumerate(sheet.lines) if line.startswith("\t") and line.strip()]
    return explain_tab(sheet, tabbed[0], count=len(tabbed)) if tabbed else None


def _keep_one_document(text: str, sheet: Sheet) -> tuple[str, Problems]:
    """Return the text up to where a second document begins, with a problem when one does.

    A `---` above everything and a `...` below everything are let pass: they change nothing.
    """
    if not text.startswith(("---", "...")) and "\n---" not in text and "\n..." not in text:
        return text, ()
    for mark in _DOCUMENT_MARK.finditer(text):
        kept = text[: mark.start()]
        if mark[0] == "---" and _is_silent(kept):
            continue
        if mark[0] == "..." and _is_silent(text[mark.end() :]):
            return kept, ()
        return kept, (refuse_second_document(mark[0], sheet.location(kept.count("\n"), 0, 3)),)
    return text, ()


def _is_silent(text: str) -> bool:
    """Whether the text has blank lines and comments only."""
    return all(line.lstrip(" \t")[:1] in ("", "#") for line in text.split("\n"))


class _Unreadable(Exception):
    """The text is not read any further. Never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Builder:
    """Builds nodes from the parser's events, and gathers what is refused on the way."""

    def __init__(self, text: str, sheet: Sheet) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._sheet = sheet
        self._has_separators = "\u2028" in text or "\u2029" in text
        source = text.translate(_HIDE_SEPARATORS) if self._has_separators else text
        self._events: Iterator[yaml.Event] = yaml.parse(source, Loader=_LOADER)
        self._last_scalar: yaml.Event | None = None

    def build(self) -> Node | None:
        """Return the top node, or None when there is none or the text cannot be read to its end."""
        try:
            return self._build_document()
        except _Unreadable as unreadable:
            self.problems.append(unreadable.problem)
        except yaml.MarkedYAMLError as error:
            self.problems.append(explain_fault(self._find_fault(error)))
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # Forbidden characters and, without libyaml, escapes of characters that do not exist.
            place = self._last_place()
            fault = Fault(str(error), *place, place, place, self._sheet)
            self.problems.append(_find_forbidden(self._text, self._sheet) or explain_fault(fault))
        return None

    def _build_document(self) -> Node | None:
        node: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                node = self._build_node(event, 0)
        return None if node is None or _is_nothing(node) else node

    def _build_node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._build_scalar(event)
        if isinstance(event, yaml.AliasEvent):
            return self._build_alias(event)
        assert isinstance(event, yaml.CollectionStartEvent)
        if depth == MAX_DEPTH:
            raise _Unreadable(refuse_depth(MAX_DEPTH, self._sheet.location(*_start(event), 1)))
        if event.anchor or event.tag:
            self._refuse_anchor_and_tag(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._build_list(event, depth + 1)
        return self._build_map(event, depth + 1)

    def _build_scalar(self, event: yaml.ScalarEvent) -> Scalar:
        self._last_scalar = event
        if event.anchor or event.tag:
            self._refuse_anchor_and_tag(event)
        text = event.value
        if self._has_separators:
            text = text.translate(_SHOW_SEPARATORS)
        span = self._span(event, event)
        if event.style == '"' and (character := describe_forbidden(text)):
            self._refuse(refuse_escape(character, self._locate(span)))
        return Scalar(text, span, bool(event.style))

    def _build_alias(self, event: yaml.AliasEvent) -> Scalar:
        span = self._span(event, event)
        self._refuse(refuse_alias(event.anchor or "", self._locate(span)))
        return Scalar(f"*{event.anchor}", span, is_quoted=False)

    def _build_list(self, start: yaml.CollectionStartEvent, depth: int) -> ListNode:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._build_node(event, depth))
        return ListNode(tuple(items), self._span(start, event if start.flow_style else start))

    def _build_map(self, start: yaml.CollectionStartEvent, depth: int) -> MapNode:
        entries: list[MapEntry] = []
        first_by_key: dict[str, Span] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._build_node(event, depth)
            value = self._build_node(next(self._events), depth)
            if isinstance(key, Scalar) and self._is_good_key(key, event, first_by_key):
                first_by_key[key.text] = key.span
                is_nothing = _is_nothing(value)
                entries.append(MapEntry(key, Scalar("", key.span, is_quoted=False) if is_nothing else value))
            elif not isinstance(key, Scalar):
                self._refuse(refuse_complex_key(self._locate(key.span)))
        if start.flow_style or not entries:
            return MapNode(tuple(entries), self._span(start, event if start.flow_style else start))
        return MapNode(tuple(entries), entries[0].key.span)

    def _is_good_key(self, key: Scalar, event: yaml.Event, first_by_key: dict[str, Span]) -> bool:
        """Whether the key can be one; a problem says why not."""
        if isinstance(event, yaml.AliasEvent):
            return False
        if not key.text:
            self._refuse(refuse_empty_key(self._locate(key.span)))
            return False
        if key.text == "<<" and not key.is_quoted:
            self._refuse(refuse_merge_key(self._locate(key.span)))
            return False
        if key.text in first_by_key:
            first = self._locate(first_by_key[key.text])
            self._refuse(refuse_duplicate_key(key.text, self._locate(key.span), first))
            return False
        return True

    def _refuse(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) == MAX_PROBLEMS:
            raise _Unreadable(refuse_the_rest(MAX_PROBLEMS, problem.location))

    def _refuse_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse what stands before a value; the value itself is kept."""
        if event.anchor:
            self._refuse(refuse_anchor(*self._find_sign(event, "&")))
        if event.tag:
            self._refuse(refuse_tag(*self._find_sign(event, "!")))

    def _find_sign(self, event: yaml.Event, sign: str) -> tuple[str, Location]:
        """Return an anchor or a tag as written: either may stand first, both before the value."""
        line, column = _start(event)
        text = self._sheet.lines[line]
        column = max(column, text.find(sign, column))
        words = text[column:].split()[0]
        return words, self._sheet.location(line, column, len(words))

    def _locate(self, span: Span) -> Location:
        return span.location(self._sheet.path)

    def _span(self, first: yaml.Event, last: yaml.Event) -> Span:
        """Return the stretch from one event to another, or to the end of the first line."""
        start, end = first.start_mark, last.end_mark
        assert start is not None
        assert end is not None
        line, column = start.line, start.column
        length = end.column - column if end.line == line else None
        if length:
            return Span(line + self._sheet.first_line, column + 1, length)
        place = self._sheet.location(line, column, length)
        return Span(place.line, place.column, place.length)

    def _find_fault(self, error: yaml.MarkedYAMLError) -> Fault:
        mark = error.problem_mark or error.context_mark
        last = self._last_place()
        place = (mark.line, mark.column) if mark else last
        start = (error.context_mark.line, error.context_mark.column) if error.context_mark else place
        words = ", ".join(filter(None, (error.context, error.problem)))
        return Fault(words, *place, start, last, self._sheet)

    def _last_place(self) -> tuple[int, int]:
        return _start(self._last_scalar) if self._last_scalar else (0, 0)


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None
    return mark.line, mark.column


def _is_nothing(node: Node) -> bool:
    """Whether the node is what YAML gives where nothing was written."""
    return isinstance(node, Scalar) and not node.text and not node.is_quoted
