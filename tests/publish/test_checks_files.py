from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.problems import Location
from microsite.publish.checks import Origin
from microsite.publish.style_addresses import find_style_addresses
from tests.publish.checks_site import HOME, VISA, check, codes, spoil, whole_site


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("a { background: url(a.woff2) }", []),
        ("a { background: url( '/study/assets/map.svg#river' ) }", []),
        ("/* url(https://a.example/b.png) */ a { color: red }", []),
        ('a { content: "https://a.example/" }', []),
        ("a { background: url(b.png) }", ["broken-link"]),
        ('@import "b.css";', ["broken-link"]),
        ("a { background: url(/assets/map.svg) }", ["broken-link"]),
        ("a { background: url(https://a.example/b.png) }", ["third-party-request"]),
        ("a { background: URL( '//a.example/b.png' ) }", ["third-party-request"]),
        ("@import 'https://a.example/b.css';", ["third-party-request"]),
        ('@import url("https://a.example/b.css");', ["third-party-request"]),
        ("/* open", []),
        ("a { background: url() }", []),
        ("a { background: URL(DATA:image/png;base64,AA) }", []),
        ('a { background: image-set("a.woff2" type("image/avif")) }', []),
        ('<!-- @import "b.css";', ["broken-link"]),
        ('@namespace "https://a.example/";', []),
        ('a { content: "/*" } b { background: url(b.png) } c { content: "*/" }', ["broken-link"]),
        ('a { background: url(/*); } b { background: url("b.png") /* */ }', ["broken-link"] * 2),
    ],
)
def test_a_stylesheet_fetches_only_what_we_publish(rule: str, expected: list[str]) -> None:
    site = {**whole_site(), "assets/site.css": rule.encode()}

    assert codes(check(site)) == expected


@pytest.mark.parametrize(
    "rule",
    [
        'a { background: image-set("https://a.example/b.png" 1x) }',
        'a { background: -webkit-image-set(url(a.woff2) 1x, "//a.example/b.png" 2x) }',
        "a { background: \\75rl(https://a.example/b.png) }",
        "a { background: \\000075 rl(https://a.example/b.png) }",
        'a { background: u\\72l("https://a.example/b.png") }',
        "a { background: url(https://a.example/\\22 b.png) }",
        "a { background: url(h\\74tps://a.example/b.png) }",
        'a { background: url("ht\\9tps://a.example/b.png") }',
        'a { background: url("\\5c\\5c a.example/b.png") }',
        'a { background: url("\\1 https://a.example/b.png") }',
        'a { background: url("https:\\\n//a.example/b.png") }',
        "a { background: url(https://a.example/b.png",
        "@\\69mport 'https://a.example/b.css';",
        '@import/**/"https://a.example/b.css" layer(x);',
        'a { content: "\\"" } b { background: src("https://a.example/b.png") }',
        'a { --logo: "https://a.example/b.png"; background: image-set(var(--logo) 1x) }',
        'a { background: url("//a.example/b.png" ) }',
    ],
)
def test_no_way_to_write_it_hides_that_a_stylesheet_asks_another_host(rule: str) -> None:
    site = {**whole_site(), "assets/site.css": rule.encode()}

    assert codes(check(site)) == ["third-party-request"]


@pytest.mark.parametrize(
    "piece", ["url(", "url( ", "url('", "/*", '"', "\\", "image-set(", "a{", "}", "@import "]
)
def test_a_long_stylesheet_is_read_once_whatever_it_repeats(piece: str) -> None:
    # Reading on to the end at each piece would take hours.
    sheet = piece * 240_000

    assert len(list(find_style_addresses(sheet))) <= len(sheet)


@given(st.text(alphabet="url(\\\"'/*) \n@import;{}-a7", max_size=60))
@settings(max_examples=200, deadline=None)
def test_whatever_a_stylesheet_holds_its_addresses_can_be_found(sheet: str) -> None:
    found = list(find_style_addresses(sheet))

    assert all(found)


