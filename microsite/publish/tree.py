"""Publish the files: from bytes in memory to a whole tree in site/.

Stage 5 of 5, and the only module that writes the disk (but for the lock, which lock.py writes).

The promise: whoever looks at site/ at any instant finds one whole site, the old one or the new one,
also after kill -9, a full disk, a failing call or Ctrl-C; and the next build needs no cleaning by hand.
So nothing is ever written into site/. The new tree grows beside it (``.site.next-3f9a01c2d7e8``), is
checked whole and brought to the disk, and then the two trade places in one system call.

Where the system has no such call (macOS, Windows, some network disks) the old tree is renamed to
``.site.old`` and then the new one to ``site``. A build that dies between the two leaves no site/; the
next one puts the old tree back before it does anything else.

Every publication writes its files anew and shares none with the tree before, not even as a hard link:
an edit of one by hand cannot reach the other. Files whose bytes are the same keep their time.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from microsite.publish.comparison import (
    FILE_MODE,
    FOLDER_MODE,
    compare_tree,
    folders_of,
    holds_bytes,
    is_shaped_like,
    list_tree,
)
from microsite.publish.exchange import exchange_folders, sync_file_system
from microsite.publish.lock import is_held_here, lock_beside, lock_path
from microsite.publish.refusals import MachineRefused, TargetRefused, explain, in_plain_words, show_path
from microsite.publish.target import (
    MARKER,
    MARKER_TEXT,
    check_target,
    is_ours_or_begun,
    locate_target,
    look_at,
)

_DOT_NAMES = {".nojekyll", ".well-known"}
"""The only names with a dot in front that a host reads; they may stand at the top of the tree."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_DELETERS = 8
"""Threads that delete an old tree; more of them gain nothing."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did, in files; the marker is not counted."""

    total: int
    changed: int
    """Files that are new or have other bytes than before."""

    removed: int
    left_behind: tuple[str, ...] = ()
    """Names of old trees beside the target that could not be deleted; the next build tries again."""


@contextmanager
def hold_lock(out: Path) -> Iterator[None]:
    """Keep other builds away from `out` for the length of the block, and put right what dead ones left.

    Does not wait: when another build is at work it raises MachineRefused, with that build's process number.
    """
    target = locate_target(out)
    with in_plain_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with lock_beside(target):
        with in_plain_words(target):
            _put_right(target)
        yield


def publish_files(content_by_path: Mapping[str, bytes], out: Path, *, sources: tuple[Path, ...]) -> Published:
    """Make `out` hold exactly these files; to be called inside `hold_lock(out)`.

    `content_by_path` names files relative to `out`, with forward slashes. `sources` is explained at
    `check_target`. When `out` already holds these files, with the right modes, nothing is touched.

    Errors: ValueError for a path that cannot be in a site; that is our mistake, not an author's.
    """
    _check_paths(content_by_path)
    target = check_target(out, sources=sources)
    if not is_held_here(target):
        lock = show_path(lock_path(target))
        raise MachineRefused(f"this build does not hold its lock, `{lock}`", "leave that file to the builds")
    expected = {MARKER: MARKER_TEXT, **content_by_path}
    with in_plain_words(target):
        comparison = compare_tree(expected, target)
        if not comparison.is_same:
            _replace(target, expected, comparison.time_by_kept_path)
    return Published(
        total=len(content_by_path),
        changed=len(content_by_path.keys() - comparison.time_by_kept_path.keys()),
        removed=comparison.removed,
        left_behind=tuple(leftover.name for leftover in _leftovers(target)),
    )


def write_file(path: Path, content: bytes) -> None:
    """Write one file outside the published tree, whole or not at all; its folders are made as needed.

    A file that already holds these bytes is not touched. A link is refused, not followed.
    """
    with in_plain_words(path):
        status = look_at(path)
        if status is not None and not stat.S_ISREG(status.st_mode):
            raise TargetRefused(f"`{show_path(path)}` is a link, a folder or a device", "move it away first")
        if status is not None and holds_bytes(path, status, content):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new-{os.urandom(6).hex()}")
        try:
            _write_new(draft, content)
            _sync(draft)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
        _sync(path.parent)


def _check_paths(content_by_path: Mapping[str, bytes]) -> None:
    folders = folders_of(content_by_path)
    for path in content_by_path:
        top, *below = path.split("/")
        is_whole = all((top, *below)) and not re.search(r"[\\:\x00-\x1f\x7f]", path)
        is_dotted = any(name.startswith(".") for name in below) or (
            top.startswith(".") and top not in _DOT_NAMES
        )
        if not is_whole or is_dotted or path in folders:
            raise ValueError(f"not a path of a published file: {path!r}")


