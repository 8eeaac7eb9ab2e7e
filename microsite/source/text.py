"""Text: from the bytes of a source file to text that every later stage may trust.

Stage 1 of 5, after files.py. Trusted text is UTF-8 without a byte order mark, has `\\n` as its only
line break, holds no control characters, and is not the leftover of a merge. What cannot be trusted
is refused whole: a file half understood leads to a second, misleading problem.

Also here: how a place in a text becomes a `Location`, for everything in this stage.
"""

from __future__ import annotations

import codecs
import re

from microsite.problems import Location, Problem, Problems
from microsite.source.files import SourceFile
from microsite.values import dataclass

# All but control characters, halves of surrogate pairs, and the code points Unicode keeps for the inside
# of programs: none of these may stand in HTML or XML, and yaml_nodes.py borrows two of the last. Nor a byte
# order mark that a copied text left in the middle: nobody sees it, and YAML parsers differ on what it is.
_UPPER_PLANES = "".join(f"{chr(n)}-{chr(n + 0xFFFD)}" for n in range(0x10000, 0x110000, 0x10000))
_ALLOWED = f"\\t\\n -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd{_UPPER_PLANES}"
# Running along what is allowed is ten times faster than searching for what is not.
_ALLOWED_RUN = re.compile(f"[{_ALLOWED}]*")
_CONFLICT_MARK = re.compile(r"^(?:<{7}|>{7})(?=[ \t\n]|\Z)", re.MULTILINE)

_WIDE_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS_UTF8 = "save the file again with the encoding UTF-8"
_QUOTE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text cut into lines, to turn places that count from 0 into a `Location`."""

    path: str
    lines: list[str]
    first_line: int = 1
    """The line of the file on which this text begins: front matter begins on line 2."""

    def location(self, line: int, column: int, length: int | None = None) -> Location:
        """Return the place, moved back inside the text where a parser points past an end.

        Units: `line` and `column` count from 0; without a `length` the rest of the line is meant.
        """
        line = min(line, len(self.lines) - 1)
        while line > 0 and not self.lines[line]:
            line, column = line - 1, len(self.lines[line - 1])
        width = len(self.lines[line])
        column = max(0, min(column, width - 1))
        rest = len(self.lines[line].rstrip()) - column
        wanted = rest if length is None else min(length, width - column)
        return Location(self.path, line + self.first_line, column + 1, max(1, wanted))


def in_backticks(text: str) -> str:
    """Quote an author's words for a message: on one line, and cut when they are long."""
    words = " ".join(text.split())
    return f"`{words}`" if len(words) <= _QUOTE_LIMIT else f"`{words[: _QUOTE_LIMIT - 1]}…`"


def decode(file: SourceFile) -> tuple[str | None, Problems]:
    """Return the text of a file, or None and every reason why it cannot be trusted."""
    text, problem = _decode_utf8(file)
    if text is None:
        return None, (problem,) if problem else ()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = find_forbidden_character(text, file.path)
    problems = ((forbidden,) if forbidden else ()) + _find_merge_conflicts(text, file.path)
    return (None if problems else text), problems


def find_forbidden_character(text: str, path: str, *, first_line: int = 1) -> Problem | None:
    """Return a problem for the first character that no source may hold, naming how many follow."""
    index = _find_forbidden(text)
    if index is None:
        return None
    more = sum(1 for _ in re.compile(f"[^{_ALLOWED}]").finditer(text, index + 1))
    return Problem(
        code="control-character",
        message=f"the file holds the control character {_code_point(text[index])}",
        location=_locate(text, index, path, first_line=first_line),
        label=f"and {more} more after this one" if more else "this character has no meaning in a text",
        hint="delete it; most editors do not show it, so delete from one visible letter to the next",
    )


def describe_forbidden(text: str) -> str:
    """Return the name of the first character that no source may hold, such as ``U+0007``, or nothing."""
    index = _find_forbidden(text)
    return "" if index is None else _code_point(text[index])


def _find_forbidden(text: str) -> int | None:
    run = _ALLOWED_RUN.match(text)
    end = run.end() if run else 0
    return end if end < len(text) else None


def _decode_utf8(file: SourceFile) -> tuple[str | None, Problem | None]:
    content = file.content
    wide = _recognise_wide_encoding(content)
    if wide:
        return None, Problem(
            code="not-utf8",
            message=f"the file is written in {wide}, not in UTF-8",
            location=Location(file.path),
            hint=_SAVE_AS_UTF8,
        )
    try:
        return content.decode("utf-8").lstrip("\ufeff"), None
    except UnicodeDecodeError as error:
        return None, _explain_undecodable(file, error.start)


def _recognise_wide_encoding(content: bytes) -> str:
    """Return UTF-16 or UTF-32 when the bytes look like it, with a byte order mark or without."""
    for mark, name in _WIDE_ENCODINGS:
        if content.startswith(mark):
            return name
    if b"\0" not in content:
        return ""
    # Letters of Latin scripts have a zero in every second byte of UTF-16.
    start = content[:1000]
    half = len(start) // 2
    is_wide = half > 0 and max(start[::2].count(0), start[1::2].count(0)) > half * 0.6
    return "UTF-16" if is_wide and 0 in (start[::2].count(0), start[1::2].count(0)) else ""


def _explain_undecodable(file: SourceFile, start: int) -> Problem:
    before = file.content[:start].decode("utf-8").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    byte = file.content[start]
    # 0xED followed by 0xA0-0xBF is half of a surrogate pair, as some database exports (CESU-8) write emoji.
    is_half = byte == 0xED and file.content[start + 1 : start + 2] >= b"\xa0"
    why = "half of a surrogate pair, as in CESU-8" if is_half else f"the byte 0x{byte:02x} is not UTF-8 here"
    return Problem(
        code="not-utf8",
        message="the file is not written in UTF-8",
        location=_locate(before + "?", len(before), file.path),
        label=why,
        hint=f"{_SAVE_AS_UTF8}, then look at the letters on this line: they may need typing again",
    )


def _find_merge_conflicts(text: str, path: str) -> Problems:
    if "<<<<<<<" not in text:
        return ()
    problems = []
    opened: int | None = None
    for mark in _CONFLICT_MARK.finditer(text):
        if mark[0] == "<<<<<<<":
            opened = mark.start()
        elif opened is not None:
            problems.append(_explain_conflict(text, opened, mark.start(), path))
            opened = None
    return tuple(problems)


def _explain_conflict(text: str, opened: int, closed: int, path: str) -> Problem:
    end = _locate(text, closed, path, length=7)
    return Problem(
        code="merge-conflict",
        message="a merge was left unfinished here",
        location=_locate(text, opened, path, length=7),
        label=f"two versions stand side by side down to line {end.line}",
        hint="keep the lines that are right and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`",
        related=(end,),
    )


def _locate(text: str, index: int, path: str, *, first_line: int = 1, length: int = 1) -> Location:
    line = text.count("\n", 0, index) + first_line
    return Location(path, line, index - text.rfind("\n", 0, index), length)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
