"""A browser, and the real site served to it from plain files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.get_browser import find_browser, is_ci, started_playwright
from tests.real_site import build_once, served

# What the browser would fetch for itself, and any host but this machine, is out of reach.
SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
LAY_OUT = """() => {
  for (const part of document.querySelectorAll("[data-characters]")) part.style.contentVisibility = "visible";
}"""
"""Shows all that a long page lays out only when it is read, to be seen or measured as a whole."""


@dataclass(frozen=True, slots=True)
class Site:
    """The real site as the browser meets it."""

    address: str
    """Where it is served: ``http://127.0.0.1:8000``."""

    paths: tuple[str, ...]
    """Every page, such as ``/en/about/``."""

    path_by_template: dict[str, str]
    """One page of each type; the type is what ``data-template`` of its body says."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real site, served while the tests run."""
    folder = build_once(tmp_path_factory, "at-root")
    paths = {page_path(file, folder): file for file in sorted(folder.rglob("*.html"))}
    path_by_template: dict[str, str] = {}
    for path, file in paths.items():
        path_by_template.setdefault(template_of(file), path)
    with served(folder) as address:
        yield Site(address, tuple(paths), path_by_template)


# One for each file: while Playwright is started its event loop counts as running in this thread, and
# the tests of the preview, which may come next in the same process, need to run one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window; skipped at home and failed in CI when there is none."""
    program = find_browser()
    if program is None:
        refuse = pytest.fail if is_ci() else pytest.skip
        refuse("no browser: run tests/browser/get_browser.py")
    with started_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield chromium
        chromium.close()


def page_path(file: Path, folder: Path) -> str:
    """Return where the file is served: ``/en/about/`` for ``en/about/index.html``."""
    return f"/{file.relative_to(folder).as_posix().removesuffix('index.html')}"


def template_of(file: Path) -> str:
    """Return the type of a page, from the layout's ``data-template`` on its body."""
    found = re.search(r'<body\b[^>]*\bdata-template="([^"]+)"', file.read_text(encoding="utf-8"))
    assert found, f"{file.name} does not say its type: data-template is missing on body"
    return found[1]
