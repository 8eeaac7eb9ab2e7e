"""Amounts and days that an author typed into a text are found, and what is none is left alone (FACT-3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.model import typed_facts
from microsite.model.locales import month_names
from microsite.model.model import Body
from microsite.model.typed_facts import typed_in_body
from microsite.pipeline import Build
from microsite.problems import Problem


def problems_of(body: str, locale: str = "en") -> Iterator[Problem]:
    return typed_in_body(f"content/{locale}/page.md", locale, Body(body, 7))


def found_in(body: str, locale: str = "en") -> list[tuple[str, str]]:
    problems = problems_of(body, locale)
    return [(problem.code, problem.message.split("`")[1]) for problem in problems]


@pytest.mark.parametrize(
    "amount",
    [
        "€1,400",
        "€ 15",
        "1,400 €",
        "1 400 €",
        "85 zł",
        "5.00 zł",
        "85\N{NO-BREAK SPACE}zł",
        "85zl",
        "PLN 450",
        "450 PLN",
        "EUR 30,000",
        "30 000 euro",
        "15 euros",
        "100 złotych",
        "$20",
        "20 USD",
        "£5",
        "20 dollars",
    ],
)
def test_an_amount_of_money_is_found_whole(amount: str) -> None:
    assert found_in(f"It costs {amount}, they say.") == [("typed-amount", amount)]


@pytest.mark.parametrize(
    "day",
    [
        "15 July",
        "15 July 2027",
        "1st of October",
        "3rd June",
        "July 15",
        "July 15th, 2027",
        "15 Jul",
        "2027-07-15",
        "15.07.2027",
        "07/08/27",
        "by the end of July",
        "until June",
        "before September 2027",
        "no later than May",
    ],
)
def test_a_day_or_a_deadline_is_found_whole(day: str) -> None:
    assert found_in(f"Come {day}, they say.") == [("typed-date", day)]


def test_a_range_is_found_at_both_ends() -> None:
    assert found_in("From 1 June to 28 July.") == [("typed-date", "1 June"), ("typed-date", "28 July")]


@pytest.mark.parametrize(
    ("locale", "text", "day"),
    [
        ("pl", "Zapisy trwają do 15 lipca 2027 roku.", "15 lipca 2027"),
        ("pl", "Zapisy trwają do 15.07.2027.", "15.07.2027"),
        ("uk", "Запис до 15 липня.", "15 липня"),
        ("pl", "Until 15 July.", "15 July"),
    ],
)
def test_months_are_known_in_the_language_of_the_page(locale: str, text: str, day: str) -> None:
    assert found_in(text, locale) == [("typed-date", day)]


def test_the_english_months_are_those_of_the_locale_data() -> None:
    assert month_names("en") == typed_facts.ENGLISH_MONTHS


@pytest.mark.parametrize(
    "text",
    [
        'It cost {{ fact("but-fee") }}.',
        "In May 2022 the university held a week.",
        "The academic year 2025/2026 began.",
        "Article 326a, level B2, 182 credits, 1.5 hours.",
        "Call 112 or +48 85 746 97 19, room 8.",
        'On <time datetime="2026-11-22">22 November 2026</time> we looked.',
        "See the <cite>Regulation of 20 November 2025</cite>.",
        "Write `value: 2026-07-15` or `€5`.",
        "See [the notice](https://pb.edu.pl/2025/10/02/15-july) there.",
        "See <https://pb.edu.pl/2026-07-15>.",
        "[notice]: https://pb.edu.pl/2026-07-15",
        "::: facts about=event:week-2026-07-15\n:::",
        "```text\n15 July and €5\n```",
        "~~~~\n```\n15 July\n~~~~",
        "## Dates {#day-2026-07-15}",
        "You may come in May, and march on.",
        "The euro is a currency, the złoty is another.",
        "Version 3.11.2 and 10.2.3.4 and 1/2/3/4.",
    ],
)
def test_what_is_no_typed_fact_is_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_text_after_fenced_code_and_inside_a_block_is_looked_at() -> None:
    body = "```\n€1\n```\n\nPay €2.\n\n::: changed fact=rule\nPay €3.\n:::\n"

    assert found_in(body) == [("typed-amount", "€2"), ("typed-amount", "€3")]


def test_a_typed_fact_is_told_at_its_place_with_the_cure(build_tiny_site: Callable[..., Build]) -> None:
    matter = "---\ntitle: Home\ndescription: D.\nupdated: 2026-01-02\n---\n"

    built = build_tiny_site({"content/en/index.md": matter + "\nHello.\n\nPay **€85** by 15 July.\n"})

    amount, day = built.problems
    assert (amount.code, amount.location.line, amount.location.column, amount.location.length) == (
        "typed-amount",
        9,
        7,
        3,
    )
    assert (day.code, day.location.line, day.location.column, day.location.length) == ("typed-date", 9, 16, 7)
    assert all(problem.is_error and "data/facts/" in problem.hint for problem in built.problems)


@pytest.mark.parametrize("field", ["title", "short_title", "description"])
def test_the_lines_at_the_top_of_a_page_are_looked_at(
    build_tiny_site: Callable[..., Build], field: str
) -> None:
    fields = {"title": "Home", "description": "D.", field: "Only €5 today"}
    lines = "".join(f"{name}: {text}\n" for name, text in fields.items())

    built = build_tiny_site({"content/en/index.md": f"---\n{lines}updated: 2026-01-02\n---\n\nHello.\n"})

    (problem,) = built.problems
    assert problem.code == "typed-amount"
    assert problem.location.line == 2 + list(fields).index(field)
    assert problem.hint.startswith("say it without the number")


@given(st.text(alphabet="0159 .,/-€złPLNJulyby<>`[](){}:|\n~", max_size=300))
@settings(deadline=None, max_examples=200)
def test_every_typed_fact_is_underlined_where_it_stands(body: str) -> None:
    lines = body.split("\n")

    for problem in problems_of(body):
        place = problem.location
        written = lines[place.line - 7][place.column - 1 : place.column - 1 + place.length]
        assert problem.message == f"`{written}` is typed into the text"


_PIECES = (
    "€",
    "zł",
    "EUR",
    " 5",
    "1 400",
    "15",
    " July",
    "Mar",
    " 2027",
    "1.2.27",
    "2026-07-15",
    "by ",
    "the end of ",
    *(" PLN", " USD", " GBP", "$", "£", " euro", "Euros ", " zlotys", " złotych", "Złoty ", "Zloty "),
    *(" dollars", " pound", " lipca", "stycznia "),
)
_MARKS = ("`", "<cite>", "</cite>", "[a](", ")", "{{ ", " }}", "\n", "```\n", ":::", " ", ", ", "x")


@given(st.lists(st.sampled_from(_PIECES + _MARKS), max_size=25).map("".join), st.sampled_from(("en", "pl")))
@settings(max_examples=500)
def test_nothing_is_overlooked_in_texts_that_are_read_quickly(body: str, locale: str) -> None:
    quick = list(problems_of(body, locale))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typed_facts, "_may_hold_any", lambda text, locale: True)
        assert quick == list(problems_of(body, locale))
