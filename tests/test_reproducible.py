"""The same sources and `--now` give the same bytes and modes, wherever and however they are built."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = ("content", "data", "templates")
NOW = "2026-11-22"

Tree = Mapping[str, tuple[int, bytes]]
"""Path below site/ → mode and bytes; a folder has no bytes."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What one build has that another has not."""

    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    umask: int = -1
    set_up: Callable[[], None] | None = None
    """Runs in the new process before Python starts."""


def copy_sources(root: Path) -> Path:
    for folder in SOURCES:
        shutil.copytree(PROJECT / folder, root / folder)
    return root


def build(
    root: Path, machine: Machine, *, now: str = NOW, out: Path | None = None, cwd: Path | None = None
) -> Tree:
    """Build the site of a root in a process of its own and return all of it."""
    out = out or root / "site"
    command = [sys.executable, str(PROJECT / "build.py"), "build", "--now", now, "--root", str(root)]
    done = subprocess.run(
        [*command, "--out", str(out), *machine.arguments],
        env={"PATH": "/usr/bin:/bin", **machine.environment},
        cwd=cwd or root,
        umask=machine.umask,
        preexec_fn=machine.set_up,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return read_tree(out)


def read_tree(out: Path) -> Tree:
    return {
        path.relative_to(out).as_posix(): (
            stat.S_IMODE(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [out, *out.rglob("*")]
    }


def differences(one: Tree, other: Tree) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sources(tmp_path_factory.mktemp("reproducible"))


@pytest.fixture(scope="module")
def tree(root: Path) -> Tree:
    """The site as a plain machine makes it; every test compares with this one."""
    return build(root, Machine())


def use_one_processor() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


# Each machine differs in many ways at once: a build takes a second, and a trace of any one shows.
MACHINES = {
    "far away": Machine(
        environment={
            "TZ": "Pacific/Kiritimati",
            "LANG": "pl_PL.UTF-8",
            "LC_ALL": "tr_TR.UTF-8",
            "HOME": "/nowhere",
            "USER": "nobody",
            "PYTHONHASHSEED": "0",
        },
        umask=0o077,
    ),
    "bare": Machine(
        environment={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"},
        arguments=("--jobs", "1"),
        umask=0o000,
        set_up=use_one_processor if hasattr(os, "sched_setaffinity") else None,
    ),
    "several jobs and no cache": Machine(arguments=("--jobs", "2", "--clean"), environment={"TZ": "UTC+11"}),
}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_the_machine_leaves_no_trace(machine: Machine, root: Path, tree: Tree, tmp_path: Path) -> None:
    again = build(root, machine, out=tmp_path / "site")

    assert differences(again, tree) == []


def test_a_build_over_the_last_one_changes_nothing(root: Path, tree: Tree) -> None:
    again = build(root, Machine())

    assert differences(again, tree) == []


def test_the_folder_the_order_and_the_times_of_files_leave_no_trace(tree: Tree, tmp_path: Path) -> None:
    root = tmp_path / "zażółć gęślą" / "a much longer path"
    files = sorted(path for folder in SOURCES for path in (PROJECT / folder).rglob("*") if path.is_file())
    for age, path in enumerate(reversed(files)):
        target = root / path.relative_to(PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (age * 86_400, (len(files) - age) * 86_400))

    elsewhere = build(root, Machine(), out=tmp_path / "published", cwd=tmp_path)

    assert differences(elsewhere, tree) == []


def test_the_day_is_a_source_like_any_other(root: Path, tree: Tree, tmp_path: Path) -> None:
    tomorrow = build(root, Machine(), now="2026-11-23", out=tmp_path / "site")

    assert "en/index.html" in differences(tomorrow, tree)


def test_the_published_tree_can_be_read_by_a_web_server(tree: Tree) -> None:
    modes = {(path, mode) for path, (mode, content) in tree.items() if mode not in (0o644, 0o755)}

    assert modes == set()
