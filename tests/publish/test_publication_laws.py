"""Whatever came before, the tree is the last publication: changes, hands in either tree, dead builds, and
records that are saved, older or lost, in any order."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from microsite.publish import beside, publication, writing
from microsite.publish.renewal import Renewal
from microsite.publish.stamps import TreeRecord, digest_of
from microsite.publish.target import MARKER
from microsite.publish.tree import hold_lock, open_publication, survey_site

NAMES = st.sampled_from(["a", "b", "index.html", "ż"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
CONTENTS = st.sampled_from([b"", b"1", b"2", b"12"])
MEMORIES = st.sampled_from(["saved", "older", "lost"])
MEDDLINGS = st.sampled_from(
    ["edit in place", "edit", "delete", "add", "add folder", "link", "mode", "time", "to folder", "move"]
)


class Died(Exception):
    """A build that ends here, as if it were killed."""


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; of a link, where it leads."""
    content_by_path: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            content_by_path[path.relative_to(folder).as_posix()] = os.readlink(bytes(path))
        elif path.is_file() and path != folder / MARKER:
            content_by_path[path.relative_to(folder).as_posix()] = path.read_bytes()
    return content_by_path


def stamps_of(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.lstat().st_ino, path.lstat().st_ctime_ns) for path in folder.rglob("*")}


def meddle_with(place: Path, meddling: str) -> None:
    """Do what a hand, a backup or a wrong command might do to one path of a tree."""
    is_file = place.is_file() and not place.is_symlink()
    is_free = not place.exists() and not place.is_symlink()
    match meddling:
        case "edit in place" if is_file:
            before = place.stat()
            place.write_bytes(b"?" * before.st_size)
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
        case "edit" if is_file:
            place.write_bytes(b"edited by hand")
        case "delete":
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
        case "add" if is_free:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"1")
        case "add folder" if is_free:
            place.mkdir(parents=True)
        case "link" if is_free and place.parent.is_dir():
            place.symlink_to("a")
        case "mode" if not place.is_symlink() and place.exists():
            place.chmod(0o700)
        case "time" if not place.is_symlink() and place.exists():
            os.utime(place, ns=(1, 1))
        case "to folder" if is_file:
            place.unlink()
            place.mkdir()
        case "move" if place.exists() and not is_file:
            place.rename(place.with_name("moved"))


class Publications(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.site = self.home / "site"
        self.files: dict[str, bytes] = {}
        self.published: list[tuple[dict[str, bytes], TreeRecord]] = []
        self.is_whole = True
        """Whether nobody has touched site/ since the last publication."""

        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(writing, "sync_file_system", lambda folder: True)
        self.patch.setattr(os, "fsync", lambda descriptor: None)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.home)

    @initialize(has_exchange=st.booleans())
    def choose_the_system(self, has_exchange: bool) -> None:
        if not has_exchange:
            self.patch.setattr(beside, "exchange_folders", lambda first, second: False)

    @rule(path=PATHS, content=CONTENTS)
    def write(self, path: str, content: bytes) -> None:
        above = {path[:place] for place, letter in enumerate(path) if letter == "/"}
        self.files = {
            other: kept
            for other, kept in self.files.items()
            if other not in above and not other.startswith(f"{path}/")
        }
        self.files[path] = content

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        if self.files:
            del self.files[data.draw(st.sampled_from(sorted(self.files)))]

    @rule(data=st.data(), to=PATHS)
    def rename(self, data: st.DataObject, to: str) -> None:
        if self.files:
            content = self.files.pop(data.draw(st.sampled_from(sorted(self.files))))
            self.write(to, content)

    @rule(data=st.data(), is_spare=st.booleans(), meddling=MEDDLINGS, path=PATHS)
    def meddle(self, data: st.DataObject, is_spare: bool, meddling: str, path: str) -> None:
        folder = self.home / ".site.spare" if is_spare else self.site
        if not folder.is_dir():
            return
        there = {path.relative_to(folder).as_posix() for path in (folder, *folder.rglob("*"))}
        if not is_spare:
            there.discard(MARKER)  # without it the site is nobody's, and no build touches it
        place = folder / data.draw(st.one_of(st.sampled_from(sorted(there)), st.just(path)))
        if place == folder and meddling not in ("mode", "time", "delete"):
            return
        try:
            meddle_with(place, meddling)
        except OSError:
            return  # a file where this wants a folder
        self.is_whole = self.is_whole and is_spare

    @rule(memory=MEMORIES)
    def publish(self, memory: str) -> None:
        before = stamps_of(self.site)
        was_whole = self.is_whole and bool(self.published) and self.published[-1][0] == self.files

        changed, record = self._publish(memory)

        assert read_tree(self.site) == self.files
        assert {path.lstat().st_mode for path in (self.site, *self.site.rglob("*"))} <= {0o100644, 0o040755}
        folders = {path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_dir()}
        assert all(any(path.startswith(f"{folder}/") for path in self.files) for folder in folders)
        assert {path.name for path in self.home.iterdir()} - {".site.spare"} == {"site"}
        if was_whole:
            assert changed == 0
            assert stamps_of(self.site) == before
        self.published.append((dict(self.files), record))
        self.is_whole = True

    @rule(memory=MEMORIES, data=st.data())
    def publish_and_die(self, memory: str, data: st.DataObject) -> None:
        """End a build at one of its larger steps; test_tree_faults.py tries each system call."""
        step = data.draw(st.sampled_from(["clear", "fill", "sync", "confirm", "swap_in"]))
        owner = publication if step == "swap_in" else Renewal
        is_after = data.draw(st.booleans())
        do = getattr(owner, step)

        def die(*arguments: Any, **options: Any) -> Any:
            if is_after:
                do(*arguments, **options)
            raise Died

        before = read_tree(self.site)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(owner, step, die)
            try:
                _, record = self._publish(memory)
            except Died:
                is_swapped = is_after and step == "swap_in"
                assert read_tree(self.site) == (self.files if is_swapped else before)
                self.is_whole = False
            else:
                self.published.append((dict(self.files), record))
                self.is_whole = True

    @rule()
    def survey(self) -> None:
        if not self.published:
            return
        files, record = self.published[-1]
        with hold_lock(self.site):
            found = survey_site(self.site, record)
        if self.is_whole:
            assert found.is_intact
            self.published[-1] = (files, found.record)
        elif found.is_intact:
            assert read_tree(self.site) == files

    @invariant()
    def nothing_but_trees_lies_beside_the_site(self) -> None:
        assert {path.name for path in self.home.iterdir()} <= {"site", ".site.spare"}

    @invariant()
    def the_trees_share_no_file(self) -> None:
        statuses = [path.lstat() for path in self.home.rglob("*")]
        assert all(status.st_nlink == 1 for status in statuses if stat.S_ISREG(status.st_mode))

    def _publish(self, memory: str) -> tuple[int, TreeRecord]:
        known, record = self._remember(memory)
        kept = {
            path: digest_of(content) for path, content in known.items() if self.files.get(path) == content
        }
        with hold_lock(self.site), open_publication(self.site, sources=(), record=record) as opened:
            lost = opened.keep(kept)
            for path, content in self.files.items():
                if path in lost or path not in kept:
                    opened.write(path, content)
            published, record = opened.swap()
        return published.changed, record

    def _remember(self, memory: str) -> tuple[Mapping[str, bytes], TreeRecord | None]:
        if memory == "lost" or not self.published:
            return {}, None
        return self.published[-1 if memory == "saved" else max(-3, -len(self.published))]


Publications.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestPublications = Publications.TestCase
