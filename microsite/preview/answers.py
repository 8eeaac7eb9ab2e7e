"""What the preview answers to an address.

A value in, a value out. An address is decoded once and looked up among the paths of the built site
in memory: it never becomes a path on the disk, so there is none it could reach, however it is written.
"""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

from microsite.preview.overlay import render_overlay
from microsite.preview.page import PLACEHOLDER, dress_page
from microsite.preview.showing import Showing
from microsite.values import dataclass

# A table of our own: the one of the machine differs from machine to machine.
_TYPE_BY_SUFFIX = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "ics": "text/calendar; charset=utf-8",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "rss": "application/rss+xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
    "zip": "application/zip",
}
_TEXT = _TYPE_BY_SUFFIX["txt"]
_HTML = _TYPE_BY_SUFFIX["html"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, whole."""

    status: int
    content_type: str
    body: bytes
    policies: tuple[str, ...] = ()
    """Content security policies, one header each."""

    location: str = ""
    """Where a redirect leads, percent-encoded; empty for every other answer."""


def answer_address(address: str, *, query: str, showing: Showing, host: str, stamp: str) -> Answer:
    """Return the answer to a request for `address`.

    Shape: `address` as it stood in the request line, percent-encoded, without its query; `host`
    and `stamp` as `dress_page` takes them.
    """
    if showing.content_by_path is None:
        return _dress(Answer(503, _HTML, PLACEHOLDER), showing=showing, host=host, stamp=stamp)
    path = _decode(address)
    if path is None:
        return Answer(400, _TEXT, b"not an address\n")

    answer = _find_answer(path, query=query, showing=showing)
    if answer.content_type != _HTML:
        return answer
    return _dress(answer, showing=showing, host=host, stamp=stamp)


def find_content_type(path: str) -> str:
    """Return the Content-Type for a published path, by its suffix."""
    _, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return _TYPE_BY_SUFFIX.get(suffix.lower() if dot else "", "application/octet-stream")


def _decode(address: str) -> str | None:
    """Return the path an address names, without its first slash; None when it names none."""
    if not address.startswith("/"):
        return None
    try:
        path = unquote_to_bytes(address[1:]).decode()
    except UnicodeError:
        return None
    return None if any(ord(character) < 32 or character == "\x7f" for character in path) else path


def _find_answer(path: str, *, query: str, showing: Showing) -> Answer:
    served = f"{path}index.html" if not path or path.endswith("/") else path
    content = showing.find_content(served)
    if content is not None:
        return Answer(200, find_content_type(served), content)
    if showing.find_content(f"{path}/index.html") is not None:
        # Only a path of the site gets here, so this cannot lead to `//another.example/`.
        return Answer(301, _TEXT, b"", location=f"/{quote(path)}/" + (f"?{query}" if query else ""))
    missing = showing.find_content("404.html")
    return Answer(404, _TEXT, b"not found\n") if missing is None else Answer(404, _HTML, missing)


def _dress(answer: Answer, *, showing: Showing, host: str, stamp: str) -> Answer:
    overlay = render_overlay(
        showing.report, has_failed=showing.has_failed, has_site=showing.content_by_path is not None
    )
    body, policies = dress_page(answer.body, host=host, stamp=stamp, overlay=overlay)
    return Answer(answer.status, answer.content_type, body, policies=policies)
