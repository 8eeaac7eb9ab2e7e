"""Hold the tree that is to be against the one that is there. Part of stage 5 of 5; changes nothing."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE_MODE = 0o644
FOLDER_MODE = 0o755


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a tree on the disk has in common with the files it is to hold."""

    time_by_kept_path: Mapping[str, int]
    """Files whose bytes stay as they are, with their modification time in nanoseconds."""

    removed: int
    """How many files are there that are not to be."""

    is_same: bool
    """Whether nothing needs doing: the same files, the same bytes, the right modes, and nothing else."""


def compare_tree(expected: Mapping[str, bytes], folder: Path) -> Comparison:
    """Compare `folder` with files given by their paths inside it."""
    try:
        status_by_path = list_tree(folder)
    except OSError:
        # Missing, or not to be read: then nothing of it can be kept.
        return Comparison(time_by_kept_path={}, removed=0, is_same=False)
    time_by_kept_path = {
        path: status.st_mtime_ns
        for path, status in status_by_path.items()
        if path in expected and holds_bytes(folder / path, status, expected[path])
    }
    removed = sum(
        path not in expected and not stat.S_ISDIR(status.st_mode) for path, status in status_by_path.items()
    )
    is_same = len(time_by_kept_path) == len(expected) and is_shaped_like(expected, status_by_path)
    return Comparison(time_by_kept_path=time_by_kept_path, removed=removed, is_same=is_same)


def list_tree(folder: Path) -> dict[str, os.stat_result]:
    """Return the status of every entry below a folder and, as ``""``, of the folder; no link is followed."""
    status_by_path = {"": folder.lstat()}
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                path = f"{inside}/{entry.name}" if inside else entry.name
                status_by_path[path] = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status_by_path[path].st_mode):
                    waiting.append(path)
    return status_by_path


def holds_bytes(path: Path, status: os.stat_result, content: bytes) -> bool:
    """Whether a plain file that can be read has these bytes; the size is looked at first."""
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(content):
        return False
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def is_shaped_like(expected: Mapping[str, bytes], status_by_path: Mapping[str, os.stat_result]) -> bool:
    """Whether exactly these files are there: plain, with the right sizes, and all modes right."""
    folders = {"", *folders_of(expected)}
    if status_by_path.keys() != expected.keys() | folders:
        return False
    return all(_has_mode(status_by_path[folder], stat.S_IFDIR | FOLDER_MODE) for folder in folders) and all(
        _has_mode(status_by_path[path], stat.S_IFREG | FILE_MODE)
        and status_by_path[path].st_size == len(content)
        for path, content in expected.items()
    )


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder these files lie in, without the top."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _has_mode(status: os.stat_result, mode: int) -> bool:
    if sys.platform == "win32":
        return stat.S_IFMT(status.st_mode) == stat.S_IFMT(mode)
    return status.st_mode == mode
