"""Write pictures of a page of each type into gallery/, for a person to look at: `make gallery`.

Three widths, both sides of the cloth, and a page that shows them all beside what each type weighs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from tests.browser.budgets import BUDGET_BY_TEMPLATE, KB, largest_pages, over_budget
from tests.browser.conftest import LAY_OUT, SWITCHES, Site, page_path, template_of
from tests.browser.get_browser import find_browser, started_playwright
from tests.browser.transfer import Visit, visit
from tests.real_site import REPOSITORY, served

GALLERY = REPOSITORY / "gallery"
WIDTHS = (360, 768, 1280)
SIDES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
KINDS = ("html", "css", "js", "fonts", "all")
STYLE = (
    "body { font: 16px/1.4 sans-serif; margin: 2rem } img { border: 1px solid #888; max-width: 100% }"
    "td { padding: 0 1rem; text-align: end } div { align-items: start; display: flex; gap: 1rem }"
)


def main() -> int:
    """Take every picture of the site in site/; 1 when there is no site or no browser."""
    folder, program = REPOSITORY / "site", find_browser()
    if not (program and (folder / "index.html").exists()):
        sys.stdout.write("a gallery needs site/ and a browser: run `make site test` first\n")
        return 1
    with served(folder) as address, started_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        site = open_site(folder, address)
        for template, path in site.path_by_template.items():
            take_pictures(browser, address + path, template)
        visits = {template: visit(browser, address, path) for template, path in largest_pages(site).items()}
        browser.close()
    (GALLERY / "index.html").write_text("".join(gallery_page(visits)), encoding="utf-8")
    sys.stdout.write(f"{len(visits)} types of pages in {GALLERY / 'index.html'}\n")
    return 0


def open_site(folder: Path, address: str) -> Site:
    """Return the site of this folder, as it is served."""
    files = sorted(folder.rglob("*.html"))
    paths = {template_of(file): page_path(file, folder) for file in reversed(files)}
    return Site(address, tuple(page_path(file, folder) for file in files), dict(sorted(paths.items())))


def take_pictures(browser: Browser, address: str, template: str) -> None:
    """Save the whole page, at each width and from each side."""
    GALLERY.mkdir(exist_ok=True)
    for side in SIDES:
        context = browser.new_context(color_scheme=side, reduced_motion="reduce")
        page = context.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            page.evaluate(LAY_OUT)
            page.screenshot(path=GALLERY / picture_name(template, width, side), full_page=True)
        context.close()


def picture_name(template: str, width: int, side: str) -> str:
    """Return the file of a picture: ``partner-360-dark.png``."""
    return f"{template}-{width}-{side}.png"


def gallery_page(visits: Mapping[str, Visit]) -> Iterator[str]:
    """The page that shows all pictures, in pieces."""
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>{STYLE}</style>'
    yield "<h1>Gallery</h1><h2>Weight of the heaviest page of each type, in kB</h2><table>"
    heads = "".join(f"<th>{kind}" for kind in KINDS)
    yield f"<tr><th>type{heads}<th>all with brotli<th>requests<th>above its budget"
    for template, seen in sorted(visits.items()):
        sizes = "".join(f"<td>{seen.gzip.get(kind, 0) / KB:.1f}" for kind in KINDS)
        over = ", ".join(over_budget(seen, BUDGET_BY_TEMPLATE[template])) or "nothing"
        yield f"<tr><th>{escape(template)}{sizes}<td>{seen.brotli['all'] / KB:.1f}"
        yield f"<td>{seen.requests}<td>{over}"
    yield "</table>"
    for template in sorted(visits):
        yield f"<h2>{escape(template)}</h2>"
        for side in SIDES:
            names = [picture_name(template, width, side) for width in WIDTHS]
            pictures = "".join(f'<img src="{name}" alt="{name}" loading="lazy">' for name in names)
            yield f"<div>{pictures}</div>"


if __name__ == "__main__":
    sys.exit(main())
