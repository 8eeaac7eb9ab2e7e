"""Feeds: what is new, as Atom (RFC 4287), for feed readers and other programs.

Stage 4 of 5. Takes a `Feed`, gives the bytes of its file. Entries stay in the order they come in.
Records know days, not hours, so every time is midnight UTC of its day.
"""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

from microsite.pages import Feed, FeedEntry

from .xml_files import add_element, keep_legal, write_xml

ATOM = "http://www.w3.org/2005/Atom"


def render_feed(feed: Feed) -> bytes:
    """Return the file; a feed without entries is whole, because its own date comes from the plan."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": keep_legal(feed.locale)})
    add_element(root, "id", feed.permalink)
    add_element(root, "title", feed.title)
    if feed.subtitle:
        add_element(root, "subtitle", feed.subtitle)
    add_element(root, "updated", _midnight(feed.updated))
    add_element(add_element(root, "author"), "name", feed.author)
    _add_link(root, "self", "application/atom+xml", feed.permalink)
    _add_link(root, "alternate", "text/html", feed.home_permalink)
    for entry in feed.entries:
        _add_entry(root, entry)
    return write_xml(root)


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    element = add_element(root, "entry")
    add_element(element, "id", entry.permalink)
    add_element(element, "title", entry.title)
    add_element(element, "updated", _midnight(entry.updated))
    _add_link(element, "alternate", "text/html", entry.permalink)
    add_element(element, "summary", entry.summary, attributes={"type": "text"})


def _add_link(parent: ET.Element, relation: str, media_type: str, address: str) -> None:
    add_element(parent, "link", attributes={"rel": relation, "type": media_type, "href": address})


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
