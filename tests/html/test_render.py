"""Pages become files: one for each page, none over another, and every fault told once."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from microsite.html.render import merge_sources
from microsite.model import Model
from microsite.pages import SourceLine
from microsite.pages.views import Moment, Phrase
from microsite.problems import Problems
from tests.whole_site import RenderedSite, render_everything

STRINGS = {
    "data/strings/en.yaml": "home: Home\ncalendar_link: Calendar\nfeed_link: Feed\ndata_licence: Free\n"
}

Render = Callable[[dict[str, str | bytes | None]], tuple[RenderedSite, Problems]]


@pytest.fixture
def render(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Render:
    """Render the tiny site with some files added."""

    def render_site(files: dict[str, str | bytes | None]) -> tuple[RenderedSite, Problems]:
        model, modelling = model_tiny_site({**STRINGS, **files})
        site, problems = render_everything(model)
        return site, (*modelling, *problems)

    return render_site


def page(body: str = "Text.", template: str = "page") -> str:
    return f"---\ntitle: T\ndescription: D.\nupdated: 2026-01-02\ntemplate: {template}\n---\n\n{body}\n"


def png(colour: int = 0) -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2), (colour, 0, 0)).save(out, "PNG")
    return out.getvalue()


def source(document: str, checked: str) -> SourceLine:
    moment = Moment(checked, checked) if checked else None
    return SourceLine(document, Phrase(document), "We", "", "", "", None, moment)


def test_every_page_has_a_file_that_knows_its_source(render: Render) -> None:
    site, problems = render({"content/en/about.md": page()})

    assert problems == ()
    assert set(site.files) == {
        "index.html",
        "en/index.html",
        "en/about/index.html",
        "robots.txt",
        "sitemap.xml",
    }
    assert site.files["en/about/index.html"].origin == "content/en/about.md"
    assert site.unfinished == frozenset()


def test_the_home_page_is_also_at_the_root_and_says_where_it_belongs(render: Render) -> None:
    site, _ = render({})

    assert site.files["index.html"].content == site.files["en/index.html"].content
    assert b'<link rel="canonical" href="https://tiny.example/en/">' in site.files["index.html"].content


def test_a_mistake_in_the_home_page_is_told_once(render: Render) -> None:
    _, problems = render({"content/en/index.md": page("[Gone](page:gone)")})

    assert [problem.code for problem in problems] == ["unknown-page"]


def test_a_mistake_in_a_layout_is_told_once_with_the_first_page_that_shows_it(render: Render) -> None:
    _, problems = render(
        {
            "content/en/about.md": page(),
            "templates/pages/page.html": (
                '{% extends "layouts/base.html" %}{% block main %}{{ nope }}{% endblock %}'
            ),
        }
    )

    assert [(problem.code, problem.page) for problem in problems] == [("undefined-name", "/")]


def test_a_page_that_cannot_be_rendered_whole_is_unfinished_and_has_a_file(render: Render) -> None:
    site, problems = render(
        {"content/en/about.md": page(template="gone"), "content/en/index.md": page("[About](page:about)")}
    )

    assert [problem.code for problem in problems] == ["missing-template"]
    assert site.unfinished == {"en/about/index.html"}
    assert site.files["en/about/index.html"].content == b""
    assert b"about" not in site.files["sitemap.xml"].content


def test_a_missing_template_has_a_nearest_one(render: Render) -> None:
    _, problems = render({"content/en/about.md": page(template="pgae")})

    assert problems[0].hint == "did you mean `page`?"


def test_a_picture_is_published_only_when_a_page_shows_it(render: Render) -> None:
    site, problems = render(
        {
            "content/en/about.md": page("![A house](house.png)"),
            "content/en/house.png": png(),
            "content/en/unused.png": png(9),
        }
    )

    pictures = [path for path in site.files if path.endswith(".png")]
    assert problems == ()
    assert len(pictures) == 1
    assert pictures[0].startswith("assets/en/house.")


def test_a_picture_on_two_pages_is_one_file(render: Render) -> None:
    site, problems = render(
        {
            "content/en/about.md": page("![A house](house.png)"),
            "content/en/more.md": page("![The house](house.png)"),
            "content/en/house.png": png(),
        }
    )

    assert problems == ()
    assert sum(path.endswith(".png") for path in site.files) == 1


def test_braces_in_a_page_are_text(render: Render) -> None:
    site, _ = render({"content/en/about.md": page("`{{ 7 * 7 }}` and {% raw %}")})

    assert b"{{ 7 * 7 }}</code> and {% raw %}" in site.files["en/about/index.html"].content


@pytest.mark.parametrize("name", ["site", "icons", "page", "view"])
def test_a_component_sees_nothing_of_the_page_or_the_site_around_it(render: Render, name: str) -> None:
    _, problems = render(
        {
            "content/en/about.md": page("::: note\nText.\n:::"),
            "templates/components/note.html": f"{{{{ {name}.title }}}}",
        }
    )

    assert [(problem.code, problem.message) for problem in problems] == [
        ("undefined-name", f"there is no name `{name}` in templates")
    ]


def test_a_document_is_listed_once_with_its_latest_check() -> None:
    merged = merge_sources(
        [source("a", "2026-01-01"), source("b", "")],
        [source("a", "2026-05-01"), source("b", "2026-02-01"), source("c", ""), source("a", "2025-01-01")],
    )

    assert [(each.document, each.checked.iso if each.checked else "") for each in merged] == [
        ("a", "2026-05-01"),
        ("b", "2026-02-01"),
        ("c", ""),
    ]
