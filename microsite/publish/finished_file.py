"""Finished files that are no pages: the addresses in a style sheet or feed, the anchors of a drawing.

Part of stage 5. Judges nothing and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from microsite.publish.addresses import AddressBook, Target
from microsite.publish.style_addresses import find_style_addresses
from microsite.values import dataclass

_TEXT_SUFFIXES = (
    *(".html", ".css", ".js", ".xml", ".atom", ".json"),
    *(".csv", ".ics", ".txt", ".svg", ".webmanifest"),
)
_SITEMAP = "sitemap.xml"
_SITEMAP_PLACE = re.compile(r"<loc>([^<]*)</loc>")
_SVG_ID = re.compile(rb"""\sid=["']([^"']*)["']""")

Meant = tuple[str, Target]
"""An address as written, and what it means."""


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """One file as the checks see it."""

    path: str
    book: AddressBook
    bad_byte: int | None = None
    """Where a text stops being UTF-8, counted from 0; None where it does not, and where there is no text."""

    addresses: tuple[Meant, ...] = ()
    """Of a style sheet, those it fetches; of a feed, those of this site. Each once."""

    listed: tuple[Meant, ...] = ()
    """What a sitemap lists, each once."""

    anchors: tuple[str, ...] | None = None
    """Of a drawing; None for other files."""


def read_file(path: str, content: bytes, *, book: AddressBook) -> FinishedFile:
    """Return what the checks need to know of a file, were it no page. Any bytes do."""
    if not path.endswith(_TEXT_SUFFIXES):
        return FinishedFile(path, book)
    bad_byte = _find_bad_byte(content)
    if path.endswith(".svg"):
        ids = {anchor.decode(errors="replace") for anchor in _SVG_ID.findall(content)}
        return FinishedFile(path, book, bad_byte, anchors=tuple(sorted(ids)))
    if path.endswith(".css"):
        fetched = find_style_addresses(_text(content))
        addresses = _resolve(fetched, book, from_address=book.address_of(path))
        return FinishedFile(path, book, bad_byte, addresses=addresses)
    if path.endswith((".xml", ".atom")):
        text = _text(content)
        listed = _find_listed(text) if path.endswith(_SITEMAP) else ()
        return FinishedFile(
            path,
            book,
            bad_byte,
            addresses=_resolve(_find_ours(text, book), book, from_address=book.base_path),
            listed=_resolve(listed, book, from_address=book.base_path),
        )
    return FinishedFile(path, book, bad_byte)


def _find_bad_byte(content: bytes) -> int | None:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def _find_ours(text: str, book: AddressBook) -> Iterator[str]:
    ours = re.compile(re.escape(book.base_url) + r"[^\s\"'<>]*")
    return (unescape(found) for found in dict.fromkeys(ours.findall(text)))


def _find_listed(text: str) -> Iterator[str]:
    return (unescape(found.strip()) for found in dict.fromkeys(_SITEMAP_PLACE.findall(text)))


def _resolve(addresses: Iterable[str], book: AddressBook, *, from_address: str) -> tuple[Meant, ...]:
    return tuple(
        (address, book.resolve(address, from_address=from_address)) for address in dict.fromkeys(addresses)
    )


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")
