from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.problems import Location, Severity
from microsite.publish.checks import Origin, check_files
from tests.publish.checks_site import HOME, VISA, check, codes, spoil, whole_site


def _site_with_pages(count: int, *, old: str, new: str) -> dict[str, bytes]:
    """Return a tree with so many more pages, all with the same replacement."""
    links = "".join(f'<a href="{number}/">{number}</a>' for number in range(count))
    site = spoil(VISA, "<form", f"{links}<form")
    page = site["404.html"].decode().replace(old, new)
    return {**site, **{f"en/visa/{number}/index.html": page.encode() for number in range(count)}}


def test_a_whole_site_has_no_problems() -> None:
    site = whole_site()

    problems = check(site)

    assert problems == ()


def test_a_site_at_the_root_of_its_host_has_no_problems_either() -> None:
    site = {
        path: content.replace(b"x.example/study/", b"x.example/") for path, content in whole_site().items()
    }
    site = {path: content.replace(b'"/study/', b'"/') for path, content in site.items()}
    site = {
        path: content.replace(b"/study/assets/map.svg 1x", b"/assets/map.svg 1x")
        for path, content in site.items()
    }

    problems = check(site, base_url="https://x.example")

    assert problems == ()


def test_a_problem_names_the_address_of_its_page() -> None:
    site = spoil(VISA, 'href="#steps"', 'href="/study/en/viza/"')

    (problem,) = check(site)

    assert problem.page == "/study/en/visa/"


def test_a_problem_stands_where_the_source_says_it() -> None:
    site = spoil(VISA, 'href="#steps"', 'href="/study/en/visa/#stepps"')
    origin = Origin("content/en/visa.md", "title: Visa\n\nRead the [steps](#stepps) twice.\n")

    (problem,) = check(site, origins={VISA: origin})

    assert problem.location == Location("content/en/visa.md", 3, 18, 7)


def test_a_problem_may_stand_at_the_very_start_of_its_source() -> None:
    site = spoil(VISA, "{fee}", "{{ fee }}")

    (problem,) = check(site, origins={VISA: Origin("content/en/visa.md", "{{ fee }}")})

    assert problem.location == Location("content/en/visa.md", 1, 1, 9)


def test_a_problem_the_source_does_not_spell_out_names_the_source() -> None:
    site = spoil(VISA, "Visa – Study", "")

    (problem,) = check(site, origins={VISA: Origin("content/en/visa.md", "title: ''\n")})

    assert problem.location == Location("content/en/visa.md")


def test_a_file_nobody_claims_stands_for_itself() -> None:
    site = spoil(VISA, "Visa – Study", "")

    (problem,) = check(site)

    assert problem.location == Location(VISA)


def test_a_fault_that_a_template_repeats_is_reported_once() -> None:
    site = _site_with_pages(6, old="main>", new="div>")

    (problem,) = check(site)

    assert problem.code == "landmark-count"
    assert problem.label.endswith("; the same on 5 other pages")
    assert [location.path for location in problem.related] == [
        f"en/visa/{number}/index.html" for number in range(1, 6)
    ]


def test_a_fault_repeated_by_pages_of_one_source_names_no_other_place() -> None:
    site = _site_with_pages(6, old="main>", new="div>")
    origins = {f"en/visa/{number}/index.html": Origin("templates/page.html") for number in range(6)}

    (problem,) = check(site, origins=origins)

    assert problem.related == ()


def test_a_fault_that_a_few_pages_share_is_reported_for_each() -> None:
    site = _site_with_pages(5, old="main>", new="div>")

    problems = check(site)

    assert codes(problems) == ["landmark-count"] * 5


def test_a_fault_that_many_sources_spell_out_is_reported_for_each() -> None:
    site = _site_with_pages(9, old="<p>Published", new='<p style="color:red">Published')
    origins = {
        f"en/visa/{number}/index.html": Origin(f"content/{number}.html", '<p style="color:red">')
        for number in range(9)
    }

    problems = check(site, origins=origins)

    assert codes(problems) == ["inline-style"] * 9
    assert {problem.location.line for problem in problems} == {1}


