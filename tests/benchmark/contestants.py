"""What a contestant is: how one generator wants the corpus written down, and how it is run.

Each generator has a module of its own that makes its `Contestant`. What is in its starter folder (layouts,
settings) is copied as it is; pages, records and the menu are written from the corpus.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmark.corpus import Corpus, CorpusPage, CorpusRecord, edit_record

HERE = Path(__file__).resolve().parent
STARTERS = HERE / "starters"
PEERS = HERE.parents[1] / ".venv" / "benchmark"
"""Where `get_peers.py` puts the other generators."""

SLOT = "first-edition"
"""Stands in each layout and style sheet where an edit puts its word."""

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One generator, ready to build a corpus. All paths are relative to its site's folder."""

    name: str
    title: str
    """With its version: ``Hugo 0.168.0``."""
    starter: str
    """Its folder in starters/."""
    page_path: Callable[[CorpusPage], str]
    write_page: Callable[[CorpusPage, str], str]
    """A page's file: front matter and body, with the word of an edit (or none) in it."""
    home_path: str
    write_home: Callable[[Corpus], str]
    record_folder: str
    write_record: Callable[[CorpusRecord], str]
    extra_files: Callable[[Corpus], Mapping[str, str]]
    """What else it needs: the menu, settings."""
    layout: str
    style: str
    output: str
    """The folder that it publishes into."""
    caches: tuple[str, ...]
    """Files and folders that a cold build must not find, besides the output."""
    base: str = ""
    """What stands before the address of every page: ``en/``."""
    build: Callable[[Path], Command]
    serve: Callable[[Path, int], Command] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    is_python: bool = False
    is_only_watched: bool = False
    """Whether it is another's preview with other options, whose builds are the other's."""

    def address(self, page: CorpusPage) -> str:
        """Return the address of a page below the site's root: ``section-000/page-00001/``."""
        return f"{self.base}{page.section}/{page.name}/"

    def output_file(self, root: Path, page: CorpusPage) -> Path:
        """Return the file that a page becomes."""
        return root / self.output / self.address(page) / "index.html"


def write_site(contestant: Contestant, root: Path, corpus: Corpus) -> None:
    """Write the whole site of a contestant into an empty folder."""
    shutil.copytree(STARTERS / contestant.starter, root, dirs_exist_ok=True)
    files = {
        contestant.home_path: contestant.write_home(corpus),
        contestant.style: read_style(),
        **contestant.extra_files(corpus),
        **{contestant.page_path(page): contestant.write_page(page, "") for page in corpus.pages},
        **{record_path(contestant, each): contestant.write_record(each) for each in corpus.records},
    }
    for path, text in files.items():
        _write(root / path, text)


def edit_page(contestant: Contestant, root: Path, page: CorpusPage, word: str) -> None:
    """Put `word` into the first sentence of a page."""
    _write(root / contestant.page_path(page), contestant.write_page(page, word))


def edit_shared_record(contestant: Contestant, root: Path, corpus: Corpus, word: str) -> None:
    """Put `word` into the value of the record that many pages read."""
    record = corpus.records[0]
    text = contestant.write_record(edit_record(record, word))
    _write(root / record_path(contestant, record), text)


def edit_layout(contestant: Contestant, root: Path, word: str) -> None:
    """Put `word` into the foot of the layout that every page has."""
    starter = STARTERS / contestant.starter / contestant.layout
    _write(root / contestant.layout, starter.read_text(encoding="utf-8").replace(SLOT, word))


def edit_style(contestant: Contestant, root: Path, word: str) -> None:
    """Put `word` into the style sheet."""
    _write(root / contestant.style, read_style().replace(SLOT, word))


def peer_environment(name: str) -> Path:
    """Return the Python environment that a peer was installed into."""
    return PEERS / name / ".venv"


def peer_version(environment: Path, package: str) -> str:
    """Return the version of an installed package, from the name of its folder of metadata."""
    found = sorted(environment.glob(f"lib/python*/site-packages/{package}-*.dist-info"))
    return found[0].name.removesuffix(".dist-info").rpartition("-")[2] if found else "of unknown version"


def read_style() -> str:
    """Return the style sheet that all have."""
    return (STARTERS / "site.css").read_text(encoding="utf-8")


def record_path(contestant: Contestant, record: CorpusRecord) -> str:
    """Return where a record lies."""
    return f"{contestant.record_folder}/{record.id}.yaml"


def write_plain_record(record: CorpusRecord) -> str:
    """Return a record as a generator without a schema of its own reads it."""
    return f"label: {record.label}\nvalue: {record.value}\nunit: {record.unit}\n"


def write_matter(**fields: str) -> str:
    """Return front matter."""
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{lines}---\n\n"


def write_menu(contestant_base: str, corpus: Corpus) -> str:
    """Return the menu as JSON, for generators that have no menu of their own."""
    entries = [
        {"title": page.title, "address": f"/{contestant_base}{page.section}/{page.name}/"}
        for page in corpus.menu
    ]
    return json.dumps(entries, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
