from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from microsite.publish import publication as publication_module
from microsite.publish import writing
from microsite.publish.publication import Published
from microsite.publish.refusals import MachineRefused, TargetRefused
from microsite.publish.staging import StagedFile, Staging, write_staged
from microsite.publish.stamps import TreeRecord, TreeState, digest_of
from microsite.publish.target import MARKER, MARKER_TEXT
from microsite.publish.tree import hold_lock, open_publication, publish_files, survey_site
from tests.publish.elsewhere import run_elsewhere

SITE = {"index.html": b"home", "en/index.html": b"english", "css/site.css": b"a{}"}
LONG_AGO = 1_000_000_000_123_456_789

Outcome = tuple[Published, TreeRecord]


def publish(
    out: Path,
    written: Mapping[str, bytes],
    kept: Mapping[str, bytes] | None = None,
    record: TreeRecord | None = None,
) -> Outcome:
    """Publish what is written, and what is kept with these bytes; nothing of that may be lost."""
    with hold_lock(out), open_publication(out, sources=(), record=record) as publication:
        lost = publication.keep({path: digest_of(content) for path, content in (kept or {}).items()})
        for path, content in written.items():
            publication.write(path, content)
        assert not lost
        return publication.swap()


def publish_changes(out: Path, versions: int) -> tuple[dict[str, bytes], TreeRecord]:
    """Publish one version after another, each with another home page."""
    _, record = publish(out, SITE)
    files = SITE
    for number in range(1, versions):
        files = {**SITE, "index.html": b"home %d" % number}
        kept = {path: content for path, content in files.items() if path != "index.html"}
        _, record = publish(out, {"index.html": files["index.html"]}, kept, record)
    return dict(files), record


def without(files: Mapping[str, bytes], *paths: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path not in paths}


def read_tree(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path != folder / MARKER]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def stamps_of(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.lstat().st_ino, path.lstat().st_ctime_ns) for path in (folder, *folder.rglob("*"))}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture(autouse=True)
def do_not_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "sync_file_system", lambda folder: True)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


# --- what a publication holds -------------------------------------------------------------------


def test_what_is_neither_kept_nor_written_goes(site: Path) -> None:
    _, record = publish(site, SITE)

    published, _ = publish(site, {"new.html": b"new"}, {"index.html": b"home"}, record)

    assert read_tree(site) == {"index.html": b"home", "new.html": b"new"}
    assert published == Published(total=2, changed=1, removed=2)


def test_a_kept_file_that_is_nowhere_any_more_must_be_written(site: Path) -> None:
    _, record = publish(site, SITE)
    (site / "index.html").unlink()
    (site / "css" / "site.css").write_bytes(b"b{}")

    with hold_lock(site), open_publication(site, sources=(), record=record) as publication:
        lost = publication.keep({path: digest_of(content) for path, content in SITE.items()})
        for path in lost:
            publication.write(path, SITE[path])
        publication.swap()

    assert lost == {"index.html", "css/site.css"}
    assert read_tree(site) == SITE


def test_a_kept_file_that_was_lost_in_the_site_comes_from_the_spare_tree(site: Path) -> None:
    files, record = publish_changes(site, 3)
    (site / "css" / "site.css").unlink()

    published, _ = publish(site, {}, files, record)

    assert read_tree(site) == files
    assert published.changed == 1


def test_a_file_cannot_be_kept_with_bytes_that_were_never_there(site: Path) -> None:
    _, record = publish(site, SITE)

    with hold_lock(site), open_publication(site, sources=(), record=record) as publication:
        lost = publication.keep({"index.html": digest_of(b"other"), "never.html": digest_of(b"")})

    assert lost == {"index.html", "never.html"}


@pytest.mark.parametrize("how", ["write twice", "keep and write", "take twice", "take and write"])
def test_two_files_at_one_path_are_our_mistake(site: Path, how: str) -> None:
    _, record = publish(site, SITE)
    staged = StagedFile("index.html", digest_of(b"home"), None)

    with (
        pytest.raises(ValueError, match=r"two files at one path: 'index\.html'"),
        hold_lock(site),
        open_publication(site, sources=(), record=record) as publication,
    ):
        if how == "keep and write":
            publication.keep({"index.html": digest_of(b"home")})
        elif how.startswith("take"):
            publication.take([staged])
        else:
            publication.write("index.html", b"new")
        if how == "take twice":
            publication.take([staged])
        else:
            publication.write("index.html", b"newer")


