"""Academic years: periods in any order, days or months, and mistakes in their dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from microsite.model import AcademicYear, Model
from microsite.problems import Problems

YEAR = "data/academic-years/tiny-2026.yaml"
FILES = {
    "data/documents/calendar.yaml": "title: Year\npublisher: U\nauthority: official\nwritten: 2026-06\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/tinytown.yaml": "name: Tinytown\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    "data/universities/tiny.yaml": (
        "name: Tiny University\nnative_name:\n  text: U\n  lang: pl\nabbreviation: TU\ntown: tinytown\n"
        "website: https://tiny.example/\nsummary: A university.\n"
        "sources:\n  - document: calendar\n    checked: 2026-01-01\n"
    ),
}


def year_file(*periods: str) -> str:
    """A year of periods, each written ``term 2026-10-01 2027-01-31``; the last day may be left out."""
    lines = ["name: 2026/2027", "university: tiny", "periods:"]
    for period in periods:
        kind, start, *end = period.split()
        lines += [f"  - type: {kind}", f"    start: {start}", *(f"    end: {day}" for day in end)]
    return "\n".join([*lines, "sources:", "  - document: calendar", "    checked: 2026-01-01", ""])


@pytest.fixture
def read(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> Callable[..., tuple[tuple[AcademicYear, ...], list[str]]]:
    """The academic years of a site with this one, and the codes of what is wrong with it."""

    def make(*periods: str) -> tuple[tuple[AcademicYear, ...], list[str]]:
        model, problems = model_tiny_site({**FILES, YEAR: year_file(*periods)})
        return model.all(AcademicYear), [each.code for each in problems]

    return make


@pytest.mark.parametrize(
    ("periods", "code"),
    [
        (["term 2026-10-01 2026-09-30"], "end-before-start"),
        (["term 2026-10 2026-09-30"], "end-before-start"),
        (["term 2026-02-30 2026-09-30"], "invalid-date"),
        (["lessons 2026-10-01 2026-10-02"], "unknown-value"),
        (["term 2026-10-01 2027-01-31", "term 2027-01-31 2027-06-30"], "overlapping-periods"),
        (["exams 2027-06-14 2027-06-30", "exams 2027-06-20"], "overlapping-periods"),
        (["term 2026-10 2027-03", "term 2027-02 2027-06"], "overlapping-periods"),
        (["break 2025-12-22 2027-01-06", "term 2026-10-01 2027-06-13"], "academic-year-too-long"),
        (["term 2026-10-01 2027-01-31", "holiday 2027-11-11"], "academic-year-too-long"),
        ([], "missing-field"),
    ],
)
def test_a_mistake_in_the_dates_is_found(
    read: Callable[..., tuple[tuple[AcademicYear, ...], list[str]]], periods: list[str], code: str
) -> None:
    years, codes = read(*periods)

    assert years == ()
    assert codes == [code]


@pytest.mark.parametrize(
    "periods",
    [
        ["term 2026-10-01 2027-01-31", "break 2026-12-22 2027-01-06"],
        ["exams 2027-02-01 2027-02-14", "term 2026-10-01 2027-01-31", "term 2027-02-15 2027-06-13"],
        ["term 2026-10 2027-02", "term 2027-02 2027-06"],
        ["exams 2027-06 2027-07", "break 2027-07 2027-09"],
        ["holiday 2026-11-01", "holiday 2026-11-02"],
        ["break 2028-02-29"],
        ["exams 2027-06 2027-06-15"],
    ],
)
def test_periods_may_lie_in_one_another_touch_and_come_in_any_order(
    read: Callable[..., tuple[tuple[AcademicYear, ...], list[str]]], periods: list[str]
) -> None:
    years, codes = read(*periods)

    assert codes == []
    assert [len(year.periods) for year in years] == [len(periods)]


def test_a_year_reaches_from_its_earliest_day_to_its_latest(
    read: Callable[..., tuple[tuple[AcademicYear, ...], list[str]]],
) -> None:
    ((year,), _) = read("break 2027-07 2027-09", "term 2026-10-01 2027-06-13")

    assert (year.first_day, year.last_day) == (date(2026, 10, 1), date(2027, 9, 30))


@pytest.mark.parametrize(
    ("period", "is_exact"),
    [
        ("term 2026-10-01 2027-01-31", True),
        ("holiday 2026-11-11", True),
        ("exams 2027-06", False),
        ("term 2026-10-01 2027-01", False),
        ("term 2026-10 2027-01-31", False),
    ],
)
def test_a_period_is_exact_when_both_its_ends_are_days(
    read: Callable[..., tuple[tuple[AcademicYear, ...], list[str]]], period: str, is_exact: bool
) -> None:
    ((year,), _) = read(period)

    assert year.periods[0].is_exact == is_exact
