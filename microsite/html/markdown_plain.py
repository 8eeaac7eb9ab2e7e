"""Write ordinary inline Markdown as HTML at once: code, links and emphasis that nothing makes ambiguous.

Most texts of a page hold nothing else. Where there is more, whatever it is, the answer is None, and
the library's own patterns are asked (markdown_inline.py): a mark without its partner, emphasis inside
emphasis, a bracket that opens no link, a backslash, HTML, a picture.

What is read here has one meaning only:

- Code goes before everything. Each run of backticks is one long, so they pair as they come.
- A link is ``[words](address)`` without brackets in its words, and without anything in its address
  that the library would look at twice.
- Emphasis pairs a run of one or two marks with the next one of the same kind and length, and no mark
  stands between them that could pair with either.

The edges of code and of links count for the marks beside them as the library's placeholders do:
neither letter nor space. So it changes nothing that all are found in one pass and not one after another.
"""

from __future__ import annotations

import re

from markdown.util import AtomicString, code_escape

_CODE = r"`[^`]++`(?!`)"
_WORDS = rf"(?:[^\[\]`\\<&]++|{_CODE})*+"
_ADDRESS = r"[^()<>\"'\s`\[\]\\&]*+"
_LINK = rf"\[(?<!!\[)(?!\^){_WORDS}\]\({_ADDRESS}\)"
_IN_WORD = r"_(?<=[^\W_]_)_*+(?=[^\W_])"
_EMPHASISED = rf"(?:[^*_`\[\]\\<&]++|{_CODE}|{_LINK}|{_IN_WORD})++(?<!\s)"
# Each alternative begins with the letter itself, so that the search leaps from one to the next.
_PIECE = re.compile(
    rf"""`(?P<code>[^`]++)`(?!`)
    |\[(?<!!\[)(?!\^)(?P<words>{_WORDS})\]\((?P<address>{_ADDRESS})\)
    |\*(?P<star>\*?)(?![\s*])(?P<starred>{_EMPHASISED})\*(?P=star)(?!\*)
    |_(?<=[^\W_]_)(?P<in_word>_*+)(?=[^\W_])
    |_(?<!\w_)(?P<line>_?)(?![\s_])(?P<lined>{_EMPHASISED})_(?P=line)(?!\w)
    |>(?P<angle>)
    |\*|_|`|\[|\]|\\|<|&""",
    re.VERBOSE,
)
_MARK = re.compile(r"[*_`\[\]\\<&]")


class PlainHtml(AtomicString):
    """A text of the tree that is HTML already, and is written as it is."""


def may_hold_marks(text: str) -> bool:
    """Return whether a text could hold inline Markdown."""
    return _MARK.search(text) is not None or "  \n" in text


class PlainWriter:
    """Writes the texts of one page; gathers the addresses in them."""

    def __init__(self, token: str, targets: list[str]) -> None:
        self._token = token
        self._targets = targets
        """Gets each address; its place here is the number in its token."""

    def write(self, text: str) -> PlainHtml | None:
        """Return a text as HTML; None when the library has to be asked."""
        if "  \n" in text:
            return None
        known = len(self._targets)
        try:
            return PlainHtml(_PIECE.sub(self._piece, text))
        except _Ambiguous:
            del self._targets[known:]
            return None

    def _piece(self, piece: re.Match[str]) -> str:
        kind = piece.lastgroup
        if kind == "code":
            return f"<code>{code_escape(piece[kind].strip())}</code>"
        if kind in ("starred", "lined"):
            tag = "strong" if piece["star"] or piece["line"] else "em"
            return f"<{tag}>{_PIECE.sub(self._piece, piece[kind])}</{tag}>"
        if kind == "address":
            number = len(self._targets)
            self._targets.append(piece[kind])
            return f'<a href="#{self._token}t{number}">{_PIECE.sub(self._piece, piece["words"])}</a>'
        if kind == "angle":
            return "&gt;"
        if kind == "in_word":
            return piece[0]
        raise _Ambiguous


class _Ambiguous(Exception):
    """There is more in a text than is read here."""
