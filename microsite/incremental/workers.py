"""Workers: pages made in several processes, with the same result as in one.

Each worker is a fork of this process: it has the facts and the templates already and only sends back what
it made. Starting one costs some milliseconds, so a few pages are made here.
"""

from __future__ import annotations

import os
import pickle
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Self, TypeVar

from microsite.publish import MachineRefused

T = TypeVar("T")
R = TypeVar("R")

_WORTH_A_WORKER = 25
"""Pages: what one worker makes in about the time that it takes to start it and to hear of them."""


class WorkerFailed(Exception):
    """A worker died, or met a mistake of ours; it has said which."""


class NotAsRemembered(Exception):
    """Something is not as an earlier build left it: begin again without what is remembered.

    A worker that meets this hands it on and says nothing.
    """


def count_jobs(asked: int) -> int:
    """Return how many processes to use: as many as asked, or as there are processors for us."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1  # macOS has libraries that break in a fork
    return asked or len(os.sched_getaffinity(0))


def make_all(
    items: Sequence[T], make: Callable[[T], R], *, jobs: int, before: Callable[[], object] = lambda: None
) -> list[R]:
    """Return what `make` gives for each item, in their order; results of workers are pickled.

    `before` is called before the first worker starts, if any does.

    Errors: whatever `make` raises here; of a worker NotAsRemembered, MachineRefused when the machine ended
    it, and WorkerFailed for a mistake of ours.
    """
    workers = min(jobs, len(items) // _WORTH_A_WORKER)
    if workers < 2:
        return [make(item) for item in items]
    before()
    with _Tickets(len(items)) as tickets:
        started = [_start(tickets, lambda number: (number, make(items[number]))) for _ in range(workers - 1)]
        try:
            results = {number: make(items[number]) for number in tickets}
        except BaseException:
            tickets.withdraw()
            raise
        finally:
            answers = [_await(worker, answer) for worker, answer in started]
    for found in answers:
        if isinstance(found, NotAsRemembered):
            raise found
        if found is None:
            raise WorkerFailed("a worker that makes pages has died")
        results.update(found)
    return [results[number] for number in range(len(items))]


class _Tickets:
    """Numbers from 0, each given once, to whichever process asks first: one page may take as long as fifty.

    They lie in a file that forks read on in together, because they share the place where they are in it.
    """

    def __init__(self, count: int) -> None:
        import tempfile

        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed at the end of the block
        self._file.write(array("I", range(count)).tobytes())
        self._file.seek(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[int]:
        while ticket := self._file.read(array("I").itemsize):
            yield from array("I", ticket)

    def withdraw(self) -> None:
        """Give no more of them to anybody."""
        self._file.seek(0, os.SEEK_END)


@contextmanager
def aside(make: Callable[[], R], *, jobs: int) -> Iterator[Callable[[], R | None]]:
    """Let a worker make something while this process does other work; give what waits for it.

    The answer is None where there is one job only, or the worker failed: then it is to be made here, and
    whatever is wrong shows here.
    """
    if jobs < 2:
        yield lambda: None
        return
    worker, answer = _start((None,), lambda _: make())
    answers: list[list[Any] | NotAsRemembered | None] = []

    def wait() -> R | None:
        if not answers:
            try:
                answers.append(_await(worker, answer))
            except MachineRefused:
                answers.append(None)
        found = answers[0]
        return found[0] if isinstance(found, list) else None

    try:
        yield wait
    finally:
        wait()


def _start(share: Iterable[T], make: Callable[[T], R]) -> tuple[int, IO[bytes]]:
    """Return the process number of a new worker, and the file that it will leave its results in."""
    import tempfile

    answer = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was read
    worker = os.fork()
    if worker:
        return worker, answer
    code = 1
    try:
        try:
            results: object = [make(item) for item in share]
        except NotAsRemembered as error:
            results = error
        pickle.dump(results, answer, protocol=5)
        answer.flush()
        code = 0
    except BaseException as error:
        if not isinstance(error, KeyboardInterrupt):
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        os._exit(code)


def _await(worker: int, answer: IO[bytes]) -> list[Any] | NotAsRemembered | None:
    """Return the results of a worker, None when it had none."""
    with answer:
        _, status = os.waitpid(worker, 0)
        if os.WIFSIGNALED(status):
            raise MachineRefused(
                "the machine ended a process that makes pages", "free some memory, or build with --jobs 1"
            )
        if status != 0:
            return None
        answer.seek(0)
        results: list[Any] | NotAsRemembered = pickle.load(answer)  # noqa: S301 - our own fork wrote it
        return results
