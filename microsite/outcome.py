"""The outcome of a build: what the next one may repeat, while all that this one rested on is as it was.

Written down for fast_path.py, which may import nothing that starts slowly, and so has it in plain values.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from microsite.fast_path import engine_stamps, write_outcome
from microsite.incremental import State, count_jobs
from microsite.pipeline import BuildOptions
from microsite.publish import TreeState
from microsite.session import HOME
from microsite.source import Stamp, is_shown_again

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.fast_path import Proof

_MOST_PROOFS = 1_000
"""Files and folders that a build may open to find that there is nothing to do."""

_FILE, _FOLDER = (stat.S_IFREG, 0o644), (stat.S_IFDIR, 0o755)
"""Kind and mode of all that is in site/."""


def write_down(
    outcome: tuple[str, str], asked: BuildOptions, state: State | None, words: tuple[str, str]
) -> None:
    """Write down what a build left, in the file and under the key of `outcome`."""
    tree = state.tree.site if state and state.tree else None
    if state is None or tree is None:
        return
    root, out = str(asked.root), str(asked.out)
    folders = dict(tree.stamp_by_folder)
    lots = [
        ("", {**engine_stamps(HOME), out: folders.pop("")}),
        (f"{root}/", state.stamps.folders),
        (f"{root}/", state.stamps.files),
        (f"{out}/", folders),
        (f"{out}/", tree.stamp_by_file),
    ]
    proofs = {
        **{f"{root}/{path}": proof for path, proof in _prove_sources(state)},
        **{f"{out}/{path}" if path else out: proof for path, proof in _prove_tree(tree)},
    }
    if len(proofs) > _MOST_PROOFS:
        proofs = {}
    with suppress(OSError):  # a disk that refuses costs the next build time
        write_outcome(*outcome, lots, words, count_jobs(asked.jobs), identity=state.identity, proofs=proofs)


def _prove_sources(state: State) -> Iterator[tuple[str, Proof]]:
    stamps = state.stamps
    for path in _list_fresh(stamps.files):
        if path in state.digests:
            yield path, (stat.S_IFREG, 0, state.digests[path])
    for path, names in _names_in(_list_fresh(stamps.folders), (*stamps.files, *stamps.folders)).items():
        yield path, (stat.S_IFDIR, 0, names)


def _prove_tree(tree: TreeState) -> Iterator[tuple[str, Proof]]:
    for path in _list_fresh(tree.stamp_by_file):
        yield path, (*_FILE, tree.digest_by_file[path])
    paths = (*tree.stamp_by_file, *tree.stamp_by_folder)
    for path, names in _names_in(_list_fresh(tree.stamp_by_folder), paths).items():
        yield path, (*_FOLDER, names)


def _list_fresh(stamps: Mapping[str, Stamp]) -> list[str]:
    """Return the paths whose stamps were too fresh to prove anything."""
    return [path for path, stamp in stamps.items() if not is_shown_again(stamp)]


def _names_in(folders: Iterable[str], paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names in each of some folders."""
    names: dict[str, list[str]] = {folder: [] for folder in folders}
    if names:
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name and folder in names:
                names[folder].append(name)
    return {folder: tuple(found) for folder, found in names.items()}
