"""Write, sync and delete files and folders: every change to the disk but renaming trees.

Part of stage 5 of 5. A file is written once, under a name that was free, and never again: whoever still
has an older one open keeps what they have.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from microsite.publish.exchange import sync_file_system
from microsite.publish.refusals import TargetRefused, in_plain_words, show_path
from microsite.publish.survey import FILE_MODE, FOLDER_MODE, has_mode, read_plain
from microsite.publish.target import MARKER, look_at

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_FEW = 16
"""Up to so many paths are synced, or files deleted, one after the other; more of them together."""

_DELETERS = 8
"""Threads that delete an old tree; more of them gain nothing."""


def write_file(path: Path, content: bytes) -> None:
    """Write one file outside the published tree, whole or not at all; its folders are made as needed.

    A file that already holds these bytes is not touched. A link is refused, not followed.
    """
    with in_plain_words(path):
        status = look_at(path)
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise TargetRefused(f"`{show_path(path)}` is a link, a folder or a device", "move it away first")
        if status is not None and _holds_bytes(path, content):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new-{os.urandom(6).hex()}")
        try:
            write_new(draft, content)
            sync_path(draft)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
        sync_path(path.parent)


def make_folder(path: Path) -> None:
    """Make one folder that everybody may read."""
    path.mkdir()
    # By a second call, as the umask cuts the mode given to the first.
    path.chmod(FOLDER_MODE)


def write_new(path: str | Path, content: bytes) -> os.stat_result:
    """Write a file that everybody may read, where nothing may be yet; return what the disk tells of it."""
    descriptor = os.open(path, _CREATE, FILE_MODE)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as fault:
        # A call by number does not say which file it was about.
        fault.filename = str(path)
        raise
    finally:
        os.close(descriptor)
    status = os.lstat(path)
    if has_mode(status):
        return status
    Path(path).chmod(FILE_MODE)  # the umask cut the mode given above
    return os.lstat(path)


def set_time(path: str, time: int) -> None:
    """Set when a file was last modified, in nanoseconds."""
    os.utime(path, ns=(time, time))


def sync_paths(folder: Path, paths: Collection[str]) -> None:
    """Wait until these files and folders below a folder are on the disk, each with its list of names."""
    if len(paths) > _FEW and sync_file_system(folder):
        return
    for path in sorted(paths):
        sync_path(folder / path)


def sync_path(path: Path) -> None:
    """Wait until a file, or the list of names in a folder, is on the disk."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as fault:
        # Some network disks do not sync folders and say so; that is no failure to write.
        if fault.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def delete_tree(folder: Path) -> None:
    """Delete a tree, its marker last: at any instant it is known as ours or empty. No link is followed.

    A large one in several threads, because some disks keep each deletion waiting (ext4 without a journal
    and with discard: 3 ms a file), but not one behind the other.
    """
    folders = [str(folder)]
    files: list[str] = []
    for path in folders:  # grows on the way: a folder before what it holds
        if os.lstat(path).st_mode & stat.S_IRWXU != stat.S_IRWXU:
            Path(path).chmod(stat.S_IRWXU)
        with os.scandir(path) as entries:
            for entry in entries:
                (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.path)
    marker = folder / MARKER
    with suppress(ValueError):
        files.remove(str(marker))
    threads = _DELETERS if len(files) + len(folders) > _FEW else 1
    _delete_all(os.unlink, files, threads=threads)
    for _, level in groupby(reversed(folders[1:]), key=lambda path: path.count(os.sep)):
        _delete_all(os.rmdir, list(level), threads=threads)
    marker.unlink(missing_ok=True)
    folder.rmdir()


def _delete_all(delete: Callable[[str], None], paths: list[str], *, threads: int) -> None:
    """Delete what lies at these paths. Raises what the first failing deletion of a thread raised."""

    def delete_share(number: int) -> None:
        for path in paths[number::threads]:
            delete(path)

    if threads == 1:
        delete_share(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(delete_share, range(threads)):
            pass


def _holds_bytes(path: Path, content: bytes) -> bool:
    try:
        return read_plain(path)[0] == content
    except OSError:
        return False
