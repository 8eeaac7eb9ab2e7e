"""Programmes: one table by subject, ready-made pages, and what search engines are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from microsite.model import Model
from microsite.pages import Words
from microsite.pages.desk import Desk
from microsite.pages.index_page import index_view
from microsite.pages.programme_facets import facet_references
from microsite.pages.programmes import (
    ProgrammesView,
    facet_page,
    linked_programmes,
    programmes_view,
)
from microsite.pages.routes import plan_routes
from microsite.pages.universities import university_view
from microsite.problems import Problems

PAGE = "---\ntitle: {0}\ndescription: All {0}.\ntemplate: {0}\nupdated: 2026-01-02\n---\n"
FILES = {
    "content/en/programmes.md": PAGE.format("programmes"),
    "content/en/universities.md": PAGE.format("universities"),
    "content/en/sources.md": PAGE.format("sources"),
    "data/documents/table.yaml": "title: Table\npublisher: BUT\nauthority: official\nwritten: 2026-01-05\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/bialystok.yaml": "name: Białystok\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
}
SOURCES = "sources:\n  - document: table\n    checked: 2026-11-01\n"


def university_file(abbreviation: str) -> str:
    return (
        f"name: {abbreviation} University\nnative_name:\n  text: Uczelnia\n  lang: pl\n"
        f"abbreviation: {abbreviation}\ntown: bialystok\nwebsite: https://{abbreviation.lower()}.example/\n"
        f"summary: A university.\n{SOURCES}"
    )


def programme_file(name: str = "Logistics", **fields: str) -> str:
    written = {
        "name": name,
        "university": "but",
        "subject": "management",
        "level": "master",
        "page": "https://but.example/table",
        "status": "current",
        **fields,
    }
    return "".join(f"{key}: {value}\n" for key, value in written.items()) + SOURCES


def fact_file(value: str, *, kind: str, checked: str = "2026-11-01") -> str:
    return (
        f"label: What\nvalue: {value}\ntype: {kind}\napplies_to:\n  - university:but\nsource: table\n"
        f"checked: {checked}\n"
    )


@pytest.fixture
def desk_of(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[..., Desk]:
    """The desk of a tiny site with two universities and these files."""

    def make(files: Mapping[str, str]) -> Desk:
        hosts = {f"data/universities/{each.lower()}.yaml": university_file(each) for each in ("BUT", "UMB")}
        model, problems = model_tiny_site({**FILES, **hosts, **files})
        assert problems == ()
        addresses, _ = plan_routes(model, "https://tiny.example/")
        return Desk(Words(model, model.locales["en"], addresses))

    return make


def test_the_table_is_grouped_by_subject_and_sorted_by_name_and_level(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/programmes/a.yaml": programme_file("Zoology of rivers", subject="engineering"),
            "data/programmes/b.yaml": programme_file("Bridges", subject="engineering", level="master"),
            "data/programmes/c.yaml": programme_file("Bridges", subject="engineering", level="bachelor"),
            "data/programmes/d.yaml": programme_file("Houses", subject="architecture"),
        }
    )

    groups = programmes_view(desk).groups

    assert [(group.id, [row.id for row in group.programmes]) for group in groups] == [
        ("architecture", ["d"]),
        ("engineering", ["c", "b", "a"]),
    ]


def test_what_a_newer_page_leaves_out_stands_apart_and_is_not_counted(desk_of: Callable[..., Desk]) -> None:
    count = 'programme_count:\n  one: "{count} programme"\n  other: "{count} programmes"\n'
    desk = desk_of(
        {
            "data/strings/en.yaml": f"home: Home\n{count}",
            "data/programmes/old.yaml": programme_file("Old", status="historical"),
            "data/programmes/new.yaml": programme_file("New"),
        }
    )

    view = programmes_view(desk)

    assert [row.id for row in view.history] == ["old"]
    assert [row.id for group in view.groups for row in group.programmes] == ["new"]
    assert view.programme_count == "1 programme"


def test_a_row_has_its_fee_and_its_last_day_from_facts(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/facts/fee.yaml": fact_file("1400", kind="fee"),
            "data/facts/day.yaml": fact_file("2026-11-21", kind="deadline"),
            "data/programmes/a.yaml": programme_file(fee="fee", deadline="day"),
        }
    )

    row = programmes_view(desk).groups[0].programmes[0]

    assert row.fee is not None and row.fee.value == "1,400"
    assert row.deadline is not None and row.deadline.value == "21 November 2026"
    assert row.is_deadline_past


@pytest.mark.parametrize(("years", "length"), [("6", "6 years"), ("3.5", "3.5 years"), ("1", "1 year")])
def test_a_row_says_how_long_it_takes(desk_of: Callable[..., Desk], years: str, length: str) -> None:
    count = 'year_count:\n  one: "{count} year"\n  other: "{count} years"\n'
    desk = desk_of(
        {
            "data/strings/en.yaml": f"home: Home\n{count}",
            "data/programmes/a.yaml": programme_file(years=years),
        }
    )

    assert programmes_view(desk).groups[0].programmes[0].length == length


def test_each_subject_level_and_university_has_a_page_with_its_own_programmes(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of(
        {
            "data/programmes/a.yaml": programme_file("A", subject="engineering", level="bachelor"),
            "data/programmes/b.yaml": programme_file("B", university="umb"),
        }
    )
    section = desk.section("programmes")
    assert section is not None

    facets = [facet.split(":") for facet in facet_references(desk.model)]
    pages = [facet_page(kind, desk, section, value) for kind, value in facets]

    shown = {}
    for page in pages:
        assert isinstance(page.view, ProgrammesView)
        shown[page.path] = [row.id for group in page.view.groups for row in group.programmes]
    assert shown == {
        "/en/programmes/engineering/": ["a"],
        "/en/programmes/management/": ["b"],
        "/en/programmes/bachelor/": ["a"],
        "/en/programmes/master/": ["b"],
        "/en/programmes/but/": ["a"],
        "/en/programmes/umb/": ["b"],
    }


def test_filters_offer_only_what_can_part_the_rows(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/programmes/a.yaml": programme_file("A", level="bachelor", intakes="\n  - october"),
            "data/programmes/b.yaml": programme_file("B", level="master", intakes="\n  - february"),
        }
    )

    filters = programmes_view(desk).filters

    assert {each.name: [choice.value for choice in each.choices] for each in filters} == {
        "level": ["bachelor", "master"],
        "intake": ["october", "february"],
    }


def test_a_programme_is_in_the_index_and_on_the_page_of_its_university(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/programmes/a.yaml": programme_file("Logistics"),
            "data/programmes/old.yaml": programme_file("Old", status="historical"),
        }
    )

    links = [link for group in index_view(desk).groups for link in group.links]
    view = university_view(desk, desk.model.records["universities"]["but"].record)  # type: ignore[arg-type]

    assert [(link.title, link.address) for link in links] == [("Logistics", "/en/programmes/#a")]
    assert [row.id for row in view.programmes] == ["a"]
    assert view.programmes_link is not None
    assert view.programmes_link.address == "/en/programmes/but/"


@pytest.mark.parametrize(
    ("count", "fields", "checked", "courses"),
    [
        (3, {"fee": "fee", "deadline": "day"}, "2026-11-01", 3),
        (2, {"fee": "fee", "deadline": "day"}, "2026-11-01", 0),
        (3, {"fee": "fee"}, "2026-11-01", 0),
        (3, {"fee": "fee", "deadline": "day", "status": "dated"}, "2026-11-01", 0),
        (3, {"fee": "fee", "deadline": "day"}, "2025-01-01", 0),
    ],
    ids=["three complete", "only two", "no deadline", "from an older page", "fee far overdue"],
)
def test_search_engines_are_told_of_at_least_three_complete_programmes(
    desk_of: Callable[..., Desk], count: int, fields: dict[str, str], checked: str, courses: int
) -> None:
    desk = desk_of(
        {
            "data/facts/fee.yaml": fact_file("1400", kind="fee", checked=checked),
            "data/facts/day.yaml": fact_file("2027-07-15", kind="deadline"),
            **{
                f"data/programmes/p{each}.yaml": programme_file(f"P{each}", **fields) for each in range(count)
            },
        }
    )

    lists = linked_programmes(desk)

    named = [item["item"]["name"] for each in lists for item in each["itemListElement"]]  # type: ignore[attr-defined]
    assert named == [f"P{each}" for each in range(courses)]


@pytest.mark.parametrize(
    ("taken_away", "code"),
    [("page", "missing-field"), ("sources", "missing-field"), ("status", "missing-field")],
)
def test_a_programme_without_its_source_or_its_page_cannot_be_built(
    model_tiny_site: Callable[..., tuple[Model, Problems]], taken_away: str, code: str
) -> None:
    text = programme_file().replace(SOURCES, "") if taken_away == "sources" else programme_file()
    lines = [line for line in text.splitlines() if not line.startswith(f"{taken_away}:")]
    files = {**FILES, "data/universities/but.yaml": university_file("BUT")}

    _, problems = model_tiny_site({**files, "data/programmes/a.yaml": "\n".join(lines) + "\n"})

    assert [problem.code for problem in problems] == [code]
