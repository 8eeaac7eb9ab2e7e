"""The doors of the preview: what is answered, to whom, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tornado.httpclient import HTTPClientError

from microsite.preview.server import bind_loopback
from tests.preview.running_preview import RunningPreview, Sources, save_small_site


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    """A preview for tests that only ask; they share it."""
    sources = Sources(tmp_path_factory.mktemp("content"))
    save_small_site(sources)
    started = RunningPreview(sources.build, sources.folder)
    started.wait_for_line("built; browsers reload")
    yield started
    started.stop()


# Pages


def test_a_page_is_served_from_memory_with_headers_that_keep_nothing(doors: RunningPreview) -> None:
    response = doors.ask("/en/")

    assert response.status == 200
    assert b"english" in response.body
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Etag"] is None


def test_head_answers_like_get_without_the_body(doors: RunningPreview) -> None:
    got, head = doors.ask("/en/"), doors.ask("/en/", method="HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.body))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/livereload", "/__preview__/livereload.js"])
def test_no_other_method_is_answered(doors: RunningPreview, method: str, path: str) -> None:
    assert doors.ask(path, method=method).status == 405


def test_a_folder_without_its_slash_is_redirected(doors: RunningPreview) -> None:
    response = doors.ask("/en?a=1")

    assert (response.status, response.headers["Location"]) == (301, "/en/?a=1")


def test_the_policy_of_a_page_becomes_a_header(doors: RunningPreview) -> None:
    response = doors.ask("/")

    assert b"Content-Security-Policy" not in response.body
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert f"connect-src 'self' ws://localhost:{doors.port}" in policy


def test_the_script_and_the_style_of_the_panel_are_served(doors: RunningPreview) -> None:
    script, style = doors.ask("/__preview__/livereload.js"), doors.ask("/__preview__/overlay.css")

    assert b"http://livereload.com/protocols/official-7" in script.body
    assert b":host" in style.body


@pytest.mark.parametrize(
    "target",
    [
        b"/../../../../etc/passwd",
        b"/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        b"/..%2f..%2f..%2fetc%2fpasswd",
        b"/%252e%252e/etc/passwd",
        b"//etc/passwd",
        b"//localhost/en",
        b"/etc/passwd",
        b"/%00",
        b"/en/\x00",
        b"/\xff",
        b"/%ff",
        b"http://localhost/en/",
        b"file:///etc/passwd",
        b"*",
        b"en/",
    ],
)
def test_no_address_leaves_the_site(doors: RunningPreview, target: bytes) -> None:
    status = doors.ask_raw(b"GET " + target + b" HTTP/1.1", f"Host: localhost:{doors.port}".encode())

    assert status in {400, 404}


# Strangers


@pytest.mark.parametrize("path", ["/", "/missing", "/__preview__/livereload.js", "/livereload"])
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost",
        "localhost:1",
        "localhost.:{port}",
        "127.0.0.2:{port}",
        "192.168.0.1:{port}",
        "localhost:{port}.evil.example",
        "localhost:{port}@evil.example",
        "",
    ],
)
def test_a_foreign_host_is_refused(doors: RunningPreview, path: str, host: str) -> None:
    assert doors.ask(path, Host=host.format(port=doors.port)).status in {400, 403}


def test_a_request_that_names_no_host_or_two_is_refused(doors: RunningPreview) -> None:
    ours = f"Host: localhost:{doors.port}".encode()

    assert doors.ask_raw(b"GET / HTTP/1.0") in {400, 403}
    assert doors.ask_raw(b"GET / HTTP/1.1", ours, b"Host: evil.example") in {400, 403}


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"])
def test_every_loopback_name_is_answered(doors: RunningPreview, host: str) -> None:
    named = host.format(port=doors.port)

    assert doors.ask("/", Host=named, Origin=f"http://{named}").status == 200


FOREIGN_ORIGINS = [
    "http://evil.example",
    "https://localhost:{port}",
    "http://localhost",
    "http://localhost:1",
    "http://localhost:{port}.evil.example",
    "null",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_page_is_not_served_to_a_foreign_origin(doors: RunningPreview, origin: str) -> None:
    assert doors.ask("/", Origin=origin.format(port=doors.port)).status == 403


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_the_socket_is_not_opened_to_a_foreign_origin(doors: RunningPreview, origin: str) -> None:
    with pytest.raises(HTTPClientError) as refusal:
        doors.open_browser(Origin=origin.format(port=doors.port))

    assert refusal.value.code == 403


def test_the_socket_is_not_opened_to_a_foreign_host(doors: RunningPreview) -> None:
    with pytest.raises(HTTPClientError) as refusal:
        doors.open_browser(Host=f"evil.example:{doors.port}")

    assert refusal.value.code == 403


def test_the_socket_is_opened_to_a_page_of_the_preview(doors: RunningPreview) -> None:
    browser = doors.open_browser(Origin=f"http://localhost:{doors.port}")

    browser.close()


@pytest.mark.parametrize("message", ["", "{", "[]", '"hello"', "{}", "[" * 50_000, '{"command": "reload"}'])
def test_nonsense_on_the_socket_is_passed_over(doors: RunningPreview, message: str) -> None:
    browser = doors.open_browser()

    browser.send(message)
    browser.shake_hands(doors.preview.stamp)

    browser.close()


def test_only_loopback_addresses_are_bound() -> None:
    sockets = bind_loopback(0)

    addresses = {bound.getsockname()[0] for bound in sockets}
    for bound in sockets:
        bound.close()
    assert {"127.0.0.1"} <= addresses <= {"127.0.0.1", "::1"}
