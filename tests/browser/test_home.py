"""The home page answers first: what visitors come for is near the top of a small phone."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.conftest import Site

TWO_SCREENS = 2 * 800
FOOT_OF_LINKS = """() => [...document.querySelectorAll(".parterres a")]
  .map((link) => link.getBoundingClientRect().bottom)"""


def test_every_top_question_is_within_two_screens_of_a_small_phone(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})

    page.goto(site.address + site.path_by_template["home"])
    feet = page.evaluate(FOOT_OF_LINKS)
    page.close()

    assert len(feet) == 8
    assert max(feet) <= TWO_SCREENS
