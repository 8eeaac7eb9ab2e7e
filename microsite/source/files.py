"""Files: from the disk to bytes in memory. The only module that reads the disk.

Stage 1 of 5. Takes the root folder, gives every file of content/, data/ and templates/ by its path.

Nothing outside the root is ever read: the root is resolved once, and below it no link is followed,
not even one that takes a folder's place while we read (each folder is opened from the one above it).
Named pipes, sockets and devices are never opened. What cannot be read is a problem, and the rest is
still read. Nothing is written.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import field
from pathlib import Path

from microsite.problems import Location, Problem, Problems, sort_problems
from microsite.source.file_names import (
    check_name,
    fold_name,
    is_leftover,
    private_key,
    read_name,
    size_limit,
)
from microsite.source.stamps import Stamp, Stamps, lasting_stamp, show_changed, stamp_of
from microsite.values import dataclass

SOURCE_FOLDERS = ("content", "data", "templates")
MAX_FOLDERS = 16

# Windows has neither these flags nor folders as handles; there folders are opened by their full path.
_HAS_FOLDER_HANDLES = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_LINKS
_FILE_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | _NO_LINKS


_PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of content/, data/ or templates/ as it was found."""

    path: str
    """Relative to the root, with forward slashes, in Unicode's NFC: ``data/partners/burgos.yaml``."""

    content: bytes


@dataclass(frozen=True, slots=True)
class StampedFiles:
    """The sources as they were found, and the stamps that they showed then."""

    files: Mapping[str, SourceFile]
    """By path, in the order of paths."""
    stamps: Stamps
    is_traceable: bool
    """Whether stamps tell of every change: not when a file could not be read, or the disk spells its name
    in another way than we do."""


@dataclass(slots=True)
class _Seen:
    """The stamps that one reading has seen so far."""

    clock: int
    """Nanoseconds since 1970, when the reading began."""
    files: dict[str, Stamp] = field(default_factory=dict)
    folders: dict[str, Stamp] = field(default_factory=dict)

    def add_folder(self, path: str, status: os.stat_result) -> None:
        self.folders[path] = lasting_stamp(stamp_of(status), clock=self.clock)

    def add_file(self, path: str, status: os.stat_result) -> None:
        self.files[path] = lasting_stamp(stamp_of(status), clock=self.clock)


