"""Workers: pages made in several processes, with the same result as in one.

Each worker is a fork of this process: it has the facts and the templates already and only sends back what
it made. Starting one costs some milliseconds, so a few pages are made here.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any, TypeVar

from microsite.publish import MachineRefused

T = TypeVar("T")
R = TypeVar("R")

_WORTH_A_WORKER = 50
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
    # Every so many-th, not one piece after the other: neighbours are alike, and would be slow together.
    shares = [items[start::workers] for start in range(workers)]
    started = [_start(share, make) for share in shares[1:]]
    made: list[list[R]] = [[]]
    try:
        made[0] = [make(item) for item in shares[0]]
    finally:
        answers = [_await(worker, answer) for worker, answer in started]
    for answer in answers:
        if isinstance(answer, NotAsRemembered):
            raise answer
        if answer is None:
            raise WorkerFailed("a worker that makes pages has died")
        made.append(answer)
    results: list[Any] = [None] * len(items)
    for start, share in enumerate(made):
        results[start::workers] = share
    return results


def _start(share: Sequence[T], make: Callable[[T], R]) -> tuple[int, IO[bytes]]:
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
