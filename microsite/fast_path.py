"""The fast path: a build for which nothing has changed, at the cost of asking for stamps.

At its end a build writes down every stamp that its result rests on: those of the sources, of site/, of
the engine, of the folders that libraries are installed in. The next build of the same kind asks for them
again. When all are the same it says what the last one said and is done, before the engine is imported: this
module imports nothing that starts slowly.

When some are not, the build that follows is told which, so that it need not ask again.

A stamp that was too fresh to prove anything (source/stamps.py) is written down as one that nothing shows,
beside a proof: what the file held, or which names the folder. These few are opened.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
import zlib
from array import array
from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Stamp = tuple[int, int, int, int]
    """As in source/stamps.py."""
    Lot = tuple[str, tuple[str, ...], bytes]
    """What stands before each path, the rest of them, and their stamps, four numbers of eight bytes each."""
    Proof = tuple[int, int, bytes | tuple[str, ...]]
    """Kind of file and mode (0 for any), as in `st_mode`; a digest of what is in it, or the names."""

_FORM = 4
_MANY = 4_000
"""Stamps that one process takes in about 10 ms: beyond that a second one helps."""


def engine_stamps(home: str) -> dict[str, Stamp]:
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


class Look:
    """What does not show the stamp that the build before left."""

    __slots__ = ("changed", "identity")

    def __init__(self, identity: bytes, changed: list[str]) -> None:
        """Take what tells which state that build left (Store.identity), and the whole paths."""
        self.identity = identity
        self.changed = changed


def write_outcome(
    file: str,
    key: str,
    stamps: Iterable[tuple[str, Mapping[str, Stamp]]],
    words: tuple[str, str],
    jobs: int,
    *,
    identity: bytes,
    proofs: Mapping[str, Proof],
) -> None:
    """Write down the outcome of a build: `words` for its two outputs, under the `key` of its options.

    `stamps` are those that it rests on, by path, each lot with what stands before its paths; `proofs` are for
    whole paths whose stamps prove nothing. `identity` tells which state the build left, for the next one to
    know it by.
    """
    try:
        lots = [
            (before, tuple(lot), array("q", chain.from_iterable(lot.values())).tobytes())
            for before, lot in stamps
        ]
    except OverflowError:  # inodes of some network disks
        return
    payload = marshal.dumps((_FORM, key, lots, words, jobs, identity, dict(proofs)))
    draft = f"{file}.{os.getpid()}"
    with open(draft, "wb") as out:  # noqa: PTH123 - pathlib starts slowly
        out.write(zlib.crc32(payload).to_bytes(4, "big"))
        out.write(payload)
    os.replace(draft, file)  # noqa: PTH105


def repeat_outcome(file: str, key: str) -> tuple[str, str] | Look | None:
    """Return the words of the last build, or what has changed of all that it rests on.

    None when there was no such build, and a Look also when it had other options.
    """
    try:
        with open(file, "rb") as stored:  # noqa: PTH123
            found = stored.read()
    except OSError:
        return None
    payload = memoryview(found)[4:]
    if zlib.crc32(payload).to_bytes(4, "big") != found[:4]:
        return None
    form, *outcome = marshal.loads(payload)  # noqa: S302 - its checksum was right
    if form != _FORM:
        return None
    written_key, lots, words, jobs, identity, proofs = outcome
    changed = [path for path in _list_changed(lots, jobs) if not _is_proven(path, proofs.get(path))]
    words_of_build: tuple[str, str] = words
    return words_of_build if not changed and written_key == key else Look(identity, changed)


def _list_changed(lots: Sequence[Lot], jobs: int) -> list[str]:
    """Return the paths that do not show their stamps; two processes look when there are many."""
    if sum(len(names) for _, names, _ in lots) < _MANY or jobs < 2 or not hasattr(os, "fork"):
        return _list_changed_here(lots)
    # The largest lots are the sources and the site, of about as many files.
    *ours, last = sorted(lots, key=lambda lot: len(lot[1]))
    answer, question = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(answer)
        with open(question, "wb") as out:  # noqa: PTH123
            out.write(marshal.dumps(_list_changed_here([last])))
        os._exit(0)
    os.close(question)
    first = _list_changed_here(ours)
    with open(answer, "rb") as told:  # noqa: PTH123
        found = told.read()
    _, status = os.waitpid(child, 0)
    if status != 0:  # whoever ended it: what it did not see counts as changed
        return [*first, *(f"{last[0]}{name}" for name in last[1])]
    second: list[str] = marshal.loads(found)  # noqa: S302 - our own fork wrote it
    return first + second


def _list_changed_here(lots: Iterable[Lot]) -> list[str]:
    return [path for lot in lots for path in _list_changed_in(*lot)]


def _list_changed_in(before: str, names: Sequence[str], values: bytes) -> list[str]:
    look = os.lstat
    found = array("q")
    add = found.extend
    for name in names:
        try:
            status = look(before + name)
            add((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
        except (OSError, OverflowError):
            add((-2, 0, 0, 0))  # what no stamp is, not even one that proves nothing
    if found.tobytes() == values:
        return []
    known = array("q", values)
    return [
        before + name
        for number, name in enumerate(names)
        if found[4 * number : 4 * number + 4] != known[4 * number : 4 * number + 4]
    ]


def _is_proven(path: str, proof: Proof | None) -> bool:
    """Whether a path is what it was, whatever its stamp."""
    if proof is None:
        return False
    kind, mode, content = proof
    try:
        status = os.lstat(path)
        if stat.S_IFMT(status.st_mode) != kind or (mode and stat.S_IMODE(status.st_mode) != mode):
            return False
        if not isinstance(content, bytes):
            return set(os.listdir(path)) == set(content)  # noqa: PTH208
        from hashlib import blake2b

        with open(path, "rb") as file:  # noqa: PTH123
            return blake2b(file.read(), digest_size=len(content)).digest() == content
    except OSError:
        return False


def _look(path: str) -> Stamp | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