@dataclass(frozen=True, slots=True)
class _Folder:
    """An open folder. Its path from the root is empty for the root itself."""

    path: str
    disk_path: str
    handle: int | None
    """None where the system has no handles for folders."""
    seen: _Seen

    @property
    def depth(self) -> int:
        return self.path.count("/") + 1 if self.path else 0

    def join(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name

    def open_entry(self, disk_name: str, flags: int) -> int:
        if self.handle is None:
            return os.open(os.path.join(self.disk_path, disk_name), flags)  # noqa: PTH118 - hot path
        return os.open(disk_name, flags, dir_fd=self.handle)


def read_files(root: Path) -> tuple[Mapping[str, SourceFile], Problems]:
    """Return every source file by its path, in the order of paths, and what could not be read.

    Errors: OSError when the root itself cannot be opened; that is a wrong setting, not an author's mistake.
    """
    read, problems = read_stamped(root)
    return read.files, problems


def read_stamped(root: Path) -> tuple[StampedFiles, Problems]:
    """Return every source file with its stamp, and what could not be read. Errors: as `read_files`."""
    seen = _Seen(time.time_ns())
    found = list(_read_root(str(root.resolve(strict=True)), seen))
    files = sorted((each for each in found if isinstance(each, SourceFile)), key=lambda file: file.path)
    problems = sort_problems(each for each in found if isinstance(each, Problem))
    is_traceable = (
        not problems
        and {file.path for file in files} == seen.files.keys()
        and seen.folders.keys() >= set(SOURCE_FOLDERS)
    )
    stamps = Stamps(seen.files, seen.folders)
    return StampedFiles({file.path: file for file in files}, stamps, is_traceable), problems


def find_edits(root: Path, stamps: Stamps, changed: frozenset[str] | None = None) -> tuple[str, ...] | None:
    """Return the files that may have been edited; None when files came or went.

    Asks for nothing but stamps, and for the names in folders that show another one: editors that write a
    new file and rename it touch the folder too. `changed` are the whole paths that show another stamp,
    where somebody has asked already.
    """
    top = str(root.resolve(strict=True))
    for folder in _pick_changed(top, stamps.folders, changed):
        known = {path for path in (*stamps.files, *stamps.folders) if path.rpartition("/")[0] == folder}
        if _names_in(top, folder) != known:
            return None
    return tuple(_pick_changed(top, stamps.files, changed))


def _pick_changed(top: str, stamps: Mapping[str, Stamp], changed: frozenset[str] | None) -> Iterable[str]:
    if changed is None:
        return show_changed(top, stamps)
    below = (path.removeprefix(f"{top}/") for path in changed)
    return (path for path in below if path in stamps)


def _names_in(top: str, folder: str) -> set[str] | None:
    try:
        with os.scandir(f"{top}/{folder}") as entries:
            return {f"{folder}/{entry.name}" for entry in entries if not is_leftover(entry.name)}
    except OSError:
        return None


def read_again(root: Path, paths: Iterable[str], stamps: Stamps) -> tuple[StampedFiles, Problems]:
    """Return some files anew, and the stamps of all: those of the files, and of folders that were touched."""
    top = str(root.resolve(strict=True))
    seen = _Seen(time.time_ns(), dict(stamps.files), dict(stamps.folders))
    for folder in tuple(show_changed(top, stamps.folders)):
        seen.add_folder(folder, os.lstat(f"{top}/{folder}"))
    found = [each for path in sorted(paths) for each in _read_path(top, path, seen)]
    files = {each.path: each for each in found if isinstance(each, SourceFile)}
    problems = sort_problems(each for each in found if isinstance(each, Problem))
    return StampedFiles(files, Stamps(seen.files, seen.folders), not problems), problems


def _read_path(top: str, path: str, seen: _Seen) -> Iterator[SourceFile | Problem]:
    """Read one file, opening each folder from the one above it."""
    *folders, name = path.split("/")
    handle = os.open(top, _FOLDER_FLAGS) if _HAS_FOLDER_HANDLES else None
    folder = _Folder("", top, handle, seen)
    try:
        with ExitStack() as stack:
            if handle is not None:
                stack.callback(os.close, handle)
            for step in folders:
                folder = stack.enter_context(_open_folder(folder, step, folder.join(step)))
            yield _read_file(folder, name, path)
    except OSError as error:
        yield _explain_refusal(path, error)


def _read_root(disk_path: str, seen: _Seen) -> Iterator[SourceFile | Problem]:
    handle = os.open(disk_path, _FOLDER_FLAGS) if _HAS_FOLDER_HANDLES else None
    try:
        root = _Folder("", disk_path, handle, seen)
        for entry in _list_entries(root):
            if entry.name not in SOURCE_FOLDERS:
                continue
            if entry.is_file(follow_symlinks=False):
                yield _not_a_folder(entry.name)
            else:
                yield from _read_entry(root, entry, entry.name, entry.name)
    finally:
        if handle is not None:
            os.close(handle)


def _read_folder(folder: _Folder) -> Iterator[SourceFile | Problem]:
    """Read all there is in an open folder and below it."""
    status = os.lstat(folder.disk_path) if folder.handle is None else os.fstat(folder.handle)
    folder.seen.add_folder(folder.path, status)
    path_by_fold: dict[str, str] = {}
    for entry in _list_entries(folder):
        if is_leftover(entry.name):
            continue
        name, fault = read_name(entry.name)
        path = folder.join(name)
        problem = check_name(name, path, fault) or _find_clash(name, path, path_by_fold)
        if problem is None:
            yield from _read_entry(folder, entry, name, path)
        else:
            yield problem


def _list_entries(folder: _Folder) -> list[os.DirEntry[str]]:
    with os.scandir(folder.disk_path if folder.handle is None else folder.handle) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _find_clash(name: str, path: str, path_by_fold: dict[str, str]) -> Problem | None:
    """Return a problem when an earlier name of the folder is the same to some systems."""
    fold = fold_name(name)
    if fold not in path_by_fold:
        path_by_fold[fold] = path
        return None
    first = path_by_fold[fold]
    differ = "in how their accents are stored" if first == path else "in capital and small letters"
    return Problem(
        code="path-clash",
        message=f"`{name}` and `{first.rpartition('/')[2]}` differ only {differ}",
        location=Location(path),
        hint="rename or delete one of them: on Windows and macOS they would be one file",
        related=(Location(first),),
    )


def _read_entry(
    folder: _Folder, entry: os.DirEntry[str], name: str, path: str
) -> Iterator[SourceFile | Problem]:
    """Read a file, or a folder with all below it; refuse whatever is neither."""
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISREG(mode):
            yield _read_file(folder, entry.name, path)
        elif not stat.S_ISDIR(mode):
            yield _symbolic_link(path) if stat.S_ISLNK(mode) else _special_file(path)
        elif folder.depth >= MAX_FOLDERS:
            yield _folder_too_deep(path)
        else:
            with _open_folder(folder, entry.name, path) as inner:
                yield from _read_folder(inner)
    except OSError as error:
        yield _explain_refusal(path, error)


@contextmanager
def _open_folder(above: _Folder, disk_name: str, path: str) -> Iterator[_Folder]:
    handle = above.open_entry(disk_name, _FOLDER_FLAGS) if above.handle is not None else None
    try:
        disk_path = os.path.join(above.disk_path, disk_name)  # noqa: PTH118 - hot path
        yield _Folder(path, disk_path, handle, above.seen)
    finally:
        if handle is not None:
            os.close(handle)


def _read_file(folder: _Folder, disk_name: str, path: str) -> SourceFile | Problem:
    handle = folder.open_entry(disk_name, _FILE_FLAGS)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            return _special_file(path)
        limit = size_limit(path)
        if before.st_size > limit:
            return _file_too_large(path, before.st_size, limit)
        content = _read_bytes(handle, before.st_size + 1)
        after = os.fstat(handle)
    finally:
        os.close(handle)
    if len(content) != before.st_size or _stamp(before) != _stamp(after):
        return _changed_while_read(path, "it was being written")
    if _PRIVATE_KEY.search(content):
        return private_key(path)
    folder.seen.add_file(folder.join(disk_name), before)
    return SourceFile(path, content)


def _read_bytes(handle: int, count: int) -> bytes:
    """Read up to `count` bytes, so that a file that never stops growing is no trap."""
    content = os.read(handle, count)
    while len(content) < count and (more := os.read(handle, count - len(content))):
        content += more
    return content


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _explain_refusal(path: str, error: OSError) -> Problem:
    """Turn what the system says about one file into a problem of that file."""
    if error.errno == errno.ELOOP:
        return _symbolic_link(path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return _changed_while_read(path, "it was moved or deleted")
    return Problem(
        code="unreadable-file",
        message=f"`{path.rpartition('/')[2]}` cannot be read: {os.strerror(error.errno or 0).lower()}",
        location=Location(path),
        hint="check the rights of the file and of its folder" if isinstance(error, PermissionError) else "",
    )


def _symbolic_link(path: str) -> Problem:
    return Problem(
        code="symbolic-link",
        message=f"`{path.rpartition('/')[2]}` is a symbolic link",
        location=Location(path),
        hint="put a copy of what it points to in its place",
    )


def _special_file(path: str) -> Problem:
    return Problem(
        code="special-file",
        message=f"`{path.rpartition('/')[2]}` is a pipe, a socket or a device, not a file",
        location=Location(path),
        hint="delete it, or put an ordinary file in its place",
    )


def _not_a_folder(path: str) -> Problem:
    return Problem(
        code="not-a-folder",
        message=f"`{path}` is a file, where the sources have a folder",
        location=Location(path),
        hint=f"rename the file, and make a folder `{path}`",
    )


def _folder_too_deep(path: str) -> Problem:
    return Problem(
        code="folder-too-deep",
        message=f"the folder lies more than {MAX_FOLDERS} folders deep",
        location=Location(path),
        hint="move it nearer to the top",
    )


def _file_too_large(path: str, size: int, limit: int) -> Problem:
    return Problem(
        code="file-too-large",
        message=f"the file has {size:,} bytes, more than the {limit:,} allowed",
        location=Location(path),
        hint="split it, or save it smaller",
    )


def _changed_while_read(path: str, how: str) -> Problem:
    return Problem(
        code="changed-while-read",
        message=f"the file changed while it was being read: {how}",
        location=Location(path),
        hint="build again when whatever writes it has finished",
    )
