"""The harness: edits reach the sources, old output is called stale, the whole process tree is counted.

The contestant here is a script of a few lines that copies its sources, or forgets to.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmark import watching
from tests.benchmark.contestants import Contestant
from tests.benchmark.corpus import Corpus, make_corpus, write_body
from tests.benchmark.measure import MemoryWatch, end, measure, start, tree_of
from tests.benchmark.ours import make_ours
from tests.benchmark.rounds import SCENARIOS, run_rounds, write_entry
from tests.benchmark.watching import run_watches

COPIER = """
import pathlib, shutil, sys
root, forgotten = pathlib.Path("."), sys.argv[1]
record = (root / "records/record-0000.yaml").read_text()
layout = (root / "templates/layouts/base.html").read_text()
for page in root.glob("pages/section-*/*/index.html"):
    target = root / "out" / page.relative_to("pages")
    if target.exists() and forgotten == "everything":
        continue
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text('<link rel="stylesheet" href="/site.css">' + page.read_text() + layout + record)
if forgotten != "style" or not (root / "out/site.css").exists():
    shutil.copyfile(root / "site.css", root / "out/site.css")
"""
"""Puts each page, the layout and the record together; what it is told to forget, it does once."""


def copier(*, forgets: str = "nothing") -> Contestant:
    return replace(
        make_ours(),
        name="copier",
        title="Copier",
        page_path=lambda page: f"pages/{page.section}/{page.name}/index.html",
        write_page=lambda page, word: write_body(page, lambda name: name, word=word),
        home_path="pages/index.html",
        record_folder="records",
        extra_files=lambda corpus: {},
        style="site.css",
        output="out",
        caches=(),
        base="",
        build=lambda root: (sys.executable, "-c", COPIER, forgets),
    )


@pytest.fixture
def corpus() -> Corpus:
    return make_corpus(3, records=2)


def faults(contestant: Contestant, corpus: Corpus, folder: Path) -> dict[str, str]:
    """What one round says is wrong, by scenario."""
    entry = write_entry(contestant, folder, corpus)
    samples = run_rounds([entry], corpus, rounds=0, say=lambda words: None)
    return {sample.scenario: sample.fault for sample in samples}


def test_a_contestant_that_publishes_every_edit_has_no_fault(corpus: Corpus, tmp_path: Path) -> None:
    assert faults(copier(), corpus, tmp_path) == dict.fromkeys(SCENARIOS, "")


def test_pages_that_were_not_built_anew_are_called_stale(corpus: Corpus, tmp_path: Path) -> None:
    found = faults(copier(forgets="everything"), corpus, tmp_path)

    assert found["cold"] == found["unchanged"] == found["style"] == ""
    assert found["page"] == found["again"] == "1 of 1 pages are stale"
    assert found["record"] == found["layout"] == "3 of 3 pages are stale"


def test_a_style_sheet_that_was_not_published_anew_is_called_stale(corpus: Corpus, tmp_path: Path) -> None:
    found = faults(copier(forgets="style"), corpus, tmp_path)

    assert found == {**dict.fromkeys(SCENARIOS, ""), "style": "the style sheet is stale"}


def test_a_build_that_publishes_nothing_is_found_out(corpus: Corpus, tmp_path: Path) -> None:
    lazy = replace(copier(), build=lambda root: (sys.executable, "-c", ""))

    assert faults(lazy, corpus, tmp_path)["cold"] == "3 pages are not published"


def test_a_build_that_fails_gives_its_own_words(corpus: Corpus, tmp_path: Path) -> None:
    broken = replace(copier(), build=lambda root: (sys.executable, "-c", "raise SystemExit('no such theme')"))

    assert faults(broken, corpus, tmp_path)["cold"] == "exit code 1: no such theme"


def test_a_cold_build_finds_neither_output_nor_caches(corpus: Corpus, tmp_path: Path) -> None:
    entry = write_entry(replace(copier(), caches=("cache", "lock")), tmp_path, corpus)
    (entry.root / "out").mkdir()
    (entry.root / "out" / "old.html").write_text("old", encoding="utf-8")
    (entry.root / "cache").mkdir()
    (entry.root / "lock").write_text("", encoding="utf-8")

    next(run_rounds([entry], corpus, rounds=0, say=lambda words: None))

    left = {path.name for path in entry.root.rglob("*")} & {"old.html", "cache", "lock"}
    assert left == set()


def test_contestants_take_turns_and_the_warm_up_comes_first(corpus: Corpus, tmp_path: Path) -> None:
    entries = [write_entry(replace(copier(), name=name), tmp_path, corpus) for name in ("one", "two")]

    samples = list(run_rounds(entries, corpus, rounds=1, say=lambda words: None))

    assert [sample.contestant for sample in samples] == ["one", "two"] * 2 * len(SCENARIOS)
    assert [sample.round for sample in samples] == [0] * 14 + [1] * 14
    assert [sample.scenario for sample in samples[::2]] == [*SCENARIOS, *SCENARIOS]


def test_a_measured_run_tells_its_exit_code_and_last_words(tmp_path: Path) -> None:
    script = "import sys; print('much ' * 1000 + 'said'); sys.exit(4)"

    run = measure((sys.executable, "-c", script), folder=tmp_path, environment={})

    assert run.exit_code == 4
    assert run.words.endswith("much said\n")
    assert len(run.words) == 2000


@contextmanager
def holding(megabytes: int, folder: Path) -> Iterator[int]:
    """A process with a child that holds this much memory, for as long as the block runs; its id."""
    imports, wait = "import signal, subprocess, sys", "signal.pause()"
    child = f"{imports}; held = b'x' * {megabytes * 1_000_000}; print('held', flush=True); {wait}"
    parent = f"{imports}; subprocess.Popen([sys.executable, '-c', {child!r}]); {wait}"
    listening, said = os.pipe()
    process = start((sys.executable, "-c", parent), folder=folder, environment={}, said=said)
    os.close(said)
    try:
        assert os.read(listening, 4) == b"held"
        yield process.pid
    finally:
        end(process)
        process.wait()
        os.close(listening)


def test_memory_counts_the_children_of_a_process(tmp_path: Path) -> None:
    with holding(64, tmp_path) as pid:
        watch = MemoryWatch(pid, is_thorough=True)
        watch.look()
        _, child_pid = tree_of(pid)
        child = MemoryWatch(child_pid, is_thorough=False)
        child.look()

    assert child.peak > 64_000_000
    assert child.peak + 4_000_000 < watch.peak < 2 * child.peak
    assert 64_000_000 < watch.shared_peak <= watch.peak


def test_the_memory_of_processes_that_ran_one_after_the_other_is_not_added(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys\n"
        "for _ in range(6):\n"
        "    subprocess.run([sys.executable, '-c', 'import time; x = bytes([1]) * 10**8; time.sleep(0.2)'])"
    )

    run = measure((sys.executable, "-c", script), folder=tmp_path, environment={})

    assert 100_000_000 < run.peak < 250_000_000


def test_the_most_memory_of_a_process_is_kept_after_its_end(tmp_path: Path) -> None:
    with holding(8, tmp_path) as pid:
        watch = MemoryWatch(pid, is_thorough=False)
        watch.look()
        seen = watch.peak
    watch.look()

    assert watch.peak == seen
    assert watch.shared_peak == 0


SERVER = """
import http.server, pathlib, sys
root, forgotten = pathlib.Path("."), sys.argv[2]
first = (root / "records/record-0000.yaml").read_text()

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        record = (root / "records/record-0000.yaml").read_text()
        if forgotten == "record" and "page-00002" not in self.path:
            record = first
        layout = (root / "templates/layouts/base.html").read_text()
        body = (root / f"pages{self.path}index.html").read_text() + layout + record
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *words):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def served(*, forgets: str = "nothing") -> Contestant:
    return replace(copier(), serve=lambda root, port: (sys.executable, "-c", SERVER, str(port), forgets))


