"""The model under watch: it answers as the model does, and every question leaves a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from microsite.html import (
    Renderer,
    Templates,
    make_assets,
    make_card_font,
    make_icons,
    make_site,
    open_desk,
)
from microsite.html.shared import Shared
from microsite.incremental import model_cells
from microsite.model import Event, Fact, Model, Partner, WatchedModel, model_sources
from microsite.pages import list_routes, plan_routes
from microsite.source import read_files
from tests.incremental.rich_site import write_rich_site
from tests.incremental.twin import TODAY

VISA = "content/en/visa.md"

QUESTIONS: Mapping[str, tuple[Callable[[Model], object], frozenset[str]]] = {
    "settings": (lambda model: model.settings.name, frozenset({"setting:name"})),
    "settings_layout": (lambda model: model.settings_layout, frozenset({"settings-layout"})),
    "default_locale": (lambda model: model.default_locale, frozenset({"setting:languages"})),
    "locales": (
        lambda model: model.locales["en"].strings["home"],
        frozenset({"locales", "string:en:home"}),
    ),
    "today": (lambda model: model.today, frozenset({"today"})),
    "motifs": (lambda model: tuple(model.motifs), frozenset({"motifs"})),
    "borders": (lambda model: tuple(model.borders), frozenset({"borders"})),
    "maps": (lambda model: tuple(model.maps), frozenset({"maps"})),
    "all": (lambda model: model.all(Event), frozenset({"all:events"})),
    "get": (lambda model: model.get(Partner, "riga"), frozenset({"record:partner:riga"})),
    "find": (lambda model: model.find("partner:riga"), frozenset({"record:partner:riga"})),
    "ids": (lambda model: model.ids("partners"), frozenset({"ids:partners"})),
    "is_broken": (lambda model: model.is_broken("fact:seats"), frozenset({"broken:fact:seats"})),
    "names_of": (lambda model: model.names_of("country:spain"), frozenset({"naming:country:spain"})),
    "naming": (
        lambda model: model.naming(model.get(Partner, "burgos"), Event),
        frozenset({"naming:partner:burgos", "record:partner:burgos", "record:event:fair"}),
    ),
    "border_of": (
        lambda model: model.border_of("partner:riga"),
        frozenset({"borders", "record:partner:riga", "record:country:latvia"}),
    ),
    "motif_of": (lambda model: model.motif_of("place:hall"), frozenset({"motifs"})),
    "page": (lambda model: model.page("en", "visa"), frozenset({"page:en:visa"})),
    "pages_in": (
        lambda model: model.pages_in("pl"),
        frozenset({"pages", "page:pl:index", "page:pl:visa"}),
    ),
    "identity_at": (lambda model: model.identity_at(VISA), frozenset({"page:en:visa"})),
    "section": (
        lambda model: model.section("en", "events"),
        frozenset({"section:en:events", "page:en:events"}),
    ),
    "identities": (lambda model: model.identities(), frozenset({"pages"})),
    "page_paths": (lambda model: model.page_paths(), frozenset({"pages"})),
    "body": (lambda model: model.body(VISA), frozenset({f"body:{VISA}"})),
    "uses_in": (lambda model: model.uses_in(VISA), frozenset({f"uses-in:{VISA}"})),
    "asset": (
        lambda model: model.asset("content/en/hill.svg"),
        frozenset({"asset:content/en/hill.svg"}),
    ),
    "asset_paths": (lambda model: model.asset_paths(), frozenset({"assets"})),
}
"""For each public name of the model a question, and the cells that it must leave in the reads."""

IN_VAIN: Mapping[str, tuple[Callable[[Model], object], str]] = {
    "all": (lambda model: tuple(model.ids("visits")), "ids:visits"),
    "find": (lambda model: model.find("partner:none"), "record:partner:none"),
    "is_broken": (lambda model: model.is_broken("partner:none"), "broken:partner:none"),
    "names_of": (lambda model: model.names_of("partner:none"), "naming:partner:none"),
    "page": (lambda model: model.page("en", "none"), "page:en:none"),
    "identity_at": (lambda model: model.identity_at("content/en/none.md"), "page-at:content/en/none.md"),
    "section": (lambda model: model.section("en", "networks"), "section:en:networks"),
    "body": (lambda model: model.body("content/en/none.md"), "body:content/en/none.md"),
    "asset": (lambda model: model.asset("content/en/none.svg"), "asset:content/en/none.svg"),
    "a word": (lambda model: model.locales["en"].strings.get("none"), "string:en:none"),
    "is there a word": (lambda model: "none" in model.locales["en"].strings, "string:en:none"),
    "how many words": (lambda model: len(model.locales["en"].strings), "strings:en"),
    "all words": (lambda model: tuple(model.locales["en"].strings), "strings:en"),
}
"""Questions to which the answer is that there is no such thing, or the whole list of what there is."""

RAW = ("records", "broken", "pages", "bodies", "page_files", "paths", "sections", "backlinks", "assets")
"""Fields that only the model itself may look into: its methods ask for their parts."""

NOT_ASKED = {"edited", "templates"}
"""What is no question of a page: making another model, and templates, which html/templates.py notes."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """The model of the small site."""
    files, _ = read_files(write_rich_site(tmp_path_factory.mktemp("watched")))
    found, problems = model_sources(files, today=TODAY)
    assert problems == ()
    return found


def public_names(kind: type) -> set[str]:
    """Return the fields, properties and methods of a class that others may use."""
    return {name for name in dir(kind) if not name.startswith("_")}


def test_every_public_name_of_the_model_is_known_here() -> None:
    assert public_names(Model) == {*QUESTIONS, *RAW, *NOT_ASKED}


def test_every_field_of_the_model_is_a_question_or_kept_from_view() -> None:
    noted = {name for name in public_names(Model) if name in vars(WatchedModel)}

    assert {field.name for field in fields(Model)} <= {*noted, *RAW, *NOT_ASKED}


@pytest.mark.parametrize(("ask", "cells"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_noted(model: Model, ask: Callable[[Model], object], cells: frozenset[str]) -> None:
    reads: set[str] = set()

    ask(WatchedModel(model, reads))

    assert reads == cells


@pytest.mark.parametrize(("ask", "cells"), QUESTIONS.values(), ids=QUESTIONS)
def test_the_answer_is_that_of_the_model(
    model: Model, ask: Callable[[Model], object], cells: frozenset[str]
) -> None:
    assert ask(WatchedModel(model, set())) == ask(model)


@pytest.mark.parametrize(("ask", "cell"), IN_VAIN.values(), ids=IN_VAIN)
def test_a_question_in_vain_is_noted_too(model: Model, ask: Callable[[Model], object], cell: str) -> None:
    reads: set[str] = set()

    ask(WatchedModel(model, reads))

    assert cell in reads


@pytest.mark.parametrize("name", [*RAW, "templates"])
def test_what_is_behind_the_questions_is_out_of_reach(model: Model, name: str) -> None:
    with pytest.raises(AttributeError):
        getattr(WatchedModel(model, set()), name)


def test_each_setting_is_a_cell(model: Model) -> None:
    reads: set[str] = set()
    settings = WatchedModel(model, reads).settings

    for name in type(model.settings).model_fields:
        getattr(settings, name)

    assert reads == {f"setting:{name}" for name in type(model.settings).model_fields}


def test_a_day_is_asked_of_the_model_alone(model: Model) -> None:
    tomorrow = model.edited(today=date(2026, 11, 23))

    assert WatchedModel(tomorrow, set()).today == date(2026, 11, 23)


# What pages ask


@pytest.fixture(scope="module")
def renderer(model: Model) -> Renderer:
    """What makes the pages of the small site."""
    addresses, _ = plan_routes(model, model.settings.base_url)
    assets, _ = make_assets(model, addresses)
    make_card_font(model)
    sites = {locale: make_site(model, addresses, locale).value for locale in model.locales}
    icons, _ = make_icons(model, addresses, sites)
    return Renderer(
        model, addresses, Templates(model.templates), Shared(assets.value, sites, icons.value, {})
    )


def each_page(renderer: Renderer) -> Iterator[Any]:
    for route in list_routes(renderer.addresses, renderer.model.default_locale):
        yield renderer.make_page(route)[0]


def test_every_cell_that_a_page_reads_is_one_that_cells_know_by_its_kind(
    model: Model, renderer: Renderer
) -> None:
    cells = model_cells(model, renderer.addresses, Everything())
    made_later = {"site", "icons", "listings", "published", "headings", "unfinished", "fact-uses"}
    kinds = {cell.partition(":")[0] for cell in cells} | made_later | {"broken", "page-at"}

    read = {cell for page in each_page(renderer) for piece in page.pieces for cell in piece.reads}

    assert {cell.partition(":")[0] for cell in read} <= kinds


def test_a_cell_that_is_there_is_found_under_the_name_that_pages_read(
    model: Model, renderer: Renderer
) -> None:
    cells = model_cells(model, renderer.addresses, Everything())

    page = next(page for page in each_page(renderer) if page.plan.page.path == "/en/visa/")

    assert {
        *("page:en:visa", f"body:{VISA}", "record:fact:seats", "naming:unit:city-hall", "locales"),
        *("template:components/note.html", "template:layouts/base.html", "route:en:page:index"),
    } <= cells.keys() & set().union(*(piece.reads for piece in page.pieces))


class Everything(dict[str, bytes]):
    """A digest for each file, whatever it is called."""

    def __missing__(self, path: str) -> bytes:
        return path.encode()


def test_a_desk_watches_what_is_asked_at_it(model: Model, renderer: Renderer) -> None:
    reads: set[str] = set()
    desk = open_desk(model, renderer.addresses, "en", reads, [])

    desk.model.all(Fact)
    desk.words.say("home")
    desk.words.link("page:visa")

    assert {"all:facts", "string:en:home", "route:en:page:visa"} <= reads
