from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from microsite.publish import lock
from microsite.publish.refusals import MachineRefused, TargetRefused
from microsite.publish.target import MARKER
from microsite.publish.tree import hold_lock, publish_files

ROOT = Path(__file__).resolve().parents[2]

HOLDER = """
import sys
from pathlib import Path
from microsite.publish.tree import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""

BUILDER = """
import sys
from pathlib import Path
from microsite.publish.refusals import MachineRefused
from microsite.publish.tree import hold_lock, publish_files
out, name = Path(sys.argv[1]), sys.argv[2]
published = refused = 0
print("ready", flush=True)
sys.stdin.readline()
while published < 10:
    files = {f"{number}.html": f"{name} {published}".encode() for number in range(20)}
    try:
        with hold_lock(out):
            publish_files(files, out, sources=())
            texts = {(out / path).read_bytes() for path in files}
            assert texts == {files["0.html"]}, texts
        published += 1
    except MachineRefused as refusal:
        assert "another build" in refusal.message, refusal.message
        refused += 1
print(refused)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_build_is_refused_at_once_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    with start(HOLDER, str(tmp_path / "site")) as holder:
        assert hear(holder) == "held"

        with pytest.raises(MachineRefused) as refusal, hold_lock(tmp_path / "site"):
            pass

        holder.communicate()
    assert refusal.value.message.startswith(f"another build (process {holder.pid}) is publishing to `")
    assert refusal.value.hint == "let it end, or give this build another folder with --out"


def test_the_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    with start(HOLDER, str(tmp_path / "site")) as holder:
        assert hear(holder) == "held"
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
    left = {path.name for path in tmp_path.iterdir()}

    with hold_lock(tmp_path / "site"):
        pass

    assert left == {".site.lock"}
    assert list(tmp_path.iterdir()) == []


def test_many_builds_at_once_publish_whole_trees_one_after_the_other(tmp_path: Path) -> None:
    builders = [start(BUILDER, str(tmp_path / "site"), name) for name in ("one", "two", "three")]
    for builder in builders:
        assert hear(builder) == "ready"
    for builder in builders:
        say(builder, "go\n")
    outputs = [builder.communicate()[0].strip() for builder in builders]

    assert [builder.returncode for builder in builders] == [0, 0, 0]
    assert sum(int(refused) for refused in outputs) > 0
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.spare"}
    assert len({path.read_bytes() for path in (tmp_path / "site").glob("*.html")}) == 1


def test_locks_of_two_targets_do_not_meet(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "site"), hold_lock(tmp_path / "other"):
        names = {path.name for path in tmp_path.iterdir()}

    assert names == {".site.lock", ".other.lock"}


def test_one_target_has_one_lock_however_it_is_spelt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "door").symlink_to(tmp_path)

    with hold_lock(Path("site")):
        for spelling in (Path("door/site"), tmp_path / "site", Path("door/./site")):
            with pytest.raises(MachineRefused, match="another build"), hold_lock(spelling):
                pass


def test_the_lock_outlives_the_swap_of_the_target(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "site"):
        publish_files({"a": b"1"}, tmp_path / "site", sources=())
        publish_files({"a": b"2"}, tmp_path / "site", sources=())

        with pytest.raises(MachineRefused, match="another build"), hold_lock(tmp_path / "site"):
            pass

    assert {path.name for path in (tmp_path / "site").iterdir()} == {MARKER, "a"}


def test_a_fault_inside_the_block_is_passed_on_as_it_is_and_lets_go(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="theirs"), hold_lock(tmp_path / "site"):
        raise FileNotFoundError("theirs")

    with hold_lock(tmp_path / "site"):
        pass


def test_a_lock_file_taken_away_between_open_and_lock_is_not_mistaken_for_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_to_lock = lock._try_to_lock
    paths = [tmp_path / ".site.lock"]

    def take_away_once(descriptor: int) -> bool:
        for path in paths[:1]:
            path.unlink()
            paths.clear()
        return try_to_lock(descriptor)

    monkeypatch.setattr(lock, "_try_to_lock", take_away_once)

    refused = pytest.raises(MachineRefused, match="another build")
    with hold_lock(tmp_path / "site"), refused, hold_lock(tmp_path / "site"):
        pass


def test_a_disk_that_knows_no_locks_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_try_to_lock", refuse)

    with pytest.raises(MachineRefused, match="no locks available"), hold_lock(tmp_path / "site"):
        pass


def test_a_lock_file_that_never_stays_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_is_still_named", lambda path, descriptor: False)

    with pytest.raises(MachineRefused, match="another build"), hold_lock(tmp_path / "site"):
        pass


def test_the_lock_can_be_read_by_all_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        with hold_lock(tmp_path / "site"):
            mode = (tmp_path / ".site.lock").lstat().st_mode
    finally:
        os.umask(before)

    assert mode == 0o100644


def test_a_lock_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / ".site.lock").symlink_to("mine.txt")

    with pytest.raises(MachineRefused, match="is a link"), hold_lock(tmp_path / "site"):
        pass

    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_a_worker_that_outlives_its_build_does_not_keep_the_lock(tmp_path: Path) -> None:
    """Not even where the lock file cannot be deleted."""
    script = """
import os, sys
from pathlib import Path
from microsite.publish.tree import hold_lock
def refuse(path, **options):
    raise PermissionError
with hold_lock(Path(sys.argv[1])):
    if os.fork() == 0:
        os.close(1)
        os.read(0, 1)
        os._exit(0)
    os.unlink = refuse
print("left", flush=True)
"""
    with start(script, str(tmp_path / "site")) as build:
        assert hear(build) == "left"

        with hold_lock(tmp_path / "site"):
            pass

        build.communicate()


def test_the_parent_of_a_target_that_is_a_file_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with (
        pytest.raises(MachineRefused, match="could not write"),
        hold_lock(tmp_path / "file" / "site"),
    ):
        pass


def test_the_whole_disk_has_no_lock() -> None:
    with pytest.raises(TargetRefused), hold_lock(Path("/")):
        pass


def test_the_clock_of_the_disk_stands_between_what_was_written_before_and_after(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "site"):
        (tmp_path / "before").touch()
        time = lock.read_disk_clock(tmp_path / "site")
        (tmp_path / "after").touch()

    assert (tmp_path / "before").lstat().st_mtime_ns <= time <= (tmp_path / "after").lstat().st_mtime_ns
