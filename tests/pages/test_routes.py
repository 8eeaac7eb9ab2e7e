"""Which address each page, record and anchor has, and who takes whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from microsite.model import Model
from microsite.pages.addresses import ROOT, Addresses, Route, list_routes
from microsite.pages.routes import plan_routes
from microsite.problems import Problems
from tests.sites.golden import SITES


def page(template: str = "page", title: str = "T") -> str:
    return f"---\ntitle: {title}\ndescription: D.\nupdated: 2026-01-02\ntemplate: {template}\n---\n\nText.\n"


@pytest.fixture
def route_site(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[..., dict[str, str]]:
    """Path by reference of the English routes of a site with these files."""

    def route(files: dict[str, str]) -> dict[str, str]:
        model, problems = model_tiny_site(files)
        assert problems == ()
        addresses, clashes = plan_routes(model, "https://tiny.example/")
        assert clashes == ()
        return {reference: route.path for (locale, reference), route in addresses.routes.items()}

    return route


def read_source(name: str) -> dict[str, str]:
    """The data of a golden site, to route."""
    root = SITES / name / "source"
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "data").rglob("*.yaml"))
    }


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/en/", "en/index.html"),
        ("/en/about/privacy/", "en/about/privacy/index.html"),
        ("/404.html", "404.html"),
        ("/en/about/sources/#students", "en/about/sources/index.html"),
    ],
)
def test_an_address_has_its_file(path: str, file: str) -> None:
    assert Route("en", "page:x", path, "content/en/x.md").output_path == file


@pytest.mark.parametrize(
    ("base_url", "address", "permalink"),
    [
        ("https://x.example/", "/en/visa/", "https://x.example/en/visa/"),
        ("https://x.example/study/", "/study/en/visa/", "https://x.example/study/en/visa/"),
        ("http://localhost:8000/", "/en/visa/", "http://localhost:8000/en/visa/"),
    ],
)
def test_addresses_hang_off_the_base_url(base_url: str, address: str, permalink: str) -> None:
    addresses = Addresses(base_url, {})

    assert addresses.address("/en/visa/") == address
    assert addresses.permalink("/en/visa/") == permalink


def test_pages_are_named_by_their_files(route_site: Callable[..., dict[str, str]]) -> None:
    routes = route_site(
        {
            "content/en/about.md": page(),
            "content/en/about/privacy.md": page(),
            "content/en/apply/index.md": page(),
            "content/en/404.md": page("not-found"),
        }
    )

    assert routes == {
        "page:index": "/en/",
        "page:about": "/en/about/",
        "page:about/privacy": "/en/about/privacy/",
        "page:apply": "/en/apply/",
        "page:404": "/404.html",
    }


def test_events_are_filed_by_year(route_site: Callable[..., dict[str, str]]) -> None:
    routes = route_site({**read_source("event-states"), "content/en/events.md": page("events")})

    assert routes["event:ends-today"] == "/en/events/2026/ends-today/"
    assert routes["event:cancelled-and-over"] == "/en/events/2025/cancelled-and-over/"
    assert {key: path for key, path in routes.items() if key.startswith("year:")} == {
        "year:2025": "/en/events/2025/",
        "year:2026": "/en/events/2026/",
    }


def test_partners_are_filed_by_country(route_site: Callable[..., dict[str, str]]) -> None:
    routes = route_site({**read_source("partner-status"), "content/en/who/with.md": page("partners")})

    assert routes["country:spain"] == "/en/who/with/spain/"
    assert routes["partner:recorded"] == "/en/who/with/spain/recorded/"
    assert "country:poland" not in routes


def test_facts_are_parts_of_the_ledger(route_site: Callable[..., dict[str, str]]) -> None:
    routes = route_site({**read_source("overdue-facts"), "content/en/sources.md": page("sources")})

    assert routes["fact:fresh"] == "/en/sources/#fresh"


def test_records_have_no_address_without_the_page_that_lists_them(
    route_site: Callable[..., dict[str, str]],
) -> None:
    routes = route_site({**read_source("event-states"), **read_source("partner-status")})

    assert routes == {"page:index": "/en/"}


@pytest.mark.parametrize(
    ("files", "taken", "by"),
    [
        (
            {"content/en/about.md": page(), "content/en/about/index.md": page()},
            "content/en/about/index.md",
            "content/en/about.md",
        ),
        (
            {
                **read_source("event-states"),
                "content/en/events.md": page("events"),
                "content/en/events/2026.md": page(),
            },
            "content/en/events/2026.md",
            "content/en/events.md",
        ),
        (
            {
                **read_source("partner-status"),
                "content/en/partners.md": page("partners"),
                "content/en/partners/spain.md": page(),
            },
            "data/partners/contact.yaml",
            "content/en/partners/spain.md",
        ),
    ],
)
def test_two_sources_of_one_address_are_both_named(
    model_tiny_site: Callable[..., tuple[Model, Problems]], files: dict[str, str], taken: str, by: str
) -> None:
    model, _ = model_tiny_site(files)

    _, problems = plan_routes(model, "https://tiny.example/")

    assert [problem.code for problem in problems] == ["route-taken"]
    named = {problems[0].location.path, *(place.path for place in problems[0].related)}
    assert by in named
    assert named & {taken, "content/en/partners/spain.md", "content/en/events/2026.md"}


def test_two_translations_of_one_page_are_both_named(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    translation = page().replace("template: page", "translation_of: index")
    model, _ = model_tiny_site(
        {
            "data/settings.yaml": (
                "name: Tiny\nplace: T\nbase_url: https://tiny.example/\n"
                "publisher:\n  name: We\n  description: Two.\nlanguages:\n  - en\n  - pl\n"
            ),
            "data/strings/pl.yaml": "home: Start\n",
            "content/pl/index.md": page(),
            "content/pl/start.md": translation,
        }
    )

    _, problems = plan_routes(model, "https://tiny.example/")

    assert [problem.message for problem in problems] == [
        "`index` has a translation already, content/pl/index.md"
    ]


def test_every_route_of_a_translated_page_has_the_name_of_the_original(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    root = SITES / "two-locales" / "source"
    model, _ = model_tiny_site(
        {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in root.rglob("*")
            if path.is_file()
        }
    )

    addresses, problems = plan_routes(model, "https://tiny.example/")

    assert problems == ()
    found = addresses.find("pl", "page:visa")
    assert found is not None and found.path == "/pl/wiza/"
    assert addresses.find("pl", "page:parking") is None


def test_the_pages_are_listed_by_path_and_the_home_page_has_a_copy_at_the_root() -> None:
    routes = [
        Route("en", "page:visa", "/en/visa/", "content/en/visa.md"),
        Route("en", "fact:fee", "/en/about/sources/#fee", "data/facts/fee.yaml"),
        Route("pl", "page:index", "/pl/", "content/pl/index.md"),
        Route("en", "page:index", "/en/", "content/en/index.md"),
    ]
    addresses = Addresses("https://tiny.example/", {(each.locale, each.reference): each for each in routes})

    listed = list_routes(addresses, "en")

    assert [(route.path, route.reference) for route in listed] == [
        ("/", ROOT),
        ("/en/", "page:index"),
        ("/en/visa/", "page:visa"),
        ("/pl/", "page:index"),
    ]
    assert (listed[0].locale, listed[0].source_path) == ("en", "content/en/index.md")
