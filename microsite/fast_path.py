"""The fast path: a build for which nothing has changed, at the cost of asking for stamps.

At its end a build writes down every stamp that its result rests on: those of the sources, of site/, of
the engine, of the folders that libraries are installed in. The next build of the same kind asks for them
again. When all are the same it says what the last one said and is done, before the engine is imported: this
module imports nothing that starts slowly.

A stamp that proves nothing (source/stamps.py) is written down as one that nothing shows, so that build
goes the long way, finds nothing to do, and writes better ones.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FORM = 1
_MANY = 4_000
"""Stamps that one process takes in about 10 ms: beyond that a second one helps."""


def engine_stamps(home: str) -> dict[str, tuple[int, int, int, int]]:
    """Return the stamps of what the result depends on besides the sources: the engine, Python, the libraries.

    Of the libraries only the folders they lie in: to install another version changes those.
    """
    paths = [sys.executable, *(path for path in sys.path if path.endswith("-packages"))]
    for folder, folders, names in os.walk(f"{home}/microsite"):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        paths += [f"{folder}/{name}" for name in sorted(names) if name.endswith(".py")]
    return {path: stamp for path in paths if (stamp := _look(path))}


def outcome_file(root: str, out: str) -> str:
    """Return where the outcome of builds of a root into a target is written down."""
    return f"{root}/.cache/outcome-{zlib.crc32(out.encode('utf-8', 'surrogateescape')):08x}"


def write_outcome(
    file: str, key: str, stamps: Mapping[str, tuple[int, int, int, int]], words: tuple[str, str], jobs: int
) -> None:
    """Write down the outcome of a build: `words` for its two outputs, under the `key` of its options."""
    values = array("q")
    try:
        for stamp in stamps.values():
            values.extend(stamp)
    except OverflowError:  # inodes of some network disks
        return
    payload = marshal.dumps((_FORM, key, tuple(stamps), values.tobytes(), words, jobs))
    draft = f"{file}.{os.getpid()}"
    with open(draft, "wb") as out:  # noqa: PTH123 - pathlib starts slowly
        out.write(zlib.crc32(payload).to_bytes(4, "big") + payload)
    os.replace(draft, file)  # noqa: PTH105


def repeat_outcome(file: str, key: str) -> tuple[str, str] | None:
    """Return the words of the last build, or None when anything that it rests on has changed."""
    try:
        with open(file, "rb") as stored:  # noqa: PTH123
            found = stored.read()
    except OSError:
        return None
    payload = found[4:]
    if zlib.crc32(payload).to_bytes(4, "big") != found[:4]:
        return None
    form, written_key, paths, values, words, jobs = marshal.loads(payload)  # noqa: S302 - its checksum was right
    if form != _FORM or written_key != key:
        return None
    words_of_build: tuple[str, str] = words
    return words_of_build if _show_stamps(paths, values, jobs) else None


def _show_stamps(paths: Sequence[str], values: bytes, jobs: int) -> bool:
    """Whether all paths show their stamps; two processes look when there are many."""
    size = 4 * array("q").itemsize
    if len(paths) < _MANY or jobs < 2 or not hasattr(os, "fork"):
        return _take_stamps(paths) == values
    half = len(paths) // 2
    child = os.fork()
    if child == 0:
        os._exit(0 if _take_stamps(paths[half:]) == values[half * size :] else 1)
    is_same = _take_stamps(paths[:half]) == values[: half * size]
    _, status = os.waitpid(child, 0)
    return is_same and status == 0


def _take_stamps(paths: Iterable[str]) -> bytes:
    """Return the stamps of paths; nothing when one of them is not there."""
    look = os.lstat
    values = array("q")
    add = values.extend
    try:
        for path in paths:
            status = look(path)
            add((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    except (OSError, OverflowError):
        return b""
    return values.tobytes()


def _look(path: str) -> tuple[int, int, int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
