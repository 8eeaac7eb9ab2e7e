"""The filters of the programmes (PROG-1, PROG-2): rows, count, address, Back, and no scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_axe import violations

LIST = "/en/programmes/"


@pytest.fixture
def programmes(browser: Browser, site: Site) -> Iterator[Page]:
    """The table of programmes, looked at for the first time."""
    page = browser.new_page()
    page.goto(site.address + LIST)
    yield page
    page.close()


def rows_shown(page: Page) -> list[str]:
    return [
        str(each.get_attribute("id"))
        for each in page.locator("main tr[data-level]").filter(visible=True).all()
    ]


def query_of(page: Page) -> str:
    return str(page.evaluate("location.search"))


def test_a_checked_box_leaves_only_its_rows_and_says_how_many(programmes: Page) -> None:
    programmes.get_by_role("checkbox", name="Bachelor", exact=True).check()

    levels = {
        each.get_attribute("data-level")
        for each in programmes.locator("main tr[data-level]").filter(visible=True).all()
    }
    assert levels == {"bachelor"}
    expect(programmes.get_by_role("status")).to_contain_text(f"Shown: {len(rows_shown(programmes))} of ")


def test_boxes_of_one_group_add_up_and_groups_narrow(programmes: Page) -> None:
    boxes = {
        name: programmes.get_by_role("checkbox", name=name, exact=True) for name in ("UMB", "UwB", "Master")
    }

    boxes["UMB"].check()
    umb = set(rows_shown(programmes))
    boxes["UwB"].check()
    both = set(rows_shown(programmes))
    boxes["Master"].check()
    masters = set(rows_shown(programmes))

    assert umb == {"umb-medicine"}
    assert umb < both
    assert masters == {"uwb-international-relations-master"}


def test_a_section_without_rows_steps_aside(programmes: Page) -> None:
    programmes.get_by_role("checkbox", name="Medicine", exact=True).check()

    expect(programmes.get_by_role("heading", name="Medicine", exact=True)).to_be_visible()
    expect(programmes.get_by_role("heading", name="Engineering", exact=True)).to_be_hidden()


def test_the_choice_stands_in_the_address_and_back_takes_it_back(programmes: Page) -> None:
    every = rows_shown(programmes)

    programmes.get_by_role("checkbox", name="Bachelor", exact=True).check()
    programmes.get_by_role("checkbox", name="October", exact=True).check()
    with_both = query_of(programmes)
    programmes.go_back()
    with_one = query_of(programmes)
    programmes.go_back()

    assert (with_both, with_one, query_of(programmes)) == (
        "?level=bachelor&intake=october",
        "?level=bachelor",
        "",
    )
    assert rows_shown(programmes) == every
    expect(programmes.get_by_role("checkbox", name="Bachelor", exact=True)).not_to_be_checked()


def test_a_shared_link_shows_what_was_chosen(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(f"{site.address}{LIST}?subject=computing&level=bachelor")

    assert rows_shown(page) == ["uwb-computer-science-bachelor"]
    expect(page.get_by_role("checkbox", name="Computer science", exact=True)).to_be_checked()
    page.close()


def test_one_button_shows_all_programmes_again(programmes: Page) -> None:
    every = rows_shown(programmes)
    programmes.get_by_role("checkbox", name="UMB", exact=True).check()

    button = programmes.get_by_role("button", name="Show all programmes")
    button.click()

    assert rows_shown(programmes) == every
    assert query_of(programmes) == ""
    expect(button).to_be_focused()


def test_filtering_never_moves_focus(programmes: Page) -> None:
    box = programmes.get_by_role("checkbox", name="Master", exact=True)
    box.focus()

    programmes.keyboard.press("Space")

    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_what_nothing_answers_is_told_and_no_row_is_shown(programmes: Page) -> None:
    programmes.get_by_role("checkbox", name="Medicine", exact=True).check()
    programmes.get_by_role("checkbox", name="BUT", exact=True).check()

    assert rows_shown(programmes) == []
    expect(programmes.get_by_role("status")).to_contain_text("Shown: 0 of ")


def test_the_filtered_page_has_no_barrier_that_axe_knows(programmes: Page) -> None:
    programmes.get_by_role("checkbox", name="Master", exact=True).check()

    assert violations(programmes) == []


def test_without_scripts_the_table_is_complete_and_no_filter_is_shown(browser: Browser, site: Site) -> None:
    with_scripts = browser.new_page()
    with_scripts.goto(site.address + LIST)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site.address + LIST)

    assert rows_shown(page) == rows_shown(with_scripts)
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.get_by_role("link", name="Programmes: engineering")).to_be_visible()
    page.context.close()
    with_scripts.close()
