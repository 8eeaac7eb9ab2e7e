"""Cloth: pictures in two colours, made of cells on a square grid.

Part of stage 4. Takes rows of `#` and `.`, gives pixels. A picture here holds tones, from ground (0)
to ink (`INK_TONE`), and learns its two colours when it is written.

Files are packed by run lengths alone, so their bytes ask nothing of the processor, and no time, program
or place is written into them.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageColor

from .motifs import INK

Cloth = Image.Image
"""A picture of tones: one byte a pixel, 0 to `INK_TONE`."""

GROUND = "#f7f2e6"
"""The ground of the face: `--bg` of the style sheet, as `INK` is its `--ink`; a test holds them equal."""

INK_TONE = 3
"""Ground is 0; the two tones between are for the edges of letters. Two bits a pixel."""

_Z_RLE = 3
"""Look for runs and for nothing else. Source: zlib.h, compression strategy."""


def new_cloth(width: int, height: int) -> Cloth:
    """Return a picture of ground."""
    return as_cloth(Image.new("L", (width, height)))


def as_cloth(tones: Image.Image) -> Cloth:
    """Return grey values 0 to `INK_TONE` as tones, which no pasting changes."""
    picture = Image.frombytes("P", tones.size, tones.tobytes())
    picture.putpalette(_palette())
    return picture


def weave(rows: Sequence[str], *, cell: int, columns: int) -> Cloth:
    """Return the rows repeated to a width of `columns` cells, from the middle outwards.

    Units: `cell` is the side of a cell in pixels.
    """
    before = (columns - len(rows[0])) // 2
    cells = bytes(
        INK_TONE if row[(column - before) % len(row)] == "#" else 0
        for row in rows
        for column in range(columns)
    )
    small = as_cloth(Image.frombytes("L", (columns, len(rows)), cells))
    return small.resize((columns * cell, len(rows) * cell), Image.Resampling.NEAREST)


def turn_cloth(rows: Sequence[str]) -> tuple[str, ...]:
    """Return the other side: the same picture with the two colours exchanged."""
    return tuple(row.translate({ord("#"): ".", ord("."): "#"}) for row in rows)


def encode_png(picture: Cloth) -> bytes:
    """Return the picture as a PNG file that holds pixels and nothing else."""
    out = BytesIO()
    picture.save(out, "PNG", bits=2, compress_type=_Z_RLE)
    return out.getvalue()


def encode_ico(pictures: Sequence[Cloth]) -> bytes:
    """Return the pictures, smallest first, as one ICO file, in the form that every browser knows."""
    out = BytesIO()
    colours = [picture.convert("RGBA") for picture in pictures]
    sizes = [picture.size for picture in colours]
    colours[-1].save(out, "ICO", sizes=sizes, append_images=colours[:-1], bitmap_format="bmp")
    return out.getvalue()


def _palette() -> list[int]:
    ground, ink = ImageColor.getrgb(GROUND), ImageColor.getrgb(INK)
    return [
        round(light + (dark - light) * tone / INK_TONE)
        for tone in range(INK_TONE + 1)
        for light, dark in zip(ground, ink, strict=True)
    ]
