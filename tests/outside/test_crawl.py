"""A crawl of the real site, served from plain files: nothing is broken and nothing is out of reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outside.crawl import crawl
from tests.real_site import served

WriteSite = Callable[[dict[str, str]], Path]


@pytest.fixture
def write_site(tmp_path: Path) -> WriteSite:
    """Return a function that writes a tiny site from its pages."""

    def write(pages: dict[str, str]) -> Path:
        for name, text in pages.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def own_host(page: Path) -> str:
    """Where the site believes to be, from the canonical address of one of its pages."""
    canonical = re.search(r'rel="canonical" href="(https?://[^/"]+)', page.read_text(encoding="utf-8"))
    assert canonical, f"{page.name} has no canonical address"
    return canonical[1]


def page_paths(folder: Path) -> set[str]:
    """The path of every page that is served from the folder, the page for errors apart."""
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
    return {f"/{name.removesuffix('index.html')}" for name in files if not name.endswith("404.html")}


def test_no_link_and_no_anchor_of_the_real_site_is_broken(real_site: Path) -> None:
    host = own_host(real_site / "index.html")

    with served(real_site) as server:
        found = crawl(server, entry="/", own_host=host, unlinked=("/404.html", "/sitemap.xml"))

    assert found.broken == ()


def test_every_page_of_the_real_site_can_be_clicked_to(real_site: Path) -> None:
    with served(real_site) as server:
        found = crawl(server, entry="/")

    assert page_paths(real_site) - found.reached == set()


def test_a_site_below_a_path_is_whole_and_never_leaves_it(real_site_below_study: Path) -> None:
    unlinked = ("/study/404.html", "/study/sitemap.xml")

    with served(real_site_below_study) as server:
        found = crawl(server, entry="/study/", own_host="https://x.example", unlinked=unlinked)

    assert found.broken == ()
    assert page_paths(real_site_below_study) - found.reached == set()


def test_the_page_for_errors_works_at_any_depth(real_site_below_study: Path) -> None:
    page = (real_site_below_study / "study" / "404.html").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:href|src)="([^"]+)"', page)

    relative = [address for address in addresses if not re.match(r"/study/|[a-z]+:|#", address)]

    assert addresses
    assert relative == []


def test_a_crawl_sees_a_missing_page_a_missing_anchor_and_a_redirect(write_site: WriteSite) -> None:
    site = write_site(
        {
            "index.html": '<a href="/gone/">a</a><a href="en/#not-there">b</a><a href="/en">c</a>',
            "en/index.html": '<h1 id="there">here</h1><a href="#there">d</a><img src="lost.png">',
        }
    )

    with served(site) as server:
        found = crawl(server, entry="/")

    assert found.broken == (
        "/ -> /en: 301",
        "/ -> /gone/: 404",
        "/ -> en/#not-there: no such anchor",
        "/en/ -> lost.png: 404",
    )


def test_a_crawl_follows_styles_feeds_and_the_own_host_and_no_other(write_site: WriteSite) -> None:
    site = write_site(
        {
            "index.html": '<link rel="stylesheet" href="s.css"><a href="https://other.example/gone">a</a>'
            '<link rel="canonical" href="https://x.example/canonical/">',
            "s.css": "@font-face { src: url('lost.woff2') }",
            "sitemap.xml": "<urlset><url><loc>https://x.example/mapped/</loc></url></urlset>",
        }
    )

    with served(site) as server:
        found = crawl(server, entry="/", own_host="https://x.example", unlinked=("/sitemap.xml",))

    assert found.broken == (
        "/ -> https://x.example/canonical/: 404",
        "/s.css -> lost.woff2: 404",
        "/sitemap.xml -> https://x.example/mapped/: 404",
    )


def test_a_page_that_only_the_sitemap_knows_is_not_reached(write_site: WriteSite) -> None:
    site = write_site(
        {
            "index.html": '<a href="/sitemap.xml">map</a>',
            "orphan/index.html": "<p>alone</p>",
            "sitemap.xml": "<urlset><url><loc>https://x.example/orphan/</loc></url></urlset>",
        }
    )

    with served(site) as server:
        found = crawl(server, entry="/", own_host="https://x.example")

    assert found.broken == ()
    assert found.reached == {"/", "/sitemap.xml"}
