"""Checks of the files that are no pages: stylesheets, feeds, the sitemap, and how text is written down.

Part of stage 5. Each check takes the published site and yields problems; SITE_CHECKS in checks.py lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from microsite.problems import Problem
from microsite.publish.addresses import Inside, Outside, Target
from microsite.publish.finished_page import locate_address
from microsite.publish.published_site import PublishedSite
from microsite.publish.style_addresses import find_style_addresses

_TEXT_SUFFIXES = (
    ".html",
    ".css",
    ".js",
    ".xml",
    ".atom",
    ".json",
    ".csv",
    ".ics",
    ".txt",
    ".svg",
    ".webmanifest",
)
_SITEMAP_PLACE = re.compile(r"<loc>([^<]*)</loc>")


def check_encoding(site: PublishedSite) -> Iterator[Problem]:
    """Every text file is UTF-8, which is what its readers are told."""
    for path, content in site.content_by_path.items():
        if not path.endswith(_TEXT_SUFFIXES):
            continue
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Problem(
                code="output-not-utf-8",
                message=f"`{path}` would not be published as UTF-8",
                location=locate_address(site.origin_of(path), ""),
                label=f"byte {error.start + 1} belongs to no character",
                hint="save the source as UTF-8",
                page=site.book.address_of(path),
            )


def check_stylesheets(site: PublishedSite) -> Iterator[Problem]:
    """Every font and picture of a stylesheet is there, and on our host."""
    for path, text in _texts(site, ".css"):
        address = site.book.address_of(path)
        for wanted in dict.fromkeys(find_style_addresses(text)):
            target = site.book.resolve(wanted, from_address=address)
            if isinstance(target, Outside):
                yield Problem(
                    code="third-party-request",
                    message=f"the stylesheet fetches `{wanted}` from another host",
                    location=locate_address(site.origin_of(path), wanted),
                    label="every reader of the site would be made known there",
                    hint="publish the file with the site",
                    page=address,
                )
            elif not isinstance(target, Inside):
                yield _broken_address(site, path, wanted)


def check_feeds(site: PublishedSite) -> Iterator[Problem]:
    """Every address of ours in a feed or sitemap is published."""
    ours = re.compile(re.escape(site.book.base_url) + r"[^\s\"'<>]*")
    for path, text in _texts(site, ".xml", ".atom"):
        for found in dict.fromkeys(ours.findall(text)):
            wanted = unescape(found)
            if not isinstance(_resolve(site, wanted), Inside):
                yield _broken_address(site, path, wanted)


def check_sitemap(site: PublishedSite) -> Iterator[Problem]:
    """The sitemap lists pages of ours that search engines may list, and nothing else."""
    for path, text in _texts(site, "sitemap.xml"):
        for found in dict.fromkeys(_SITEMAP_PLACE.findall(text)):
            wanted = unescape(found.strip())
            target = _resolve(site, wanted)
            listed = site.page_by_path.get(target.path) if isinstance(target, Inside) else None
            if isinstance(target, Inside) and (listed is None or not site.is_indexable(listed)):
                label = (
                    "it is no page"
                    if listed is None
                    else "that page asks not to be listed under this address"
                )
            elif isinstance(target, Outside):
                label = f"the sitemap speaks only for `{site.book.base_url}`"
            else:
                continue  # check_feeds says that nothing is there
            yield Problem(
                code="wrong-sitemap-entry",
                message=f"`{wanted}` does not belong in the sitemap",
                location=locate_address(site.origin_of(path), wanted),
                label=label,
                page=site.book.address_of(path),
            )


def _resolve(site: PublishedSite, address: str) -> Target:
    return site.book.resolve(address, from_address=site.book.base_path)


def _broken_address(site: PublishedSite, path: str, wanted: str) -> Problem:
    return Problem(
        code="broken-link",
        message=f"`{wanted}` leads to nothing",
        location=locate_address(site.origin_of(path), wanted),
        label="no page or file has this address",
        page=site.book.address_of(path),
    )


def _texts(site: PublishedSite, *suffixes: str) -> Iterator[tuple[str, str]]:
    for path, content in site.content_by_path.items():
        if path.endswith(suffixes):
            yield path, content.decode("utf-8", errors="replace")
