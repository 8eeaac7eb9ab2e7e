"""Drawings of pages: the motif beside a heading, and those in the beds of a garden of links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from microsite.model import Model
from microsite.pipeline import Build
from microsite.problems import Problem, Problems
from tests.whole_site import plan_everything

REPOSITORY = Path(__file__).resolve().parents[2]
STORK = {"data/motifs/stork.txt": "title: Stork\n\n#.\n.#\n"}
PLACES = (
    "---\ntitle: Places\ndescription: All.\ntemplate: universities\nupdated: 2026-01-02\nmotif: {}\n---\n"
)
TECH = {
    "data/documents/list.yaml": "title: List\npublisher: Tech\nauthority: official\nwritten: 2026-01-05\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/bialystok.yaml": "name: Białystok\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    "data/universities/tech.yaml": (
        "name: Tech\nnative_name:\n  text: Uczelnia\n  lang: pl\nabbreviation: T\ntown: bialystok\n"
        "website: https://tech.example/\nsummary: A university.\n"
        "sources:\n  - document: list\n    checked: 2026-01-10\n"
    ),
}
BEDS = '::: parterres motifs="{}"\n- [Home](page:index)\n- [Again](page:index)\n:::\n'


def home(body: str) -> dict[str, str]:
    component = REPOSITORY / "templates" / "components" / "parterres.html"
    return {
        "content/en/index.md": f"---\ntitle: Home\ndescription: D.\nupdated: 2026-01-02\n---\n\n{body}",
        "templates/components/parterres.html": component.read_text(encoding="utf-8"),
    }


def test_a_page_has_the_motif_it_names_and_the_pages_below_a_list_that_of_the_list(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    model, problems = model_tiny_site({**STORK, **TECH, "content/en/universities.md": PLACES.format("stork")})

    pages = plan_everything(model, base_url="https://tiny.example/")

    assert problems == ()
    assert {page.reference: page.motif for page in pages} == {
        "page:index": "",
        "page:universities": "stork",
        "university:tech": "stork",
    }


def test_a_motif_that_is_not_there_is_told_where_the_page_names_it(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    _, problems = model_tiny_site({**STORK, "content/en/universities.md": PLACES.format("storck")})

    (problem,) = problems
    assert (problem.code, problem.message) == ("unknown-reference", "there is no motif `storck`")
    assert (problem.location.path, problem.location.line) == ("content/en/universities.md", 6)
    assert problem.hint == "did you mean `stork`?"


def test_a_motif_that_is_not_there_is_no_second_problem_where_it_is_drawn(
    build_tiny_site: Callable[..., Build],
) -> None:
    template = (
        '{% extends "layouts/base.html" %}{% block main %}{{ motif(page.motif) if page.motif }}{% endblock %}'
    )

    built = build_tiny_site(
        {
            **STORK,
            "content/en/index.md": "---\ntitle: A\ndescription: B\nupdated: 2026-01-02\nmotif: storck\n---\n",
            "templates/pages/page.html": template,
        }
    )

    assert [problem.code for problem in built.problems] == ["unknown-reference"]


def test_a_motif_with_a_mistake_is_told_once(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    _, problems = model_tiny_site(
        {
            "data/motifs/stork.txt": "title: Stork\n\n#o\n",
            "content/en/universities.md": PLACES.format("stork"),
        }
    )

    assert [problem.code for problem in problems] == ["motif-character"]


@pytest.mark.parametrize(("motifs", "drawn"), [("stork stork", 2), ("stork", 1)])
def test_each_bed_has_its_drawing_inside_its_link(
    build_tiny_site: Callable[..., Build], motifs: str, drawn: int
) -> None:
    built = build_tiny_site({**STORK, **home(BEDS.format(motifs))})

    html = built.output["en/index.html"].content.decode()
    beds = html.split("<li>")[1:]
    assert built.problems == ()
    assert ["<svg" in bed.partition("</a>")[0].partition('">')[2] for bed in beds] == [
        position < drawn for position in range(2)
    ]
    assert "Home</a></li>" in beds[0] and "Again</a></li>" in beds[1]


def test_a_bed_with_an_unknown_drawing_is_told_in_its_line(build_tiny_site: Callable[..., Build]) -> None:
    built = build_tiny_site({**STORK, **home(BEDS.format("storck"))})

    told: list[Problem] = [each for each in built.problems if each.code == "unknown-value"]
    assert [(each.location.line, each.hint) for each in told] == [(7, "did you mean `stork`?")]
