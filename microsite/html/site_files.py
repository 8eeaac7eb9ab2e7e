"""Site files: sitemap.xml and robots.txt, which search engines ask for first.

Stage 4 of 5. Takes planned pages, gives bytes. The sitemap names exactly the pages that search
engines should keep, and says of each what its own head says: canonical address and languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from microsite.pages import Listing

from .xml_files import add_element, write_xml

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
SITEMAP_PATH = "sitemap.xml"


def render_sitemap(pages: Iterable[Listing]) -> bytes:
    """Return sitemap.xml, by address, so that the order of planning never shows.

    Units: one file holds up to 50,000 addresses (sitemaps.org), five times what the engine is built for.
    """
    root = ET.Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    wanted = (page for page in pages if page.is_indexed and page.canonical == page.permalink)
    for page in sorted(wanted, key=lambda page: page.permalink):
        url = add_element(root, "url")
        add_element(url, "loc", page.permalink)
        add_element(url, "lastmod", page.updated.isoformat())
        for language, address in _languages(page):
            link = {"rel": "alternate", "hreflang": language, "href": address}
            add_element(url, "xhtml:link", attributes=link)
    return write_xml(root)


def _languages(page: Listing) -> Iterator[tuple[str, str]]:
    """Yield each language that has this very page; `x-default` is the default language, if it has it.

    A language whose alternate is only its home page is none: the two must say the same.
    """
    for alternate in page.alternates:
        if alternate.is_same_page:
            yield alternate.locale, alternate.permalink
    default = page.alternates[0] if page.alternates else None
    if default and default.is_same_page:
        yield "x-default", default.permalink


def render_robots(base_url: str) -> bytes:
    """Return robots.txt (RFC 9309): everybody may read everything, and there is the sitemap.

    Crawlers ask for it at the root of a host only; below a path it does no harm.
    """
    return f"User-agent: *\nAllow: /\n\nSitemap: {base_url}{SITEMAP_PATH}\n".encode()
