from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.publish import beside, exchange, writing
from microsite.publish.publication import Published
from microsite.publish.refusals import MachineRefused, TargetRefused
from microsite.publish.target import MARKER, MARKER_TEXT, check_target
from microsite.publish.tree import hold_lock, publish_files
from microsite.publish.writing import write_file

SITE = {"index.html": b"home", "en/index.html": b"english", "css/site.css": b"a{}", "empty.txt": b""}
LONG_AGO = 1_000_000_000_123_456_789


def publish(files: Mapping[str, bytes], out: Path, *, sources: tuple[Path, ...] = ()) -> Published:
    with hold_lock(out):
        return publish_files(files, out, sources=sources)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every plain file below a folder, the marker left out."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path != folder / MARKER]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def do_not_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut here; test_tree_faults.py asks what is on the disk, and when."""
    monkeypatch.setattr(writing, "sync_file_system", lambda folder: True)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


# --- what is in the tree ------------------------------------------------------------------------


def test_a_first_publication_makes_the_folder_with_exactly_these_files(tmp_path: Path) -> None:
    published = publish(SITE, tmp_path / "deep" / "site")

    assert read_tree(tmp_path / "deep" / "site") == SITE
    assert published == Published(total=4, changed=4, removed=0)
    assert names_in(tmp_path / "deep") == {"site"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()

    publish(SITE, tmp_path / "site")

    assert read_tree(tmp_path / "site") == SITE
    assert names_in(tmp_path) == {"site"}


def test_a_later_publication_counts_what_it_changed_and_removed(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "site")
    after = {"index.html": b"HOME", "en/index.html": b"english", "new/page.html": b"new"}

    published = publish(after, tmp_path / "site")

    assert read_tree(tmp_path / "site") == after
    assert published == Published(total=3, changed=2, removed=2)
    assert names_in(tmp_path) == {"site", ".site.spare"}


def test_what_others_put_into_the_tree_goes_with_the_next_publication(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(SITE, site)
    (site / "stray.txt").write_bytes(b"stray")
    (site / "empty-folder").mkdir()
    (site / "link").symlink_to(tmp_path)
    os.mkfifo(site / "pipe")
    (site / "index.html").write_bytes(b"edited by hand")

    published = publish(SITE, site)

    assert published == Published(total=4, changed=1, removed=3)
    assert names_in(site) == {MARKER, "index.html", "en", "css", "empty.txt"}
    assert read_tree(site) == SITE


def test_a_file_may_become_a_folder_and_back(tmp_path: Path) -> None:
    publish({"a": b"file"}, tmp_path / "site")

    publish({"a/b": b"file"}, tmp_path / "site")
    publish({"a": b"file"}, tmp_path / "site")

    assert read_tree(tmp_path / "site") == {"a": b"file"}


def test_a_link_in_the_place_of_a_page_is_replaced_and_its_goal_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(SITE, site)
    (tmp_path / "private.txt").write_bytes(b"home")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(tmp_path / "private.txt")

    publish(SITE, site)

    assert not (site / "index.html").is_symlink()
    assert (tmp_path / "private.txt").read_bytes() == b"home"


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: None, mask: int) -> None:
    os.umask(mask)

    publish(SITE, tmp_path / "site")

    modes = {path.lstat().st_mode for path in (tmp_path / "site").rglob("*")}
    assert modes == {0o100644, 0o040755}
    assert (tmp_path / "site").lstat().st_mode == 0o040755


def test_wrong_modes_are_put_right_and_count_as_no_change(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(SITE, site)
    (site / "index.html").chmod(0o600)
    (site / "en").chmod(0o777)

    published = publish(SITE, site)

    assert published.changed == 0
    assert (site / "index.html").lstat().st_mode == 0o100644
    assert (site / "en").lstat().st_mode == 0o040755


def test_a_large_file_is_written_whole_when_the_system_takes_a_little_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, bytes(content[:1000])))

    publish({"large.bin": bytes(range(256)) * 40}, tmp_path / "site")

    assert (tmp_path / "site" / "large.bin").read_bytes() == bytes(range(256)) * 40


def test_files_that_may_start_with_a_dot_are_published(tmp_path: Path) -> None:
    files = {".nojekyll": b"", ".well-known/security.txt": b"Contact: x"}

    publish(files, tmp_path / "site")

    assert read_tree(tmp_path / "site") == files


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        ".hidden",
        "a/.hidden",
        MARKER,
        "a\\b",
        "c:a",
        "a\0b",
    ],
)
def test_a_path_that_cannot_be_in_a_site_is_our_mistake(tmp_path: Path, path: str) -> None:
    with hold_lock(tmp_path / "site"), pytest.raises(ValueError, match="not a path"):
        publish_files({path: b""}, tmp_path / "site", sources=())

    assert not (tmp_path / "site").exists()


