"""What a dying machine can do to site/: every test asks for one whole site, old or new, and for a
next build that needs no cleaning by hand.

All system calls of a publication can be made to fail, to be interrupted, or to be the last one of the
process. One publication here makes about two hundred of them, and each is tried in turn: for whole sites
given without a record, and for changes to a site with a spare tree beside it, where the next build may have
the record saved last, an older one, or none.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest

from microsite.publish import beside, exchange, lock, writing
from microsite.publish.publication import Published
from microsite.publish.refusals import MachineRefused
from microsite.publish.renewal import Renewal
from microsite.publish.stamps import TreeRecord, digest_of
from microsite.publish.target import MARKER
from microsite.publish.tree import hold_lock, open_publication, publish_files
from microsite.publish.writing import write_file
from tests.publish.elsewhere import run_elsewhere

OLD = {"index.html": b"old", "en/index.html": b"same", "en/gone.html": b"gone"}
NEW = {"index.html": b"new, and longer", "en/index.html": b"same", "pl/index.html": b"nowy"}
NEXT = {"index.html": b"next", "en/index.html": b"same", "en/gone.html": b"soon gone"}
ROUNDS = ((OLD, NEXT), (NEXT, OLD))
"""Before and after each fault, in turn: the build that proves one fault mended is the start for the next."""

CALLS_BY_MODULE: Mapping[Any, tuple[str, ...]] = {
    os: (
        *("open", "write", "close", "fsync", "ftruncate", "mkdir", "rename", "replace", "unlink", "rmdir"),
        *("chmod", "utime", "stat", "lstat", "fstat", "scandir", "listdir"),
    ),
    beside: ("exchange_folders",),
    writing: ("sync_file_system",),
    lock: ("_try_to_lock",),
}

NUMBERS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.EBUSY)

Act = Callable[[int], None]
"""What happens at a system call, given its number, counted from 1."""


TREES = {"site", ".site.spare"}


def publish(files: Mapping[str, bytes], out: Path) -> Published:
    with hold_lock(out):
        return publish_files(files, out, sources=())


class Builds:
    """Builds one after the other that remember what they published, and with which record."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._published: list[tuple[Mapping[str, bytes], TreeRecord | None]] = []

    def publish(self, files: Mapping[str, bytes], memory: str = "saved") -> None:
        """Hand over what changed since the site that is remembered: all of it when the memory is lost."""
        known, record = self._remember(memory)
        kept = {path: digest_of(content) for path, content in known.items() if files.get(path) == content}
        with hold_lock(self._out), open_publication(self._out, sources=(), record=record) as publication:
            lost = publication.keep(kept)
            for path in files:
                if path in lost or path not in kept:
                    publication.write(path, files[path])
            _, following = publication.swap()
        self._published.append((files, following))

    def _remember(self, memory: str) -> tuple[Mapping[str, bytes], TreeRecord | None]:
        if memory == "lost" or not self._published:
            return {}, None
        return self._published[-1 if memory == "saved" else max(-3, -len(self._published))]


@dataclass(frozen=True)
class Way:
    """How trees trade places, and what the build with the fault and the one after it remember."""

    swap: str
    memory: str
    later_memory: str

    def begin(self, out: Path) -> Builds:
        """Return builds with a site and a spare tree on the disk; OLD is published."""
        builds = Builds(out)
        for files in (NEXT, NEW, OLD):
            builds.publish(files)
        return builds

    def __str__(self) -> str:
        return f"{self.swap}, {self.memory} then {self.later_memory} record"


WAYS = (
    Way("one call", "saved", "saved"),
    Way("one call", "saved", "lost"),
    Way("one call", "older", "older"),
    Way("one call", "lost", "lost"),
    Way("two steps", "saved", "saved"),
    Way("two steps", "lost", "lost"),
)


