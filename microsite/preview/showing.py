"""What is shown now, and what a new build changes about it.

Values only: no network, no threads, no disk.

The last good site stays when a build fails; its report is shown with it and goes with the next good
build. A build that gives the same bytes and the same report changes nothing, so no browser reloads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from microsite.values import dataclass

_WHOLE_PAGE = "/"
_FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}(?=\.css$)")


@dataclass(frozen=True, slots=True)
class PreviewBuild:
    """What one build gave."""

    content_by_path: Mapping[str, bytes] | None
    """The whole site in memory, ``en/index.html`` → its bytes; None when the build has errors."""

    report: str
    """The problems as plain text, empty when there are none."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What the preview answers with, from one build to the next."""

    version: int = 0
    """Grows by one with every change a browser must know of; 0 until the first build is there."""

    content_by_path: Mapping[str, bytes] | None = None
    """The last good site; None until there is one."""

    report: str = ""
    has_failed: bool = False
    """Whether the last build had errors, so that `content_by_path` is older than the sources."""

    newest_by_retired: Mapping[str, str] = field(default_factory=dict)
    """Earlier paths of stylesheets → their newest. A page that swapped its stylesheet without a
    reload still asks for it by the name it was loaded with."""

    def find_content(self, path: str) -> bytes | None:
        """Return the bytes of a published path, or None; a retired stylesheet gives its newest."""
        if self.content_by_path is None:
            return None
        return self.content_by_path.get(self.newest_by_retired.get(path, path))


def show_build(showing: Showing, build: PreviewBuild) -> tuple[Showing, tuple[str, ...]]:
    """Return what is shown after `build`, and the paths that browsers are told to reload.

    Shape of the paths, as the livereload protocol wants them: none when nothing changed, those of
    the stylesheets when only they did (they are swapped in the page), else ``/``: the whole page.
    """
    has_failed = build.content_by_path is None
    content = showing.content_by_path if build.content_by_path is None else build.content_by_path
    swaps = find_style_swaps(showing.content_by_path, content)
    has_same_words = (build.report, has_failed) == (showing.report, showing.has_failed)
    if has_same_words and swaps == {}:
        return showing, ()

    shown = Showing(
        version=showing.version + 1,
        content_by_path=content,
        report=build.report,
        has_failed=has_failed,
        newest_by_retired=_retire(showing.newest_by_retired, swaps or {}, content or {}),
    )
    if has_same_words and swaps:
        return shown, tuple(f"/{path}" for path in swaps.values())
    return shown, (_WHOLE_PAGE,)


def find_style_swaps(
    before: Mapping[str, bytes] | None, after: Mapping[str, bytes] | None
) -> Mapping[str, str] | None:
    """Return the old → new path of each changed stylesheet when nothing else sets the two sites apart.

    A stylesheet whose name holds a fingerprint changes its name with its bytes, and with it every
    page that links to it: pages that differ in such names alone count as the same.

    Shape: empty when the sites are the same to the byte; None when more than stylesheets differs.
    """
    if before is after:
        return {}
    if before is None or after is None:
        return None
    renamed = _pair_renamed(before.keys() - after.keys(), after.keys() - before.keys())
    if renamed is None:
        return None
    swaps = dict(renamed)
    arrived = set(renamed.values())
    for path, content in after.items():
        if path in arrived or content == before[path]:
            continue
        if path.endswith(".css"):
            swaps[path] = path
        elif not renamed or _with_old_names(content, renamed) != before[path]:
            return None
    return swaps


def _pair_renamed(gone: set[str], arrived: set[str]) -> Mapping[str, str] | None:
    """Return old → new path of stylesheets that differ in their fingerprint; None when one has no pair."""
    if not all(path.endswith(".css") for path in gone | arrived):
        return None
    old_by_name = {_FINGERPRINT.sub("", path): path for path in gone}
    new_by_name = {_FINGERPRINT.sub("", path): path for path in arrived}
    is_paired = old_by_name.keys() == new_by_name.keys()
    if not is_paired or len(old_by_name) < len(gone) or len(new_by_name) < len(arrived):
        return None
    return {old: new_by_name[name] for name, old in old_by_name.items()}


def _with_old_names(content: bytes, renamed: Mapping[str, str]) -> bytes:
    for old, new in renamed.items():
        content = content.replace(_file_name(new), _file_name(old))
    return content


def _file_name(path: str) -> bytes:
    return path.rpartition("/")[2].encode()


def _retire(
    newest_by_retired: Mapping[str, str], swaps: Mapping[str, str], content_by_path: Mapping[str, bytes]
) -> Mapping[str, str]:
    moved = {retired: swaps.get(newest, newest) for retired, newest in newest_by_retired.items()}
    return {
        retired: newest
        for retired, newest in (moved | dict(swaps)).items()
        if retired not in content_by_path and newest in content_by_path
    }
