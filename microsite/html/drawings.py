"""Drawings beside pages: SVG that can only be looked at.

An SVG file is a document that can run scripts and fetch from elsewhere. Only elements and
attributes that draw are allowed; anything else refuses the file, so that its author decides what to
do (no cleaning behind their back). Source: SVG 2, the element and attribute index.
"""

from __future__ import annotations

import re
from dataclasses import field
from xml.parsers import expat

from microsite.values import dataclass

from .fingerprints import fingerprinted
from .pictures import BadPicture, PublishedPicture

_ELEMENTS = frozenset(
    (  # noqa: SIM905 - reads better than a hundred quotes
        "svg g defs title desc symbol use path rect circle ellipse line polyline polygon text "
        "tspan linearGradient radialGradient stop clipPath mask pattern marker metadata"
    ).split()
)
_ATTRIBUTES = frozenset(
    (  # noqa: SIM905 - reads better than a hundred quotes
        "id class x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox "
        "preserveAspectRatio transform fill fill-opacity fill-rule stroke stroke-width "
        "stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-opacity "
        "stroke-miterlimit opacity offset stop-color stop-opacity gradientUnits gradientTransform "
        "spreadMethod clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits "
        "patternUnits patternTransform patternContentUnits marker-start marker-mid marker-end "
        "markerWidth markerHeight refX refY orient markerUnits font-family font-size font-weight "
        "font-style text-anchor dominant-baseline dx dy rotate textLength lengthAdjust "
        "letter-spacing version role aria-label aria-labelledby aria-describedby aria-hidden "
        "focusable shape-rendering vector-effect color display visibility href xlink:href "
        "xml:space xml:lang lang xmlns xmlns:xlink"
    ).split()
)
_LARGEST = 1_000_000
"""Bytes. A drawing of that size is slower to read than a picture."""
_DEEPEST = 64
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*\Z", re.ASCII)


class _Refused(Exception):
    """Carries what the drawing holds that it may not."""


@dataclass(slots=True)
class _Reading:
    """What has been seen of the drawing so far."""

    depth: int = 0
    root: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 0:
            if name != "svg":
                raise _Refused(f"it begins with `{name}`, not with `svg`")
            self.root = attributes
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Refused(f"its elements stand in each other more than {_DEEPEST} deep")
        if name not in _ELEMENTS:
            raise _Refused(f"it holds `<{name}>`")
        for attribute, value in attributes.items():
            _check_attribute(name, attribute, value)

    def end(self, name: str) -> None:
        self.depth -= 1


def _check_attribute(element: str, attribute: str, value: str) -> None:
    if attribute not in _ATTRIBUTES and not attribute.startswith(("data-",)):
        raise _Refused(f"`<{element}>` has the attribute `{attribute}`")
    if attribute in ("href", "xlink:href") and not value.startswith("#"):
        raise _Refused(f"`<{element}>` names something outside the drawing")
    if attribute not in ("xmlns", "xmlns:xlink") and re.search(
        r"url\(\s*['\"]?(?!#)|javascript:", value, re.I
    ):
        raise _Refused(f"`{attribute}` names something outside the drawing")


def _refuse(what: str) -> None:
    raise _Refused(what)


def prepare_drawing(name: str, content: bytes) -> PublishedPicture | BadPicture:
    """Return the drawing under its fingerprinted name, or why it cannot be shown.

    `name` is its path in content/.
    """
    if len(content) > _LARGEST:
        return BadPicture(
            "the drawing is too large", f"{len(content):,} bytes", "simplify it, or save it as PNG"
        )
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.StartDoctypeDeclHandler = lambda *_: _refuse("it has a document type, which can name other files")
    parser.EntityDeclHandler = lambda *_: _refuse("it declares entities")
    parser.ProcessingInstructionHandler = lambda *_: _refuse("it has a processing instruction")
    try:
        parser.Parse(content, True)
    except _Refused as refusal:
        return BadPicture("the drawing could do more than be looked at", str(refusal), _PLAIN)
    except (expat.ExpatError, ValueError) as error:
        return BadPicture("the drawing cannot be read", str(error), "save it again as plain SVG")
    width, height = _size(reading.root)
    return PublishedPicture(fingerprinted(name, content), content, width, height)


_PLAIN = "save it as plain SVG, without scripts, styles and links, or as PNG"


def _size(root: dict[str, str]) -> tuple[int, int]:
    """Return the drawing's own size in pixels: width and height, else those of the viewBox, else 0."""
    width, height = (_NUMBER.match(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (0, 0)
    except (ValueError, OverflowError):
        return 0, 0
