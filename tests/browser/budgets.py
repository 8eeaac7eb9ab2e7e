"""What each type of page may weigh on a first visit, and the largest page of each type."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser.conftest import Site
from tests.browser.transfer import Visit, gzip_sizes

KB = 1000


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a page may take, in kB (1,000 bytes) and requests."""

    html: float
    css: float
    js: float
    fonts: float
    all: float
    requests: int


# Cyrillic letters cost a page that shows them this much more.
CYRILLIC = Budget(html=0, css=0, js=0, fonts=21, all=21, requests=3)

HOME = Budget(html=14, css=9, js=2, fonts=40, all=66, requests=7)
GUIDE = Budget(html=12, css=9, js=1.5, fonts=40, all=63, requests=7)
LIST = Budget(html=20, css=9, js=4, fonts=40, all=74, requests=8)
HANDBOOK = Budget(html=60, css=9, js=0, fonts=40, all=110, requests=6)
DETAIL = Budget(html=9, css=9, js=1.5, fonts=40, all=60, requests=7)

BUDGET_BY_TEMPLATE: Mapping[str, Budget] = {
    "home": HOME,
    "handbook": HANDBOOK,
    **dict.fromkeys(("page", "checklist", "contact", "not-found", "pattern"), GUIDE),
    **dict.fromkeys(
        ("partners", "country", "events", "year", "summer-schools", "universities", "university"), LIST
    ),
    **dict.fromkeys(("cooperation", "networks", "search", "sources", "topic", "documents"), LIST),
    **dict.fromkeys(("programmes", "programme-list"), LIST),
    **dict.fromkeys(("partner", "event", "summer-school", "network"), DETAIL),
}


def largest_pages(site: Site) -> dict[str, str]:
    """The path of the page of each type whose HTML weighs most."""
    html_by_path = {path: _fetch(site.address + path) for path in site.paths}
    sizes = dict(zip(html_by_path, gzip_sizes(list(html_by_path.values())), strict=True))
    path_by_template: dict[str, str] = {}
    for path in sorted(site.paths, key=lambda each: -sizes[each]):
        path_by_template.setdefault(_template(html_by_path[path]), path)
    return path_by_template


def _fetch(address: str) -> bytes:
    """Return what the address serves; the page for errors is a file like any other here."""
    with urllib.request.urlopen(address) as response:
        return bytes(response.read())


def _template(html: bytes) -> str:
    found = re.search(rb'<body\b[^>]*\bdata-template="([^"]+)"', html)
    return found[1].decode() if found else ""


def over_budget(visit: Visit, budget: Budget) -> list[str]:
    """What of a visit is above the budget: ``css 9.4 of 9``."""
    extra = CYRILLIC if visit.has_cyrillic else Budget(0, 0, 0, 0, 0, 0)
    over = []
    for kind in ("html", "css", "js", "fonts", "all"):
        size, most = visit.gzip.get(kind, 0) / KB, getattr(budget, kind) + getattr(extra, kind)
        if size > most:
            over.append(f"{kind} {size:.1f} of {most}")
    if visit.requests > budget.requests + extra.requests:
        over.append(f"{visit.requests} requests of {budget.requests + extra.requests}")
    return over
