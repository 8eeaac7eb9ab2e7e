"""A preview that runs in a thread, and a browser that talks livereload to it."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from microsite.preview.server import Preview, bind_loopback
from microsite.preview.showing import PreviewBuild

T = TypeVar("T")

PATIENCE = 20
"""Seconds until a test gives up on something that should happen at once."""


class Watchable:
    """A condition with a memory: tests wait for a state, not for a time."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def notify(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        with self._condition:
            assert self._condition.wait_for(is_so, PATIENCE), f"never came: {what}"


class Sources(Watchable):
    """A watched folder and a build that shows its files as pages: ``a.html`` holds what a.html holds.

    A file whose text holds the word `error` fails the build.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.builds: list[PreviewBuild] = []

    def save(self, path: str, text: str) -> None:
        """Save in one stroke, so that no build sees half a file and one save is one change."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = self.folder.parent / "saving"
        aside.write_text(text, encoding="utf-8")
        aside.replace(target)

    def read(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for path in sorted(self.folder.rglob("*")):
            try:
                found[path.relative_to(self.folder).as_posix()] = path.read_bytes()
            except OSError:
                continue  # a folder, or gone by now
        return found

    def build(self) -> PreviewBuild:
        content = self.read()
        errors = [f"{path}: {text.decode()}" for path, text in content.items() if b"error" in text]
        build = PreviewBuild(None if errors else content, "\n".join(errors))
        self.builds.append(build)
        self.notify()
        return build


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class RunningPreview(Watchable):
    """The preview in a thread of its own, with its event loop lent to the test's browser."""

    def __init__(self, build: Callable[[], PreviewBuild], *watched: Path, should_open: bool = False) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.preview = Preview(
            build, sockets=bind_loopback(0), watched=watched, should_open=should_open, say=self._hear
        )
        self.port = self.preview.port
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self.wait_until(lambda: bool(self.lines), "the first line")

    def _hear(self, line: str) -> None:
        self.lines.append(line)
        self.notify()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
            runner.run(self.preview.run())

    def stop(self) -> None:
        self.preview.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def wait_for_line(self, text: str, *, times: int = 1) -> None:
        self.wait_until(lambda: sum(text in line for line in self.lines) >= times, f"{text} in {self.lines}")

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers={"Host": f"localhost:{self.port}"} | headers)
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()

    def ask_raw(self, request_line: bytes, *headers: bytes) -> int:
        """Send a request as it stands and return the status."""
        lines = [request_line, *headers, b"Connection: close", b"", b""]
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(b"\r\n".join(lines))
            return int(connection.makefile("rb").readline().split()[1])

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    def open_browser(self, *, stamp: str | None = None, **headers: str) -> Browser:
        """Open the reload socket like a page that was served when `stamp` was shown."""
        browser = Browser(self, self.wait(self._connect(headers)))
        browser.shake_hands(self.preview.stamp if stamp is None else stamp)
        return browser

    async def _connect(self, headers: dict[str, str]) -> WebSocketClientConnection:
        address = f"ws://127.0.0.1:{self.port}/livereload"
        given = {"Host": f"localhost:{self.port}"} | headers
        return await websocket_connect(HTTPRequest(address, headers=given, request_timeout=PATIENCE))


class Browser:
    """A page with an open reload socket."""

    def __init__(self, preview: RunningPreview, connection: WebSocketClientConnection) -> None:
        self._preview = preview
        self._connection = connection

    def send(self, message: str) -> None:
        async def write() -> None:
            await self._connection.write_message(message)

        self._preview.wait(write())

    def shake_hands(self, stamp: str) -> None:
        protocols = ["http://livereload.com/protocols/official-7"]
        self.send(json.dumps({"command": "hello", "protocols": protocols, "snipver": stamp}))
        assert self.hear()["command"] == "hello"

    def hear(self) -> dict[str, Any]:
        async def read() -> str | bytes | None:
            return await self._connection.read_message()

        message = self._preview.wait(read())
        assert message is not None, "the preview closed the socket"
        heard: dict[str, Any] = json.loads(message)
        return heard

    def close(self) -> None:
        async def close() -> None:
            self._connection.close()
            while await self._connection.read_message() is not None:
                pass

        self._preview.wait(close())


def save_small_site(sources: Sources) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
    sources.save("index.html", f"<html><head>{policy}</head><body>one</body></html>")
    sources.save("en/index.html", "<body>english</body>")
    sources.save("404.html", "<body>lost</body>")
    sources.save("site.css", "a{}")
