from __future__ import annotations

import pytest

from microsite.problems import Problem
from microsite.publish.checks import Origin
from tests.publish.checks_site import HOME, POLISH, VISA, check, codes, spoil, whole_site


def _link(address: str) -> tuple[Problem, ...]:
    """Return the problems of a site in which one link has this address."""
    return check(spoil(VISA, 'href="#steps"', f'href="{address}"'))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/study/en/",
            "/study/",
            "./",
            "../",
            "../../pl/",
            "#",
            "#steps",
            "#top",
            "#TOP",
            "?q=1#steps",
            " /study/en/ ",
        ),
        *(
            "https://x.example/study/en/",
            "HTTPS://X.EXAMPLE/study/en/",
            "//x.example/study/en/",
            "/study/en/index.html",
        ),
        *(
            "/study/en/visa/#st%65ps",
            "#:~:text=Fees",
            "/study/en/visa/?print#steps",
            "/study/assets/map.svg#river",
        ),
        *(
            "https://x.example/other/",
            "https://x.example",
            "http://x.example/study/nothing/",
            "https://a.example:81/b?c=d",
        ),
        *(
            "webcal://x.example/study/en/a.ics",
            "webcal://a.example/b.ics",
            "mailto:a@x.example?subject=b",
            "tel:+48-85",
        ),
        *("/study/en/a.ics#anything", "/study/en/v%69sa/"),
    ],
)
def test_an_address_that_leads_somewhere_is_no_problem(address: str) -> None:
    assert _link(address) == ()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/study/en/viza/", "broken-link"),
        ("viza/", "broken-link"),
        ("https://x.example/study/en/viza/", "broken-link"),
        ("webcal://x.example/study/en/b.ics", "broken-link"),
        ("/study/en/VISA/", "broken-link"),
        ("/study/assets/", "broken-link"),
        ("#stepz", "broken-anchor"),
        ("/study/en/visa/#stepz", "broken-anchor"),
        ("/study/assets/map.svg#rivers", "broken-anchor"),
        ("/study/en/visa", "missing-slash"),
        ("/study", "missing-slash"),
        ("https://x.example/study/en", "missing-slash"),
        ("/en/", "outside-base-path"),
        ("/", "outside-base-path"),
        ("../../../en/", "outside-base-path"),
        ("javascript:alert(1)", "forbidden-scheme"),
        ("JaVaScRiPt:alert(1)", "forbidden-scheme"),
        ("data:text/html,x", "forbidden-scheme"),
        ("vbscript:x", "forbidden-scheme"),
        ("ftp://x.example/", "forbidden-scheme"),
        ("java\tscript:alert(1)", "invalid-address"),
        ("&#1;javascript:alert(1)", "invalid-address"),
        ("/\\evil.example", "invalid-address"),
        ("https://a b.example/", "invalid-address"),
        ("https://name@a.example/", "invalid-address"),
        ("https:///nowhere", "invalid-address"),
        ("https:nowhere", "invalid-address"),
        ("https://?x", "invalid-address"),
        ("//#x", "invalid-address"),
        ("//", "invalid-address"),
        ("///evil.example/", "invalid-address"),
        ("http://[", "invalid-address"),
        ("", "invalid-address"),
    ],
)
def test_an_address_that_cannot_be_used_is_named_by_its_fault(address: str, code: str) -> None:
    assert codes(_link(address)) == [code]


def test_the_same_relative_address_leads_elsewhere_from_another_page() -> None:
    site = spoil(VISA, 'href="#steps"', 'href="visa/"')
    site[HOME] = site[HOME].replace(b'href="/study/en/visa/#steps"', b'href="visa/"')

    problems = check(site)

    assert [(problem.code, problem.page) for problem in problems] == [("broken-link", "/study/en/visa/")]


def test_a_broken_link_suggests_the_nearest_sibling() -> None:
    (problem,) = _link("/study/en/viza/")

    assert problem.hint == "did you mean `/study/en/visa/`?"


def test_a_broken_link_suggests_the_same_name_in_a_folder_spelt_alike() -> None:
    site = spoil(VISA, 'href="#steps"', 'href="/study/asets/map.svg"')

    (problem,) = check(site)

    assert problem.hint == "did you mean `/study/assets/map.svg`?"


def test_a_broken_link_suggests_no_namesake_from_a_folder_far_away() -> None:
    (problem,) = _link("/study/assets/vissa/")

    assert problem.hint == ""


def test_a_broken_link_without_a_neighbour_suggests_nothing() -> None:
    (problem,) = _link("/study/en/scholarships-and-waivers/")

    assert problem.hint == ""


def test_more_broken_addresses_than_an_author_makes_get_no_suggestions() -> None:
    links = "".join(f'<a href="/study/en/visa{number}/">x</a>' for number in range(101))
    site = spoil(VISA, "<form", f"{links}<form")

    hints = [problem.hint for problem in check(site)]

    assert sorted(set(hints)) == ["", "did you mean `/study/en/visa/`?"]
    assert hints.count("") == 1


def test_a_broken_anchor_suggests_the_nearest_one() -> None:
    (problem,) = _link("#stepz")

    assert problem.hint == "did you mean `steps`?"


