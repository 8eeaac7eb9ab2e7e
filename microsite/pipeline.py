"""The pipeline: the whole build, readable top to bottom.

    sources ─read▶ files ─model▶ Model ─plan, render▶ output files ─check▶ the same ─publish▶ site/

Each arrow gives a value and problems; nothing flows back; one list of problems at the end. Errors
publish nothing and leave site/ as it was.

A build that is given the state of an earlier one reads what was edited since, makes what that changes, checks
what it made, and publishes the difference. The result is the same, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from microsite.html import OutputFile, digest_of
from microsite.incremental import (
    NOTHING,
    Fetched,
    MadeSite,
    Memory,
    Packs,
    Parts,
    Remade,
    State,
    compile_aside,
    count_jobs,
    make_everything,
    model_cells,
    open_reader,
    update_cells,
)
from microsite.model import Overlay, update_model
from microsite.pages import list_routes
from microsite.problems import Problem, Problems, sort_problems
from microsite.publish import (
    AddressBook,
    CheckedFile,
    Origin,
    Publication,
    Published,
    SiteIndex,
    StagedFile,
    TreeRecord,
    check_file,
    check_site,
    check_target,
    write_staged,
)
from microsite.source import SourceFile, Stamps, find_edits, read_again, read_stamped
from microsite.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Model
    from microsite.pages import Addresses, Page, Route

SOURCE_FOLDERS = ("content", "data", "templates")

Progress = Callable[[str], None]
"""Told the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What one build is asked to do."""

    root: Path
    out: Path
    today: date
    base_url: str = ""
    """In place of the one in data/settings.yaml; with a slash at the end."""
    drafts: bool = False
    jobs: int = 0
    """How many processes at most; 0 is as many as there are processors."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file made anew and looked at by itself; its bytes are on the disk already, or still with us."""

    checked: CheckedFile
    file: OutputFile | None
    staged: StagedFile | None


@dataclass(frozen=True, slots=True)
class Build:
    """What came of it: the files made anew, and every problem."""

    model: Model
    files: Mapping[str, SourceFile]
    """The sources; those that were not edited are read when they are asked for."""
    looked: Mapping[str, Looked]
    """Files made anew, by path: without an earlier state the whole site."""
    digests: Mapping[str, bytes]
    """Of every file of the site, by path."""
    remade: tuple[Remade, ...]
    """Pages made anew, and why."""
    problems: Problems
    aria: int
    """ARIA attributes on all pages together."""
    state: State | None
    """For the next build; None when there are errors, or stamps do not tell of every change."""
    memory: Memory

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the site from being published."""
        return any(problem.is_error for problem in self.problems)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages as they were planned."""
        store = self.memory.pages
        return tuple(store.open_page(path).plan.page for path in store.entries)

    @property
    def output(self) -> dict[str, OutputFile]:
        """The files made anew that were not staged."""
        return {path: each.file for path, each in self.looked.items() if each.file}

    @property
    def content_by_path(self) -> dict[str, bytes]:
        """The same, as they would be published."""
        return {path: file.content for path, file in self.output.items()}


@dataclass(frozen=True, slots=True)
class _Facts:
    """The first half of a build: all that is known before anything is made."""

    files: Mapping[str, SourceFile]
    stamps: Stamps
    is_traceable: bool
    digests: Mapping[str, bytes]
    model: Model
    addresses: Addresses
    routes: tuple[Route, ...]
    cells: Mapping[str, bytes]
    problems: Problems
    changed: frozenset[str] | None = None
    """Cells that have another value than in the state before; None when that was not found out."""
    parts: Parts | None = None
    """What is stored of the model, where it was taken from there."""
    edited: frozenset[str] = frozenset()
    """Files edited since it was stored."""
    compiled: bytes = b""
    """Templates that were compiled meanwhile."""


def say_nothing(stage: str) -> None:
    """Say nothing."""


