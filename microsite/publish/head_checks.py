"""Checks of one page's head: what search engines, feeds and screen readers are told first.

Part of stage 5. Each check takes a finished page and yields findings; PAGE_CHECKS in checks.py lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from microsite.publish.findings import Finding
from microsite.publish.finished_page import FinishedPage

# BCP 47 in outline: `pl`, `zh-Hant`, `en-GB`, `sr-Latn-RS`.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check_title(page: FinishedPage) -> Iterator[Finding]:
    """Every page has a title: it is what a tab, a bookmark and a search result show."""
    if not page.head.title:
        yield Finding(
            code="missing-title",
            message="the page has no title",
            label="its `title` element is absent or empty",
            hint="give the page a title",
        )


def check_description(page: FinishedPage) -> Iterator[Finding]:
    """Every page that may be found has a description; the error page is never a search result."""
    if not page.head.is_noindex and not page.head.description:
        yield Finding(
            code="missing-description",
            message="the page has no description",
            label="search results would show a piece of its text at random",
            hint="say in one sentence what the page answers",
        )


def check_canonical(page: FinishedPage) -> Iterator[Finding]:
    """Every page that may be found names the one address it wants to be known by."""
    count = len(page.head.canonicals)
    if count > 1 or (count == 0 and not page.head.is_noindex):
        yield Finding(
            code="canonical-count",
            message=f"the page has {count or 'no'} canonical address{'es' if count else ''}",
            label="search engines need exactly one",
            hint='put one `<link rel="canonical">` into the layout',
        )


def check_languages(page: FinishedPage) -> Iterator[Finding]:
    """The page says its language, and no `lang` is empty or garbled."""
    if "lang" not in page.elements.root.attributes:
        yield Finding(
            code="missing-lang",
            message="the page does not say which language it is in",
            label="`html` has no `lang`, so screen readers guess how to pronounce it",
            hint='write `<html lang="en">` in the layout',
        )
    for element in page.elements.having("lang"):
        language = element.get("lang")
        if not _LANGUAGE.fullmatch(language):
            yield Finding(
                code="invalid-lang",
                message=f"`lang` of `{element.tag}` is `{language}`, which names no language"
                if language
                else f"`lang` of `{element.tag}` is empty",
                needles=(f'lang="{language}"', f"lang: {language}" if language else ""),
                label="a language tag looks like `pl` or `zh-Hant`",
                hint="write the language of the words, or leave `lang` out",
            )


def check_head_commands(page: FinishedPage) -> Iterator[Finding]:
    """Nothing moves the reader on by itself, and nothing changes what addresses mean."""
    for meta in page.elements.having("http-equiv"):
        if meta.tag == "meta" and meta.get("http-equiv").lower() == "refresh":
            yield Finding(
                code="meta-refresh",
                message="the page reloads or moves on by itself",
                needles=("refresh",),
                label="a `meta` element says `refresh`, which takes readers away before they have read",
                hint="link to the new address",
            )
    for _ in page.elements.tagged("base"):
        yield Finding(
            code="base-element",
            message="the page has a `base` element",
            needles=("<base",),
            label="it changes where every link of the page leads",
            hint="write addresses from the root of the site",
        )
