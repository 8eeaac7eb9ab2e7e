"""Stamps: an edit is seen however it is saved, and a stamp that proves nothing is not believed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.source import Stamps, files, find_edits, read_again, read_stamped
from microsite.source.stamps import NEVER, Stamp, lasting_stamp, show_changed, stamp_of

HOUR = 3_600_000_000_000
SECOND = 1_000_000_000
FINE = 1_700_000_000 * SECOND + 123_456_789
COARSE = 1_700_000_000 * SECOND
VISA = "content/en/visa.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with two sources."""
    for folder in ("content/en", "data", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / VISA).write_text("first")
    (tmp_path / "data/settings.yaml").write_text("settings")
    return tmp_path


@pytest.fixture
def stamps(root: Path, monkeypatch: pytest.MonkeyPatch) -> Stamps:
    """Its stamps, as a build an hour later takes them."""
    monkeypatch.setattr(files, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + HOUR))
    read, _ = read_stamped(root)
    return read.stamps


# One stamp


@pytest.mark.parametrize(
    ("modified", "changed", "age", "is_believed"),
    [
        (FINE, FINE, 1_000_000, False),
        (FINE, FINE, 49_999_999, False),
        (FINE, FINE, 50_000_000, True),
        (FINE - HOUR, FINE, 1_000_000, False),
        (FINE, FINE, -HOUR, False),
        (COARSE, COARSE, SECOND, False),
        (COARSE, COARSE, 2_050_000_001, True),
        (COARSE, COARSE + 1, SECOND, False),
    ],
    ids=[
        *("fresh", "almost as old as a grain", "as old as a grain", "an old time put back"),
        *("from the future", "whole seconds", "old whole seconds", "one of them a whole second"),
    ],
)
def test_a_stamp_is_believed_when_it_is_as_old_as_the_grain_of_its_clock(
    modified: int, changed: int, age: int, is_believed: bool
) -> None:
    stamp = (5, modified, changed, 42)

    kept = lasting_stamp(stamp, clock=max(modified, changed) + age)

    assert kept == (stamp if is_believed else NEVER)


@given(st.tuples(*[st.integers(0, 2**62)] * 4), st.integers(0, 2**62))
def test_a_stamp_is_kept_as_it_is_or_not_at_all(stamp: Stamp, clock: int) -> None:
    assert lasting_stamp(stamp, clock=clock) in (stamp, NEVER)


def test_no_file_shows_the_stamp_of_never(root: Path) -> None:
    assert list(show_changed(str(root), {VISA: NEVER})) == [VISA]


def test_a_file_that_was_not_touched_shows_its_stamp(root: Path) -> None:
    stamp = stamp_of((root / VISA).lstat())

    assert list(show_changed(str(root), {VISA: stamp})) == []


def test_a_missing_file_shows_none(root: Path) -> None:
    stamp = stamp_of((root / VISA).lstat())
    (root / VISA).unlink()

    assert list(show_changed(str(root), {VISA: stamp})) == [VISA]


# All sources


def test_fresh_sources_are_all_read_again(root: Path) -> None:
    read, _ = read_stamped(root)

    assert find_edits(root, read.stamps) == (VISA, "data/settings.yaml")


def test_sources_that_nobody_touched_are_not_read_again(root: Path, stamps: Stamps) -> None:
    assert find_edits(root, stamps) == ()


def write(path: Path) -> None:
    path.write_text("other")


def write_longer(path: Path) -> None:
    path.write_text("first, and more")


def write_and_put_the_times_back(path: Path) -> None:
    status = path.stat()
    path.write_text("other")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace_by_renaming(path: Path) -> None:
    draft = path.with_name(".#visa.md")
    draft.write_text("other")
    draft.replace(path)


def replace_and_put_the_times_back(path: Path) -> None:
    status = path.stat()
    replace_by_renaming(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def change_the_rights(path: Path) -> None:
    path.chmod(0o600)


@pytest.mark.parametrize(
    "edit",
    [
        *(write, write_longer, write_and_put_the_times_back),
        *(replace_by_renaming, replace_and_put_the_times_back, change_the_rights),
    ],
)
def test_an_edit_is_seen_however_it_is_saved(
    root: Path, stamps: Stamps, edit: Callable[[Path], None]
) -> None:
    edit(root / VISA)

    assert find_edits(root, stamps) == (VISA,)


def test_files_that_changed_places_are_both_seen(root: Path, stamps: Stamps) -> None:
    (root / VISA).rename(root / "aside")
    (root / "data/settings.yaml").rename(root / VISA)
    (root / "aside").rename(root / "data/settings.yaml")

    assert find_edits(root, stamps) == (VISA, "data/settings.yaml")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "content/en/new.md").write_text("new"),
        lambda root: (root / VISA).unlink(),
        lambda root: (root / VISA).rename(root / "content/en/visas.md"),
        lambda root: (root / "content/pl").mkdir(),
        lambda root: (root / "data").rename(root / "templates/data"),
    ],
    ids=["a new file", "a file deleted", "a file renamed", "a new folder", "a folder moved"],
)
def test_files_that_come_or_go_ask_for_a_reading_of_all(
    root: Path, stamps: Stamps, change: Callable[[Path], object]
) -> None:
    change(root)

    assert find_edits(root, stamps) is None


def test_what_editors_leave_behind_is_no_edit(root: Path, stamps: Stamps) -> None:
    (root / "content/en/.#visa.md").write_text("draft")
    (root / "content/en/visa.md~").write_text("older")

    assert find_edits(root, stamps) == ()


def test_a_link_in_a_files_place_is_read_again_and_refused(root: Path, stamps: Stamps) -> None:
    (root / "elsewhere").write_text("other")
    (root / VISA).unlink()
    (root / VISA).symlink_to(root / "elsewhere")

    edits = find_edits(root, stamps)

    assert edits == (VISA,)
    read, problems = read_again(root, edits, stamps)
    assert read.files == {}
    assert [problem.code for problem in problems] == ["symbolic-link"]


def test_reading_again_gives_the_new_bytes_and_stamps_that_hold(root: Path, stamps: Stamps) -> None:
    write(root / VISA)

    read, problems = read_again(root, (VISA,), stamps)

    assert problems == ()
    assert {path: file.content for path, file in read.files.items()} == {VISA: b"other"}
    assert find_edits(root, read.stamps) == ()


def test_reading_again_does_not_believe_a_fresh_file(
    root: Path, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root / VISA)
    monkeypatch.setattr(files, "time", time)

    read, _ = read_again(root, (VISA,), stamps)

    assert find_edits(root, read.stamps) == (VISA,)


def test_a_root_whose_folders_are_not_all_there_is_not_traceable(root: Path) -> None:
    (root / "templates").rmdir()

    read, _ = read_stamped(root)

    assert not read.is_traceable


def test_a_root_with_a_file_that_cannot_be_read_is_not_traceable(root: Path) -> None:
    (root / "content/en/link.md").symlink_to(root / VISA)

    read, _ = read_stamped(root)

    assert not read.is_traceable


def test_names_that_the_disk_spells_in_another_way_are_not_traceable(root: Path) -> None:
    decomposed = "Bialystok-o\u0301.md"
    (root / "content/en" / decomposed).write_text("text")

    read, _ = read_stamped(root)

    assert not read.is_traceable