@pytest.mark.parametrize("first", ["a", "a/b"])
def test_a_file_in_the_place_of_a_folder_is_our_mistake(site: Path, first: str) -> None:
    with (
        pytest.raises(ValueError, match="at one path"),
        hold_lock(site),
        open_publication(site, sources=(), record=None) as publication,
    ):
        publication.write(first, b"")
        publication.write("a/b" if first == "a" else "a", b"")

    assert not site.exists()


def test_a_kept_file_in_the_place_of_a_folder_is_our_mistake(site: Path) -> None:
    _, record = publish(site, {"a": b""})

    with pytest.raises(ValueError, match="a file and a folder at one path: 'a'"):
        publish(site, {"a/b": b""}, {"a": b""}, record)

    assert read_tree(site) == {"a": b""}


def test_a_file_that_was_changed_under_our_hands_is_not_published(site: Path) -> None:
    _, record = publish(site, SITE)

    with (
        pytest.raises(MachineRefused, match=r"css/site\.css` was changed while the site was built"),
        hold_lock(site),
        open_publication(site, sources=(), record=record) as publication,
    ):
        publication.keep({path: digest_of(content) for path, content in SITE.items()})
        publication.write("new.html", b"new")
        (site / "css" / "site.css").write_bytes(b"b{}")
        publication.swap()

    assert names_in(site) == {MARKER, "index.html", "en", "css"}


def test_leaving_without_a_swap_leaves_the_site_and_nothing_else(site: Path, tmp_path: Path) -> None:
    files, record = publish_changes(site, 2)
    before = stamps_of(site)

    with hold_lock(site), open_publication(site, sources=(), record=record) as publication:
        publication.keep({"en/index.html": digest_of(b"english")})
        publication.write("new.html", b"new")

    assert stamps_of(site) == before
    assert names_in(tmp_path) == {"site", ".site.spare"}
    publish(site, {}, files, record)
    assert read_tree(site) == files


@pytest.mark.parametrize("call", [publish_files, open_publication, survey_site])
def test_without_the_lock_nothing_is_done(site: Path, call: Callable[..., object]) -> None:
    publish(site, SITE)
    record = TreeRecord()

    with pytest.raises(MachineRefused, match="does not hold its lock"):
        if call is open_publication:
            open_publication(site, sources=(), record=record).__enter__()
        elif call is survey_site:
            survey_site(site, record)
        else:
            publish_files(SITE, site, sources=())


def test_a_target_that_is_not_ours_is_refused_whatever_the_record_says(site: Path) -> None:
    _, record = publish(site, SITE)
    (site / MARKER).unlink()

    with pytest.raises(TargetRefused, match="was not made by this generator"):
        publish(site, {}, SITE, record)


# --- what stays as it is ------------------------------------------------------------------------


def test_nothing_is_touched_when_nothing_changed(site: Path) -> None:
    files, record = publish_changes(site, 3)
    before = stamps_of(site)

    written, after_writing = publish(site, files, None, record)
    kept, _ = publish(site, {}, files, after_writing)

    assert written == kept == Published(total=3, changed=0, removed=0)
    assert stamps_of(site) == before


