"""Style sheets as they are published: without what only people read.

Comments and indentation are a quarter of a commented style sheet even when it is compressed, and every
first visit waits for it. Nothing else is touched: a line stays a line, and means what it meant.
"""

from __future__ import annotations

import re

_STRING = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""

_CLOSED = r"/\*(?:[^*]|\*(?!/))*+\*/"
_OPEN = r"/\*(?:[^*]|\*(?!/))*+\Z"

# A comment between two letters parts two words, as in `margin:1px/**/2px`; such a one stays.
_COMMENT = rf"(?:\A|(?<=[\s;{{}},])){_CLOSED}|{_CLOSED}(?=\s|\Z)"
# What is kept is matched whole, so that nothing in it is taken for a string or a comment.
_STRING_OR_COMMENT = re.compile(rf"({_STRING}|{_OPEN})|{_COMMENT}|({_CLOSED})", re.DOTALL)
_INDENTATION = re.compile(r"^[ \t]+|(?<![ \t])[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{2,}")


def shorten_style_sheet(text: str) -> str:
    """Return the style sheet without comments, indentation and empty lines."""
    bare = _STRING_OR_COMMENT.sub(lambda match: match[1] or match[2] or "", text)
    return _EMPTY_LINES.sub("\n", _INDENTATION.sub("", bare)).lstrip("\n")
