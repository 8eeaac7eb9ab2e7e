"""One build at a time; nothing lost, nothing piled up."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from microsite.preview import PreviewBuild
from microsite.preview.worker import BuildWorker
from tests.preview.running_preview import PATIENCE

BUILD = PreviewBuild({}, "")


class Shown:
    """The builds shown so far, which a test can wait for."""

    def __init__(self) -> None:
        self.builds: list[PreviewBuild] = []
        self._shown = threading.Semaphore(0)

    def __call__(self, build: PreviewBuild) -> None:
        self.builds.append(build)
        self._shown.release()

    def wait_for_one_more(self) -> None:
        assert self._shown.acquire(timeout=PATIENCE)


def start(build: Callable[[], PreviewBuild], shown: Shown) -> BuildWorker:
    worker = BuildWorker(build, show=shown)
    worker.start()
    return worker


def end(worker: BuildWorker) -> None:
    worker.stop()
    worker.join(PATIENCE)


def test_a_thousand_saves_during_a_build_give_exactly_one_more() -> None:
    asked = 0
    asked_at_start: list[int] = []
    is_building, may_end = threading.Event(), threading.Event()

    def build() -> PreviewBuild:
        asked_at_start.append(asked)
        is_building.set()
        assert may_end.wait(PATIENCE)
        return BUILD

    shown = Shown()
    worker = start(build, shown)
    asked += 1
    worker.ask()
    assert is_building.wait(PATIENCE)

    for _ in range(1000):
        asked += 1
        worker.ask()
    may_end.set()
    shown.wait_for_one_more()
    shown.wait_for_one_more()
    asked += 1
    worker.ask()
    shown.wait_for_one_more()

    end(worker)
    assert asked_at_start == [1, 1001, 1002]


def test_builds_never_run_side_by_side_though_many_threads_ask() -> None:
    running = 0
    most_running = 0
    entered = threading.Lock()

    def build() -> PreviewBuild:
        nonlocal running, most_running
        with entered:
            running += 1
            most_running = max(most_running, running)
        with entered:
            running -= 1
        return BUILD

    def ask_often() -> None:
        for _ in range(200):
            worker.ask()

    shown = Shown()
    worker = start(build, shown)
    threads = [threading.Thread(target=ask_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    shown.wait_for_one_more()

    end(worker)
    assert most_running == 1


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (PermissionError(13, "Permission denied", "content/a.md"), "the machine refused: [Errno 13]"),
        (ZeroDivisionError("our own mistake"), "ZeroDivisionError: our own mistake"),
        (RecursionError("too deep"), "RecursionError: too deep"),
    ],
)
def test_a_build_that_raises_is_shown_as_failed_and_the_next_one_runs(mistake: Exception, words: str) -> None:
    outcomes: list[Exception | PreviewBuild] = [mistake, BUILD]

    def build() -> PreviewBuild:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    shown = Shown()
    worker = start(build, shown)
    worker.ask()
    shown.wait_for_one_more()
    worker.ask()
    shown.wait_for_one_more()

    end(worker)
    failed, mended = shown.builds
    assert failed.content_by_path is None
    assert words in failed.report
    assert mended == BUILD


def test_a_build_that_ends_after_the_preview_is_not_shown() -> None:
    is_building, may_end = threading.Event(), threading.Event()

    def build() -> PreviewBuild:
        is_building.set()
        assert may_end.wait(PATIENCE)
        return BUILD

    shown = Shown()
    worker = start(build, shown)
    worker.ask()
    assert is_building.wait(PATIENCE)
    worker.stop()
    may_end.set()
    worker.join(PATIENCE)

    assert shown.builds == []
