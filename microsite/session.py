"""One run of the command: what was remembered, the build, the publication, what is to be remembered.

The memory lies in ROOT/.cache/, in a folder for each site that is built from these sources. It only ever
saves time: whatever is wrong with it, the build begins again without it and gives the same site.
"""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from microsite.fast_path import engine_stamps
from microsite.incremental import (
    NotAsRemembered,
    State,
    Store,
    forget_old,
    freeze_state,
    open_reader,
    open_store,
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

HOME = str(Path(__file__).resolve().parent.parent)


@dataclass(frozen=True, slots=True)
class _Session:
    options: BuildOptions
    store: Store
    is_published: bool
    progress: Progress

    def run(self, *, is_clean: bool) -> tuple[Build, Published | None]:
        """Build with what is remembered, or without it when that cannot be trusted."""
        before = None if is_clean else self._recall()
        try:
            return self._build(before)
        except (NotAsRemembered, IndexSpoilt, FilesLost):
            return self._build(None)

    def _build(self, before: State | None) -> tuple[Build, Published | None]:
        lost: frozenset[str] = frozenset()
        if before and before.tree and self.is_published:
            survey = survey_site(self.options.out, before.tree)
            lost = survey.damaged
            before = replace(before, tree=survey.record)
        if not self.is_published:
            return build(self.options, before=before, progress=self.progress), None
        record = before.tree if before else None
        sources = source_folders(self.options)
        with open_publication(self.options.out, sources=sources, record=record) as publication:
            built = build(
                self.options, before=before, lost=lost, publication=publication, progress=self.progress
            )
            if built.has_errors:
                return built, None
            published, tree = publish(built, publication)
        if built.state:
            built = replace(built, state=replace(built.state, tree=tree))
        self._remember(built.state)
        return built, published

    # The memory

    def _recall(self) -> State | None:
        frozen = self.store.load()
        if frozen is None:
            return None
        index = load_index(frozen["index"], read_body=self.store.read_links, base_url=frozen["base_url"])
        if index is None:
            return None
        return thaw_state(frozen, index, open_reader(self.options.root, frozen["digests"]))

    def _remember(self, state: State | None) -> None:
        """Save the state. A disk that refuses costs the next build time, and is no reason to complain."""
        if state is None:
            self.store.forget()
            return
        with suppress(OSError):
            saved = save_index(state.index)
            frozen = {**freeze_state(state), "index": saved.head}
            self.store.save(frozen, state.memory.pages.pages, links=saved.body)
            forget_old(self.store.folder.parent)


def run_build(
    options: BuildOptions, *, is_published: bool, is_clean: bool, progress: Progress = say_nothing
) -> tuple[Build, Published | None]:
    """Return the build, and what its publication did; None when nothing was published.

    `is_clean` begins without anything from earlier builds.
    """
    site = "\n".join((str(options.out), options.base_url, str(options.drafts)))
    store = open_store(options.root / ".cache", site=site, key=_key_of_engine())
    session = _Session(options, store, is_published, progress)
    with hold_lock(options.out) if is_published else nullcontext():
        return session.run(is_clean=is_clean)


class PreviewSession:
    """The builds of one preview: each begins with what the one before knows."""

    def __init__(self, options: BuildOptions) -> None:
        """Take the options, which are the same for all of them."""
        self._options = options
        self._state: State | None = None
        self.content_by_path: dict[str, bytes] = {}
        """The site after the last build without errors."""

    def build(self) -> Build:
        """Build again after something was saved."""
        built = build(self._options, before=self._state)
        if not built.has_errors:
            earlier = self.content_by_path
            made = built.content_by_path
            self.content_by_path = {path: made.get(path) or earlier[path] for path in built.digests}
            self._state = built.state
        return built


def _key_of_engine() -> bytes:
    """Return what stands for the engine, Python and the libraries as they are."""
    return repr(sorted(engine_stamps(HOME).items())).encode() + os.name.encode()
