"""axe, an outside judge of accessibility, on one page of each type (A11Y-1).

All its rules but the experimental ones, best practice included: no violation is allowed.
"""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LAY_OUT, Site

ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
BROKEN_PAGE = '<!doctype html><html><title>x</title><main><h1>x</h1><img src="data:,"></main></html>'


def violations(page: Page) -> list[str]:
    """What axe holds against the page, as ``rule: selector``."""
    response: dict[str, Any] = Axe().run(page, options=ONLY_VIOLATIONS).response
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("side", ["light", "dark"])
def test_axe_finds_nothing_on_any_type_of_page(
    browser: Browser, site: Site, side: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(color_scheme=side, viewport={"width": width, "height": 800})
    page = context.new_page()

    found = []
    for path in site.path_by_template.values():
        page.goto(site.address + path)
        page.evaluate(LAY_OUT)
        found += [f"{path} {violation}" for violation in violations(page)]
    context.close()

    assert found == []


def test_axe_sees_a_page_without_language_and_a_picture_without_words(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(BROKEN_PAGE)

    found = violations(page)
    page.close()

    assert "html-has-lang: html" in found
    assert "image-alt: img" in found
