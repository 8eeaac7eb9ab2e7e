"""Nodes become records, and every mistake gets its place and a cure."""

from __future__ import annotations

import pytest

from microsite.model import Town, Unit
from microsite.model.structure import Context, Layout, flatten, structure
from microsite.problems import Problem
from microsite.source import parse_yaml

TOWN = "name: Białystok\nlang: pl\ncountry: poland\nlatitude: 53.1333\nlongitude: 23.1643\n"


def structure_town(text: str) -> tuple[Town | None, tuple[Problem, ...]]:
    node, problems = parse_yaml(text, "data/towns/x.yaml")
    assert not problems and node is not None
    plain, layout = flatten(node, "data/towns/x.yaml")
    return structure(Town, plain, layout, Context(("en", "pl")), known={"id": "x"})


def told(problems: tuple[Problem, ...]) -> list[tuple[str, int, int, int]]:
    return [(p.code, p.location.line, p.location.column, p.location.length) for p in problems]


def test_a_record_without_mistakes_has_its_values_and_the_id_of_its_file() -> None:
    town, problems = structure_town(TOWN)

    assert problems == ()
    assert town is not None
    assert (town.id, town.latitude, town.country) == ("x", 53.1333, "poland")


def test_a_misspelt_field_is_told_once_with_the_right_spelling() -> None:
    _, problems = structure_town(TOWN.replace("latitude", "latitud"))

    assert told(problems) == [("unknown-field", 4, 1, 7)]
    assert problems[0].hint == "did you mean `latitude`?"


def test_a_missing_field_is_told_where_the_fields_begin() -> None:
    _, problems = structure_town(TOWN.replace("country: poland\n", ""))

    assert told(problems) == [("missing-field", 1, 1, 4)]
    assert problems[0].message == "`country` is missing"


def test_a_field_with_nothing_after_it_is_told_at_its_name() -> None:
    _, problems = structure_town(TOWN.replace("country: poland", "country:"))

    assert told(problems) == [("missing-field", 3, 1, 7)]


def test_all_mistakes_of_a_file_are_told_in_one_go() -> None:
    text = TOWN.replace("53.1333", "north").replace("23.1643", "200").replace("lang: pl", "lang: Polish!")

    _, problems = structure_town(text)

    assert sorted(told(problems)) == [
        ("invalid-language", 2, 7, 7),
        ("invalid-number", 4, 11, 5),
        ("invalid-number", 5, 12, 3),
    ]


def test_a_list_whose_only_entry_has_a_mistake_is_not_called_empty() -> None:
    sources = {
        "role": "r",
        "name": "n",
        "type": "office",
        "status": "current",
        "sources": [{"document": "d"}],
    }

    _, problems = structure(Unit, sources, Layout("x.yaml"), Context(("en",)), known={"id": "x"})

    assert [problem.code for problem in problems] == ["missing-field"]


def test_a_mistake_in_an_optional_field_leaves_the_record_standing() -> None:
    town, problems = structure_town(TOWN + "is_approximate: yes\n")

    assert [problem.code for problem in problems] == ["invalid-boolean"]
    assert town is not None and town.is_approximate is False


def test_a_text_may_be_given_for_each_language_of_the_site() -> None:
    town, problems = structure_town(TOWN.replace("name: Białystok", "name:\n  en: Warsaw\n  pl: Warszawa"))

    assert problems == ()
    assert town is not None and town.name.by_locale == {"en": "Warsaw", "pl": "Warszawa"}


def test_a_language_the_site_does_not_have_is_told_at_its_name() -> None:
    _, problems = structure_town(TOWN.replace("name: Białystok", "name:\n  en: Warsaw\n  fr: Varsovie"))

    assert told(problems) == [("unknown-language", 3, 3, 2)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-02-29", "invalid-date"),
        ("2026-6-3", "invalid-date"),
        ("22.11.2026", "invalid-date"),
        ("2026-11-22T10:00", "invalid-date"),
        ("0000-01-01", "invalid-date"),
        ("٢٠٢٦-01-01", "invalid-date"),
    ],
)
def test_only_a_real_day_written_year_month_day_is_a_date(value: str, code: str) -> None:
    from microsite.model import PageMatter

    node, _ = parse_yaml(f"title: T\ndescription: D\nupdated: {value}\n", "p.md")
    assert node is not None
    plain, layout = flatten(node, "p.md")

    matter, problems = structure(PageMatter, plain, layout, Context(("en",)))

    assert matter is None
    assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://user:secret@x.example/",
        "https://",
        "https://bia\u0142ystok\u0430.example/",  # a Cyrillic letter among Latin ones
        "https://x.example/a b",
        "ftp://x.example/",
        "https://x.example:port/",
    ],
)
def test_an_address_that_could_deceive_is_refused(address: str) -> None:
    from microsite.model.records import WebLink

    link, problems = structure(WebLink, {"title": "T", "url": address}, Layout("x.yaml"), Context(("en",)))

    assert link is None
    assert [problem.code for problem in problems] == ["invalid-address"]
