"""The handbook: one long document of which the browser lays out what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

HANDBOOK = "/en/handbook/"
HEIGHTS = """() => Array.from(document.querySelectorAll("[data-characters]"), (part) => {
  const kept = getComputedStyle(part).containIntrinsicBlockSize;
  part.style.contentVisibility = "visible";
  return [part.textContent.trim().slice(0, 40), kept, part.getBoundingClientRect().height];
})"""
"""Of each part the first words, the room kept for it (``auto 320px``) and the room it takes, in px."""
SCROLL_UP = """async () => {
  scrollBy(0, -300);
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 412, "height": 823})
    page.goto(site.address + HANDBOOK)
    yield page
    page.close()


def test_all_chapters_all_programmes_and_the_sources_wait_until_they_are_read(page: Page) -> None:
    waiting = page.evaluate(
        """() => Array.from(document.querySelectorAll(
          ".chapter-title + div, main .programmes, .sources ul"), (part) => part.closest("[data-characters]"))
          .filter((part) => !part || getComputedStyle(part).contentVisibility !== "auto").length"""
    )

    assert waiting == 0


# Where the room kept is too little, a chapter that waits lies over the next one, and its links do too.
@pytest.mark.parametrize("width", [320, 360, 383, 384, 412, 639, 640, 768, 1023, 1024, 1280, 1920])
def test_the_room_kept_for_a_chapter_holds_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    rooms = page.evaluate(HEIGHTS)
    short = [
        (words, kept, height)
        for words, kept, height in rooms
        if float(re.sub(r"auto (.+)px", r"\1", kept)) < height
    ]

    assert len(rooms) > 20
    assert short == []


@pytest.mark.parametrize("name", ["When do I have to apply?", "What do students ask first?"])
def test_a_link_to_a_chapter_lands_on_its_heading_and_the_way_back_is_steady(page: Page, name: str) -> None:
    heading = page.locator(".chapter-title").filter(has_text=name)
    page.get_by_role("link", name=name).first.click()
    expect(heading).to_be_in_viewport()
    landed = heading.bounding_box()
    for _ in range(10):
        page.evaluate(SCROLL_UP)

    # What is laid out above moves nothing of what is being read.
    expect(heading).not_to_be_in_viewport()
    after = heading.bounding_box()
    assert landed and after
    assert 0 <= landed["y"] < 60
    assert after["y"] - landed["y"] == pytest.approx(3000, abs=30)


def test_what_waits_is_there_for_those_who_listen_or_print(page: Page) -> None:
    last_question = page.get_by_role("heading", name="What do students ask first?")
    page.emulate_media(media="print")

    assert last_question.count() == 1
    assert page.evaluate(
        "getComputedStyle(document.querySelector('[data-characters]')).contentVisibility"
    ) == ("visible")
