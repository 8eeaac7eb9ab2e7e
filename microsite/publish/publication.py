"""One publication: gather the files of the next site, then make it the site.

Part of stage 5 of 5; tree.py says how it is used and what is promised. What is kept, written or taken is the
whole of the next site; all else goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import RLock

from microsite.publish.beside import list_leftovers, name_beside, name_spare, put_right, swap_in
from microsite.publish.lock import read_disk_clock
from microsite.publish.refusals import in_plain_words
from microsite.publish.renewal import Goal, Renewal, renew_staging
from microsite.publish.staging import (
    StagedFile,
    Staging,
    check_path,
    find_published,
    make_staging,
    place_staged,
)
from microsite.publish.stamps import (
    NO_TREE,
    TreeRecord,
    TreeState,
    digest_of,
    doubtful_stamp,
    folders_of,
)
from microsite.publish.survey import Survey, survey_tree
from microsite.publish.target import MARKER, MARKER_TEXT, is_ours_or_begun
from microsite.publish.writing import sync_path
from microsite.source import Stamp, stamp_of
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did, in files; the marker is not counted."""

    total: int
    changed: int
    """Files that are new or have other bytes than before."""

    removed: int
    left_behind: tuple[str, ...] = ()
    """Names of old trees beside the target that could not be deleted; the next build tries again."""


