"""Locales: a language with its direction, its formats and its interface strings.

Names of countries, months and plural forms come from the Unicode locale data (Babel); the words of
buttons and headings from data/strings/<language>.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from microsite.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from babel import Locale as BabelLocale


StringForms = str | Mapping[str, str]
"""A text, or one text for each plural form of the language: ``{"one": …, "other": …}``."""

# Babel's plain "en" writes May 23, 2022; the site writes 23 May 2022 (ux.md section 11).
_FORMATS = {"en": "en_GB"}

# Source: CLDR, minimumGroupingDigits 2, which Babel does not read.
_FOUR_DIGITS_TOGETHER = frozenset({"pl", "es", "pt-PT"})


_CURRENCY_SIGNS = {"EUR": "€", "PLN": "zł"}


def month_names(code: str) -> tuple[str, ...]:
    """Return how a language names months inside a date, in full and short: ``July``, ``Jul``, ``lipca``."""
    formats = Locale(code, {}).formats
    names = (
        formats.months["format"][width][month] for width in ("wide", "abbreviated") for month in range(1, 13)
    )
    return tuple(dict.fromkeys(name.removesuffix(".") for name in names))


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the site."""

    code: str
    """BCP 47, as in content/<code>/ and in addresses."""
    strings: Mapping[str, StringForms]

    @property
    def formats(self) -> BabelLocale:
        """The Unicode locale data; English where a language is not in it."""
        return _formats_of(self.code)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.formats.text_direction)

    @property
    def own_name(self) -> str:
        """The language's name in itself, with a capital letter: ``English``, ``Polski``."""
        name = str(self.formats.languages.get(self.code.replace("-", "_"), self.code))
        return name[:1].upper() + name[1:]

    def format_day(self, day: date) -> str:
        """Return ``23 May 2022``."""
        return _format_date(self.code, day, "long")

    def format_month(self, day: date) -> str:
        """Return ``May 2022``; with the name that stands alone: Polish ``maj``, not ``maja``."""
        return _format_date(self.code, day, "LLLL y")

    def format_number(self, number: int | float) -> str:
        """Return ``6,810`` in English, ``6810`` or ``12 500`` with a no-break space in Polish."""
        from babel.numbers import format_decimal

        is_grouped = abs(number) >= 10_000 or self.code not in _FOUR_DIGITS_TOGETHER
        return str(format_decimal(number, locale=self.formats, group_separator=is_grouped))

    def format_money(self, amount: str, currency: str) -> str:
        """Return ``€1,400``, ``5.00 zł``; in Polish ``1400 €``. Decimals stay as they were written.

        Source: ux.md section 11; the place of the euro sign is CLDR's, złoty always follow.
        """
        grouping = self.format_number(int(amount.partition(".")[0]))
        decimals = amount.partition(".")[2]
        number = grouping + (self.formats.number_symbols["latn"]["decimal"] + decimals if decimals else "")
        is_before = str(self.formats.currency_formats["standard"].pattern).startswith("¤")
        if currency == "EUR" and is_before:
            return f"€{number}"
        return f"{number}\N{NO-BREAK SPACE}{_CURRENCY_SIGNS.get(currency, currency)}"

    def language_name(self, code: str) -> str:
        """Return a language's name, or its code where the locale data has none."""
        return str(self.formats.languages.get(code.replace("-", "_"), code))

    def country_name(self, code: str) -> str:
        """Return the country's name, or its code where the locale data has none."""
        return str(self.formats.territories.get(code, code))

    def plural_form(self, number: int | float) -> str:
        """Return the plural category: English has ``one`` and ``other``, Polish four."""
        return str(self.formats.plural_form(number))


# A site has few days: those of its checks are on every page.
@lru_cache(maxsize=10_000)
def _format_date(code: str, day: date, form: str) -> str:
    from babel.dates import format_date

    return format_date(day, form, locale=_formats_of(code))


@cache
def _formats_of(code: str) -> BabelLocale:
    from babel import Locale as BabelLocale
    from babel import UnknownLocaleError

    try:
        return BabelLocale.parse(_FORMATS.get(code, code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return BabelLocale.parse("en_GB")