def test_a_problem_of_a_stylesheet_stands_in_its_source() -> None:
    rule = "a {\n  background: url(b.png);\n}\n"
    site = {**whole_site(), "assets/site.css": rule.encode()}
    origins = {"assets/site.css": Origin("templates/css/site.css", rule)}

    (problem,) = check(site, origins=origins)

    assert problem.location == Location("templates/css/site.css", 2, 19, 5)
    assert problem.page == "/study/assets/site.css"


@pytest.mark.parametrize("path", ["en/events.atom", "feed.xml"])
def test_an_address_of_ours_in_a_feed_must_exist(path: str) -> None:
    feed = b'<a href="https://x.example/study/en/?a=1&amp;b=2"/><b>https://x.example/study/en/gone/</b> https://a.example/'
    site = {**whole_site(), path: feed}

    (problem,) = check(site)

    assert (problem.code, problem.message) == (
        "broken-link",
        "`https://x.example/study/en/gone/` leads to nothing",
    )


@pytest.mark.parametrize("path", ["en/events.atom", "sitemap.xml"])
def test_a_name_is_compared_as_xml_means_it(path: str) -> None:
    site = {**whole_site(), path: b"<loc>https://x.example/study/en/a&amp;b/</loc>"}
    site["en/a&b/index.html"] = site[VISA].replace(b"Visa", b"A").replace(b"/en/visa/", b"/en/a&amp;b/")
    site[VISA] = site[VISA].replace(b"<form", b'<a href="/study/en/a&amp;b/">x</a><form')

    assert check(site) == ()


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("https://x.example/study/en/", []),
        (" https://x.example/study/en/\n", []),
        ("https://x.example/study/en/gone/", ["broken-link"]),
        ("https://x.example/study/en", ["broken-link"]),
        ("https://x.example/study/en/a.ics", ["wrong-sitemap-entry"]),
        ("https://x.example/study/", ["wrong-sitemap-entry"]),
        ("https://x.example/study/404.html", ["wrong-sitemap-entry"]),
        ("https://y.example/study/en/", ["wrong-sitemap-entry"]),
        ("https://x.example/", ["wrong-sitemap-entry"]),
    ],
)
def test_the_sitemap_lists_pages_to_be_found_and_nothing_else(entry: str, expected: list[str]) -> None:
    site = spoil("sitemap.xml", "https://x.example/study/en/visa/", entry)

    assert codes(check(site)) == expected


def test_an_entry_of_the_sitemap_is_read_as_xml_means_it() -> None:
    site = spoil("sitemap.xml", "https://x.example/study/en/visa/", "https://x.example/study/a&amp;b.ics")
    site["a&b.ics"] = b"BEGIN:VCALENDAR"

    (problem,) = check(site)

    assert problem.message == "`https://x.example/study/a&b.ics` does not belong in the sitemap"


def test_a_wrong_entry_of_the_sitemap_says_why() -> None:
    entries = ("https://x.example/study/en/a.ics", "https://x.example/study/404.html", "https://y.example/")
    sites = (spoil("sitemap.xml", "https://x.example/study/en/visa/", entry) for entry in entries)

    labels = [problem.label for site in sites for problem in check(site)]

    assert labels == [
        "it is no page",
        "that page asks not to be listed under this address",
        "the sitemap speaks only for `https://x.example/study/`",
    ]


@pytest.mark.parametrize("path", [HOME, "en/events.atom", "data/partners.csv", "assets/site.css"])
def test_text_that_is_not_utf_8_is_reported(path: str) -> None:
    site = whole_site()
    site[path] = site.get(path, b"") + b"\xb3"

    problems = check(site)

    assert codes(problems) == ["output-not-utf-8"]


def test_a_mark_at_the_start_of_a_file_is_not_text() -> None:
    site = whole_site()
    site[VISA] = b"\xef\xbb\xbf" + site[VISA]

    assert check(site) == ()
