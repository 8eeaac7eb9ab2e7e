"""A crawler that knows nothing of the generator: it follows every address from the entry page.

It reads with the standard library alone, so that it shares no mistake with the engine's own checks.
Addresses in attributes, stylesheets, feeds and the sitemap are all followed, and so is an absolute
one of the site's own host (canonical, alternate, picture for sharing).
"""

from __future__ import annotations

import http.client
import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urljoin, urlsplit

ADDRESS_ATTRIBUTES = frozenset({"href", "src", "action", "formaction", "poster", "cite", "data"})
ADDRESSES_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
ADDRESSES_IN_XML = re.compile(r"""(?:<loc>\s*|\bhref=["'])([^<"']+)""")


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a crawl found."""

    reached: frozenset[str]
    """Every path that can be clicked to from the entry, such as ``/en/about/``."""

    broken: tuple[str, ...]
    """One line for each broken address: ``/en/ -> ../gone/: 404``."""


@dataclass(slots=True)
class _Document:
    """One answer of the server: where it leads, and what can be jumped to."""

    status: int
    addresses: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def crawl(server: str, *, entry: str, own_host: str = "", unlinked: tuple[str, ...] = ()) -> Crawl:
    """Follow every address from `entry` and from the `unlinked` paths, which no page need link.

    `server` is where the files are served, ``http://127.0.0.1:8000``; `own_host` is where the site
    believes to be, ``https://x.example``. A redirect counts as broken: a static host may give none.
    """
    documents: dict[str, _Document] = {}
    waiting = deque([entry, *unlinked])
    while waiting:
        path = waiting.popleft()
        if path in documents:
            continue
        documents[path] = _fetch(server, path)
        for address in documents[path].addresses:
            target = _own_target(server, path, address, own_host=own_host)
            if target:
                waiting.append(target[0])
    broken = [
        line
        for path, document in documents.items()
        for line in _broken_addresses(server, path, document, documents, own_host=own_host)
    ]
    starts = [f"(start) -> {path}: {documents[path].status}" for path in (entry, *unlinked)]
    broken += [line for line in starts if not line.endswith(": 200")]
    return Crawl(reached=_clickable(server, entry, documents), broken=tuple(sorted(set(broken))))


def _fetch(server: str, path: str) -> _Document:
    host, _, port = server.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        kind = response.getheader("Content-Type", "")
        text = response.read().decode("utf-8", errors="replace")
    finally:
        connection.close()
    document = _Document(response.status)
    if response.status == http.client.OK:
        _read_addresses(document, text, kind)
    return document


def _read_addresses(document: _Document, text: str, kind: str) -> None:
    if "html" in kind:
        parser = _AddressParser(document)
        parser.feed(text)
        parser.close()
    elif "css" in kind:
        document.addresses += ADDRESSES_IN_CSS.findall(text)
    elif "xml" in kind:
        document.addresses += ADDRESSES_IN_XML.findall(text)


class _AddressParser(HTMLParser):
    """Collects the addresses and anchors of a page into its document."""

    def __init__(self, document: _Document) -> None:
        super().__init__(convert_charrefs=True)
        self._document = document

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").strip() for name, value in attrs}
        found = [value for name, value in values.items() if name in ADDRESS_ATTRIBUTES]
        found += [part.split()[0] for part in values.get("srcset", "").split(",") if part.strip()]
        if tag == "meta" and values.get("content", "").startswith(("http:", "https:")):
            found.append(values["content"])
        self._document.addresses += found
        self._document.links += found if tag in ("a", "area") else []
        if "id" in values:
            self._document.anchors.add(values["id"])


def _own_target(server: str, page: str, address: str, *, own_host: str) -> tuple[str, str] | None:
    """Return path and fragment of an address of this site, or None for any other."""
    parts = urlsplit(urljoin(server + page, address))
    if f"{parts.scheme}://{parts.netloc}" not in (server, own_host):
        return None
    return quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), unquote(parts.fragment)


def _broken_addresses(
    server: str, page: str, document: _Document, documents: dict[str, _Document], *, own_host: str
) -> list[str]:
    broken = []
    for address in document.addresses:
        target = _own_target(server, page, address, own_host=own_host)
        if not target:
            continue
        path, fragment = target
        if documents[path].status != http.client.OK:
            broken.append(f"{page} -> {address}: {documents[path].status}")
        elif fragment and fragment not in documents[path].anchors:
            broken.append(f"{page} -> {address}: no such anchor")
    return broken


def _clickable(server: str, entry: str, documents: dict[str, _Document]) -> frozenset[str]:
    """Every path that links of pages lead to; a page only the sitemap knows is an orphan."""
    reached: set[str] = set()
    waiting = deque([entry])
    while waiting:
        path = waiting.popleft()
        if path in reached or documents[path].status != http.client.OK:
            continue
        reached.add(path)
        targets = [_own_target(server, path, link, own_host="") for link in documents[path].links]
        waiting.extend(target[0] for target in targets if target)
    return frozenset(reached)
