"""Check the finished files: look at what readers would get, before they get it.

Part of stage 5, between rendering and publishing. Takes the whole published tree in memory and gives
problems; changes nothing, reads no disk and asks no network. What it finds is placed in the source
that made the file, as near as the words allow.

To add a check: write a function that takes a `FinishedPage` (or, to compare pages, the
`PublishedSite`) and yields problems, and name it in one of the two lists below.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from microsite.problems import Problem, Problems, sort_problems
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
from microsite.publish.finished_page import FinishedPage, Origin, read_page
from microsite.publish.page_summary import PageSummary, Reference, summarise
from microsite.publish.published_site import PublishedSite

__all__ = ["Origin", "check_files"]

PAGE_CHECKS: tuple[Callable[[FinishedPage], Iterator[Problem]], ...] = (
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
)

SITE_CHECKS: tuple[Callable[[PublishedSite], Iterator[Problem]], ...] = (
    link_checks.check_addresses,
    link_checks.check_reachable,
    search_checks.check_unique_titles,
    search_checks.check_unique_descriptions,
    search_checks.check_canonicals,
    search_checks.check_alternates,
    file_checks.check_encoding,
    file_checks.check_stylesheets,
    file_checks.check_feeds,
    file_checks.check_sitemap,
)

_MOST_REPEATS = 5
"""The same fault on more pages than this, and in the words of no source, is the doing of a template."""

_MOST_RELATED = 10


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
    book = AddressBook(content_by_path, base_url=base_url)
    problems: list[Problem] = []
    page_by_path: dict[str, PageSummary] = {}
    known: dict[Reference, Reference] = {}
    finished = content_by_path.keys() - set(unfinished)
    for path in sorted(path for path in finished if path.endswith(".html")):
        page = read_page(
            path,
            content_by_path[path],
            address=book.address_of(path),
            origin=origin_by_path.get(path, Origin(path)),
        )
        page_by_path[path] = summarise(page, known=known)
        for check_page in PAGE_CHECKS:
            problems.extend(check_page(page))
    site = PublishedSite(content_by_path, origin_by_path, page_by_path, book)
    for check_site in SITE_CHECKS:
        problems.extend(check_site(site))
    return sort_problems(_gather_repeats(problems))


def _gather_repeats(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems, those that a template repeats on many pages as one that names the number."""
    repeats_by_words: dict[tuple[str, ...], list[Problem]] = {}
    for problem in sort_problems(problems):
        if problem.location.line:
            yield problem
        else:
            words = (problem.code, problem.message, problem.label, problem.hint)
            repeats_by_words.setdefault(words, []).append(problem)
    for repeats in repeats_by_words.values():
        first, *others = repeats
        if len(others) < _MOST_REPEATS:
            yield from repeats
            continue
        places = dict.fromkeys(other.location for other in others if other.location != first.location)
        label = f"{first.label}; the same on {len(others)} other pages"
        yield replace(first, label=label, related=tuple(places)[:_MOST_RELATED])