class Publication:
    """The files of the next site as they come in. Methods may be called from any thread of one process."""

    def __init__(self, target: Path, record: TreeRecord | None) -> None:
        self._target = target
        self._record = record or TreeRecord()
        self._guard = RLock()
        self._wanted = {MARKER: digest_of(MARKER_TEXT)}
        self._staged: dict[str, Stamp] = {}
        self._is_staging_made = False
        self._spare: Survey | None = None
        self._recorded = self._record.site
        is_latest = _is_latest(target, self._recorded)
        self._present = Survey(self._recorded) if is_latest else self._survey_site(self._recorded)
        self._staging = Staging(name_beside(target), target, self._present.found)

    @property
    def staging(self) -> Staging:
        """What `write_staged` asks for. To be had here before workers are forked: it makes a folder."""
        with self._guard, in_plain_words(self._target):
            if not self._is_staging_made:
                make_staging(self._staging)
                self._is_staging_made = True
        return self._staging

    def keep(self, digest_by_path: Mapping[str, bytes]) -> frozenset[str]:
        """Let files stay that were published with these digests; return those that are not there any more.

        They were deleted or altered by hand and must be written. The spare tree is surveyed here, which
        takes a while where there are many files: workers may be rendering meanwhile.
        """
        with self._guard, in_plain_words(self._target):
            spare = self._survey_spare().found.digest_by_file
            lost = {
                path
                for path, digest in digest_by_path.items()
                if spare.get(path) != digest and not find_published(self._staging, path, digest)
            }
            self._want({path: digest for path, digest in digest_by_path.items() if path not in lost})
        return frozenset(lost)

    def write(self, path: str, content: bytes) -> None:
        """Put in a file. One that site/ holds with these bytes stays as it is.

        Errors: ValueError for a path that cannot be in a site, or is in it already; that is our mistake.
        """
        check_path(path)
        digest = digest_of(content)
        published = find_published(self._staging, path, digest)
        self.take((published or place_staged(self.staging, path, content, digest),))

    def take(self, files: Iterable[StagedFile]) -> None:
        """Put in the files that `write_staged` answered with, here or in another process."""
        with self._guard:
            for file in files:
                self._want({file.path: file.digest})
                if file.stamp is not None:
                    self._staged[file.path] = file.stamp

    def swap(self) -> tuple[Published, TreeRecord]:
        """Make the gathered files the site, and return what the next publication is to know. Called once.

        When site/ holds exactly these files already, nothing there is touched.
        """
        with self._guard, in_plain_words(self._target):
            try:
                record = self._make_site()
            finally:
                # Whatever happened, the disk tells what there is to put right. Variables may not: Ctrl-C
                # can come between a call and the assignment of its result.
                with suppress(OSError):
                    put_right(self._target)
            return self._describe(), record

    def _want(self, digest_by_path: Mapping[str, bytes]) -> None:
        twice = self._wanted.keys() & digest_by_path.keys()
        if twice:
            raise ValueError(f"two files at one path: {min(twice)!r}")
        self._wanted.update(digest_by_path)

    def _make_site(self) -> TreeRecord:
        if self._wanted == self._present.found.digest_by_file:
            self._present = self._survey_site(self._present.found)
            if self._present.holds(self._wanted):
                self._confirm_earlier_swap()
                return TreeRecord(self._present.found, self._record.spare)
        return TreeRecord(self._replace(), self._present.found)

    def _replace(self) -> TreeState:
        goal = Goal(self._wanted, self._list_folders(), self._staging, self._staged)
        renewal = self._clear_spare(goal) or self._begin_anew(goal)
        renewal.fill()
        renewal.sync()
        state = renewal.confirm(clock=read_disk_clock(self._target))
        swap_in(renewal.folder, self._target)
        # To be given another name is a change of the folder itself, made after its stamp was taken.
        folders = {**state.stamp_by_folder, "": doubtful_stamp(state.stamp_by_folder[""])}
        return TreeState(state.digest_by_file, state.stamp_by_file, folders)

    def _list_folders(self) -> frozenset[str]:
        if self._wanted.keys() == self._recorded.digest_by_file.keys():
            return frozenset(self._recorded.stamp_by_folder)  # a site has the folders it needs and no other
        folders = folders_of(self._wanted)
        if folders & self._wanted.keys():
            raise ValueError(f"a file and a folder at one path: {min(folders & self._wanted.keys())!r}")
        return frozenset({"", *folders})

    def _confirm_earlier_swap(self) -> None:
        """Wait for the disk where the build that made the present site may have died before it did."""
        if self._present.found is not self._recorded:
            sync_path(self._target.parent)

    def _clear_spare(self, goal: Goal) -> Renewal | None:
        """Return the spare tree without what is not wanted, or None when there is none worth renewing."""
        spare = name_spare(self._target)
        survey = Survey(NO_TREE) if self._is_mostly_new() else self._survey_spare()
        if survey.found.digest_by_file:
            sync_path(spare.parent)  # a power cut must not undo the swap that made it the spare
            with suppress(OSError):
                renewal = Renewal(spare, survey, goal)
                renewal.clear()
                return renewal
        with suppress(OSError):
            if is_ours_or_begun(spare):
                spare.rename(name_beside(self._target))
        return None

    def _is_mostly_new(self) -> bool:
        """Whether most files lie in the staging folder, and the others are in site/ to be copied there."""
        if 2 * len(self._staged) <= len(self._wanted):
            return False
        others = ((path, digest) for path, digest in self._wanted.items() if path not in self._staged)
        return all(path == MARKER or find_published(self._staging, path, digest) for path, digest in others)

    def _begin_anew(self, goal: Goal) -> Renewal:
        assert self.staging.folder == goal.staging.folder, "asking for it makes the folder"
        return renew_staging(goal)

    def _survey_site(self, known: TreeState) -> Survey:
        return survey_tree(self._target, known, clock=read_disk_clock(self._target))

    def _survey_spare(self) -> Survey:
        """Return what the spare tree holds: nothing when it is not whole enough to be known as ours."""
        if self._spare is None:
            known = self._record.spare
            clock = read_disk_clock(self._target)
            survey = survey_tree(name_spare(self._target), known, clock=clock)
            is_marked = survey.found.digest_by_file.get(MARKER) == self._wanted[MARKER]
            self._spare = survey if is_marked else Survey(NO_TREE)
        return self._spare

    def _describe(self) -> Published:
        """Count what is changed by the publication, against what was there when it began."""
        before = self._present.found.digest_by_file
        changed = [path for path, digest in self._wanted.items() if before.get(path) != digest]
        removed = (before.keys() | self._present.strangers) - self._wanted.keys()
        left_behind = tuple(leftover.name for leftover in list_leftovers(self._target))
        return Published(len(self._wanted) - 1, len(set(changed) - {MARKER}), len(removed), left_behind)


def _is_latest(target: Path, site: TreeState) -> bool:
    """Whether the tree at the target is that of this state: each publication sets its marker's time anew."""
    try:
        here = stamp_of((target / MARKER).lstat())
    except OSError:
        return False
    recorded = site.stamp_by_file.get(MARKER)
    # Without the time of change, which is doubtful in a new record.
    return recorded is not None and (here[:2], here[3]) == (recorded[:2], recorded[3])
