"""Decide whether a folder may be replaced whole: is it ours, and does it hold no sources?

Part of stage 5 of 5. Looks at the disk and changes nothing. A folder is ours when it holds the marker
file that every publication writes; a missing or empty folder may be taken; all else is refused.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from microsite.publish.refusals import TargetRefused, in_plain_words, show_path

MARKER = ".microsite"
"""The file that shows that a folder was made by this generator."""

_MARKER_START = b"This folder is made by the site generator"
MARKER_TEXT = _MARKER_START + b" and replaced whole by the next build: keep nothing of your own here.\n"

_ELSEWHERE = "choose another folder with --out"


def locate_target(out: Path) -> Path:
    """Return the real path of `out`: links among its parents are followed, `out` itself is not."""
    with in_plain_words(out):
        target = out if out.is_absolute() else Path.cwd() / out
    if target.name in {"", ".."}:
        target = Path(os.path.realpath(target))
    if not target.name:
        raise TargetRefused(f"`{target}` is the whole disk, not a folder for a site", _ELSEWHERE)
    return Path(os.path.realpath(target.parent)) / target.name


def check_target(out: Path, *, sources: tuple[Path, ...]) -> Path:
    """Return the real path of `out`, or raise TargetRefused when it must not be replaced.

    `sources` are the folders that hold sources, the root among them. `out` may lie in the root (as
    site/ does), but it may not be a source folder, lie in another one, or hold one.
    """
    target = locate_target(out)
    with in_plain_words(target):
        _refuse_sources(target, sources)
        status = look_at(target)
        if status is None:
            return target
        shown = show_path(target)
        if stat.S_ISLNK(status.st_mode):
            raise TargetRefused(f"`{shown}` is a link", f"remove the link, or {_ELSEWHERE}")
        if not stat.S_ISDIR(status.st_mode):
            raise TargetRefused(f"`{shown}` is a file, not a folder", _ELSEWHERE)
        _refuse_foreign(target, shown)
    return target


def is_ours(folder: Path) -> bool:
    """Whether a real folder holds our marker, of this version or another."""
    return (_read_marker(folder) or b"").startswith(_MARKER_START)


def is_ours_or_begun(folder: Path) -> bool:
    """Whether a folder with one of our working names may go: its build may have died at any point.

    The marker is written first and removed last, so a folder without one is ours only while empty.
    """
    status = look_at(folder)
    if status is None or not stat.S_ISDIR(status.st_mode):
        return False
    text = _read_marker(folder)
    if text is None:
        return not any(folder.iterdir())
    return MARKER_TEXT.startswith(text) or text.startswith(_MARKER_START)


def look_at(path: Path) -> os.stat_result | None:
    """Return what is at a path (a link is not followed), or None when nothing is."""
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _refuse_foreign(target: Path, shown: str) -> None:
    names = {entry.name for entry in target.iterdir()}
    if ".git" in names:
        raise TargetRefused(f"`{shown}` holds a git repository, which would be lost", _ELSEWHERE)
    if names and not is_ours(target):
        raise TargetRefused(
            f"`{shown}` is not empty and was not made by this generator",
            f"empty it yourself if nothing in it is needed, or {_ELSEWHERE}",
        )


def _refuse_sources(target: Path, sources: Iterable[Path]) -> None:
    real_sources = [Path(os.path.realpath(source)) for source in sources]
    for source in real_sources:
        is_root = any(_lies_in(other, source) for other in real_sources if other != source)
        if _lies_in(source, target):
            verb = "is" if _lies_in(target, source) else "holds"
        elif _lies_in(target, source) and not is_root:
            verb = "lies in"
        else:
            continue
        raise TargetRefused(
            f"`{show_path(target)}` {verb} the source folder `{show_path(source)}`",
            f"a build replaces --out whole: {_ELSEWHERE}",
        )


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or lies below it, by name or by identity.

    Identity sees what names hide: another spelling on a disk that ignores case, a folder mounted twice.
    """
    if path.is_relative_to(folder):
        return True
    status = look_at(folder)
    if status is None:
        return False
    seen = (look_at(ancestor) for ancestor in (path, *path.parents))
    return any(other is not None and os.path.samestat(status, other) for other in seen)


def _read_marker(folder: Path) -> bytes | None:
    """Return the start of the marker's bytes, or None when there is no marker that is a plain file."""
    path = folder / MARKER
    status = look_at(path)
    if status is None or not stat.S_ISREG(status.st_mode):
        return None
    with path.open("rb") as file:
        return file.read(len(MARKER_TEXT))
