"""Feeds, read back by lxml and held to RFC 4287."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from microsite.html.feeds import render_feed
from microsite.pages.views import Feed, FeedEntry

# Not st.text, which would draw the awkward characters as seldom as any other.
AWKWARD = "\0\t\n\r\x1b\x85\u2028\ud800,;:\\\"'=+-@<>&N"
ANY_TEXT = st.lists(st.characters() | st.sampled_from(AWKWARD), max_size=60).map("".join)
NAMES = {"a": "http://www.w3.org/2005/Atom"}

ENTRY = FeedEntry(
    permalink="https://study.example/en/events/2022/international-training-week-2022/",
    title="International Training Week",
    summary="Guests from 18 universities.",
    updated=date(2026, 11, 20),
)
FEED = Feed(
    output_path="en/events.atom",
    permalink="https://study.example/en/events.atom",
    home_permalink="https://study.example/en/events/",
    title="Study in Białystok: events",
    subtitle="What is new",
    author="The editors",
    locale="en",
    updated=date(2026, 11, 20),
    entries=(ENTRY,),
)


def read(file: bytes) -> etree._Element:
    return etree.fromstring(file)


def texts(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NAMES)]


def links(element: etree._Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in element.findall("a:link", NAMES)}


def assert_is_atom(feed: etree._Element) -> None:
    """What RFC 4287 section 4.1 requires of a feed and its entries."""
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert len(feed.findall("a:author/a:name", NAMES)) == 1
    for part in (feed, *feed.findall("a:entry", NAMES)):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"a:{name}", NAMES)) == 1, f"{part.tag} needs one {name}"
        (updated,) = texts(part, "a:updated")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", updated)
        assert "alternate" in links(part)


def test_a_feed_has_all_that_atom_requires() -> None:
    feed = read(render_feed(FEED))

    assert_is_atom(feed)
    assert texts(feed, "a:id") == [FEED.permalink]
    assert texts(feed, "a:updated") == ["2026-11-20T00:00:00Z"]
    assert texts(feed, "a:author/a:name") == ["The editors"]
    assert links(feed) == {"self": FEED.permalink, "alternate": FEED.home_permalink}
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_entry_is_named_by_its_permalink() -> None:
    feed = read(render_feed(FEED))

    entry = feed.find("a:entry", NAMES)
    assert entry is not None
    assert texts(entry, "a:id") == [ENTRY.permalink]
    assert links(entry) == {"alternate": ENTRY.permalink}
    assert texts(entry, "a:updated") == ["2026-11-20T00:00:00Z"]
    assert texts(entry, "a:summary") == ["Guests from 18 universities."]


def test_a_feed_without_entries_is_still_whole() -> None:
    feed = read(render_feed(replace(FEED, entries=(), subtitle="")))

    assert_is_atom(feed)
    assert feed.findall("a:entry", NAMES) == []


def test_entries_keep_their_order() -> None:
    entries = tuple(replace(ENTRY, permalink=f"https://study.example/{n}/") for n in (3, 1, 2))

    feed = read(render_feed(replace(FEED, entries=entries)))

    assert texts(feed, "a:entry/a:id") == [entry.permalink for entry in entries]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("a < b & c > \"d\" 'e'", "a < b & c > \"d\" 'e'", id="marks of the format"),
        pytest.param("</title><entry/>", "</title><entry/>", id="tags"),
        pytest.param("]]> <!-- -->", "]]> <!-- -->", id="ends of sections"),
        pytest.param("a\x00b\x0bc\x1b\x85\ud800\ufffe\uffffd", "abcd", id="what XML cannot hold"),
        pytest.param("Żółć 北京 🧵", "Żółć 北京 🧵", id="any script"),
    ],
)
def test_a_text_is_text_and_nothing_else(written: str, shown: str) -> None:
    feed = read(render_feed(replace(FEED, title=written)))

    assert texts(feed, "a:title") == [shown]


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_reaches_beyond_its_element(title: str, summary: str, permalink: str) -> None:
    entry = replace(ENTRY, title=title, summary=summary, permalink=permalink)

    feed = read(
        render_feed(replace(FEED, title=title, author=summary, permalink=permalink, entries=(entry, ENTRY)))
    )

    assert_is_atom(feed)
    shape = [element.tag for element in feed.iter()]
    assert shape == [
        element.tag for element in read(render_feed(replace(FEED, entries=(ENTRY, ENTRY)))).iter()
    ]


def test_the_same_feed_gives_the_same_bytes() -> None:
    assert render_feed(FEED) == render_feed(FEED)