def test_a_path_that_is_a_file_and_a_folder_is_our_mistake(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "site"), pytest.raises(ValueError, match="at one path"):
        publish_files({"a": b"", "a/b": b""}, tmp_path / "site", sources=())


# --- what stays as it is ------------------------------------------------------------------------


def test_files_with_the_same_bytes_keep_their_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(SITE, site)
    for path in ("index.html", "en/index.html"):
        os.utime(site / path, ns=(LONG_AGO, LONG_AGO))

    publish({**SITE, "index.html": b"HOME"}, site)

    assert (site / "en/index.html").stat().st_mtime_ns == LONG_AGO
    assert (site / "index.html").stat().st_mtime_ns > LONG_AGO


def test_nothing_is_touched_when_nothing_changed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(SITE, site)
    before = {path: path.lstat() for path in (site, *site.rglob("*"))}

    published = publish(SITE, site)

    after = {path: path.lstat() for path in (site, *site.rglob("*"))}
    assert published == Published(total=4, changed=0, removed=0)
    assert [(s.st_ino, s.st_ctime_ns) for s in after.values()] == [
        (s.st_ino, s.st_ctime_ns) for s in before.values()
    ]


def test_an_open_old_file_shares_nothing_with_the_new_tree(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "site")

    with (tmp_path / "site" / "en/index.html").open("r+b") as old:
        publish({**SITE, "index.html": b"HOME"}, tmp_path / "site")
        old.write(b"EDITED!")

    assert (tmp_path / "site" / "en/index.html").read_bytes() == b"english"


# --- which folders may be replaced --------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("content", "data", "templates"):
        (tmp_path / "root" / name / "inner").mkdir(parents=True)
    return tmp_path / "root"


def sources_of(root: Path) -> tuple[Path, ...]:
    return (root, root / "content", root / "data", root / "templates")


@pytest.mark.parametrize("out", ["site", "build/deep/site", "contents", "../elsewhere", "content/../site"])
def test_a_folder_beside_the_sources_may_be_the_target(root: Path, out: str) -> None:
    publish(SITE, root / out, sources=sources_of(root))

    assert read_tree(root / out) == SITE


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (".", "is the source folder"),
        ("..", "holds the source folder"),
        ("../..", "holds the source folder"),
        ("content", "is the source folder"),
        ("data/site", "lies in the source folder"),
        ("templates/inner", "lies in the source folder"),
        ("site/../data", "is the source folder"),
    ],
)
def test_a_target_that_would_swallow_sources_is_refused(root: Path, out: str, words: str) -> None:
    (root / "site").mkdir()
    before = sorted(root.rglob("*"))

    with pytest.raises(TargetRefused, match=words):
        check_target(root / out, sources=sources_of(root))

    assert sorted(root.rglob("*")) == before


def test_a_target_that_reaches_the_sources_through_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "door").symlink_to(root / "content")

    with pytest.raises(TargetRefused, match="lies in the source folder"):
        check_target(tmp_path / "door" / "site", sources=sources_of(root))


def test_a_target_inside_sources_that_are_reached_by_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (root / "data" / "inner").rmdir()
    (root / "data").rmdir()
    (tmp_path / "records" / "inner").mkdir(parents=True)
    (root / "data").symlink_to(tmp_path / "records")

    with pytest.raises(TargetRefused, match="lies in the source folder"):
        check_target(tmp_path / "records" / "site", sources=sources_of(root))


def test_the_whole_disk_is_refused() -> None:
    with pytest.raises(TargetRefused, match="the whole disk"):
        check_target(Path("/"), sources=())


@pytest.mark.parametrize("goal", ["elsewhere", "missing", "site"])
def test_a_target_that_is_a_link_is_refused(tmp_path: Path, goal: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to(goal)

    with pytest.raises(TargetRefused, match="is a link"):
        publish(SITE, tmp_path / "site")

    assert (tmp_path / "site").is_symlink()
    assert names_in(tmp_path) == {"elsewhere", "site"}


def test_a_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"mine")

    with pytest.raises(TargetRefused, match="is a file"):
        publish(SITE, tmp_path / "site")

    assert (tmp_path / "site").read_bytes() == b"mine"


@pytest.mark.parametrize("marker", [None, b"", b"something else", MARKER_TEXT[:10]])
def test_a_folder_with_files_and_without_our_marker_is_refused(tmp_path: Path, marker: bytes | None) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "thesis.txt").write_bytes(b"mine")
    if marker is not None:
        (site / MARKER).write_bytes(marker)

    with pytest.raises(TargetRefused, match="was not made by this generator"):
        publish(SITE, site)

    assert (site / "thesis.txt").read_bytes() == b"mine"


