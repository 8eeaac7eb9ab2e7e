"""Assets: style sheets, scripts, fonts and pictures under names made from their bytes.

A fingerprinted file never changes under its name, so browsers may keep it for ever. Style sheets
name fonts and pictures; those names are replaced by the fingerprinted ones. What only people read
beside them (a README, the recipe of the fonts) stays out of the site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.source import SourceFile, decode
from microsite.values import dataclass

from .drawings import prepare_drawing
from .fingerprints import fingerprinted
from .pictures import BadPicture
from .scripts import link_scripts
from .style_sheets import shorten_style_sheet

# Nothing is tried twice, so that a long sheet takes no longer than its length.
_CSS_URL = re.compile(
    r"""url\(\s*+(?:"(?P<double>[^"\n]++)"|'(?P<single>[^'\n]++)'|(?P<bare>[^\s"'()]++))\s*+\)"""
)
_IN_ITSELF = ("data:", "#")
TEMPLATES = "templates/"

PUBLISHED_SUFFIXES = (
    *(".css", ".js", ".mjs", ".woff2", ".svg", ".png", ".jpg", ".webp", ".ico", ".webmanifest"),
    ".txt",  # the licence of a font goes where the font goes
)
SCRIPTS = (".js", ".mjs")
UNPUBLISHED_SUFFIXES = (".md", ".py")
"""What explains an asset, or makes it: read by people, not by browsers."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where each asset is published, and what is in it."""

    path_by_name: Mapping[str, str]
    """``css/site.css`` → ``assets/css/site.3f9a01c2d7.css``."""
    content_by_path: Mapping[str, bytes]

    @property
    def name_by_path(self) -> Mapping[str, str]:
        """From the published path back to the file in templates/."""
        return {path: name for name, path in self.path_by_name.items()}


def plan_assets(assets: Mapping[str, bytes], *, base_path: str) -> tuple[Manifest, Problems]:
    """Return the manifest of the files in templates/ and what is wrong in styles and scripts."""
    names = {
        path.removeprefix(TEMPLATES): content
        for path, content in assets.items()
        if path.startswith(TEMPLATES) and path.endswith(PUBLISHED_SUFFIXES)
    }
    texts, unreadable = _decode_texts(names)
    scripts = {name: text for name, text in texts.items() if name.endswith(SCRIPTS)}
    published, contents, found = link_scripts(scripts, rename=fingerprinted)
    for name, content in names.items():
        if name not in texts:
            published[name] = fingerprinted(name, content)
            contents[published[name]] = content
    problems = [*_unexpected_assets(assets), *unreadable, *_refused_drawings(names), *found]
    for name in texts:
        if name.endswith(".css"):
            text, more = _link_style_sheet(name, texts[name], published, base_path)
            problems.extend(more)
            css = shorten_style_sheet(text).encode()
            published[name] = fingerprinted(name, css)
            contents[published[name]] = css
    return Manifest(dict(sorted(published.items())), contents), tuple(problems)


def _decode_texts(names: Mapping[str, bytes]) -> tuple[dict[str, str], list[Problem]]:
    """Return the style sheets and scripts; an empty one stands in for what is no text."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, content in names.items():
        if name.endswith((".css", *SCRIPTS)):
            text, more = decode(SourceFile(TEMPLATES + name, content))
            texts[name] = text or ""
            problems.extend(more)
    return texts, problems


def _refused_drawings(names: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield a problem for each SVG that could do more than be looked at."""
    for name, content in names.items():
        if name.endswith(".svg"):
            drawing = prepare_drawing(name, content)
            if isinstance(drawing, BadPicture):
                yield Problem(
                    code="bad-picture",
                    message=drawing.message,
                    location=Location(TEMPLATES + name),
                    label=drawing.label,
                    hint=drawing.hint,
                )


def _unexpected_assets(assets: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each file that would be missing from the site without a word."""
    for path in assets:
        if path.startswith(TEMPLATES) and not path.endswith((*PUBLISHED_SUFFIXES, *UNPUBLISHED_SUFFIXES)):
            yield Problem(
                code="unknown-file",
                message="files of this kind are not published",
                location=Location(path),
                hint=f"what is published from here ends in {', '.join(PUBLISHED_SUFFIXES)}",
            )


def _link_style_sheet(
    name: str, text: str, published: Mapping[str, str], base_path: str
) -> tuple[str, list[Problem]]:
    problems: list[Problem] = []

    def replace(match: re.Match[str]) -> str:
        written, start = match[match.lastgroup or 0], match.start(match.lastgroup or 0)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), written))
        if written.startswith(_IN_ITSELF):
            return match[0]
        if target in published:
            return f'url("{base_path}{published[target]}")'
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        problems.append(
            Problem(
                code="missing-asset",
                message=f"the style sheet names `{written}`, which does not exist",
                location=Location(TEMPLATES + name, line, column, len(written)),
                label=f"not found at {TEMPLATES}{target}",
                hint=did_you_mean(target, published),
            )
        )
        return match[0]

    return _CSS_URL.sub(replace, text), problems
