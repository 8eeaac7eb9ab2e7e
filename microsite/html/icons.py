"""Icons: the sign of the site for tabs, bookmarks and home screens, and the web manifest.

Stage 4 of 5. Takes the drawing data/motifs/sign.txt, gives every file that browsers ask for. Browsers
that show an SVG exchange its two colours with the system's side; the other files show the face.
"""

from __future__ import annotations

import json

from microsite.model import Motif
from microsite.pages import SiteView
from microsite.problems import Location, Problem, Problems

from .cloth import GROUND, Cloth, encode_ico, encode_png, weave
from .fingerprints import fingerprinted
from .made import Icons
from .motifs import INK, cell_path

SIGN = "sign"
"""The drawing's name in data/motifs/. Without it there are no icons."""

CELLS = 16
"""The sign's rows and columns: the smallest icon has a pixel for each cell."""

ICO_PATH = "favicon.ico"
MANIFEST_PATH = "site.webmanifest"


def render_icons(sign: Motif | None, site: SiteView, *, base_path: str) -> tuple[Icons | None, Problems]:
    """Return all icons and the manifest; None when the site has no sign.

    `site` is that of the default language, whose home page an installed icon opens.
    """
    if sign is None:
        return None, ()
    if sign.columns != CELLS or len(sign.rows) != CELLS:
        return None, (_wrong_size(sign),)
    svg = _named("icon.svg", _render_svg(sign.rows))
    touch = _named("apple-touch-icon.png", _render_png(sign.rows, 180, cell=10))
    small = _named("icon-192.png", _render_png(sign.rows, 192, cell=12))
    large = _named("icon-512.png", _render_png(sign.rows, 512, cell=32))
    # Home screens cut icons to a shape; what is within 80 % of the width always stays (W3C, maskable icons).
    loose = _named("icon-512-maskable.png", _render_png(sign.rows, 512, cell=25))
    listed = (
        (svg[0], "any", "image/svg+xml", "any"),
        (small[0], "192x192", "image/png", "any"),
        (large[0], "512x512", "image/png", "any"),
        (loose[0], "512x512", "image/png", "maskable"),
    )
    ico = encode_ico([_draw(sign.rows, 16, cell=1), _draw(sign.rows, 32, cell=2)])
    manifest = _render_manifest(site, base_path, listed)
    files = (svg, touch, small, large, loose, (ICO_PATH, ico), (MANIFEST_PATH, manifest))
    icons = Icons(
        ico=f"{base_path}{ICO_PATH}",
        svg=f"{base_path}{svg[0]}",
        touch=f"{base_path}{touch[0]}",
        manifest=f"{base_path}{MANIFEST_PATH}",
        files=files,
    )
    return icons, ()


def _wrong_size(sign: Motif) -> Problem:
    return Problem(
        code="sign-size",
        message=f"the sign of the site has {sign.columns} by {len(sign.rows)} cells",
        location=Location(sign.path),
        hint=f"draw it with {CELLS} by {CELLS} cells: the smallest icon has a pixel for each",
    )


def _named(name: str, content: bytes) -> tuple[str, bytes]:
    return fingerprinted(f"icons/{name}", content), content


def _draw(rows: tuple[str, ...], side: int, *, cell: int) -> Cloth:
    """Return the sign in the middle of a square; what its edge shows goes on to the square's edge.

    Units: pixels.
    """
    sides = -(-(side - CELLS * cell) // (2 * cell))
    wide = [row[0] * sides + row + row[-1] * sides for row in rows]
    whole = [wide[0]] * sides + wide + [wide[-1]] * sides
    picture = weave(whole, cell=cell, columns=len(whole[0]))
    cut = (picture.width - side) // 2
    return picture.crop((cut, cut, cut + side, cut + side))


def _render_png(rows: tuple[str, ...], side: int, *, cell: int) -> bytes:
    return encode_png(_draw(rows, side, cell=cell))


def _render_svg(rows: tuple[str, ...]) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CELLS} {CELLS}" '
        f'shape-rendering="crispEdges">\n'
        f"<style>.ground{{fill:{GROUND}}}.ink{{fill:{INK}}}"
        f"@media(prefers-color-scheme:dark){{.ground{{fill:{INK}}}.ink{{fill:{GROUND}}}}}</style>\n"
        f'<path class="ground" d="M0 0h{CELLS}v{CELLS}H0z"/>\n'
        f'<path class="ink" d="{cell_path(rows)}"/>\n</svg>\n'
    ).encode()


def _render_manifest(site: SiteView, base_path: str, icons: tuple[tuple[str, str, str, str], ...]) -> bytes:
    """Return the manifest. Source: W3C, Web Application Manifest. It opens in a browser as any page does."""
    manifest = {
        "name": site.name,
        "short_name": site.place.split(",")[0],
        "lang": site.locale,
        "dir": site.direction,
        "start_url": site.home,
        "scope": base_path,
        "display": "browser",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": f"{base_path}{path}", "sizes": sizes, "type": media_type, "purpose": purpose}
            for path, sizes, media_type, purpose in icons
        ],
    }
    return f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n".encode()
