"""Checks across pages of what search engines are told: titles, descriptions, canonicals, alternates.

Part of stage 5. Each check takes the published site and yields problems; SITE_CHECKS in checks.py lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from microsite.problems import Problem, Severity
from microsite.publish.addresses import Inside, Outside
from microsite.publish.page_summary import Alternate, PageSummary
from microsite.publish.published_site import PublishedSite

_DEFAULT = "x-default"


def check_unique_titles(site: PublishedSite) -> Iterator[Problem]:
    """No two pages of a language share a title: nobody could tell them apart in a list of results."""
    first_by_title: dict[tuple[str, str], PageSummary] = {}
    for page in _indexable_pages(site):
        first = first_by_title.setdefault((page.language, page.title), page)
        if page.title and first is not page:
            yield Problem(
                code="duplicate-title",
                message=f"the title `{page.title}` is on two pages",
                location=page.place(page.title.rpartition(" – ")[0], page.title),
                label=f"`{first.address}` has the same one",
                hint="say in the title what only this page is about",
                related=(first.place(),),
                page=page.address,
            )


def check_unique_descriptions(site: PublishedSite) -> Iterator[Problem]:
    """No two pages of a language share a description."""
    first_by_description: dict[tuple[str, str], PageSummary] = {}
    for page in _indexable_pages(site):
        first = first_by_description.setdefault((page.language, page.description), page)
        if page.description and first is not page:
            yield Problem(
                code="duplicate-description",
                message="two pages have the same description",
                location=page.place(page.description),
                label=f"`{first.address}` has the same one",
                hint="say what only this page answers",
                severity=Severity.WARNING,
                related=(first.place(page.description),),
                page=page.address,
            )


def check_canonicals(site: PublishedSite) -> Iterator[Problem]:
    """A canonical address is whole and leads to a page of this site; to nothing, it is a broken link."""
    for page in site.page_by_path.values():
        for canonical in page.canonicals:
            target = site.book.resolve(canonical, from_address=page.address)
            match target:
                case Outside():
                    label = "it leads to another site"
                case Inside(path=path) if path not in site.page_by_path:
                    label = "it leads to a file that is no page"
                case Inside(path=path) if canonical != site.book.permalink_of(path):
                    label = f"that page is at `{site.book.permalink_of(path)}`"
                case _:
                    continue
            yield Problem(
                code="wrong-canonical",
                message=f"`{canonical}` cannot be the canonical address",
                location=page.place(),
                label=label,
                hint=f"write `{site.book.permalink_of(page.path)}`",
                page=page.address,
            )


def check_alternates(site: PublishedSite) -> Iterator[Problem]:
    """Pages in several languages name each other, themselves and the one for everybody else."""
    for page in _indexable_pages(site):
        if not page.alternates:
            continue
        counts = Counter(alternate.language for alternate in page.alternates)
        for language, count in counts.items():
            if count > 1:
                yield _wrong_alternate(page, language, f"it is named {count} times")
        if _DEFAULT not in counts:
            yield _missing_alternate(page, f"`{_DEFAULT}` is missing")
        if not _names(site, page, page):
            yield _missing_alternate(page, "the page itself is missing")
        for alternate in page.alternates:
            yield from _check_alternate(site, page, alternate)


def _check_alternate(site: PublishedSite, page: PageSummary, alternate: Alternate) -> Iterator[Problem]:
    language, address = alternate
    target = site.book.resolve(address, from_address=page.address)
    if isinstance(target, Outside):
        yield _wrong_alternate(page, language, f"`{address}` is another site")
    # Other addresses that lead nowhere are broken links, and reported as such.
    if not isinstance(target, Inside):
        return
    other = site.page_by_path.get(target.path)
    if other is None or address != site.book.permalink_of(target.path):
        yield _wrong_alternate(page, language, f"`{address}` is not the whole address of a page")
    elif language != _DEFAULT and _primary(language) != _primary(other.language):
        yield _wrong_alternate(page, language, f"`{address}` is in `{other.language}`")
    elif not _names(site, other, page):
        yield Problem(
            code="one-way-alternate",
            message=f"`{address}` does not name this page as the same in another language",
            location=page.place(),
            label="search engines believe pairs only when both say so",
            related=(other.place(),),
            page=page.address,
        )


def _names(site: PublishedSite, page: PageSummary, other: PageSummary) -> bool:
    """Return whether `page` lists `other` under its language."""
    return any(
        alternate.language != _DEFAULT and site.page_at(alternate.address, from_address=page.address) is other
        for alternate in page.alternates
    )


def _wrong_alternate(page: PageSummary, language: str, label: str) -> Problem:
    return Problem(
        code="wrong-alternate",
        message=f"the alternate for `{language}` is wrong",
        location=page.place(),
        label=label,
        page=page.address,
    )


def _missing_alternate(page: PageSummary, label: str) -> Problem:
    return Problem(
        code="missing-alternate",
        message="the list of the page's languages is not complete",
        location=page.place(),
        label=label,
        hint="let the layout list every language, the page's own, and `x-default`",
        page=page.address,
    )


def _indexable_pages(site: PublishedSite) -> Iterator[PageSummary]:
    return (page for page in site.page_by_path.values() if site.is_indexable(page))


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
