"""What an address is answered, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.preview.answers import Answer, answer_address, find_content_type
from microsite.preview.showing import Showing

CONTENT = {
    "index.html": b"<body>home</body>",
    "en/index.html": b"<body>english</body>",
    "en/about.html": b"<body>about</body>",
    "404.html": b"<body>lost</body>",
    "robots.txt": b"robots",
    "data/zażółć.json": b"{}",
    "CNAME": b"x.example",
    "a%20b.txt": b"decoded once",
}


def answer(address: str, *, query: str = "", showing: Showing | None = None) -> Answer:
    shown = Showing(version=1, content_by_path=CONTENT) if showing is None else showing
    return answer_address(address, query=query, showing=shown, host="localhost:8000", stamp="v1")


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/", b"home"),
        ("/index.html", b"home"),
        ("/en/", b"english"),
        ("/%65n/", b"english"),
        ("/en/about.html", b"about"),
        ("/robots.txt", b"robots"),
        ("/data/za%C5%BC%C3%B3%C5%82%C4%87.json", b"{}"),
        ("/CNAME", b"x.example"),
        ("/a%2520b.txt", b"decoded once"),
    ],
)
def test_a_published_path_is_answered_with_its_bytes(address: str, body: bytes) -> None:
    found = answer(address)

    assert found.status == 200
    assert body in found.body


def test_a_folder_without_its_slash_leads_to_the_address_with_it() -> None:
    assert (answer("/en").status, answer("/en").location) == (301, "/en/")
    assert answer("/en", query="a=%2F&b").location == "/en/?a=%2F&b"


@pytest.mark.parametrize(
    "address",
    [
        "/missing",
        "/missing/",
        "/robots.txt/",
        "/EN/",
        "//en/",
        "//evil.example/",
        "//evil.example",
        "/en//",
        "/./en/",
        "/en/../en/",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/..%5c..%5cetc%5cpasswd",
        "/%252e%252e/etc/passwd",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/C:/Windows/win.ini",
        "/.git/config",
        "/%",
        "/" + "a/" * 5000,
    ],
)
def test_an_unknown_address_is_answered_with_the_404_page(address: str) -> None:
    found = answer(address)

    assert found.status == 404
    assert b"lost" in found.body


@pytest.mark.parametrize("address", ["", "en/", "*", "http://evil.example/", "/%00", "/en/%0d%0aX:y", "/%ff"])
def test_what_is_no_address_is_refused(address: str) -> None:
    assert answer(address).status == 400


def test_a_site_without_a_404_page_says_so_in_plain_text() -> None:
    found = answer("/missing", showing=Showing(version=1, content_by_path={}))

    assert (found.status, found.content_type) == (404, "text/plain; charset=utf-8")


def test_before_the_first_good_build_every_address_waits_for_it() -> None:
    found = answer("/en/", showing=Showing())

    assert found.status == 503
    assert b"livereload.js" in found.body


def test_the_published_bytes_are_served_as_they_are_but_for_pages() -> None:
    assert answer("/robots.txt").body == b"robots"
    assert CONTENT["index.html"] == b"<body>home</body>"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("en/index.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("events.atom", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.WEBP", "image/webp"),
        ("favicon.ico", "image/x-icon"),
        ("CNAME", "application/octet-stream"),
        ("html", "application/octet-stream"),
        ("a.html/b", "application/octet-stream"),
    ],
)
def test_a_suffix_decides_the_content_type(path: str, content_type: str) -> None:
    assert find_content_type(path) == content_type


@given(address=st.text(alphabet="/.%e2nf0\\ :ą\x00", max_size=30).map("/".__add__) | st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_address_gets_a_published_file_or_a_refusal(address: str) -> None:
    found = answer(address)

    assert found.status in {200, 301, 400, 404}
    assert (found.status == 301) == (found.location != "")
    assert not found.location.startswith("//")
