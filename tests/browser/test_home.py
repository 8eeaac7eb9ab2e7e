"""The home page answers first: what visitors come for is near the top of a small phone."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.conftest import Site

TWO_SCREENS = 2 * 800
TOP_TASKS = (
    "/en/programmes/",
    "/en/costs/",
    "/en/apply/",
    "/en/partners/",
    "/en/apply/visa/",
    "/en/scholarships/",
    "/en/living/housing/",
    "/en/living/work/",
    "/en/safety/",
    "/en/living/",
    "/en/checklist/",
    "/en/about/contact/",
)
"""Where the questions that visitors come with are answered, in their order. Source: ux.md section 1."""
PARTERRES = 8
FOOT_BY_ADDRESS = """(chosen) => Object.fromEntries([...document.querySelectorAll(chosen)].reverse()
  .map((link) => [link.getAttribute("href"), link.getBoundingClientRect().bottom]))"""
"""Of several links to one address the first counts."""


def test_every_top_question_is_within_two_screens_of_a_small_phone(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})

    page.goto(site.address + site.path_by_template["home"])
    foot_by_address = page.evaluate(FOOT_BY_ADDRESS, "main a")
    parterres = page.evaluate(FOOT_BY_ADDRESS, ".parterres li a")
    page.close()

    assert [task for task in TOP_TASKS if foot_by_address.get(task, TWO_SCREENS + 1) > TWO_SCREENS] == []
    assert len(parterres) == PARTERRES
