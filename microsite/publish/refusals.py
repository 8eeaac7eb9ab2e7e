"""Say in plain words why nothing could be written: a wrong --out, or a machine that refuses.

Part of stage 5 of 5. These two are exceptions because no author of content/ or data/ can mend them:
whoever runs the command can, or the owner of the machine. build.py turns them into exit codes 2 and 3.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refusal(Exception):
    """Why the command cannot do what it was asked; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message alone."""
        return self.message


class TargetRefused(Refusal):
    """Wrong use: --out is not ours, is a link, or would swallow the sources."""


class MachineRefused(Refusal):
    """The disk, the rights or another build stand in the way."""


_RIGHTS = "let this user write there, or choose another folder with --out"
_SPACE = "make room, then run the command again"
_FILES = "close other programs or raise the limit (`ulimit -n`), then run the command again"
_MOUNT = "choose a folder inside it with --out: a mounted folder cannot be swapped for another"
_PATH = "choose another folder with --out"

_WORDS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", _SPACE),
    errno.EDQUOT: ("the disk quota of this user is used up", _SPACE),
    errno.EFBIG: ("the file is larger than this disk, or a limit of this process, allows", "see `ulimit -f`"),
    errno.EACCES: ("permission denied", _RIGHTS),
    errno.EPERM: ("permission denied", _RIGHTS),
    errno.EROFS: ("the disk is read-only", _PATH),
    errno.EMFILE: ("this process has too many files open", _FILES),
    errno.ENFILE: ("this machine has too many files open", _FILES),
    errno.ENAMETOOLONG: ("the name is too long for this disk", ""),
    errno.ENOENT: ("a folder of its path is gone", "run the command again"),
    errno.EEXIST: ("something of that name is in the way", _PATH),
    errno.ENOTDIR: ("a part of its path is a file, not a folder", _PATH),
    errno.ELOOP: ("a part of its path is a link", _PATH),
    errno.EBUSY: ("it is in use, or a mounted folder", _MOUNT),
    errno.EXDEV: ("it is a mounted folder", _MOUNT),
    errno.EIO: ("the disk reported a fault", "check the disk; a copy of the project is a good idea"),
}


def explain(fault: OSError, *, target: Path) -> MachineRefused:
    """Return what the system said about a file as a refusal in plain words.

    A file of a half-built tree beside `target` is shown under the name it would have had.
    """
    words, hint = _WORDS.get(fault.errno or 0, ((fault.strerror or "unknown fault").lower(), ""))
    path = Path(str(fault.filename)) if fault.filename is not None else target
    return MachineRefused(f"could not write `{show_path(_published_name(path, target))}`: {words}", hint)


@contextmanager
def in_plain_words(target: Path) -> Iterator[None]:
    """Turn whatever the system refuses inside the block into a `MachineRefused`."""
    try:
        yield
    except OSError as fault:
        raise explain(fault, target=target) from fault


def show_path(path: Path) -> str:
    """Return a path as its reader knows it: seen from the current folder where it is inside."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _published_name(path: Path, target: Path) -> Path:
    if not path.is_relative_to(target.parent) or path == target.parent:
        return path
    first, *rest = path.relative_to(target.parent).parts
    is_ours = re.fullmatch(rf"\.{re.escape(target.name)}\.(next-[0-9a-f]+|spare|old)", first)
    return target.joinpath(*rest) if is_ours else path
