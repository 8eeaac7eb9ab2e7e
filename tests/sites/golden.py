"""Golden sites: the smallest site for each thing the generator does, with all that comes of it.

`<name>/source/` is built with the words of `<name>/arguments.txt`. `expected/` is the whole published
tree, to the byte; without it nothing may be published. `problems.txt` is the whole report; without it
there must be no problem.

After a change that is meant to show, write the results anew and read the difference, every line of it:

    .venv/bin/python -m tests.sites.golden [NAME …]
    git diff tests/sites
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from microsite.command import main
from microsite.terminal import Terminal

SITES = Path(__file__).resolve().parent
NAMES = tuple(sorted(path.parent.name for path in SITES.glob("*/source")))
MARKER = ".microsite"
"""Says whose folder it is; test_tree.py looks at it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a golden site."""

    exit_code: int
    tree: Mapping[str, bytes]
    problems: str


def build_golden_site(name: str, folder: Path) -> Outcome:
    """Build a copy of one site into an empty folder, as the command does; the cache lies beside the copy."""
    said: list[str] = []
    terminal = Terminal(say=said.append, complain=lambda words: None, has_colour=False, is_interactive=False)
    arguments = (SITES / name / "arguments.txt").read_text(encoding="utf-8").split()
    root, out = folder / "source", folder / "out"
    shutil.copytree(SITES / name / "source", root)
    exit_code = main(
        ["build", "--root", str(root), "--out", str(out), *arguments], terminal, home=root, environment={}
    )
    return Outcome(exit_code, read_tree(out), "".join(said))


def read_expected(name: str) -> Outcome:
    """Return what ought to come of a site."""
    tree = read_tree(SITES / name / "expected")
    problems = SITES / name / "problems.txt"
    return Outcome(0 if tree else 1, tree, problems.read_text(encoding="utf-8") if problems.exists() else "")


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path; nothing when there is no folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def write_expected(name: str) -> None:
    """Take what comes of a site today as what ought to come of it."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = build_golden_site(name, Path(folder))
    expected, problems = SITES / name / "expected", SITES / name / "problems.txt"
    shutil.rmtree(expected, ignore_errors=True)
    problems.unlink(missing_ok=True)
    for path, content in outcome.tree.items():
        (expected / path).parent.mkdir(parents=True, exist_ok=True)
        (expected / path).write_bytes(content)
    if outcome.problems:
        problems.write_bytes(outcome.problems.encode())


if __name__ == "__main__":
    for each in sys.argv[1:] or NAMES:
        write_expected(each)
