"""Workers: several processes give what one gives, or say that they could not."""

from __future__ import annotations

import marshal
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.incremental import count_jobs, workers
from microsite.incremental.workers import WorkerFailed, aside, make_all
from microsite.publish import MachineRefused
from tests.incremental.rich_site import write_rich_site, write_text
from tests.incremental.twin import Manner, Twin, assert_same_tree, read_tree

HERE = os.getpid()
FORKS = multiprocessing.get_context("fork")


@pytest.fixture(autouse=True)
def _one_page_is_worth_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WORTH_A_WORKER", 1)


@pytest.fixture
def _many_pages_are_worth_a_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(workers, "_WORTH_A_WORKER", 100)
    yield


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(), max_size=12), st.integers(1, 4))
def test_results_come_in_the_order_of_the_items(items: list[int], jobs: int) -> None:
    assert make_all(items, lambda item: item * 2, jobs=jobs) == [item * 2 for item in items]


def meet(processes: int) -> Callable[[int], int]:
    """Return what makes the number of its process, as soon as so many of them are at work."""
    barrier = FORKS.Barrier(processes)

    def make(item: int) -> int:
        if item < processes:
            barrier.wait(timeout=30)
        return os.getpid()

    return make


def test_all_processes_work_at_the_same_time() -> None:
    makers = make_all(range(3), meet(3), jobs=3)

    assert len(set(makers)) == 3
    assert HERE in makers


def test_no_item_waits_for_a_slow_one() -> None:
    is_last_made = FORKS.Event()

    def make(item: int) -> bool:
        if item == 4:
            is_last_made.set()
        return item != 0 or is_last_made.wait(timeout=30)

    assert make_all(range(5), make, jobs=2) == [True] * 5


def test_one_job_is_done_here() -> None:
    assert set(make_all(range(6), lambda item: os.getpid(), jobs=1)) == {HERE}


