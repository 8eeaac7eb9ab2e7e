"""What a visitor meets in a real browser: narrow screens, the keyboard, no scripts, no strangers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.conftest import LAY_OUT, Site
from tests.real_site import served

# What sticks out to the right and is not inside something that scrolls by itself.
WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 3).map((element) => `${element.localName}.${element.className}`).concat(
    wide.length ? [] : ["something without a box"]);
}"""
FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  return {
    href: element.getAttribute("href") ?? "",
    isInSight: box.width > 0 && box.height > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight,
  };
}"""
TARGET_HOLDS_THE_HEADING = """() => {
  const target = document.querySelector(":target");
  return target !== null && (target.matches("h1") || target.querySelector("h1") !== null);
}"""
STORED = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map((database) => database.name), ...(await caches.keys()),
]"""

NOSY_PAGE = """<!doctype html>
<meta http-equiv="Content-Security-Policy" content="style-src 'none'">
<style>p { color: red }</style>
<img src="http://other.example/spy.png">
<script>localStorage.setItem("visits", "1"); document.cookie = "visitor=1";</script>
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one page did while it was looked at."""

    path: str
    requests: tuple[str, ...]
    said: tuple[str, ...]
    """Warnings and errors of the console; a breach of the page's security policy is one."""
    stored: tuple[str, ...]


@pytest.fixture(scope="module")
def visits(browser: Browser, site: Site) -> tuple[Visit, ...]:
    """One visit to a page of each type, without pressing anything."""
    return tuple(visit(browser, site.address, path) for path in site.path_by_template.values())


def visit(browser: Browser, address: str, path: str) -> Visit:
    """Look at a page as a new visitor and write down what it does."""
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    said: list[str] = []

    def note_request(request: Request) -> None:
        requests.append(request.url)

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("warning", "error"):
            said.append(message.text)

    context.on("request", note_request)
    page.on("console", note_message)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path)
    stored = [*page.evaluate(STORED), *(str(cookie.get("name")) for cookie in context.cookies())]
    context.close()
    return Visit(path, tuple(requests), tuple(said), tuple(stored))


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """A page as wide as the narrowest phone."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    yield page
    page.close()


def test_no_page_scrolls_sideways_at_320_pixels(narrow_page: Page, site: Site) -> None:
    too_wide = {}
    for path in site.paths:
        narrow_page.goto(site.address + path)
        narrow_page.evaluate(LAY_OUT)
        found = narrow_page.evaluate(WIDER_THAN_THE_SCREEN)
        if found:
            too_wide[path] = found

    assert too_wide == {}


def test_the_measure_sees_a_page_that_scrolls_sideways(narrow_page: Page) -> None:
    narrow_page.set_content('<!doctype html><p class="long" style="width: 400px">Białystok</p>')

    assert narrow_page.evaluate(WIDER_THAN_THE_SCREEN) == ["p.long"]


def test_the_first_tab_shows_the_skip_link_and_it_leads_to_the_content(narrow_page: Page, site: Site) -> None:
    failed = []
    for path in site.path_by_template.values():
        narrow_page.goto(site.address + path)
        narrow_page.keyboard.press("Tab")
        focus = narrow_page.evaluate(FOCUS)
        narrow_page.keyboard.press("Enter")
        if not (
            focus["href"].startswith("#")
            and focus["isInSight"]
            and narrow_page.evaluate(TARGET_HOLDS_THE_HEADING)
        ):
            failed.append(f"{path}: {focus}")

    assert failed == []


MENU_ROWS = """() => {
  const links = [...document.querySelectorAll("nav.menu a")].map((link) => link.getBoundingClientRect());
  const rows = new Set(links.map((box) => box.top)).size;
  return { rows, lowest: Math.min(...links.map((box) => box.height)) };
}"""


def test_the_menu_is_a_list_of_at_most_three_rows_on_a_small_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()

    measured = {}
    for template, path in site.path_by_template.items():
        page.goto(site.address + path)
        measured[template] = page.evaluate(MENU_ROWS)
    context.close()

    assert {template: each for template, each in measured.items() if each["rows"] > 3} == {}
    assert {template: each for template, each in measured.items() if each["lowest"] < 44} == {}


def test_without_scripts_the_menu_leads_to_pages_that_show_their_heading(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address)
    menu = page.locator("header nav a").count()

    hidden = []
    for number in range(menu):
        page.goto(site.address)
        link = page.locator("header nav a").nth(number)
        words = link.inner_text()
        with page.expect_navigation() as navigation:
            link.click()
        if not (navigation.value and navigation.value.ok and page.locator("main h1").is_visible()):
            hidden.append(words)
    context.close()

    assert menu > 0
    assert hidden == []


def test_scripts_add_no_link_that_a_visitor_without_them_would_miss(browser: Browser, site: Site) -> None:
    with_scripts = links_of_every_type(browser, site, has_scripts=True)
    without = links_of_every_type(browser, site, has_scripts=False)

    missed = {path: links - without[path] for path, links in with_scripts.items() if links - without[path]}

    assert missed == {}


def links_of_every_type(browser: Browser, site: Site, *, has_scripts: bool) -> dict[str, set[str]]:
    """Every address that the content of a page of each type links to."""
    context = browser.new_context(java_script_enabled=has_scripts)
    page = context.new_page()
    links = {}
    for path in site.path_by_template.values():
        page.goto(site.address + path)
        links[path] = set(page.locator("main a").evaluate_all("(all) => all.map((link) => link.href)"))
    context.close()
    return links


def test_no_page_asks_any_other_host_for_anything(visits: tuple[Visit, ...], site: Site) -> None:
    asked = {url for visit in visits for url in visit.requests}

    assert asked
    assert {url for url in asked if not url.startswith((f"{site.address}/", "data:"))} == set()


def test_no_page_stores_anything_or_sets_a_cookie(visits: tuple[Visit, ...]) -> None:
    assert {visit.path: visit.stored for visit in visits if visit.stored} == {}


def test_no_page_breaks_its_own_security_policy_or_complains_in_the_console(
    visits: tuple[Visit, ...],
) -> None:
    assert {visit.path: visit.said for visit in visits if visit.said} == {}


def test_every_type_of_page_has_a_security_policy_that_allows_nothing_by_default(
    narrow_page: Page, site: Site
) -> None:
    lax = []
    for path in site.path_by_template.values():
        narrow_page.goto(site.address + path)
        policy = narrow_page.locator('meta[http-equiv="Content-Security-Policy"]').first
        if not (policy.count() and "default-src 'none'" in (policy.get_attribute("content") or "")):
            lax.append(path)

    assert lax == []


def test_a_visit_sees_strangers_stored_values_and_broken_policies(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(NOSY_PAGE, encoding="utf-8")

    with served(tmp_path) as address:
        seen = visit(browser, address, "/")

    assert "http://other.example/spy.png" in seen.requests
    assert seen.stored == ("visits", "visitor")
    assert any("Content Security Policy" in line for line in seen.said)