def test_only_duplicate_descriptions_and_orphans_let_the_site_be_published() -> None:
    site = spoil(VISA, "What Visa is about", "What Home is about")
    site[VISA] = site[VISA].replace(b"<main>", b"").replace(b"</main>", b"")
    site["en/lost/index.html"] = site["404.html"]

    severity_by_code = {problem.code: problem.severity for problem in check(site)}

    assert severity_by_code == {
        "landmark-count": Severity.ERROR,
        "duplicate-description": Severity.WARNING,
        "orphan-page": Severity.WARNING,
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('rel="canonical"', "", "the page has no canonical address"),
        (
            "<link",
            '<link rel="canonical" href="https://x.example/study/en/visa/"><link',
            "the page has 2 canonical addresses",
        ),
        ("<caption>", '<caption lang="">', "`lang` of `caption` is empty"),
        ("<caption>", '<caption lang="?">', "`lang` of `caption` is `?`, which names no language"),
        ("<caption>", '<caption style="x">', "`caption` carries its own style"),
        ("<form", "<style>x</style><form", "styles are written into the page"),
        ("<footer>", "<footer></footer><footer>", "the page has 2 `footer` landmarks"),
        ("main>", "div>", "the page has no `main` landmark"),
        ("<footer>", "<nav></nav><footer>", "the page has 2 `nav` landmarks, 1 of them without a name"),
        (
            "<footer>",
            '<nav aria-label="Main"></nav><footer>',
            "the page has 2 `nav` landmarks, 2 of them with the name `Main`",
        ),
        ("<h1>Visa</h1>", "<h1>Visa</h1><h1>Visa</h1>", "the page has 2 `h1` headings"),
    ],
)
def test_a_message_says_what_is_wrong_in_whole_words(old: str, new: str, message: str) -> None:
    problems = check(spoil(VISA, old, new))

    assert message in {problem.message for problem in problems}


def test_the_order_of_the_files_does_not_change_the_report() -> None:
    site = spoil(HOME, "<main>", "<div>")
    backwards = dict(reversed(site.items()))

    problems = check(site)

    assert check(backwards) == problems != ()


def test_elements_nested_by_the_thousand_are_read() -> None:
    site = spoil(VISA, "<form", "<label><div>word" * 2_000 + "<form")

    problems = check(site)

    assert set(codes(problems)) <= {"landmark-count"}


@given(st.binary(max_size=300), st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_problems_and_never_an_exception(page: bytes, style: bytes) -> None:
    site = {"index.html": page, "a.css": style, "sitemap.xml": page, "b.atom": style}

    problems = check_files(site, base_url="https://x.example/", origin_by_path={})

    assert all(problem.message and problem.location.path for problem in problems)


_FRAGMENTS = st.sampled_from(
    [
        *(
            "<a href=",
            "<img src=",
            "<img srcset=",
            "<p lang=",
            "<table>",
            "<th>",
            "<h2>",
            "<time>",
            "</p>",
            "<svg role=img>",
        ),
        *(
            "<script type=application/ld+json>",
            "<link rel=alternate hreflang=en href=",
            "<nav>",
            "<input id=",
            ">",
            '"',
        ),
        *(
            "//[",
            "http://[::1",
            "https://x.example/",
            "/../",
            "#",
            "%ff",
            ",,, 1x",
            "{{",
            "[[[[",
            "é",
            "\x00",
            "P1D",
            "a",
        ),
    ]
)


@given(st.lists(_FRAGMENTS, max_size=40), st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_markup_over_any_source_is_placed_inside_that_source(pieces: list[str], text: str) -> None:
    origins = {"index.html": Origin("content/index.md", text)}

    problems = check_files(
        {"index.html": "".join(pieces).encode()}, base_url="https://x.example/", origin_by_path=origins
    )

    lines = text.split("\n")
    for location in (problem.location for problem in problems if problem.location.line):
        assert location.column + location.length - 1 <= max(len(lines[location.line - 1]), 1)
