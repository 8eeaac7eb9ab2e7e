"""The real site, built once for all tests that look at it from outside, and a server for it.

The command is run as CI runs it, on a copy of the sources: the checkout's cache, its lock and its
site/ take no part.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
NOW = "2026-11-22"


def build_once(factory: pytest.TempPathFactory, name: str, *options: str, out: str = ".") -> Path:
    """Build the real site with these options; return the folder that is to be served.

    Shape: the pages are in the folder's subfolder `out`, so a site can be served below a path.
    Workers of pytest-xdist share one build: whoever is first to move it into place wins, and a
        second build at the same moment is only time lost.
    """
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"real-site-{name}"
    if shared.exists():
        return shared
    own = factory.mktemp(name)
    _build(own / "sources", own / "served" / out, *options)
    with suppress(OSError):  # another worker has just put the same site there
        (own / "served").rename(shared)
    return shared


def _build(sources: Path, out: Path, *options: str) -> None:
    for folder in ("content", "data", "templates"):
        shutil.copytree(REPOSITORY / folder, sources / folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--now", NOW]
    done = subprocess.run(
        [*command, "--root", str(sources), "--out", str(out), *options],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"the real site does not build:\n{done.stdout}{done.stderr}"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder as plain files while the block runs; give its address, without a last slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _QuietHandler(SimpleHTTPRequestHandler):
    """Plain files, and nothing said about them."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Name the feed's kind, which not every machine's own table knows."""
        return "application/atom+xml" if str(path).endswith(".atom") else super().guess_type(path)

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Answer as a static host does: a folder without a page is not there."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what matters is asserted."""
