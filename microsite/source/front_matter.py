"""Front matter: a Markdown file split into the fields above and the body below.

Stage 1 of 5. The fields stand between two lines `---`, the first of which opens the file; they are
read as YAML by yaml_nodes.py. The body is handed on as it is: nothing here knows Markdown.
"""

from __future__ import annotations

import re

from microsite.problems import Location, Problem, Problems
from microsite.source.nodes import MapNode, Node, Span
from microsite.values import dataclass

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two parts of a Markdown file."""

    node: MapNode | None
    """The fields; None when they could not be read and a problem says why. No fields are no entries."""

    body: str
    body_line: int
    """The line of the file on which the body begins, counted from 1."""


def split_front_matter(text: str, path: str) -> tuple[FrontMatter | None, Problems]:
    """Return front matter and body; None only when it is unknown where the body begins."""
    opening = _FENCE.match(text)
    if opening is None:
        return FrontMatter(None, text, 1), (_missing_front_matter(text, path),)
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        return None, (_unclosed_front_matter(path),)
    fields = text[opening.end() + 1 : closing.start()]
    from microsite.source.yaml_nodes import parse_yaml

    node, problems = parse_yaml(fields, path, first_line=2)
    mapping, more = _require_mapping(node, path) if node or not problems else (None, ())
    body_line = fields.count("\n") + 3
    return FrontMatter(mapping, text[closing.end() + 1 :], body_line), problems + more


def find_body(text: str) -> tuple[str, int] | None:
    """Return the body of a text with front matter, and its line; the fields are not looked at."""
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if closing is None:
        return None
    return text[closing.end() + 1 :], text.count("\n", 0, closing.start()) + 2


def _require_mapping(node: Node | None, path: str) -> tuple[MapNode | None, Problems]:
    if node is None:
        return MapNode((), Span(1, 1, 3)), ()
    if isinstance(node, MapNode):
        return node, ()
    problem = Problem(
        code="front-matter-not-a-mapping",
        message="the front matter is not a list of fields",
        location=node.span.location(path),
        label="no `key: value` here",
        hint="write one field a line, such as `title: How to apply`",
    )
    return None, (problem,)


def _missing_front_matter(text: str, path: str) -> Problem:
    is_late = text.lstrip().startswith("---")
    return Problem(
        code="missing-front-matter",
        message="the file does not begin with front matter",
        location=Location(path, 1, 1),
        label="line 1 is not `---`",
        hint="delete everything above the first `---`"
        if is_late
        else "begin the file with a line `---`, the fields (such as `title: How to apply`) and a line `---`",
    )


def _unclosed_front_matter(path: str) -> Problem:
    return Problem(
        code="unclosed-front-matter",
        message="the front matter has no end",
        location=Location(path, 1, 1, 3),
        label="no second line `---` below",
        hint="put a line `---` between the fields and the text",
    )