def test_a_marker_that_is_a_link_is_no_marker(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "made")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MARKER).symlink_to(tmp_path / "made" / MARKER)

    with pytest.raises(TargetRefused, match="was not made by this generator"):
        publish(SITE, tmp_path / "site")


def test_a_tree_in_which_somebody_began_a_git_repository_is_refused(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "site")
    (tmp_path / "site" / ".git").mkdir()

    with pytest.raises(TargetRefused, match="git repository"):
        publish(SITE, tmp_path / "site")


def test_a_relative_target_is_seen_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    publish(SITE, Path("site"))
    publish({"a": b""}, Path("../other"))

    assert names_in(tmp_path / "here") == {"site"}
    assert read_tree(tmp_path / "other") == {"a": b""}


def test_a_refusal_names_the_target_as_seen_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("site").write_bytes(b"")

    with pytest.raises(TargetRefused) as refusal:
        publish(SITE, tmp_path / "site")

    assert refusal.value.message == "`site` is a file, not a folder"
    assert refusal.value.hint == "choose another folder with --out"


def test_a_source_folder_mounted_under_another_name_is_known(root: Path, tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    command: list[str | Path] = ["mount", "--bind", root / "content", tmp_path / "mirror"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can mount a folder twice")

    try:
        with pytest.raises(TargetRefused, match="lies in the source folder"):
            check_target(tmp_path / "mirror" / "site", sources=sources_of(root))
    finally:
        subprocess.run(["umount", tmp_path / "mirror"], check=True)


def test_a_mounted_target_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    command: list[str | Path] = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path / "site"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can mount a folder")

    try:
        with pytest.raises(MachineRefused, match="mounted folder") as refusal:
            publish(SITE, tmp_path / "site")
    finally:
        subprocess.run(["umount", tmp_path / "site"], check=True)

    assert "choose a folder inside it" in refusal.value.hint
    assert names_in(tmp_path) == {"site"}


# --- the calls Python has no name for -----------------------------------------------------------


def test_two_folders_trade_places(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()

    is_done = exchange.exchange_folders(tmp_path / "first", tmp_path / "second")

    assert is_done == (sys.platform == "linux")
    assert names_in(tmp_path / "first") == ({"second"} if is_done else {"first"})


def test_a_system_without_these_calls_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno: object())

    assert not exchange.exchange_folders(tmp_path, tmp_path)
    assert not exchange.sync_file_system(tmp_path)


@pytest.mark.parametrize(
    ("number", "is_missing"),
    [(errno.ENOSYS, True), (errno.EINVAL, True), (errno.EPERM, True), (errno.EIO, False)],
)
def test_a_call_that_is_there_and_fails_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_missing: bool
) -> None:
    class Library:
        def syncfs(self, descriptor: object) -> int:
            ctypes.set_errno(number)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno: Library())

    if is_missing:
        assert not exchange.sync_file_system(tmp_path)
    else:
        with pytest.raises(OSError, match="Input/output"):
            exchange.sync_file_system(tmp_path)


# --- what dead builds leave ---------------------------------------------------------------------


def test_only_our_own_leftovers_are_deleted(tmp_path: Path) -> None:
    ours = tmp_path / ".site.next-0123456789ab"
    ours.mkdir()
    (ours / MARKER).write_bytes(MARKER_TEXT[:7])
    (ours / "en").mkdir()
    (ours / "en" / "index.html").write_bytes(b"half")
    (tmp_path / ".site.next-ba9876543210").mkdir()
    foreign = {
        ".site.next-000000000000": "a.txt",
        ".site.next-mine": MARKER,
        ".other.next-0123456789ab": MARKER,
    }
    for folder, name in foreign.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(MARKER_TEXT)

    publish(SITE, tmp_path / "site")

    assert names_in(tmp_path) == {"site", *foreign}


def test_leftovers_are_known_whatever_the_target_is_called(tmp_path: Path) -> None:
    for name in (".a+(b).next-0123456789ab", ".aaab.next-0123456789ab"):
        (tmp_path / name).mkdir()

    publish(SITE, tmp_path / "a+(b)")

    assert names_in(tmp_path) == {"a+(b)", ".aaab.next-0123456789ab"}


def test_a_leftover_is_deleted_with_its_closed_folders_and_without_following_links(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_bytes(b"kept")
    leftover = tmp_path / ".site.next-0123456789ab"
    (leftover / "closed" / "inner").mkdir(parents=True)
    (leftover / MARKER).write_bytes(MARKER_TEXT)
    (leftover / "closed" / "link").symlink_to(kept)
    (leftover / "closed").chmod(0)

    publish(SITE, tmp_path / "site")

    assert names_in(tmp_path) == {"site", "kept"}
    assert (kept / "file").read_bytes() == b"kept"


def test_an_old_tree_that_cannot_be_deleted_is_named_and_goes_with_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object, **_: object) -> None:
        raise OSError(errno.EBUSY, "busy", path)

    publish(SITE, tmp_path / "site")
    publish({"a": b"1"}, tmp_path / "site")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", refuse)
        published = publish({"a": b"2"}, tmp_path / "site")
    left = names_in(tmp_path) - {"site", ".site.spare"}
    tree_after = read_tree(tmp_path / "site")
    afterwards = publish({"a": b"2"}, tmp_path / "site")

    assert tree_after == {"a": b"2"}
    assert set(published.left_behind) == left
    assert len(left) == 1
    assert afterwards.left_behind == ()
    assert names_in(tmp_path) == {"site", ".site.spare"}


