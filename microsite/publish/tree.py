"""Publish: from the files of a build to a whole tree in site/, at the cost of what changed.

Stage 5 of 5. The promise: whoever looks at site/ at any instant finds one whole site, the old one or the
new one, also after kill -9, a full disk, a failing call or Ctrl-C; and the next build needs no cleaning by
hand, and no record. So nothing is ever written into site/. There are two trees: the site, and beside it the
one that was the site before (``.site.spare``). A publication brings the second up to date, where only what
changed since is written; then the two trade places in one system call.

New files are written beside both (``.site.next-3f9a01c2d7e8``) and moved into the spare tree when all are
there. When there is no spare tree yet, or it is beyond repair, or most files are new, that folder is
completed with copies from site/ and becomes the site itself; a spare tree from before is deleted. A first
publication into a new folder leaves no spare tree.

Where the system cannot swap two folders (macOS, Windows, some network disks) the old tree is renamed to
``.site.old`` and then the new one to ``site``. A build that dies between the two leaves no site/; the next
one puts the old tree back before it does anything else.

The two trees share no file, not even as a hard link: an edit of one by hand cannot reach the other. Files
whose bytes are the same keep their time.

A build does

    with hold_lock(out):
        survey = survey_site(out, record)               # nothing to do when it is intact, and nothing else is
        with open_publication(out, sources=sources, record=record) as publication:
            lost = publication.keep(digest_by_path)     # what stays; render again what is returned
            publication.write(path, content)            # or, in workers, write_staged(publication.staging, …)
            publication.take(staged_files)              # … whose answers come here
            published, record = publication.swap()      # to be saved for the next build
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from microsite.publish.beside import put_right
from microsite.publish.lock import is_held_here, lock_beside, lock_path, read_disk_clock
from microsite.publish.publication import Publication, Published
from microsite.publish.refusals import MachineRefused, in_plain_words, show_path
from microsite.publish.staging import check_path
from microsite.publish.stamps import TreeRecord
from microsite.publish.survey import survey_tree
from microsite.publish.target import check_target, locate_target
from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class SiteSurvey:
    """How site/ differs from what the last publication left there."""

    is_intact: bool
    damaged: frozenset[str]
    """Files that are missing or hold other bytes; all of them when the record is not of this tree."""

    strangers: frozenset[str]
    """Files and whatever else somebody put there."""

    record: TreeRecord
    """The one handed in; or a better one, worth saving, where some stamps were too fresh to be believed."""


@contextmanager
def hold_lock(out: Path) -> Iterator[None]:
    """Keep other builds away from `out` for the length of the block, and put right what dead ones left.

    Does not wait: when another build is at work it raises MachineRefused, with that build's process number.
    """
    target = locate_target(out)
    with in_plain_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with lock_beside(target):
        with in_plain_words(target):
            put_right(target)
        yield


def survey_site(out: Path, record: TreeRecord, *, changed: Collection[str] | None = None) -> SiteSurvey:
    """Return whether site/ is as the last publication left it; to be called inside `hold_lock(out)`.

    Reads nothing but stamps, except of what does not show the one it is known by. `changed` are the whole
    paths that show another stamp, where somebody has asked already: only those that lie here are looked at.
    """
    target = locate_target(out)
    _require_lock(target)
    known = record.site
    below = None if changed is None else _paths_below(out, changed)
    with in_plain_words(target):
        survey = survey_tree(target, known, clock=read_disk_clock(target), changed=below)
    if survey.found is known and known.digest_by_file:
        return SiteSurvey(True, frozenset(), frozenset(), record)
    found, files = survey.found.digest_by_file, known.digest_by_file
    if files and survey.holds(files):
        return SiteSurvey(True, frozenset(), frozenset(), TreeRecord(survey.found, record.spare))
    damaged = frozenset(path for path, digest in files.items() if found.get(path) != digest)
    return SiteSurvey(False, damaged, survey.strangers | (found.keys() - files.keys()), record)


def _paths_below(out: Path, paths: Collection[str]) -> list[str]:
    """Return those of some whole paths that lie in a folder, as paths below it; itself as an empty one."""
    above = f"{out}/"
    below = [path.removeprefix(above) for path in paths if path.startswith(above)]
    return [*below, ""] if str(out) in paths else below


@contextmanager
def open_publication(
    out: Path, *, sources: tuple[Path, ...], record: TreeRecord | None
) -> Iterator[Publication]:
    """Begin a publication, inside `hold_lock(out)`; leaving the block without `swap` leaves site/ as it was.

    `sources` is explained at `check_target`. Without a record, or with one that is not of the present
    site/, everything there is read and compared; the result is the same.
    """
    target = check_target(out, sources=sources)
    _require_lock(target)
    with in_plain_words(target):
        publication = Publication(target, record)
    try:
        yield publication
    finally:
        with suppress(OSError):
            put_right(target)


def publish_files(content_by_path: Mapping[str, bytes], out: Path, *, sources: tuple[Path, ...]) -> Published:
    """Make `out` hold exactly these files; to be called inside `hold_lock(out)`.

    `content_by_path` names files relative to `out`, with forward slashes. When `out` already holds these
    files, with the right modes, nothing is touched.

    Errors: ValueError for a path that cannot be in a site; that is our mistake, not an author's.
    """
    for path in content_by_path:
        check_path(path)
    with open_publication(out, sources=sources, record=None) as publication:
        for path, content in content_by_path.items():
            publication.write(path, content)
        published, _ = publication.swap()
    return published


def _require_lock(target: Path) -> None:
    if not is_held_here(target):
        lock = show_path(lock_path(target))
        raise MachineRefused(f"this build does not hold its lock, `{lock}`", "leave that file to the builds")
