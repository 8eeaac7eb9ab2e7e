"""Chapters: fit the finished HTML of a page into a longer document.

Its headings go one level down. Two chapters may have the same heading or the same table, so anchors
get the chapter's name before them, and named regions its title after their name. A link to a page that
is a chapter, too, leads to that chapter: the document can be printed, or read without a connection.
Scripts stay with the pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

# What comes in was sanitised or made by a template: well-formed, attributes in double quotes.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s[^\s=>]+(?:=\"[^\"]*\")?)*)\s*>")
_PATTERN = re.compile(r"url\(#(?P<id>[^()]+)\)")
_ATTRIBUTE = re.compile(r"(?P<name>\s[^\s=>]+)=\"(?P<value>[^\"]*)\"")
_SCRIPT = re.compile(r"<script\b[^>]*>[^<]*</script>")
_HEADING = re.compile(r"h([1-5])")
_NAMING_IDS = {"aria-describedby", "aria-labelledby", "for", "headers", "id"}


def fit_chapter(markup: str, *, anchor: str, title: str, anchor_by_address: Mapping[str, str]) -> str:
    """Return the HTML of a page as that of the chapter `anchor`, whose title tells its regions apart.

    `anchor_by_address` names the chapter that each page of the document has become.
    """

    def fit_attribute(attribute: re.Match[str]) -> str:
        name, value = attribute["name"], attribute["value"]
        if name.strip() in _NAMING_IDS:
            value = " ".join(f"{anchor}-{each}" for each in value.split())
        elif name.strip() == "aria-label":
            value = f"{value} – {html.escape(title)}"
        elif name.strip() == "fill":
            value = _PATTERN.sub(rf"url(#{anchor}-\g<id>)", value)
        elif name.strip() == "href":
            value = _fit_link(value, anchor, anchor_by_address)
        return f'{name}="{value}"'

    def fit_tag(tag: re.Match[str]) -> str:
        name = _HEADING.sub(lambda heading: f"h{int(heading[1]) + 1}", tag["name"])
        return f"<{tag['end']}{name}{_ATTRIBUTE.sub(fit_attribute, tag['attributes'])}>"

    return _TAG.sub(fit_tag, _SCRIPT.sub("", markup))


def _fit_link(target: str, anchor: str, anchor_by_address: Mapping[str, str]) -> str:
    address, mark, place = target.partition("#")
    chapter = anchor_by_address.get(address) if address else anchor
    if chapter is None or (not address and not place):
        return target
    return f"#{chapter}-{place}" if mark and place else f"#{chapter}"
