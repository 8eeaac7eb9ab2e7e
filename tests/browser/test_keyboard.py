"""A walk with the Tab key: every stop in reading order, seen and uncovered, and a way out (A11Y-5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

MOST_STOPS = 400
"""A walk that is longer has been caught in a circle."""

# What the keyboard must reach, in the order of the markup, which is the order that is read.
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable=true]")]
  .filter((each) => each.checkVisibility() && !each.disabled && each.type !== "hidden" && each.tabIndex >= 0)
  .map((each, number) => { each.dataset.stop = number; return each.outerHTML.slice(0, 90); })"""
STOP = "() => Number(document.activeElement.dataset.stop ?? -1)"
OUT_OF_ORDER = """() => [...document.querySelectorAll("body *")].filter((each) =>
  each.tabIndex > 0 || getComputedStyle(each).order !== "0")
  .map((each) => `${each.localName}.${each.getAttribute("class") ?? ""}`)"""

# What is wrong with how the focus shows, or null. Its ring is 3 px wide and begins 2 px outside the box; a
# link over two lines has two boxes, each with a ring.
FOCUS_FAULT = """async () => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const ring = parseFloat(style.outlineWidth);
  if (style.outlineStyle === "none" || ring < 3) return `no ring: ${style.outline}`;
  let ground = element.parentElement;
  while (ground.parentElement && getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") {
    ground = ground.parentElement;
  }
  const { backgroundColor } = getComputedStyle(ground);
  if (style.outlineColor === backgroundColor) return "the ring has the colour of the ground";
  const out = ring + parseFloat(style.outlineOffset);
  const boxes = [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  if (!boxes.length) return "no box";
  const first = boxes[0];
  const isBeside = first.left < 0 || first.right > innerWidth;
  if (isBeside || first.top < 0 || first.top >= innerHeight) return "out of sight";
  for (const box of boxes) {
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    if (y < 0 || y > innerHeight) continue;
    const top = document.elementFromPoint(x, y);
    const isCovered = top && !element.contains(top) && !top.contains(element);
    if (isCovered) return `covered by ${top.localName}.${top.className}`;
  }
  const whole = element.getBoundingClientRect();
  for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
    const around = getComputedStyle(each);
    if (around.overflowX === "visible" && around.overflowY === "visible") continue;
    const room = each.getBoundingClientRect();
    const isCut = whole.left - out < room.left - 1 || whole.right + out > room.right + 1
      || whole.top - out < room.top - 1 || whole.bottom + out > room.bottom + 1;
    if (isCut) return `the ring is cut by ${each.localName}.${each.className}`;
  }
  return null;
}"""


@contextmanager
def opened(browser: Browser, address: str, *, width: int = 1280) -> Iterator[Page]:
    """The page at this address, in a window of this width."""
    # With motion the page would still be scrolling to the focus while it is looked at.
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(address)
    try:
        yield page
    finally:
        page.close()


def walk(page: Page, key: str = "Tab") -> tuple[list[int], list[str]]:
    """Press the key until the focus leaves the page; return the stops and what is wrong with any of them."""
    visited: list[int] = []
    faults: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop: int = page.evaluate(STOP)
        if stop < 0 or stop in visited:
            break
        visited.append(stop)
        fault: Any = page.evaluate(FOCUS_FAULT)
        if fault:
            faults.append(f"stop {stop}: {fault}")
    return visited, faults


def partner_page(site: Site) -> str:
    return site.address + site.path_by_template["partner"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("template", ["home", "partner"])
def test_the_tab_key_visits_everything_in_reading_order_with_the_focus_in_sight(
    browser: Browser, site: Site, template: str, width: int
) -> None:
    with opened(browser, site.address + site.path_by_template[template], width=width) as page:
        stops = page.evaluate(STOPS)
        visited, faults = walk(page)

    missed = [stop for number, stop in enumerate(stops) if number not in visited]

    assert missed == []
    assert visited == sorted(visited)
    assert faults == []


def test_the_way_back_visits_the_same_stops_in_the_opposite_order(browser: Browser, site: Site) -> None:
    with opened(browser, partner_page(site)) as page:
        stops = page.evaluate(STOPS)
        for _ in stops:
            page.keyboard.press("Tab")
        last = page.evaluate(STOP)
        visited, faults = walk(page, "Shift+Tab")

    assert [last, *visited] == list(reversed(range(len(stops))))
    assert faults == []


def test_after_the_last_stop_the_keyboard_leaves_the_page(browser: Browser, site: Site) -> None:
    with opened(browser, partner_page(site)) as page:
        stops = page.evaluate(STOPS)
        for _ in range(len(stops) + 1):
            page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.localName")

    assert where == "body"


def test_after_the_skip_link_the_next_stop_is_in_the_content(browser: Browser, site: Site) -> None:
    outside = []
    for template in ("home", "partner", "events"):
        with opened(browser, site.address + site.path_by_template[template]) as page:
            for key in ("Tab", "Enter", "Tab"):
                page.keyboard.press(key)
            if not page.evaluate("document.activeElement.matches('main *')"):
                outside.append(template)

    assert outside == []


def test_no_style_and_no_attribute_changes_the_order_of_the_markup(browser: Browser, site: Site) -> None:
    changed = {}
    for path in site.path_by_template.values():
        with opened(browser, site.address + path) as page:
            found = page.evaluate(OUT_OF_ORDER)
        if found:
            changed[path] = found

    assert changed == {}


def test_a_walk_sees_a_missing_ring_a_covered_stop_a_cut_ring_and_another_order(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<!doctype html><style>a { display: block; margin: 9px; width: 90px }"
        ":focus-visible { outline: 3px solid black; outline-offset: 2px } #bare:focus { outline: none }"
        "#lid { position: fixed; top: 0; height: 60px; width: 200px; background: red }</style>"
        '<div id="lid"></div><p style="height: 99px"><a href="#a">covered</a></p>'
        '<a href="#b" id="bare">bare</a><div style="overflow: hidden; width: 60px"><a href="#c">cut</a></div>'
        '<a href="#d" tabindex="1">first</a>'
    )
    page.evaluate(STOPS)

    visited, faults = walk(page)
    order = page.evaluate(OUT_OF_ORDER)
    page.close()

    assert visited == [3, 0, 1, 2]
    assert [fault.split(":")[1].strip() for fault in faults] == [
        "covered by div.",
        "no ring",
        "the ring is cut by div.",
    ]
    assert order == ["a."]


def test_a_walk_ends_in_a_trap_without_the_stops_behind_it(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        '<!doctype html><a href="#a">one</a><a href="#b" id="trap">two</a><a href="#c">three</a>'
        '<script>trap.onkeydown = (event) => event.key === "Tab" && event.preventDefault()</script>'
    )
    page.evaluate(STOPS)

    visited, _ = walk(page)
    page.close()

    assert visited == [0, 1]
