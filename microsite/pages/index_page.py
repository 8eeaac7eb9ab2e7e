"""The A–Z index: every page and every partner, by letter. It is the search page without scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from microsite.model import Partner, Programme, University
from microsite.values import dataclass

from .desk import Desk
from .views import Group, Link, Listing

# Small letters that Unicode does not take apart into a letter and a mark, or that mean another.
# templates/js/finding.js holds the same table; tests/test_folding.py compares the two.
WHOLE_LETTERS = {
    **{"ł": "l", "ø": "o", "ı": "i", "ə": "e", "ǝ": "e", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n"},
    **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ς": "σ"},
    **{"қ": "к", "ғ": "г", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "һ": "х", "ґ": "г", "ђ": "д", "ћ": "т"},
}
_TABLE = str.maketrans(WHOLE_LETTERS)


INDEX_NAME = "index.json"
"""The search index, beside the page."""


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index by letter."""

    groups: tuple[Group, ...]
    index_address: str
    """Of the search index, which lies beside the page."""


def index_view(desk: Desk) -> IndexView:
    """Return links to all pages of the language and the partners' other names, by first letter."""
    links = [_page_link(page, desk) for page in desk.list_pages() if page.is_indexed]
    for partner in desk.model.all(Partner):
        target = desk.words.link(f"partner:{partner.id}", partner.name)
        for name in (partner.abbreviation, *partner.other_names):
            if target.address and name and fold(name) != fold(partner.name):
                links.append(Link(name, target.address, note=partner.name))
    links.extend(_programme_links(desk))
    by_letter: dict[str, dict[tuple[str, str], Link]] = {}
    for link in links:
        by_letter.setdefault(_letter(link.title), {})[link.title, link.address] = link
    return IndexView(
        tuple(
            Group(
                letter,
                tuple(sorted(found.values(), key=lambda link: (fold(link.title), link.address))),
                _anchor(letter),
            )
            for letter, found in sorted(by_letter.items())
        ),
        _index_address(desk),
    )


def _programme_links(desk: Desk) -> Iterator[Link]:
    """Yield a link to the row of each programme that may be on offer."""
    for programme in desk.model.all(Programme):
        target = desk.words.link(f"programme:{programme.id}", programme.name)
        if target.address and programme.status != "historical":
            yield Link(target.title, target.address, note=programme_note(programme, desk))


def programme_note(programme: Programme, desk: Desk) -> str:
    """Return ``programme, master, BUT``."""
    words = desk.words
    level = words.say(f"level_{programme.level.replace('-', '_')}").lower()
    short = desk.model.get(University, programme.university).abbreviation
    return f"{words.say('kind_programme')}, {level}, {short}"


def _index_address(desk: Desk) -> str:
    section = desk.section("search")
    return desk.words.link(f"page:{section.identity}").address + INDEX_NAME if section else ""


def _page_link(page: Listing, desk: Desk) -> Link:
    return Link(page.title, page.address, note=kind_of(page, desk))


def kind_of(page: Listing, desk: Desk) -> str:
    """Return what the page of a record is, in a word; nothing for a page that is only text."""
    kind = page.reference.partition(":")[0]
    return "" if kind == "page" else desk.words.say(f"kind_{kind.replace('-', '_')}")


def fold(text: str) -> str:
    """Return the text without case, marks and tails, for sorting and finding.

    Each step is one that a browser can do in the same way: the finder's script folds what a visitor
    types, and must come to the same letters.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in decomposed if unicodedata.category(each) != "Mn")
    return bare.lower().translate(_TABLE)


def _letter(title: str) -> str:
    first = next((each for each in fold(title) if each.isalnum()), "#")
    return first.upper() if first.isalpha() else "0–9"


def _anchor(letter: str) -> str:
    return (
        f"letter-{letter.lower()}" if letter.isascii() and letter.isalpha() else f"letter-{ord(letter[0]):x}"
    )
