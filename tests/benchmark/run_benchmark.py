"""Measure this generator beside others, and write docs/performance.md and its chart: `make bench`.

    make bench                                       all sizes, everybody, into docs/
    make bench ARGS="--sizes 1000 --only hugo,ours"  a part of it, on the screen alone
    make bench ARGS="--profile --sizes 1000"         where our own time goes

All of a table comes from one run on one machine, so that its ratios hold; a part is never written into
the tables of another run. Exit code 1 when what we built ourselves does not hold the edit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmark.chart import draw_chart
from tests.benchmark.corpus import make_corpus
from tests.benchmark.figures import share_of_others, summarise
from tests.benchmark.line_up import NAMES, LineUp, gather
from tests.benchmark.profile_build import profile_builds
from tests.benchmark.rounds import Sample, run_rounds, write_entry
from tests.benchmark.tables import OURS, replace_between_marks, write_tables
from tests.benchmark.watching import run_watches

PAPER = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
SIZES = (100, 1000, 10_000)
PARTS = ("build", "watch")

PICTURE = (
    "Seconds of builds and of saves in watch mode, a bar for each generator: the numbers are in the tables"
)
"""What the chart is to those who do not see it."""


def main(arguments: Sequence[str]) -> int:
    """Measure or profile what was asked for; return the exit code."""
    options = _read_options(arguments)
    # However it is ended, what it started ends with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        if options.profile:
            for size in options.sizes:
                say(f"{profile_builds(size, Path(scratch))}\n")
            return 0
        line_up = gather(options.only)
        samples = measure_all(line_up, options, Path(scratch))
    figures = summarise(samples)
    tables = write_tables(figures, line_up, machine=describe_machine(samples, rounds=options.rounds))
    say(f"\n{tables}")
    if options.write:
        chart = draw_chart(figures, line_up, pages=max(options.sizes))
        write_paper(PAPER, tables, chart)
    if options.report == "json":
        PAPER.with_suffix(".json").write_text(list_samples(samples), encoding="utf-8")
    return 1 if any(figure.fault for place, figure in figures.items() if place.contestant == OURS) else 0


def write_paper(paper: Path, tables: str, chart: str) -> None:
    """Write the chart beside the paper, and show it above the tables between the paper's marks."""
    picture = paper.with_suffix(".svg")
    picture.write_text(chart, encoding="utf-8")
    shown = f"![{PICTURE}]({picture.name})\n\n{tables}"
    paper.write_text(replace_between_marks(paper.read_text(encoding="utf-8"), shown), encoding="utf-8")


def measure_all(line_up: LineUp, options: argparse.Namespace, folder: Path) -> list[Sample]:
    """Measure every size: the builds in turn, then each preview server alone."""
    samples: list[Sample] = []
    for size in options.sizes:
        corpus = make_corpus(size)
        entries = [write_entry(each, folder / str(size), corpus) for each in line_up.contestants]
        if "build" in options.parts:
            built = [entry for entry in entries if not entry.contestant.is_only_watched]
            samples += run_rounds(built, corpus, rounds=options.rounds, say=say)
        if "watch" in options.parts:
            for entry in entries:
                samples += run_watches(entry, corpus, rounds=options.rounds, say=say)
    return samples


def describe_machine(samples: Collection[Sample], *, rounds: int) -> str:
    """Return on what, how often and how undisturbed it was measured."""
    processors = os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    said = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(": ")[2] for line in said if line.startswith("model name")), "unknown")
    others = share_of_others(samples, processors=processors)
    return (
        f"Measured on {processors} processors ({model}) with {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}; timed rounds after a warm-up: {rounds}.\n"
        f"Meanwhile something else used {others:.0%} of the processors."
    )


def list_samples(samples: Sequence[Sample]) -> str:
    """Return the raw numbers as JSON, a run a line."""
    lines = ",\n".join(json.dumps(asdict(sample), ensure_ascii=False) for sample in samples)
    return f"[\n{lines}\n]\n"


def say(text: str) -> None:
    """Write to the screen at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=_read_sizes, default=SIZES, help="pages, such as 100,1000")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds after the warm-up")
    parser.add_argument("--only", type=_read_words(NAMES), default=(), help=f"some of {','.join(NAMES)}")
    parser.add_argument("--parts", type=_read_words(PARTS), default=PARTS, help="build, watch, or both")
    parser.add_argument("--report", choices=("json",), help="keep the raw numbers beside the paper")
    parser.add_argument("--write", action="store_true", help="write into docs/, though it is only a part")
    parser.add_argument("--profile", action="store_true", help="show where our own time goes instead")
    options = parser.parse_args(arguments)
    is_whole = options.sizes == SIZES and not options.only and options.parts == PARTS
    options.write = options.write or is_whole
    return options


def _read_words(known: Collection[str]) -> Callable[[str], tuple[str, ...]]:
    """Return what reads words between commas, all of which must be known."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(text.split(","))
        if unknown := sorted(set(words) - set(known)):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(known)}")
        return words

    return read


def _read_sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(word) for word in text.split(","))
    if min(sizes) < 2:
        raise argparse.ArgumentTypeError("a corpus has at least 2 pages")
    return sizes


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\ninterrupted; docs/ is as it was\n")
        sys.exit(130)