@pytest.mark.usefixtures("_many_pages_are_worth_a_worker")
@pytest.mark.parametrize(("count", "processes"), [(199, 1), (200, 2), (399, 3)])
def test_workers_start_when_there_is_enough_for_each(
    count: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    forks: list[int] = []
    fork = os.fork

    def note_fork() -> int:
        forks.append(fork())
        return forks[-1]

    monkeypatch.setattr(os, "fork", note_fork)
    make_all(range(count), str, jobs=4)

    assert 1 + len(forks) == processes


def test_what_must_come_first_is_done_before_the_first_worker_starts(tmp_path: Path) -> None:
    done = tmp_path / "done"

    found = make_all(range(4), lambda item: done.exists(), jobs=2, before=done.mkdir)

    assert found == [True] * 4


def test_without_workers_nothing_must_come_first() -> None:
    made: list[str] = []

    make_all(range(4), str, jobs=1, before=lambda: made.append("called"))

    assert made == []


def test_a_mistake_in_a_worker_ends_the_build_and_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    make = meet(2)

    def fail_elsewhere(item: int) -> int:
        if make(item) != HERE:
            raise ValueError("our mistake")
        return item

    with pytest.raises(WorkerFailed):
        make_all(range(4), fail_elsewhere, jobs=2)

    assert "ValueError: our mistake" in capfd.readouterr().err


def test_a_mistake_here_is_raised_after_all_workers_have_ended() -> None:
    def fail_here(item: int) -> int:
        if os.getpid() == HERE:
            raise ValueError("our mistake")
        return item

    with pytest.raises(ValueError, match="our mistake"):
        make_all(range(4), fail_here, jobs=2)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_ends_the_build(how: signal.Signals) -> None:
    make = meet(2)

    def die_elsewhere(item: int) -> int:
        if make(item) != HERE:
            os.kill(os.getpid(), how)
        return item

    with pytest.raises(MachineRefused, match="ended a process"):
        make_all(range(4), die_elsewhere, jobs=2)


def test_a_worker_that_leaves_without_an_answer_ends_the_build() -> None:
    make = meet(2)

    def leave(item: int) -> int:
        if make(item) != HERE:
            os._exit(3)
        return item

    with pytest.raises(WorkerFailed):
        make_all(range(4), leave, jobs=2)


def test_as_many_jobs_are_used_as_were_asked_for_or_as_there_are_processors() -> None:
    assert count_jobs(3) == 3
    assert count_jobs(0) == len(os.sched_getaffinity(0))


def test_a_system_without_forks_has_one_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")

    assert count_jobs(4) == 1


# Aside


def test_what_is_made_aside_is_made_in_another_process_meanwhile() -> None:
    is_begun, may_end = FORKS.Event(), FORKS.Event()

    def make() -> int:
        is_begun.set()
        assert may_end.wait(timeout=30)
        return os.getpid()

    with aside(make, jobs=2) as wait:
        assert is_begun.wait(timeout=30)
        may_end.set()
        found = wait()

    assert found not in (None, HERE)
    assert wait() == found


def test_with_one_job_nothing_is_made_aside() -> None:
    with aside(os.getpid, jobs=1) as wait:
        assert wait() is None


@pytest.mark.parametrize("how", [lambda: 1 / 0, lambda: os._exit(3), lambda: os.kill(os.getpid(), 9)])
def test_what_fails_aside_is_left_to_be_made_here(how: Callable[[], object]) -> None:
    with aside(how, jobs=2) as wait:
        assert wait() is None


def test_nobody_works_on_when_the_result_is_not_wanted_any_more() -> None:
    with pytest.raises(ValueError, match="something else"), aside(os.getpid, jobs=2):
        raise ValueError("something else")

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


# Whole builds


def test_one_job_and_several_give_the_same_site_and_the_same_report(tmp_path: Path) -> None:
    root = write_rich_site(tmp_path / "root")
    one, several = (Twin(root, tmp_path / name) for name in ("one", "several"))

    first, second = one.run(Manner(jobs=1)), several.run(Manner(jobs=3))

    assert second.problems == first.problems
    assert second.remade == first.remade
    assert_same_tree(read_tree(several.out), read_tree(one.out))


def test_one_job_and_several_make_the_same_mistakes_known(tmp_path: Path) -> None:
    root = write_rich_site(tmp_path / "root")
    write_text(root, "templates/partials/plain.html", "{{ nothing }}\n{{ page.nobody }}\n")
    one, several = (Twin(root, tmp_path / name) for name in ("one", "several"))

    first, second = one.run(Manner(jobs=1)), several.run(Manner(jobs=3))

    assert first.has_errors
    assert second.problems == first.problems


def test_a_build_goes_on_from_one_with_another_number_of_jobs(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.run(Manner(jobs=3))
    write_text(twin.root, "templates/partials/plain.html", "<p>Other</p>\n")

    twin.check(Manner(jobs=1))
    write_text(twin.root, "templates/partials/plain.html", "<p>Another</p>\n")
    twin.check(Manner(jobs=2))


@pytest.mark.parametrize("number", range(2), ids=["ours", "the worker's"])
def test_a_page_that_turns_out_to_be_spoilt_is_no_reason_to_complain(
    tmp_path: Path, number: int, capfd: pytest.CaptureFixture[str]
) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.run()
    write_text(twin.root, "templates/components/fact.html", "<b>{{ fact.value }}</b>\n")
    flip_page(twin, ("/en/visa/", "/pl/wiza/")[number])

    twin.check(Manner(jobs=2))

    assert capfd.readouterr().err == ""


def flip_page(twin: Twin, path: str) -> None:
    """Spoil what is remembered of one page."""
    state = next(twin.cache.glob("*/state"))
    name, start, length, _ = marshal.loads(state.read_bytes()[32:])["cores"][path]
    pack = state.with_name(name)
    content = bytearray(pack.read_bytes())
    content[start + length // 2] ^= 1
    pack.write_bytes(bytes(content))


def test_a_build_whose_worker_dies_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.run()
    before = read_tree(twin.out)
    write_text(twin.root, "templates/partials/plain.html", "<p>Other</p>\n")

    with pytest.MonkeyPatch.context() as patched, pytest.raises(MachineRefused):
        patched.setattr(pickle, "dump", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        twin.run(Manner(jobs=2))

    assert read_tree(twin.out) == before
    twin.check()
