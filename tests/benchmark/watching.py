"""Watch mode: from the save of a source to new bytes from the server.

Each preview server runs alone. A source is saved, and the page's address is asked again and again until
the new word is in the answer. Then all other pages that must show it are asked, too.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.benchmark.corpus import Corpus, CorpusPage
from tests.benchmark.measure import MemoryWatch, end, read_ticks, start, watching
from tests.benchmark.rounds import Entry, Sample, page_to_edit, prepare

SAVES = ("page", "record", "layout")
ASK_EVERY = 0.003
"""Seconds between two questions: below what a person notices, and light for the server."""

START_LIMIT = 600.0
SAVE_LIMIT = 180.0
"""Seconds until a save is given up; `CALM` seconds without work are the sign that a server has settled."""
CALM = 0.4


@dataclass(frozen=True, slots=True)
class Server:
    """A preview server that answers."""

    entry: Entry
    port: int
    process: subprocess.Popen[bytes]
    memory: MemoryWatch


def run_watches(entry: Entry, corpus: Corpus, *, rounds: int, say: Callable[[str], None]) -> Iterator[Sample]:
    """Yield what each save took; nothing for a contestant without a preview server."""
    if entry.contestant.serve is None:
        return
    with _serving(entry, corpus) as server:
        if server is None:
            say(f"{len(corpus.pages):6d} {entry.contestant.name} does not serve\n")
            return
        for number in range(rounds + 1):
            for save in SAVES:
                sample = _save_once(server, corpus, save, number)
                say(_tell(sample))
                yield sample


def _save_once(server: Server, corpus: Corpus, save: str, number: int) -> Sample:
    """Save once and wait for the new bytes."""
    word = f"{save}save{number}"
    page = page_to_edit(corpus, number)
    shown = {"page": (page,), "record": corpus.readers}.get(
        save, corpus.pages[:: max(1, len(corpus.pages) // 50)]
    )
    _settle(server)
    ticks = read_ticks(server.process.pid)
    begun = time.perf_counter()
    prepare(server.entry, corpus, save, page, word)
    has_come = _wait_for(server, shown[-1], word, limit=SAVE_LIMIT)
    seconds = time.perf_counter() - begun
    _settle(server)
    processor = (read_ticks(server.process.pid) - ticks) / os.sysconf("SC_CLK_TCK")
    server.memory.look()
    return Sample(
        contestant=server.entry.contestant.name,
        pages=len(corpus.pages),
        scenario=f"watch {save}",
        round=number,
        seconds=seconds,
        processor=processor,
        peak=server.memory.peak,
        shared_peak=server.memory.shared_peak,
        foreign=0.0,
        fault=_find_stale(server, shown, word) if has_come else f"not served within {SAVE_LIMIT:.0f} s",
    )


def _find_stale(server: Server, pages: tuple[CorpusPage, ...], word: str) -> str:
    """Return how many pages are served without the word once the server has settled."""
    contestant = server.entry.contestant
    old = [page for page in pages if word not in (_ask(server.port, contestant.address(page)) or "")]
    return f"{len(old)} of {len(pages)} pages are stale" if old else ""


@contextmanager
def _serving(entry: Entry, corpus: Corpus) -> Iterator[Server | None]:
    """Run a preview server while the block runs; None when it does not come to answer."""
    serve = entry.contestant.serve
    assert serve is not None, "asked for before"
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        process = start(
            serve(entry.root, port),
            folder=entry.root,
            environment=entry.contestant.environment,
            said=said.fileno(),
        )
        memory = MemoryWatch(process.pid, is_thorough=False)
        server = Server(entry, port, process, memory)
        try:
            with watching(memory):
                yield server if _wait_for(server, corpus.pages[-1], "", limit=START_LIMIT) else None
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to end as a person would, so that it can tidy up; end it when it does not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        end(process)
        process.wait()


def _wait_for(server: Server, page: CorpusPage, word: str, *, limit: float) -> bool:
    """Ask for a page until the word is in it; return whether that came about."""
    address = server.entry.contestant.address(page)
    until = time.perf_counter() + limit
    while time.perf_counter() < until and server.process.poll() is None:
        body = _ask(server.port, address)
        if body is not None and word in body:
            return True
        time.sleep(ASK_EVERY)
    return False


def _settle(server: Server) -> None:
    """Wait until the server has used no processor for a moment, so that a save meets a calm server."""
    until = time.perf_counter() + SAVE_LIMIT
    ticks = -1
    while time.perf_counter() < until and (now := read_ticks(server.process.pid)) - ticks > 1:
        ticks = now
        time.sleep(CALM)


def _ask(port: int, address: str) -> str | None:
    """Return the page at an address; None when there is no answer, or another one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SAVE_LIMIT)
    try:
        connection.request("GET", f"/{address}")
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        return body if answer.status == http.client.OK else None
    except OSError:
        return None
    except http.client.HTTPException:
        return None
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _tell(sample: Sample) -> str:
    warm_up = " (warm-up)" if sample.round == 0 else ""
    fault = f"  {sample.fault}" if sample.fault else ""
    figures = f"{sample.seconds:8.3f} s, processor {sample.processor:6.2f} s, {sample.peak / 1e6:6.0f} MB"
    return f"{sample.pages:6d} {sample.scenario:12s} {sample.contestant:9s} {figures}{warm_up}{fault}\n"
