"""The commands that build: `build`, `check` and the builds of the preview; what they do and say."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from microsite.outcome import write_down
from microsite.pipeline import Build, BuildOptions, check_out
from microsite.publish import Published
from microsite.report import count_words, escape, report_json, report_problems, summarise_errors
from microsite.session import PreviewSession, run_build
from microsite.terminal import BUILT, ERRORS, Terminal

if TYPE_CHECKING:
    import argparse

    from microsite.fast_path import Look
    from microsite.preview import PreviewBuild


def run_command(
    options: argparse.Namespace,
    terminal: Terminal,
    *,
    is_published: bool,
    began: float,
    outcome: tuple[str, str] | None = None,
    look: Look | None = None,
) -> int:
    """Build, and publish or only check; say what came of it and return the exit code.

    `outcome` is the file and the key under which it is written down for the fast path, `look` what that
    has found out already.
    """
    asked = _read_options(options)
    if is_published:
        check_out(asked)
    progress = _Progress(terminal, began)
    built, published = run_build(
        asked, is_published=is_published, is_clean=options.clean, look=look, progress=progress
    )
    words = _Words(options, built, published)
    terminal.say(words.report(terminal))
    if built.has_errors:
        if options.report != "json":
            terminal.complain(f"\n{summarise_errors(built.problems, words.out)}\n")
        return ERRORS
    terminal.complain(words.summary(published.changed if published else 0, time.monotonic() - began))
    for name in published.left_behind if published else ():
        terminal.complain(f"warning: {escape(name)} could not be deleted; the next build tries again\n")
    if outcome and published and not published.left_behind:
        repeated = words.report(terminal, is_repeated=True), words.summary(0)
        write_down(outcome, asked, built.state, repeated)
    return BUILT


def make_preview(options: argparse.Namespace, folder: Path) -> Callable[[], PreviewBuild]:
    """Return what builds the site for the preview, each time from what is known of it already.

    That is kept in `folder`, as far as it is large.
    """
    from microsite.preview import PreviewBuild

    asked = BuildOptions(
        root=options.root,
        out=options.root / "site",
        today=options.today,
        base_url=f"http://localhost:{options.port}/",
        drafts=True,
    )
    session = PreviewSession(asked, folder)

    def build_preview() -> PreviewBuild:
        built = session.build()
        errors = [problem for problem in built.problems if problem.is_error]
        report = report_problems(errors, "full", LineReader(built.files))
        return PreviewBuild(None if built.has_errors else session.content_by_path, report)

    return build_preview


def _read_options(options: argparse.Namespace) -> BuildOptions:
    return BuildOptions(
        root=options.root,
        out=options.out,
        today=options.today,
        base_url=options.base_url or "",
        drafts=options.drafts,
        jobs=options.jobs,
    )


class _Words:
    """What a build says at its end."""

    def __init__(self, options: argparse.Namespace, built: Build, published: Published | None) -> None:
        self._form = options.report
        self._built = built
        self._published = published
        self._pages = sum(path.endswith(".html") for path in built.digests)
        self.out = _show(options.out, options.root)

    def report(self, terminal: Terminal, *, is_repeated: bool = False) -> str:
        """Return the problems, and for programs what was rendered; `is_repeated` when nothing was."""
        built = self._built
        if self._form != "json":
            lines = LineReader(built.files)
            return report_problems(built.problems, self._form, lines, colour=terminal.has_colour)
        changed = self._published.changed if self._published else None
        return report_json(
            built.problems,
            pages=self._pages,
            aria=built.aria,
            changed=0 if is_repeated else changed,
            rendered=() if is_repeated else built.remade,
        )

    def summary(self, changed: int, seconds: float | None = None) -> str:
        """Return the last line; without `seconds` with a placeholder for them."""
        if self._form == "json":
            return ""
        is_published = self._published is not None
        rendered = 0 if seconds is None else len(self._built.remade)
        parts = (
            count_words(self._pages, "page"),
            f"{rendered} rendered",
            *((f"{changed} changed",) if is_published else ()),
            "{seconds}" if seconds is None else f"{seconds:.2f} s",
            count_words(len(self._built.problems), "warning"),
            *(() if is_published else (count_words(self._built.aria, "ARIA attribute"),)),
        )
        where = f" in {self.out}" if is_published else "; nothing was published"
        blank = "\n" if self._built.problems and self._form == "full" else ""
        return f"{blank}{', '.join(parts)}{where}\n"


def _show(path: Path, root: Path) -> str:
    """Return a folder as its owner would write it: below the root by its relative path."""
    try:
        return f"{path.relative_to(root).as_posix()}/"
    except ValueError:
        return f"{path}/"


class LineReader:
    """Gives lines of the files as they were read, for the snippets."""

    def __init__(self, files: Mapping[str, object]) -> None:
        """Take the files, by path."""
        self._files = files
        self._lines: dict[str, list[str]] = {}

    def __call__(self, path: str, line: int) -> str:
        """Return one line, counted from 1; empty when there is none."""
        if path not in self._lines:
            file = self._files.get(path)
            content = getattr(file, "content", b"")
            text = content.decode("utf-8", "replace").removeprefix("\ufeff")
            self._lines[path] = re.split("\r\n|\r|\n", text)
        lines = self._lines[path]
        return lines[line - 1] if 0 < line <= len(lines) else ""


class _Progress:
    """A progress bar for a build that takes more than a second, on a terminal only."""

    _STAGES = ("reading", "modelling", "planning", "rendering", "checking")

    def __init__(self, terminal: Terminal, began: float) -> None:
        self._terminal = terminal
        self._began = began

    def __call__(self, stage: str) -> None:
        """Show the stage that begins."""
        if not self._terminal.is_interactive or time.monotonic() - self._began < 1:
            return
        done = self._STAGES.index(stage) + 1 if stage in self._STAGES else len(self._STAGES)
        bar = "#" * (4 * done) + "." * (4 * (len(self._STAGES) - done))
        self._terminal.complain(f"\r[{bar}] {stage:<10}\r")