def test_a_machine_that_starts_no_thread_publishes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    large = {f"{number}.html": b"x" for number in range(40)}
    publish(large, tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.next-0123456789ab")
    monkeypatch.setattr(threading.Thread, "start", refuse)

    published = publish({"a": b"1"}, tmp_path / "site")

    assert read_tree(tmp_path / "site") == {"a": b"1"}
    assert published.left_behind == (".site.next-0123456789ab",)


def test_a_swap_cut_between_its_two_steps_is_put_right_before_anything_else(tmp_path: Path) -> None:
    publish(SITE, tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.old")

    with hold_lock(tmp_path / "site"):
        restored = read_tree(tmp_path / "site")

    assert restored == SITE
    assert names_in(tmp_path) == {"site"}


def test_an_old_tree_is_put_back_only_while_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever deletes site/ by hand after a build died while deleting the old tree gets no half of that."""

    def fail(path: object, **_: object) -> None:
        raise OSError(errno.EIO, "fault", path)

    publish(SITE, tmp_path / "site")
    monkeypatch.setattr(beside, "exchange_folders", lambda first, second: False)
    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", fail)
        publish({"a": b"1"}, tmp_path / "site")
    (tmp_path / "site" / "a").unlink()
    (tmp_path / "site" / MARKER).unlink()
    (tmp_path / "site").rmdir()

    with hold_lock(tmp_path / "site"):
        there = (tmp_path / "site").exists()

    assert not there


# --- one file -----------------------------------------------------------------------------------


def test_a_single_file_is_written_whole_with_its_folders(tmp_path: Path, umask: None) -> None:
    os.umask(0o077)

    write_file(tmp_path / "data" / "schema" / "fact.json", b"{}")

    assert (tmp_path / "data/schema/fact.json").read_bytes() == b"{}"
    assert (tmp_path / "data/schema/fact.json").lstat().st_mode == 0o100644
    assert names_in(tmp_path / "data" / "schema") == {"fact.json"}


def test_a_single_file_with_the_same_bytes_is_not_touched(tmp_path: Path) -> None:
    write_file(tmp_path / "a.json", b"{}")
    before = (tmp_path / "a.json").lstat()

    write_file(tmp_path / "a.json", b"{}")

    after = (tmp_path / "a.json").lstat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


@pytest.mark.parametrize("goal", ["private.txt", "missing"])
def test_a_single_file_is_not_written_through_a_link(tmp_path: Path, goal: str) -> None:
    (tmp_path / "private.txt").write_bytes(b"private")
    (tmp_path / "a.yaml").symlink_to(goal)

    with pytest.raises(TargetRefused, match="is a link"):
        write_file(tmp_path / "a.yaml", b"new")

    assert (tmp_path / "private.txt").read_bytes() == b"private"
    assert names_in(tmp_path) == {"private.txt", "a.yaml"}


# --- laws ---------------------------------------------------------------------------------------

SEGMENTS = st.sampled_from(["a", "b", "index.html", "zażółć", "Ω"])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join)


def drop_files_that_are_folders(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        path: content for path, content in files.items() if not any(p.startswith(f"{path}/") for p in files)
    }


TREES = st.dictionaries(PATHS, st.binary(max_size=3), max_size=6).map(drop_files_that_are_folders)


@settings(max_examples=60, deadline=None)
@given(history=st.lists(TREES, min_size=2, max_size=4), has_exchange=st.booleans())
def test_whatever_came_before_the_tree_is_the_last_publication_and_the_counts_are_true(
    history: list[dict[str, bytes]], has_exchange: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if not has_exchange:
            patch.setattr(beside, "exchange_folders", lambda first, second: False)
        site = Path(folder) / "site"
        before: dict[str, bytes] = {}
        for files in history:
            published = publish(files, site)

            assert read_tree(site) == files
            assert published.changed == sum(before.get(path) != content for path, content in files.items())
            assert published.removed == len(before.keys() - files.keys())
            assert names_in(Path(folder)) <= {"site", ".site.spare"}
            before = files


def test_publishing_without_the_lock_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MachineRefused, match="does not hold its lock"):
        publish_files(SITE, tmp_path / "site", sources=())

    assert names_in(tmp_path) == set()
