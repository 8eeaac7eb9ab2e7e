"""The preview as a whole: from a save to the screen, from the first build to Ctrl-C."""

from __future__ import annotations

import shutil
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from microsite.preview import PreviewBuild, serve
from tests.preview.running_preview import PATIENCE, RunningPreview, Sources, save_small_site

Start = Callable[..., RunningPreview]


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    folder = tmp_path / "content"
    folder.mkdir()
    return Sources(folder)


@pytest.fixture
def start_preview() -> Iterator[Callable[..., RunningPreview]]:
    """Start a preview of `sources` (or of another build); it ends with the test."""
    started: list[RunningPreview] = []

    def start(
        sources: Sources, build: Callable[[], PreviewBuild] | None = None, *, should_open: bool = False
    ) -> RunningPreview:
        started.append(RunningPreview(build or sources.build, sources.folder, should_open=should_open))
        return started[-1]

    yield start
    for preview in started:
        preview.stop()


@pytest.fixture
def preview(sources: Sources, start_preview: Start) -> RunningPreview:
    """A preview of a small site, built."""
    save_small_site(sources)
    started = start_preview(sources)
    started.wait_for_line("built; browsers reload")
    return started


def test_a_file_on_the_disk_that_the_build_left_out_is_not_served(
    sources: Sources, start_preview: Start
) -> None:
    preview = start_preview(sources, lambda: PreviewBuild({"index.html": b"one"}, ""))
    preview.wait_for_line("built;")
    sources.save("secret.txt", "secret")

    assert preview.ask("/secret.txt").status == 404
    assert preview.ask(f"{sources.folder}/secret.txt").status == 404


def test_a_save_reaches_the_browser_each_time_however_soon_it_follows_the_last(
    sources: Sources, preview: RunningPreview
) -> None:
    browser = preview.open_browser()

    for number in range(5):
        sources.save("index.html", f"<body>number {number}</body>")
        assert browser.hear()["path"] == "/"

    assert b"number 4" in preview.ask("/").body
    browser.close()


def test_a_change_of_style_alone_is_swapped_without_a_reload(
    sources: Sources, preview: RunningPreview
) -> None:
    browser = preview.open_browser()

    sources.save("site.css", "b{}")

    assert browser.hear() == {"command": "reload", "path": "/site.css", "liveCSS": True, "liveImg": False}
    browser.close()


def test_a_save_that_changes_nothing_leaves_the_browser_alone(
    sources: Sources, preview: RunningPreview
) -> None:
    browser = preview.open_browser()
    built = len(sources.builds)

    sources.save("site.css", "a{}")
    sources.wait_until(
        lambda: len(sources.builds) > built and b"a{}" in (sources.builds[-1].content_by_path or {}).values(),
        "a build with the same bytes",
    )
    sources.save("new.txt", "new")

    assert browser.hear()["path"] == "/"
    browser.shake_hands(preview.preview.stamp)
    browser.close()


def test_a_page_that_grew_old_before_its_socket_opened_is_told_so_at_once(preview: RunningPreview) -> None:
    browser = preview.open_browser(stamp="v0000-1")

    assert browser.hear()["path"] == "/"
    browser.close()


