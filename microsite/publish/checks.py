"""Check the finished files: look at what readers would get, before they get it.

Part of stage 5, between rendering and publishing. What it finds is placed in the source that made the
file, as near as the words allow. Changes nothing, reads no disk and asks no network.

Done in two steps, so that a build in which little changed has little to check. `check_file` judges one
file by itself and depends on nothing else; `check_site` judges files by what they tell each other.
`check_files` does both for a whole tree in memory.

To add a check: write a function that takes a `FinishedPage` (or a `FinishedFile`, or, to compare
files, the `PublishedSite`) and yields findings, and name it in one of the lists below.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from microsite.problems import Problems
from microsite.publish import (
    file_checks,
    head_checks,
    link_checks,
    name_checks,
    safety_checks,
    search_checks,
    structure_checks,
)
from microsite.publish.addresses import AddressBook
from microsite.publish.file_summary import CheckedFile, pack_summary, summarise_file, summarise_page
from microsite.publish.findings import Finding, FoundIn, Origin, place_findings
from microsite.publish.finished_file import FinishedFile, read_file
from microsite.publish.finished_page import FinishedPage, read_page
from microsite.publish.published_site import PublishedSite
from microsite.publish.site_index import SiteIndex, update_index

__all__ = ["AddressBook", "CheckedFile", "Origin", "check_file", "check_files", "check_site"]

PAGE_CHECKS: tuple[Callable[[FinishedPage], Iterator[Finding]], ...] = (
    head_checks.check_title,
    head_checks.check_description,
    head_checks.check_canonical,
    head_checks.check_languages,
    head_checks.check_head_commands,
    structure_checks.check_ids,
    structure_checks.check_id_references,
    structure_checks.check_headings,
    structure_checks.check_landmarks,
    structure_checks.check_tables,
    structure_checks.check_tab_order,
    structure_checks.check_times,
    structure_checks.check_leftovers,
    name_checks.check_pictures,
    name_checks.check_drawings,
    name_checks.check_links,
    name_checks.check_fields,
    safety_checks.check_inline_styles,
    safety_checks.check_inline_scripts,
    safety_checks.check_json_ld,
    link_checks.check_targets,
    search_checks.check_canonical_host,
    search_checks.check_own_alternates,
)

FILE_CHECKS: tuple[Callable[[FinishedFile], Iterator[Finding]], ...] = (
    file_checks.check_encoding,
    file_checks.check_file_addresses,
    file_checks.check_sitemap_hosts,
)
"""For every file, also a page."""

SITE_CHECKS: tuple[Callable[[PublishedSite], Iterator[FoundIn]], ...] = (
    link_checks.check_addresses,
    link_checks.check_reachable,
    search_checks.check_unique_titles,
    search_checks.check_unique_descriptions,
    search_checks.check_canonicals,
    search_checks.check_alternates,
    file_checks.check_sitemap,
)


def check_files(
    content_by_path: Mapping[str, bytes],
    *,
    base_url: str,
    origin_by_path: Mapping[str, Origin],
    unfinished: Collection[str] = (),
) -> Problems:
    """Return what is wrong with the files that are about to be published.

    Shape: keys of `content_by_path` are paths below site/, such as ``en/about/index.html``. `base_url` may
        have a path; addresses on pages start at the root of the host and include it. A file without an
        origin stands for itself in messages. `unfinished` are paths of pages that could not be rendered
        whole: links to them are right, and nothing is said of what they hold.
    """
    book, broken_off = AddressBook(base_url), frozenset(unfinished)
    checked = (
        (path, check_file(path, content, book=book, is_finished=path not in broken_off))
        for path, content in content_by_path.items()
    )
    _, problems = check_site(
        None, checked, book=book, origin_of=lambda path: origin_by_path.get(path, Origin(path))
    )
    return problems


def check_file(path: str, content: bytes, *, book: AddressBook, is_finished: bool = True) -> CheckedFile:
    """Return what is wrong with one file by itself, and what it tells the others.

    It depends on the arguments alone (of `book` on the base address), so it may be kept and used again
    for the same file, and made in any process.
    """
    file = read_file(path, content, book=book)
    findings = [finding for check in FILE_CHECKS for finding in check(file)]
    if not (is_finished and path.endswith(".html")):
        return CheckedFile(tuple(findings), pack_summary(summarise_file(file)))
    if file.bad_byte is not None:
        content = content.decode(errors="replace").encode()
    page = read_page(path, content, book=book)
    findings += [finding for check in PAGE_CHECKS for finding in check(page)]
    return CheckedFile(tuple(findings), pack_summary(summarise_page(page)))


def check_site(
    before: SiteIndex | None,
    changed: Iterable[tuple[str, CheckedFile]],
    *,
    removed: Collection[str] = (),
    book: AddressBook,
    origin_of: Callable[[str], Origin],
) -> tuple[SiteIndex, Problems]:
    """Return the index of the site after files changed, and all that is wrong with the site.

    The problems are those of a check of every file. Without an index from before, `changed` holds
    every file; it is gone through once. `origin_of` is asked about files with which something is wrong.
    Raises `IndexSpoilt` when the index was saved and half of it is lost.
    """
    index = update_index(before, changed, removed=removed, book=book, check=_check_across)
    return index, place_findings(index.findings(), book=book, origin_of=origin_of)


def _check_across(site: PublishedSite) -> Iterator[FoundIn]:
    return (found for check in SITE_CHECKS for found in check(site))
