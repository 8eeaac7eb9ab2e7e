"""Lettering: words in a font, set letter by letter on a cloth.

Part of stage 4, and the only module that knows fonts. A letter is drawn once and set many times, which
makes a hundred pictures as cheap as a few. Pairs are not moved together: at the size of a heading that
hardly shows, and the library that could do it is not on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from microsite.values import dataclass

from .cloth import INK_TONE, Cloth, as_cloth

_LONGEST_TEXT = 400
"""Characters that are looked at: far more than a picture has room for."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in one size, ready to be set. Units: pixels from where it is set."""

    tones: Cloth
    shape: Image.Image
    """Where it covers what is below, so that a letter never takes off its neighbour's tail."""
    left: int
    top: int
    advance: float
    """To where the next letter is set."""


class TypeFace:
    """A font in one size, letter by letter."""

    def __init__(self, font: bytes, size: int) -> None:
        self.size = size
        # The same on every machine: the other way asks for a library that may not be there.
        self._font = ImageFont.truetype(BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
        self._letters: dict[str, _Letter] = {}
        self._widths: dict[str, float] = {}

    def has(self, text: str) -> bool:
        """Whether the font can draw every letter of the text."""
        missing = self._letter("\U0010ffff")  # no font has this one: Unicode keeps it free for ever
        return not any(_is_alike(self._letter(each), missing) for each in set(text))

    def width(self, text: str) -> float:
        """Return how many pixels a line takes."""
        if text not in self._widths:
            self._widths[text] = sum(self._letter(each).advance for each in text)
        return self._widths[text]

    def set_line(self, picture: Cloth, text: str, *, left: float, top: int) -> None:
        """Draw one line of text; `top` is where its ascenders may reach."""
        for each in text:
            letter = self._letter(each)
            picture.paste(letter.tones, (round(left) + letter.left, top + letter.top), letter.shape)
            left += letter.advance

    def _letter(self, letter: str) -> _Letter:
        if letter not in self._letters:
            self._letters[letter] = self._draw(letter)
        return self._letters[letter]

    def _draw(self, letter: str) -> _Letter:
        left, top, right, bottom = (round(edge) for edge in self._font.getbbox(letter))
        grey = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        ImageDraw.Draw(grey).text((-left, -top), letter, fill=255, font=self._font)
        tones = grey.point([round(value * INK_TONE / 255) for value in range(256)])
        shape = tones.point([0] + [255] * 255).convert("1")
        return _Letter(as_cloth(tones), shape, left, top, self._font.getlength(letter))


def _is_alike(one: _Letter, other: _Letter) -> bool:
    return one.advance == other.advance and one.tones.tobytes() == other.tones.tobytes()


# --- Words in lines -----------------------------------------------------------------------------


def tidy(text: str) -> str:
    """Return the text with single plain spaces, composed letters and nothing that cannot be seen."""
    seen = "".join(each for each in text[:_LONGEST_TEXT] if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def is_within(lines: Sequence[str], face: TypeFace, *, width: float) -> bool:
    """Whether no line is wider."""
    return all(face.width(line) <= width for line in lines)


def wrap(text: str, face: TypeFace, *, width: float) -> list[str]:
    """Return lines as full as the width allows; a longer word has a line to itself."""
    lines: list[str] = []
    taken, space = 0.0, face.width(" ")
    for word in text.split():
        # Sums of these are exact: a font in pixels measures in 64ths of one.
        longer = taken + space + face.width(word)
        if lines and longer <= width:
            lines[-1], taken = f"{lines[-1]} {word}", longer
        else:
            lines.append(word)
            taken = face.width(word)
    return lines


def balance(text: str, face: TypeFace, *, most: int, width: int) -> list[str]:
    """Return at most so many lines, as narrow as can be, so that none is a lonely word."""
    low, high = 0, width
    while low < high:
        middle = (low + high) // 2
        lines = wrap(text, face, width=middle)
        if len(lines) <= most and is_within(lines, face, width=middle):
            high = middle
        else:
            low = middle + 1
    return wrap(text, face, width=low)


def cut(line: str, face: TypeFace, *, width: float) -> str:
    """Return the line, or as much of it as there is room for and an ellipsis."""
    if face.width(line) <= width:
        return line
    line = line.removesuffix("…")
    while line and face.width(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
