"""Polish words of one letter, held to the word after them: no line of Polish ends with one.

It is done to the finished page, so that it holds for what authors write, for records and for templates.
"""

from __future__ import annotations

import re

_LANGUAGE = "pl"
_ATTRIBUTES = r'(?:[^<>"]|"[^"]*")*'
_TURN = re.compile(
    rf'<([a-z][a-z0-9-]*)\b(?:[^<>"]|"[^"]*")*?\slang="([^"]*)"{_ATTRIBUTES}>'
    rf"|<(code|kbd|pre|samp|script|style|svg|textarea|title)\b{_ATTRIBUTES}>"
)
"""Where the language changes, or where no sentence is."""
_TAG = re.compile(rf"(<!--.*?-->|</?[a-zA-Z]{_ATTRIBUTES}>)", re.DOTALL)
_SHORT_WORD = re.compile(r"(?<![\w'’.-])([aiouwzAIOUWZ])[ \t\r\n]+(?=\S|\Z)")
_INLINE = re.compile(
    r"<(?:a|abbr|b|bdi|bdo|cite|code|data|dfn|em|i|kbd|mark|q|s|samp|small|span|strong|time|u)\b"
)


def bind_short_words(html: str, language: str) -> str:
    """Return HTML in which a no-break space follows each Polish word of one letter.

    `language` is that of the HTML as a whole; parts say their own with a ``lang``.
    """
    is_polish = _is_polish(language)
    if not is_polish and f'lang="{_LANGUAGE}' not in html:
        return html
    parts: list[str] = []
    at = 0
    while turn := _TURN.search(html, at):
        end = _find_end(html, turn)
        inner = html[turn.end() : end]
        if turn[3] is None:
            inner = bind_short_words(inner, turn[2])
        before = html[at : turn.end()]
        parts += (_bind(before) if is_polish else before, inner)
        at = end
    rest = html[at:]
    parts.append(_bind(rest) if is_polish else rest)
    return "".join(parts)


def _is_polish(language: str) -> bool:
    return language.partition("-")[0].lower() == _LANGUAGE


def _find_end(html: str, opening: re.Match[str]) -> int:
    """Return where the element's closing tag begins; right after the opening one when there is none."""
    name = opening[1] or opening[3]
    depth = 1
    for tag in re.finditer(rf"<(/?){name}\b", html[opening.end() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            return opening.end() + tag.start()
    return opening.end()


def _bind(html: str) -> str:
    """Bind the words in Polish markup."""
    if not _SHORT_WORD.search(html):
        return html
    parts = _TAG.split(html)
    for number in range(0, len(parts), 2):
        following = parts[number + 1] if number + 1 < len(parts) else ""
        parts[number] = _bind_text(parts[number], goes_on=bool(_INLINE.match(following)))
    return "".join(parts)


def _bind_text(text: str, *, goes_on: bool) -> str:
    """Bind the words of a text; `goes_on` says that its last line goes on in the tag after it."""
    bound = _SHORT_WORD.sub(lambda word: f"{word[1]}\N{NO-BREAK SPACE}", text)
    if goes_on or not bound.endswith("\N{NO-BREAK SPACE}") or text.endswith("\N{NO-BREAK SPACE}"):
        return bound
    tail = text[len(text.rstrip(" \t\r\n")) :]
    return bound[:-1] + tail
