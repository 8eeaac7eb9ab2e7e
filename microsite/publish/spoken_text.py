"""Spoken text: what a screen reader would say of an element, and what a page shows.

Part of stage 5, for the checks. Knows what is hidden, that a picture is read by its words, and that
code samples are shown as they are. Nothing here recurses: pages may nest deeply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

_NAMED_TAGS = frozenset(
    {"a", "button", "caption", "label", "script", "style", "time", "title"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
"""Elements whose text is asked for."""

_UNREAD_TAGS = frozenset({"script", "style", "code", "pre", "kbd", "samp", "textarea"})

# Elements that are asked for their text nest a few levels; a page made to nest thousands must not hang us.
_NESTED_NAMES = 8
_DEEPEST = 500
"""As far up as anything is looked for: pages written by people do not nest deeper."""


def spoken_pieces(node: LexborNode) -> Iterator[str]:
    """Yield the text in an element piece by piece, without what is hidden inside it."""
    child = node.first_child
    if child is None:
        return
    if child.next is None and child.tag == "-text":
        yield child.text_content or ""
        return
    is_heard = None
    waiting = [(child, 1)]
    while waiting:
        current, names = waiting.pop()
        if current.next is not None:
            waiting.append((current.next, names))
        tag = current.tag or "-"
        if tag == "-text":
            yield current.text_content or ""
        elif not tag.startswith("-"):
            attributes = current.attributes
            if _hides(attributes):
                is_heard = not _is_hidden(node) if is_heard is None else is_heard
                if is_heard:
                    continue
            if "alt" in attributes or "aria-label" in attributes:
                yield attributes.get("alt") or attributes.get("aria-label") or ""
            names += tag in _NAMED_TAGS
            if names <= _NESTED_NAMES and (child := current.first_child) is not None:
                waiting.append((child, names))


def shown_texts(root: LexborNode, *, marks: tuple[str, ...]) -> Iterator[str]:
    """Yield what a reader sees piece by piece, code samples left out, if one of the marks is anywhere."""
    if not _may_show(root, marks):
        return
    waiting = [root]
    while waiting:
        current = waiting.pop()
        if current is not root and current.next is not None:
            waiting.append(current.next)
        if current.tag == "-text":
            yield current.text_content or ""
        elif current.tag not in _UNREAD_TAGS and (child := current.first_child) is not None:
            waiting.append(child)


def _may_show(root: LexborNode, marks: tuple[str, ...]) -> bool:
    part = root.first_child
    while part is not None:
        text = part.text()
        # One character is found in no time, and braces are mostly in the head alone, which is short.
        if any(mark[0] in text and mark in text for mark in marks):
            return True
        part = part.next
    return False


def _hides(attributes: Mapping[str, str | None]) -> bool:
    return attributes.get("aria-hidden") == "true" or "hidden" in attributes


def _is_hidden(node: LexborNode) -> bool:
    """Return whether an element is hidden as a whole: its own text is then all there is to say of it."""
    current: LexborNode | None = node
    for _ in range(_DEEPEST):
        if current is None:
            return False
        if _hides(current.attributes):
            return True
        current = current.parent
    return False
