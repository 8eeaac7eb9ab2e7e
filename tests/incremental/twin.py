"""A site that is built with its memory, beside a clean build of the same sources: the two must be twins.

What is published has to be the clean build's files to the byte, the report its report, and a further build
has to find nothing to do. Whatever a test does to the sources, to the memory or to the site, it ends here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from microsite.building import LineReader
from microsite.command import main
from microsite.incremental import compiling, workers
from microsite.pipeline import Build, BuildOptions, build
from microsite.publish import publication, tree
from microsite.publish.target import MARKER
from microsite.report import report_problems
from microsite.session import run_build
from microsite.source import files as source_files
from microsite.terminal import Terminal

TODAY = date(2026, 11, 22)
_HOUR = 3_600_000_000_000

LIST_IMPORTS = """
import json, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    print(json.dumps([end.code, sorted(sys.modules)]))
"""
"""A program that runs build.py with its arguments, and writes its exit code and what it imported."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a build is run."""

    jobs: int = 1
    is_later: bool = False
    """An hour after the last edit: stamps are old enough to be believed."""
    by_command: bool = False
    """With arguments, as a person does, and so by the fast path where it can."""


@dataclass(slots=True)
class Twin:
    """A site, with all that its builds depend on."""

    root: Path
    out: Path
    today: date = TODAY
    drafts: bool = False
    said: list[str] = field(default_factory=list)
    """What the last command wrote as its report."""
    summary: list[str] = field(default_factory=list)
    """What it wrote beside it."""

    @property
    def options(self) -> BuildOptions:
        """What a build is asked to do."""
        return BuildOptions(root=self.root, out=self.out, today=self.today, drafts=self.drafts, jobs=1)

    @property
    def cache(self) -> Path:
        """Where the memory lies."""
        return self.root / ".cache"

    def build_clean(self) -> Build:
        """Return what comes of the sources without any memory."""
        return build(self.options)

    def run(self, manner: Manner = Manner(), *, is_published: bool = True) -> Build:
        """Build with the memory."""
        options = BuildOptions(self.root, self.out, self.today, drafts=self.drafts, jobs=manner.jobs)
        with _as_told(manner):
            built, published = run_build(options, is_published=is_published, is_clean=False)
        assert (published is not None) == (is_published and not built.has_errors)
        return built

    def command(self, *words: str, manner: Manner = Manner(), verb: str = "build") -> int:
        """Run the command in this process and return its exit code."""
        self.said, self.summary = [], []
        terminal = Terminal(
            say=self.said.append, complain=self.summary.append, has_colour=False, is_interactive=False
        )
        arguments = [
            *(verb, "--root", str(self.root), "--out", str(self.out)),
            *("--now", self.today.isoformat(), "--jobs", str(manner.jobs)),
            *(("--drafts",) if self.drafts else ()),
            *words,
        ]
        with _as_told(manner):
            return main(arguments, terminal, home=self.root, environment={})

    def check(self, manner: Manner = Manner()) -> Build:
        """Build, and see to it that the outcome is the clean build's. Returns the clean build."""
        before = read_tree(self.out)
        clean = self.build_clean()
        if manner.by_command:
            self._check_command(clean, manner)
        else:
            assert self.run(manner).problems == clean.problems
        if clean.has_errors:
            assert read_tree(self.out) == before
        else:
            assert_same_tree(read_tree(self.out), clean.content_by_path)
            self._check_again(clean, manner)
        return clean

    def _check_command(self, clean: Build, manner: Manner) -> None:
        code = self.command("--report", "short", manner=manner)

        assert code == int(clean.has_errors)
        assert "".join(self.said) == report_problems(clean.problems, "short", LineReader(clean.files))

    def _check_again(self, clean: Build, manner: Manner) -> None:
        """Build once more: nothing is rendered, no file is touched, the report is the same."""
        stamps = look_through(self.out)
        if manner.by_command:
            self._check_command(clean, manner)
            assert ", 0 rendered, 0 changed, " in "".join(self.summary)
        else:
            again = self.run(manner)
            assert again.problems == clean.problems
            assert again.remade == ()
            assert again.looked == {}
        assert look_through(self.out) == stamps

    def later(self, days: int) -> None:
        """Move the clock."""
        self.today += timedelta(days=days)


@contextmanager
def _as_told(manner: Manner) -> Iterator[None]:
    """Let a few pages and templates be worth a worker, and let time pass."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(workers, "_WORTH_A_WORKER", 1))
        stack.enter_context(patch.object(compiling, "_MANY_TEMPLATES", 1))
        if manner.is_later:
            clock = SimpleNamespace(time_ns=lambda: time.time_ns() + _HOUR)
            stack.enter_context(patch.object(source_files, "time", clock))
            for module in (tree, publication):
                read_clock = module.read_disk_clock
                stack.enter_context(
                    patch.object(
                        module, "read_disk_clock", lambda target, read=read_clock: read(target) + _HOUR
                    )
                )
        yield


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a published tree by its path, without the marker."""
    files = (path for path in folder.rglob("*") if path.is_file())
    tree_of_files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    tree_of_files.pop(MARKER, None)
    return tree_of_files


def look_through(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells whether anything in a tree was written: inode, mode and time of each path."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        status = path.lstat()
        found[path.relative_to(folder).as_posix()] = (status.st_ino, status.st_mode, status.st_mtime_ns)
    return found


def assert_same_tree(found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    """See to it that two trees are the same, and say first which files are not."""
    assert sorted(path for path in {*found, *wanted} if found.get(path) != wanted.get(path)) == []
