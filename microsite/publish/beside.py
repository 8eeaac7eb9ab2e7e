"""What lies beside site/: trees that are not, or no longer, the site. Swaps one in; clears up after the dead.

Part of stage 5 of 5. Each has a name that tells how far a build came:

    .site.next-3f9a01c2d7e8   grows, or is to be deleted; of no use to a later build
    .site.spare               was site/ before the last swap, or is on its way to be the next one
    .site.old                 was site/ a moment ago, between the two steps of a swap without exchange

All but the last may be in any state; `.site.old` is whole.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from microsite.publish.exchange import exchange_folders
from microsite.publish.refusals import MachineRefused, explain, show_path
from microsite.publish.target import is_ours, is_ours_or_begun, look_at
from microsite.publish.writing import delete_tree, sync_path


def name_beside(target: Path) -> Path:
    """Return a new name for a tree that is not yet, or no longer, the site."""
    return target.with_name(f".{target.name}.next-{os.urandom(6).hex()}")


def name_spare(target: Path) -> Path:
    """Return the name of the tree that waits to become the next site."""
    return target.with_name(f".{target.name}.spare")


def swap_in(following: Path, target: Path) -> None:
    """Make a whole tree the site; the site that was is the spare tree afterwards.

    Errors: OSError leaves the old site; MachineRefused means that the new one is in place, but the disk
    did not confirm it.
    """
    aside = _name_aside(target)
    if look_at(target) is None:
        following.rename(target)
    elif not exchange_folders(following, target):
        target.rename(aside)
        following.rename(target)
        with suppress(OSError):  # the new site is in place; an old one that keeps this name is deleted
            aside.rename(following)
    _confirm(target)
    if following != name_spare(target) and is_ours(following):
        # Whatever else has that name stays, and the old tree is deleted with the leftovers.
        with suppress(OSError):
            following.rename(name_spare(target))


def put_right(target: Path) -> None:
    """Bring back the old tree if a swap in two steps was cut short, then delete what is of no use.

    What cannot be deleted stays for the next build. Nothing goes before the disk has confirmed the name
    of the new tree: a power cut must not find that name still on a tree that is half deleted.
    """
    aside = _name_aside(target)
    if is_ours_or_begun(aside):
        # While it is called `.site.old` it is whole: it loses that name before it is deleted.
        aside.rename(target if look_at(target) is None else name_beside(target))
    leftovers = list_leftovers(target)
    if leftovers:
        sync_path(target.parent)
    for leftover in leftovers:
        # RuntimeError: a machine so short of everything that it starts no thread.
        with suppress(OSError, RuntimeError):
            delete_tree(leftover)


def list_leftovers(target: Path) -> list[Path]:
    """Return the trees beside the target that are to be deleted: ours by name and by what they hold."""
    name = re.compile(rf"\.{re.escape(target.name)}\.next-[0-9a-f]{{12}}")
    found: list[Path] = []
    with suppress(OSError):
        found = [path for path in sorted(target.parent.iterdir()) if name.fullmatch(path.name)]
    return [path for path in found if _may_go(path)]


def _confirm(target: Path) -> None:
    try:
        sync_path(target.parent)
    except OSError as fault:
        refusal = explain(fault, target=target)
        raise MachineRefused(
            f"`{show_path(target)}` is new and whole, but a power cut may undo that: {refusal.message}",
            refusal.hint,
        ) from fault


def _name_aside(target: Path) -> Path:
    """Return the name of the whole old tree between the two steps of a swap."""
    return target.with_name(f".{target.name}.old")


def _may_go(path: Path) -> bool:
    try:
        return is_ours_or_begun(path)
    except OSError:
        return False
