"""Search: an index fetched when somebody begins, ranked results, the keyboard."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

SEARCH = "/en/search/"
INDEX = f"{SEARCH}index.json"


@pytest.fixture
def search(browser: Browser, site: Site) -> Iterator[Page]:
    """The search page, looked at for the first time."""
    page = browser.new_page()
    page.goto(site.address + SEARCH)
    yield page
    page.close()


def ask(page: Page, words: str) -> list[str]:
    """Type words and return the titles of what is found."""
    page.locator("#search-field").fill("")
    expect(page.get_by_role("status")).to_be_empty()
    page.locator("#search-field").fill(words)
    expect(page.get_by_role("status")).not_to_be_empty()
    return page.locator(".results a").all_inner_texts()


def test_the_index_is_fetched_when_the_field_gets_the_focus_and_once(search: Page, site: Site) -> None:
    asked: list[str] = []
    search.on("request", lambda request: asked.append(request.url) if INDEX in request.url else None)
    search.goto(site.address + SEARCH, wait_until="networkidle")
    before = list(asked)

    with search.expect_response(site.address + INDEX):
        search.locator("#search-field").focus()
    ask(search, "burgos")
    ask(search, "minsk")

    assert before == []
    assert asked == [site.address + INDEX]


def test_the_index_is_small(search: Page, site: Site) -> None:
    content = search.request.get(site.address + INDEX).body()

    assert len(gzip.compress(content, 9)) <= 25_000


def test_a_name_finds_its_page_first(search: Page) -> None:
    title_by_words = {
        "firat": "Fırat University",
        "Elazığ": "Fırat University",
        "BUT": "Bialystok University of Technology",
        "politechnika białostocka": "Bialystok University of Technology",
        "privacy": "Privacy",
        "turkey": "Partners in Türkiye",
        "visa": "Do I need a visa, and how do I stay?",
    }

    found = {words: ask(search, words)[:1] for words in title_by_words}

    assert found == {words: [title] for words, title in title_by_words.items()}


def test_a_title_comes_before_a_name_a_name_before_a_heading_a_heading_before_a_text(
    search: Page, site: Site
) -> None:
    pages = [
        {"address": "/text/", "title": "D", "text": "About amber"},
        {"address": "/heading/", "title": "C", "headings": [["a", "Where is amber?"]]},
        {"address": "/name/", "title": "B", "names": ["Amber house"]},
        {"address": "/title/", "title": "A museum of amber"},
        {"address": "/whole/", "title": "Amber"},
        {"address": "/other/", "title": "Chamber"},
    ]
    search.route(f"**{INDEX}", lambda route: route.fulfill(json=pages))

    assert ask(search, "Amber") == ["Amber", "A museum of amber", "B", "C: Where is amber?", "D"]


def test_a_heading_that_answers_is_linked_itself(search: Page) -> None:
    ask(search, "visa")

    targets = search.locator(".results a").evaluate_all(
        "(all) => all.map((link) => link.getAttribute('href'))"
    )
    assert any("#" in target for target in targets)


def test_every_word_must_be_found(search: Page) -> None:
    assert ask(search, "firat nowhere") == []
    expect(search.get_by_role("status")).to_have_text("Nothing found. All pages stand below from A to Z.")
    expect(search.locator(".part-letter").first).to_be_visible()


def test_the_number_of_results_is_said(search: Page) -> None:
    found = ask(search, "university")

    expect(search.get_by_role("status")).to_have_text(f"Pages found: {len(found)}.")


def test_every_result_leads_to_a_page(search: Page, site: Site) -> None:
    ask(search, "u")

    addresses = search.locator(".results a").evaluate_all(
        "(all) => all.map((link) => new URL(link.href).pathname)"
    )
    assert len(addresses) > 20
    assert set(addresses) <= set(site.paths)


def test_arrow_keys_walk_through_the_results_and_back(search: Page) -> None:
    ask(search, "university")
    links = search.locator(".results a")
    search.locator("#search-field").focus()

    search.keyboard.press("ArrowDown")
    search.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    search.keyboard.press("ArrowUp")
    search.keyboard.press("ArrowUp")

    expect(search.locator("#search-field")).to_be_focused()


def test_enter_on_a_result_opens_it(search: Page, site: Site) -> None:
    ask(search, "firat")
    search.locator("#search-field").focus()

    search.keyboard.press("ArrowDown")
    search.keyboard.press("Enter")

    search.wait_for_url(f"{site.address}/en/partners/turkiye/firat-university/")


def test_escape_clears_from_anywhere_in_the_results(search: Page) -> None:
    ask(search, "university")
    search.locator(".results a").nth(2).focus()

    search.keyboard.press("Escape")

    expect(search.locator("#search-field")).to_be_focused()
    expect(search.locator("#search-field")).to_have_value("")
    expect(search.locator(".results a")).to_have_count(0)
    expect(search.locator(".part-letter").first).to_be_visible()


def test_the_words_stand_in_the_address_and_back_brings_them_again(search: Page, site: Site) -> None:
    ask(search, "burgos")
    search.wait_for_url("**?q=burgos")
    search.locator(".results a").first.click()

    search.go_back()

    expect(search.locator("#search-field")).to_have_value("burgos")
    expect(search.locator(".results a").first).to_have_text("University of Burgos")


def test_an_index_that_cannot_be_fetched_leaves_the_list_from_a_to_z(search: Page) -> None:
    search.route(f"**{INDEX}", lambda route: route.fulfill(status=404))

    assert ask(search, "burgos") == []
    expect(search.get_by_role("status")).to_contain_text("does not answer")
    expect(search.locator(".part-letter").first).to_be_visible()


def test_what_an_index_says_is_shown_as_text(search: Page) -> None:
    entry = {"address": "/en/", "title": "<img src=x onerror=alert(1)>", "text": "<b>bold</b>"}
    search.route(f"**{INDEX}", lambda route: route.fulfill(json=[entry]))

    assert ask(search, "img") == [entry["title"]]
    expect(search.locator(".results img, .results b")).to_have_count(0)


def test_without_scripts_the_list_from_a_to_z_is_the_page(browser: Browser, site: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site.address + SEARCH)

    expect(page.locator("#search-field")).to_be_hidden()
    expect(page.get_by_role("link", name="Fırat University")).to_be_visible()
    page.close()
