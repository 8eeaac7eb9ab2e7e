"""The A–Z index: every page and every partner, by letter. It is the search page without scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from microsite.model import Partner

from .desk import Desk
from .views import Group, Link, Page

# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "ə": "e", "Ə": "E", "đ": "d", "Đ": "D"}
)


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index by letter."""

    groups: tuple[Group, ...]


def index_view(desk: Desk, pages: Iterable[Page]) -> IndexView:
    """Return links to all pages of the language and the partners' other names, by first letter."""
    links = [_page_link(page, desk) for page in pages if page.is_indexed]
    for partner in desk.model.all(Partner):
        target = desk.words.link(f"partner:{partner.id}", partner.name)
        for name in (partner.abbreviation, *partner.other_names):
            if target.address and name and fold(name) != fold(partner.name):
                links.append(Link(name, target.address, note=partner.name))
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
        )
    )


def _page_link(page: Page, desk: Desk) -> Link:
    kind = page.reference.partition(":")[0]
    note = "" if kind == "page" else desk.words.say(f"kind_{kind.replace('-', '_')}")
    return Link(page.title, page.address, note=note)


def fold(text: str) -> str:
    """Return the text without case, marks and tails, for sorting and finding."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_WHOLE_LETTERS))
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def _letter(title: str) -> str:
    first = next((each for each in fold(title) if each.isalnum()), "#")
    return first.upper() if first.isalpha() else "0–9"


def _anchor(letter: str) -> str:
    return (
        f"letter-{letter.lower()}" if letter.isascii() and letter.isalpha() else f"letter-{ord(letter[0]):x}"
    )
