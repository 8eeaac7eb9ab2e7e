"""Scripts: modules that name one another, and the one line that may stand in a page.

Stage 4 of 5. A module is published under a name made from its bytes, so what it imports is renamed
first, and with it the module itself. Comments that have lines of their own stay behind: they are for
whoever changes a script, and a third of its weight. Nothing else is changed, joined or moved.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.values import dataclass

_TEMPLATES = "templates/"
# A line that begins like a comment is one, also inside a text of several lines: do not begin one so.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*\*/[ \t]*)\n", re.MULTILINE)
_IMPORT = re.compile(r"""^(?:import|export)\b[^"'\n]*(["'])(\.{1,2}/[^"'\n]+)\1""", re.MULTILINE)


@dataclass(slots=True)
class _Linker:
    """Publishes one module after another, those that others import first."""

    sources: Mapping[str, str]
    rename: Callable[[str, bytes], str]
    published: dict[str, str] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def publish(self, name: str, importers: tuple[str, ...] = ()) -> str:
        if name not in self.published:
            text = _IMPORT.sub(lambda match: self._link(match, name, importers), self.sources[name])
            content = _COMMENT.sub("", text).encode()
            self.published[name] = self.rename(name, content)
            self.contents[self.published[name]] = content
        return self.published[name]

    def _link(self, match: re.Match[str], name: str, importers: tuple[str, ...]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2]))
        if target not in self.sources:
            self.problems.append(_missing(match, name, target, self.sources))
        elif target in (name, *importers):
            self.problems.append(_circular(match, name))
        else:
            path = self.publish(target, (name, *importers))
            # Both lie below one folder, wherever the site is: the way between them needs no base path.
            way = posixpath.relpath(path, posixpath.dirname(self.rename(name, b"")))
            return match[0].replace(match[2], way if way.startswith(".") else f"./{way}")
        return match[0]


def link_scripts(
    sources: Mapping[str, str], *, rename: Callable[[str, bytes], str]
) -> tuple[dict[str, str], dict[str, bytes], Problems]:
    """Return the published path of each module, the modules by path, and what is wrong in them.

    Shape: `sources` by name, such as ``js/finder.js``; `rename` gives the path of a name and its bytes.
        An import stands at the start of a line: ``import { fold } from "./folding.js";``.
    """
    linker = _Linker(sources, rename)
    for name in sources:
        linker.publish(name)
    return linker.published, linker.contents, tuple(linker.problems)


def _missing(match: re.Match[str], name: str, target: str, names: Iterable[str]) -> Problem:
    return Problem(
        code="missing-asset",
        message=f"the script imports `{match[2]}`, which does not exist",
        location=_place(match, name),
        label=f"not found at {_TEMPLATES}{target}",
        hint=did_you_mean(target, names),
    )


def _circular(match: re.Match[str], name: str) -> Problem:
    return Problem(
        code="circular-import",
        message=f"the script imports `{match[2]}`, which imports it in turn",
        location=_place(match, name),
        label="the name of each would be made from the name of the other",
        hint="move what both need into a third module",
    )


def _place(match: re.Match[str], name: str) -> Location:
    before = match.string[: match.start(2)]
    column = len(before) - before.rfind("\n")
    return Location(_TEMPLATES + name, before.count("\n") + 1, column, len(match[2]))


def policy_hash(script: str) -> str:
    """Return what lets a content security policy allow one inline block. Source: CSP Level 3, hash-source."""
    return f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
