"""The finder "Is my university a partner?" (PART-1, PART-2), and the letters it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from microsite.pages.index_page import fold
from tests.browser.conftest import Site
from tests.browser.test_axe import violations

LIST = "/en/partners/"
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def finder(browser: Browser, site: Site) -> Iterator[Page]:
    """The list of partners, looked at for the first time."""
    page = browser.new_page()
    page.goto(site.address + LIST)
    yield page
    page.close()


def names_shown(page: Page) -> list[str]:
    """The names in the rows that can be seen."""
    rows = page.locator("table.partners tr:not(.country)").filter(visible=True)
    return rows.locator("th > :first-child").all_inner_texts()


def found_by(page: Page, typed: str) -> list[str]:
    """What stands in the list after these words were typed."""
    page.locator("#finder-field").fill(typed)
    return names_shown(page)


def test_every_spelling_finds_firat_university(finder: Page) -> None:
    spellings = [
        "Fırat",
        "Firat",
        "FIRAT",
        "firat üniversitesi",
        "univ firat",
        " fırat  ",
        "Elazığ",
        "elazig",
    ]

    found = {typed: found_by(finder, typed) for typed in [*spellings, "turkey fir", "TÜRKİYE Fırat"]}

    assert {typed: names for typed, names in found.items() if names != ["Fırat University"]} == {}


def test_own_names_short_names_and_towns_find_a_partner(finder: Page) -> None:
    name_by_words = {
        "Łódź": "Lodz University of Technology",
        "politechnika lodzka": "Lodz University of Technology",
        "гродзенскі дзяржауны": "Grodno State Medical University",
        "重庆大学": "Chongqing University",
        "AGH": "AGH University of Krakow",
        "المنصورة": "Mansoura University",
        "منصورة": "Mansoura University",
    }

    found = {typed: found_by(finder, typed) for typed in name_by_words}

    missed = {
        typed: names
        for typed, names in found.items()
        if not any(name.startswith(name_by_words[typed]) for name in names)
    }
    assert missed == {}


def test_each_name_in_the_list_finds_its_own_row(finder: Page) -> None:
    missed = [name for name in names_shown(finder) if name not in found_by(finder, name)]

    assert missed == []


def test_a_country_finds_all_its_partners_and_no_other_country(finder: Page) -> None:
    finder.locator("#finder-field").fill("spain")

    headings = finder.locator("tr.country").filter(visible=True).all_inner_texts()
    assert [text.strip() for text in headings] == ["Spain"]


def test_the_answer_is_said_in_a_status_with_the_count_and_the_few_names(finder: Page) -> None:
    found_by(finder, "firat")

    said = finder.get_by_role("status").inner_text().split("\n")
    assert re.fullmatch(r"Found: 1 of \d+ organisations\.", said[0])
    assert said[-1] == "Fırat University: Recorded in 2022 – ask before you plan"


def test_no_match_is_no_no_and_names_the_office(finder: Page) -> None:
    names = found_by(finder, "University of Nowhere")

    status = finder.get_by_role("status")
    office = finder.locator(".contact-box .office-name").inner_text()
    assert names == []
    assert " ".join(status.inner_text().split()).startswith(
        f"We have no record of a partnership. That is not a no: ask the {office}."
    )
    expect(status.get_by_role("link", name=office, exact=True)).to_have_attribute("href", "#contact-box")


def test_no_match_shows_how_to_reach_the_office_of_each_university(finder: Page) -> None:
    found_by(finder, "University of Nowhere")

    entries = finder.get_by_role("status").get_by_role("listitem").all()

    ways = {entry.inner_text().partition(":")[0]: entry.get_by_role("link").count() for entry in entries}
    assert ways == {
        "Bialystok University of Technology": 1,
        "Medical University of Bialystok": 1,
        "University of Bialystok": 1,
    }
    mailboxes = finder.get_by_role("status").locator('a[href^="mailto:"]').all_inner_texts()
    assert mailboxes == ["international@umb.edu.pl", "incoming@uwb.edu.pl"]


def test_what_has_no_letter_matches_nothing_and_breaks_nothing(finder: Page) -> None:
    assert [found_by(finder, typed) for typed in ("?!", "-", "…")] == [[], [], []]
    assert len(found_by(finder, "")) > 50


def test_what_was_typed_stands_in_the_address_and_back_undoes_it(finder: Page, site: Site) -> None:
    all_names = names_shown(finder)
    finder.locator("#finder-field").press_sequentially("burgos")
    finder.wait_for_url(f"{site.address}{LIST}?q=burgos")

    finder.go_back()

    expect(finder).to_have_url(site.address + LIST)
    expect(finder.locator("#finder-field")).to_have_value("")
    assert names_shown(finder) == all_names


def test_forward_finds_again(finder: Page, site: Site) -> None:
    finder.locator("#finder-field").fill("burgos")
    finder.wait_for_url("**?q=burgos")
    finder.go_back()

    finder.go_forward()

    assert names_shown(finder) == ["University of Burgos"]


def test_an_address_with_words_shows_what_they_find(finder: Page, site: Site) -> None:
    finder.goto(f"{site.address}{LIST}?q=F%C4%B1rat")

    assert finder.locator("#finder-field").input_value() == "Fırat"
    assert names_shown(finder) == ["Fırat University"]


def test_typing_never_moves_the_focus(finder: Page) -> None:
    field = finder.locator("#finder-field")
    field.focus()

    finder.keyboard.type("xyz")
    finder.keyboard.press("Enter")

    expect(field).to_be_focused()


@pytest.mark.parametrize("way", ["Escape", "Clear"])
def test_the_keyboard_clears_the_field_and_stays_in_it(finder: Page, way: str) -> None:
    field = finder.locator("#finder-field")
    field.focus()
    finder.keyboard.type("burgos")

    if way == "Clear":
        finder.keyboard.press("Tab")
        finder.keyboard.press("Enter")
    else:
        finder.keyboard.press("Escape")

    expect(field).to_have_value("")
    expect(field).to_be_focused()
    assert "?" not in finder.url
    assert len(names_shown(finder)) > 50


def test_from_the_field_the_tab_key_goes_on_to_what_was_found(finder: Page) -> None:
    finder.locator("#finder-field").fill("burgos")
    finder.locator("#finder-field").focus()

    reached = []
    for _ in range(4):
        finder.keyboard.press("Tab")
        reached.append(finder.evaluate("document.activeElement.innerText"))

    assert reached[0] == "Clear"
    assert "University of Burgos" in reached


def test_the_answer_stands_on_the_first_screen_of_a_phone(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{site.address}{LIST}?q=burgos")

    expect(page.get_by_role("link", name="University of Burgos").first).to_be_in_viewport()
    page.close()


def test_without_scripts_there_is_no_field_and_the_list_is_complete(browser: Browser, site: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site.address}{LIST}?q=burgos")

    assert not page.locator("#finder-field").is_visible()
    assert len(names_shown(page)) == page.locator("table.partners tr:not(.country):has(td)").count() > 50
    page.close()


def test_the_script_folds_every_letter_as_the_engine_does(finder: Page) -> None:
    blocks = [(0x20, 0x250), (0x1E00, 0x2000), (0x370, 0x530), (0x5D0, 0x6E0), (0x4E00, 0x4F00)]
    letters = {chr(code) for first, last in blocks for code in range(first, last)}
    for path in (REPOSITORY / "data").rglob("*.yaml"):
        letters |= set(path.read_text(encoding="utf-8"))
    # Only letters that every Unicode of the last ten years knows, one at a time: no word has an end then.
    texts = sorted(each for each in letters if each.isalnum())

    folded = finder.evaluate(
        "async ([address, texts]) => texts.map((await import(address)).fold)",
        [finder.locator('link[rel="modulepreload"]').get_attribute("href"), texts],
    )

    differing = {
        text: (script, fold(text)) for text, script in zip(texts, folded, strict=True) if script != fold(text)
    }
    assert len(texts) > 1000
    assert differing == {}


@pytest.mark.parametrize("path", [f"{LIST}?q=burgos", f"{LIST}?q=nowhere", "/en/search/?q=visa"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_while_there_is_an_answer(
    browser: Browser, site: Site, path: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(site.address + path)
    expect(page.get_by_role("status")).not_to_be_empty()

    found = violations(page)
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.close()

    assert found == []
    assert not is_wide