def watch_faults(contestant: Contestant, corpus: Corpus, folder: Path) -> dict[str, str]:
    entry = write_entry(contestant, folder, corpus)
    samples = run_watches(entry, corpus, rounds=0, say=lambda words: None)
    return {sample.scenario: sample.fault for sample in samples}


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "CALM", 0.01)


@pytest.mark.usefixtures("quickly")
def test_a_preview_that_serves_every_save_has_no_fault(corpus: Corpus, tmp_path: Path) -> None:
    assert watch_faults(served(), corpus, tmp_path) == {
        "watch page": "",
        "watch record": "",
        "watch layout": "",
    }


@pytest.mark.usefixtures("quickly")
def test_a_preview_that_renders_only_some_readers_of_a_record_is_called_stale(
    corpus: Corpus, tmp_path: Path
) -> None:
    found = watch_faults(served(forgets="record"), corpus, tmp_path)

    assert found == {"watch page": "", "watch record": "2 of 3 pages are stale", "watch layout": ""}


def test_a_preview_that_does_not_start_is_left_out(corpus: Corpus, tmp_path: Path) -> None:
    broken = replace(copier(), serve=lambda root, port: (sys.executable, "-c", "raise SystemExit(1)"))

    assert watch_faults(broken, corpus, tmp_path) == {}


def test_a_contestant_without_a_preview_is_left_out(corpus: Corpus, tmp_path: Path) -> None:
    assert watch_faults(replace(copier(), serve=None), corpus, tmp_path) == {}
