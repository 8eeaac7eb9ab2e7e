"""Checks of the files that are no pages: stylesheets, feeds, the sitemap, and how text is written down.

Part of stage 5. Most take a finished file and yield findings; `check_sitemap` takes the published site
and yields findings with the paths of their files. The lists in checks.py name them.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.publish.addresses import Inside, Outside
from microsite.publish.findings import Finding, FoundIn
from microsite.publish.finished_file import FinishedFile
from microsite.publish.link_checks import broken_link
from microsite.publish.published_site import PublishedSite, numbers_in


def check_encoding(file: FinishedFile) -> Iterator[Finding]:
    """Every text file is UTF-8, which is what its readers are told."""
    if file.bad_byte is not None:
        yield Finding(
            code="output-not-utf-8",
            message=f"`{file.path}` would not be published as UTF-8",
            label=f"byte {file.bad_byte + 1} belongs to no character",
            hint="save the source as UTF-8",
        )


def check_file_addresses(file: FinishedFile) -> Iterator[Finding]:
    """Every font and picture of a stylesheet is on our host; whether ours are there, the site knows."""
    for wanted, target in file.addresses:
        if isinstance(target, Inside):
            continue
        if file.path.endswith(".css") and isinstance(target, Outside):
            yield Finding(
                code="third-party-request",
                message=f"the stylesheet fetches `{wanted}` from another host",
                address=wanted,
                label="every reader of the site would be made known there",
                hint="publish the file with the site",
            )
        else:
            yield broken_link(wanted)


def check_sitemap_hosts(file: FinishedFile) -> Iterator[Finding]:
    """The sitemap lists nothing of other hosts."""
    for wanted, target in file.listed:
        if isinstance(target, Outside):
            yield _wrong_sitemap_entry(wanted, f"the sitemap speaks only for `{file.book.base_url}`")


def check_sitemap(site: PublishedSite) -> Iterator[FoundIn]:
    """The sitemap lists pages that search engines may list, and nothing else."""
    for path, file in site.file_by_path.items():
        for number in numbers_in(file.listed):
            wanted, target, _, _ = site.references[number]
            listed = site.page_at(target)
            # That nothing is there at all is a broken link, and reported as such.
            if target in site.paths and (listed is None or not listed.is_indexable):
                label = (
                    "it is no page"
                    if listed is None
                    else "that page asks not to be listed under this address"
                )
                yield path, _wrong_sitemap_entry(wanted, label)


def _wrong_sitemap_entry(wanted: str, label: str) -> Finding:
    return Finding(
        code="wrong-sitemap-entry",
        message=f"`{wanted}` does not belong in the sitemap",
        address=wanted,
        label=label,
    )
