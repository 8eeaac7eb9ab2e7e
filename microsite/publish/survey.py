"""Survey a tree: what it holds now, at the cost of one look at each entry. Changes nothing.

Part of stage 5 of 5. Entries that still show the stamp they are known by are not opened and folders that
do are not listed; all the rest is read. So a survey of a tree of which nothing is known reads everything,
and finds the same as one that knew it all.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from microsite.publish.stamps import (
    NO_TREE,
    TreeState,
    digest_of,
    doubtful_stamp,
    folders_of,
    lasting_stamp,
)
from microsite.source import Stamp, stamp_of
from microsite.values import dataclass

FILE_MODE = 0o644
FOLDER_MODE = 0o755

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in a tree."""

    found: TreeState
    """Plain files that can be read, and folders. It is the known state itself when that shows everywhere."""

    strangers: frozenset[str] = frozenset()
    """Links, devices and what cannot be read: no publication leaves these. Nothing below one is named."""

    wrong_modes: frozenset[str] = frozenset()
    """Files and folders among the found that not everybody may read, or others may write."""

    def holds(self, digest_by_file: Mapping[str, bytes]) -> bool:
        """Whether exactly these files are there, in exactly the folders they need, with the right modes."""
        return (
            not self.strangers
            and not self.wrong_modes
            and self.found.digest_by_file == digest_by_file
            and self.found.stamp_by_folder.keys() == {"", *folders_of(digest_by_file)}
        )


def survey_tree(
    folder: Path, known: TreeState, *, clock: int, changed: Collection[str] | None = None
) -> Survey:
    """Return what is below a folder, which may be missing; no link is followed.

    `changed` are the known paths that do not show their stamp, where somebody has looked already: only these
    are looked at. `clock` is explained at `lasting_stamp`. What cannot be looked at counts as a stranger or
    as missing.
    """
    try:
        is_folder = stat.S_ISDIR(folder.lstat().st_mode)
    except OSError:
        is_folder = False
    if not is_folder:
        return Survey(NO_TREE)
    changed_files = _pick_changed(folder, known.stamp_by_file, changed)
    changed_folders = _pick_changed(folder, known.stamp_by_folder, changed)
    if "" not in known.stamp_by_folder:
        changed_folders.append("")
    if not changed_files and not changed_folders:
        return Survey(known)
    return _Search(folder, known, clock).look_closer(changed_files, changed_folders)


def read_plain(path: str | Path) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a plain file and what the system told of it before they were read.

    Errors: OSError, also when it is no plain file.
    """
    descriptor = os.open(path, _READ)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a plain file", str(path))
        chunks = []
        while chunk := os.read(descriptor, status.st_size + 1):
            chunks.append(chunk)
        return b"".join(chunks), status
    finally:
        os.close(descriptor)


def has_mode(status: os.stat_result) -> bool:
    """Whether a plain file or folder has the mode that all of a site have."""
    if sys.platform == "win32":
        return True
    wanted = FOLDER_MODE if stat.S_ISDIR(status.st_mode) else FILE_MODE
    return stat.S_IMODE(status.st_mode) == wanted


def _pick_changed(
    folder: Path, stamp_by_path: Mapping[str, Stamp], changed: Collection[str] | None
) -> list[str]:
    if changed is None:
        return _list_changed(folder, stamp_by_path)
    return [path for path in changed if path in stamp_by_path]


def _list_changed(folder: Path, stamp_by_path: Mapping[str, Stamp]) -> list[str]:
    """Return the paths that do not show their stamp. Ten thousand a call: hence one call an entry."""
    lstat = os.lstat
    top = f"{folder}/"
    changed = []
    for path, stamp in stamp_by_path.items():
        try:
            status = lstat(top + path)
        except OSError:
            changed.append(path)
            continue
        if (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) != stamp:
            changed.append(path)
    return changed


class _Search:
    """One close look at what does not show its stamp, and at all that is found on the way."""

    def __init__(self, folder: Path, known: TreeState, clock: int) -> None:
        self._folder = folder
        self._clock = clock
        self._digests = dict(known.digest_by_file)
        self._files = dict(known.stamp_by_file)
        self._folders = dict(known.stamp_by_folder)
        self._strangers: set[str] = set()
        self._wrong_modes: set[str] = set()
        self._waiting: list[str] = []

    def look_closer(self, changed_files: list[str], changed_folders: list[str]) -> Survey:
        """Return the survey, given the known paths that cannot be believed."""
        for path in changed_files:
            del self._files[path], self._digests[path]
        for path in changed_folders:
            self._folders.pop(path, None)
        for path in (*changed_folders, *changed_files):
            self._examine(path)
        while self._waiting:
            self._list(self._waiting.pop())
        if "" not in self._folders:
            return Survey(NO_TREE)
        self._drop_below({path for path in changed_folders if path not in self._folders} | self._strangers)
        self._doubt_what_must_go()
        return Survey(
            TreeState(self._digests, self._files, self._folders),
            frozenset(self._strangers),
            frozenset(self._wrong_modes),
        )

    def _examine(self, path: str) -> None:
        if path in self._folders or path in self._files:
            return
        place = self._folder / path
        try:
            status = place.lstat()
            if stat.S_ISDIR(status.st_mode):
                self._folders[path] = lasting_stamp(stamp_of(status), clock=self._clock)
                self._waiting.append(path)
            else:
                content, status = read_plain(place)
                self._digests[path] = digest_of(content)
                self._files[path] = lasting_stamp(stamp_of(status), clock=self._clock)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            self._strangers.add(path)
            return
        if not has_mode(status):
            self._wrong_modes.add(path)

    def _list(self, inside: str) -> None:
        try:
            with os.scandir(self._folder / inside) as entries:
                names = [entry.name for entry in entries]
        except OSError:
            self._folders.pop(inside, None)
            self._strangers.add(inside)
            return
        for name in names:
            self._examine(f"{inside}/{name}" if inside else name)

    def _drop_below(self, gone: set[str]) -> None:
        """Forget what was seen below a path that is no folder: it was seen through a link, or cannot be."""
        if not gone:
            return
        tops = tuple(f"{path}/" for path in gone)
        for path in [path for path in self._files if path.startswith(tops)]:
            del self._files[path], self._digests[path]
        for path in [path for path in self._folders if path.startswith(tops)]:
            del self._folders[path]
        for seen in (self._strangers, self._wrong_modes):
            seen -= {path for path in seen if path.startswith(tops)}
        self._wrong_modes -= self._strangers

    def _doubt_what_must_go(self) -> None:
        """Let no stamp vouch for a folder with a stranger in it, or for a wrong mode."""
        for path in self._strangers:
            folder = path.rpartition("/")[0]
            if folder in self._folders:
                self._folders[folder] = doubtful_stamp(self._folders[folder])
        for path in self._wrong_modes:
            paths = self._folders if path in self._folders else self._files
            paths[path] = doubtful_stamp(paths[path])
