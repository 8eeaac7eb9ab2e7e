"""Stamps: what the disk tells of a file without opening it, and when that may be believed later.

Part of stage 5 of 5. Touches no disk: pure functions over what was seen there.

A stamp together with a digest is a fact: while a file shows this stamp, its bytes have that digest. A
folder's stamp is one too: while it shows, the folder holds the names it held. So a tree with ten
thousand files is looked through by asking the system for stamps alone, and a record of it cannot do
harm by being old: facts that no longer show are simply looked up again.

Clocks of file systems have grains. Two writes within one grain leave the same times behind, so a stamp
that was fresh when it was taken proves nothing (git calls such files racily clean); it is kept as one
that never shows again, and the file is read once more next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from microsite.source import Stamp, is_lasting
from microsite.values import dataclass

PlainState = tuple[dict[str, bytes], dict[str, Stamp], dict[str, Stamp]]
"""The parts of a TreeState."""


@dataclass(frozen=True, slots=True)
class TreeState:
    """What a tree holds: its plain files with their digests, its folders, and the stamps they show."""

    digest_by_file: Mapping[str, bytes]
    stamp_by_file: Mapping[str, Stamp]
    stamp_by_folder: Mapping[str, Stamp]
    """The top is ``""``; empty when there is no tree."""


def digest_of(content: bytes) -> bytes:
    """Return what stands for the bytes of a file: sixteen bytes of BLAKE2b (RFC 7693)."""
    return hashlib.blake2b(content, digest_size=16).digest()


def lasting_stamp(stamp: Stamp, *, clock: int) -> Stamp:
    """Return a stamp as it may be recorded: as it is, or as one that never shows when it is too fresh.

    `clock` is explained at `is_lasting` (source/stamps.py).
    """
    return stamp if is_lasting(stamp, clock=clock) else doubtful_stamp(stamp)


def doubtful_stamp(stamp: Stamp) -> Stamp:
    """Return a stamp that nothing on a disk shows, so that whatever has it is looked at closely."""
    size, modified, _, inode = stamp
    return (size, modified, -1, inode)


NO_TREE = TreeState({}, {}, {})
"""The state of a tree that is not there, or of which nothing is known."""


@dataclass(frozen=True, slots=True)
class TreeRecord:
    """What the last publication left: the state of site/ and of the spare tree.

    To be saved as plain values and handed to the next publication. A record that is lost, old or another
    folder's costs time and nothing else; one that does not come back as it was saved must not be handed on.
    """

    site: TreeState = NO_TREE
    spare: TreeState = NO_TREE
    """Empty when there was no spare tree, or nothing is known of it."""


def freeze_record(record: TreeRecord) -> tuple[PlainState, PlainState]:
    """Return a record as values that marshal can keep."""
    return _freeze(record.site), _freeze(record.spare)


def thaw_record(frozen: tuple[PlainState, PlainState]) -> TreeRecord:
    """Return the record in plain values."""
    site, spare = frozen
    return TreeRecord(TreeState(*site), TreeState(*spare))


def _freeze(state: TreeState) -> PlainState:
    return dict(state.digest_by_file), dict(state.stamp_by_file), dict(state.stamp_by_folder)


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder these files lie in, without the top."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
