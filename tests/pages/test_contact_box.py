"""The contact box: which office a page of text sends its readers to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from microsite.model import Model
from microsite.problems import Problems
from tests.whole_site import plan_everything

SOURCES = "sources:\n  - document: list\n    checked: 2026-11-01\n"
PAGE = "---\ntitle: Rent\ndescription: What a room costs.\nupdated: 2026-01-02\n{0}---\n\nAsk.\n"


def office_file(name: str, *fields: str) -> str:
    lines = "".join(f"{field}\n" for field in fields)
    return f"name: {name}\nuniversity: tech\npurpose: Rooms\n{lines}{SOURCES}"


FILES = {
    "data/documents/list.yaml": "title: List\npublisher: Tech\nauthority: official\nwritten: 2026-01-05\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/bialystok.yaml": "name: Białystok\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    "data/universities/tech.yaml": (
        "name: Tech\nnative_name:\n  text: Uczelnia\n  lang: pl\nabbreviation: T\ntown: bialystok\n"
        f"website: https://tech.example/\nsummary: A university.\n{SOURCES}"
    ),
    "data/offices/front-desk.yaml": office_file("Front Desk", "is_main: true"),
    "data/offices/house-office.yaml": office_file("House Office"),
    "content/en/universities.md": (
        "---\ntitle: Universities\ndescription: All.\ntemplate: universities\nupdated: 2026-01-02\n---\n"
    ),
}


@pytest.mark.parametrize(("line", "name"), [("", "Front Desk"), ("office: house-office\n", "House Office")])
def test_a_page_sends_its_readers_to_the_office_it_names_else_to_the_first_main_one(
    model_tiny_site: Callable[..., tuple[Model, Problems]], line: str, name: str
) -> None:
    model, problems = model_tiny_site({**FILES, "content/en/rent.md": PAGE.format(line)})

    pages = plan_everything(model, base_url="https://tiny.example/")

    page = next(each for each in pages if each.path == "/en/rent/")
    assert problems == ()
    assert page.office
    assert page.office.name.text == name


def test_a_page_that_names_no_office_of_ours_is_reported_once(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    model, problems = model_tiny_site({**FILES, "content/en/rent.md": PAGE.format("office: hous-office\n")})

    pages = plan_everything(model, base_url="https://tiny.example/")

    assert [problem.code for problem in problems] == ["unknown-reference"]
    assert any(page.path == "/en/rent/" for page in pages)