def build(
    options: BuildOptions,
    *,
    before: State | None = None,
    changed: frozenset[str] | None = None,
    lost: frozenset[str] = frozenset(),
    publication: Publication | None = None,
    packs: Packs | None = None,
    progress: Progress = say_nothing,
) -> Build:
    """Return the site made from the sources, without publishing it.

    `before` is the state of an earlier build of the same site with the same engine, and `changed` the whole
    paths that do not show the stamps in it, where somebody looked already. `lost` names the files
    that are not in site/ as that build left them. With a `publication`, files are staged for it as they are
    made, and with `packs` what is remembered of pages is kept there, so that not all need be held in memory.
    """
    progress("reading")
    facts = (_update_facts(options, before, changed) if before else None) or _gather_facts(options, progress)
    if before and before.addresses.base_url != facts.addresses.base_url:
        before = None  # every address of every page is another one
    progress("rendering")
    memory = before.memory if before else NOTHING
    # A site that will not be published is not written either.
    stage = publication if not any(problem.is_error for problem in facts.problems) else None
    made = make_everything(
        facts.model,
        facts.addresses,
        facts.routes,
        cells=facts.cells,
        changed=facts.changed if before else None,
        handle=partial(_look_at, AddressBook(facts.addresses.base_url), stage),
        before=memory,
        lost=lost,
        packs=packs,
        jobs=count_jobs(options.jobs),
        compiled=facts.compiled,
        before_workers=lambda: stage.staging if stage else None,
    )
    progress("checking")
    earlier = (*facts.problems, *made.problems)
    digests = made.memory.digest_by_path
    index, found = _check(made, facts, before, digests)
    problems = sort_problems((*earlier, *_choose(found, earlier)))
    state = _sum_up(facts, made.memory, index)
    if any(problem.is_error for problem in problems):
        state = None
    return Build(
        model=facts.model,
        files=facts.files,
        looked=made.handled,
        digests=digests,
        remade=made.remade,
        problems=problems,
        aria=index.aria,
        state=state,
        memory=made.memory,
    )


def _look_at(book: AddressBook, stage: Publication | None, file: OutputFile, is_whole: bool) -> Looked:
    """Check a file that was just made, and write it where the coming publication finds it."""
    checked = check_file(file.path, file.content, book=book, is_finished=is_whole)
    if stage is None:
        return Looked(checked, file, None)
    return Looked(checked, None, write_staged(stage.staging, file.path, file.content))


def _sum_up(facts: _Facts, memory: Memory, index: SiteIndex) -> State | None:
    """Return what the next build may begin with; None when stamps would not tell it of every change."""
    if not facts.is_traceable:
        return None
    return State(
        stamps=facts.stamps,
        digests=facts.digests,
        model=facts.model,
        addresses=facts.addresses,
        routes=facts.routes,
        memory=memory,
        index=index,
        parts=facts.parts,
        edited=facts.edited,
    )


def publish(built: Build, publication: Publication) -> tuple[Published, TreeRecord]:
    """Swap a site that was built for a publication into place; only one without errors may get here.

    Errors: FilesLost when site/ turns out not to hold what it was known to hold, and nothing is published.
    """
    assert not built.has_errors, "a site with errors is never published"
    kept = {path: digest for path, digest in built.digests.items() if path not in built.looked}
    lost = publication.keep(kept) if kept else frozenset()
    if lost:
        raise FilesLost(lost)
    publication.take(each.staged for each in built.looked.values() if each.staged)
    return publication.swap()


class FilesLost(Exception):
    """Somebody deletes or alters files of site/ while we build; carries their paths."""


def source_folders(options: BuildOptions) -> tuple[Path, ...]:
    """Return the folders that no site may be published over."""
    return (options.root, *(options.root / folder for folder in SOURCE_FOLDERS))


def check_out(options: BuildOptions) -> None:
    """Refuse, before any work, a target that is not ours or would swallow the sources."""
    check_target(options.out, sources=source_folders(options))


# --- From the sources to the facts --------------------------------------------------------------


