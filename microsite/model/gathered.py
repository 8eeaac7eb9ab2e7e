"""What one call of model_sources has read so far: the files, and the problems found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, TypeVar

from microsite.problems import Problem
from microsite.source import SourceFile, decode, parse_yaml
from microsite.values import dataclass

from .records import Shape
from .structure import Context, Layout, flatten, structure

S = TypeVar("S", bound=Shape)

RESERVED_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Names that no file may have on Windows."""


@dataclass(slots=True)
class Gathered:
    """What has been read so far; local to one call of model_sources."""

    files: Mapping[str, SourceFile]
    problems: list[Problem] = field(default_factory=list)

    def text_of(self, path: str) -> str | None:
        """Return the text of a file, or None when it has none."""
        text, problems = decode(self.files[path])
        self.problems.extend(problems)
        return text

    def yaml_of(self, path: str) -> tuple[Any, Layout] | None:
        """Return the values of a YAML file and their places, or None when it cannot be parsed."""
        text = self.text_of(path)
        if text is None:
            return None
        node, problems = parse_yaml(text, path)
        self.problems.extend(problems)
        if node is None:
            return None if problems else ({}, Layout(path))
        return flatten(node, path)


def mend(shape: type[S], plain: Any, stand_in: Mapping[str, Any], layout: Layout, context: Context) -> S:
    """Return the fields that can stand, the rest from the stand-in."""
    kept = dict(stand_in)
    written = plain if isinstance(plain, dict) else {}
    for name in sorted(shape.model_fields.keys() & written.keys()):
        trial, _ = structure(shape, {**kept, name: written[name]}, layout, context)
        if trial is not None:
            kept[name] = written[name]
    mended, _ = structure(shape, kept, layout, context)
    assert mended is not None, "the stand-in alone is valid"
    return mended
