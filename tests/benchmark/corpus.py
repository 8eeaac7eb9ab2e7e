"""The corpus: the same pages and records for every generator, made anew from their numbers.

Nothing of it depends on a clock, a hash seed or the order of a folder, so two machines measure the same
text. How a generator wants it written down is said in `contestants.py`; here is only what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

PAGES_PER_SECTION = 100
RECORDS = 1000
READERS = 50
"""How many pages read the record that is edited."""

MENU_ENTRIES = 8

_SYLLABLES = (
    "ba",
    "re",
    "to",
    "li",
    "mun",
    "ka",
    "ser",
    "do",
    "wi",
    "pol",
    "an",
    "ge",
    "tra",
    "no",
    "fe",
    "sum",
)
_SMALL_WORDS = ("a", "the", "of", "and", "to", "in", "for", "with", "by", "on", "at", "is", "was", "are")


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """One page. Its `number` decides everything else."""

    number: int
    section: str
    """The folder it lies in: ``section-004``."""
    name: str
    """Its file's name without an ending: ``page-00412``."""
    title: str
    description: str
    record: str
    """The id of the record that it reads."""
    neighbours: tuple[str, ...]
    """The names of the pages of its own section that it links to."""


@dataclass(frozen=True, slots=True)
class CorpusRecord:
    """One record: a value with words around it."""

    id: str
    label: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a benchmark is made on."""

    pages: tuple[CorpusPage, ...]
    records: tuple[CorpusRecord, ...]

    @property
    def readers(self) -> tuple[CorpusPage, ...]:
        """The pages that read the first record, which is the one to be edited."""
        return tuple(page for page in self.pages if page.record == self.records[0].id)

    @property
    def menu(self) -> tuple[CorpusPage, ...]:
        """The pages that every page links to, from its menu."""
        step = max(1, len(self.pages) // MENU_ENTRIES)
        return self.pages[::step][:MENU_ENTRIES]

    @property
    def heads(self) -> tuple[CorpusPage, ...]:
        """The first page of each section, which the home page links to."""
        return self.pages[::PAGES_PER_SECTION]


def make_corpus(pages: int, *, records: int = RECORDS) -> Corpus:
    """Return a corpus with this many pages, besides its home page, and records.

    The first record is read by `READERS` pages, spread evenly (by all of them when there are fewer); each
    other page reads one of the other records.
    """
    step = max(1, pages // READERS)

    def record_of(number: int) -> int:
        is_reader = number % step == 0 and number // step < READERS
        return 0 if is_reader else 1 + number % (records - 1)

    return Corpus(
        tuple(_make_page(number, pages, _record_id(record_of(number))) for number in range(pages)),
        tuple(_make_record(number) for number in range(records)),
    )


def edit_record(record: CorpusRecord, word: str) -> CorpusRecord:
    """Return the record with another value, which ends with `word`."""
    return CorpusRecord(record.id, record.label, f"{record.value} {word}", record.unit)


def write_home(corpus: Corpus, address_of: Callable[[CorpusPage], str]) -> str:
    """Return the Markdown of the home page: where each section begins."""
    entries = "".join(f"- [{page.title}]({address_of(page)})\n" for page in corpus.heads)
    return f"Where each section begins.\n\n{entries}"


def write_body(page: CorpusPage, address_of: Callable[[str], str], *, word: str = "") -> str:
    """Return the Markdown of a page, about 2.5 KB; `word` is what an edit puts into its first sentence.

    `address_of` gives the address of a neighbour by its name, as the generator wants it in a text.
    """
    write = _Prose(Random(page.name))
    first = f"{write.sentence()[:-1]} {word}." if word else write.sentence()
    links = [f"[{name.replace('-', ' ')}]({address_of(name)})" for name in page.neighbours]
    parts = [
        f"{first} {write.paragraph(2)}",
        f"## {write.title()}\n\n{write.paragraph(3)} See {links[0]} for more.",
        f"{write.listing('-')}\n\n{write.paragraph(2)}",
        f"### {write.title()}\n\n{write.paragraph(3)}",
        _write_table(write) if page.number % 3 == 0 else write.paragraph(2),
        f"## {write.title()}\n\n{write.paragraph(2)} Compare {' and '.join(links[1:])}.",
        f"{write.listing('1.')}\n\n{write.paragraph(2)}",
        _write_code(write) if page.number % 4 == 0 else write.paragraph(2),
        f"### {write.title()}\n\n> {write.paragraph(1)}\n\n{write.paragraph(3)}",
        f"## {write.title()}\n\n{write.paragraph(3)} Back to {links[0]}.",
    ]
    return "\n\n".join(parts) + "\n"


def _make_page(number: int, pages: int, record: str) -> CorpusPage:
    write = _Prose(Random(f"title {number}"))
    first = number - number % PAGES_PER_SECTION
    length = min(PAGES_PER_SECTION, pages - first)
    steps = (1, 7, 31)
    return CorpusPage(
        number=number,
        section=f"section-{number // PAGES_PER_SECTION:03d}",
        name=_page_name(number),
        title=f"{write.title()} {number}",
        description=f"{write.title()} {number}, {write.words(8)}.",
        record=record,
        neighbours=tuple(_page_name(first + (number - first + step) % length) for step in steps),
    )


def _page_name(number: int) -> str:
    return f"page-{number:05d}"


def _record_id(number: int) -> str:
    return f"record-{number:04d}"


def _make_record(number: int) -> CorpusRecord:
    write = _Prose(Random(f"record {number}"))
    return CorpusRecord(_record_id(number), write.title(), f"about {100 + number * 7}", write.word())


def _write_table(write: _Prose) -> str:
    rows = "\n".join(f"| {write.words(2)} | {write.number()} | {write.words(3)} |" for _ in range(4))
    # The line above the table is its caption in this generator, and a paragraph in the others.
    heading = f"| {write.word()} | {write.word()} | {write.word()} |\n| --- | --- | --- |"
    return f"Table: {write.words(3)}\n\n{heading}\n{rows}"


def _write_code(write: _Prose) -> str:
    lines = "\n".join(f"{write.word()} = {write.word()}({write.number()})" for _ in range(4))
    return f"```\n{lines}\n```"


class _Prose:
    """Writes words that mean nothing, with the marks that Markdown has for them."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def number(self, most: int = 1000) -> int:
        # Of all methods only random() promises the same numbers in every version of Python.
        return int(self._random.random() * most)

    def word(self) -> str:
        return "".join(_SYLLABLES[self.number(len(_SYLLABLES))] for _ in range(2 + self.number(2)))

    def words(self, count: int) -> str:
        return " ".join(self._small_or_large(place) for place in range(count))

    def title(self) -> str:
        return f"{self.word()} {self.word()} {self.word()}".capitalize()

    def sentence(self) -> str:
        words = self.words(8 + self.number(6)).split()
        place = 2 + self.number(len(words) - 3)
        mark = ("", "", "*", "**", "`", "_")[self.number(6)]
        words[place] = f"{mark}{words[place]}{mark}"
        return f"{' '.join(words)}.".capitalize()

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def listing(self, mark: str) -> str:
        return "\n".join(f"{mark} {self.sentence()}" for _ in range(4))

    def _small_or_large(self, place: int) -> str:
        if place % 3 == 1:
            return _SMALL_WORDS[self.number(len(_SMALL_WORDS))]
        return self.word()
