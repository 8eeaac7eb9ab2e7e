"""The site index: what is known of every file after its own checks, kept from one build to the next.

Part of stage 5. `update_index` takes the files that changed and gives the index that a check of all
files would have made. Where none of them tells the others anything new it costs what changed; else the
checks across files run again, over what is kept, and no file is looked at.

It is saved in two parts. The head holds a digest of what each file tells the others, and what was
found; the body, several times as large, holds what they tell, and is read when that changes.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from microsite.publish.addresses import AddressBook
from microsite.publish.file_summary import CheckedFile
from microsite.publish.findings import Finding, FoundIn, pack_finding, unpack_finding
from microsite.publish.published_site import KeptFile, PublishedSite
from microsite.publish.site_table import Table, TableEditor
from microsite.values import dataclass

_SHAPE = (2, sys.byteorder)
"""Of what is saved. Counted up when that changes; numbers of addresses are in the order of the machine."""

_DIGEST_SIZE = 16


class IndexSpoilt(Exception):
    """The body is not what was saved with the head. Begin again, without an index and with every file."""


@dataclass(frozen=True, slots=True)
class SavedTable:
    """A table that was saved, and that nobody needed to read yet."""

    digest: bytes
    read_body: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """What is known of every file of one site."""

    base_url: str
    digest_by_path: Mapping[str, bytes]
    """Of what each file tells others; empty where that is nothing."""

    file_findings: Mapping[str, tuple[Finding, ...]]
    """What is wrong with files by themselves, for those with which something is."""

    site_findings: tuple[FoundIn, ...]
    """What is wrong across files."""

    table: Table | SavedTable
    aria: int = 0
    """ARIA attributes on all pages together."""

    def findings(self) -> Iterator[FoundIn]:
        """Yield everything that is wrong on the site."""
        for path, findings in self.file_findings.items():
            for finding in findings:
                yield path, finding
        yield from self.site_findings


class SavedIndex(NamedTuple):
    """An index as bytes, for `load_index`."""

    head: bytes
    body: bytes | None
    """None when the body that was saved before still holds."""


def update_index(
    before: SiteIndex | None,
    changed: Iterable[tuple[str, CheckedFile]],
    *,
    removed: Collection[str] = (),
    book: AddressBook,
    check: Callable[[PublishedSite], Iterable[FoundIn]],
) -> SiteIndex:
    """Return the index after files changed, the very one from before when that makes no difference.

    Without an index `changed` holds every file; it is gone through once, so it may be made on the way.
    `check` runs the checks across files. Raises `IndexSpoilt` when the body is needed and not the right one.
    """
    before = before or SiteIndex(book.base_url, {}, {}, (), Table((), {}, 0))
    assert before.base_url == book.base_url, "an index is loaded for one base address"
    digests, findings = dict(before.digest_by_path), dict(before.file_findings)
    editor: TableEditor | None = None
    for path in removed:
        if digests.pop(path, None) is not None:
            findings.pop(path, None)
            editor = editor or TableEditor(_open(before.table))
            editor.remove(path)
    for path, file in changed:
        findings.pop(path, None)
        if file.findings:
            findings[path] = file.findings
        digest = _digest(file.summary)
        if digests.get(path) != digest:
            digests[path] = digest
            editor = editor or TableEditor(_open(before.table))
            editor.put(path, file.summary)
    if editor is None:
        return before if findings == before.file_findings else replace(before, file_findings=findings)
    table = editor.table()
    site = PublishedSite(book, digests.keys(), table.file_by_path, table.references)
    aria = sum(file.aria for file in table.file_by_path.values())
    return SiteIndex(book.base_url, digests, findings, tuple(check(site)), table, aria)


def save_index(index: SiteIndex) -> SavedIndex:
    """Return an index as bytes. Head and body are kept together, the body where the head before had one."""
    table, body = index.table, None
    if isinstance(table, Table):
        files = {path: tuple(file) for path, file in table.file_by_path.items()}
        body = marshal.dumps((table.references, files, table.worn))
    head = marshal.dumps(
        (
            _SHAPE,
            index.base_url,
            dict(index.digest_by_path),
            {path: tuple(map(pack_finding, found)) for path, found in index.file_findings.items()},
            tuple((path, pack_finding(finding)) for path, finding in index.site_findings),
            table.digest if isinstance(table, SavedTable) else _digest(body or b""),
            index.aria,
        )
    )
    return SavedIndex(_digest(head) + head, body)


def load_index(head: bytes, *, read_body: Callable[[], bytes], base_url: str) -> SiteIndex | None:
    """Return the index that was saved, None when the head is not whole or of another kind or site.

    `read_body` is called when the body is needed, which it mostly is not.
    """
    if len(head) <= _DIGEST_SIZE or _digest(head[_DIGEST_SIZE:]) != head[:_DIGEST_SIZE]:
        return None
    shape, *saved = marshal.loads(memoryview(head)[_DIGEST_SIZE:])  # noqa: S302 - bytes of ours: they have their digest
    if shape != _SHAPE or saved[0] != AddressBook(base_url).base_url:
        return None
    saved_url, digests, file_findings, site_findings, body_digest, aria = saved
    return SiteIndex(
        saved_url,
        digests,
        {path: tuple(map(unpack_finding, found)) for path, found in file_findings.items()},
        tuple((path, unpack_finding(finding)) for path, finding in site_findings),
        SavedTable(body_digest, read_body),
        aria,
    )


def _open(table: Table | SavedTable) -> Table:
    if isinstance(table, Table):
        return table
    body = table.read_body()
    if _digest(body) != table.digest:
        raise IndexSpoilt
    references, files, worn = marshal.loads(body)  # noqa: S302 - bytes of ours: they have the right digest
    return Table(references, {path: KeptFile(*file) for path, file in files.items()}, worn)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_SIZE).digest()
