"""The checklist: a box for each task, empty, on screen and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site

BOXES = """() => [...document.querySelectorAll(".checklist > ul > li")].map((task) => {
  const box = getComputedStyle(task, "::before");
  return {
    words: task.innerText.slice(0, 30),
    isEmpty: box.content === '""' && box.backgroundColor === "rgba(0, 0, 0, 0)",
    isDrawn: parseFloat(box.borderTopWidth) >= 1 && box.borderTopStyle === "solid",
    isSquare: box.width === box.height && parseFloat(box.width) >= 10,
  };
})"""


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_task_has_an_empty_box_to_tick(browser: Browser, site: Site, medium: str) -> None:
    page = browser.new_page()
    page.emulate_media(media="print" if medium == "print" else "screen")
    page.goto(site.address + site.path_by_template["checklist"])

    boxes = page.evaluate(BOXES)
    page.close()

    assert len(boxes) > 25
    assert [each for each in boxes if not (each["isEmpty"] and each["isDrawn"] and each["isSquare"])] == []


def test_paper_has_one_sheet_before_the_answer_of_the_university_and_one_after(
    browser: Browser, site: Site
) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(site.address + site.path_by_template["checklist"])

    breaks = page.evaluate(
        """() => [...document.querySelectorAll(".checklist > h2")]
          .map((stage) => getComputedStyle(stage).breakBefore)"""
    )
    page.close()

    assert breaks == ["auto", "auto", "page", "auto"]
