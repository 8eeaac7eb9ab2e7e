"""Checks of one page's head: what search engines, feeds and screen readers are told first.

Part of stage 5. Each check takes a finished page and yields problems; PAGE_CHECKS in checks.py lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from microsite.problems import Problem
from microsite.publish.finished_page import FinishedPage
from microsite.publish.page_summary import canonicals_of, is_noindex, meta_content, title_of

# BCP 47 in outline: `pl`, `zh-Hant`, `en-GB`, `sr-Latn-RS`.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_title(page: FinishedPage) -> Iterator[Problem]:
    """Every page has a title: it is what a tab, a bookmark and a search result show."""
    if not title_of(page):
        yield Problem(
            code="missing-title",
            message="the page has no title",
            location=page.place(),
            label="its `title` element is absent or empty",
            hint="give the page a title",
            page=page.address,
        )


def check_description(page: FinishedPage) -> Iterator[Problem]:
    """Every page that may be found has a description; the error page is never a search result."""
    if not is_noindex(page) and not meta_content(page, "description"):
        yield Problem(
            code="missing-description",
            message="the page has no description",
            location=page.place(),
            label="search results would show a piece of its text at random",
            hint="say in one sentence what the page answers",
            page=page.address,
        )


def check_canonical(page: FinishedPage) -> Iterator[Problem]:
    """Every page that may be found names the one address it wants to be known by."""
    count = len(canonicals_of(page))
    if count > 1 or (count == 0 and not is_noindex(page)):
        yield Problem(
            code="canonical-count",
            message=f"the page has {count or 'no'} canonical address{'es' if count else ''}",
            location=page.place(),
            label="search engines need exactly one",
            hint='put one `<link rel="canonical">` into the layout',
            page=page.address,
        )


def check_languages(page: FinishedPage) -> Iterator[Problem]:
    """The page says its language, and no `lang` is empty or garbled."""
    if "lang" not in (page.elements[0].attributes if page.elements else ()):
        yield Problem(
            code="missing-lang",
            message="the page does not say which language it is in",
            location=page.place(),
            label="`html` has no `lang`, so screen readers guess how to pronounce it",
            hint='write `<html lang="en">` in the layout',
            page=page.address,
        )
    for element in page.having("lang"):
        language = element.get("lang")
        if not _LANGUAGE.fullmatch(language):
            yield Problem(
                code="invalid-lang",
                message=f"`lang` of `{element.tag}` is `{language}`, which names no language"
                if language
                else f"`lang` of `{element.tag}` is empty",
                location=page.place(f'lang="{language}"', f"lang: {language}" if language else ""),
                label="a language tag looks like `pl` or `zh-Hant`",
                hint="write the language of the words, or leave `lang` out",
                page=page.address,
            )


def check_head_commands(page: FinishedPage) -> Iterator[Problem]:
    """Nothing moves the reader on by itself, and nothing changes what addresses mean."""
    for meta in page.tagged("meta"):
        if meta.get("http-equiv").lower() == "refresh":
            yield Problem(
                code="meta-refresh",
                message="the page reloads or moves on by itself",
                location=page.place("refresh"),
                label="a `meta` element says `refresh`, which takes readers away before they have read",
                hint="link to the new address",
                page=page.address,
            )
    for _ in page.tagged("base"):
        yield Problem(
            code="base-element",
            message="the page has a `base` element",
            location=page.place("<base"),
            label="it changes where every link of the page leads",
            hint="write addresses from the root of the site",
            page=page.address,
        )
