"""What a page's Markdown may name, and what an author is told when it names nothing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from microsite.html.markdown import Link, Picture, Refusal
from microsite.html.resolver import PageResolver
from microsite.html.shown_facts import ShownFacts
from microsite.html.templates import Templates
from microsite.model import Locale, Model, WatchedModel
from microsite.pages import Words, plan_routes
from microsite.problems import Problems
from tests.sites.golden import SITES
from tests.whole_site import plan_everything


def read_source(name: str) -> dict[str, str]:
    root = SITES / name / "source"
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(Path(root).rglob("*"))
        if path.is_file()
    }


def picture_file() -> bytes:
    out = BytesIO()
    Image.new("RGB", (6, 4)).save(out, "PNG")
    return out.getvalue()


MORE: dict[str, str | bytes] = {
    "content/en/about.md": "---\ntitle: About\ndescription: D.\nupdated: 2026-01-02\n---\n\nText.\n",
    "content/en/about/team.md": "---\ntitle: Team\ndescription: T.\nupdated: 2026-01-02\n---\n\nText.\n",
    "content/en/about/house.png": picture_file(),
    "content/en/about/spoilt.png": b"no picture",
}


STRINGS = "data/strings/en.yaml"


def read_facts() -> dict[str, str | bytes]:
    """Return a site with partners and facts, and all it takes to show those of some kinds."""
    source = {**read_source("overdue-facts"), **read_source("partner-status")}
    kinds = "fact_kind_fee: Fee\nfact_kind_history: History\n"
    return {**source, **MORE, STRINGS: f"{source[STRINGS]}\n{kinds}"}


@pytest.fixture
def resolver(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> PageResolver:
    """The resolver of the page about/team, on a site with partners and facts, below a path."""
    model, problems = model_tiny_site(read_facts())
    assert [problem for problem in problems if problem.is_error] == []
    addresses, _ = plan_routes(model, "https://tiny.example/study/")
    (page,) = [
        page for page in plan_everything(model, addresses.base_url) if page.reference == "page:about/team"
    ]
    words = Words(model, model.locales["en"], addresses)
    templates = Templates(
        {
            "components/fact.html": "{{ fact.value }}",
            "components/facts.html": "{{ title }}: {{ facts | length }}",
            "components/partners.html": "{{ partners | length }}",
            "components/note.html": "{{ arguments.kind }}|{{ inner }}",
            "components/broken.html": "{{ nothing }}",
        }
    )
    return PageResolver(page, words, templates, {"t": {}}, set(), ShownFacts())


def refusal(found: object) -> tuple[str, str]:
    assert isinstance(found, Refusal), found
    return found.code, found.hint


# --- Links --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("page:about", "/study/en/about/"),
        ("page:about/team", "/study/en/about/team/"),
        ("page:index", "/study/en/"),
        ("page:about#who", "/study/en/about/#who"),
        ("partner:recorded", "/study/en/partners/spain/recorded/"),
        ("partner:recorded#sources", "/study/en/partners/spain/recorded/#sources"),
        ("country:spain", "/study/en/partners/spain/"),
        ("../about.md", "/study/en/about/"),
        ("../index.md", "/study/en/"),
        ("team.md#who", "/study/en/about/team/#who"),
        ("../about", "/study/en/about/"),
        ("#who", "#who"),
    ],
)
def test_a_link_inside_the_site_becomes_its_address(
    resolver: PageResolver, target: str, address: str
) -> None:
    assert resolver.link(target) == Link(address)


@pytest.mark.parametrize("target", ["https://pb.edu.pl/en?a=b#c", "http://umb.edu.pl/", "HTTPS://x.example/"])
def test_a_link_out_of_the_site_stays_as_it_is(resolver: PageResolver, target: str) -> None:
    assert resolver.link(target) == Link(target, is_external=True)


@pytest.mark.parametrize(
    "target", ["mailto:office@pb.edu.pl", "tel:+48857469000", "webcal://x.example/a.ics"]
)
def test_a_link_to_a_program_is_not_external(resolver: PageResolver, target: str) -> None:
    assert resolver.link(target) == Link(target)


@pytest.mark.parametrize(
    ("target", "code", "hint"),
    [
        ("page:abuot", "unknown-page", "did you mean `about`?"),
        ("page:", "unknown-page", ""),
        ("page:../about", "unknown-page", "did you mean `about`?"),
        ("partner:recordd", "unknown-reference", "did you mean `recorded`?"),
        ("partner:", "unknown-reference", ""),
        ("town:tinytown", "no-page", "write the name without a link"),
        ("partnr:recorded", "unknown-kind", "did you mean `partner`?"),
        ("javascript:alert(1)", "unknown-kind", "write https://…, page:… or a kind of record"),
        ("JaVaScRiPt:alert(1)", "unknown-kind", "write https://…, page:… or a kind of record"),
        ("data:text/html,x", "unknown-kind", ""),
        ("vbscript:x", "unknown-kind", ""),
        ("file:///etc/passwd", "unknown-kind", ""),
        (
            "/en/about/",
            "absolute-link",
            "write page:… or a relative link, such as [text](page:about/sources)",
        ),
        ("//evil.example/", "absolute-link", ""),
        ("abuot.md", "unknown-page", ""),
        ("../../../../etc/passwd", "unknown-page", ""),
        ("https://", "invalid-address", ""),
        ("https://user@x.example/", "invalid-address", ""),
        ("https://pb.edu.pl@evil.example/", "invalid-address", ""),
    ],
)
def test_a_link_to_nothing_is_refused_with_a_cure(
    resolver: PageResolver, target: str, code: str, hint: str
) -> None:
    found_code, found_hint = refusal(resolver.link(target))

    assert found_code == code
    assert not hint or found_hint == hint


def test_a_link_to_a_record_that_is_broken_is_no_second_mistake(
    model_tiny_site: Callable[..., tuple[Model, Problems]],
) -> None:
    model, _ = model_tiny_site(read_source("broken-reference"))
    addresses, _ = plan_routes(model, "https://tiny.example/")
    page = plan_everything(model, addresses.base_url)[0]
    words = Words(model, model.locales["en"], addresses)
    resolver = PageResolver(page, words, Templates({}), {}, set(), ShownFacts())

    assert isinstance(resolver.link("town:bialystok"), Link)


# --- Pictures -----------------------------------------------------------------------------------


def test_a_picture_beside_the_page_is_published_with_its_size(resolver: PageResolver) -> None:
    found = resolver.picture("house.png")

    assert isinstance(found, Picture)
    assert (found.width, found.height) == (6, 4)
    assert found.address.startswith("/study/assets/en/about/house.")
    assert list(resolver.pictures) == [found.address.removeprefix("/study/")]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("hosue.png", "missing-picture"),
        ("spoilt.png", "bad-picture"),
        ("https://x.example/a.png", "outside-picture"),
        ("data:image/png;base64,AAAA", "outside-picture"),
        ("/etc/passwd", "outside-picture"),
        ("//x.example/a.png", "outside-picture"),
        ("../../../../etc/passwd", "missing-picture"),
        ("../../../templates/components/fact.html", "missing-picture"),
        ("team.md", "missing-picture"),
        ("", "missing-picture"),
    ],
)
def test_another_picture_is_refused(resolver: PageResolver, target: str, code: str) -> None:
    assert refusal(resolver.picture(target))[0] == code
    assert resolver.pictures == {}


def test_a_misspelt_picture_has_a_nearest_one(resolver: PageResolver) -> None:
    assert refusal(resolver.picture("hosue.png"))[1] == "did you mean `content/en/about/house.png`?"


# --- Facts and components -----------------------------------------------------------------------


def test_a_fact_brings_its_source_to_the_page(resolver: PageResolver) -> None:
    assert resolver.fact("history") == "1,500"
    assert [source.document for source in resolver.fact_sources] == ["report"]


def on_a_page(
    resolver: PageResolver,
    *,
    facts: ShownFacts | None = None,
    model: Model | None = None,
    lang: str = "en",
) -> PageResolver:
    """Return the resolver of one more page of the same build, or of another one, with reads of its own."""
    reads: set[str] = set()
    watched = WatchedModel(model or resolver.words.model, reads)
    words = Words(watched, Locale(lang, watched.locales["en"].strings), resolver.words.addresses)
    return PageResolver(
        resolver.page, words, resolver.templates, resolver.helpers, reads, facts or resolver.facts
    )


def test_a_fact_on_a_second_page_is_read_from_the_same_cells(resolver: PageResolver) -> None:
    alone = on_a_page(resolver, facts=ShownFacts())
    value = alone.fact("history")
    first, second = on_a_page(resolver), on_a_page(resolver)
    first.link("page:about/team")
    before = set(first.reads)

    assert [first.fact("history"), second.fact("history")] == [value, value]
    assert second.reads >= {
        "record:fact:history",
        "today",
        "setting:languages",
        "string:en:fact_kind_history",
    }
    assert second.reads == alone.reads
    assert first.reads == before | alone.reads
    assert first.fact_sources == second.fact_sources == alone.fact_sources


def test_a_fact_is_looked_up_once_in_a_build(resolver: PageResolver) -> None:
    first, second = on_a_page(resolver), on_a_page(resolver)
    first.fact("history")
    second.fact("history")

    assert first.words.problems == []
    assert second.fact_sources[0] is first.fact_sources[0]


def test_a_fact_of_an_earlier_build_is_forgotten(
    resolver: PageResolver, model_tiny_site: Callable[..., tuple[Model, Problems]]
) -> None:
    fact = read_source("overdue-facts")["data/facts/history.yaml"].replace("1500", "1600")
    model, _ = model_tiny_site({**read_facts(), "data/facts/history.yaml": fact})
    earlier, later = on_a_page(resolver), on_a_page(resolver, facts=ShownFacts(), model=model)

    assert [earlier.fact("history"), later.fact("history")] == ["1,500", "1,600"]


def test_what_a_fact_lacks_is_told_on_each_page(resolver: PageResolver) -> None:
    first, second = on_a_page(resolver), on_a_page(resolver)
    first.fact("unknown")
    second.fact("unknown")

    assert {problem.code for problem in first.words.problems} == {"missing-string"}
    assert first.words.problems == second.words.problems


def test_a_language_shows_a_fact_its_own_way(resolver: PageResolver) -> None:
    english, polish = on_a_page(resolver), on_a_page(resolver, lang="pl")

    assert [english.fact("history"), polish.fact("history")] == ["1,500", "1500"]


def test_a_fact_that_is_not_there_is_refused(resolver: PageResolver) -> None:
    assert refusal(resolver.fact("histroy")) == ("unknown-fact", "did you mean `history`?")


def test_a_component_gets_its_view_and_brings_its_sources(resolver: PageResolver) -> None:
    assert resolver.component("facts", {"about": "unit:city-hall"}, "") == "City Hall: 5"
    assert {source.document for source in resolver.fact_sources} == {"report"}


def test_a_component_of_the_site_gets_its_arguments_escaped_and_its_inner_html(
    resolver: PageResolver,
) -> None:
    assert resolver.component("note", {"kind": "<b>"}, "<p>Text</p>") == "&lt;b&gt;|<p>Text</p>"


@pytest.mark.parametrize(
    ("name", "arguments", "code", "hint"),
    [
        ("fcats", {}, "unknown-component", "did you mean `facts`?"),
        ("facts", {}, "missing-argument", "write `::: facts about=…`"),
        ("facts", {"abuot": "unit:city-hall"}, "unknown-argument", "did you mean `about`?"),
        ("facts", {"about": "unit:city-hal"}, "unknown-reference", "did you mean `city-hall`?"),
        ("facts", {"about": "unti:city-hall"}, "unknown-kind", "did you mean `unit`?"),
        ("partners", {"country": "spian"}, "unknown-reference", "did you mean `spain`?"),
    ],
)
def test_a_component_that_cannot_be_shown_is_refused_with_a_cure(
    resolver: PageResolver, name: str, arguments: dict[str, str], code: str, hint: str
) -> None:
    assert refusal(resolver.component(name, arguments, "")) == (code, hint)


def test_what_is_wrong_in_the_template_of_a_component_is_told_there(resolver: PageResolver) -> None:
    resolver.component("broken", {}, "")

    (problem,) = resolver.problems
    assert (problem.code, problem.location.path) == ("undefined-name", "templates/components/broken.html")
    assert problem.page == "/en/about/team/"
