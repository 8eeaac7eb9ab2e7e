"""Addresses: where everything is, and which pages will exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from microsite.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import ContentPage, Reads

LIST_TEMPLATES = ("search",)
"""Templates of pages that list all pages, themselves among them."""

ROOT = "root:index"
"""The copy of the home page at ``/``."""

NOT_FOUND = "404"
"""The content page that becomes /404.html, which every static host shows for a missing address."""


class Route(NamedTuple):
    """An address on the site and the source it comes from."""

    locale: str
    reference: str
    """``page:about``, ``partner:university-of-burgos``, ``country:lithuania``, ``year:2022``."""
    path: str
    """Without the base path: ``/en/partners/spain/``; with ``#anchor`` for a part of a page."""
    source_path: str
    lists_pages: bool = False
    """Whether the page lists other pages, and so must be planned after them."""

    @property
    def output_path(self) -> str:
        """The file below site/."""
        path = self.path.partition("#")[0].lstrip("/")
        return path + "index.html" if not path or path.endswith("/") else path


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is."""

    base_url: str
    """With a slash at the end: ``https://x.example/study/``."""
    routes: Mapping[tuple[str, str], Route]
    """By language and reference."""

    @property
    def base_path(self) -> str:
        """``/`` or ``/study/``."""
        return urlsplit(self.base_url).path or "/"

    def find(self, locale: str, reference: str) -> Route | None:
        """Return the route in this language, or None."""
        return self.routes.get((locale, reference))

    def address(self, path: str) -> str:
        """Return what a link to this path says: with the base path before it."""
        return self.base_path + path.removeprefix("/")

    def permalink(self, path: str) -> str:
        """Return the absolute address."""
        return self.base_url + path.removeprefix("/")


class WatchedAddresses(Addresses):
    """Addresses that note which routes were asked for, as cells of a page's reads."""

    __slots__ = ("_reads",)
    _reads: Reads

    def __init__(self, addresses: Addresses, reads: Reads) -> None:
        """Watch addresses; the names of cells are added to `reads`."""
        super().__init__(addresses.base_url, addresses.routes)
        object.__setattr__(self, "_reads", reads)

    def find(self, locale: str, reference: str) -> Route | None:
        """Return the route in this language, or None."""
        self._reads.add(f"route:{locale}:{reference}")
        return super().find(locale, reference)


def list_routes(addresses: Addresses, default_locale: str) -> tuple[Route, ...]:
    """Return one route for each page that will exist, by path; a copy of the home page stands at ``/``."""
    pages = [route for route in addresses.routes.values() if "#" not in route.path]
    home = addresses.routes.get((default_locale, "page:index"))
    if home:
        pages.append(Route(default_locale, ROOT, "/", home.source_path))
    return tuple(sorted(pages, key=lambda route: (route.path, route.source_path)))


def page_path(page: ContentPage) -> str:
    """Return the address of a content page: ``/en/``, ``/en/about/privacy/``."""
    return f"/{page.locale}/" if page.name == "index" else f"/{page.locale}/{page.name}/"
