"""One run of the command: what was remembered, the build, the publication, what is to be remembered.

The memory lies in ROOT/.cache/, in a folder for each site that is built from these sources. It only ever
saves time: whatever is wrong with it, the build begins again without it and gives the same site.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from microsite.fast_path import Look, engine_stamps
from microsite.incremental import (
    NotAsRemembered,
    Packs,
    State,
    Store,
    compact_memory,
    compact_state,
    forget_old,
    freeze_state,
    open_reader,
    open_store,
    places_in,
    thaw_state,
)
from microsite.pipeline import (
    Build,
    BuildOptions,
    FilesLost,
    Progress,
    build,
    publish,
    say_nothing,
    source_folders,
)
from microsite.publish import (
    IndexSpoilt,
    Published,
    hold_lock,
    load_index,
    open_publication,
    save_index,
    survey_site,
)
from microsite.values import dataclass

HOME = str(Path(__file__).resolve().parent.parent)


@dataclass(frozen=True, slots=True)
class _Session:
    options: BuildOptions
    store: Store
    is_published: bool
    look: Look | None
    progress: Progress

    def run(self, *, is_clean: bool) -> tuple[Build, Published | None]:
        """Build with what is remembered, or without it when that cannot be trusted."""
        frozen = None if is_clean else self.store.load()
        if frozen is not None:
            try:
                return self._build(frozen)
            except (NotAsRemembered, IndexSpoilt, FilesLost):
                pass
        return self._build(None)

    def _build(self, frozen: Mapping[str, Any] | None) -> tuple[Build, Published | None]:
        """Build with a state, or without one."""
        with self._open_packs(frozen) as packs:
            before = self._recall(frozen, packs) if frozen else None
            built, published = self._build_after(before, packs)
            if published:
                built = replace(built, state=self._remember(built.state, packs))
            return built, published

    def _build_after(self, before: State | None, packs: Packs) -> tuple[Build, Published | None]:
        changed = self._list_changed(before)
        if not self.is_published:
            return build(
                self.options, before=before, changed=changed, packs=packs, progress=self.progress
            ), None
        lost: frozenset[str] = frozenset()
        if before and before.tree:
            survey = survey_site(self.options.out, before.tree, changed=changed)
            lost = survey.damaged
            before = replace(before, tree=survey.record)
        record = before.tree if before else None
        sources = source_folders(self.options)
        with open_publication(self.options.out, sources=sources, record=record) as publication:
            built = build(
                self.options,
                before=before,
                changed=changed,
                lost=lost,
                publication=publication,
                packs=packs,
                progress=self.progress,
            )
            if built.has_errors:
                return built, None
            published, tree = publish(built, publication)
        return (replace(built, state=replace(built.state, tree=tree)) if built.state else built), published

    def _list_changed(self, before: State | None) -> frozenset[str] | None:
        """Return the whole paths that do not show the stamps in a state; None when nobody looked yet."""
        if before is None or self.look is None or self.look.identity != before.identity:
            return None
        return frozenset(self.look.changed)

    # The memory

    @contextmanager
    def _open_packs(self, frozen: Mapping[str, Any] | None) -> Iterator[Packs]:
        """Open the packs of the store. A build that publishes nothing adds nothing to them."""
        with ExitStack() as stack:
            scratch = None
            if not self.is_published:
                from tempfile import TemporaryDirectory

                scratch = Path(stack.enter_context(TemporaryDirectory(prefix="microsite-")))
            names = frozen["packs"] if frozen else ()
            packs = Packs(self.store.folder, append_to=names[-1] if names else "", scratch=scratch)
            stack.callback(packs.close)
            yield packs

    def _recall(self, frozen: Mapping[str, Any], packs: Packs) -> State | None:
        index = load_index(frozen["index"], read_body=self.store.read_links, base_url=frozen["base_url"])
        if index is None:
            return None
        return thaw_state(frozen, packs, index, open_reader(self.options.root, frozen["digests"]))

    def _remember(self, state: State | None, packs: Packs) -> State | None:
        """Save the state, and return it with what it is known by from now on.

        A disk that refuses costs the next build time, and is no reason to complain.
        """
        if state is None:
            self.store.forget()
            return None
        try:
            saved = save_index(state.index)
            frozen = {**freeze_state(state, packs), "index": saved.head}
            if not packs.has_room(places_in(frozen)):
                frozen = compact_state(frozen, packs)
            identity = self.store.save(frozen, places_in(frozen), packs, links=saved.body)
            forget_old(self.store.folder.parent)
        except OSError:
            identity = b""
        return replace(state, identity=identity)


def run_build(
    options: BuildOptions,
    *,
    is_published: bool,
    is_clean: bool,
    look: Look | None = None,
    progress: Progress = say_nothing,
) -> tuple[Build, Published | None]:
    """Return the build, and what its publication did; None when nothing was published.

    `is_clean` begins without anything from earlier builds. `look` is what the fast path has seen.
    """
    site = "\n".join((str(options.out), options.base_url, str(options.drafts)))
    store = open_store(options.root / ".cache", site=site, key=_key_of_engine())
    session = _Session(options, store, is_published, look, progress)
    with hold_lock(options.out) if is_published else nullcontext():
        return session.run(is_clean=is_clean)


class PreviewSession:
    """The builds of one preview: each begins with what the one before knows."""

    def __init__(self, options: BuildOptions, folder: Path) -> None:
        """Take the options, which are the same for all of them, and a folder for what is remembered."""
        self._options = options
        self._packs = Packs(folder)
        self._state: State | None = None
        self.content_by_path: dict[str, bytes] = {}
        """The site after the last build without errors."""

    def build(self) -> Build:
        """Build again after something was saved."""
        built = build(self._options, before=self._state, packs=self._packs)
        if not built.has_errors:
            earlier = self.content_by_path
            made = built.content_by_path
            self.content_by_path = {path: made.get(path) or earlier[path] for path in built.digests}
            self._state = built.state
            if built.state:
                memory = compact_memory(built.state.memory, self._packs)
                self._state = replace(built.state, memory=memory)
        return built


def _key_of_engine() -> bytes:
    """Return what stands for the engine, Python and the libraries as they are."""
    return repr(sorted(engine_stamps(HOME).items())).encode() + os.name.encode()