def _replace(target: Path, expected: Mapping[str, bytes], time_by_kept_path: Mapping[str, int]) -> None:
    following = _beside(target)
    try:
        _write_tree(following, expected, time_by_kept_path)
        _check_whole(following, expected, target)
        _sync_tree(following)
        _swap(following, target)
        _confirm(target)
    finally:
        # Whatever happened, the disk tells what there is to put right. Variables may not: Ctrl-C can
        # come between a call and the assignment of its result.
        with suppress(OSError):
            _put_right(target)


def _write_tree(folder: Path, expected: Mapping[str, bytes], time_by_kept_path: Mapping[str, int]) -> None:
    """Write all files into a new folder, the marker first: so a half-written tree is known as ours."""
    _make_folder(folder)
    _write_new(folder / MARKER, expected[MARKER])
    for inside in sorted(folders_of(expected)):
        _make_folder(folder / inside)
    for path in sorted(expected.keys() - {MARKER}):
        _write_new(folder / path, expected[path])
    for path, time in time_by_kept_path.items():
        os.utime(folder / path, ns=(time, time))


def _make_folder(path: Path) -> None:
    path.mkdir()
    # By a second call, as the umask cuts the mode given to the first.
    path.chmod(FOLDER_MODE)


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, _CREATE, 0o600)
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
    path.chmod(FILE_MODE)


def _check_whole(folder: Path, expected: Mapping[str, bytes], target: Path) -> None:
    if not is_shaped_like(expected, list_tree(folder)):
        raise MachineRefused(
            f"the new `{show_path(target)}` is not on the disk as it was written",
            "end whatever else works in this folder, then run the command again",
        )


def _sync_tree(folder: Path) -> None:
    if sync_file_system(folder):
        return
    for path in list_tree(folder):
        _sync(folder / path)


def _sync(path: Path) -> None:
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


def _swap(following: Path, target: Path) -> None:
    if look_at(target) is None:
        following.rename(target)
    elif not exchange_folders(following, target):
        target.rename(_aside(target))
        following.rename(target)


def _confirm(target: Path) -> None:
    try:
        _sync(target.parent)
    except OSError as fault:
        refusal = explain(fault, target=target)
        raise MachineRefused(
            f"`{show_path(target)}` is new and whole, but a power cut may undo that: {refusal.message}",
            refusal.hint,
        ) from fault


def _put_right(target: Path) -> None:
    """Bring back the old tree if a swap in two steps was cut short, then delete all that lies beside.

    What cannot be deleted stays for the next build. Nothing goes before the disk has confirmed the name
    of the new tree: a power cut must not find that name still on a tree that is half deleted.
    """
    aside = _aside(target)
    if is_ours_or_begun(aside):
        # While it is called `.site.old` it is whole: it loses that name before it is deleted.
        aside.rename(target if look_at(target) is None else _beside(target))
    leftovers = _leftovers(target)
    if leftovers:
        _sync(target.parent)
    for leftover in leftovers:
        # RuntimeError: a machine so short of everything that it starts no thread.
        with suppress(OSError, RuntimeError):
            _delete_tree(leftover)


def _beside(target: Path) -> Path:
    """Return a new name for a tree that is not yet, or no longer, the site."""
    return target.with_name(f".{target.name}.next-{os.urandom(6).hex()}")


def _aside(target: Path) -> Path:
    """Return the name of the whole old tree between the two steps of a swap."""
    return target.with_name(f".{target.name}.old")


def _leftovers(target: Path) -> list[Path]:
    """Return the trees of dead builds beside the target: ours by name and by what they hold."""
    name = re.compile(rf"\.{re.escape(target.name)}\.next-[0-9a-f]{{12}}")
    found: list[Path] = []
    with suppress(OSError):
        found = [path for path in sorted(target.parent.iterdir()) if name.fullmatch(path.name)]
    return [path for path in found if _may_go(path)]


def _may_go(path: Path) -> bool:
    try:
        return is_ours_or_begun(path)
    except OSError:
        return False


def _delete_tree(folder: Path) -> None:
    """Delete a tree, its marker last: at any instant it is known as ours or empty. No link is followed.

    In several threads, because some disks keep each deletion waiting (ext4 without a journal and with
    discard: 3 ms a file), but not one behind the other.
    """
    folders = [folder]
    files: list[Path] = []
    for path in folders:  # grows on the way: a folder before what it holds
        if path.lstat().st_mode & stat.S_IRWXU != stat.S_IRWXU:
            path.chmod(stat.S_IRWXU)
        for entry in path.iterdir():
            (folders if stat.S_ISDIR(entry.lstat().st_mode) else files).append(entry)
    marker = folder / MARKER
    with ThreadPoolExecutor(_DELETERS) as pool:
        _wait_for(pool.map(Path.unlink, (path for path in files if path != marker)))
        for _, level in groupby(reversed(folders[1:]), key=lambda path: len(path.parts)):
            _wait_for(pool.map(Path.rmdir, level))
    marker.unlink(missing_ok=True)
    folder.rmdir()


def _wait_for(deletions: Iterator[None]) -> None:
    """Wait until all are done, and raise what the first failing one raised."""
    for _ in deletions:
        pass
