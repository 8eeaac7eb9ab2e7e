"""Checks of one page's structure: ids, headings, landmarks, tables, dates, order.

Part of stage 5. Each check takes a finished page and yields findings; PAGE_CHECKS in checks.py lists them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from microsite.problems import Severity, did_you_mean
from microsite.publish.elements import Element
from microsite.publish.findings import Finding
from microsite.publish.finished_page import FinishedPage

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SECTIONS = frozenset({"article", "aside", "main", "nav", "section"})
# Looking for neighbours takes time, by their number and by the square of their length.
_MOST_SUGGESTIONS = 10
_LONGEST_WORD = 80
_SCOPES = frozenset({"col", "row", "colgroup", "rowgroup"})
_ID_LISTS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", "list")
_LEFTOVER_WORDS = frozenset({"None", "Undefined"})
_TEMPLATE_MARK = re.compile(r"\{[{%][^\n]{0,60}?(?:[%}]\}|$)|\{[{%]", re.M)
_SPOKEN_ATTRIBUTES = ("alt", "aria-label", "title", "content", "placeholder")

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"
_ZONE = r"(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)"
# HTML Living Standard, 4.5.14: the forms of a machine-readable time, durations last.
_TIME = re.compile(
    rf"(?P<date>\d{{4}}-{_MONTH}-{_DAY})(?:[T ]{_CLOCK}{_ZONE}?)?"
    rf"|\d{{4}}(?:-{_MONTH}|-W(?:0[1-9]|[1-4]\d|5[0-3]))?|{_MONTH}-{_DAY}|{_CLOCK}|{_ZONE}"
    r"|P(?=[\dT])(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?"
)


def check_ids(page: FinishedPage) -> Iterator[Finding]:
    """No id twice: a link to it would reach the first only."""
    if len(set(page.ids)) == len(page.ids):
        return
    for anchor, count in Counter(page.ids).items():
        if count > 1:
            yield Finding(
                code="repeated-id",
                message=f"the id `{anchor}` is on {count} elements of the page",
                needles=(f'id="{anchor}"', f"#{anchor}"),
                label="a link to it reaches only the first",
                hint="give each element an id of its own",
            )


def check_id_references(page: FinishedPage) -> Iterator[Finding]:
    """Labels and descriptions that live elsewhere on the page are there."""
    ids = frozenset(page.ids)
    for name in _ID_LISTS:
        elements = page.elements.having(name)
        wanted_ids = {wanted for element in elements for wanted in element.get(name).split()}
        for number, wanted in enumerate(sorted(wanted_ids - ids)):
            yield Finding(
                code="broken-id-reference",
                message=f"`{name}` names the id `{wanted}`, which is not on the page",
                needles=(f'{name}="{wanted}"', wanted),
                label="no element has this id",
                hint=did_you_mean(wanted[:_LONGEST_WORD], ids) if number < _MOST_SUGGESTIONS else "",
            )


def check_headings(page: FinishedPage) -> Iterator[Finding]:
    """One `h1`, no level skipped, no heading without words: they are a table of contents."""
    headings = sorted(
        (heading for tag in _HEADINGS for heading in page.elements.tagged(tag)),
        key=lambda heading: heading.position,
    )
    count = sum(heading.tag == "h1" for heading in headings)
    if count != 1:
        yield Finding(
            code="heading-count",
            message=f"the page has {count or 'no'} `h1` heading{'s' if count else ''}",
            label="it needs exactly one, which says what the page is about",
            hint="start the headings inside the text at the second level (`##`)" if count else "",
        )
    before = 0
    for heading in headings:
        level = int(heading.tag[1])
        if level > before + 1:
            yield _skipped_level(heading.text, level, before)
        if not heading.has_text:
            yield Finding(
                code="empty-heading",
                message=f"a heading (`{heading.tag}`) has no text",
                label="a reader who jumps from heading to heading hears nothing",
            )
        before = level


def _skipped_level(text: str, level: int, before: int) -> Finding:
    return Finding(
        code="skipped-heading-level",
        message=f"the heading `{text}` is at level {level}, but the one before it at level {before}"
        if before
        else f"the first heading, `{text}`, is at level {level}",
        needles=(f"{'#' * level} {text}", text),
        label="a level is skipped" if before else "the first heading is the `h1`",
        hint=f"use level {before + 1}, or put the missing heading before it",
    )


def check_landmarks(page: FinishedPage) -> Iterator[Finding]:
    """One main part, one header and one footer of the page; several menus have names."""
    for tag in ("main", "header", "footer"):
        count = sum(_is_landmark(element) for element in page.elements.tagged(tag))
        if count != 1:
            yield Finding(
                code="landmark-count",
                message=f"the page has {count or 'no'} `{tag}` landmark{'s' if count > 1 else ''}",
                label="screen readers jump to it: there must be exactly one",
            )
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in page.elements.tagged("nav")]
    if len(names) < 2 or (all(names) and len(set(names)) == len(names)):
        return
    for name, count in Counter(names).items():
        if not name or count > 1:
            yield Finding(
                code="unnamed-nav",
                message=f"the page has {len(names)} `nav` landmarks, {count} of them "
                + (f"with the name `{name}`" if name else "without a name"),
                label="with several on a page, readers must be able to tell them apart",
                hint="give each `nav` an `aria-label` of its own",
            )


def _is_landmark(element: Element) -> bool:
    """Return whether a header or footer belongs to the page and not to a part of it."""
    return element.tag == "main" or _SECTIONS.isdisjoint(element.ancestor_tags())


def check_tables(page: FinishedPage) -> Iterator[Finding]:
    """Every table says what it shows, and every header cell what it heads."""
    captioned = {caption.parent_id for caption in page.elements.tagged("caption") if caption.has_text}
    for table in page.elements.tagged("table"):
        if table.node_id not in captioned and table.get("role") not in ("presentation", "none"):
            yield Finding(
                code="missing-caption",
                message="a table has no caption",
                needles=("<table",),
                label="a reader who lands in it cannot know what it shows",
                hint="say above the table what it shows",
            )
    for cell in page.elements.tagged("th"):
        if cell.get("scope").lower() not in _SCOPES:
            yield Finding(
                code="missing-scope",
                message="a header cell of a table does not say what it heads",
                needles=("<th>",),
                label="its `scope` is absent or unknown",
                hint='write `scope="col"` or `scope="row"`',
            )


def check_tab_order(page: FinishedPage) -> Iterator[Finding]:
    """Nothing jumps the queue of the Tab key."""
    for element in page.elements.having("tabindex"):
        if element.get("tabindex").lstrip("+0").isdecimal():
            yield Finding(
                code="positive-tabindex",
                message=f"`tabindex` of `{element.tag}` is {element.get('tabindex')}",
                needles=("tabindex",),
                label="it jumps ahead of everything before it",
                hint="use 0, or put the element where it should come",
            )


def check_times(page: FinishedPage) -> Iterator[Finding]:
    """Every `time` can be read by programs: calendars, translators, the script that hides the past."""
    for element in page.elements.tagged("time"):
        value = element.get("datetime") if "datetime" in element.attributes else element.text
        if not _is_machine_time(value):
            yield Finding(
                code="invalid-time",
                message=f"`{value}` is not a date or time that programs can read",
                needles=(value,),
                label="it is the `datetime` of a `time` element"
                if "datetime" in element.attributes
                else "it is the text of a `time` element without `datetime`",
                hint="write it as 2026-11-22, 2026-11-22T14:00+01:00 or 14:00",
            )


def _is_machine_time(value: str) -> bool:
    match = _TIME.fullmatch(value)
    if match is None or match["date"] is None:
        return match is not None
    try:
        date.fromisoformat(match["date"])
    except ValueError:
        return False
    return True


def check_leftovers(page: FinishedPage) -> Iterator[Finding]:
    """No piece of a template reaches the reader, and no value that was not there.

    A warning: an author may mean what stands there, and it is shown as text, never evaluated.
    """
    shown = page.elements.shown_texts("{{", "{%", *_LEFTOVER_WORDS)
    for text in dict.fromkeys((*shown, *_spoken_attributes(page))):
        if "{" in text and (match := _TEMPLATE_MARK.search(text)):
            yield Finding(
                code="template-leftover",
                message=f"the page shows `{match[0]}` to its readers",
                needles=(match[0],),
                label="this belongs to a template",
                hint="write it between backticks when readers are meant to see it",
                severity=Severity.WARNING,
            )
        elif text.strip() in _LEFTOVER_WORDS:
            yield Finding(
                code="template-leftover",
                message=f"the page shows `{text.strip()}` to its readers",
                label="a template used a value that was missing",
                severity=Severity.WARNING,
            )


def _spoken_attributes(page: FinishedPage) -> Iterator[str]:
    """Yield what attributes tell readers, where a piece of a template may be in it."""
    for name in _SPOKEN_ATTRIBUTES:
        for element in page.elements.having(name):
            text = element.attributes[name]
            if text and ("{" in text or text.strip() in _LEFTOVER_WORDS):
                yield text
