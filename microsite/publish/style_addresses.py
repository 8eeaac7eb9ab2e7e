"""Addresses in style sheets: what a browser would fetch for one, however it is written.

Part of stage 5, for the checks. Reads a sheet the way CSS is read: escapes count as what they stand
for, a comment inside a string is text, and a string is an address in some functions and no others.
Source: CSS Syntax Level 3, CSS Images Level 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from microsite.values import dataclass

# Each token is read once, whatever follows it, so that a long sheet takes no longer than its length.
_TOKEN = re.compile(
    r"""/\*(?:[^*]|\*(?!/))*+(?:\*/)?
      | "(?P<double>(?:\\.|[^"\\\n])*+)"?
      | '(?P<single>(?:\\.|[^'\\\n])*+)'?
      | (?P<name>[@\#]?(?:\\[0-9a-fA-F]{1,6}+\s?+|\\[^\n]|[\w-]|[^\x00-\x7f])++)(?P<open>\()?
      | (?P<mark>[(){};,])""",
    re.DOTALL | re.VERBOSE,
)
_BARE = re.compile(r"""\s*+(?!["'])(?P<bare>(?:\\.|[^)\\])*+)\)?""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(\n)|(.))", re.DOTALL)

_FETCHING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set"})
"""Functions in which a string is an address."""

_HOST = re.compile(r"https?:|//", re.I)
_DROPPED = dict.fromkeys(map(ord, "\t\n\r\f"))
_DROPPED_OUTSIDE = "".join(map(chr, range(0x21)))


@dataclass(slots=True)
class _Reading:
    """Where in the sheet the reader is."""

    functions: list[str] = field(default_factory=list)
    """Those open here, the innermost last; a plain bracket has no name."""
    beginning: str = ""
    """The first name of the rule or declaration: ``@import``, ``background``, ``--logo``."""

    def mark(self, character: str) -> None:
        """Go past a bracket or the end of a declaration."""
        if character == "(":
            self.functions.append("")
        elif character == ")" and self.functions:
            self.functions.pop()
        elif character in "{};" and (character != ";" or not self.functions):
            self.functions.clear()
            self.beginning = ""

    def is_address(self, text: str) -> bool:
        """Whether a string here is fetched; one kept in a custom property may be, wherever that is used."""
        if self.beginning.startswith("--") and _HOST.match(text):
            return True
        if self.functions:
            return self.functions[-1] in _FETCHING
        return self.beginning == "@import"


def find_style_addresses(sheet: str) -> Iterator[str]:
    """Yield what a style sheet fetches; ``url(#id)`` and ``url(data:…)`` fetch nothing."""
    for written in _find_addresses(sheet):
        address = _as_browsers_read(written)
        if address and not address.lower().startswith(("#", "data:")):
            yield address


def _find_addresses(sheet: str) -> Iterator[str]:
    reading, place = _Reading(), 0
    while token := _TOKEN.search(sheet, place):
        place = token.end()
        string = token["double"] if token["double"] is not None else token["single"]
        if token["mark"]:
            reading.mark(token["mark"])
        elif string is not None:
            if reading.is_address(_as_browsers_read(string)):
                yield string
        elif token["name"]:
            name = _unescape(token["name"]).lower()
            if not reading.beginning or name.startswith("@"):
                reading.beginning = name
            bare = _BARE.match(sheet, place) if token["open"] and name == "url" else None
            if bare:
                place = bare.end()
                yield bare["bare"]
            elif token["open"]:
                reading.functions.append(name)


def _as_browsers_read(written: str) -> str:
    """Return an address without escapes; browsers drop some characters and read a backslash as a slash."""
    return _unescape(written).translate(_DROPPED).strip(_DROPPED_OUTSIDE).replace("\\", "/")


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_meaning, text) if "\\" in text else text


def _meaning(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[3] or ""
    code = int(escape[1], 16)
    is_character = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else "\ufffd"
