"""The two sides of the cloth (FRAME-6), and what has passed (HOME-3): scripts that every visitor meets."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from microsite.pipeline import BuildOptions
from microsite.session import run_build
from tests.browser.conftest import Site
from tests.real_site import REPOSITORY, served

LINEN, SPRUCE = "rgb(247, 242, 230)", "rgb(20, 53, 42)"
GROUNDS = """() => [document.documentElement, document.querySelector(".site-foot")].map(
  (element) => getComputedStyle(element).backgroundColor)"""
STORED = "() => JSON.stringify(localStorage)"

# Says what moves, and what the policy refuses, from the first moment on.
WATCH = """
  window.moved = 0; window.refused = [];
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  document.addEventListener("securitypolicyviolation",
    (event) => window.refused.push(event.violatedDirective));
"""

REFUSE_TO_STORE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
});"""

Side = Literal["light", "dark"]


@pytest.fixture(params=["light", "dark"])
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[BrowserContext, Side]]:
    """A visitor whose device asks for one side."""
    context = browser.new_context(color_scheme=request.param)
    yield context, request.param
    context.close()


def grounds_of(side: Side) -> list[str]:
    """The grounds of the page and of its foot, which is the page turned over."""
    return [LINEN, SPRUCE] if side == "light" else [SPRUCE, LINEN]


def opposite(side: Side) -> Side:
    return "dark" if side == "light" else "light"


def test_the_device_decides_until_somebody_presses(visitor: tuple[BrowserContext, Side], site: Site) -> None:
    context, side = visitor
    page = context.new_page()

    page.goto(f"{site.address}/en/")

    assert page.evaluate(GROUNDS) == grounds_of(side)
    assert page.evaluate(STORED) == "{}"


def test_a_press_turns_the_cloth_on_this_page_and_the_next(
    visitor: tuple[BrowserContext, Side], site: Site
) -> None:
    context, side = visitor
    page = context.new_page()
    page.goto(f"{site.address}/en/")

    page.get_by_role("button", name="Turn the cloth").click()

    assert page.evaluate(GROUNDS) == grounds_of(opposite(side))
    page.goto(f"{site.address}/en/about/")
    assert page.evaluate(GROUNDS) == grounds_of(opposite(side))
    assert (
        page.locator('meta[name="theme-color"]').first.get_attribute("content")
        == (grounds_of(opposite(side))[0])
    )


def test_one_value_is_stored_and_the_second_press_takes_it_away(
    visitor: tuple[BrowserContext, Side], site: Site
) -> None:
    context, side = visitor
    page = context.new_page()
    page.goto(f"{site.address}/en/")
    button = page.get_by_role("button", name="Turn the cloth")

    button.click()
    after_one = page.evaluate(STORED)
    button.click()
    after_two = page.evaluate(STORED)

    assert after_one == ('{"side":"reverse"}' if side == "light" else '{"side":"face"}')
    assert after_two == "{}"
    assert page.evaluate(GROUNDS) == grounds_of(side)
    assert context.cookies() == []


def test_another_window_turns_with_it(browser: Browser, site: Site) -> None:
    context = browser.new_context(color_scheme="light")
    one, other = context.new_page(), context.new_page()
    one.goto(f"{site.address}/en/")
    other.goto(f"{site.address}/en/about/")

    one.get_by_role("button", name="Turn the cloth").click()

    expect(other.locator("html")).to_have_attribute("data-side", "reverse")
    context.close()


@pytest.mark.parametrize("stored", ["", "dark", "<script>", "x" * 10_000])
def test_a_value_that_is_not_ours_turns_nothing(browser: Browser, site: Site, stored: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{site.address}/en/")
    page.evaluate("(stored) => localStorage.setItem('side', stored)", stored)

    page.reload()

    assert page.evaluate(GROUNDS) == grounds_of("light")
    assert page.locator("html").get_attribute("data-side") is None
    context.close()


def test_a_browser_that_stores_nothing_turns_the_page_all_the_same(browser: Browser, site: Site) -> None:
    page = browser.new_page(color_scheme="light")
    page.add_init_script(REFUSE_TO_STORE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site.address}/en/")

    page.get_by_role("button", name="Turn the cloth").click()

    assert page.evaluate(GROUNDS) == grounds_of("dark")
    assert errors == []
    page.close()


def test_the_button_is_large_enough_for_a_finger(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{site.address}/en/")

    box = page.get_by_role("button", name="Turn the cloth").bounding_box()

    assert box
    assert min(box["width"], box["height"]) >= 44
    page.close()


def test_without_scripts_there_is_no_button(browser: Browser, site: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site.address}/en/")

    expect(page.locator(".turn")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("path", ["/en/", "/en/partners/", "/en/search/", "/en/events/"])
def test_scripts_move_nothing_and_the_policy_refuses_nothing(browser: Browser, site: Site, path: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.add_init_script(WATCH)
    page.goto(site.address + path, wait_until="networkidle")

    assert page.locator("html").get_attribute("data-scripts") == ""
    assert page.evaluate("window.moved") <= 0.02
    assert page.evaluate("window.refused") == []
    page.close()


# --- What has passed ----------------------------------------------------------------------------

EVENT = """\
name: {name}
summary: An afternoon with teachers.
start: {start}
end: {end}
updated: 2026-11-22
place: Campus
town: bialystok
organisers:
  - university:bialystok-university-of-technology
sources:
  - document: but-full-time-students
    checked: 2026-11-22
"""


@pytest.fixture(scope="module")
def coming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real site with two events to come, as built on 22 November 2026."""
    folder = tmp_path_factory.mktemp("coming")
    for name in ("content", "data", "templates"):
        shutil.copytree(REPOSITORY / name, folder / "root" / name)
    for name, start, end in (
        ("Open day", "2027-04-16", "2027-04-17"),
        ("Open week", "2027-05-10", "2027-05-14"),
    ):
        path = folder / "root" / "data" / "events" / f"{name.lower().replace(' ', '-')}-2027.yaml"
        path.write_text(EVENT.format(name=f"{name} 2027", start=start, end=end), encoding="utf-8")
    options = BuildOptions(root=folder / "root", out=Path(folder / "site"), today=date(2026, 11, 22))
    built, _ = run_build(options, is_published=True, is_clean=True)
    assert [problem for problem in built.problems if problem.is_error] == []
    with served(folder / "site") as address:
        yield address


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-22T12:00:00Z", ["Open day 2027", "Open week 2027"]),
        ("2027-04-17T12:00:00Z", ["Open day 2027", "Open week 2027"]),
        ("2027-04-17T22:30:00Z", ["Open week 2027"]),  # the 18th in Białystok
        ("2027-12-27T12:00:00Z", []),
    ],
)
@pytest.mark.parametrize("path", ["/en/", "/en/events/"])
def test_an_old_copy_of_the_site_shows_no_event_after_its_last_day(
    browser: Browser, coming: str, path: str, now: str, shown: list[str]
) -> None:
    page = browser.new_page()
    page.clock.set_fixed_time(now)
    page.goto(coming + path)
    cards = page.locator("[data-until]").filter(visible=True)

    expect(cards).to_have_count(len(shown))
    assert cards.locator("h3").all_inner_texts() == shown
    expect(page.locator("[data-when-passed]")).to_be_visible(visible=not shown)
    page.close()


def test_without_scripts_the_date_itself_is_printed_in_full(browser: Browser, coming: str) -> None:
    page: Page = browser.new_page(java_script_enabled=False)
    page.goto(f"{coming}/en/")

    expect(page.locator("[data-until]").first).to_contain_text("16 to 17 April 2027")
    page.close()
