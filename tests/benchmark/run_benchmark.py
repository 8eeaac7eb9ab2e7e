"""Measure this generator beside others, and write docs/performance.md and its chart: `make bench`.

    make bench                                       all sizes, everybody, into docs/
    make bench ARGS="--sizes 1000 --only hugo,ours"  a part of it, on the screen alone
    make bench ARGS="--profile --sizes 1000"         where our own time goes

All of a table comes from one run on one machine, so that its ratios hold; a part is never written into
the tables of another run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmark.contestants import Contestant
from tests.benchmark.corpus import make_corpus
from tests.benchmark.figures import summarise
from tests.benchmark.hugo import make_hugo
from tests.benchmark.ours import make_ours
from tests.benchmark.rounds import Sample, run_rounds, write_entry
from tests.benchmark.tables import LineUp, replace_between_marks, write_tables
from tests.benchmark.watching import run_watches

REPOSITORY = Path(__file__).resolve().parents[2]
PAPER = REPOSITORY / "docs" / "performance.md"
SIZES = (100, 1000, 10_000)
PARTS = ("build", "watch")


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for; return 1 when our own figures do not count."""
    options = _read_options(arguments)
    contestants, line_up = gather(options.only)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        samples = measure_all(contestants, options, Path(scratch))
    figures = summarise(samples)
    tables = write_tables(figures, line_up)
    say(f"\n{tables}")
    if options.write:
        text = PAPER.read_text(encoding="utf-8")
        PAPER.write_text(replace_between_marks(text, tables), encoding="utf-8")
    if options.report == "json":
        raw = json.dumps([asdict(sample) for sample in samples], indent=1)
        PAPER.with_suffix(".json").write_text(f"{raw}\n", encoding="utf-8")
    return 1 if any(figures[place].fault for place in figures if place.contestant == "ours") else 0


def gather(only: Iterable[str]) -> tuple[tuple[Contestant, ...], LineUp]:
    """Return who takes part of those asked for (all when none is named)."""
    found = {"Hugo": make_hugo(), "This generator": make_ours()}
    present = [each for each in found.values() if each and (not only or each.name in only)]
    missing = [f"{title} could not be had." for title, each in found.items() if each is None]
    titles = {each.name: each.title for each in present}
    pythons = [each.name for each in present if each.is_python]
    return tuple(present), LineUp(titles, pythons, missing)


def measure_all(contestants: Sequence[Contestant], options: argparse.Namespace, folder: Path) -> list[Sample]:
    """Measure every size: the builds in turn, then each preview server alone."""
    samples: list[Sample] = []
    for size in options.sizes:
        corpus = make_corpus(size)
        entries = [write_entry(each, folder / str(size), corpus) for each in contestants]
        if "build" in options.parts:
            samples += run_rounds(entries, corpus, rounds=options.rounds, say=say)
        if "watch" in options.parts:
            for entry in entries:
                samples += run_watches(entry, corpus, rounds=options.rounds, say=say)
    return samples


def say(text: str) -> None:
    """Write to the screen at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=_numbers, default=SIZES, help="pages, such as 100,1000")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds after the warm-up")
    parser.add_argument("--only", type=_words, default=(), help="contestants, such as hugo,ours")
    parser.add_argument("--parts", type=_words, default=PARTS, help="build, watch, or both")
    parser.add_argument("--report", choices=("json",), help="keep the raw numbers beside the paper")
    parser.add_argument("--write", action="store_true", help="write into docs/, though it is only a part")
    options = parser.parse_args(arguments)
    is_whole = options.sizes == SIZES and not options.only and options.parts == PARTS
    options.write = options.write or is_whole
    return options


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split(","))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
