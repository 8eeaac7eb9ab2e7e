"""Hugo: records in data/, read by the layout; its own binary, without the Python launcher before it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from tests.benchmark.contestants import (
    PEERS,
    Command,
    Contestant,
    write_matter,
    write_menu,
    write_plain_record,
)
from tests.benchmark.corpus import Corpus, CorpusPage, write_body, write_home


def make_hugo() -> Contestant | None:
    """Return Hugo as a contestant; None where it is not installed."""
    found = sorted((PEERS / "hugo").glob(".venv/lib/python*/site-packages/hugo/binaries/hugo*"))
    if not found:
        return None
    binary = str(found[0])
    return Contestant(
        name="hugo",
        title=f"Hugo {_version(binary)}",
        starter="hugo",
        page_path=lambda page: f"content/{page.section}/{page.name}.md",
        write_page=_write_page,
        home_path="content/_index.md",
        write_home=_write_home,
        record_folder="data/records",
        write_record=write_plain_record,
        extra_files=lambda corpus: {"data/menu.json": write_menu("", corpus)},
        layout="layouts/baseof.html",
        style="static/css/site.css",
        output="public",
        caches=("resources", ".hugo_build.lock", ".cache"),
        build=lambda root: (binary, "--source", str(root), "--cacheDir", str(root / ".cache"), "--quiet"),
        serve=lambda root, port: _serve(binary, root, port),
    )


def make_full_hugo() -> Contestant | None:
    """Return Hugo whose preview renders every page, and not only those that are being looked at."""
    hugo = make_hugo()
    if hugo is None or hugo.serve is None:
        return None
    serve = hugo.serve
    return replace(
        hugo,
        name="hugo-full",
        title=f"{hugo.title} with `--disableFastRender`",
        serve=lambda root, port: (*serve(root, port), "--disableFastRender"),
        is_only_watched=True,
    )


def _serve(binary: str, root: Path, port: int) -> Command:
    folders = ("--source", str(root), "--cacheDir", str(root / ".cache"))
    return (binary, "server", *folders, "--bind", "127.0.0.1", "--port", str(port), "--quiet")


def _version(binary: str) -> str:
    said = subprocess.run([binary, "version"], capture_output=True, encoding="utf-8", check=True).stdout
    found = re.search(r"v(\d+\.\d+\.\d+)", said)
    return found[1] if found else "of unknown version"


def _write_page(page: CorpusPage, word: str) -> str:
    matter = write_matter(title=page.title, description=page.description, record=page.record)
    return matter + write_body(page, lambda name: f"../{name}/", word=word)


def _write_home(corpus: Corpus) -> str:
    matter = write_matter(title="Benchmark", description="Where each section begins.")
    return matter + write_home(corpus, lambda page: f"{page.section}/{page.name}/")
