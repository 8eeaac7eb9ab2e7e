"""Incremental is clean: whatever is done to sources, clock, memory and site, in whatever order.

A machine makes random steps and builds after each; twin.py says what must then be true. Short here; `make
soak` lets it run for as long as MICROSITE_SOAK says, in minutes, each time on other ways.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from microsite.publish import beside
from microsite.publish.target import MARKER, is_ours
from tests.incremental.edits import ALTERNATIVES, ONE_LANGUAGE, PAIRS, RENAMES, SECOND_LANGUAGE
from tests.incremental.rich_site import RICH_SITE, SETTINGS, write_rich_site
from tests.incremental.twin import Manner, Twin, read_tree

MANNERS = st.builds(
    Manner, jobs=st.sampled_from((1, 1, 1, 2)), is_later=st.booleans(), by_command=st.booleans()
)
CHANGES = st.lists(
    st.sampled_from([(path, number) for path, texts in ALTERNATIVES.items() for number in range(len(texts))]),
    min_size=1,
    max_size=3,
)
"""Paths, each with the number of one of the texts that it may have."""
HOWS = st.sampled_from(("in place", "by renaming", "with the old times"))
SEEDS = st.integers(0, 2**32 - 1)


class Killed(BaseException):
    """A build was killed here."""


class BuildMachine(RuleBasedStateMachine):
    """A site that people work on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="microsite-machine-"))
        self.twin = Twin(write_rich_site(self.folder / "root"), self.folder / "public")
        self.good = dict.fromkeys(RICH_SITE, b"")
        self.stored: Path | None = None
        self.has_errors = False
        self.wrong_builds = 0
        """Builds with errors since somebody mended the sources."""
        self._build(Manner())

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # Builds

    def _build(self, manner: Manner) -> None:
        self.has_errors = self.twin.check(manner).has_errors
        if not self.has_errors:
            self.good = read_sources(self.twin.root)
            self.wrong_builds = 0
            return
        self.wrong_builds += 1
        if self.wrong_builds == 2:
            self._mend()
            self._build(manner)

    def _save(self, changes: list[tuple[str, int]], how: str) -> None:
        for path, number in changes:
            save(self.twin.root / path, ALTERNATIVES[path][number], how)

    def _mend(self) -> None:
        self.wrong_builds = 0
        for path in read_sources(self.twin.root).keys() - self.good.keys():
            (self.twin.root / path).unlink()
        for path, content in self.good.items():
            save(self.twin.root / path, content.decode(), "in place")

    # What is done to the sources

    @rule(changes=CHANGES, how=HOWS, manner=MANNERS)
    def edit(self, changes: list[tuple[str, int]], how: str, manner: Manner) -> None:
        self._save(changes, how)
        self._build(manner)

    @precondition(lambda self: self.has_errors)
    @rule(manner=MANNERS)
    def mend(self, manner: Manner) -> None:
        self._mend()
        self._build(manner)

    @rule(pair=st.sampled_from(PAIRS), manner=MANNERS)
    def swap(self, pair: tuple[str, str], manner: Manner) -> None:
        first, second = (self.twin.root / path for path in pair)
        if first.exists() and second.exists():
            aside = self.folder / "aside"
            first.rename(aside)
            second.rename(first)
            aside.rename(second)
        self._build(manner)

    @rule(names=st.sampled_from(RENAMES), manner=MANNERS)
    def rename(self, names: tuple[str, str], manner: Manner) -> None:
        first, second = (self.twin.root / path for path in names)
        source, target = (first, second) if first.exists() else (second, first)
        if source.exists() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            source.rename(target)
        self._build(manner)

    @rule(path=st.sampled_from(sorted(RICH_SITE)), manner=MANNERS)
    def touch(self, path: str, manner: Manner) -> None:
        if (self.twin.root / path).exists():
            (self.twin.root / path).touch()
        (self.twin.root / path).with_name(".#left-over").touch()
        self._build(manner)

    @rule(is_added=st.booleans(), manner=MANNERS)
    def change_languages(self, is_added: bool, manner: Manner) -> None:
        save(self.twin.root / "data/settings.yaml", SETTINGS if is_added else ONE_LANGUAGE, "in place")
        shutil.rmtree(self.twin.root / "content/pl", ignore_errors=True)
        for path in SECOND_LANGUAGE:
            save(self.twin.root / path, RICH_SITE[path] if is_added else None, "in place")
        self._build(manner)

    # What else a build depends on

    @rule(days=st.sampled_from((-400, -3, -1, 1, 1, 2, 3, 30, 400)), manner=MANNERS)
    def move_the_clock(self, days: int, manner: Manner) -> None:
        self.twin.later(days)
        self._build(manner)

    @rule(manner=MANNERS)
    def turn_drafts(self, manner: Manner) -> None:
        self.twin.drafts = not self.twin.drafts
        self._build(manner)

    # What happens to the memory

    @rule(how=st.sampled_from(("flip", "cut", "delete", "swap", "empty")), seed=SEEDS, manner=MANNERS)
    def spoil_the_memory(self, how: str, seed: int, manner: Manner) -> None:
        spoil(self.twin.cache, how, random.Random(seed))
        self._build(manner)

    @rule()
    def store_the_memory(self) -> None:
        self.stored = self.folder / "stored"
        shutil.rmtree(self.stored, ignore_errors=True)
        shutil.copytree(self.twin.cache, self.stored)

    @precondition(lambda self: self.stored)
    @rule(seed=SEEDS, part=st.booleans(), manner=MANNERS)
    def restore_an_older_memory(self, seed: int, part: bool, manner: Manner) -> None:
        assert self.stored
        if part:
            path = pick(random.Random(seed), self.stored)
            if path:
                target = self.twin.cache / path.relative_to(self.stored)
                target.parent.mkdir(exist_ok=True)
                shutil.copy(path, target)
        else:
            shutil.rmtree(self.twin.cache)
            shutil.copytree(self.stored, self.twin.cache)
        self._build(manner)

    @rule(changes=CHANGES, count=st.integers(1, 60), manner=MANNERS)
    def die_in_a_build(self, changes: list[tuple[str, int]], count: int, manner: Manner) -> None:
        self._save(changes, "in place")
        before, clean = read_tree(self.twin.out), self.twin.build_clean()

        with kill_at(count), suppress(Killed):
            self.twin.run()

        wanted = [before] if clean.has_errors else [before, clean.content_by_path]
        assert read_tree(self.twin.out) in wanted
        self._build(manner)

    # What happens to the published trees

    @rule(
        tree=st.sampled_from(("public", "public", ".public.spare")),
        how=st.sampled_from(("flip", "same size", "cut", "delete", "swap", "add")),
        seed=SEEDS,
        manner=MANNERS,
    )
    def spoil_a_tree(self, tree: str, how: str, seed: int, manner: Manner) -> None:
        folder = self.folder / tree
        if folder.exists():
            was_ours, marker = is_ours(folder), folder / MARKER
            text = marker.read_bytes() if was_ours else b""
            spoil(folder, how, random.Random(seed))
            # A folder without the marker is somebody else's: every build would refuse it, and rightly.
            if was_ours and not is_ours(folder):
                marker.write_bytes(text)
        if self.has_errors:
            self._mend()
        self._build(manner)

    @rule(seed=SEEDS, manner=MANNERS)
    def delete_a_tree(self, seed: int, manner: Manner) -> None:
        chance = random.Random(seed)
        folder = self.folder / chance.choice(("public", ".public.spare"))
        shutil.rmtree(folder / chance.choice(("en", "assets", ".")), ignore_errors=True)
        if self.has_errors:
            self._mend()
        self._build(manner)

    # What must leave no trace

    @rule(changes=CHANGES, manner=MANNERS)
    def check(self, changes: list[tuple[str, int]], manner: Manner) -> None:
        self._save(changes, "in place")
        site, memory = read_tree(self.twin.out), read_tree(self.twin.cache)

        checked = self.twin.run(is_published=False)

        assert checked.problems == self.twin.build_clean().problems
        assert (read_tree(self.twin.out), read_tree(self.twin.cache)) == (site, memory)
        self._build(manner)


