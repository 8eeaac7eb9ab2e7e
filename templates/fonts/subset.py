"""Make the fonts of the site from the full ones: the recipe behind every .woff2 file of this folder.

Run by hand when a letter or a weight is added, never by the build; README.md says how. The same packages
and the same versions of fontTools and Brotli give the same bytes on every machine and day.

The characters are declared twice, here and as `unicode-range` in css/site.css; tests/html/test_fonts.py
holds the two together.
"""

from __future__ import annotations

import hashlib
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

CHARACTERS = {
    "latin": (
        "U+0020-007E, U+00A0, U+00A1, U+00A7, U+00A9, U+00AB, U+00B0, U+00B7, U+00BB, U+00BF, U+00C0-00FF, "
        "U+0102-0109, U+010C-010D, U+0110-0111, U+0116-0119, U+011C-011F, U+0124-0125, U+012E-0131, "
        "U+0134-0135, U+0141-0144, U+015A-0163, U+016A-016D, U+0172-0173, U+0179-017E, U+018F, U+0218-021B, "
        "U+0259, U+2009, U+2011, U+2013, U+2014, U+2018-201A, U+201C-201E, U+2022, U+2026, U+202F, U+20AC, "
        "U+2190-2193, U+2197, U+2212, U+2248"
    ),
    "cyrillic": (
        "U+0400-045F, U+0490-0493, U+049A-049B, U+04A2-04A3, U+04AE-04B1, U+04BA-04BB, U+04D8-04D9, "
        "U+04E8-04E9, U+2116"
    ),
}
"""One file per script: a page without Cyrillic letters never fetches theirs."""

FEATURES = ("kern", "liga", "locl", "ccmp", "mark", "mkmk", "calt", "tnum", "lnum", "pnum", "case")
STAND_INS = {0x2011: 0x002D, 0x202F: 0x2009}
"""What the fonts lack, and what looks the same: the no-break hyphen and the narrow no-break space."""

KEPT_NAMES = (0, 1, 2, 4, 6, 13, 14)
"""Copyright, family, style, full and PostScript name, licence and its address."""


@dataclass(frozen=True, slots=True)
class Font:
    """One style of a family, and the package that holds it whole."""

    name: str
    """What its files here begin with: ``onest-400``."""

    package: str
    """As `npm pack` names it."""

    path: str
    sha256: str
    """Of the full font; another version gives other bytes and must be looked at first."""


FONTS = (
    Font(
        name="brygada-1918-600",
        package="expo-google-fonts-brygada-1918-0.4.2.tgz",
        path="600SemiBold/Brygada1918_600SemiBold.ttf",
        sha256="02497f0f0985a54f22d7f7ab2bf172f54d598609ddc9f7a09bc5824468188140",
    ),
    Font(
        name="onest-400",
        package="expo-google-fonts-onest-0.4.2.tgz",
        path="400Regular/Onest_400Regular.ttf",
        sha256="f458233e46d263854831b6602ccb3d1d41c1b05bdf9ce1dbeabcafbd6967e5d3",
    ),
    Font(
        name="onest-600",
        package="expo-google-fonts-onest-0.4.2.tgz",
        path="600SemiBold/Onest_600SemiBold.ttf",
        sha256="98d4fee310b653cd82d56422a9a485ba497aa19d18c6e46c9371bc31d822c248",
    ),
)


def main() -> None:
    """Write every file of the fonts into this folder, from the packages in the folder that is named."""
    if len(sys.argv) != 2:
        sys.exit("usage: python subset.py FOLDER-WITH-THE-PACKAGES")
    packages = Path(sys.argv[1])
    for font in FONTS:
        whole = read_member(packages / font.package, font.path)
        if hashlib.sha256(whole).hexdigest() != font.sha256:
            sys.exit(f"{font.path} in {font.package} is not the font this recipe was written for")
        for script, ranges in CHARACTERS.items():
            (HERE / f"{font.name}-{script}.woff2").write_bytes(subset(whole, set(expand(ranges))))
        licence = read_member(packages / font.package, "LICENSE_FONT")
        (HERE / f"{font.name.rpartition('-')[0]}-OFL.txt").write_bytes(licence)


def read_member(package: Path, path: str) -> bytes:
    """Return the bytes of one file of a package, without unpacking it."""
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/{path}")
        if member is None:
            sys.exit(f"there is no file {path} in {package.name}")
        return member.read()


def expand(ranges: str) -> Iterator[int]:
    """Yield every character of what CSS calls a `unicode-range`."""
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def subset(whole: bytes, characters: set[int]) -> bytes:
    """Return a WOFF2 font with these characters only, without hinting and with its own date."""
    # The tests read what is declared above in an environment without fontTools.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(whole), recalcTimestamp=False)
    fill_gaps(font)
    options = Options(
        layout_features=list(FEATURES),
        hinting=False,
        name_IDs=list(KEPT_NAMES),
        notdef_outline=True,
        drop_tables=["STAT", "gasp", "prep"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def fill_gaps(font: Any) -> None:
    """Give the characters that the font lacks the shape of those that look the same."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            for missing, stand_in in STAND_INS.items():
                if missing not in table.cmap and stand_in in table.cmap:
                    table.cmap[missing] = table.cmap[stand_in]


if __name__ == "__main__":
    main()
