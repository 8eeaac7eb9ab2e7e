"""This generator: facts as records, one language, links by file."""

from __future__ import annotations

import sys
from pathlib import Path

from microsite import __version__
from tests.benchmark.contestants import Command, Contestant, write_matter
from tests.benchmark.corpus import Corpus, CorpusPage, CorpusRecord, write_body, write_home

BUILD = Path(__file__).resolve().parents[2] / "build.py"
NOW = "2026-11-22"


def make_ours() -> Contestant:
    """Return this generator as a contestant."""
    return Contestant(
        name="ours",
        title=f"This generator {__version__}",
        starter="ours",
        page_path=lambda page: f"content/en/{page.section}/{page.name}.md",
        write_page=_write_page,
        home_path="content/en/index.md",
        write_home=_write_home,
        record_folder="data/facts",
        write_record=_write_record,
        extra_files=lambda corpus: {**_EVIDENCE, "data/settings.yaml": _write_settings(corpus)},
        layout="templates/layouts/base.html",
        style="templates/css/site.css",
        output="site",
        caches=(".cache", ".site.spare"),
        base="en/",
        build=lambda root: _command("build", root),
        serve=lambda root, port: (*_command("serve", root), "--port", str(port)),
    )


def _command(name: str, root: Path) -> Command:
    return (sys.executable, str(BUILD), name, "--root", str(root), "--now", NOW)


def _write_page(page: CorpusPage, word: str) -> str:
    matter = write_matter(title=page.title, description=page.description, updated="2026-01-05")
    body = write_body(page, lambda name: f"{name}.md", word=word)
    return f'{matter}{body}\nRecorded: {{{{ fact("{page.record}") }}}}.\n'


def _write_home(corpus: Corpus) -> str:
    matter = write_matter(title="Benchmark", description="Where each section begins.", updated="2026-01-05")
    return matter + write_home(corpus, lambda page: f"{page.section}/{page.name}.md")


def _write_record(record: CorpusRecord) -> str:
    return (
        f"label: {record.label}\nvalue: {record.value}\nunit: {record.unit}\ntype: history\nas_of: 2025\n"
        "applies_to:\n  - unit:bench\nsource: report\nchecked: 2026-01-05\n"
    )


def _write_settings(corpus: Corpus) -> str:
    menu = "".join(f"  - {page.section}/{page.name}\n" for page in corpus.menu)
    return (
        "name: Benchmark\nplace: Nowhere\nbase_url: https://bench.example/\n"
        "publisher:\n  name: Benchmark publishers\n  description: Nobody.\n"
        f"languages:\n  - en\nmenu:\n{menu}"
    )


_EVIDENCE = {
    "data/strings/en.yaml": (
        "menu_title: Main menu\ncontents_title: On this page\nwritten_in: written {date}\n"
        "fact_kind_history: history\ndata_licence: Public domain\n"
    ),
    "data/documents/report.yaml": (
        "title: Report\npublisher: The bench\nauthority: official\nwritten: 2026-01-05\n"
    ),
    "data/units/bench.yaml": (
        "name: The Bench\ntype: authority\nstatus: current\nrole: where all is measured\n"
        "sources:\n  - document: report\n    checked: 2026-01-05\n"
    ),
}
"""What facts rest on, and the interface texts."""
