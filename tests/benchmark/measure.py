"""Run a command and measure it: seconds, seconds of processor, and memory of the whole process tree.

Linux only: the tree and its memory are read from /proc.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
LOOK_EVERY = 0.02
"""Seconds between two looks at memory: rarely enough to cost the measured process nothing."""

TIME_LIMIT = 900.0
"""Seconds after which a run is given up."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took."""

    seconds: float
    processor: float
    """Seconds of processor, user and system, of all processes of the tree."""
    peak: int
    """Bytes: the most that each process held, added up. What processes share is counted in each."""
    shared_peak: int
    """Bytes that the tree held at once, shared pages counted once; 0 when not looked for."""
    foreign: float
    """Seconds of processor that everything else on the machine used meanwhile."""
    exit_code: int
    words: str
    """The end of what it printed."""


@dataclass(slots=True)
class MemoryWatch:
    """Looks at the memory of a process and its children until it is told to stop."""

    pid: int
    is_thorough: bool
    """Whether to count shared pages once, too: that stops the measured process for moments."""
    peak: int = 0
    """What all processes that ran at one moment had held at most, added up; of all moments the most."""
    shared_peak: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def look_until_stopped(self) -> None:
        while not self._stopped.wait(LOOK_EVERY):
            self.look()

    def look(self) -> None:
        pids = list(tree_of(self.pid))
        self.peak = max(self.peak, 1024 * sum(read_kilobytes(pid, "status", "VmHWM:") for pid in pids))
        if self.is_thorough:
            held = sum(read_kilobytes(pid, "smaps_rollup", "Pss:") for pid in pids)
            self.shared_peak = max(self.shared_peak, held * 1024)

    def stop(self) -> None:
        self._stopped.set()


def measure(
    command: tuple[str, ...], *, folder: Path, environment: Mapping[str, str], is_thorough: bool = False
) -> Run:
    """Run the command to its end in `folder` and return what it took.

    What earlier runs wrote is put on the disk first, so that nobody pays for another's files.
    """
    os.sync()
    with tempfile.TemporaryFile() as said:
        busy = read_busy_seconds()
        begun = time.perf_counter()
        process = start(command, folder=folder, environment=environment, said=said.fileno())
        watch = MemoryWatch(process.pid, is_thorough)
        with watching(watch), _limited(process):
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
        busy = read_busy_seconds() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read()[-2000:].decode("utf-8", "replace")
    processor = usage.ru_utime + usage.ru_stime
    return Run(
        seconds=seconds,
        processor=processor,
        peak=watch.peak,
        shared_peak=watch.shared_peak,
        foreign=max(0.0, busy - processor),
        exit_code=process.returncode,
        words=words,
    )


@contextmanager
def watching(watch: MemoryWatch) -> Iterator[None]:
    """Look at memory while the block runs."""
    thread = threading.Thread(target=watch.look_until_stopped)
    thread.start()
    try:
        yield
    finally:
        watch.stop()
        thread.join()


@contextmanager
def _limited(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the process and its children when it takes too long, and when the block is left early."""
    giving_up = threading.Timer(TIME_LIMIT, end, [process])
    giving_up.start()
    try:
        yield
    except BaseException:
        end(process)
        raise
    finally:
        giving_up.cancel()


def end(process: subprocess.Popen[bytes]) -> None:
    """End a started process and all that it started: they are a session of their own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """Return our own environment, with Python keeping the modules that it compiled, as it does by itself."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def start(
    command: tuple[str, ...], *, folder: Path, environment: Mapping[str, str], said: int
) -> subprocess.Popen[bytes]:
    """Start a command that writes what it prints into the open file `said`."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**_environment(), **environment},
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def tree_of(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    with suppress(OSError):
        for task in os.listdir(PROC / str(pid) / "task"):
            for child in (PROC / str(pid) / "task" / task / "children").read_text().split():
                yield from tree_of(int(child))


def read_kilobytes(pid: int, file: str, name: str) -> int:
    """Return a line of kilobytes from a file of /proc; 0 when the process is gone."""
    with suppress(OSError):
        for line in (PROC / str(pid) / file).read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0


def read_busy_seconds() -> float:
    """Return the seconds of processor that the whole machine has used since it was started."""
    fields = (PROC / "stat").read_text().partition("\n")[0].split()[1:]
    user, nice, system, _idle, _waiting, interrupts, soft, stolen, *_ = map(int, fields)
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


def read_ticks(pid: int) -> int:
    """Return how many ticks of processor a process tree has used so far."""
    total = 0
    for each in tree_of(pid):
        with suppress(OSError):
            fields = (PROC / str(each) / "stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total