def read_tree(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path != folder / MARKER]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def intercept(patch: pytest.MonkeyPatch, act: Act) -> None:
    """Let `act` see the number of every system call before it is made."""
    numbers = count(1)

    def wrap(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def seen(*arguments: Any, **options: Any) -> Any:
            if name == "close":  # a close that fails has closed all the same
                call(*arguments)
            act(next(numbers))
            return None if name == "close" else call(*arguments, **options)

        return seen

    for module, names in CALLS_BY_MODULE.items():
        for name in names:
            patch.setattr(module, name, wrap(name, getattr(module, name)))


def use_swap(patch: pytest.MonkeyPatch, swap: str) -> None:
    """Choose the way trees trade places; nothing here cuts the power, so nothing waits for the disk."""
    patch.setattr(os, "fsync", lambda descriptor: None)
    patch.setattr(writing, "sync_file_system", lambda folder: swap == "one call")
    if swap == "two steps":
        patch.setattr(beside, "exchange_folders", lambda first, second: False)


each_way = pytest.mark.parametrize("way", WAYS, indirect=True, ids=str)
main_ways = pytest.mark.parametrize("way", [WAYS[0], *WAYS[3:]], indirect=True, ids=str)


@pytest.fixture
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Way:
    chosen: Way = request.param
    use_swap(monkeypatch, chosen.swap)
    return chosen


def fail(number: int) -> None:
    raise OSError(NUMBERS[number % len(NUMBERS)], "made to fail")


# --- calls that fail ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "is_lasting"),
    [*((way, False) for way in WAYS), (WAYS[0], True), (WAYS[3], True), (WAYS[4], True)],
    indirect=["way"],
    ids=lambda value: {False: "one call fails", True: "all fail from here"}.get(value, str(value)),
)
def test_a_failing_call_leaves_the_old_or_the_new_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Way, is_lasting: bool
) -> None:
    site = tmp_path / "site"
    builds = way.begin(site)
    refused = 0
    for last, (before, after) in enumerate(cycle(ROUNDS), start=1):
        reached = False

        def act(number: int, last: int = last) -> None:
            nonlocal reached
            reached = reached or number == last
            if number == last or (is_lasting and number > last):
                fail(number)

        try:
            with monkeypatch.context() as patch:
                intercept(patch, act)
                builds.publish(NEW, way.memory)
        except MachineRefused as refusal:
            refused += 1
            assert refusal.message
            if way.swap == "two steps" and is_lasting and not site.exists():
                with hold_lock(site):
                    pass
            assert read_tree(site) in (before, NEW)
        else:
            assert read_tree(site) == NEW
        builds.publish(after, way.later_memory)
        assert read_tree(site) == after
        assert names_in(tmp_path) == TREES
        if not reached:
            break
    assert last > 80
    assert refused > 40


@pytest.mark.parametrize("way", WAYS[:4], indirect=True, ids=str)
def test_at_every_call_the_site_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    site = tmp_path / "site"
    builds = way.begin(site)
    seen: list[dict[str, bytes]] = []
    is_looking = False

    def look(number: int) -> None:
        nonlocal is_looking
        if not is_looking:
            is_looking = True
            seen.append(read_tree(site))
            is_looking = False

    with monkeypatch.context() as patch:
        intercept(patch, look)
        builds.publish(NEW, way.memory)

    switch = seen.index(NEW)
    assert seen == [OLD] * switch + [NEW] * (len(seen) - switch)


def test_a_single_file_is_old_or_new_at_every_failing_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_swap(monkeypatch, "one call")
    path = tmp_path / "fact.yaml"
    for last in count(1):
        path.write_bytes(b"old")
        reached = False

        def act(number: int, last: int = last) -> None:
            nonlocal reached
            reached = number >= last
            if number == last:
                fail(number)

        try:
            with monkeypatch.context() as patch:
                intercept(patch, act)
                write_file(path, b"new")
        except MachineRefused:
            assert path.read_bytes() in (b"old", b"new")
        else:
            assert path.read_bytes() == b"new"
        assert names_in(tmp_path) == {"fact.yaml"}
        if not reached:
            break
    assert last > 8


# --- Ctrl-C and kill -9 -------------------------------------------------------------------------


@main_ways
def test_ctrl_c_at_any_call_leaves_a_whole_site_and_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    site = tmp_path / "site"
    builds = way.begin(site)
    interrupted = 0
    for last, (before, after) in enumerate(cycle(ROUNDS), start=1):
        reached = False

        def act(number: int, last: int = last) -> None:
            nonlocal reached
            if number == last:
                reached = True
                raise KeyboardInterrupt

        try:
            with monkeypatch.context() as patch:
                intercept(patch, act)
                builds.publish(NEW, way.memory)
        except KeyboardInterrupt:
            interrupted += 1
            if not site.exists():
                with hold_lock(site):
                    pass
            assert read_tree(site) in (before, NEW)
        else:
            assert not reached
            assert read_tree(site) == NEW
            break
        builds.publish(after, way.later_memory)
        assert read_tree(site) == after
        assert names_in(tmp_path) == TREES
    assert interrupted > 50


