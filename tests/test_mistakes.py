"""One run over the real sources with many mistakes reports every one, each in its place, and no other."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

from tests.conftest import PROJECT, run_command
from tests.seeded_mistakes import MISTAKES, Mistake


def copy_sources(root: Path) -> Path:
    for folder in ("content", "data", "templates"):
        shutil.copytree(PROJECT / folder, root / folder)
    return root


def put_in(mistake: Mistake, root: Path) -> int:
    """Make the mistake and return the line that the report must name; 0 for the whole file."""
    path = root / mistake.path
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = mistake.change(before)
    path.write_bytes(after if isinstance(after, bytes) else after.encode())
    if not mistake.line_with:
        return 0
    text = after.decode("utf-8", "replace") if isinstance(after, bytes) else after
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if mistake.line_with in line]
    return lines[mistake.nth - 1]


def test_one_run_reports_every_mistake_in_its_place_and_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    root = copy_sources(tmp_path)
    arguments = ("--root", str(root), "--now", "2026-11-22")
    assert run_command("build", *arguments).returncode == 0
    before = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    expected = Counter((mistake.code, mistake.path, put_in(mistake, root)) for mistake in MISTAKES)

    run = run_command("build", *arguments, "--report", "json")

    found = Counter(
        (problem["code"], problem["file"], problem["line"])
        for problem in json.loads(run.stdout)["problems"]
        if problem["severity"] == "error"
    )
    assert sorted(expected - found) == [], "not told, or elsewhere"
    assert sorted(found - expected) == [], "told, and nobody's mistake"
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()} == before


def test_there_are_more_than_forty_kinds_of_mistake() -> None:
    assert len({mistake.code for mistake in MISTAKES}) >= 40
