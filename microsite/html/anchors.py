"""Anchors: the `id` of a heading, made from its words.

Latin letters lose their marks, so an address can be typed (`Łódź` is `lodz`); letters of other
scripts stay as they are, for a reader of that script can type them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category, normalize

_LONGEST = 80
_BETWEEN_WORDS = re.compile(r"[\x00-/:-`{-\x7f]+")
"""What is ASCII and neither a digit nor a small letter."""

# Unicode gives these no decomposition: NFKD takes the tail off ą but leaves ł whole.
_FOLDED = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    "ə": "e", "ħ": "h", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ƶ": "z", "ĳ": "ij",
}  # fmt: skip


def anchor(text: str) -> str:
    """Return the words of a heading as an anchor: lower case, hyphens between words.

    Shape: never empty (``section`` when there is no letter or digit), at most 80 characters.
    """
    folded = text.lower() if text.isascii() else _fold_letters(text)
    words = _BETWEEN_WORDS.sub("-", folded).strip("-")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rsplit("-", 1)[0][:_LONGEST]
    return words or "section"


def _fold_letters(text: str) -> str:
    """Return small letters without marks, and a hyphen for each character that is none."""
    characters: list[str] = []
    for character in normalize("NFC", normalize("NFC", text).casefold()):
        characters += _fold(character, after=characters[-1] if characters else "-")
    return "".join(characters)


def _fold(character: str, *, after: str) -> str:
    if character.isascii():
        return character if character.isalnum() else "-"
    if character in _FOLDED:
        return _FOLDED[character]
    kind = category(character)
    if kind == "Cf":
        return ""
    if kind.startswith("M"):
        # A vowel sign belongs to its letter; a mark left over from a Latin letter goes.
        return "" if after.isascii() else character
    latin = "".join(part for part in normalize("NFKD", character) if part.isascii() and part.isalnum())
    if latin:
        return latin.lower()
    return character if kind[0] in "LN" else "-"


class AnchorRegister:
    """Hands out anchors so that none is given twice on one page."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next_number: dict[str, int] = {}

    def claim(self, exact: str) -> bool:
        """Take an anchor an author chose, and say whether it was still free."""
        if exact in self._taken:
            return False
        self._taken.add(exact)
        return True

    def take(self, text: str) -> str:
        """Return a free anchor for these words: ``fees``, then ``fees-2``."""
        base = anchor(text)
        number = self._next_number.get(base, 1)
        name = base
        while not self.claim(name):
            number += 1
            name = f"{base}-{number}"
        self._next_number[base] = number
        return name