def die_at(last: int, number: int) -> None:
    if number == last:
        os.kill(os.getpid(), signal.SIGKILL)


def kill_at_every_call(folder: Path, *words: str) -> int:
    """Publish in a child that kills itself at its first, second … call; return how often it died."""
    site, way = folder / "site", Way(*words)
    with pytest.MonkeyPatch.context() as patch:
        use_swap(patch, way.swap)
        builds = way.begin(site)
        for last, (before, after) in enumerate(cycle(ROUNDS), start=1):
            child = os.fork()
            if child == 0:
                intercept(patch, partial(die_at, last))
                builds.publish(NEW, way.memory)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                assert os.waitstatus_to_exitcode(status) == 0
                return last - 1
            if way.swap == "one call":
                assert read_tree(site) in (before, NEW)
            with hold_lock(site):
                assert read_tree(site) in (before, NEW)
                assert names_in(folder) <= {*TREES, ".site.lock"}
            builds.publish(after, way.later_memory)
            assert read_tree(site) == after
            assert names_in(folder) == TREES
    raise AssertionError("unreachable")


@each_way
def test_kill_9_at_any_call_leaves_a_whole_site(tmp_path: Path, way: Way) -> None:
    deaths = run_elsewhere(__file__, "kill_at_every_call", tmp_path, way.swap, way.memory, way.later_memory)

    assert int(deaths) > 50


def test_kill_9_at_any_moment_of_a_real_publication_leaves_a_whole_site(tmp_path: Path) -> None:
    """Unlike the loop above this one cuts inside system calls too, and syncs the disk for real."""
    outcome = run_elsewhere(__file__, "kill_at_growing_delays", tmp_path)

    assert outcome == "whole"


def kill_at_growing_delays(folder: Path) -> str:
    """Publish two sites in turn in a child that dies a little later each time."""
    site = folder / "site"
    first, second = ({f"{n % 7}/{n}.html": text * 500 for n in range(40)} for text in (b"first", b"second"))
    publish(first, site)
    for step in range(20):
        child = os.fork()
        if child == 0:
            # The signal of a timer that nobody catches ends a process wherever it stands, as kill -9 does.
            signal.setitimer(signal.ITIMER_REAL, 0.0005 + step * 0.002)
            while True:
                publish(second, site)
                publish(first, site)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGALRM
        assert read_tree(site) in (first, second)
        with hold_lock(site):
            assert names_in(folder) <= {*TREES, ".site.lock"}
    return "whole"


# --- what reaches the disk, and when ------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "steps"),
    [
        (1, ["write", "sync tree", "swap", "sync parent"]),
        (2, ["write", "sync parent", "delete", "move", "sync tree", "swap", "sync parent", "delete"]),
    ],
    ids=["no spare tree", "a spare tree"],
)
def test_a_tree_is_on_the_disk_before_the_swap_and_the_swap_before_the_tree_it_left_is_altered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: int, steps: list[str]
) -> None:
    builds = Builds(tmp_path / "site")
    for files in ({"gone.html": b"gone"}, {"index.html": b"old"})[:published]:
        builds.publish(files)
    events: list[str] = []

    def note(event: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            if [event] != events[-1:]:
                events.append(event)
            return call(*arguments)

        return noted

    def note_sync(descriptor: int) -> None:
        is_parent = os.path.samestat(os.fstat(descriptor), tmp_path.stat())
        note("sync parent" if is_parent else "sync tree", int)()

    monkeypatch.setattr(os, "write", note("write", os.write))
    monkeypatch.setattr(os, "replace", note("move", os.replace))
    monkeypatch.setattr(beside, "exchange_folders", note("swap", exchange.exchange_folders))
    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "unlink", note("delete", os.unlink))
    with hold_lock(tmp_path / "site"):
        events.clear()
        publish_files({"index.html": b"new"}, tmp_path / "site", sources=())
        seen = list(events)

    assert seen == steps


def test_many_files_are_synced_by_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []
    synced: list[int] = []

    def note(folder: Path) -> bool:
        folders.append(folder)
        return True

    monkeypatch.setattr(writing, "sync_file_system", note)
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))

    publish({f"{number}.html": b"x" for number in range(100)}, tmp_path / "site")

    assert len(folders) == 1
    assert set(synced) == {tmp_path.stat().st_ino}


