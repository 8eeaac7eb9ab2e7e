from __future__ import annotations

import marshal
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.publish.stamps import (
    TreeRecord,
    TreeState,
    digest_of,
    freeze_record,
    lasting_stamp,
    thaw_record,
)
from microsite.source import Stamp, stamp_of

MS = 1_000_000
SECOND = 1000 * MS
NOW = 1_800_000_000 * SECOND + 123_456_789


def stamp(*, modified: int, changed: int) -> Stamp:
    return (10, modified, changed, 77)


# --- which stamps may be believed ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("modified", "changed", "lasts"),
    [
        (NOW - SECOND, NOW - SECOND, True),
        (NOW - 51 * MS, NOW - 51 * MS, True),
        (NOW - 49 * MS, NOW - 49 * MS, False),
        (NOW, NOW, False),
        (NOW - SECOND, NOW - 10 * MS, False),
        (NOW - 10 * MS, NOW - SECOND, False),
        (NOW + SECOND, NOW - SECOND, False),
        (NOW - SECOND, NOW + SECOND, False),
        (-5 * SECOND + 1, NOW - SECOND, True),
    ],
)
def test_a_stamp_lasts_when_both_its_times_are_a_grain_older_than_the_clock(
    modified: int, changed: int, lasts: bool
) -> None:
    taken = stamp(modified=modified, changed=changed)

    assert (lasting_stamp(taken, clock=NOW) == taken) == lasts


@pytest.mark.parametrize(("age", "lasts"), [(1, False), (2, False), (3, True)])
def test_times_in_whole_seconds_must_be_older(age: int, lasts: bool) -> None:
    """FAT knows every other second only: an edit in the next one may leave the same time."""
    clock = NOW // SECOND * SECOND
    taken = stamp(modified=clock - age * SECOND, changed=clock - age * SECOND)

    assert (lasting_stamp(taken, clock=clock) == taken) == lasts


def test_a_stamp_that_is_too_fresh_never_shows_again_but_keeps_its_time() -> None:
    taken = stamp(modified=NOW - 3, changed=NOW - 2)

    recorded = lasting_stamp(taken, clock=NOW)

    assert recorded[2] < 0
    assert recorded[1] == NOW - 3


GRAINS = st.sampled_from([1, MS, 4 * MS, 10 * MS, SECOND, 2 * SECOND])


@settings(max_examples=300, deadline=None)
@given(
    grain=GRAINS,
    start=st.integers(NOW, NOW + 10 * SECOND),
    steps=st.lists(st.integers(0, 3 * SECOND), min_size=3, max_size=3),
)
def test_an_edit_after_a_stamp_was_taken_never_shows_a_recorded_stamp(
    grain: int, start: int, steps: list[int]
) -> None:
    """A disk whose clock ticks in grains: a file is written, looked at, and edited at any time after."""

    def shown_at(time: int) -> int:
        return time // grain * grain

    written = start
    clock_read = written + steps[0]
    looked_at = clock_read + steps[1]
    edited = looked_at + steps[2]
    before = stamp(modified=shown_at(written), changed=shown_at(written))
    after = stamp(modified=shown_at(written), changed=shown_at(edited))  # with the old time put back

    recorded = lasting_stamp(before, clock=shown_at(clock_read))

    assert recorded != after


def test_a_stamp_is_size_times_and_inode(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"four")
    os.utime(tmp_path / "file", ns=(1, 2))

    size, modified, changed, inode = stamp_of((tmp_path / "file").lstat())

    status = (tmp_path / "file").lstat()
    assert (size, modified, changed, inode) == (4, 2, status.st_ctime_ns, status.st_ino)


# --- records ------------------------------------------------------------------------------------

NUMBERS = st.integers(-(2**63), 2**64)
STAMPS = st.dictionaries(st.text(), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=3)
STATES = st.builds(
    TreeState, st.dictionaries(st.text(), st.binary(min_size=16, max_size=16), max_size=3), STAMPS, STAMPS
)


@settings(max_examples=50, deadline=None)
@given(record=st.builds(TreeRecord, STATES, STATES))
def test_a_record_comes_back_as_it_was(record: TreeRecord) -> None:
    assert thaw_record(marshal.loads(marshal.dumps(freeze_record(record)))) == record


def test_names_that_are_no_text_come_back_too() -> None:
    name = os.fsdecode(b"\xff\n")
    record = TreeRecord(TreeState({name: bytes(16)}, {name: (1, 2, 3, 4)}, {"": (1, 2, 3, 4)}))

    assert thaw_record(marshal.loads(marshal.dumps(freeze_record(record)))) == record


def test_a_digest_is_sixteen_bytes_that_tell_contents_apart() -> None:
    assert len(digest_of(b"")) == 16
    assert digest_of(b"a") != digest_of(b"b")
