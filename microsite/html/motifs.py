"""Motifs and strips as SVG: inside a page, and as files to keep.

Part of stage 4. Takes the drawings of the model, gives SVG whose unit is one cell. Equal runs of cells
in rows that follow each other are one rectangle, so a motif is a few hundred bytes.

A strip repeats for ever, and an SVG pattern would need an id, which no page may have twice. So each
row is one long dashed line, which is what a row of weaving is: dash and gap repeat by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape

from microsite.problems import did_you_mean

from .templates import mark_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Model, Motif

INK = "#14352a"
"""The ink of the face (ux.md section 6): a file of its own has no style sheet to ask."""

_FILE_CELL = 8
"""Pixels of a cell in a file: a motif of 24 cells is 192 pixels, and can be drawn at any size."""
_STRIP_CELLS = 960
"""How far a strip reaches at least: 3,840 pixels at one thread a cell; wider screens see it enlarged."""
_DRAWN = 256
"""Drawings that are kept once drawn: far more than a site has."""
_HIDDEN = 'aria-hidden="true" focusable="false"'


def drawing_helpers(model: Model, format_number: Callable[[int], str]) -> Mapping[str, object]:
    """Return what a template draws with; each gives SVG in the colour of the text around it.

    `motif` and `border` take a name, and the side of a cell in pixels; `border_of` a reference such as
    ``region:asia``, and gives nothing when no strip marks it; `drawing_size` the bytes of a file (``svg`` or
    ``text``), in words; `cell_path` takes rows of cells, and gives what stands in the `d` of a path.
    """

    def motif(name: str, cell: int = 4) -> str:
        found = _find(model, "motif", name)
        return mark_safe(draw_motif(found, cell=cell) if found else "")

    def border(name: str, cell: int = 4) -> str:
        found = _find(model, "border", name)
        return mark_safe(draw_strip(found, cell=cell) if found else "")

    def border_of(reference: str) -> str:
        found = model.border_of(reference)
        return border(found.name) if found else ""

    def drawing_size(kind: str, name: str, form: str = "svg") -> str:
        found = _find(model, kind, name)
        content = b"" if found is None else render_motif_file(found) if form == "svg" else _text_of(found)
        return format_number(len(content))

    return {
        "motif": motif,
        "border": border,
        "border_of": border_of,
        "cell_path": cell_path,
        "drawing_size": drawing_size,
    }


def render_drawings(model: Model) -> Iterator[tuple[str, bytes, str]]:
    """Yield the files of each drawing: its path below site/, its bytes, and the source it is made from."""
    for folder, drawings in (("motifs", model.motifs), ("borders", model.borders)):
        for motif in drawings.values():
            yield f"{folder}/{motif.name}.svg", render_motif_file(motif), motif.path
            yield f"{folder}/{motif.name}.txt", _text_of(motif), motif.path


def _text_of(motif: Motif) -> bytes:
    return motif.source.encode()


def _find(model: Model, kind: str, name: str) -> Motif | None:
    """Return a drawing by name; None when its file has a mistake, which is told already.

    A site may do without drawings: while it has none of the kind, nothing is drawn. LookupError tells the
    author of a template that there is no such drawing.
    """
    drawings = model.motifs if kind == "motif" else model.borders
    if drawings and name not in drawings and not model.is_broken(f"{kind}:{name}"):
        near = did_you_mean(name, drawings)
        raise LookupError(f"there is no {kind} `{name}` in data/{kind}s/" + (f" ({near})" if near else ""))
    return drawings.get(name)


@lru_cache(_DRAWN)
def draw_motif(motif: Motif, *, cell: int = 4) -> str:
    """Return the motif for a page, in the colour of the text around it.

    Units: `cell` is the side of a cell in pixels, so the motif has whole threads when it is a multiple of 4.
    """
    columns, rows = motif.columns, len(motif.rows)
    return (
        f'<svg class="motif" viewBox="0 0 {columns} {rows}" '
        f'width="{columns * cell}" height="{rows * cell}" {_HIDDEN}>'
        f'<path fill="currentColor" shape-rendering="crispEdges" d="{cell_path(motif.rows)}"/></svg>'
    )


@lru_cache(_DRAWN)
def draw_strip(border: Motif, *, cell: int = 4) -> str:
    """Return the strip for a page: as wide as its place, from the middle outwards."""
    repeats = -(-_STRIP_CELLS // border.columns) | 1  # odd, so that a unit stands in the middle
    width, rows = border.columns * repeats, len(border.rows)
    lines = "".join(
        f'<path{_dash_attribute(dashes)} d="{_long_lines(places, width)}"/>'
        for dashes, places in _thread_rows(border.rows).items()
    )
    return (
        f'<svg class="strip" viewBox="0 0 {width} {rows}" width="100%" height="{rows * cell}" '
        f'preserveAspectRatio="xMidYMid slice" {_HIDDEN}>'
        f'<g stroke="currentColor" shape-rendering="crispEdges">{lines}</g></svg>'
    )


def render_motif_file(motif: Motif) -> bytes:
    """Return the drawing as an SVG file of its own; of a strip, one repeat."""
    columns, rows = motif.columns, len(motif.rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns} {rows}" '
        f'width="{columns * _FILE_CELL}" height="{rows * _FILE_CELL}">\n'
        f"<title>{escape(motif.title, quote=False)}</title>\n"
        f'<path fill="{INK}" shape-rendering="crispEdges" d="{cell_path(motif.rows)}"/>\n</svg>\n'
    ).encode()


def cell_path(rows: Sequence[str]) -> str:
    """Return the cells as rectangles of one path, each placed from the one before."""
    path: list[str] = []
    last = (0, 0)
    for x, y, width, height in _merge_runs(rows):
        path.append(f"m{x - last[0]} {y - last[1]}h{width}v{height}h-{width}z")
        last = (x, y)
    return "".join(path)


def _merge_runs(rows: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield x, y, width and height: each run of `#`, as far down as the rows below have the very same run."""
    runs = [set(_runs(row)) for row in rows]
    for y, row in enumerate(rows):
        for x, width in _runs(row):
            if y and (x, width) in runs[y - 1]:
                continue
            height = 1
            while y + height < len(rows) and (x, width) in runs[y + height]:
                height += 1
            yield x, y, width, height


def _runs(row: str) -> Iterator[tuple[int, int]]:
    """Yield where each run of `#` begins, and how long it is."""
    start = row.find("#")
    while start >= 0:
        end = row.find(".", start)
        end = end if end >= 0 else len(row)
        yield start, end - start
        start = row.find("#", end)


def _thread_rows(rows: Sequence[str]) -> dict[tuple[int, ...], list[tuple[int, int]]]:
    """Return from dashes (on, off, on, off …) to where the rows so woven begin: x before the edge, and y."""
    found: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for y, row in enumerate(rows):
        if "#" not in row:
            continue
        start = (row + row).find("#", max(0, row.find("."))) % len(row)
        turned = _shortest_repeat(row[start:] + row[:start])
        dashes = tuple(len(run) for run in _split_runs(turned)) if "." in row else ()
        found.setdefault(dashes, []).append((start - len(row) if start else 0, y))
    return found


def _long_lines(places: Sequence[tuple[int, int]], width: int) -> str:
    return "".join(f"M{start} {row}.5H{width}" for start, row in places)


def _shortest_repeat(row: str) -> str:
    length = (row + row).find(row, 1)
    return row[:length]


def _split_runs(row: str) -> list[str]:
    return row.replace("#.", "# .").replace(".#", ". #").split()


def _dash_attribute(dashes: tuple[int, ...]) -> str:
    return f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