def test_where_one_call_cannot_sync_a_tree_every_file_and_folder_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    monkeypatch.setattr(writing, "sync_file_system", lambda folder: False)
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))

    publish(NEW, tmp_path / "site")

    paths = [tmp_path, tmp_path / "site", *(tmp_path / "site").rglob("*")]
    assert synced == {path.stat().st_ino for path in paths}


def test_a_change_syncs_what_it_touched_in_the_spare_tree_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, builds = tmp_path / "site", Builds(tmp_path / "site")
    first = {"index.html": b"1", "en/index.html": b"1", "en/about.html": b"1", "pl/gone.html": b"1"}
    for files in (first, {**first, "index.html": b"2"}, {**first, "index.html": b"3"}):
        builds.publish({**files, "pl/index.html": b"1"})
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))

    builds.publish({"index.html": b"3", "en/index.html": b"2", "en/about.html": b"1", "pl/index.html": b"1"})

    touched = ("", "index.html", "en", "en/index.html", "pl", MARKER)
    assert synced == {tmp_path.stat().st_ino, *((site / path).stat().st_ino for path in touched)}


@pytest.mark.parametrize(("published", "left"), [(1, ".site.next-*"), (2, ".site.spare")])
def test_a_disk_that_does_not_confirm_the_swap_is_told_and_keeps_the_old_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: int, left: str
) -> None:
    is_swapped = False

    def swap(first: Path, second: Path) -> bool:
        nonlocal is_swapped
        is_swapped = True
        return exchange.exchange_folders(first, second)

    def refuse(descriptor: int) -> None:
        if is_swapped:
            raise OSError(errno.EIO, "fault")

    for files in (NEXT, OLD)[-published:]:
        publish(files, tmp_path / "site")
    with monkeypatch.context() as patch, pytest.raises(MachineRefused, match="is new and whole, but"):
        patch.setattr(beside, "exchange_folders", swap)
        patch.setattr(os, "fsync", refuse)
        publish(NEW, tmp_path / "site")

    (old,) = tmp_path.glob(left)
    assert read_tree(tmp_path / "site") == NEW
    assert read_tree(old) == OLD


def test_a_disk_that_does_not_sync_folders_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.EINVAL, "not for folders")

    monkeypatch.setattr(os, "fsync", refuse)

    publish(NEW, tmp_path / "site")

    assert read_tree(tmp_path / "site") == NEW


@pytest.mark.parametrize("published", [1, 2], ids=["no spare tree", "a spare tree"])
@pytest.mark.parametrize("meddle", ["unlink", "truncate", "rewrite", "add", "open up"])
def test_a_new_tree_that_somebody_meddled_with_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meddle: str, published: int
) -> None:
    sync = Renewal.sync

    def sync_and_meddle(renewal: Renewal) -> None:
        sync(renewal)
        page = renewal.folder / "index.html"
        match meddle:
            case "unlink":
                page.unlink()
            case "truncate":
                page.write_bytes(b"")
            case "rewrite":
                page.write_bytes(NEW["index.html"].upper())
                os.utime(page, ns=(1, 1))
            case "add":
                (renewal.folder / "more").mkdir()
            case "open up":
                page.chmod(0o666)

    for files in (NEXT, OLD)[-published:]:
        publish(files, tmp_path / "site")
    monkeypatch.setattr(Renewal, "sync", sync_and_meddle)

    with pytest.raises(MachineRefused, match=r"not on the disk as it was written|is gone"):
        publish(NEW, tmp_path / "site")

    assert read_tree(tmp_path / "site") == OLD
    assert names_in(tmp_path) <= TREES


def test_a_staged_file_that_somebody_meddled_with_is_not_published(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(OLD, site)

    with (
        pytest.raises(MachineRefused, match="not on the disk as it was written"),
        hold_lock(site),
        open_publication(site, sources=(), record=None) as publication,
    ):
        publication.write("index.html", b"new")
        (publication.staging.folder / "index.html").write_bytes(b"NEW!")
        publication.swap()

    assert read_tree(site) == OLD
    assert names_in(tmp_path) == {"site"}


# --- full disks and missing rights --------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = "size=192k,mode=0755"
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], capture_output=True, check=False
    )
    if mounting.returncode != 0:
        pytest.skip("a small disk can only be mounted by root; the file-size limit below needs no rights")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("memory", ["saved", "lost"])
