"""Assets: style sheets, scripts, fonts and pictures under names made from their bytes.

A fingerprinted file never changes under its name, so browsers may keep it for ever. Style sheets
name fonts and pictures; those names are replaced by the fingerprinted ones. What only people read
beside them (a README, the recipe of the fonts) stays out of the site.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from microsite.problems import Location, Problem, Problems, did_you_mean

_CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
TEMPLATES = "templates/"

PUBLISHED_SUFFIXES = (
    *(".css", ".js", ".mjs", ".woff2", ".svg", ".png", ".jpg", ".webp", ".ico", ".webmanifest"),
    ".txt",  # the licence of a font goes where the font goes
)
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


def fingerprint(content: bytes, *, digits: int = 10) -> str:
    """Return the part of an asset's file name that changes when its bytes change.

    Shape: `digits` lowercase hexadecimal characters, such as ``3f9a01c2d7``.
    Units: `digits` counts characters, four bits each. Ten keep the chance that any two of 1,000
        assets share a name below one in a million.
    Errors: ValueError if `digits` is not 1 to 64; that is our mistake, not an author's.
    Source: SHA-256, FIPS 180-4. It names files here and protects nothing.
    """
    if not 1 <= digits <= 64:
        raise ValueError(f"digits must be 1 to 64, not {digits}")
    return hashlib.sha256(content).hexdigest()[:digits]


def fingerprinted(name: str, content: bytes) -> str:
    """Return ``assets/css/site.3f9a01c2d7.css`` for ``css/site.css``."""
    path = PurePosixPath("assets") / name
    return str(path.with_name(f"{path.stem}.{fingerprint(content)}{path.suffix}"))


def plan_assets(assets: Mapping[str, bytes], *, base_path: str) -> tuple[Manifest, Problems]:
    """Return the manifest of the files in templates/ and what is wrong in the style sheets."""
    names = {
        path.removeprefix(TEMPLATES): content
        for path, content in assets.items()
        if path.startswith(TEMPLATES) and path.endswith(PUBLISHED_SUFFIXES)
    }
    published = {
        name: fingerprinted(name, content) for name, content in names.items() if not name.endswith(".css")
    }
    contents = {published[name]: content for name, content in names.items() if name in published}
    problems = list(_unexpected_assets(assets))
    for name, content in names.items():
        if name.endswith(".css"):
            text, more = _link_style_sheet(name, content.decode("utf-8", "replace"), published, base_path)
            problems.extend(more)
            css = text.encode()
            published[name] = fingerprinted(name, css)
            contents[published[name]] = css
    return Manifest(dict(sorted(published.items())), contents), tuple(problems)


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
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match.group(2)))
        if target in published:
            return f'url("{base_path}{published[target]}")'
        line = text.count("\n", 0, match.start(2)) + 1
        column = match.start(2) - (text.rfind("\n", 0, match.start(2)) + 1) + 1
        problems.append(
            Problem(
                code="missing-asset",
                message=f"the style sheet names `{match.group(2)}`, which does not exist",
                location=Location(TEMPLATES + name, line, column, len(match.group(2))),
                label=f"not found at {TEMPLATES}{target}",
                hint=did_you_mean(target, published),
            )
        )
        return match.group()

    return _CSS_URL.sub(replace, text), problems
