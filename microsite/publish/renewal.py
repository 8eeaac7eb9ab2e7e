"""Renew a tree: make a folder beside site/ hold exactly the files of the coming publication.

Part of stage 5 of 5. The folder is the spare tree, which lacks what the last publications changed, or the
staging folder, which lacks what they did not. Either way what is there stays, what is wanted and missing
comes from the staged files or from site/, and all the rest goes. Then what was touched is brought to the
disk and looked at once more.

A renewal that ends half-way leaves a folder whose stamps tell what is missing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import field
from itertools import chain
from pathlib import Path

from microsite.publish.refusals import MachineRefused, show_path
from microsite.publish.staging import Staging
from microsite.publish.stamps import TreeState, digest_of, doubtful_stamp, folders_of, lasting_stamp
from microsite.publish.survey import FILE_MODE, FOLDER_MODE, Survey, has_mode, read_plain
from microsite.publish.target import MARKER
from microsite.publish.writing import delete_tree, make_folder, set_time, sync_paths, write_new
from microsite.source import Stamp, stamp_of
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """What the tree is to hold, and where that can be had."""

    digest_by_file: Mapping[str, bytes]
    folders: frozenset[str]
    """Those that the files need, and ``""``."""

    staging: Staging
    """Knows site/ too: a file that stays as it is keeps its time, and is copied where it is missing."""

    stamp_by_staged: Mapping[str, Stamp]
    """Which files wait in the staging folder, as their writers left them."""


@dataclass(slots=True)
class Renewal:
    """A folder on its way to the goal: to be cleared, filled, synced and confirmed, in this order."""

    folder: Path
    before: Survey
    goal: Goal
    _stamp_by_touched: dict[str, Stamp] = field(default_factory=dict)
    """Files that are new here or got another mode or time, as they were left."""

    _touched_folders: set[str] = field(default_factory=set)

    def clear(self) -> None:
        """Take away what is not wanted, and put modes right."""
        wanted, found = self.goal.digest_by_file, self.before.found
        for path in sorted(self.before.wrong_modes):
            self._mend_mode(path)
        for path in self.before.strangers:
            self._remove_stranger(path)
        for path in found.digest_by_file.keys() - wanted.keys():
            (self.folder / path).unlink()
            self._touch_folder_of(path)
        for path in sorted(found.stamp_by_folder.keys() - self.goal.folders, reverse=True):
            (self.folder / path).rmdir()
            self._touch_folder_of(path)

    def fill(self) -> None:
        """Bring in what is missing. Errors: MachineRefused when site/ changed under our hands."""
        for path in sorted(self.goal.folders - self.before.found.stamp_by_folder.keys()):
            make_folder(self.folder / path)
            self._touched_folders.add(path)
            self._touch_folder_of(path)
        if self.folder != self.goal.staging.folder:
            for path, stamp in self.goal.stamp_by_staged.items():
                (self.goal.staging.folder / path).replace(self.folder / path)
                self._stamp_by_touched[path] = stamp
                self._touch_folder_of(path)
        here = self.before.found.digest_by_file
        for path in [path for path, digest in self.goal.digest_by_file.items() if here.get(path) != digest]:
            if path not in self.goal.stamp_by_staged:
                self._copy(path)
        self._set_times()

    def sync(self) -> None:
        """Wait until all that was touched is on the disk."""
        sync_paths(self.folder, self._stamp_by_touched.keys() | self._touched_folders & self.goal.folders)

    def confirm(self, *, clock: int) -> TreeState:
        """Return what the folder holds now. `clock` is explained at `lasting_stamp`.

        Errors: MachineRefused when something that was touched is not as it was left.
        """
        files, folders = dict(self.before.found.stamp_by_file), dict(self.before.found.stamp_by_folder)
        for path in files.keys() - self.goal.digest_by_file.keys():
            del files[path]
        for path in folders.keys() - self.goal.folders:
            del folders[path]
        for path, names in self._list_expected_names().items():
            folders[path] = lasting_stamp(self._look_at_folder(path, names), clock=clock)
        for path, stamp in self._stamp_by_touched.items():
            files[path] = lasting_stamp(self._look_at_file(path, stamp), clock=clock)
        return TreeState(self.goal.digest_by_file, files, folders)

    def _mend_mode(self, path: str) -> None:
        if path in self.before.found.stamp_by_folder:
            (self.folder / path).chmod(FOLDER_MODE)
            self._touched_folders.add(path)
        elif path in self.goal.digest_by_file:
            (self.folder / path).chmod(FILE_MODE)
            self._touch(path)

    def _remove_stranger(self, path: str) -> None:
        place = self.folder / path
        if stat.S_ISDIR(place.lstat().st_mode):
            delete_tree(place)
        else:
            place.unlink()
        self._touch_folder_of(path)

    def _copy(self, path: str) -> None:
        """Copy a file that does not change from site/."""
        try:
            content, _ = read_plain(f"{self.goal.staging.target}/{path}")
        except FileNotFoundError:
            raise self._not_as_left(path) from None
        if digest_of(content) != self.goal.digest_by_file[path]:
            raise self._not_as_left(path)
        if path in self.before.found.digest_by_file:
            (self.folder / path).unlink()
        self._stamp_by_touched[path] = stamp_of(write_new(f"{self.folder}/{path}", content))
        self._touch_folder_of(path)

    def _set_times(self) -> None:
        """Give files the time they have in site/ while they stay as they are, and else a new one.

        A file that was changed and is changed back is found here with its earlier time. A reader's browser
        that knows the version between would be told that nothing is newer.
        """
        site = self.goal.staging.site
        here = {**self.before.found.stamp_by_file, **self._stamp_by_touched}
        for path, digest in self.goal.digest_by_file.items():
            is_kept = site.digest_by_file.get(path) == digest and path != MARKER
            if is_kept and here[path][1] != site.stamp_by_file[path][1]:
                set_time(f"{self.folder}/{path}", site.stamp_by_file[path][1])
                self._touch(path)
            elif not is_kept and path not in self.goal.stamp_by_staged:
                # The marker is among these: by its new time a record is known as the latest.
                os.utime(f"{self.folder}/{path}")
                self._touch(path)

    def _touch(self, path: str) -> None:
        self._stamp_by_touched[path] = stamp_of(os.lstat(f"{self.folder}/{path}"))

    def _touch_folder_of(self, path: str) -> None:
        self._touched_folders.add(path.rpartition("/")[0])

    def _list_expected_names(self) -> dict[str, set[str]]:
        """Return the names that are to be in each touched folder."""
        touched = self._touched_folders & self.goal.folders
        names_by_folder: dict[str, set[str]] = {path: set() for path in touched}
        for path in chain(self.goal.digest_by_file, self.goal.folders - {""}):
            folder, _, name = path.rpartition("/")
            if folder in names_by_folder:
                names_by_folder[folder].add(name)
        return names_by_folder

    def _look_at_folder(self, path: str, names: set[str]) -> Stamp:
        place = f"{self.folder}/{path}"
        status = os.lstat(place)
        with os.scandir(place) as entries:
            is_right = {entry.name for entry in entries} == names
        if not is_right or not has_mode(status):
            raise self._not_as_written()
        return stamp_of(status)

    def _look_at_file(self, path: str, expected: Stamp) -> Stamp:
        status = os.lstat(f"{self.folder}/{path}")
        size, modified, _, inode = stamp_of(status)
        if (size, modified, inode) != (expected[0], expected[1], expected[3]) or not has_mode(status):
            raise self._not_as_written()
        return stamp_of(status)

    def _not_as_left(self, path: str) -> MachineRefused:
        shown = show_path(self.goal.staging.target / path)
        return MachineRefused(f"`{shown}` was changed while the site was built", "run the command again")

    def _not_as_written(self) -> MachineRefused:
        return MachineRefused(
            f"the new `{show_path(self.goal.staging.target)}` is not on the disk as it was written",
            "end whatever else works in this folder, then run the command again",
        )


def renew_staging(goal: Goal) -> Renewal:
    """Return the staging folder on its way to the goal: everything in it is new."""
    marker = stamp_of((goal.staging.folder / MARKER).lstat())
    stamps = {**goal.stamp_by_staged, MARKER: marker}
    folders = {"", *folders_of(goal.stamp_by_staged)}
    found = TreeState(
        {path: goal.digest_by_file[path] for path in stamps},
        stamps,
        {folder: doubtful_stamp(marker) for folder in folders},
    )
    return Renewal(goal.staging.folder, Survey(found), goal, dict(stamps), folders)
