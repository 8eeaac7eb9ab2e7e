"""What a finger must hit: the menu on a small phone, the main actions of each page (FRAME-2, A11Y-6)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import LAY_OUT, Site

FINGER = 44
"""Pixels that a main action is high at least. Source: ux.md A11Y-6."""
MENU_ROWS = 3
"""At most, at 320 pixels. Source: ux.md FRAME-2."""
MAIN_ACTIONS = ".menu a, .languages a, .doors a, .beds a, .jump a, button, .ask input, .filters label"
HEIGHTS = """(chosen) => [...document.querySelectorAll(chosen)]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect().height])"""
TOPS = "() => [...document.querySelectorAll('.menu a')].map((each) => each.getBoundingClientRect().top)"


@dataclass(frozen=True, slots=True)
class Phone:
    """What the narrowest phone shows of one page."""

    menu_rows: int
    heights: tuple[tuple[str, float], ...]
    """Of each main action, with its words."""


@pytest.fixture(scope="module")
def phones(browser: Browser, site: Site) -> dict[str, Phone]:
    """A page of each type on the narrowest phone, by its path."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    found = {}
    for path in site.path_by_template.values():
        page.goto(site.address + path)
        page.evaluate(LAY_OUT)
        heights = page.evaluate(HEIGHTS, MAIN_ACTIONS)
        found[path] = Phone(len(set(page.evaluate(TOPS))), tuple((name, height) for name, height in heights))
    page.close()
    return found


def test_the_menu_takes_three_rows_at_most_on_the_narrowest_phone(phones: dict[str, Phone]) -> None:
    assert {
        path: phone.menu_rows for path, phone in phones.items() if not 0 < phone.menu_rows <= MENU_ROWS
    } == {}


def test_main_actions_are_large_enough_for_a_finger(phones: dict[str, Phone]) -> None:
    small = {
        path: [name for name, height in phone.heights if height < FINGER] for path, phone in phones.items()
    }

    assert sum(len(phone.heights) for phone in phones.values()) > 100
    assert {path: names for path, names in small.items() if names} == {}