def test_a_missing_slash_says_the_right_address() -> None:
    (problem,) = _link("/study/en/visa")

    assert problem.hint == "write `/study/en/visa/`"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("see [visa](page:en/viza) here", (1, 20, 4)),
        ("a viza is\nneeded, see [it](../viza.md)", (2, 21, 4)),
        ('<a href="/study/en/viza/">', (1, 10, 15)),
        ("the word viza alone is prose", (0, 0, 1)),
    ],
)
def test_a_broken_link_is_placed_where_the_source_writes_an_address(
    source: str, place: tuple[int, int, int]
) -> None:
    site = spoil(VISA, 'href="#steps"', 'href="/study/en/viza/"')

    (problem,) = check(site, origins={VISA: Origin("content/en/visa.md", source)})

    location = problem.location
    assert (location.line, location.column, location.length) == place


@pytest.mark.parametrize(
    "element",
    [
        '<img src="/study/b.png" alt="">',
        '<img src="/study/assets/map.svg" srcset="/study/assets/map.svg 1x,/study/b.png 2x" alt="">',
        '<picture><source srcset="/study/assets/map.svg, /study/b.png 2x"></picture>',
        '<video poster="/study/b.png"></video>',
        '<script src="/study/b.js"></script>',
        '<svg aria-hidden="true"><use href="/study/b.svg#x"/></svg>',
        '<svg aria-hidden="true"><use xlink:href="/study/b.svg#x"/></svg>',
        '<object data="/study/b.pdf"></object>',
        '<form action="/study/b/"></form>',
        '<q cite="/study/b/">x</q>',
        '<meta property="og:image" content="https://x.example/study/b.png">',
        '<meta name="twitter:image" content="https://x.example/study/b.png">',
        '<link rel="icon" href="/study/b.png">',
        '<link rel="preload" imagesrcset="/study/b.png 1x" imagesizes="1px">',
    ],
)
def test_a_file_that_an_element_needs_must_exist(element: str) -> None:
    site = spoil(VISA, "<form", f"{element}<form")

    problems = check(site)

    assert codes(problems) == ["broken-link"]


@pytest.mark.parametrize(
    "element",
    [
        '<img src="https://a.example/b.png" alt="">',
        '<img src="//a.example/b.png" alt="">',
        '<img src="http://x.example/study/b.png" alt="">',
        '<img src="/study/assets/map.svg" srcset="https://a.example/b.png 2x" alt="">',
        '<script src="https://a.example/b.js"></script>',
        '<link rel="stylesheet" href="https://a.example/b.css">',
        '<link rel="shortcut icon" href="https://a.example/b.png">',
        '<link rel="preload" href="https://a.example/b.woff2">',
        '<link rel="preconnect" href="https://a.example">',
        '<iframe src="https://a.example/" title="x"></iframe>',
        '<video src="https://a.example/b.mp4"></video>',
        '<video poster="https://a.example/b.png"></video>',
        '<audio><source src="https://a.example/b.mp3"></audio>',
        '<embed src="https://a.example/b.swf">',
        '<svg aria-hidden="true"><use href="https://a.example/b.svg#x"/></svg>',
        '<svg aria-hidden="true"><image href="https://a.example/b.png"/></svg>',
        '<a href="#steps" ping="https://a.example/">x</a>',
        '<noscript><img src="https://a.example/b.png" alt=""></noscript>',
    ],
)
def test_nothing_is_fetched_from_another_host(element: str) -> None:
    site = spoil(VISA, "<form", f"{element}<form")

    problems = check(site)

    assert codes(problems) == ["third-party-request"]


def test_a_mailbox_is_no_other_host() -> None:
    site = spoil(VISA, "<form", '<link rel="preload" href="mailto:office@x.example"><form')

    assert check(site) == ()


def test_a_link_relation_that_fetches_nothing_may_name_another_host() -> None:
    site = spoil(VISA, "<form", '<link rel="license" href="https://a.example/by/4.0/"><form')

    assert check(site) == ()


def test_a_page_no_link_leads_to_is_an_orphan() -> None:
    site = whole_site()
    site["en/lost/index.html"] = site["404.html"]

    (problem,) = check(site)

    assert (problem.code, problem.page) == ("orphan-page", "/study/en/lost/")


def test_pages_that_only_link_to_each_other_are_orphans() -> None:
    site = whole_site()
    for name, other in (("a", "b"), ("b", "a")):
        link = f'<p><a href="/study/en/{other}/">on</a>'.encode()
        site[f"en/{name}/index.html"] = site["404.html"].replace(b"<p>", link)

    problems = check(site)

    assert codes(problems) == ["orphan-page", "orphan-page"]


def test_an_alternate_in_the_head_does_not_make_a_page_reachable() -> None:
    site = whole_site()
    for path in ("index.html", HOME, VISA, POLISH, "404.html"):
        site[path] = site[path].replace(b' <a href="/study/pl/">Polski</a>', b"")

    problems = check(site)

    assert [(problem.code, problem.page) for problem in problems] == [("orphan-page", "/study/pl/")]
