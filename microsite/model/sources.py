"""Model the sources: files → the model, all of them in one go.

Stage 2 of 5. Takes the files of stage 1, gives the `Model` and every problem of every file. A file
that cannot stand is left out and the rest goes on: settings or front matter with a mistake are
completed with stand-ins, so that the mistakes behind them are found in the same run (nothing is
published then, whatever the stand-ins say).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.source import SourceFile

from .content_pages import check_motifs, model_pages
from .fields import SLUG
from .gathered import RESERVED_NAMES, Gathered
from .model import Model, index_pages
from .motifs import model_motifs
from .records import RECORD_TYPES, Record, Settings
from .references import COLLECTION_BY_KIND
from .resolve import Candidate, resolve
from .site_settings import model_locales, model_settings
from .structure import Context, structure
from .woven_map import MAP_FILES, model_maps

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
ASSET_FOLDERS = ("css", "js", "fonts", "icons")
_DRAWING_FOLDERS = ("motifs", "borders")


def model_sources(
    files: Mapping[str, SourceFile], *, today: date, drafts: bool = False
) -> tuple[Model, Problems]:
    """Return the model of all files, and what is wrong with them."""
    gathered = Gathered(files)
    settings, settings_layout = model_settings(gathered)
    context = Context(locales=settings.languages, today=today)
    locales = model_locales(gathered, settings)
    candidates, unreadable = _structure_records(gathered, context)
    hidden = [each.reference for each in candidates if each.record and each.record.is_draft and not drafts]
    candidates = [each for each in candidates if each.reference not in hidden]
    records, backlinks, broken, problems = resolve(candidates, unreadable, hidden)
    gathered.problems.extend(problems)
    known = {candidate.reference for candidate in candidates} | set(unreadable)
    pages, bodies, page_files, broken_pages = model_pages(
        gathered, settings, context, known=known, drafts=drafts
    )
    motifs, borders, broken_drawings = model_motifs(gathered, known=known)
    gathered.problems.extend(check_motifs(pages, motifs, broken_drawings))
    for motif in (*motifs.values(), *borders.values()):
        gathered.problems.extend(_check_id(motif.path, motif.name))
    paths, sections = index_pages(pages)
    model = Model(
        settings=settings,
        settings_layout=settings_layout,
        locales=locales,
        records=records,
        broken=broken | broken_pages | broken_drawings,
        pages={page.path: page for page in pages},
        bodies=bodies,
        page_files=page_files,
        paths=paths,
        sections=sections,
        backlinks=backlinks,
        assets=_gather_assets(files),
        templates=_gather_templates(gathered),
        today=today,
        motifs=motifs,
        borders=borders,
        maps=model_maps(gathered),
    )
    gathered.problems.extend(_unexpected_files(files, settings))
    return model, tuple(gathered.problems)


def _structure_records(gathered: Gathered, context: Context) -> tuple[list[Candidate], list[str]]:
    candidates, unreadable = [], []
    for record_type in RECORD_TYPES:
        for path in _files_of(gathered.files, f"data/{record_type.collection}/"):
            record_id = PurePosixPath(path).stem
            gathered.problems.extend(_check_id(path, record_id))
            read = gathered.yaml_of(path)
            if read is None:
                unreadable.append(f"{record_type.kind}:{record_id}")
                continue
            plain, layout = read
            record: Record | None
            record, problems = structure(record_type, plain, layout, context, known={"id": record_id})
            gathered.problems.extend(problems)
            candidates.append(Candidate(record_type, record_id, plain, layout, record))
    return candidates, unreadable


def _files_of(files: Mapping[str, SourceFile], folder: str) -> Iterator[str]:
    for path in files:
        if path.startswith(folder) and path.endswith(".yaml") and "/" not in path[len(folder) :]:
            yield path


def _check_id(path: str, record_id: str) -> Iterator[Problem]:
    if not SLUG.match(record_id) or len(record_id) > 80 or record_id in RESERVED_NAMES:
        yield Problem(
            code="invalid-id",
            message=f"`{record_id}` cannot be an id",
            location=Location(path),
            label="",
            hint="rename the file: small letters a-z, digits and single hyphens, at most 80 characters",
        )


# --- Other files --------------------------------------------------------------------------------


def _gather_assets(files: Mapping[str, SourceFile]) -> dict[str, bytes]:
    return {
        path: file.content
        for path, file in files.items()
        if path.startswith(tuple(f"templates/{folder}/" for folder in ASSET_FOLDERS))
        or (path.startswith("content/") and path.lower().endswith(PICTURE_SUFFIXES))
    }


def _gather_templates(gathered: Gathered) -> dict[str, str]:
    templates = {}
    for path in gathered.files:
        if path.startswith("templates/") and path.endswith(".html"):
            text = gathered.text_of(path)
            if text is not None:
                templates[path.removeprefix("templates/")] = text
    return templates


def _unexpected_files(files: Mapping[str, SourceFile], settings: Settings) -> Iterator[Problem]:
    """Yield a problem for each file that nothing reads, so that a misspelt folder is noticed."""
    folders = sorted({*COLLECTION_BY_KIND.values(), "strings", "schema", "map", *_DRAWING_FOLDERS})
    for path in files:
        parts = PurePosixPath(path).parts
        if parts[0] == "data" and not _is_expected_data(parts, folders, settings):
            near = did_you_mean(parts[1], folders) if len(parts) == 3 else ""
            yield Problem(
                code="unknown-file",
                message="nothing reads this file",
                location=Location(path),
                hint=near or f"records are data/<collection>/<id>.yaml, with one of {', '.join(folders)}",
            )
        elif parts[0] == "content" and not _is_expected_content(path, parts, settings):
            yield Problem(
                code="unknown-file",
                message="nothing reads this file",
                location=Location(path),
                hint=f"pages are content/<language>/<name>.md, in {', '.join(settings.languages)}",
            )


def _is_expected_data(parts: tuple[str, ...], folders: list[str], settings: Settings) -> bool:
    if parts == ("data", "settings.yaml"):
        return True
    if len(parts) != 3 or parts[1] not in folders:
        return False
    if parts[1] == "schema":
        return parts[2].endswith(".json")
    if parts[1] == "map":
        return parts[2] in MAP_FILES
    if parts[1] == "strings":
        return parts[2].endswith(".yaml") and parts[2].removesuffix(".yaml") in settings.languages
    return parts[2].endswith(".txt" if parts[1] in _DRAWING_FOLDERS else ".yaml")


def _is_expected_content(path: str, parts: tuple[str, ...], settings: Settings) -> bool:
    in_language = len(parts) >= 3 and parts[1] in settings.languages
    return in_language and (path.endswith(".md") or path.lower().endswith(PICTURE_SUFFIXES))