def _gather_facts(options: BuildOptions, progress: Progress) -> _Facts:
    """Read and model all sources."""
    from microsite.model import model_sources
    from microsite.pages import plan_routes

    read, reading = read_stamped(options.root)
    progress("modelling")
    with compile_aside(read.files, jobs=count_jobs(options.jobs)) as compiled:
        model, modelling = model_sources(read.files, today=options.today, drafts=options.drafts)
        progress("planning")
        addresses, planning = plan_routes(model, options.base_url or model.settings.base_url)
        digests = {path: digest_of(file.content) for path, file in read.files.items()}
        cells = model_cells(model, addresses, digests)
    return _Facts(
        files=read.files,
        stamps=read.stamps,
        is_traceable=read.is_traceable,
        digests=digests,
        model=model,
        addresses=addresses,
        routes=list_routes(addresses, model.default_locale),
        cells=cells,
        problems=(*reading, *modelling, *planning),
        compiled=compiled() or b"",
    )


def _update_facts(options: BuildOptions, before: State, seen: frozenset[str] | None) -> _Facts | None:
    """Return the facts after a few edits, or None when they must be gathered anew.

    `seen` are the whole paths that do not show their stamps, where that is known.
    """
    edits = find_edits(options.root, before.stamps, seen)
    if edits is None:
        return None
    read, problems = read_again(options.root, edits, before.stamps)
    if problems:
        return None
    digests = {**before.digests, **{path: digest_of(file.content) for path, file in read.files.items()}}
    edited = [file for path, file in read.files.items() if digests[path] != before.digests[path]]
    model = update_model(before.model, edited, today=options.today)
    if model is None:
        return None
    paths = [file.path for file in edited]
    changed = update_cells(before.model, model, paths, digests)
    others = Fetched(digests, open_reader(options.root, digests))
    return _Facts(
        files=Overlay(others, read.files),
        stamps=read.stamps,
        is_traceable=True,
        digests=digests,
        model=model,
        addresses=before.addresses,
        routes=before.routes,
        cells=before.memory.cells_after(changed),
        problems=(),
        changed=frozenset(changed),
        parts=before.parts,
        edited=before.edited.union(paths),
    )


# --- From the files to what is wrong with them --------------------------------------------------


def _check(
    made: MadeSite[Looked], facts: _Facts, before: State | None, digests: Mapping[str, bytes]
) -> tuple[SiteIndex, Problems]:
    """Look at the files that have other bytes than before, and at what that means for the rest."""
    earlier = before.memory.digest_by_path if before else {}
    changed = ((path, each.checked) for path, each in made.handled.items())
    return check_site(
        before.index if before else None,
        changed,
        removed=earlier.keys() - digests.keys(),
        book=AddressBook(facts.addresses.base_url),
        origin_of=_Origins(made.memory, facts.files).of,
    )


class _Origins:
    """Where the files of the site come from."""

    def __init__(self, memory: Memory, files: Mapping[str, SourceFile]) -> None:
        self._memory = memory
        self._files = files
        self._source_by_path: dict[str, str] = {}

    def of(self, path: str) -> Origin:
        """Return the source of a file of the site, with its text; a file of none stands for itself."""
        if not self._source_by_path:
            self._source_by_path = {trace.path: trace.origin for trace in self._memory.files()}
        source = self._source_by_path.get(path, "")
        return Origin(source, lambda: self._read(source)) if source else Origin(path)

    def _read(self, source: str) -> str:
        file = self._files.get(source)
        return file.content.decode("utf-8", "replace") if file else ""


def _choose(found: Iterable[Problem], earlier: Problems) -> Iterable[Problem]:
    """Return what is told of the findings in finished pages.

    A place that has a problem already is not named twice; and after an error, mere warnings (a page
    that nothing links to) may be its consequence and wait for the next build.
    """
    found = _tell_copies_once(found)
    if not any(problem.is_error for problem in earlier):
        return found
    told = {(problem.location.path, problem.location.line) for problem in earlier}
    return (
        problem
        for problem in found
        if problem.is_error and (problem.location.path, problem.location.line) not in told
    )


def _tell_copies_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep one of two problems that differ only in the page: the home page is also at the root."""
    told: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        key = (problem.code, problem.location, problem.message, problem.label)
        if problem.page and key in told and len(problem.page) < len(told[key].page):
            continue
        told[key] = problem
    return tuple(told.values())
