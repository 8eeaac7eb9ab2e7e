"""The woven year in a browser: an academic year as it will be, and the last year as it is shown until then.

The real site knows no term; here it has one, invented, so that every weave and mark can be looked at.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.test_axe import violations
from tests.browser.test_layout import WIDER_THAN_THE_SCREEN
from tests.conftest import run_command
from tests.real_site import NOW, REPOSITORY, served

UNIVERSITIES = ("bialystok-university-of-technology", "university-of-bialystok")
PERIODS = """\
  - type: term
    start: 2026-10-01
    end: 2027-01-31
  - type: break
    start: 2026-12-23
    end: 2027-01-06
  - type: exams
    start: 2027-02-01
    end: 2027-02-14
  - type: break
    start: 2027-07
    end: 2027-09
"""
SIZES = """(figure) => [...figure.querySelectorAll(".year-panel")].map((panel) => ({
  day: panel.getBoundingClientRect().width / panel.viewBox.baseVal.width * 5,
  letters: parseFloat(getComputedStyle(panel.querySelector("text")).fontSize)
    * panel.getBoundingClientRect().width / panel.viewBox.baseVal.width,
  top: panel.getBoundingClientRect().top,
  right: panel.getBoundingClientRect().right,
}))"""
FILLS = """() => Object.fromEntries(["clear", "knot", "deadline", "past"].map((name) =>
  [name, getComputedStyle(document.querySelector(`.year-${name}`)).fill]))"""


def year_file(university: str) -> str:
    return (
        f"name: 2026/2027\nuniversity: {university}\nperiods:\n{PERIODS}sources:\n"
        "  - document: but-study-at-but\n    checked: 2026-11-01\n"
    )


def deadline_file(day: str) -> str:
    return (
        f"label: Registration\nvalue: {day}\ntype: deadline\ntopics:\n  - apply\napplies_to:\n"
        f"  - university:{UNIVERSITIES[0]}\nsource: but-study-at-but\nchecked: 2026-11-01\n"
    )


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site once two universities have announced their year; where it is served."""
    root, out = tmp_path_factory.mktemp("announced"), tmp_path_factory.mktemp("site")
    for folder in ("content", "data", "templates"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    write_records(root / "data")
    done = run_command("build", "--now", NOW, "--root", str(root), "--out", str(out))
    assert done.returncode == 0, done.stdout
    with served(out) as address:
        yield address


def write_records(data: Path) -> None:
    for university in UNIVERSITIES:
        (data / f"academic-years/{university}-2026.yaml").write_text(year_file(university))
    for number, day in enumerate(("2026-11-10", "2026-12-01", "2027-07-15")):
        (data / f"facts/announced-{number}.yaml").write_text(deadline_file(day))


def open_home(browser: Browser, address: str, width: int, side: Literal["light", "dark"] = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=side)
    page.goto(f"{address}/en/")
    return page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("side", ["light", "dark"])
def test_axe_finds_nothing_in_a_year_with_every_weave(
    browser: Browser, announced: str, side: Literal["light", "dark"], width: int
) -> None:
    page = open_home(browser, announced, width, side)

    found = violations(page)
    wide = page.evaluate(WIDER_THAN_THE_SCREEN)
    page.close()

    assert found == []
    assert wide == []


def test_each_university_has_a_cloth_and_every_deadline_its_column_and_its_line(
    browser: Browser, announced: str
) -> None:
    page = open_home(browser, announced, 1280)
    names = page.locator(".year-university").all_inner_texts()
    shapes = page.locator(".year-cloth").first.locator(".year-deadline")
    bars = sum((shape.get_attribute("d") or "").count("M") for shape in shapes.all())
    lines = page.locator(".year-list li", has_text="deadline: ").count()
    over = page.locator(".year-list li", has_text=", over").count()
    today = page.locator(".year-cloth .year-today").count()
    page.close()

    assert names == ["Bialystok University of Technology", "University of Bialystok"]
    assert (bars, lines, over, today) == (3, 3, 1, 2)


@pytest.mark.parametrize(
    ("width", "day", "is_side_by_side"),
    [(320, 10, False), (360, 10, False), (768, 20, False), (1024, 15, True), (1280, 20, True)],
)
def test_a_thread_is_a_whole_number_of_pixels_and_the_halves_fit(
    browser: Browser, announced: str, width: int, day: int, is_side_by_side: bool
) -> None:
    page = open_home(browser, announced, width)

    first, second, *_ = page.locator(".woven-year").first.evaluate(SIZES)
    page.close()

    assert (first["day"], second["day"]) == (day, day)
    assert first["letters"] == pytest.approx(15)
    assert (first["top"] == second["top"]) == is_side_by_side
    assert max(first["right"], second["right"]) <= width


def test_on_paper_the_halves_lie_side_by_side_on_the_sheet(browser: Browser, announced: str) -> None:
    sheet = 665  # an A4 sheet without its margins, 176 mm
    page = open_home(browser, announced, sheet)
    page.emulate_media(media="print")

    first, second, *_ = page.locator(".woven-year").first.evaluate(SIZES)
    page.close()

    assert first["top"] == second["top"]
    assert second["right"] <= sheet


def test_in_forced_colours_a_deadline_is_still_a_bar_with_a_knot(browser: Browser, announced: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{announced}/en/")

    fills = page.evaluate(FILLS)
    context.close()

    assert fills["knot"] == fills["clear"] != fills["deadline"] == fills["past"]


def test_until_a_deadline_is_to_come_the_last_year_is_shown_as_over(browser: Browser, site: Site) -> None:
    page = open_home(browser, site.address, 360)

    lead = page.locator("section:has(> #year) p").first.inner_text()
    marked = page.locator(".year-cloth .year-deadline").evaluate_all(
        "(shapes) => shapes.map((shape) => shape.classList.contains('year-past'))"
    )
    today = page.locator(".year-today").count()
    page.close()

    assert "Its days are over." in lead
    assert marked
    assert all(marked)
    assert today == 0
