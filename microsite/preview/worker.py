"""One build at a time, in a thread of its own.

However many saves come while a build runs, exactly one more build follows it, and it starts after
the last of them: nothing is lost and nothing piles up. A build that raises is shown like one with
errors; the preview outlives it.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from microsite.preview.showing import PreviewBuild


class BuildWorker:
    """Runs `build` whenever asked and hands each outcome to `show`, both in its own thread."""

    __slots__ = ("_build", "_is_over", "_is_wanted", "_show", "_thread")

    def __init__(self, build: Callable[[], PreviewBuild], *, show: Callable[[PreviewBuild], None]) -> None:
        self._build = build
        self._show = show
        self._is_wanted = threading.Event()
        self._is_over = threading.Event()
        # A daemon: Ctrl-C must not wait for a build, and a build for the preview writes nothing.
        self._thread = threading.Thread(target=self._run, name="preview-build", daemon=True)

    def start(self) -> None:
        """Begin to wait for the first `ask`."""
        self._thread.start()

    def ask(self) -> None:
        """Have a build started after this moment; may be called from any thread, any number of times."""
        self._is_wanted.set()

    def stop(self) -> None:
        """Show nothing more; a build under way is left to end by itself."""
        self._is_over.set()
        self._is_wanted.set()

    def join(self, timeout: float) -> None:
        """Wait until the thread has ended, `timeout` seconds at most."""
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            self._is_wanted.wait()
            # Cleared before the build reads anything, so a save during the build asks for the next.
            self._is_wanted.clear()
            if self._is_over.is_set():
                return
            build = _build_safely(self._build)
            if self._is_over.is_set():
                return
            self._show(build)


def _build_safely(build: Callable[[], PreviewBuild]) -> PreviewBuild:
    try:
        return build()
    except OSError as refusal:
        return PreviewBuild(content_by_path=None, report=f"the machine refused: {refusal}\n")
    except Exception:
        return PreviewBuild(
            content_by_path=None, report=f"the generator itself failed\n\n{traceback.format_exc()}"
        )