def test_a_disk_that_fills_up_at_any_point_leaves_the_old_site(small_disk: Path, memory: str) -> None:
    site = small_disk / "site"
    large = {f"{n}/index.html": b"x" * 3000 for n in range(10)}
    refusals = set()

    builds = Builds(site)
    for free in range(0, 64, 4):
        builds.publish(OLD, memory)
        fill_disk(small_disk, leaving=free * 1024)
        try:
            builds.publish(large, memory)
        except MachineRefused as refusal:
            refusals.add(refusal.message.rpartition(": ")[2])
            assert read_tree(site) == OLD
            (small_disk / "ballast").unlink()
            builds.publish(NEW, memory)
            assert read_tree(site) == NEW
        else:
            (small_disk / "ballast").unlink()
        assert names_in(small_disk) <= TREES

    assert refusals == {"the disk is full"}


def fill_disk(disk: Path, *, leaving: int) -> None:
    status = os.statvfs(disk)
    (disk / "ballast").write_bytes(b"x" * (status.f_bavail * status.f_frsize - leaving))


def test_a_limit_on_the_size_of_files_leaves_the_old_site(tmp_path: Path) -> None:
    message = run_elsewhere(__file__, "publish_under_a_file_size_limit", tmp_path)

    assert message.startswith("could not write `")
    assert message.endswith(
        "/site/large.bin`: the file is larger than this disk, or a limit of this process, allows"
    )


def publish_under_a_file_size_limit(folder: Path) -> str:
    publish(OLD, folder / "site")
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    message = refusal_of({"large.bin": b"x" * 5000}, folder / "site")
    assert read_tree(folder / "site") == OLD
    assert names_in(folder) == {"site"}
    return message


def test_too_many_open_files_leave_the_old_site(tmp_path: Path) -> None:
    message = run_elsewhere(__file__, "publish_without_file_descriptors", tmp_path)

    assert message.endswith("this process has too many files open")


def publish_without_file_descriptors(folder: Path) -> str:
    publish(OLD, folder / "site")
    with hold_lock(folder / "site"):
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
        try:
            publish_files(NEW, folder / "site", sources=())
        except MachineRefused as refusal:
            message = refusal.message
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert read_tree(folder / "site") == OLD
    assert names_in(folder) == {"site"}
    return message


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder another user may reach; pytest keeps its own for the user of the tests alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    "what", ["publish_into_a_closed_folder", "publish_over_a_closed_tree", "write_closed_file"]
)
def test_missing_rights_are_told_and_leave_the_old_site(open_folder: Path, what: str) -> None:
    outcome = run_elsewhere(__file__, what, open_folder)

    assert outcome.endswith("permission denied")


def publish_into_a_closed_folder(folder: Path) -> str:
    become_nobody(folder)
    publish(OLD, folder / "site")
    folder.chmod(0o555)
    message = refusal_of(NEW, folder / "site")
    assert read_tree(folder / "site") == OLD
    assert names_in(folder) == {"site"}
    return message


def publish_over_a_closed_tree(folder: Path) -> str:
    """A site/ that may not be read at all might be anybody's; one with a closed folder in it is replaced."""
    become_nobody(folder)
    site = folder / "site"
    publish(OLD, site)
    (site / "en").chmod(0)
    publish(NEW, site)
    assert read_tree(site) == NEW
    (site / "en").chmod(0)
    publish(OLD, site)
    publish(NEW, site)
    assert read_tree(site) == NEW
    assert names_in(folder) == TREES
    site.chmod(0)
    message = refusal_of(NEXT, site)
    site.chmod(0o755)
    assert read_tree(site) == NEW
    return message


def write_closed_file(folder: Path) -> str:
    become_nobody(folder)
    folder.chmod(0o555)
    try:
        write_file(folder / "fact.yaml", b"new")
    except MachineRefused as refusal:
        return refusal.message
    return "written"


def become_nobody(folder: Path) -> None:
    """Give up root, for whom every door is open."""
    if os.getuid() == 0:
        os.chown(folder, 65534, 65534)
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def refusal_of(files: Mapping[str, bytes], site: Path) -> str:
    try:
        publish(files, site)
    except MachineRefused as refusal:
        return refusal.message
    return "published"
