"""The doors of the preview: pages, livereload's script and its socket, for this machine alone.

A web site open in the same browser can send requests to this server, and a name of its own can be
made to lead here. So every door, the socket too, asks first whether the request was made to a
loopback name and, where it says so, from a page of the preview.

livereload gives the script and the handshake of its protocol. Its watcher, its timer (a reload within
three seconds of the last is dropped) and its shared set of browsers are not used.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from microsite.preview.answers import answer_address
from microsite.preview.overlay import OVERLAY_STYLE, OVERLAY_STYLE_PATH
from microsite.preview.page import SCRIPT_PATH
from microsite.preview.showing import Showing

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_MAX_MESSAGE_BYTES = 65_536


class Browser(Protocol):
    """A page with an open socket."""

    def send_reload(self, path: str) -> None:
        """Tell the page to swap the stylesheet at `path`, or to reload when `path` is none."""


class Stage(Protocol):
    """What the doors need to know of the preview."""

    @property
    def port(self) -> int:
        """The port that browsers ask."""

    @property
    def showing(self) -> Showing:
        """What is shown at this moment."""

    @property
    def stamp(self) -> str:
        """The name of the version shown, unlike that of any other version or run."""

    def add_browser(self, browser: Browser, *, stamp: str) -> None:
        """Keep a page that has opened its socket, and was served when `stamp` was shown."""

    def remove_browser(self, browser: Browser) -> None:
        """Forget a page that has closed its socket."""


def make_application(stage: Stage) -> Application:
    """Return the web application that shows `stage`."""
    known = {"stage": stage}
    return Application(
        [
            ("/livereload", ReloadSocket, known),
            (SCRIPT_PATH, ReloadScript, known),
            (OVERLAY_STYLE_PATH, OverlayStyle, known),
            (".*", SitePath, known),
        ],
        log_function=_log_nothing,
        websocket_max_message_size=_MAX_MESSAGE_BYTES,
    )


def list_hosts(port: int) -> tuple[str, ...]:
    """Return the Host headers answered at `port`; browsers leave port 80 away."""
    names_with_port = tuple(f"{name}:{port}" for name in _LOOPBACK_NAMES)
    return names_with_port + _LOOPBACK_NAMES if port == 80 else names_with_port


class GuardedHandler(RequestHandler):
    """A door that opens for loopback names and for pages of this preview only."""

    stage: Stage

    def initialize(self, stage: Stage) -> None:
        """Take the preview this door belongs to."""
        self.stage = stage

    def prepare(self) -> None:
        """Refuse a foreign Host or Origin before anything else is looked at."""
        host = self.request.headers.get("Host", "")
        origin = self.request.headers.get("Origin")
        if host.lower() not in list_hosts(self.stage.port) or not (
            origin is None or self.check_origin(origin)
        ):
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        """Whether `origin` is a page of this preview."""
        return origin.lower() in {f"http://{host}" for host in list_hosts(self.stage.port)}

    def set_default_headers(self) -> None:
        """Have nothing kept, guessed or read by another site."""
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def compute_etag(self) -> None:
        """Give none: nothing is kept, so nothing is asked for again by its tag."""

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer a refusal in one plain line."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if status_code == 405:
            self.set_header("Allow", "GET, HEAD")
        hint = f": this preview answers at http://localhost:{self.stage.port}/" if status_code == 403 else ""
        self.finish(f"{status_code} {self._reason}{hint}\n")

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        """Log our own mistakes; a refusal is told to who made the request, not to the terminal."""
        if not isinstance(value, HTTPError):
            super().log_exception(typ, value, tb)


class SitePath(GuardedHandler):
    """Any path of the site."""

    def get(self) -> None:
        """Answer from the site in memory."""
        answer = answer_address(
            self.request.path,
            query=self.request.query,
            showing=self.stage.showing,
            host=self.request.host.lower(),
            stamp=self.stage.stamp,
        )
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.content_type)
        for policy in answer.policies:
            self.add_header("Content-Security-Policy", policy)
        if answer.location:
            self.set_header("Location", answer.location)
        self.finish(answer.body)

    head = get  # tornado keeps the headers and drops the body


class OverlayStyle(GuardedHandler):
    """The stylesheet of the panel that shows a report."""

    def get(self) -> None:
        """Answer with the stylesheet."""
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.finish(OVERLAY_STYLE)

    head = get


class ReloadScript(GuardedHandler, LiveReloadJSHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's own script, as the package brings it."""

    def head(self) -> None:
        """Answer like GET, without the body."""
        self.get()


class ReloadSocket(GuardedHandler, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """The socket on which a page hears that it is to reload."""

    def on_message(self, message: str | bytes) -> None:
        """Shake hands with a page that opens its socket; every other message is of no interest."""
        hello = _parse_hello(message)
        if hello is None:
            return
        super().on_message(message)
        self.stage.add_browser(self, stamp=str(hello.get("snipver", "")))

    def on_close(self) -> None:
        """Forget the page."""
        self.stage.remove_browser(self)

    def send_reload(self, path: str) -> None:
        """Tell the page which path changed, in livereload's words.

        A page that is gone by now hears nothing, and needs nothing.
        """
        try:
            sent = self.write_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})
        except WebSocketClosedError:
            return
        sent.add_done_callback(_forget_outcome)


def _parse_hello(message: str | bytes) -> dict[str, Any] | None:
    try:
        parsed = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) and parsed.get("command") == "hello" else None


def _forget_outcome(sent: asyncio.Future[None]) -> None:
    # Asked for, so that asyncio does not complain about a page that closed in the meantime.
    if not sent.cancelled():
        sent.exception()


def _log_nothing(_: RequestHandler) -> None:
    """Leave the terminal to the builds."""
