"""Keep two builds from publishing to one folder at the same time.

Part of stage 5 of 5. The lock is a file beside the target (``.site.lock``), not inside it, so that it
outlives the swap of the target. What counts is the system's lock on the file, which ends with the
process that holds it, however that dies; the file itself may stay behind and means nothing.
It holds the number of the process, for the message to whoever comes second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from microsite.publish.refusals import MachineRefused, in_plain_words, show_path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TRIES = 100
"""How often the lock file may be taken away under our hands before somebody else must be at work."""


@contextmanager
def lock_beside(target: Path) -> Iterator[None]:
    """Hold the lock of a target folder, or raise MachineRefused at once when another build has it."""
    path = lock_path(target)
    with in_plain_words(target):
        descriptor = _acquire(path, target)
    try:
        yield
    finally:
        _release(path, descriptor)


def lock_path(target: Path) -> Path:
    """Return where the lock of a target folder lives."""
    return target.with_name(f".{target.name}.lock")


def is_held_here(target: Path) -> bool:
    """Whether the lock names this process. It guards against our own mistakes, not against others."""
    return _holder(lock_path(target)) == str(os.getpid())


def read_disk_clock(target: Path) -> int:
    """Return what time it is to the disk that holds a target, in nanoseconds. Only for who holds the lock.

    It is the time that a change made now leaves on a file; the clock may be that of another machine.
    """
    path = lock_path(target)
    os.utime(path)
    return path.lstat().st_mtime_ns


def _acquire(path: Path, target: Path) -> int:
    for _ in range(_TRIES):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            if not _try_to_lock(descriptor):
                raise _taken(path, target)
            if _is_still_named(path, descriptor):
                with suppress(OSError):  # another user's; the umask may have hidden ours from ourselves
                    path.chmod(0o644)
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"{os.getpid()}\n".encode())
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        # The build before us took its lock file away between our open and our lock: we hold the lock
        # of a file nobody will look at again.
        os.close(descriptor)
    raise _taken(path, target)


def _taken(path: Path, target: Path) -> MachineRefused:
    holder = _holder(path)
    who = f"another build (process {holder})" if holder else "another build"
    return MachineRefused(
        f"{who} is publishing to `{show_path(target)}`",
        "let it end, or give this build another folder with --out",
    )


def _is_still_named(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    """Return the process number in a lock file, or an empty string when it tells none."""
    try:
        text = path.read_bytes().strip()
    except OSError:
        return ""
    return text.decode() if text.isdigit() else ""


def _release(path: Path, descriptor: int) -> None:
    """Take the lock file away and let go. A failure here changes nothing about what was published."""
    try:
        with suppress(OSError):
            path.unlink()
    finally:
        # Unlocked by name as well: a worker process that outlives us shares the open file.
        with suppress(OSError):
            _unlock(descriptor)
        with suppress(OSError):
            os.close(descriptor)


if sys.platform == "win32":
    # Windows locks bytes and then nobody else can read them: so a byte far behind the process number.
    _FAR_BEHIND = 1 << 30

    def _try_to_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR_BEHIND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BEHIND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_to_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
