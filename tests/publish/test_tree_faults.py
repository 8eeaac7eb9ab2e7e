"""What a dying machine can do to site/: every test asks for one whole site, old or new, and for a
next build that needs no cleaning by hand.

All system calls of tree.py can be made to fail, to be interrupted, or to be the last one of the process. One
publication here makes about two hundred of them, and each is tried in turn.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest

from microsite.publish import exchange, lock, tree
from microsite.publish.refusals import MachineRefused
from microsite.publish.target import MARKER
from microsite.publish.tree import Published, hold_lock, publish_files, write_file

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
    tree: ("exchange_folders", "sync_file_system"),
    lock: ("_try_to_lock",),
}

NUMBERS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.EBUSY)

Act = Callable[[int], None]
"""What happens at a system call, given its number, counted from 1."""


def publish(files: Mapping[str, bytes], out: Path) -> Published:
    with hold_lock(out):
        return publish_files(files, out, sources=())


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
    patch.setattr(tree, "sync_file_system", lambda folder: swap == "one call")
    if swap == "two steps":
        patch.setattr(tree, "exchange_folders", lambda first, second: False)


@pytest.fixture(params=["one call", "two steps"])
def swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    use_swap(monkeypatch, request.param)
    return str(request.param)


def fail(number: int) -> None:
    raise OSError(NUMBERS[number % len(NUMBERS)], "made to fail")


# --- calls that fail ----------------------------------------------------------------------------


@pytest.mark.parametrize("is_lasting", [False, True], ids=["one call", "all calls from here"])
def test_a_failing_call_leaves_the_old_or_the_new_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: str, is_lasting: bool
) -> None:
    site = tmp_path / "site"
    refused = 0
    publish(OLD, site)
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
                publish(NEW, site)
        except MachineRefused as refusal:
            refused += 1
            assert refusal.message
            if swap == "two steps" and is_lasting and not site.exists():
                with hold_lock(site):
                    pass
            assert read_tree(site) in (before, NEW)
        else:
            assert read_tree(site) == NEW
        publish(after, site)
        assert read_tree(site) == after
        assert names_in(tmp_path) == {"site"}
        if not reached:
            break
    assert last > 80
    assert refused > 40


def test_at_every_call_the_site_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    use_swap(monkeypatch, "one call")
    publish(OLD, site)
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
        publish(NEW, site)

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


def test_ctrl_c_at_any_call_leaves_a_whole_site_and_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: str
) -> None:
    site = tmp_path / "site"
    interrupted = 0
    publish(OLD, site)
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
                publish(NEW, site)
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
        publish(after, site)
        assert read_tree(site) == after
        assert names_in(tmp_path) == {"site"}
    assert interrupted > 50


def die_at(last: int, number: int) -> None:
    if number == last:
        os.kill(os.getpid(), signal.SIGKILL)


def kill_at_every_call(folder: Path, swap: str) -> int:
    """Publish in a child that kills itself at its first, second … call; return how often it died."""
    site = folder / "site"
    with pytest.MonkeyPatch.context() as patch:
        use_swap(patch, swap)
        publish(OLD, site)
        for last, (before, after) in enumerate(cycle(ROUNDS), start=1):
            child = os.fork()
            if child == 0:
                intercept(patch, partial(die_at, last))
                publish(NEW, site)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                assert os.waitstatus_to_exitcode(status) == 0
                return last - 1
            if swap == "one call":
                assert read_tree(site) in (before, NEW)
            with hold_lock(site):
                assert read_tree(site) in (before, NEW)
                assert names_in(folder) == {"site", ".site.lock"}
            publish(after, site)
            assert read_tree(site) == after
            assert names_in(folder) == {"site"}
    raise AssertionError("unreachable")


@pytest.mark.parametrize("swap", ["one call", "two steps"])
def test_kill_9_at_any_call_leaves_a_whole_site(tmp_path: Path, swap: str) -> None:
    deaths = run_elsewhere("kill_at_every_call", tmp_path, swap)

    assert int(deaths) > 50


def test_kill_9_at_any_moment_of_a_real_publication_leaves_a_whole_site(tmp_path: Path) -> None:
    """Unlike the loop above this one cuts inside system calls too, and syncs the disk for real."""
    outcome = run_elsewhere("kill_at_growing_delays", tmp_path)

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
            assert names_in(folder) == {"site", ".site.lock"}
    return "whole"


# --- what reaches the disk, and when ------------------------------------------------------------


def test_the_new_tree_is_on_the_disk_before_the_swap_and_the_swap_before_the_old_tree_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    events: list[str] = []

    def note(event: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            events.append(event)
            return call(*arguments)

        return noted

    monkeypatch.setattr(os, "write", note("write", os.write))
    monkeypatch.setattr(tree, "sync_file_system", note("sync tree", lambda folder: True))
    monkeypatch.setattr(tree, "exchange_folders", note("swap", exchange.exchange_folders))
    monkeypatch.setattr(os, "fsync", note("sync parent", lambda descriptor: None))
    monkeypatch.setattr(os, "unlink", note("delete", os.unlink))
    with hold_lock(site):
        events.clear()
        publish_files(NEW, site, sources=())

    steps = [event for n, event in enumerate(events) if event not in events[:n]]
    assert steps == ["write", "sync tree", "swap", "sync parent", "delete"]
    assert "write" not in events[events.index("sync tree") :]


def test_where_one_call_cannot_sync_a_tree_every_file_and_folder_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    monkeypatch.setattr(tree, "sync_file_system", lambda folder: False)
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))

    publish(NEW, tmp_path / "site")

    paths = [tmp_path, tmp_path / "site", *(tmp_path / "site").rglob("*")]
    assert synced == {path.stat().st_ino for path in paths}


def test_a_disk_that_does_not_confirm_the_swap_is_told_and_keeps_the_old_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.EIO, "fault")

    publish(OLD, tmp_path / "site")
    with monkeypatch.context() as patch, pytest.raises(MachineRefused, match="is new and whole, but"):
        patch.setattr(os, "fsync", refuse)
        publish(NEW, tmp_path / "site")

    (left,) = tmp_path.glob(".site.next-*")
    assert read_tree(tmp_path / "site") == NEW
    assert read_tree(left) == OLD


def test_a_disk_that_does_not_sync_folders_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.EINVAL, "not for folders")

    monkeypatch.setattr(os, "fsync", refuse)

    publish(NEW, tmp_path / "site")

    assert read_tree(tmp_path / "site") == NEW


@pytest.mark.parametrize("meddle", ["unlink", "truncate", "add", "open up"])
def test_a_new_tree_that_somebody_meddled_with_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meddle: str
) -> None:
    write_tree = tree._write_tree

    def write_and_meddle(folder: Path, *arguments: Any) -> None:
        write_tree(folder, *arguments)
        page = folder / "index.html"
        match meddle:
            case "unlink":
                page.unlink()
            case "truncate":
                page.write_bytes(b"")
            case "add":
                (folder / "more").mkdir()
            case "open up":
                page.chmod(0o666)

    publish(OLD, tmp_path / "site")
    monkeypatch.setattr(tree, "_write_tree", write_and_meddle)

    with pytest.raises(MachineRefused, match="not on the disk as it was written"):
        publish(NEW, tmp_path / "site")

    assert read_tree(tmp_path / "site") == OLD
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


def test_a_disk_that_fills_up_at_any_point_leaves_the_old_site(small_disk: Path) -> None:
    site = small_disk / "site"
    large = {f"{n}/index.html": b"x" * 3000 for n in range(10)}
    refusals = set()

    for free in range(0, 64, 4):
        publish(OLD, site)
        fill_disk(small_disk, leaving=free * 1024)
        try:
            publish(large, site)
        except MachineRefused as refusal:
            refusals.add(refusal.message.rpartition(": ")[2])
            assert read_tree(site) == OLD
            (small_disk / "ballast").unlink()
            publish(NEW, site)
            assert read_tree(site) == NEW
        else:
            (small_disk / "ballast").unlink()
        assert names_in(small_disk) == {"site"}

    assert refusals == {"the disk is full"}


def fill_disk(disk: Path, *, leaving: int) -> None:
    status = os.statvfs(disk)
    (disk / "ballast").write_bytes(b"x" * (status.f_bavail * status.f_frsize - leaving))


def test_a_limit_on_the_size_of_files_leaves_the_old_site(tmp_path: Path) -> None:
    message = run_elsewhere("publish_under_a_file_size_limit", tmp_path)

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
    message = run_elsewhere("publish_without_file_descriptors", tmp_path)

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
    outcome = run_elsewhere(what, open_folder)

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
    assert names_in(folder) == {"site"}
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


# --- another process ----------------------------------------------------------------------------


def run_elsewhere(function: str, folder: Path, *arguments: str) -> str:
    """Call a function of this file in a process of its own, which may die or give up its rights."""
    here = Path(__file__).resolve()
    script = (
        f"import sys; sys.path[:0] = [{str(here.parent)!r}, {str(here.parents[2])!r}]\n"
        f"from pathlib import Path\nimport {here.stem} as tests\n"
        f"sys.stdout.write(str(tests.{function}(Path(sys.argv[1]), *sys.argv[2:])))"
    )
    command = [sys.executable, "-W", "error", "-c", script, str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