def test_one_change_writes_the_change_and_what_the_spare_tree_lacks(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, record = publish_changes(site, 3)
    kept = without(files, "en/index.html")
    _, record = publish(site, {"en/index.html": b"ENGLISH"}, kept, record)
    written: list[bytes] = []
    write = os.write

    def note(descriptor: int, content: bytes) -> int:
        written.append(bytes(content))
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", note)
    kept = {"css/site.css": b"a{}", "en/index.html": b"ENGLISH"}
    publish(site, {"index.html": b"new"}, kept, record)

    assert written[0].strip().isdigit()  # the lock
    assert written[1:] == [MARKER_TEXT, b"new", b"ENGLISH"]


def test_two_trees_take_turns_and_share_no_file(site: Path, tmp_path: Path) -> None:
    files, record = publish_changes(site, 2)
    trees = {path: path.stat().st_ino for path in (site, tmp_path / ".site.spare")}

    publish(site, {"index.html": b"new"}, without(files, "index.html"), record)

    assert site.stat().st_ino == trees[tmp_path / ".site.spare"]
    assert (tmp_path / ".site.spare").stat().st_ino == trees[site]
    links = {path.stat().st_nlink for path in tmp_path.rglob("*") if path.is_file()}
    assert links == {1}


def test_files_keep_their_time_through_every_swap(site: Path) -> None:
    files, _ = publish_changes(site, 3)
    os.utime(site / "en/index.html", ns=(LONG_AGO, LONG_AGO))
    _, record = publish(site, files)

    for number in range(4):
        index = {"index.html": b"another %d" % number}
        _, record = publish(site, index, without(SITE, "index.html"), record)
        assert (site / "en/index.html").stat().st_mtime_ns == LONG_AGO


def test_a_file_that_is_changed_back_has_a_new_time(site: Path) -> None:
    """Its earlier time would tell a browser that knows the version between that nothing is newer."""
    _, record = publish(site, SITE)
    rest = without(SITE, "index.html")
    _, record = publish(site, {"index.html": b"HOME"}, rest, record)
    between = (site / "index.html").stat().st_mtime_ns

    publish(site, {"index.html": b"home"}, rest, record)

    assert (site / "index.html").read_bytes() == b"home"
    assert (site / "index.html").stat().st_mtime_ns > between


def test_a_file_that_is_kept_as_it_was_before_the_last_publication_has_a_new_time(site: Path) -> None:
    """An older record, and the spare tree that still holds what it says."""
    _, old = publish(site, SITE)
    rest = without(SITE, "index.html")
    publish(site, {"index.html": b"HOME"}, rest, old)
    between = (site / "index.html").stat().st_mtime_ns

    publish(site, {}, SITE, old)

    assert (site / "index.html").read_bytes() == b"home"
    assert (site / "index.html").stat().st_mtime_ns > between


def test_an_older_record_does_not_make_unchanged_files_new(site: Path) -> None:
    _, old = publish(site, SITE)
    rest = without(SITE, "index.html")
    _, record = publish(site, {"index.html": b"HOME"}, rest, old)
    publish(site, {"index.html": b"HOME", "new.html": b""}, rest, record)
    before = (site / "index.html").stat().st_mtime_ns

    published, _ = publish(site, {"index.html": b"HOME", "newer.html": b""}, rest, old)

    assert published == Published(total=4, changed=1, removed=1)
    assert (site / "index.html").stat().st_mtime_ns == before


def test_an_open_file_of_two_publications_ago_shares_nothing_with_the_site(site: Path) -> None:
    _, record = publish(site, SITE)
    rest = without(SITE, "index.html")

    with (site / "index.html").open("r+b") as old:
        _, record = publish(site, {"index.html": b"1"}, rest, record)
        _, record = publish(site, {"index.html": b"2"}, rest, record)
        old.write(b"EDIT")

    assert read_tree(site) == {**SITE, "index.html": b"2"}


# --- workers ------------------------------------------------------------------------------------


def write_in_worker(job: tuple[Staging, int]) -> list[StagedFile]:
    staging, worker = job
    return [write_staged(staging, f"{n % 3}/{n}.html", b"%d" % n) for n in range(worker, 40, 2)]


def publish_with_workers(folder: Path, method: str) -> Published:
    context = multiprocessing.get_context(method)
    with (
        hold_lock(folder / "site"),
        open_publication(folder / "site", sources=(), record=None) as publication,
        context.Pool(2) as pool,
    ):
        for staged in pool.map(write_in_worker, [(publication.staging, 0), (publication.staging, 1)]):
            publication.take(staged)
        return publication.swap()[0]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_write_and_the_parent_publishes(tmp_path: Path, method: str) -> None:
    published = run_elsewhere(__file__, "publish_with_workers", tmp_path, method)

    assert published == str(Published(total=40, changed=40, removed=0))
    assert read_tree(tmp_path / "site") == {f"{n % 3}/{n}.html": b"%d" % n for n in range(40)}
    assert names_in(tmp_path) == {"site"}


def test_threads_may_write_at_the_same_time(site: Path) -> None:
    files = {f"{n % 5}/{n % 7}/{n}.html": b"%d" % n for n in range(100)}

    with hold_lock(site), open_publication(site, sources=(), record=None) as publication:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(publication.write, files, files.values()))
        publication.swap()

    assert read_tree(site) == files


def test_a_worker_writes_nothing_that_the_site_holds(site: Path) -> None:
    _, record = publish(site, SITE)

    with hold_lock(site), open_publication(site, sources=(), record=record) as publication:
        staging = publication.staging
        same = write_staged(staging, "index.html", b"home")
        other = write_staged(staging, "en/index.html", b"ENGLISH")
        names = names_in(staging.folder)

    assert same == StagedFile("index.html", digest_of(b"home"), None)
    assert other.stamp is not None
    assert names == {MARKER, "en"}


