"""sitemap.xml, read back by lxml, and robots.txt, read back by urllib."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.robotparser import RobotFileParser

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from microsite.html.site_files import render_robots, render_sitemap
from microsite.pages import Listing
from microsite.pages.views import Alternate

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

# Not st.text, which would draw the awkward characters as seldom as any other.
AWKWARD = "\0\t\n\r\x1b\x85\u2028\ud800\"'<>&"
ANY_TEXT = st.lists(st.characters() | st.sampled_from(AWKWARD), max_size=60).map("".join)


def make_listing(path: str = "/en/partners/") -> Listing:
    permalink = f"https://study.example{path}"
    return Listing(
        reference="page:partners",
        path=path,
        output_path=f"{path.lstrip('/')}index.html",
        address=path,
        permalink=permalink,
        canonical=permalink,
        template="partners",
        title="Partners",
        title_lang="",
        heading_note=None,
        description="Who works with Białystok.",
        alternates=(),
        updated=date(2026, 11, 20),
        is_indexed=True,
    )


def make_alternate(locale: str, path: str, *, is_same_page: bool = True) -> Alternate:
    return Alternate(locale, locale, path, f"https://study.example{path}", is_same_page, locale == "en")


def addresses(file: bytes) -> list[str]:
    return [found.text or "" for found in etree.fromstring(file).findall("s:url/s:loc", NAMES)]


def languages(file: bytes) -> dict[str, str]:
    found = etree.fromstring(file).findall("s:url/x:link", NAMES)
    assert {link.get("rel") for link in found} <= {"alternate"}
    return {link.get("hreflang", ""): link.get("href", "") for link in found}


def test_a_page_is_listed_with_the_day_of_its_last_change() -> None:
    file = render_sitemap([make_listing()])

    assert addresses(file) == ["https://study.example/en/partners/"]
    assert [found.text for found in etree.fromstring(file).iter("{*}lastmod")] == ["2026-11-20"]


def test_pages_that_search_engines_should_leave_out_are_not_listed() -> None:
    hidden = replace(make_listing("/404.html"), is_indexed=False)
    copy = replace(make_listing("/"), canonical="https://study.example/en/")

    file = render_sitemap([hidden, copy, make_listing()])

    assert addresses(file) == ["https://study.example/en/partners/"]


def test_the_order_of_planning_does_not_show() -> None:
    pages = [make_listing("/en/b/"), make_listing("/en/a/"), make_listing("/en/c/")]

    assert render_sitemap(pages) == render_sitemap(reversed(pages))


def test_a_page_names_its_languages_and_the_default_one() -> None:
    alternates = (make_alternate("en", "/en/partners/"), make_alternate("pl", "/pl/partners/"))

    file = render_sitemap([replace(make_listing(), alternates=alternates)])

    assert languages(file) == {
        "en": "https://study.example/en/partners/",
        "pl": "https://study.example/pl/partners/",
        "x-default": "https://study.example/en/partners/",
    }


def test_the_home_page_of_a_language_stands_for_no_other_page() -> None:
    alternates = (make_alternate("en", "/en/", is_same_page=False), make_alternate("pl", "/pl/partners/"))

    file = render_sitemap([replace(make_listing("/pl/partners/"), alternates=alternates)])

    assert languages(file) == {"pl": "https://study.example/pl/partners/"}


def test_a_sitemap_without_pages_is_well_formed() -> None:
    assert addresses(render_sitemap([])) == []


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_no_address_reaches_beyond_its_element(path: str) -> None:
    alternates = (make_alternate("en", path),)

    root = etree.fromstring(render_sitemap([replace(make_listing(path), alternates=alternates)]))

    assert [etree.QName(element).localname for element in root.iter()] == [
        *("urlset", "url", "loc", "lastmod", "link", "link")
    ]


def test_robots_may_read_everything_and_find_the_sitemap() -> None:
    file = render_robots("https://study.example/study/")

    robots = RobotFileParser()
    robots.parse(file.decode().splitlines())
    assert robots.can_fetch("AnyBot", "https://study.example/study/en/")
    assert robots.site_maps() == ["https://study.example/study/sitemap.xml"]
