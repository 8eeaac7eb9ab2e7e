"""The facts said in one language: texts, plurals, fallbacks, names, dates, links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from microsite.model import LocalText, Model, NativeName, PartialDate
from microsite.pages import Words
from microsite.pages.routes import plan_routes
from microsite.pages.views import Link, Moment, Phrase

TWO_LANGUAGES = {
    "data/settings.yaml": (
        "name: Tiny\nplace: Tinytown\nbase_url: https://tiny.example/study/\n"
        "publisher:\n  name: We\n  description: Two people.\nlanguages:\n  - en\n  - pl\n"
    ),
    "data/strings/en.yaml": (
        "greeting: Hello\nchecked_on: checked {date}\n"
        'pages:\n  one: "{count} page"\n  other: "{count} pages"\n'
    ),
    "data/strings/pl.yaml": (
        'greeting: Cześć\npages:\n  one: "{count} strona"\n  few: "{count} strony"\n'
        '  many: "{count} stron"\n  other: "{count} strony"\n'
    ),
    "content/pl/index.md": "---\ntitle: Strona\ndescription: Opis.\nupdated: 2026-01-02\n---\n\nTekst.\n",
    "content/en/visa.md": "---\ntitle: Visa\ndescription: Visa.\nupdated: 2026-01-02\n---\n\nText.\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/countries/turkiye.yaml": "code: TR\nregion: asia\nname:\n  en: Türkiye\n",
    "data/towns/warsaw.yaml": (
        "name:\n  en: Warsaw\n  pl: Warszawa\ncountry: poland\nlatitude: 52.2\nlongitude: 21.0\n"
    ),
    "data/towns/bialystok.yaml": (
        "name: Białystok\nlang: pl\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n"
    ),
}


@pytest.fixture
def model(model_tiny_site: Callable[..., tuple[Model, object]]) -> Model:
    model, problems = model_tiny_site(TWO_LANGUAGES)
    assert problems == ()
    return model


@pytest.fixture
def english(model: Model) -> Words:
    return Words(model, model.locales["en"], plan_routes(model, model.settings.base_url)[0])


@pytest.fixture
def polish(model: Model) -> Words:
    return Words(model, model.locales["pl"], plan_routes(model, model.settings.base_url)[0])


# --- Interface texts ----------------------------------------------------------------------------


def test_a_text_is_said_with_its_values(english: Words) -> None:
    assert english.say("checked_on", date="22 May") == "checked 22 May"
    assert english.problems == []


def test_a_missing_text_is_reported_with_the_nearest_name(english: Words) -> None:
    assert english.say("greting") == "greting"

    (problem,) = english.problems
    assert (problem.code, problem.location.path) == ("missing-string", "data/strings/en.yaml")
    assert problem.hint == "did you mean `greeting`?"


def test_a_placeholder_that_nothing_fills_is_reported(english: Words) -> None:
    assert english.say("checked_on", day="22 May") == "checked {date}"

    (problem,) = english.problems
    assert (problem.code, problem.label) == ("unknown-placeholder", "it may use {day}")


def test_a_text_with_plural_forms_cannot_be_said_without_a_number(english: Words) -> None:
    english.say("pages")

    assert [problem.code for problem in english.problems] == ["missing-string"]


@pytest.mark.parametrize(
    ("number", "in_english", "in_polish"),
    [
        (0, "0 pages", "0 stron"),
        (1, "1 page", "1 strona"),
        (2, "2 pages", "2 strony"),
        (5, "5 pages", "5 stron"),
        (12, "12 pages", "12 stron"),
        (22, "22 pages", "22 strony"),
        (12_345, "12,345 pages", "12\u00a0345 stron"),
    ],
)
def test_a_number_takes_the_plural_form_of_its_language(
    english: Words, polish: Words, number: int, in_english: str, in_polish: str
) -> None:
    assert english.count("pages", number) == in_english
    assert polish.count("pages", number) == in_polish


@pytest.mark.parametrize("value", ["{date}", "{0}", "{date.__class__}", "{{", "%s", "\\1"])
def test_a_value_is_never_read_as_a_placeholder(english: Words, value: str) -> None:
    assert english.say("checked_on", date=value) == f"checked {value}"
    assert english.problems == []


# --- Texts of records ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by_locale", "in_english", "in_polish"),
    [
        ({"": "Hall"}, Phrase("Hall"), Phrase("Hall", "en")),
        ({"en": "Hall", "pl": "Sala"}, Phrase("Hall"), Phrase("Sala")),
        ({"en": "Hall"}, Phrase("Hall"), Phrase("Hall", "en")),
        ({"pl": "Sala"}, Phrase("Sala", "pl"), Phrase("Sala")),
    ],
)
def test_a_text_that_is_missing_comes_in_another_language_and_says_so(
    english: Words, polish: Words, by_locale: dict[str, str], in_english: Phrase, in_polish: Phrase
) -> None:
    assert english.phrase(LocalText(by_locale)) == in_english
    assert polish.phrase(LocalText(by_locale)) == in_polish


def test_no_text_is_an_empty_phrase(english: Words) -> None:
    assert english.phrase(None) == Phrase("")


def test_a_name_in_its_own_language_says_which_one_unless_it_is_the_readers(
    english: Words, polish: Words
) -> None:
    name = NativeName(text="Politechnika", lang="pl")

    assert english.native(name) == Phrase("Politechnika", "pl")
    assert polish.native(name) == Phrase("Politechnika")
    assert english.native(None) is None


# --- Dates and places ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "iso", "in_english", "in_polish"),
    [
        (PartialDate(2022), "2022", "2022", "2022"),
        (PartialDate(2022, 5), "2022-05", "May 2022", "maj 2022"),
        (PartialDate(2022, 5, 3), "2022-05-03", "3 May 2022", "3 maja 2022"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    model: Model, written: PartialDate, iso: str, in_english: str, in_polish: str
) -> None:
    addresses, _ = plan_routes(model, model.settings.base_url)
    english, polish = (Words(model, model.locales[code], addresses) for code in ("en", "pl"))

    assert english.partial(written) == Moment(iso, in_english)
    assert polish.partial(written) == Moment(iso, in_polish)


def test_a_day_has_its_form_for_programs(english: Words) -> None:
    assert english.day(date(2022, 5, 23)).iso == "2022-05-23"


@pytest.mark.parametrize(
    ("country", "in_english", "in_polish"), [("poland", "Poland", "Polska"), ("turkiye", "Türkiye", "Turcja")]
)
def test_a_country_has_the_name_of_the_reader_s_language(
    english: Words, polish: Words, country: str, in_english: str, in_polish: str
) -> None:
    assert (english.country(country), polish.country(country)) == (in_english, in_polish)


def test_a_town_says_which_language_its_name_is_in(english: Words, polish: Words) -> None:
    assert english.town("bialystok") == Phrase("Białystok", "pl")
    assert polish.town("bialystok") == Phrase("Białystok")
    assert polish.town("warsaw") == Phrase("Warszawa")
    assert english.town(None) is None


# --- Links --------------------------------------------------------------------------------------


def test_a_link_leads_to_the_page_in_the_reader_s_language(polish: Words) -> None:
    assert polish.link("page:index", "Start") == Link("Start", "/study/pl/")


def test_a_link_to_a_page_without_a_translation_says_its_language(polish: Words) -> None:
    assert polish.link("page:visa", "Wiza") == Link("Wiza", "/study/en/visa/", in_language="en")


def test_a_record_without_a_page_gives_its_name_without_an_address(english: Words) -> None:
    assert english.link("town:warsaw") == Link("Warsaw", "")


def test_a_link_outside_says_where_it_leads(english: Words) -> None:
    assert english.outside("BUT", "https://www.pb.edu.pl/en").host == "pb.edu.pl"
