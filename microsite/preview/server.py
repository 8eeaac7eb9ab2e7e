"""The preview, from the first build to Ctrl-C.

    a save ──watch thread──▶ ask ──build thread──▶ show ──event loop──▶ browsers

The event loop only answers and announces, so pages are served while a build runs. The server is bound
to the loopback addresses of this machine and cannot be bound to others.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from tornado.httpserver import HTTPServer

from microsite.preview.handlers import Browser, make_application
from microsite.preview.showing import PreviewBuild, Showing, show_build
from microsite.preview.watch import watch_sources
from microsite.preview.worker import BuildWorker

_MAX_BODY_BYTES = 65_536
_GOODBYE_SECONDS = 1.0
_LAST_PORT = 65_535


def serve(
    build: Callable[[], PreviewBuild],
    *,
    watched: tuple[Path, ...],
    port: int,
    should_open: bool,
    say: Callable[[str], None],
) -> int:
    """Show the site at http://localhost:`port`/ and build it again at every save, until Ctrl-C.

    `build` runs in a thread of its own, one call at a time. What it returns is shown and its report
    is handed to `say`, so it need not report by itself.

    Returns the exit code: 130 after Ctrl-C, 3 when the port cannot be had.
    """
    try:
        sockets = bind_loopback(port)
    except OSError as refusal:
        say(_explain_refusal(refusal, port=port))
        return 3
    preview = Preview(build, sockets=sockets, watched=watched, should_open=should_open, say=say)
    try:
        asyncio.run(preview.run())
    except KeyboardInterrupt:
        return 130
    return 0


def bind_loopback(port: int) -> list[socket.socket]:
    """Return listening sockets on 127.0.0.1 and, where the machine has it, on ::1.

    Port 0 takes a free one. Errors: OSError when another program has the port on either address,
    since a browser that asks for `localhost` may try either first; also for a number that is no port.
    """
    if not 0 <= port <= _LAST_PORT:
        raise OSError(errno.EINVAL, f"ports end at {_LAST_PORT}")
    # tornado's bind_sockets() leaves its socket open when the port is taken.
    sockets = [socket.create_server(("127.0.0.1", port), family=socket.AF_INET)]
    try:
        sockets.append(socket.create_server(("::1", sockets[0].getsockname()[1]), family=socket.AF_INET6))
    except OSError as refusal:
        if refusal.errno == errno.EADDRINUSE:
            sockets[0].close()
            raise
    for bound in sockets:
        bound.setblocking(False)
    return sockets


class Preview:
    """What is shown, the browsers that look at it, and the threads that renew it."""

    def __init__(
        self,
        build: Callable[[], PreviewBuild],
        *,
        sockets: list[socket.socket],
        watched: tuple[Path, ...],
        should_open: bool,
        say: Callable[[str], None],
    ) -> None:
        self.port: int = sockets[0].getsockname()[1]
        self.showing = Showing()
        self._run_name = secrets.token_hex(4)
        self._sockets = sockets
        self._watched = watched
        self._should_open = should_open
        self._say = say
        self._version_by_browser: dict[Browser, int] = {}
        self._worker = BuildWorker(build, show=self.show)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_over = asyncio.Event()

    @property
    def address(self) -> str:
        """Where the preview is to be seen."""
        return f"http://localhost:{self.port}/"

    @property
    def stamp(self) -> str:
        """The name of the version shown; its letter keeps livereload's script from taking it for a number."""
        return self._stamp(self.showing)

    async def run(self) -> None:
        """Serve until `stop`."""
        self._loop = asyncio.get_running_loop()
        server = HTTPServer(make_application(self), max_body_size=_MAX_BODY_BYTES)
        server.add_sockets(self._sockets)
        no_more = threading.Event()
        watcher = threading.Thread(
            target=watch_sources,
            args=(self._watched,),
            kwargs={"on_change": self._worker.ask, "stop": no_more},
            name="preview-watch",
            daemon=True,
        )
        self._worker.start()
        # The watcher asks for the first build too, once it would see a save made during that build.
        watcher.start()
        try:
            self._say(f"preview at {self.address} (Ctrl-C ends it)")
            await self._is_over.wait()
        finally:
            no_more.set()
            self._worker.stop()
            server.stop()
            await server.close_all_connections()
            watcher.join(_GOODBYE_SECONDS)

    def stop(self) -> None:
        """End `run`; may be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._is_over.set)

    def add_browser(self, browser: Browser, *, stamp: str) -> None:
        """Keep a page with an open socket, and reload it at once when it is older than what is shown."""
        self._version_by_browser[browser] = self.showing.version
        if stamp != self.stamp:
            browser.send_reload("/")

    def remove_browser(self, browser: Browser) -> None:
        """Forget a page whose socket is closed."""
        self._version_by_browser.pop(browser, None)

    def show(self, build: PreviewBuild) -> None:
        """Put up a build; called in the build thread, so comparing two sites holds up no request."""
        showing, paths = show_build(self.showing, build)
        self.showing = showing
        if paths and self._loop is not None:
            # The loop is closed when Ctrl-C came during the build: then there is nobody to tell.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._announce, showing, paths)

    def _stamp(self, showing: Showing) -> str:
        return f"v{self._run_name}-{showing.version}"

    def _announce(self, showing: Showing, paths: tuple[str, ...]) -> None:
        """Tell each browser that shows an older version, each just once."""
        for browser, version in tuple(self._version_by_browser.items()):
            if version >= showing.version:
                continue
            self._version_by_browser[browser] = showing.version
            for path in paths:
                browser.send_reload(path)
        self._say(_describe(showing, paths))
        if self._should_open:
            self._should_open = False
            # Some browsers hold the call until they are closed.
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()


def _describe(showing: Showing, paths: tuple[str, ...]) -> str:
    report = f"{showing.report.rstrip()}\n" if showing.report.strip() else ""
    if showing.has_failed and showing.content_by_path is None:
        return f"{report}not built; nothing to show yet"
    if showing.has_failed:
        return f"{report}not built; the last good site stays up"
    if paths == ("/",):
        return f"{report}built; browsers reload"
    return f"{report}built; browsers swap {', '.join(paths)}"


def _explain_refusal(refusal: OSError, *, port: int) -> str:
    if refusal.errno == errno.EADDRINUSE:
        return (
            f"port {port} is taken by another program, perhaps another preview\n"
            f"hint: end that one, or choose another port, such as --port {port + 1}"
        )
    if isinstance(refusal, PermissionError):
        return f"port {port} needs special rights\nhint: choose one over 1023, such as --port 8000"
    return f"port {port} cannot be used: {refusal.strerror}\nhint: choose another port, such as --port 8000"
