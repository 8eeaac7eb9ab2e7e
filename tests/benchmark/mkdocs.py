"""MkDocs: pages and links as it checks them, records by a hook; and the same with `--dirty`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.benchmark.contestants import (
    Command,
    Contestant,
    peer_environment,
    peer_version,
    write_matter,
    write_plain_record,
)
from tests.benchmark.corpus import Corpus, CorpusPage, write_body, write_home


def make_mkdocs() -> Contestant | None:
    """Return MkDocs as a contestant; None where it is not installed."""
    environment = peer_environment("mkdocs")
    command = environment / "bin" / "mkdocs"
    if not command.exists():
        return None
    return Contestant(
        name="mkdocs",
        title=f"MkDocs {peer_version(environment, 'mkdocs')}",
        starter="mkdocs",
        page_path=lambda page: f"docs/{page.section}/{page.name}.md",
        write_page=_write_page,
        home_path="docs/index.md",
        write_home=_write_home,
        record_folder="data/records",
        write_record=write_plain_record,
        extra_files=lambda corpus: {"mkdocs.yml": _write_settings(corpus)},
        layout="theme/main.html",
        style="docs/css/site.css",
        output="site",
        caches=(),
        build=lambda root: (str(command), "build", "--quiet"),
        serve=lambda root, port: _serve(command, port),
        is_python=True,
    )


def make_dirty_mkdocs() -> Contestant | None:
    """Return MkDocs with `--dirty`, which looks at nothing but the times of pages."""
    whole = make_mkdocs()
    if whole is None:
        return None
    return replace(
        whole,
        name="mkdocs-dirty",
        title=f"{whole.title} with `--dirty`",
        build=lambda root: (*whole.build(root), "--dirty"),
        serve=None,
        is_python=False,
    )


def _serve(command: Path, port: int) -> Command:
    # The word for what is the default: some versions of click take its absence for a no.
    watching = ("--livereload", "--watch-theme")
    return (str(command), "serve", "--quiet", *watching, "--dev-addr", f"127.0.0.1:{port}")


def _write_page(page: CorpusPage, word: str) -> str:
    matter = write_matter(title=page.title, description=page.description, record=page.record)
    return matter + write_body(page, lambda name: f"{name}.md", word=word)


def _write_home(corpus: Corpus) -> str:
    matter = write_matter(title="Benchmark", description="Where each section begins.")
    return matter + write_home(corpus, lambda page: f"{page.section}/{page.name}.md")


def _write_settings(corpus: Corpus) -> str:
    menu = "".join(f"  - {page.title}: {page.section}/{page.name}.md\n" for page in corpus.menu)
    return (
        "site_name: Benchmark\nsite_url: https://bench.example/\n"
        "theme:\n  name: null\n  custom_dir: theme\nhooks:\n  - hooks.py\nwatch:\n  - data\nplugins: []\n"
        "validation:\n  nav:\n    omitted_files: ignore\n"
        f"nav:\n{menu}"
    )
