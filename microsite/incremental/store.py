"""The store: what one build leaves for the next, on the disk.

A folder below .cache/ for each site that is built from the sources (its target, its address, with drafts
or without). It holds ``state``, read whole by every build that has something to do, ``pack-…``, from which
single values are taken, and ``links``, which is read when links have changed. All three only ever save
time: whatever is missing, spoilt, of another engine or half written counts as nothing, and then everything
is made.

Bytes are looked at only after a digest or a checksum over them was found right. That guards against
accidents, not against people: whoever may write into .cache/ may write into microsite/ too.
"""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from microsite.values import dataclass

from .packs import Packs, Place, Spoilt

_DIGEST_SIZE = 32
_MOST_FOLDERS = 6
"""Sites that are remembered; the one that was built longest ago is forgotten first."""


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one site."""

    folder: Path
    key: bytes
    """What the state depends on besides the sources: the engine, the libraries. Another key is nothing."""

    def load(self) -> Mapping[str, Any] | None:
        """Return the state as it was saved, or None."""
        try:
            sealed = (self.folder / "state").read_bytes()
        except OSError:
            return None
        payload = unseal(sealed, self.key)
        if payload is None:
            return None
        state: dict[str, Any] = marshal.loads(payload)  # noqa: S302 - its digest was right: we wrote it
        state["identity"] = sealed[: len(sealed) - len(payload)]
        return state

    def read_links(self) -> bytes:
        """Return the larger part of the index of the checks, which vouches for itself. Errors: Spoilt."""
        try:
            return (self.folder / "links").read_bytes()
        except OSError as error:
            raise Spoilt("links") from error

    def save(
        self, state: Mapping[str, Any], places: Iterable[Place], packs: Packs, *, links: bytes | None
    ) -> bytes:
        """Save the state and return what it is known by; `load` gives that as its ``identity``.

        `places` are those of all values in packs that belong to it.

        `links` is the larger part of the index of the checks, None when it is as it was.

        Packs are added to and the state is replaced, in this order: a build that dies between the two leaves
        bytes that nobody looks at. Packs in which nothing is of use any more are deleted.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if links is not None:
            (self.folder / "links").write_bytes(links)
        names = sorted({place[0] for place in places})
        draft = self.folder / f"state.{os.getpid()}"
        payload = marshal.dumps({**state, "packs": names})
        digest = _digest(payload, self.key)
        draft.write_bytes(digest + payload)
        draft.replace(self.folder / "state")
        packs.sweep(names)
        return digest

    def forget(self) -> None:
        """Delete what is stored."""
        remove_tree(self.folder)


def open_store(cache: Path, *, site: str, key: bytes) -> Store:
    """Return the folder in which a site is remembered; `site` names it, in any words."""
    return Store(cache / blake2b(site.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(), key)


def forget_old(cache: Path) -> None:
    """Delete what is stored of sites that were built longest ago, when there are many."""
    with suppress(OSError):
        ours = (each for each in cache.iterdir() if re.fullmatch("[0-9a-f]{16}", each.name))
        folders = sorted(ours, key=lambda folder: folder.stat().st_mtime, reverse=True)
        for folder in folders[_MOST_FOLDERS:]:
            remove_tree(folder)


def remove_tree(folder: Path) -> None:
    """Delete a folder with all in it, as far as that can be done."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def unseal(sealed: bytes, key: bytes) -> memoryview | None:
    """Return the payload behind its digest, or None when it is not what was saved with this key."""
    payload = memoryview(sealed)[_DIGEST_SIZE:]
    return payload if sealed[:_DIGEST_SIZE] == _digest(payload, key) else None


def _digest(payload: bytes | memoryview, key: bytes) -> bytes:
    return blake2b(payload, key=blake2b(key).digest(), digest_size=_DIGEST_SIZE).digest()
