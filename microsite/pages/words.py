"""Words: the facts of the model said in one language.

Everything that turns a value into text for a reader is here: interface strings, dates, numbers,
names of countries, links by reference. A text that is missing in the language is given in the
default language and says so by its `lang`.
"""

from __future__ import annotations

from dataclasses import field
from string import Formatter
from urllib.parse import urlsplit

from microsite.problems import Location, Problem, did_you_mean
from microsite.values import dataclass

from .views import Link, Moment, Phrase, SourceLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from microsite.model import Checked, CitedDocument, Locale, LocalText, Model, NativeName, PartialDate

    from .addresses import Addresses


@dataclass(slots=True)
class Words:
    """One language's way to say things; gathers the interface texts that turn out to be missing."""

    model: Model
    locale: Locale
    addresses: Addresses
    problems: list[Problem] = field(default_factory=list)

    # Interface texts

    def say(self, name: str, /, **values: object) -> str:
        """Return an interface text with its values put in."""
        form = self.locale.strings.get(name)
        if isinstance(form, str):
            return self._fill(name, form, values)
        return self._missing(name)

    def count(self, name: str, number: int | float, /, **values: object) -> str:
        """Return an interface text in the plural form that the number takes; ``{count}`` is the number."""
        forms = self.locale.strings.get(name)
        if forms is None or isinstance(forms, str):
            return self._missing(name)
        form = forms.get(self.locale.plural_form(number)) or forms["other"]
        return self._fill(name, form, {"count": self.locale.format_number(number), **values})

    def _fill(self, name: str, form: str, values: dict[str, object]) -> str:
        try:
            wanted = {part[1] for part in Formatter().parse(form) if part[1] is not None}
        except ValueError:
            wanted = {""}
        if wanted <= set(values):
            return form.format_map(values)
        self.problems.append(
            Problem(
                code="unknown-placeholder",
                message=f"`{name}` has a placeholder that nothing fills",
                location=self._strings_file(),
                label=f"it may use {', '.join('{' + value + '}' for value in sorted(values)) or 'none'}",
            )
        )
        return form

    def _missing(self, name: str) -> str:
        self.problems.append(
            Problem(
                code="missing-string",
                message=f"the interface text `{name}` is missing in `{self.locale.code}`",
                location=self._strings_file(),
                hint=did_you_mean(name, self.locale.strings) or f"add a line `{name}: …`",
            )
        )
        return name

    def _strings_file(self) -> Location:
        return Location(f"data/strings/{self.locale.code}.yaml")

    # Texts of records

    def phrase(self, text: LocalText | None) -> Phrase:
        """Return the text in this language, or in the default language with its `lang`."""
        if text is None:
            return Phrase("")
        default = self.model.default_locale
        here = self.locale.code
        if here in text.by_locale or (here == default and "" in text.by_locale):
            return Phrase(text.by_locale.get(here) or text.by_locale[""])
        for locale in (default, "", *text.by_locale):
            if locale in text.by_locale:
                return Phrase(text.by_locale[locale], locale or default)
        return Phrase("")

    def text(self, text: LocalText | None) -> str:
        """Return the text alone."""
        return self.phrase(text).text

    def native(self, name: NativeName | None) -> Phrase | None:
        """Return a name in its own language."""
        if name is None:
            return None
        return Phrase(name.text, "" if name.lang == self.locale.code else name.lang)

    # Dates and places

    def day(self, day: date) -> Moment:
        """Return a day."""
        return Moment(day.isoformat(), self.locale.format_day(day))

    def partial(self, when: PartialDate) -> Moment:
        """Return as much of a date as is known."""
        if when.day:
            return Moment(str(when), self.locale.format_day(when.first_day))
        if when.month:
            return Moment(str(when), self.locale.format_month(when.first_day))
        return Moment(str(when), str(when.year))

    def country(self, country_id: str) -> str:
        """Return a country's name."""
        from microsite.model import Country

        country = self.model.get(Country, country_id)
        if country.name:
            phrase = self.phrase(country.name)
            if not phrase.lang:
                return phrase.text
        return self.locale.country_name(country.code)

    def town(self, town_id: str | None) -> Phrase | None:
        """Return a town's name with the language it is in."""
        if town_id is None:
            return None
        from microsite.model import Town

        town = self.model.get(Town, town_id)
        phrase = self.phrase(town.name)
        lang = town.lang or phrase.lang
        return Phrase(phrase.text, "" if lang == self.locale.code else lang)

    # Links

    def link(self, reference: str, title: str = "", *, lang: str = "") -> Link:
        """Return a link to a page or record: in this language, else to the default language's page.

        A record without a page of its own gives a link without an address: its title is shown.
        """
        title = title or self.title_of(reference)
        default = self.model.default_locale
        for locale in dict.fromkeys((self.locale.code, default)):
            route = self.addresses.find(locale, reference)
            if route:
                in_language = "" if locale == self.locale.code else locale
                return Link(title, self.addresses.address(route.path), lang=lang, in_language=in_language)
        return Link(title, "", lang=lang)

    def title_of(self, reference: str) -> str:
        """Return the name of a record."""
        kind, _, record_id = reference.partition(":")
        if kind == "country":
            return self.country(record_id)
        from microsite.model import LocalText

        placed = self.model.find(reference)
        name = getattr(placed.record, "name", None) if placed else None
        if isinstance(name, LocalText):
            return self.text(name)
        return str(name or record_id)

    def outside(self, title: str, url: str, *, lang: str = "") -> Link:
        """Return a link that leaves the site, with the host it leads to."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return Link(title, url, lang=lang, host=host)

    # Sources

    def source(self, document_id: str, checked: Checked) -> SourceLine:
        """Return where something comes from and when it was checked."""
        from microsite.model import CitedDocument

        document = self.model.get(CitedDocument, document_id)
        lang = "" if document.language == self.locale.code else document.language
        return SourceLine(
            document=document.id,
            title=Phrase(document.title, lang),
            publisher=self.text(document.publisher),
            address=document.url or "",
            host=(urlsplit(document.url or "").hostname or "").removeprefix("www."),
            dating=self.dating(document),
            written=self.partial(document.written) if document.written else None,
            checked=self.day(checked.day) if checked.day else None,
        )

    def dating(self, document: CitedDocument) -> str:
        """Return when a document was written, in words."""
        if document.written:
            return self.say("written_in", date=self.partial(document.written).text)
        return self.text(document.dating)