def test_a_worker_is_told_in_plain_words_what_the_machine_refuses(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with hold_lock(site), open_publication(site, sources=(), record=None) as publication:
        staging = publication.staging
        with monkeypatch.context() as patch, pytest.raises(MachineRefused) as refusal:
            patch.setattr(os, "write", refuse)
            write_staged(staging, "en/index.html", b"new")

    sent = pickle.loads(pickle.dumps(refusal.value))
    assert sent.message.endswith("site/en/index.html`: the disk is full")
    assert sent.hint == refusal.value.hint


@pytest.mark.parametrize("path", ["../up", "/etc/passwd", "a//b", ".hidden", MARKER])
def test_a_worker_cannot_write_outside_the_site(site: Path, path: str) -> None:
    with hold_lock(site), open_publication(site, sources=(), record=None) as publication:
        staging = publication.staging
        with pytest.raises(ValueError, match="not a path of a published file"):
            write_staged(staging, path, b"")


def test_an_empty_folder_that_somebody_made_goes(site: Path) -> None:
    files, record = publish_changes(site, 2)
    (site / "en" / "empty").mkdir(mode=0o755)

    published, _ = publish(site, {}, files, record)

    assert not (site / "en" / "empty").exists()
    assert published == Published(total=3, changed=0, removed=0)


# --- the spare tree -----------------------------------------------------------------------------


def test_a_first_publication_leaves_no_spare_tree(site: Path, tmp_path: Path) -> None:
    publish(site, SITE)

    assert names_in(tmp_path) == {"site"}


def test_a_spare_tree_that_was_deleted_is_made_anew(site: Path, tmp_path: Path) -> None:
    files, record = publish_changes(site, 3)
    (tmp_path / ".site.spare").rename(tmp_path / "taken")

    _, record = publish(site, {"index.html": b"new"}, without(files, "index.html"), record)

    assert read_tree(site) == {**files, "index.html": b"new"}
    assert names_in(tmp_path) == {"site", ".site.spare", "taken"}


def test_where_most_files_are_new_their_folder_becomes_the_site(site: Path, tmp_path: Path) -> None:
    _, record = publish_changes(site, 3)
    before = {path: (tmp_path / path).stat().st_ino for path in ("site", ".site.spare")}
    files = {**SITE, "a.html": b"a", "b.html": b"b"}
    new = {path: content + b" again" for path, content in files.items()}
    kept = "css/site.css"
    new[kept] = SITE[kept]

    published, record = publish(site, without(new, kept), {kept: new[kept]}, record)

    assert read_tree(site) == new
    assert published.changed == len(new) - 1
    assert site.stat().st_ino not in before.values()
    assert (tmp_path / ".site.spare").stat().st_ino == before["site"]
    assert names_in(tmp_path) == {"site", ".site.spare"}
    with hold_lock(site):
        assert survey_site(site, record).is_intact


def test_where_most_files_are_new_a_lost_one_still_comes_from_the_spare_tree(site: Path) -> None:
    files, record = publish_changes(site, 3)
    (site / "css" / "site.css").unlink()
    files = {**files, "a.html": b"a", "b.html": b"b"}
    new = {path: content + b" again" for path, content in without(files, "css/site.css").items()}

    publish(site, new, {"css/site.css": files["css/site.css"]}, record)

    assert read_tree(site) == {**new, "css/site.css": files["css/site.css"]}


@pytest.mark.parametrize("path", ["", "en", "deep"])
@pytest.mark.parametrize(
    "what", ["file", "folder", "full folder", "closed folder", "link", "broken link", "pipe"]
)
def test_whatever_was_put_into_the_spare_tree_is_not_published(
    site: Path, tmp_path: Path, what: str, path: str
) -> None:
    files, record = publish_changes(site, 3)
    place = tmp_path / ".site.spare" / path / "stray"
    place.parent.mkdir(exist_ok=True)
    match what:
        case "file":
            place.write_bytes(b"")
        case "folder":
            place.mkdir()
        case "full folder" | "closed folder":
            (place / "inner").mkdir(parents=True)
            (place / "inner" / "file").write_bytes(b"")
            place.chmod(0 if what == "closed folder" else 0o755)
        case "link" | "broken link":
            place.symlink_to(site / "index.html" if what == "link" else "nowhere")
        case "pipe":
            os.mkfifo(place)

    publish(site, {"css/site.css": b"b{}"}, without(files, "css/site.css"), record)

    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    assert names == {MARKER, "index.html", "en", "en/index.html", "css", "css/site.css"}
    assert read_tree(site) == {**files, "css/site.css": b"b{}"}


@pytest.mark.parametrize("what", ["edited", "deleted", "link", "folder", "moved away"])
def test_whatever_was_done_to_a_file_of_the_spare_tree_is_undone(
    site: Path, tmp_path: Path, what: str
) -> None:
    files, record = publish_changes(site, 3)
    place = tmp_path / ".site.spare" / "en" / "index.html"
    before = place.stat()
    match what:
        case "edited":
            place.write_bytes(b"ENGLISH")
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
        case "deleted" | "link" | "folder":
            place.unlink()
        case "moved away":
            place.parent.rename(tmp_path / "moved")
            place.parent.symlink_to(tmp_path / "moved")
    if what == "link":
        place.symlink_to(site / "en" / "index.html")
    elif what == "folder":
        place.mkdir()

    publish(site, {"css/site.css": b"b{}"}, without(files, "css/site.css"), record)

    assert read_tree(site) == {**files, "css/site.css": b"b{}"}
    assert not [path for path in site.rglob("*") if path.is_symlink()]


def test_a_changed_file_replaces_one_whose_mode_is_wrong_in_the_spare_tree(
    site: Path, tmp_path: Path
) -> None:
    files, record = publish_changes(site, 3)
    (tmp_path / ".site.spare" / "index.html").chmod(0o600)

    publish(site, {"index.html": b"new"}, without(files, "index.html"), record)

    assert read_tree(site) == {**files, "index.html": b"new"}


@pytest.mark.parametrize("what", ["folder", "file", "link"])
def test_what_is_not_ours_is_left_alone_under_the_name_of_the_spare_tree(
    site: Path, tmp_path: Path, what: str
) -> None:
    spare = tmp_path / ".site.spare"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_bytes(b"mine")
    match what:
        case "folder":
            (tmp_path / "mine").rename(spare)
        case "file":
            spare.write_bytes(b"mine")
        case "link":
            spare.symlink_to("mine")
    before = (spare.lstat().st_ino, spare.lstat().st_ctime_ns)

    files, _ = publish_changes(site, 3)

    assert read_tree(site) == files
    assert (spare.lstat().st_ino, spare.lstat().st_ctime_ns) == before
    assert names_in(tmp_path) <= {"site", ".site.spare", "mine"}
    assert [path.read_bytes() for path in tmp_path.rglob("thesis.txt")] == [b"mine"]


def test_a_spare_tree_without_its_marker_is_nobodys_and_stays(site: Path, tmp_path: Path) -> None:
    files, record = publish_changes(site, 3)
    (tmp_path / ".site.spare" / MARKER).unlink()
    before = stamps_of(tmp_path / ".site.spare")

    publish(site, {"index.html": b"new"}, without(files, "index.html"), record)

    assert read_tree(site) == {**files, "index.html": b"new"}
    assert stamps_of(tmp_path / ".site.spare") == before


def test_a_spare_tree_that_cannot_be_cleared_is_set_aside(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = os.unlink
    files, record = publish_changes(site, 3)
    (tmp_path / ".site.spare" / "stray.txt").write_bytes(b"")

    def refuse(path: str, **options: int) -> None:
        if "stray" in str(path):
            raise OSError(errno.EPERM, "immutable", path)
        unlink(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        published, record = publish(site, {"index.html": b"new"}, without(files, "index.html"), record)
    later, _ = publish(site, {"index.html": b"newer"}, without(files, "index.html"), record)

    assert read_tree(site) == {**files, "index.html": b"newer"}
    assert len(published.left_behind) == 1
    assert later.left_behind == ()
    assert names_in(tmp_path) == {"site", ".site.spare"}


ANOTHER_STATE = TreeState({"a": bytes(16)}, {"a": (1, 2, 3, 4)}, {"": (5, 6, 7, 8)})
USELESS_RECORDS = [None, TreeRecord(), TreeRecord(ANOTHER_STATE, ANOTHER_STATE)]


@pytest.mark.parametrize("record", USELESS_RECORDS)
def test_without_a_record_that_can_be_read_the_spare_tree_is_used_all_the_same(
    site: Path, tmp_path: Path, record: TreeRecord | None
) -> None:
    files, _ = publish_changes(site, 3)
    spare = (tmp_path / ".site.spare").stat().st_ino

    published, _ = publish(site, {**files, "index.html": b"new"}, None, record)

    assert published == Published(total=3, changed=1, removed=0)
    assert site.stat().st_ino == spare


@pytest.mark.parametrize("record", USELESS_RECORDS)
def test_a_publication_that_changes_nothing_leaves_a_record_that_can_be_read(
    site: Path, record: TreeRecord | None
) -> None:
    files, _ = publish_changes(site, 2)

    _, following = publish(site, files, None, record)

    with hold_lock(site):
        assert survey_site(site, following).is_intact


def test_the_record_of_another_folder_does_no_harm(site: Path, tmp_path: Path) -> None:
    _, record = publish(tmp_path / "other", {**SITE, "index.html": b"other"})
    publish(site, SITE)

    published, _ = publish(site, {"index.html": b"other"}, without(SITE, "index.html"), record)

    assert published == Published(total=3, changed=1, removed=0)
    assert read_tree(site) == {**SITE, "index.html": b"other"}


def test_a_build_that_died_after_the_swap_leaves_a_record_that_does_no_harm(site: Path) -> None:
    files, record = publish_changes(site, 3)
    publish(site, {"index.html": b"not recorded"}, without(files, "index.html"), record)

    published, _ = publish(site, {"index.html": b"new"}, without(files, "index.html"), record)

    assert published == Published(total=3, changed=1, removed=0)
    assert read_tree(site) == {**files, "index.html": b"new"}


def test_a_swap_that_no_record_tells_of_is_brought_to_the_disk_by_the_next_build(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = publish_changes(site, 2)
    synced: list[Path] = []
    monkeypatch.setattr(publication_module, "sync_path", synced.append)

    publish(site, files, None, record=None)

    assert synced == [tmp_path]


# --- is there anything to do? -------------------------------------------------------------------


def survey(site: Path, record: TreeRecord) -> tuple[bool, set[str], set[str]]:
    with hold_lock(site):
        found = survey_site(site, record)
    return found.is_intact, set(found.damaged), set(found.strangers)


def test_a_site_is_intact_as_it_was_left(site: Path) -> None:
    _, record = publish_changes(site, 3)

    assert survey(site, record) == (True, set(), set())


def test_a_survey_makes_fresh_stamps_believable_and_then_has_nothing_to_save(site: Path) -> None:
    _, record = publish_changes(site, 2)

    with hold_lock(site):
        first = survey_site(site, record)
        newest = max(path.lstat().st_ctime_ns for path in (site, *site.rglob("*")))
        while (site.parent / ".site.lock").lstat().st_mtime_ns < newest + 60_000_000:
            os.utime(site.parent / ".site.lock")
        second = survey_site(site, first.record)
        third = survey_site(site, second.record)

    assert first.is_intact and second.is_intact and third.is_intact
    assert third.record is second.record


def test_a_survey_names_what_is_missing_altered_and_added(site: Path) -> None:
    _, record = publish_changes(site, 2)
    (site / "index.html").unlink()
    (site / "css" / "site.css").write_bytes(b"b{}")
    (site / "en" / "stray.html").write_bytes(b"")
    (site / "link").symlink_to("index.html")

    assert survey(site, record) == (
        False,
        {"index.html", "css/site.css"},
        {"en/stray.html", "link"},
    )


@pytest.mark.parametrize("meddle", ["mode", "empty folder"])
def test_a_survey_sees_what_no_file_shows(site: Path, meddle: str) -> None:
    _, record = publish_changes(site, 2)
    if meddle == "mode":
        (site / "en").chmod(0o700)
    else:
        (site / "en" / "empty").mkdir()

    is_intact, damaged, strangers = survey(site, record)

    assert not is_intact
    assert not damaged | strangers


def test_a_site_of_which_nothing_is_known_is_not_intact(site: Path) -> None:
    publish(site, SITE)

    assert not survey(site, TreeRecord())[0]


def test_an_empty_folder_of_which_nothing_is_known_is_not_intact(site: Path) -> None:
    site.mkdir()
    site.chmod(0o755)

    assert not survey(site, TreeRecord())[0]


def test_a_site_that_is_gone_is_not_intact(site: Path, tmp_path: Path) -> None:
    _, record = publish(site, SITE)
    site.rename(tmp_path / "elsewhere")

    assert survey(site, record) == (False, {MARKER, *SITE}, set())


def test_a_survey_with_damage_keeps_the_record_of_what_should_be(site: Path) -> None:
    _, record = publish(site, SITE)
    (site / "index.html").write_bytes(b"edited by hand")

    with hold_lock(site):
        found = survey_site(site, record)

    assert found.record is record
