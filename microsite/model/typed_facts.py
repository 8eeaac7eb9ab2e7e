"""Typed facts: amounts of money, days and deadlines that an author wrote into a text.

A number in a text stays when the world changes, and nobody is told. So money and days come from
facts, which have a source and a date (ux.md FACT-3). What belongs to a text itself is written so that
it can be told apart: a day of the site between ``<time>`` and ``</time>``, a name that holds a date
between ``<cite>`` and ``</cite>``, an example between backticks. A year, and a month with its year in a
story of the past, are no deadlines and may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from microsite.problems import Location, Problem

from .locales import month_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .model import Body, ContentPage

_CURRENCY = r"(?:zł|zl|PLN|EUR|USD|GBP|€|\$|£|[Ee]uros?\b|[Zz][łl]ot\w{1,4}|dollars?\b|pounds?\b)"
_CURRENCY_MARKS = (
    *("zł", "zl", "PLN", "EUR", "USD", "GBP", "€", "$", "£"),
    *("Euro", "euro", "Złot", "Zlot", "dollar", "pound"),
)
"""One of them is in every currency."""
_NUMBERS = re.compile(r"\d[./-]\d")
_NUMBER = r"\d[\d., \u00a0\u202f\u2009]{0,20}"
_AMOUNT = re.compile(rf"(?:{_CURRENCY}[ \u00a0]?{_NUMBER}(?<=\d))|(?:(?<![\d.,]){_NUMBER}{_CURRENCY}(?!\w))")
# Source: CLDR, as locales.month_names gives them; written here, they cost an edit of an English text nothing.
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
)

_PLAIN_DATE = r"(?<![\d./-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?![\d/-])"
_UNTIL = r"(?:[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Nn]o later than)"
_PART_OF = r"(?:the )?(?:end|middle|beginning|start) of "

_TIME = r"<time\b[^>\n]{0,200}>[^<\n]{0,200}</time>"
_NAME = r"<cite\b[^>\n]{0,200}>[^<\n]{0,300}</cite>"
_NOT_TEXT = re.compile(
    rf"{_TIME}|{_NAME}|`[^`\n]*`|\{{\{{[^{{}}\n]{{0,200}}\}}\}}|<[^<>\n]{{0,2000}}>|\]\([^()\n]{{0,2000}}\)"
    r"|\{#[^{}\n]{0,200}\}|^:::.*$|^ {0,3}\[[^\]\n]{1,200}\]:.*$",
    re.MULTILINE,
)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


_CURE = 'write it into data/facts/ with its source, and `{{ fact("…") }}` here'
_DAY_CURE = f"{_CURE}; `<time>` marks a day of the site itself, `<cite>` a name that holds a date"
_NO_PLACE_CURE = "say it without the number: what stands here cannot name a source"


def typed_in_body(path: str, locale: str, body: Body) -> Iterator[Problem]:
    """Yield a problem for each amount and day typed into a page's text."""
    if not _may_hold_any(body.text, locale):
        return
    for number, line in enumerate(_text_lines(body.text)):
        if not _may_hold_any(line, locale):
            continue
        for start, text in _amounts_in(line):
            location = Location(path, body.line + number, start + 1, len(text))
            yield _typed_amount(text, location, hint=_CURE)
        for start, text in _days_in(line, locale):
            location = Location(path, body.line + number, start + 1, len(text))
            yield _typed_date(text, location, hint=_DAY_CURE)


def typed_in_matter(page: ContentPage) -> Iterator[Problem]:
    """Yield a problem for each amount and day typed into a page's title or description."""
    for name in ("title", "short_title", "description"):
        written = getattr(page.matter, name) or ""
        if not _may_hold_any(written, page.locale):
            continue
        location = page.layout.place((name,))
        for _, text in _amounts_in(written):
            yield _typed_amount(text, location, hint=_NO_PLACE_CURE)
        for _, text in _days_in(written, page.locale):
            yield _typed_date(text, location, hint=_NO_PLACE_CURE)


def _typed_amount(text: str, location: Location, *, hint: str) -> Problem:
    return Problem(
        code="typed-amount",
        message=f"`{text}` is typed into the text",
        location=location,
        label="a typed amount has no source and never grows old",
        hint=hint,
    )


def _typed_date(text: str, location: Location, *, hint: str) -> Problem:
    return Problem(
        code="typed-date",
        message=f"`{text}` is typed into the text",
        location=location,
        label="a typed day has no source and never grows old",
        hint=hint,
    )


def _amounts_in(line: str) -> Iterator[tuple[int, str]]:
    """Yield where each amount of money begins (an offset), and how it is written."""
    for match in _AMOUNT.finditer(line):
        yield match.start(), match[0].rstrip(" ,.\u00a0")


def _days_in(line: str, locale: str) -> Iterator[tuple[int, str]]:
    """Yield where each day or deadline begins (an offset), and how it is written."""
    for match in _dates_in(locale).finditer(line):
        yield match.start(), match[0]


@cache
def _dates_in(locale: str) -> re.Pattern[str]:
    """Return what finds days and deadlines in a language: in its own month names, and the English ones."""
    month = _one_of_months(locale)
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    spaces = "[ \u00a0]"
    forms = (
        _PLAIN_DATE,
        rf"(?<![\d.,:])\b{day}(?:st|nd|rd|th|\.)?{spaces}(?:of{spaces})?{month}\b(?:{spaces}\d{{4}})?",
        rf"\b{month}{spaces}{day}(?:st|nd|rd|th)?\b(?!\d)(?:,?{spaces}\d{{4}})?",
        rf"\b{_UNTIL}{spaces}(?:{_PART_OF})?{month}\b(?:{spaces}\d{{4}})?",
    )
    return re.compile("|".join(f"(?:{form})" for form in forms))


def _may_hold_any(text: str, locale: str) -> bool:
    """Whether a text has a part that every amount and every day has; most texts have none and are done.

    Such a part is one word or number, so it is in a text whatever else is blanked out there. Looking for
    thirty words one after the other takes a tenth of the time that one pattern of them all does.
    """
    return any(mark in text for mark in _marks_of(locale)) or bool(_NUMBERS.search(text))


@cache
def _marks_of(locale: str) -> tuple[str, ...]:
    return (*_CURRENCY_MARKS, *dict.fromkeys((*ENGLISH_MONTHS, *_months_of(locale))))


def _one_of_months(locale: str) -> str:
    names = sorted({*_months_of(locale), *ENGLISH_MONTHS}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, names))})"


def _months_of(locale: str) -> tuple[str, ...]:
    return ENGLISH_MONTHS if locale == "en" else month_names(locale)


def _text_lines(body: str) -> Iterator[str]:
    """Yield the lines of a body with all that is no text blanked out, so that places stay."""
    yield from _NOT_TEXT.sub(lambda match: " " * len(match[0]), _without_fences(body)).split("\n")


def _without_fences(body: str) -> str:
    """Return the body with the lines of fenced code blanked out."""
    lines, fence = [], ""
    for line in body.split("\n"):
        opener = _FENCE.match(line)
        if fence:
            lines.append("")
            if opener and opener[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif opener:
            fence = opener[1]
            lines.append("")
        else:
            lines.append(line)
    return "\n".join(lines)
