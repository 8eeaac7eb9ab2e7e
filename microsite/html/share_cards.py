"""Share cards: the picture that a chat or a timeline shows beside a link to a page.

Stage 4 of 5. Takes a title, a line and a strip, gives a PNG of two colours: the words above, below
them the strip as on both sides of a cloth, the lower side with the colours exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microsite.model import Model
from microsite.pages import Page
from microsite.problems import Location, Problem, Problems
from microsite.values import dataclass

from .cloth import Cloth, encode_png, new_cloth, turn_cloth, weave
from .fingerprints import fingerprinted
from .lettering import TypeFace, balance, cut, is_within, tidy, wrap
from .shared import FONT

WIDTH, HEIGHT = 1200, 630
"""Pixels: 1.91 to 1, the shape that most programs show whole."""

LOZENGES = (
    "................",
    ".......##.......",
    ".....##..##.....",
    "...##..##..##...",
    ".##..##..##..##.",
    "...##..##..##...",
    ".....##..##.....",
    ".......##.......",
    "................",
)
"""The strip of a site that has drawn none."""

_MARGIN = 70
_WIDEST = WIDTH - 2 * _MARGIN
_LINE_SIZE, _LINE_TOP = 38, 62
_TITLE_TOP, _TITLE_END = 124, 406
_TITLE_SIZES = (104, 88, 76, 64, 54, 46)
_LEADING = 1.12
_SELVEDGE_CELL = 10
_BAND = 192
"""How tall the two sides of the strip may be, together."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """A card as it will be published."""

    path: str
    content: bytes


def open_share_cards(assets: Mapping[str, bytes]) -> tuple[ShareCards | None, Problems]:
    """Return what draws the cards; None when the site has no font for them."""
    font = assets.get(FONT)
    if font is None:
        return None, ()
    try:
        return ShareCards(font), ()
    except OSError:
        problem = Problem(
            code="unreadable-font",
            message="the font of the share cards cannot be read",
            location=Location(FONT),
            hint="make the file again, as the recipe beside it does",
        )
        return None, (problem,)


def find_strip(page: Page, model: Model) -> tuple[str, ...]:
    """Return the strip for a page's card, row by row: that of its university or world region.

    Pages that no strip marks share the unmarked ones, each section one.
    """
    marked = model.border_of(page.reference)
    if marked:
        return marked.rows
    free = [border for border in model.borders.values() if not border.marks] or [*model.borders.values()]
    # Any number that stays the same for a section will do.
    return free[sum(page.section.encode()) % len(free)].rows if free else LOZENGES


class ShareCards:
    """Draws cards; keeps letters and grounds that were drawn before."""

    def __init__(self, font: bytes) -> None:
        """Open the font; OSError when it is none."""
        self._faces = {size: TypeFace(font, size) for size in (_LINE_SIZE, *_TITLE_SIZES)}
        self._grounds: dict[tuple[str, tuple[str, ...]], Cloth] = {}
        self._cards: dict[tuple[str, str, tuple[str, ...]], ShareCard] = {}

    def draw(self, title: str, *, line: str, strip: tuple[str, ...] = LOZENGES) -> ShareCard:
        """Return the card with `title` large, `line` small above it and `strip` below.

        A text with a letter that the font lacks is left out: half a name is worse than none.
        """
        key = (title, line, strip)
        if key not in self._cards:
            content = encode_png(self._draw(title, line, strip))
            self._cards[key] = ShareCard(fingerprinted("cards/card.png", content), content)
        return self._cards[key]

    def _draw(self, title: str, line: str, strip: tuple[str, ...]) -> Cloth:
        card = self._ground(line, strip).copy()
        face, lines = self._fit(tidy(title))
        for number, words in enumerate(reversed(lines), start=1):
            face.set_line(card, words, left=_MARGIN, top=_TITLE_END - round(number * face.size * _LEADING))
        return card

    def _ground(self, line: str, strip: tuple[str, ...]) -> Cloth:
        """Return what the cards of one strip have in common."""
        if (line, strip) not in self._grounds:
            ground = new_cloth(WIDTH, HEIGHT)
            selvedge = ("#.", ".#")
            _lay(ground, selvedge, cell=_SELVEDGE_CELL, top=0)
            cell = max(1, _BAND // (2 * len(strip)))
            side = cell * len(strip)
            _lay(ground, strip, cell=cell, top=HEIGHT - 2 * side)
            _lay(ground, turn_cloth(strip), cell=cell, top=HEIGHT - side)
            face, words = self._faces[_LINE_SIZE], tidy(line)
            if face.has(words):
                face.set_line(ground, cut(words, face, width=_WIDEST), left=_MARGIN, top=_LINE_TOP)
            self._grounds[(line, strip)] = ground
        return self._grounds[(line, strip)]

    def _fit(self, title: str) -> tuple[TypeFace, list[str]]:
        """Return the title in lines of even length, in the largest size that has room for them."""
        smallest = self._faces[_TITLE_SIZES[-1]]
        if not smallest.has(title):
            return smallest, []
        for size in _TITLE_SIZES:
            face = self._faces[size]
            lines = wrap(title, face, width=_WIDEST)
            if len(lines) <= _most_lines(size) and is_within(lines, face, width=_WIDEST):
                return face, balance(title, face, most=len(lines), width=_WIDEST)
        return smallest, _shorten(wrap(title, smallest, width=_WIDEST), smallest)


def _lay(card: Cloth, rows: Sequence[str], *, cell: int, top: int) -> None:
    """Lay the strip across the card."""
    band = weave(rows, cell=cell, columns=-(-WIDTH // cell))
    card.paste(band, ((WIDTH - band.width) // 2, top))


def _most_lines(size: int) -> int:
    return int((_TITLE_END - _TITLE_TOP) / (size * _LEADING))


def _shorten(lines: Sequence[str], face: TypeFace) -> list[str]:
    """Return as many lines as there is room for, the last with an ellipsis where more would follow."""
    most = _most_lines(face.size)
    kept = list(lines[:most])
    if len(lines) > most:
        kept[-1] = f"{kept[-1]}…"
    return [cut(line, face, width=_WIDEST) for line in kept]