class Page:
    """A page whose socket only remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def send_reload(self, path: str) -> None:
        self.told.append(path)


def test_a_page_that_opens_as_a_build_ends_is_not_told_of_what_it_already_shows(
    preview: RunningPreview,
) -> None:
    page = Page()

    async def end_a_build_and_open_the_page() -> None:
        preview.preview.show(PreviewBuild({"index.html": b"new"}, ""))
        preview.preview.add_browser(page, stamp=preview.preview.stamp)

    preview.wait(end_a_build_and_open_the_page())
    preview.wait_for_line("built;", times=2)

    assert page.told == []


def test_a_page_carries_the_stamp_its_socket_gives_back(preview: RunningPreview) -> None:
    assert f"snipver={preview.preview.stamp}".encode() in preview.ask("/").body
    assert not preview.preview.stamp[0].isdigit()


def test_a_failed_build_lays_its_report_over_every_page_and_takes_it_away_once_mended(
    sources: Sources, preview: RunningPreview
) -> None:
    browser = preview.open_browser()

    sources.save("note.html", "error: <script>alert(1)</script>")
    assert browser.hear()["path"] == "/"
    for path, text in {"/": b"one", "/en/": b"english", "/missing": b"lost"}.items():
        page = preview.ask(path).body
        assert text in page
        assert b"note.html: error: &lt;script&gt;alert(1)&lt;/script&gt;" in page

    sources.save("note.html", "mended")
    assert browser.hear()["path"] == "/"
    assert b"preview-report" not in preview.ask("/").body
    browser.close()


def test_when_the_first_build_fails_the_report_is_all_there_is(
    sources: Sources, start_preview: Start
) -> None:
    sources.save("index.html", "error: no title")
    preview = start_preview(sources)
    preview.wait_for_line("nothing to show yet")

    response = preview.ask("/en/anything")

    assert response.status == 503
    assert b"error: no title" in response.body


def test_pages_are_answered_while_a_build_runs(sources: Sources, start_preview: Start) -> None:
    is_building, may_end = threading.Event(), threading.Event()

    def build() -> PreviewBuild:
        if (sources.folder / "slow").exists():
            is_building.set()
            assert may_end.wait(PATIENCE)
            return PreviewBuild({"index.html": b"new"}, "")
        return PreviewBuild({"index.html": b"old"}, "")

    preview = start_preview(sources, build)
    preview.wait_for_line("built;")
    sources.save("slow", "")
    assert is_building.wait(PATIENCE)

    during = preview.ask("/").body
    may_end.set()
    preview.wait_for_line("built;", times=2)

    assert b"old" in during
    assert b"new" in preview.ask("/").body


def test_before_the_first_build_ends_a_page_waits_for_it(sources: Sources, start_preview: Start) -> None:
    may_end = threading.Event()

    def build() -> PreviewBuild:
        assert may_end.wait(PATIENCE)
        return PreviewBuild({"index.html": b"built"}, "")

    preview = start_preview(sources, build)
    waiting = preview.ask("/")
    browser = preview.open_browser()
    may_end.set()

    assert waiting.status == 503
    assert browser.hear()["path"] == "/"
    assert b"built" in preview.ask("/").body
    browser.close()


def test_a_storm_of_saves_ends_in_the_state_of_the_last(sources: Sources, preview: RunningPreview) -> None:
    for number in range(1500):
        sources.save(f"storm/{number % 40}.html", f"<body>{number}</body>")
        if number % 100 == 50:
            sources.save("storm/half.html", "error: half a file")
        if number % 100 == 60:
            (sources.folder / "storm/half.html").unlink(missing_ok=True)
        if number % 500 == 300:
            (sources.folder / "storm").rename(sources.folder / f"aside-{number}")
        if number % 700 == 699:
            shutil.rmtree(sources.folder)
    sources.save("index.html", "<body>after the storm</body>")
    expected = sources.read()

    preview.wait_until(lambda: preview.preview.showing.content_by_path == expected, "the last state")

    assert not preview.preview.showing.has_failed
    assert b"after the storm" in preview.ask("/").body
    assert len(sources.builds) < 1500


def test_a_browser_that_left_is_forgotten(sources: Sources, preview: RunningPreview) -> None:
    gone, staying = preview.open_browser(), preview.open_browser()
    gone.close()

    sources.save("index.html", "<body>two</body>")

    assert staying.hear()["path"] == "/"
    staying.close()


# Beginning and end


def test_the_browser_is_opened_once_after_the_first_build(
    sources: Sources, start_preview: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    is_open = threading.Event()

    def open_browser(address: str) -> bool:
        opened.append(address)
        is_open.set()
        return True

    monkeypatch.setattr(webbrowser, "open", open_browser)
    preview = start_preview(sources, should_open=True)
    assert is_open.wait(PATIENCE)
    sources.save("index.html", "one")
    preview.wait_for_line("built;", times=2)

    assert opened == [f"http://localhost:{preview.port}/"]


def test_a_report_is_said_with_its_build(sources: Sources, start_preview: Start) -> None:
    sources.save("index.html", "error: no title")
    preview = start_preview(sources)

    preview.wait_for_line("index.html: error: no title\nnot built; nothing to show yet")


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_in_use_on_either_loopback_address_is_said_with_what_to_do(
    family: socket.AddressFamily, address: str
) -> None:
    said: list[str] = []
    with socket.create_server((address, 0), family=family) as taken:
        port = taken.getsockname()[1]

        code = serve(lambda: PreviewBuild({}, ""), watched=(), port=port, should_open=False, say=said.append)

    assert code == 3
    assert said == [
        f"port {port} is taken by another program, perhaps another preview\n"
        f"hint: end that one, or choose another port, such as --port {port + 1}"
    ]


def test_a_port_that_cannot_be_is_said_with_what_to_do() -> None:
    said: list[str] = []

    code = serve(lambda: PreviewBuild({}, ""), watched=(), port=99_999, should_open=False, say=said.append)

    assert code == 3
    assert "port 99999 cannot be used" in said[0]


def test_control_c_ends_the_preview_at_once_even_during_a_build(tmp_path: Path) -> None:
    is_building, may_end = threading.Event(), threading.Event()

    def build() -> PreviewBuild:
        is_building.set()
        may_end.wait(PATIENCE)
        return PreviewBuild({}, "")

    def press_control_c(_: str) -> None:
        assert is_building.wait(PATIENCE)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = serve(build, watched=(tmp_path,), port=0, should_open=False, say=press_control_c)
    finally:
        signal.signal(signal.SIGINT, before)
    has_waited_for_the_build = may_end.is_set()
    may_end.set()

    assert code == 130
    assert not has_waited_for_the_build