def save(target: Path, text: str | None, how: str) -> None:
    """Write a source as an editor does, or delete it."""
    if text is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.stat() if target.exists() else None
    if how == "by renaming":
        draft = target.with_name(".#draft")
        draft.write_bytes(text.encode())
        draft.replace(target)
    else:
        target.write_bytes(text.encode())
    if old and how == "with the old times":
        os.utime(target, ns=(old.st_atime_ns, old.st_mtime_ns))


def read_sources(root: Path) -> dict[str, bytes]:
    """Return every source file by its path."""
    folders = (root / name for name in ("content", "data", "templates"))
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def pick(chance: random.Random, folder: Path) -> Path | None:
    """Return any file below a folder; the same one when the same steps are taken again."""

    def place(path: Path) -> tuple[str, int]:
        return re.sub("[0-9a-f]{8,}", "", str(path.relative_to(folder))), path.stat().st_size

    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=place)
    return chance.choice(files) if files else None


def spoil(folder: Path, how: str, chance: random.Random) -> None:
    """Do something to any file below a folder."""
    path, other = pick(chance, folder), pick(chance, folder)
    if path is None or other is None:
        return
    content = path.read_bytes()
    match how:
        case "flip" | "same size" if content:
            place = chance.randrange(len(content))
            spoilt = (
                content[:place] + bytes((content[place] ^ 1 << chance.randrange(8),)) + content[place + 1 :]
            )
            status = path.stat()
            path.write_bytes(spoilt)
            if how == "same size":
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        case "cut" if content:
            path.write_bytes(content[: chance.randrange(len(content))])
        case "delete":
            path.unlink()
        case "swap" if path != other:
            path.write_bytes(other.read_bytes())
            other.write_bytes(content)
        case "add":
            path.with_name(f"{path.name}.added").write_bytes(b"Added by hand")
        case "empty":
            shutil.rmtree(folder)


@contextmanager
def kill_at(count: int) -> Iterator[None]:
    """Let a build die at one of the calls that change the disk; after its death it changes nothing more."""
    calls = 0

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= count:
                raise Killed
            return call(*arguments, **named)

        return counted

    def write_half(path: Path, content: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls < count:
            return write_bytes(path, content)
        if calls == count:
            write_bytes(path, content[: len(content) // 2])
        raise Killed

    write_bytes = Path.write_bytes
    with ExitStack() as stack:
        for module, name in (
            *((os, name) for name in ("write", "mkdir", "rename", "replace", "unlink", "rmdir", "utime")),
            (beside, "exchange_folders"),
        ):
            stack.enter_context(patch.object(module, name, dying(getattr(module, name))))
        stack.enter_context(patch.object(Path, "write_bytes", write_half))
        yield


def test_an_incremental_build_is_the_clean_build_whatever_happens() -> None:
    minutes = float(os.environ.get("MICROSITE_SOAK", "0"))
    once = settings(
        max_examples=10 if minutes else 6,
        stateful_step_count=40 if minutes else 15,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    end = time.monotonic() + minutes * 60

    run_state_machine_as_test(BuildMachine, settings=once)
    while time.monotonic() < end:
        run_state_machine_as_test(BuildMachine, settings=once)
