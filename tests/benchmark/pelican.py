"""Pelican with its caches: the corpus as its pages, records read by its settings."""

from __future__ import annotations

from tests.benchmark.contestants import (
    Contestant,
    peer_environment,
    peer_version,
    write_matter,
    write_menu,
    write_plain_record,
)
from tests.benchmark.corpus import Corpus, CorpusPage, write_body, write_home


def make_pelican() -> Contestant | None:
    """Return Pelican as a contestant; None where it is not installed."""
    environment = peer_environment("pelican")
    command = environment / "bin" / "pelican"
    if not command.exists():
        return None
    return Contestant(
        name="pelican",
        title=f"Pelican {peer_version(environment, 'pelican')} with its caches",
        starter="pelican",
        page_path=lambda page: f"content/{page.section}/{page.name}.md",
        write_page=_write_page,
        home_path="content/index.md",
        write_home=_write_home,
        record_folder="data/records",
        write_record=write_plain_record,
        extra_files=lambda corpus: {"menu.json": write_menu("", corpus)},
        layout="theme/templates/page.html",
        style="content/css/site.css",
        output="output",
        caches=("cache",),
        build=lambda root: (str(command), "--settings", "pelicanconf.py", "--quiet"),
        is_python=True,
    )


def _write_page(page: CorpusPage, word: str) -> str:
    matter = write_matter(title=page.title, description=page.description, record=page.record)
    return matter + write_body(page, lambda name: f"../{name}/", word=word)


def _write_home(corpus: Corpus) -> str:
    matter = write_matter(
        title="Benchmark", description="Where each section begins.", save_as="index.html", url="index.html"
    )
    return matter + write_home(corpus, lambda page: f"{page.section}/{page.name}/")
