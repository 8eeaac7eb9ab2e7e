"""Sees every save in the watched folders, and says that there was one.

Each folder is watched by itself, from a list made here: watchfiles' own recursion follows links, and
a link to ``/`` in somebody's pull request would have it watch the whole machine. The list is made
anew when a folder comes, goes or is replaced, the watched ones included. Whatever happened in
between cannot have been seen, so every new list counts as a change.

It reads names and identities of folders, never the content of a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import threading
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from watchfiles import Change, watch

_BURST_MS = 20
"""Saves this close together are one change; half as long without another ends the wait early."""

_HEARTBEAT_MS = 100
"""How often to look whether a watched folder came back; nothing reports the birth of a missing one."""

_RETRY_SECONDS = 1.0

# What editors leave beside the file they save; dot files are ignored as well. Nothing may stand here
# that source/file_names.py does not leave alone too, or a save would go unseen; the rest of its list
# costs a build that changes nothing.
_LEFTOVER = re.compile(r".*~|#.*#|.*\.(sw[m-px]|tmp)|4913|___jb_(tmp|old)___", re.DOTALL)

_Identity = tuple[int, int]


def watch_sources(watched: tuple[Path, ...], *, on_change: Callable[[], None], stop: threading.Event) -> None:
    """Call `on_change` once as soon as every folder is watched, then after every change, until `stop`.

    A folder that is missing, or a link, is left out until a real one takes its place.
    """
    tops = tuple(Path(os.path.abspath(top)) for top in watched)  # noqa: PTH100 - resolve() follows links
    is_polling = False
    while not stop.is_set():
        identity_by_folder = list_folders(tops)
        try:
            _watch_folders(identity_by_folder, tops, on_change, stop=stop, is_polling=is_polling)
        except FileNotFoundError:
            # A folder went while its watch was set up: the next list lacks it.
            stop.wait(_HEARTBEAT_MS / 1000)
        except (OSError, RuntimeError):
            # The system gives no more watches (or none at all): looking again and again still works,
            # and so does building again and again, should even that be refused.
            is_polling = True
            on_change()
            stop.wait(_RETRY_SECONDS)


def list_folders(tops: tuple[Path, ...]) -> Mapping[str, _Identity]:
    """Return every real folder at and below `tops` → what tells it from another of its name.

    Links are not followed. Left out are folders whose name starts with a dot, and those whose name
    is not UTF-8, which watchfiles cannot be asked to watch.
    """
    identity_by_folder: dict[str, _Identity] = {}
    waiting = [str(top) for top in tops]
    while waiting:
        folder = waiting.pop()
        identity = _identify(folder)
        if identity is None:
            continue
        identity_by_folder[folder] = identity
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            waiting += [
                entry.path
                for entry in entries
                if _has_watchable_name(entry) and entry.is_dir(follow_symlinks=False)
            ]
    return identity_by_folder


def is_source(path: str, tops: tuple[Path, ...]) -> bool:
    """Whether a change of `path` can change the site: no dot file, no leftover of an editor.

    Only the part of the path below a watched folder counts: the whole project may live in a dot folder.
    """
    for top in tops:
        with contextlib.suppress(ValueError):
            parts = Path(path).relative_to(top).parts
            is_hidden = any(part.startswith(".") for part in parts)
            return not is_hidden and not any(_LEFTOVER.fullmatch(part) for part in parts[-1:])
    return False


def _watch_folders(
    identity_by_folder: Mapping[str, _Identity],
    tops: tuple[Path, ...],
    on_change: Callable[[], None],
    *,
    stop: threading.Event,
    is_polling: bool,
) -> None:
    """Watch just these folders, until `stop` or until they are no longer the right ones."""
    with contextlib.closing(_batches(identity_by_folder, stop=stop, is_polling=is_polling)) as batches:
        first_changes = next(batches, set())
        on_change()
        if list_folders(tops) != identity_by_folder or _has_new_folders(first_changes, identity_by_folder):
            return
        for changes in batches:
            if any(is_source(path, tops) for _, path in changes):
                on_change()
            if _has_new_folders(changes, identity_by_folder) or any(
                _identify(str(top)) != identity_by_folder.get(str(top)) for top in tops
            ):
                return


def _batches(
    folders: Mapping[str, _Identity], *, stop: threading.Event, is_polling: bool
) -> Generator[set[tuple[Change, str]], None, None]:
    """Yield the changes of each burst; an empty set at every heartbeat without one."""
    return watch(
        *folders,
        watch_filter=None,
        debounce=_BURST_MS,
        step=_BURST_MS // 2,
        rust_timeout=_HEARTBEAT_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        force_polling=True if is_polling else None,
        recursive=False,
        ignore_permission_denied=True,
    )


def _has_new_folders(changes: set[tuple[Change, str]], identity_by_folder: Mapping[str, _Identity]) -> bool:
    # A folder deleted and made again can have its old identity, so the event alone decides.
    return any(path in identity_by_folder or _identify(path) is not None for _, path in changes)


def _has_watchable_name(entry: os.DirEntry[str]) -> bool:
    is_utf8 = entry.name == entry.name.encode("utf-8", "replace").decode()
    return is_utf8 and not entry.name.startswith(".")


def _identify(path: str) -> _Identity | None:
    """Return what tells a real folder from another at the same path; None when there is none."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None
