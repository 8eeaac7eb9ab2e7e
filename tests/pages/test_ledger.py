"""The ledger: every fact once, on the page of its topic, with links to the pages that show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from microsite.model import ContentPage, Model
from microsite.pages import Words
from microsite.pages.desk import Desk
from microsite.pages.fact_uses import list_fact_uses
from microsite.pages.ledger import LedgerView, TopicView, ledger_view, topic_page
from microsite.pages.routes import plan_routes
from microsite.pages.topics import topic_ids
from microsite.problems import Problems

SOURCES = "---\ntitle: Sources\ndescription: All facts.\ntemplate: sources\nupdated: 2026-01-02\n---\n"
FILES = {
    "content/en/sources.md": SOURCES,
    "content/en/universities.md": (
        "---\ntitle: Universities\ndescription: All.\ntemplate: universities\nupdated: 2026-01-02\n---\n"
    ),
    "data/documents/report.yaml": "title: Report\npublisher: BUT\nauthority: official\nwritten: 2026-01-05\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/bialystok.yaml": "name: Białystok\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    "data/universities/but.yaml": (
        "name: BUT\nnative_name:\n  text: PB\n  lang: pl\nabbreviation: BUT\ntown: bialystok\n"
        "website: https://but.example/\nsummary: A university.\n"
        "sources:\n  - document: report\n    checked: 2026-11-01\n"
    ),
}


def fact_file(*, label: str, topics: tuple[str, ...] = ()) -> str:
    listed = "".join(f"\n  - {topic}" for topic in topics)
    return (
        f"label: {label}\nvalue: 5\ntype: rule\n{'topics:' + listed if topics else ''}\n"
        "applies_to:\n  - university:but\nsource: report\nchecked: 2026-11-01\n"
    )


@pytest.fixture
def desk_of(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[..., Desk]:
    """The desk of a tiny site with a ledger, a university and these files."""

    def make(files: Mapping[str, str]) -> Desk:
        model, problems = model_tiny_site({**FILES, **files})
        assert problems == ()
        addresses, _ = plan_routes(model, "https://tiny.example/")
        return Desk(Words(model, model.locales["en"], addresses))

    return make


def section_of(desk: Desk) -> ContentPage:
    section = desk.section("sources")
    assert section is not None
    return section


def test_a_fact_of_the_guide_is_kept_once_under_its_first_topic(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/facts/fee.yaml": fact_file(label="Fee", topics=("visa", "costs")),
            "data/facts/staff.yaml": fact_file(label="Staff"),
        }
    )

    pages = {topic: topic_page(desk, section_of(desk), topic).view for topic in topic_ids(desk.model)}

    assert [used.fact.id for used in ledger_view(desk).facts] == ["staff"]
    assert set(pages) == {"visa"}
    view = pages["visa"]
    assert isinstance(view, TopicView)
    assert [used.fact.id for used in view.facts] == ["fee"]


def test_a_link_to_a_fact_leads_to_its_row(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/facts/fee.yaml": fact_file(label="Fee", topics=("visa",)),
            "data/facts/staff.yaml": fact_file(label="Staff"),
        }
    )

    assert desk.words.link("fact:fee").address == "/en/sources/visa/#fee"
    assert desk.words.link("fact:staff").address == "/en/sources/#staff"
    assert desk.words.link("topic:visa").address == "/en/sources/visa/"


def test_the_ledger_leads_to_the_facts_of_each_topic(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(
        {
            "data/facts/fee.yaml": fact_file(label="Fee", topics=("costs",)),
            "data/facts/rule.yaml": fact_file(label="Rule", topics=("visa",)),
        }
    )

    view = ledger_view(desk)

    assert [link.address for link in view.topics] == ["/en/sources/visa/", "/en/sources/costs/"]


def test_documents_stand_on_the_ledger_unless_they_have_a_page(desk_of: Callable[..., Desk]) -> None:
    alone = desk_of({})
    page = {
        "content/en/documents.md": SOURCES.replace("sources", "documents").replace("Sources", "Documents")
    }
    apart = desk_of(page)

    views = [ledger_view(alone), ledger_view(apart)]

    assert [[row.id for row in view.documents] for view in views] == [["report"], []]
    assert [view.documents_link and view.documents_link.address for view in views] == [None, "/en/documents/"]


@pytest.mark.parametrize(
    ("fact", "body", "pages"),
    [
        (fact_file(label="Fee", topics=("costs",)), 'It is {{ fact("fee") }}.', ["/en/costs/"]),
        (fact_file(label="Fee", topics=("costs",)), "::: facts about=university:but\n:::", ["/en/costs/"]),
        (fact_file(label="Fee", topics=("costs",)), "Nothing.", []),
        (fact_file(label="Fee"), "Nothing.", ["/en/universities/but/"]),
    ],
)
def test_a_fact_is_used_where_a_text_a_block_or_a_record_shows_it(
    desk_of: Callable[..., Desk], fact: str, body: str, pages: list[str]
) -> None:
    matter = "---\ntitle: Costs\ndescription: What it costs.\nupdated: 2026-01-02\n---\n\n"
    desk = desk_of({"data/facts/fee.yaml": fact, "content/en/costs.md": matter + body + "\n"})

    assert [link.address for link in list_fact_uses(desk).get("fee", ())] == pages


def test_the_ledger_counts_every_fact(desk_of: Callable[..., Desk]) -> None:
    count = 'fact_count:\n  one: "{count} fact"\n  other: "{count} facts"\n'
    desk = desk_of(
        {
            "data/strings/en.yaml": f"home: Home\n{count}",
            "data/facts/fee.yaml": fact_file(label="Fee", topics=("costs",)),
            "data/facts/staff.yaml": fact_file(label="Staff"),
        }
    )

    view = ledger_view(desk)

    assert isinstance(view, LedgerView)
    assert view.fact_count == "2 facts"
