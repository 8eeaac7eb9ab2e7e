"""Stamps: what the system tells of a file without opening it, and when that may be believed later.

Part of stage 1. While a file shows the stamp it had when it was read, it holds what it held then; while
a folder shows its own, it holds the same names. So ten thousand sources are looked through by asking the
system for stamps alone. An edit that keeps size and time of modification still changes the time of change.

Clocks of disks have grains. Two writes within one grain leave the same times behind, so a stamp that was
fresh when it was taken proves nothing (git calls such files racily clean): it is kept as one that no
file ever shows, and the file is read again next time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from microsite.values import dataclass

Stamp = tuple[int, int, int, int]
"""Size in bytes, times of modification and of change in nanoseconds, inode."""

NEVER: Stamp = (-1, 0, 0, 0)
"""The stamp that no file shows."""

_SECOND = 1_000_000_000
_GRAIN = 50_000_000
"""Nanoseconds. Clocks of local disks tick every 1 to 10 ms; the rest is for those of others."""
_COARSE_GRAIN = 2_050_000_000
"""The same for disks that know whole seconds only, or every other one (FAT)."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of all sources, by path below the root, as the disk spells it."""

    files: Mapping[str, Stamp]
    folders: Mapping[str, Stamp]


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the stamp in what the system tells of a file or folder."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def is_lasting(stamp: Stamp, *, clock: int) -> bool:
    """Whether a stamp may be believed later: an edit after it was taken is sure to show another one.

    Units: `clock` is in nanoseconds since 1970, by the clock of the disk, read before the file was. An edit
    after that bears a time that is not earlier; only a stamp older by more than a grain must differ from it.
    """
    _, modified, changed, _ = stamp
    is_coarse = modified % _SECOND == 0 or changed % _SECOND == 0
    return max(modified, changed) + (_COARSE_GRAIN if is_coarse else _GRAIN) <= clock


def lasting_stamp(stamp: Stamp, *, clock: int) -> Stamp:
    """Return a stamp as it may be kept: as it is, or `NEVER` when it is too fresh."""
    return stamp if is_lasting(stamp, clock=clock) else NEVER


def is_shown_again(stamp: Stamp) -> bool:
    """Whether a kept stamp may be shown again: not one that was too fresh when it was taken."""
    size, _, changed, _ = stamp
    return size >= 0 and changed >= 0


def show_changed(root: str, stamps: Mapping[str, Stamp]) -> Iterable[str]:
    """Yield the paths that do not show their stamp any more, the missing ones among them."""
    look = os.lstat
    for path, stamp in stamps.items():
        try:
            status = look(f"{root}/{path}")
        except OSError:
            yield path
            continue
        # Written out: this line runs for every file of every build.
        if (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) != stamp:
            yield path
