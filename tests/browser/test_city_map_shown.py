"""The map of the city in a browser: every numbered bed is in the list, on both sides and at any width."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from microsite.pages.city_cloth import ACROSS, DOWN
from tests.browser.conftest import Site
from tests.browser.test_axe import violations
from tests.browser.test_layout import WIDER_THAN_THE_SCREEN

PATH = "/en/living/places/"
# A numbered bed is woven in reverse, so its corner is filled; that of any other is ground.
NUMBERED_BEDS = """([across, down]) => {
  const picture = document.querySelector(".city-map svg"), beds = picture.querySelector(".city-beds");
  const { width, height } = picture.viewBox.baseVal, found = [];
  for (let y = 0; y < height; y += down) {
    for (let x = 0; x < width; x += across) {
      if (beds.isPointInFill(new DOMPoint(x + 1.5, y + 1.5))) found.push([x, y]);
    }
  }
  return found;
}"""
NUMBERS_IN_LIST = """() => [...document.querySelectorAll(".city-map ~ ol.steps > li")].length"""
CELL = """() => {
  const picture = document.querySelector(".city-map svg");
  return picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
}"""
FILLS = """() => [".city-beds", ".city-garden"]
  .map((part) => getComputedStyle(document.querySelector(part)).fill)"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("side", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, site: Site, side: Literal["light", "dark"], width: int
) -> None:
    page = browser.new_page(color_scheme=side, viewport={"width": width, "height": 800})
    page.goto(site.address + PATH)

    found, wide = violations(page), page.evaluate(WIDER_THAN_THE_SCREEN)
    page.close()

    assert found == []
    assert wide == []


def test_every_bed_with_a_number_is_in_the_list_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + PATH)

    beds = page.evaluate(NUMBERED_BEDS, [ACROSS, DOWN])
    listed = page.evaluate(NUMBERS_IN_LIST)
    context.close()

    assert listed > 1
    assert len(beds) == listed


def test_the_picture_has_a_name_and_a_description_for_those_who_cannot_see_it(
    browser: Browser, site: Site
) -> None:
    page = browser.new_page()
    page.goto(site.address + PATH)

    picture = page.get_by_role("img", name="Map of the places in this list")
    count, description = picture.count(), picture.locator("desc").text_content()
    page.close()

    assert count == 1
    assert description is not None and description.startswith("Schematic, not to scale. North is at the top.")


@pytest.mark.parametrize("width", [320, 480, 1280])
def test_a_cell_is_whole_pixels_so_that_every_thread_is_as_wide_as_the_next(
    browser: Browser, site: Site, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(site.address + PATH)

    cell = page.evaluate(CELL)
    page.close()

    assert cell == pytest.approx(round(cell))


def test_in_forced_colours_the_beds_have_the_colour_of_text(browser: Browser, site: Site) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(site.address + PATH)

    fills = set(page.evaluate(FILLS))
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    page.close()

    assert fills == {ink}


def test_on_paper_the_numbered_beds_are_black_and_the_ornament_is_grey(browser: Browser, site: Site) -> None:
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print")
    page.goto(site.address + PATH)

    beds, garden = page.evaluate(FILLS)
    page.close()

    assert beds == "rgb(0, 0, 0)"
    assert garden == "rgb(153, 153, 153)"
