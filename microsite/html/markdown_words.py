"""The words of HTML, as a reader would say them."""

from __future__ import annotations

import html
import re

_UNREAD = re.compile(
    r"<(script|style|svg|template)\b.*?</\1>|<sup id=\"fnref.*?</sup>|<a class=\"footnote-backref\".*?</a>",
    re.DOTALL,
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u"
    r"|var|wbr|data)\b[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>"
)
_ANY_TAG = re.compile(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")


def plain_words(markup: str) -> str:
    """Return the words of HTML, one space between them; footnote marks are none."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    without_tags = _ANY_TAG.sub(" ", _INLINE_TAG.sub("", _UNREAD.sub(" ", markup)))
    return " ".join(html.unescape(without_tags).split())
