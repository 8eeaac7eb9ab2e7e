"""The rounds: every contestant does the same thing in turn, and its output is looked at each time.

A run counts only when what was edited is in the output. Otherwise the contestant was quick because it
published something stale, and its figure is said to be so.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.contestants import (
    Contestant,
    edit_layout,
    edit_page,
    edit_shared_record,
    edit_style,
    write_site,
)
from tests.benchmark.corpus import Corpus, CorpusPage
from tests.benchmark.measure import Run, measure

SCENARIOS = ("cold", "unchanged", "page", "again", "record", "layout", "style")
"""Nothing kept from earlier; nothing changed; then edited: a page, another one, a record, the base layout,
the style sheet."""

_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of one contestant."""

    contestant: str
    pages: int
    scenario: str
    round: int
    """0 is the warm-up, which no figure is made of (but the memory with shared pages counted once)."""
    seconds: float
    processor: float
    peak: int
    shared_peak: int
    foreign: float
    """Seconds of processor that all else on the machine used meanwhile; not looked at in watch mode."""
    fault: str
    """What is wrong with the output: then the time says nothing. Empty when all is there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A contestant with its site on the disk."""

    contestant: Contestant
    root: Path


def run_rounds(
    entries: Iterable[Entry], corpus: Corpus, *, rounds: int, say: Callable[[str], None]
) -> Iterator[Sample]:
    """Yield what each run took, the warm-up first. The sites must be written."""
    entries = tuple(entries)
    for number in range(rounds + 1):
        for scenario in SCENARIOS:
            for entry in entries:
                sample = run_once(entry, corpus, scenario, number)
                say(_tell(sample))
                yield sample


def write_entry(contestant: Contestant, folder: Path, corpus: Corpus) -> Entry:
    """Write a contestant's site anew into its own folder."""
    root = folder / contestant.name
    shutil.rmtree(root, ignore_errors=True)
    write_site(contestant, root, corpus)
    return Entry(contestant, root)


def run_once(entry: Entry, corpus: Corpus, scenario: str, number: int) -> Sample:
    """Make the edit of a scenario, build, look at the output."""
    word = f"{scenario}edit{number}"
    page = page_to_edit(corpus, number if scenario != "again" else number + len(corpus.pages) // 3)
    prepare(entry, corpus, scenario, page, word)
    run = measure(
        entry.contestant.build(entry.root),
        folder=entry.root,
        environment=entry.contestant.environment,
        is_thorough=number == 0,
    )
    fault = find_fault(entry, corpus, scenario, page, word) if run.exit_code == 0 else _failure(run)
    return Sample(
        contestant=entry.contestant.name,
        pages=len(corpus.pages),
        scenario=scenario,
        round=number,
        seconds=run.seconds,
        processor=run.processor,
        peak=run.peak,
        shared_peak=run.shared_peak,
        foreign=run.foreign,
        fault=fault,
    )


def page_to_edit(corpus: Corpus, number: int) -> CorpusPage:
    """Return the page that a round edits: another one each time, from the middle on."""
    return corpus.pages[(len(corpus.pages) // 2 + 1 + number) % len(corpus.pages)]


def prepare(entry: Entry, corpus: Corpus, scenario: str, page: CorpusPage, word: str) -> None:
    """Change the sources as the scenario says."""
    contestant, root = entry.contestant, entry.root
    match scenario:
        case "cold":
            for path in (contestant.output, *contestant.caches):
                _delete(root / path)
        case "page" | "again":
            edit_page(contestant, root, page, word)
        case "record":
            edit_shared_record(contestant, root, corpus, word)
        case "layout":
            edit_layout(contestant, root, word)
        case "style":
            edit_style(contestant, root, word)


def find_fault(entry: Entry, corpus: Corpus, scenario: str, page: CorpusPage, word: str) -> str:
    """Return what is not in the output and ought to be; nothing when all is well."""
    shown_by = {"page": (page,), "again": (page,), "record": corpus.readers}
    if scenario == "style":
        return "" if word in read_published_style(entry, page) else "the style sheet is stale"
    pages = shown_by.get(scenario, corpus.pages)
    missing = [each for each in pages if not entry.contestant.output_file(entry.root, each).is_file()]
    if missing:
        return f"{len(missing)} pages are not published"
    if scenario in ("cold", "unchanged"):
        word, pages = corpus.records[0].label, corpus.readers
    old = [each for each in pages if word not in _read(entry.contestant.output_file(entry.root, each))]
    return f"{len(old)} of {len(pages)} pages are stale" if old else ""


def read_published_style(entry: Entry, page: CorpusPage) -> str:
    """Return the style sheet that a published page links to; nothing when there is none."""
    html = entry.contestant.output_file(entry.root, page)
    found = _STYLE_LINK.search(_read(html)) if html.is_file() else None
    if not found:
        return ""
    output = entry.root / entry.contestant.output
    sheet = output / found[1].lstrip("/") if found[1].startswith("/") else html.parent / found[1]
    return _read(sheet) if sheet.is_file() else ""


def _failure(run: Run) -> str:
    return f"exit code {run.exit_code}: {' '.join(run.words.split())[-300:]}"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _tell(sample: Sample) -> str:
    warm_up = " (warm-up)" if sample.round == 0 else ""
    figures = f"{sample.seconds:7.2f} s, processor {sample.processor:7.2f} s, {sample.peak / 1e6:6.0f} MB"
    fault = f"  {sample.fault}" if sample.fault else ""
    return f"{sample.pages:6d} {sample.scenario:9s} {sample.contestant:9s} {figures}{warm_up}{fault}\n"
