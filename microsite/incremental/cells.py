"""Cells: the smallest things that may change by themselves, each with a value to compare.

A piece of the site keeps the names of the cells it was made from (model/watched.py notes them). Here
every cell gets its value: a few bytes that are equal as long as the thing is. Two builds that are
asked for the same cells and get the same values make the same piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Body, Model
    from microsite.pages import Addresses, SiteView

    from .packs import Kept

Cells = dict[str, bytes]
"""The value of each cell by its name. A cell that is not there has no value, which is a value too."""


def value_of(*parts: object) -> bytes:
    """Return a few bytes that differ when the parts do.

    Units: 12 bytes, so that among a million cells a chance meeting has odds below one in 10^17. Works on the
    written form of values, which must say all of them: texts, numbers, dates, tuples, dataclasses.
    """
    digest = blake2b(digest_size=12)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.digest()


def model_cells(model: Model, addresses: Addresses, digests: Mapping[str, bytes]) -> Cells:
    """Return the cells of the facts; `digests` are those of the source files, by path."""
    return {
        **dict(_record_cells(model, digests)),
        **dict(_page_cells(model)),
        **dict(_word_cells(model)),
        **dict(_file_cells(model, digests)),
        **{f"broken:{reference}": b"1" for reference in model.broken},
        **{
            f"route:{locale}:{reference}": f"{route.path} {route.source_path}".encode()
            for (locale, reference), route in addresses.routes.items()
        },
        "today": _day_value(model),
    }


def update_cells(before: Model, model: Model, edited: Iterable[str], digests: Mapping[str, bytes]) -> Cells:
    """Return the cells that changed with edits that model/update.py could make.

    `before` is the model before them, `edited` are the paths of files, which have other bytes than before.
    """
    changed: Cells = {}
    if model.today != before.today:
        changed["today"] = _day_value(model)
    for path in edited:
        if path in model.page_files:
            changed[f"body:{path}"] = body_value(model.body(path))
            if model.uses_in(path) != before.uses_in(path):
                changed[f"uses-in:{path}"] = value_of(model.uses_in(path))
        elif path in model.assets:
            changed[f"asset:{path}"] = digests[path]
        elif path.startswith("templates/"):
            changed[f"template:{path.removeprefix('templates/')}"] = digests[path]
        else:
            _, collection, name = path.split("/")
            by_id = model.records[collection]
            changed[f"record:{by_id[name.removesuffix('.yaml')].reference}"] = digests[path]
            changed[f"all:{collection}"] = _collection_value(collection, by_id, digests)
    return changed


class LateCells(Mapping[str, bytes]):
    """The cells of an earlier build, which are loaded when somebody asks, and those that changed since."""

    __slots__ = ("_loaded", "kept", "load", "since")

    def __init__(
        self, load: Callable[[], Mapping[str, bytes]], kept: Kept, since: Mapping[str, bytes]
    ) -> None:
        """Take what loads the earlier cells, where they are kept, and those that have another value since."""
        self.load = load
        self.kept = kept
        self.since = since
        self._loaded: Mapping[str, bytes] | None = None

    def changed(self, cells: Mapping[str, bytes]) -> LateCells:
        """Return the cells with other values for some, which are among them already."""
        return LateCells(self.load, self.kept, {**self.since, **cells})

    def __getitem__(self, name: str) -> bytes:
        """Return the value of a cell."""
        return self.since[name] if name in self.since else self._all()[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._all())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all())

    def _all(self) -> Mapping[str, bytes]:
        if self._loaded is None:
            self._loaded = self.load()
        return self._loaded


def _day_value(model: Model) -> bytes:
    return model.today.isoformat().encode()


def _collection_value(collection: str, ids: Iterable[str], digests: Mapping[str, bytes]) -> bytes:
    return value_of([(each, digests[f"data/{collection}/{each}.yaml"]) for each in ids])


def changed_cells(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> frozenset[str]:
    """Return the names of the cells that have another value, are new, or are no more."""
    names = before.keys() | after.keys()
    return frozenset(name for name in names if before.get(name) != after.get(name))


def asset_cells(published: Mapping[str, str]) -> Cells:
    """Return the cells of the names that assets have in site/."""
    return {f"published:{name}": path.encode() for name, path in published.items()}


def site_cells(sites: Mapping[str, SiteView]) -> Cells:
    """Return the cells of the frames of the languages."""
    return {f"site:{locale}": value_of(view) for locale, view in sites.items()}


def _record_cells(model: Model, digests: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for collection, by_id in model.records.items():
        for placed in by_id.values():
            yield f"record:{placed.reference}", digests[placed.layout.path]
        yield f"all:{collection}", _collection_value(collection, by_id, digests)
        yield f"ids:{collection}", value_of(tuple(by_id))
    for reference, names in model.backlinks.items():
        yield f"naming:{reference}", value_of(names)


def _page_cells(model: Model) -> Iterator[tuple[str, bytes]]:
    for path, page in model.pages.items():
        page_file = model.page_files[path]
        yield f"page:{page.locale}:{page.identity}", value_of(path, page.name, page_file.front)
        yield f"page-at:{path}", page.identity.encode()
        yield f"uses-in:{path}", value_of(page_file.uses)
        yield f"body:{path}", body_value(model.body(path))
    for locale, sections in model.sections.items():
        for template, path in sections.items():
            yield f"section:{locale}:{template}", path.encode()
    yield "pages", value_of(model.identities(), model.page_paths())


def body_value(body: Body) -> bytes:
    """Return the value of the cell of a text."""
    return value_of(body.line, body.text)


def _word_cells(model: Model) -> Iterator[tuple[str, bytes]]:
    from microsite.model import Settings

    yield "locales", value_of(tuple(model.locales))
    for code, locale in model.locales.items():
        yield f"strings:{code}", value_of(tuple(locale.strings))
        for name, form in locale.strings.items():
            yield f"string:{code}:{name}", value_of(form)
    for name in Settings.model_fields:
        yield f"setting:{name}", value_of(getattr(model.settings, name))


def _file_cells(model: Model, digests: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path in model.assets:
        yield f"asset:{path}", digests[path]
    yield "assets", value_of(tuple(model.assets))
    for name in model.templates:
        yield f"template:{name}", digests[f"templates/{name}"]
    yield "templates", value_of(tuple(model.templates))
    yield "settings-layout", digests.get("data/settings.yaml", b"")
    for cell in ("motifs", "borders", "map"):
        yield cell if cell != "map" else "maps", value_of(_below(f"data/{cell}/", digests))


def _below(folder: str, digests: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    return tuple((path, digest) for path, digest in digests.items() if path.startswith(folder))
