"""The blocks of the guide: what each shows, and what an author is told of a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from microsite.model import Model
from microsite.pages import ComponentRefusal, Words, component_view
from microsite.pages.components import sources_in
from microsite.pages.routes import plan_routes
from microsite.problems import Problems
from tests.conftest import TODAY

SOURCES = "sources:\n  - document: table\n    checked: 2026-11-01\n"
FILES = {
    "data/documents/table.yaml": "title: Table\npublisher: BUT\nauthority: official\nwritten: 2026-01-05\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/bialystok.yaml": "name: Białystok\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    **{
        f"data/universities/{each}.yaml": (
            f"name: {each.upper()} University\nnative_name:\n  text: U\n  lang: pl\n"
            f"abbreviation: {each.upper()}\ntown: bialystok\nwebsite: https://{each}.example/\n"
            f"summary: A university.\norder: {number}\n{SOURCES}"
        )
        for number, each in enumerate(("but", "umb"))
    },
    "data/offices/main.yaml": (
        f"name: Main\nuniversity: but\npurpose: Everything.\nis_main: true\n{SOURCES}"
    ),
    "data/offices/admission.yaml": f"name: Admission\nuniversity: but\npurpose: Admission.\n{SOURCES}",
    "data/offices/clinic.yaml": f"name: Clinic\nuniversity: umb\npurpose: Health.\n{SOURCES}",
    "data/programmes/bridges.yaml": (
        "name: Bridges\nuniversity: but\nsubject: engineering\nlevel: bachelor\n"
        f"page: https://but.example/\nstatus: current\n{SOURCES}"
    ),
    "data/programmes/old-bridges.yaml": (
        "name: Old bridges\nuniversity: but\nsubject: engineering\nlevel: bachelor\n"
        f"page: https://but.example/\nstatus: historical\n{SOURCES}"
    ),
    "data/procedures/apply.yaml": (
        "name: Apply\naudience: everybody\nsteps:\n"
        "  - task: Pay\n    cost: fee\n    by: day\n"
        "  - task: Wait\n    takes: two weeks\n    has_no:\n      - where\n      - by\n      - cost\n"
        f"{SOURCES}"
    ),
}


def fact_file(value: str, *, kind: str = "fee", **fields: str) -> str:
    written = {"label": "What", "value": value, "type": kind, **fields}
    lines = "".join(f"{key}: {text}\n" for key, text in written.items())
    return f"{lines}applies_to:\n  - university:but\nsource: table\nchecked: 2026-11-01\n"


FACTS = {
    "data/facts/fee.yaml": fact_file("85", currency="PLN", per="once", topics="\n  - costs"),
    "data/facts/tuition.yaml": fact_file("1400", currency="EUR", per="semester", topics="\n  - costs"),
    "data/facts/ticket.yaml": fact_file("5.00", currency="PLN", topics="\n  - costs\n  - transport"),
    "data/facts/cover.yaml": fact_file("30000", kind="rule", currency="EUR", topics="\n  - costs"),
    "data/facts/prize.yaml": fact_file("6000", currency="PLN", topics="\n  - scholarships"),
    "data/facts/day.yaml": fact_file("2026-07-15", kind="deadline", topics="\n  - apply"),
    "data/facts/new-rule.yaml": fact_file("B2", kind="law", as_of="2025-07", topics="\n  - apply"),
    "data/facts/timeless.yaml": fact_file("B2", kind="law", topics="\n  - apply"),
}


@pytest.fixture
def words(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Words:
    """The words of a tiny site with two universities."""
    model, problems = model_tiny_site({**FILES, **FACTS}, today=TODAY)
    assert problems == ()
    addresses, _ = plan_routes(model, "https://tiny.example/")
    return Words(model, model.locales["en"], addresses)


def shown(words: Words, name: str, **arguments: str) -> dict[str, Any]:
    view = component_view(name, arguments, words)
    assert isinstance(view, dict), view
    return view


def test_facts_can_be_those_of_a_topic_of_a_record_or_both(words: Words) -> None:
    chosen = [
        {"topic": "costs"},
        {"topic": "transport", "about": "university:but"},
        {"about": "university:umb"},
    ]

    found = [[fact.id for fact in shown(words, "facts", **arguments)["facts"]] for arguments in chosen]

    assert found == [["cover", "fee", "ticket", "tuition"], ["ticket"], []]


def test_costs_are_fees_and_prices_by_how_often_they_are_paid(words: Words) -> None:
    groups = shown(words, "costs")["groups"]

    assert [(group.title, [fact.id for fact in group.facts]) for group in groups] == [
        ("costs_semester", ["tuition"]),
        ("costs_once", ["fee"]),
        ("costs_other", ["ticket"]),
    ]
    assert shown(words, "costs", university="umb")["groups"] == ()


def test_deadlines_are_those_of_the_university(words: Words) -> None:
    mine, other = (shown(words, "deadlines", university=each)["deadlines"].past for each in ("but", "umb"))

    assert [row.fact.id for row in mine] == ["day"]
    assert other == ()


def test_a_step_says_what_no_document_says_unless_it_does_not_have_it(words: Words) -> None:
    pay, wait = shown(words, "steps", of="apply")["procedure"].steps

    assert (pay.cost.id, pay.by.id, pay.is_past) == ("fee", "day", True)
    assert pay.unknown == "step_unknown_where, step_unknown_takes"
    assert (wait.takes, wait.unknown) == ("two weeks", "")


def test_contacts_are_the_offices_the_main_one_first(words: Words) -> None:
    every, clinic = shown(words, "contact"), shown(words, "contact", university="umb")

    assert [office.id for office in every["offices"]] == ["main", "admission", "clinic"]
    assert [office.id for office in clinic["offices"]] == ["clinic"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"subject": "engineering"}, ["bridges"]),
        ({"subject": "engineering", "level": "master"}, []),
        ({"university": "but", "level": "bachelor"}, ["bridges"]),
        ({"university": "umb"}, []),
        ({}, ["bridges"]),
    ],
)
def test_programmes_answer_all_arguments_and_none_is_history(
    words: Words, arguments: dict[str, str], found: list[str]
) -> None:
    groups = shown(words, "programmes", **arguments)["groups"]

    assert [row.id for group in groups for row in group.programmes] == found


def test_a_change_says_since_when(words: Words) -> None:
    view = shown(words, "changed", fact="new-rule")

    assert (view["change"].id, view["since"].iso, view["since"].text) == ("new-rule", "2025-07", "July 2025")


def test_the_sources_of_all_that_a_block_shows_are_found(words: Words) -> None:
    blocks = {
        "costs": {},
        "steps": {"of": "apply"},
        "programmes": {},
        "contact": {},
        "facts": {"topic": "costs"},
    }

    found = {
        name: {source.document for source in sources_in(shown(words, name, **arguments))}
        for name, arguments in blocks.items()
    }

    assert found == {name: {"table"} for name in blocks}


@pytest.mark.parametrize(
    ("name", "arguments", "code", "argument"),
    [
        ("facts", {}, "missing-argument", ""),
        ("facts", {"topic": "visas"}, "unknown-value", "topic"),
        ("facts", {"about": "university:butt"}, "unknown-reference", "about"),
        ("deadlines", {"university": "butt"}, "unknown-reference", "university"),
        ("deadlines", {"city": "x"}, "unknown-argument", "city"),
        ("costs", {"university": "butt"}, "unknown-reference", "university"),
        ("steps", {}, "missing-argument", ""),
        ("steps", {"of": "aply"}, "unknown-reference", "of"),
        ("contact", {"university": "butt"}, "unknown-reference", "university"),
        ("programmes", {"subject": "enginering"}, "unknown-value", "subject"),
        ("programmes", {"level": "batchelor"}, "unknown-value", "level"),
        ("programmes", {"university": "butt"}, "unknown-reference", "university"),
        ("changed", {"fact": "new-rul"}, "unknown-reference", "fact"),
        ("changed", {"fact": "timeless"}, "change-without-date", "fact"),
    ],
)
def test_a_wrong_block_is_refused_at_the_argument_at_fault(
    words: Words, name: str, arguments: dict[str, str], code: str, argument: str
) -> None:
    refusal = component_view(name, arguments, words)

    assert isinstance(refusal, ComponentRefusal)
    assert (refusal.code, refusal.argument) == (code, argument)
    assert refusal.hint or code == "unknown-argument"


def test_a_wrong_value_is_told_with_the_right_one(words: Words) -> None:
    refusal = component_view("programmes", {"level": "batchelor"}, words)

    assert isinstance(refusal, ComponentRefusal)
    assert refusal.hint == "did you mean `bachelor`?"


def test_a_wrong_block_is_underlined_where_it_is_wrong(build_tiny_site: Callable[..., Any]) -> None:
    body = (
        "---\ntitle: Home\ndescription: D.\nupdated: 2026-01-02\n---\n\n::: programmes level=batchelor\n:::\n"
    )

    built = build_tiny_site({"content/en/index.md": body, "templates/components/programmes.html": "x"})

    (problem,) = built.problems
    assert (problem.code, problem.location.line, problem.location.column) == ("unknown-value", 7, 16)
    assert problem.location.length == len("level=batchelor")
