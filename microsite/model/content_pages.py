"""Content pages: Markdown files → front matter and body, each knowing which page it is or translates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from microsite.problems import Location, Problem, did_you_mean
from microsite.source import FrontMatter, split_front_matter

from .fields import SLUG
from .gathered import RESERVED_NAMES, Gathered, mend
from .model import Body, ContentPage, PageFile, page_name
from .page_files import describe_file
from .records import PageMatter, Settings
from .resolve import check_references
from .structure import Context, Layout, flatten, structure
from .typed_facts import typed_in_body, typed_in_matter

_STAND_IN_MATTER: Mapping[str, Any] = {"title": "?", "description": "?", "updated": "2000-01-01"}


def model_pages(
    gathered: Gathered, settings: Settings, context: Context, *, known: set[str], drafts: bool
) -> tuple[tuple[ContentPage, ...], dict[str, Body], dict[str, PageFile], frozenset[str]]:
    """Return the pages that this build shows, their texts and files, and what cannot be read."""
    pages, bodies, page_files, broken = [], {}, {}, set()
    for path in gathered.files:
        parts = PurePosixPath(path).parts
        if (
            parts[0] != "content"
            or not path.endswith(".md")
            or len(parts) < 3
            or parts[1] not in context.locales
        ):
            continue
        _, name = page_name(path)
        gathered.problems.extend(_check_page_name(path, name))
        read = _model_page(gathered, path, name, parts[1], context=context, known=known)
        if read is None:
            broken.add(f"page:{name}")
        elif drafts or not read[0].matter.is_draft:
            page, body, page_file = read
            pages.append(page)
            bodies[path], page_files[path] = body, page_file
            gathered.problems.extend((*typed_in_body(path, parts[1], body), *typed_in_matter(page)))
    identified = _identify(gathered, tuple(pages), settings.languages[0], broken)
    return identified, bodies, page_files, frozenset(broken)


def _check_page_name(path: str, name: str) -> Iterator[Problem]:
    for part in name.split("/"):
        if not SLUG.match(part) or len(part) > 80 or part in RESERVED_NAMES:
            yield Problem(
                code="invalid-id",
                message=f"`{part}` cannot be part of an address",
                location=Location(path),
                hint="rename it: small letters a-z, digits and single hyphens, at most 80 characters",
            )


def _model_page(
    gathered: Gathered, path: str, name: str, locale: str, *, context: Context, known: set[str]
) -> tuple[ContentPage, Body, PageFile] | None:
    text = gathered.text_of(path)
    if text is None:
        return None
    front, problems = split_front_matter(text, path)
    gathered.problems.extend(problems)
    front = front or FrontMatter(node=None, body="", body_line=1)
    plain, layout = flatten(front.node, path) if front.node else ({}, Layout(path))
    matter: PageMatter | None = None
    if front.node or not problems:
        matter, more = structure(PageMatter, plain, layout, context)
        _, dangling = check_references(PageMatter, plain, layout, known)
        gathered.problems.extend((*more, *dangling))
    if matter is None:
        matter = mend(PageMatter, plain, _STAND_IN_MATTER, layout, context)
    page = ContentPage(locale=locale, name=name, identity=name, path=path, matter=matter, layout=layout)
    return page, Body(front.body, front.body_line), describe_file(text, front.body)


def _identify(
    gathered: Gathered, pages: tuple[ContentPage, ...], default: str, broken: set[str]
) -> tuple[ContentPage, ...]:
    """Give each page of a further language the name of the page it translates."""
    names = {page.name for page in pages if page.locale == default}
    identified = []
    for page in pages:
        original = page.matter.translation_of
        if original and page.locale == default:
            gathered.problems.append(
                Problem(
                    code="unknown-translation",
                    message="a page of the default language cannot be a translation",
                    location=page.layout.place(("translation_of",)),
                    hint="take the line out",
                )
            )
        elif original and original not in names and f"page:{original}" not in broken:
            gathered.problems.append(
                Problem(
                    code="unknown-translation",
                    message=f"there is no page `{original}` to translate",
                    location=page.layout.place(("translation_of",)),
                    label=f"not found in content/{default}/",
                    hint=did_you_mean(original, names),
                )
            )
        identified.append(replace(page, identity=original or page.name))
    return tuple(identified)


def check_motifs(pages: Iterable[ContentPage], motifs: Iterable[str], broken: Set[str]) -> Iterator[Problem]:
    """Yield a problem for each page that names a drawing which is not there."""
    names = tuple(motifs)
    for page in pages:
        name = page.matter.motif
        if name and name not in names and f"motif:{name}" not in broken:
            yield Problem(
                code="unknown-reference",
                message=f"there is no motif `{name}`",
                location=page.layout.place(("motif",)),
                label="not found in data/motifs/",
                hint=did_you_mean(name, names),
            )
