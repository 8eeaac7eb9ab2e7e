"""Checks of what search engines are told: titles, descriptions, canonicals, alternates.

Part of stage 5. Checks of one page take a finished page and yield findings; those of several take the
published site and yield findings with the paths of their files. The lists in checks.py name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from microsite.problems import Severity
from microsite.publish.addresses import Outside
from microsite.publish.file_summary import Alternate
from microsite.publish.findings import Finding, FoundIn
from microsite.publish.finished_page import FinishedPage
from microsite.publish.published_site import KeptFile, PublishedSite

_DEFAULT = "x-default"


def check_canonical_host(page: FinishedPage) -> Iterator[Finding]:
    """A canonical address is on this site; other sites speak for themselves."""
    for canonical in page.head.canonicals:
        if isinstance(page.resolve(canonical), Outside):
            right = page.book.permalink_of(page.path)
            yield _wrong_canonical(canonical, label="it leads to another site", right=right)


def check_own_alternates(page: FinishedPage) -> Iterator[Finding]:
    """A list of languages holds each once, the page itself and the one for everybody else."""
    alternates = page.head.alternates
    if not alternates or not page.is_indexable:
        return
    counts = Counter(language for language, _ in alternates)
    for language, count in counts.items():
        if count > 1:
            yield _wrong_alternate(language, f"it is named {count} times")
    if _DEFAULT not in counts:
        yield _missing_alternate(f"`{_DEFAULT}` is missing")
    if not any(language != _DEFAULT and page.is_itself(address) for language, address in alternates):
        yield _missing_alternate("the page itself is missing")
    for language, address in alternates:
        if isinstance(page.resolve(address), Outside):
            yield _wrong_alternate(language, f"`{address}` is another site")


def check_unique_titles(site: PublishedSite) -> Iterator[FoundIn]:
    """No two pages of a language share a title: nobody could tell them apart in a list of results."""
    first_by_title: dict[tuple[str, str], str] = {}
    for path, page in site.indexable_pages():
        first = first_by_title.setdefault((page.language, page.title), path)
        if page.title and first != path:
            yield (
                path,
                Finding(
                    code="duplicate-title",
                    message=f"the title `{page.title}` is on two pages",
                    needles=(page.title.rpartition(" – ")[0], page.title),
                    label=f"`{site.book.address_of(first)}` has the same one",
                    hint="say in the title what only this page is about",
                    related=((first, ""),),
                ),
            )


def check_unique_descriptions(site: PublishedSite) -> Iterator[FoundIn]:
    """No two pages of a language share a description."""
    first_by_description: dict[tuple[str, str], str] = {}
    for path, page in site.indexable_pages():
        first = first_by_description.setdefault((page.language, page.description), path)
        if page.description and first != path:
            yield (
                path,
                Finding(
                    code="duplicate-description",
                    message="two pages have the same description",
                    needles=(page.description,),
                    label=f"`{site.book.address_of(first)}` has the same one",
                    hint="say what only this page answers",
                    severity=Severity.WARNING,
                    related=((first, page.description),),
                ),
            )


def check_canonicals(site: PublishedSite) -> Iterator[FoundIn]:
    """A canonical address is whole and leads to a page of this site; to nothing, it is a broken link."""
    for path, page in site.pages():
        for canonical, target in page.canonicals:
            if target not in site.paths:
                continue
            right = site.book.permalink_of(target)
            if site.page_at(target) is None:
                label = "it leads to a file that is no page"
            elif canonical != right:
                label = f"that page is at `{right}`"
            else:
                continue
            yield path, _wrong_canonical(canonical, label=label, right=site.book.permalink_of(path))


def check_alternates(site: PublishedSite) -> Iterator[FoundIn]:
    """Pages in several languages name each other, each by its whole address."""
    for path, page in site.indexable_pages():
        for alternate in page.alternates:
            # Those that lead nowhere are broken links, and reported as such.
            if alternate[2] in site.paths:
                yield from ((path, finding) for finding in _check_alternate(site, path, page, alternate))


def _check_alternate(
    site: PublishedSite, path: str, page: KeptFile, alternate: Alternate
) -> Iterator[Finding]:
    language, address, target = alternate
    other = site.page_at(target)
    if other is None or address != site.book.permalink_of(target):
        yield _wrong_alternate(language, f"`{address}` is not the whole address of a page")
    elif language != _DEFAULT and _primary(language) != _primary(other.language):
        yield _wrong_alternate(language, f"`{address}` is in `{other.language}`")
    elif not any(named != _DEFAULT and goal == path for named, _, goal in other.alternates):
        yield Finding(
            code="one-way-alternate",
            message=f"`{address}` does not name this page as the same in another language",
            label="search engines believe pairs only when both say so",
            related=((target, ""),),
        )


def _wrong_canonical(canonical: str, *, label: str, right: str) -> Finding:
    return Finding(
        code="wrong-canonical",
        message=f"`{canonical}` cannot be the canonical address",
        label=label,
        hint=f"write `{right}`",
    )


def _wrong_alternate(language: str, label: str) -> Finding:
    return Finding(
        code="wrong-alternate",
        message=f"the alternate for `{language}` is wrong",
        label=label,
    )


def _missing_alternate(label: str) -> Finding:
    return Finding(
        code="missing-alternate",
        message="the list of the page's languages is not complete",
        label=label,
        hint="let the layout list every language, the page's own, and `x-default`",
    )


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
