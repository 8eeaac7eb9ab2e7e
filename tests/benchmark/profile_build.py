"""Where our own time goes: the ten functions that cost most, in a cold build and after an edit of one page.

    make bench ARGS="--profile --sizes 1000"

One process does all the work here (`--jobs 1`), so that all of it is seen; and a profiled build is slower
than others, the more so the smaller its functions are.
"""

from __future__ import annotations

import pstats
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmark.contestants import write_site
from tests.benchmark.corpus import make_corpus
from tests.benchmark.ours import make_ours
from tests.benchmark.rounds import Entry, page_to_edit, prepare

TOP = 10


def profile_builds(pages: int, folder: Path) -> str:
    """Return both tables as text; `folder` is where the site may be written."""
    contestant, corpus = make_ours(), make_corpus(pages)
    entry = Entry(contestant, folder / "profiled")
    shutil.rmtree(entry.root, ignore_errors=True)
    write_site(contestant, entry.root, corpus)
    cold = _profile(entry, folder)
    prepare(entry, corpus, "page", page_to_edit(corpus, 1), "profiled")
    edited = _profile(entry, folder)
    return f"{pages:,} pages, cold\n\n{cold}\n{pages:,} pages, one page edited\n\n{edited}"


def _profile(entry: Entry, folder: Path) -> str:
    """Build once under the profiler; return the functions by their own time, dearest first."""
    file = folder / "profile.bin"
    command = entry.contestant.build(entry.root)
    profiler = (sys.executable, "-m", "cProfile", "-o", str(file))
    subprocess.run([*profiler, *command[1:], "--jobs", "1"], check=True, stdout=subprocess.DEVNULL)
    return describe_profile(file)


def describe_profile(file: Path) -> str:
    """Return the dearest functions of a profile, each with its share of the whole."""
    # Its own summary keeps one of all functions that share a name; this is the table beneath it.
    entries: dict[tuple[str, int, str], tuple[int, int, float, float, object]]
    entries = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]  # typeshed does not declare it
    total = max(sum(entry[2] for entry in entries.values()), 1e-9)
    dearest = sorted(entries.items(), key=lambda each: each[1][2], reverse=True)[:TOP]
    lines = [
        f"{own:8.2f} s {own / total:5.0%} {calls:>10,} calls  {_where(place, line)}{name}"
        for (place, line, name), (_, calls, own, _, _) in dearest
    ]
    return "\n".join([f"{total:8.2f} s in all", *lines, ""])


def _where(place: str, line: int) -> str:
    """Return file and line; nothing for what is written in C."""
    return f"{Path(place).name}:{line} " if line else ""
