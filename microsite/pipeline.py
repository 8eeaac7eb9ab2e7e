"""The pipeline: the whole build, readable top to bottom.

    sources ─read▶ files ─model▶ Model ─plan▶ pages ─render▶ output files ─check▶ the same ─publish▶ site/

Each arrow gives a value and problems; nothing flows back; one list of problems at the end. Errors
publish nothing and leave site/ as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from microsite.html import OutputFile, digest_of
from microsite.incremental import MadeSite, make_everything, model_cells
from microsite.model import Model, model_sources
from microsite.pages import Page, list_routes, plan_routes
from microsite.problems import Problem, Problems, sort_problems
from microsite.publish import Origin, Published, check_files, check_target, hold_lock, publish_files
from microsite.source import SourceFile, read_files

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


@dataclass(frozen=True, slots=True)
class Build:
    """What came of it: the whole site in memory, and every problem."""

    files: Mapping[str, SourceFile]
    model: Model
    pages: tuple[Page, ...]
    output: Mapping[str, OutputFile]
    problems: Problems

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the site from being published."""
        return any(problem.is_error for problem in self.problems)

    @property
    def content_by_path(self) -> dict[str, bytes]:
        """The site as it would be published."""
        return {path: file.content for path, file in self.output.items()}


def _quietly(stage: str) -> None:
    """Say nothing."""


def build(options: BuildOptions, *, progress: Progress = _quietly) -> Build:
    """Return the site made from the sources, without publishing it."""
    progress("reading")
    files, reading = read_files(options.root)
    progress("modelling")
    model, modelling = model_sources(files, today=options.today, drafts=options.drafts)
    progress("planning")
    base_url = options.base_url or model.settings.base_url
    addresses, planning = plan_routes(model, base_url)
    progress("rendering")
    cells = model_cells(model, addresses, {path: digest_of(file.content) for path, file in files.items()})
    routes = list_routes(addresses, model.default_locale)
    made = make_everything(model, addresses, routes, cells=cells)
    progress("checking")
    earlier = (*reading, *modelling, *planning, *made.problems)
    checking = _check(made, files, base_url, earlier)
    pages = tuple(page.plan.page for page in made.memory.pages.values())
    return Build(files, model, pages, made.files, sort_problems((*earlier, *checking)))


def publish(built: Build, options: BuildOptions) -> Published:
    """Swap the built site into place. Only a build without errors may get here."""
    assert not built.has_errors, "a site with errors is never published"
    with hold_lock(options.out):
        return publish_files(built.content_by_path, options.out, sources=_source_folders(options))


def check_out(options: BuildOptions) -> None:
    """Refuse, before any work, a target that is not ours or would swallow the sources."""
    check_target(options.out, sources=_source_folders(options))


def _source_folders(options: BuildOptions) -> tuple[Path, ...]:
    return (options.root, *(options.root / folder for folder in SOURCE_FOLDERS))


def _check(
    site: MadeSite, files: Mapping[str, SourceFile], base_url: str, earlier: Problems
) -> tuple[Problem, ...]:
    """Return what is wrong in the finished pages.

    A place that has a problem already is not named twice; and after an error, mere warnings (a page
    that nothing links to) may be its consequence and wait for the next build.
    """
    origin_by_path = {
        path: Origin(file.origin, _text(files.get(file.origin)))
        for path, file in site.files.items()
        if file.origin
    }
    content_by_path = {path: file.content for path, file in site.files.items()}
    found = check_files(
        content_by_path, base_url=base_url, origin_by_path=origin_by_path, unfinished=site.unfinished
    )
    found = _tell_copies_once(found)
    if not any(problem.is_error for problem in earlier):
        return found
    told = {(problem.location.path, problem.location.line) for problem in earlier}
    return tuple(
        problem
        for problem in found
        if problem.is_error and (problem.location.path, problem.location.line) not in told
    )


def _tell_copies_once(problems: Problems) -> Problems:
    """Keep one of two problems that differ only in the page: the home page is also at the root."""
    told: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        key = (problem.code, problem.location, problem.message, problem.label)
        if problem.page and key in told and len(problem.page) < len(told[key].page):
            continue
        told[key] = problem
    return tuple(told.values())


def _text(file: SourceFile | None) -> str:
    return file.content.decode("utf-8", "replace") if file else ""
