"""How plain the guide's pages are, measured on the finished pages: `python -m tests.readability`.

What is counted, and how:

- The page is read as it is published, so the value of a fact counts word by word.
- What stands in brackets behind a fact (who says so, its check) is a reference and not counted.
- A sentence ends with a full stop, a question mark or an exclamation mark.
- An entry of a list without such an end is a fragment, and so is the cell of a table, a heading and a
  caption. Fragments must be short like sentences, but they are left out of the average: many short ones
  would make it look better than the sentences are.
- Words of others (quotations) and what a template adds (contact box, sources) are not ours to count here.
- The handbook repeats other pages, so it is not counted twice.

The reading ease is Flesch's: 206.835 - 1.015 x words a sentence - 84.6 x syllables a word (R. Flesch, A new
readability yardstick, 1948); 60 to 70 is plain English. Syllables are estimated from groups of vowels.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from microsite.pages import Page
from microsite.pipeline import Build, BuildOptions, build

PROJECT = Path(__file__).resolve().parents[1]
NOW = date(2026, 11, 22)

GUIDE_TEMPLATES = ("page", "checklist", "programmes")
"""Templates of pages that answer a student; the page of contacts and the lists have tests of their own."""
NOT_GUIDE = re.compile(r"/en/(about|search|universities|partners|events|summer-schools|networks)/")

_BLOCKS = "p, li:not(:has(p)), dt, dd"
_FRAGMENTS = "h2, h3, h4, th, td, caption"
_NOT_OURS = ".fact-source, blockquote, figure, nav, script, svg"
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z\u00c0-\u024f0-9“])")
_GAP = re.compile(r"\b(?:do not know|does not know|found no|know no|not known|not found)\b")
_VOWELS = re.compile(r"[aeiouyąęó]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, as far as its language goes."""

    path: str
    title: str
    text: str
    """All that we wrote on it, in the order of the page, with the values of its facts."""
    sentences: tuple[str, ...]
    fragments: tuple[str, ...]
    headings: tuple[str, ...]
    """Those of the text, without the title."""
    facts: int
    """How many facts it shows."""
    sources: int
    """How many documents it names at its end."""
    has_contact: bool
    """Whether it ends with somebody to write to."""

    @property
    def lengths(self) -> tuple[int, ...]:
        """Words of each sentence."""
        return tuple(count_words(sentence) for sentence in self.sentences)

    @property
    def average(self) -> float:
        """Words a sentence."""
        return sum(self.lengths) / len(self.lengths) if self.lengths else 0.0

    @property
    def gaps(self) -> int:
        """How often the page says that something is not known."""
        return len(_GAP.findall(self.text))

    @property
    def ease(self) -> float:
        """Flesch's reading ease of the sentences."""
        words = [word for sentence in self.sentences for word in words_of(sentence)]
        if not words:
            return 0.0
        return 206.835 - 1.015 * self.average - 84.6 * sum(map(syllables, words)) / len(words)


@cache
def site() -> Build:
    """The whole site in memory."""
    return build(BuildOptions(root=PROJECT, out=PROJECT / "site", today=NOW))


@cache
def guide_readings() -> tuple[Reading, ...]:
    """Every page of the guide, by its address."""
    pages = [page for page in site().pages if is_guide(page)]
    return tuple(read_page(page) for page in sorted(pages, key=lambda page: page.path))


def is_guide(page: Page) -> bool:
    """Whether a page is one that answers a student, written as Markdown."""
    return (
        page.template in GUIDE_TEMPLATES
        and page.source_path.startswith("content/en/")
        and not NOT_GUIDE.match(page.path)
    )


def read_page(page: Page) -> Reading:
    """Return what a finished page says."""
    tree = LexborHTMLParser(site().output[page.output_path].content.decode())
    facts = len(tree.css("main .fact, main table.facts tbody tr"))
    sources = len(tree.css(".sources li"))
    has_contact = tree.css_first(".contact-box") is not None
    for node in tree.css(_NOT_OURS):
        node.decompose()
    prose = tree.css_first("main .prose")
    assert prose is not None, page.path
    headings = tuple(text_of(node) for node in prose.css("h2, h3, h4"))
    blocks = [text for node in prose.css(_BLOCKS) if (text := text_of(node))]
    sentences = [each for block in blocks for each in split_sentences(block)]
    loose = [text for node in prose.css(_FRAGMENTS) if (text := text_of(node))]
    return Reading(
        path=page.path,
        title=page.title,
        text=f"{page.title} {text_of(prose, between=' ')}",
        sentences=tuple(each for each in sentences if is_sentence(each)),
        fragments=(*loose, *(each for each in sentences if not is_sentence(each))),
        headings=headings,
        facts=facts,
        sources=sources,
        has_contact=has_contact,
    )


def text_of(node: LexborNode, *, between: str = "") -> str:
    """Return the words of an element, without the gap that a left-out source leaves before a full stop."""
    words = " ".join((node.text(separator=between) or "").split())
    return re.sub(r"\s+([.,;:?!])", r"\1", words)


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a paragraph; one without an end is a fragment."""
    yield from (each for each in _SENTENCE_END.split(text) if words_of(each))


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does; what only leads to a list (`:`) does too."""
    return text.rstrip("”’)").endswith((".", "?", "!", ":"))


def words_of(text: str) -> list[str]:
    """Return the words of a text: what has a letter or a digit."""
    return [word for word in text.split() if re.search(r"\w", word)]


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(words_of(text))


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    groups = len(_VOWELS.findall(word))
    is_silent = word.lower().rstrip(".,;:?!’”").endswith("e") and not word.lower().endswith("le")
    return max(1, groups - (1 if is_silent else 0))


def main() -> int:
    """Print the figures of every page of the guide."""
    head = ("words", "sentences", "average", "longest", "ease", "facts", "sources", "gaps")
    sys.stdout.write("".join(f"{each:>10}" for each in head) + "  page\n")
    for page in guide_readings():
        figures = (
            f"{sum(page.lengths)}",
            f"{len(page.lengths)}",
            f"{page.average:.1f}",
            f"{max(page.lengths, default=0)}",
            f"{page.ease:.0f}",
            f"{page.facts}",
            f"{page.sources}",
            f"{page.gaps}",
        )
        sys.stdout.write("".join(f"{each:>10}" for each in figures) + f"  {page.path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
