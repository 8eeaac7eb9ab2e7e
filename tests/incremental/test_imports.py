"""What a build after an edit of one page imports: what it runs, and none of what starts slowly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.incremental.rich_site import write_rich_site
from tests.incremental.twin import LIST_IMPORTS, Manner, Twin

LATER = Manner(is_later=True)
ROOT = Path(__file__).resolve().parents[2]

EDITED = "content/en/plain.md"
PLAIN = "---\ntitle: Plain\ndescription: Nothing but text.\nupdated: 2026-01-01\n---\n\n"

RUN = ("jinja2", "markdown", "nh3", "selectolax", "microsite.html.markdown", "microsite.publish.checks")
"""What the build runs: the test looks at the right build when these are there."""

LIBRARIES = ("pydantic", "pydantic_core", "yaml", "babel", "icalendar", "PIL", "slugify", "tornado")
FACT = '{{ fact("seats") }}'
STANDARD = (
    *("asyncio", "multiprocessing", "socket", "ssl", "email", "http.client", "urllib.request", "xml.sax"),
    *("difflib", "zoneinfo", "csv", "importlib.metadata", "decimal"),
)
RECORDS = ("records", "fields", "structure", "gathered", "references", "motifs", "woven_map")
KINDS = (
    *(
        "cooperation",
        "deadlines",
        "events",
        "facts",
        "home",
        "index_page",
        "ledger",
        "linked_data",
        "networks",
    ),
    *("offices", "partners", "pattern", "procedures", "programmes", "summer_schools", "universities"),
    *("components", "guide_components", "data_tables", "search_index", "routes", "world_map"),
)
MAKERS = ("share_cards", "pictures", "calendars", "feeds", "data_files", "search_file", "icons", "assets")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules of a new process that builds after an edit of a page with a text, a link and a fact."""
    root = write_rich_site(tmp_path_factory.mktemp("imports") / "root")
    twin = Twin(root, root / "site")
    page = root / EDITED
    page.write_text(f"{PLAIN}See [about](about.md): {FACT}.\n", encoding="utf-8")
    twin.command(manner=LATER)
    twin.command(manner=LATER)
    page.write_text(f"{PLAIN}See [about us](about.md) and more: {FACT}.\n", encoding="utf-8")
    words = ["build", "--root", str(root), "--now", "2026-11-22", "--jobs", "1"]

    run = subprocess.run(
        [sys.executable, "-c", LIST_IMPORTS, str(ROOT / "build.py"), *words],
        capture_output=True,
        check=True,
        text=True,
    )

    code, modules = json.loads(run.stdout.splitlines()[-1])
    assert code == 0, run.stderr
    assert ", 1 rendered, 1 changed, " in run.stderr
    return frozenset(modules)


@pytest.mark.parametrize("module", RUN)
def test_an_edit_of_a_page_imports_what_it_runs(imported: frozenset[str], module: str) -> None:
    assert module in imported


@pytest.mark.parametrize(
    "module",
    [
        *LIBRARIES,
        *STANDARD,
        *(f"microsite.model.{each}" for each in RECORDS),
        *(f"microsite.pages.{each}" for each in KINDS),
        *(f"microsite.html.{each}" for each in MAKERS),
        "microsite.source.yaml_nodes",
        "microsite.preview",
    ],
)
def test_an_edit_of_a_page_imports_nothing_that_it_does_not_need(
    imported: frozenset[str], module: str
) -> None:
    assert module not in imported


def test_the_modules_that_an_edit_does_without_are_there() -> None:
    engine = ROOT / "microsite"
    names = {"model": RECORDS, "pages": KINDS, "html": MAKERS}

    absent = [
        f"{stage}/{each}"
        for stage, modules in names.items()
        for each in modules
        if not (engine / stage / f"{each}.py").is_file() and not (engine / stage / each).is_dir()
    ]

    assert absent == []
