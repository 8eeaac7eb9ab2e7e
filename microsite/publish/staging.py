"""Stage files: write what is new for a publication to a folder of its own, beside site/.

Part of stage 5 of 5. `write_staged` may be called from any number of threads and of processes, forked or
started; what it returns is to be handed to `Publication.take`, in whichever process that lives. A file
that site/ holds already is not written at all.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from microsite.publish.refusals import in_plain_words
from microsite.publish.stamps import TreeState, digest_of
from microsite.publish.survey import read_plain
from microsite.publish.target import MARKER, MARKER_TEXT
from microsite.publish.writing import make_folder, write_new
from microsite.source import Stamp, stamp_of
from microsite.values import dataclass

_DOT_NAMES = {".nojekyll", ".well-known"}
"""The only names with a dot in front that a host reads; they may stand at the top of the tree."""


@dataclass(frozen=True, slots=True)
class Staging:
    """Where new files go, and what need not go there. Cheap to share with forked workers."""

    folder: Path
    target: Path
    site: TreeState
    """What site/ holds, by the record of the last publication."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file of the coming publication, as its writer left it."""

    path: str
    digest: bytes
    stamp: Stamp | None
    """None when site/ holds these bytes, so that nothing was written."""


def make_staging(staging: Staging) -> None:
    """Make the folder for new files, its marker first: so a half-written one is known as ours."""
    make_folder(staging.folder)
    write_new(staging.folder / MARKER, MARKER_TEXT)


def write_staged(staging: Staging, path: str, content: bytes) -> StagedFile:
    """Write one file for the coming publication, unless site/ holds it already.

    `path` is relative to site/, with forward slashes. The folder must have been made (`Publication.staging`
    does that), and no path may be written twice.
    Errors: MachineRefused; ValueError for a path that cannot be in a site, or not beside the others, which is
    our mistake.
    """
    check_path(path)
    digest = digest_of(content)
    return find_published(staging, path, digest) or place_staged(staging, path, content, digest)


def find_published(staging: Staging, path: str, digest: bytes) -> StagedFile | None:
    """Return the file as it is in site/, when that holds these bytes. Opened if its stamp is another."""
    if staging.site.digest_by_file.get(path) != digest:
        return None
    place = f"{staging.target}/{path}"
    try:
        is_untouched = stamp_of(os.lstat(place)) == staging.site.stamp_by_file[path]
        is_same = is_untouched or digest_of(read_plain(place)[0]) == digest
    except OSError:
        return None
    return StagedFile(path, digest, None) if is_same else None


def place_staged(staging: Staging, path: str, content: bytes, digest: bytes) -> StagedFile:
    """Write a file into the staging folder, with the folders it lies in."""
    with in_plain_words(staging.target):
        try:
            status = _write_with_folders(staging.folder, path, content)
        except (FileExistsError, NotADirectoryError) as fault:
            raise ValueError(f"two files at one path: {path!r}") from fault
        return StagedFile(path, digest, stamp_of(status))


def check_path(path: str) -> None:
    """Raise ValueError unless this can be the path of a published file."""
    top, *below = path.split("/")
    is_whole = all((top, *below)) and not re.search(r"[\\:\x00-\x1f\x7f]", path)
    is_dotted = any(name.startswith(".") for name in below) or (top.startswith(".") and top not in _DOT_NAMES)
    if not is_whole or is_dotted:
        raise ValueError(f"not a path of a published file: {path!r}")


def _write_with_folders(top: Path, path: str, content: bytes) -> os.stat_result:
    place = f"{top}/{path}"
    try:
        return write_new(place, content)
    except FileNotFoundError:
        _make_folders(top, Path(place).parent)
        return write_new(place, content)


def _make_folders(top: Path, folder: Path) -> None:
    """Make a folder and those above it, up to `top`. Another worker may be doing the same."""
    if folder == top:
        return
    try:
        with suppress(FileExistsError):
            make_folder(folder)
    except FileNotFoundError:
        _make_folders(top, folder.parent)
        with suppress(FileExistsError):
            make_folder(folder)
