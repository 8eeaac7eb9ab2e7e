"""What checks across files need of one file: its anchors, its addresses and, of a page, its head.

Part of stage 5. A page is let go once its own checks have run, and this stays. It holds plain values
only: two files that say the same to every other file have the same summary, to the byte once packed.
"""

from __future__ import annotations

import marshal
from typing import NamedTuple

from microsite.publish.addresses import Inside
from microsite.publish.findings import Finding
from microsite.publish.finished_file import FinishedFile
from microsite.publish.finished_page import FinishedPage
from microsite.publish.page_addresses import Reference
from microsite.values import dataclass

Alternate = tuple[str, str, str]
"""The same page in another language: the language, the address as written, the file it means."""

_FORMAT = 2
"""Of `marshal`: the last in which equal values are equal bytes, whatever else holds them."""


class FileSummary(NamedTuple):
    """One file as other files see it."""

    is_page: bool = False
    is_indexable: bool = False
    """Whether search engines should list it."""

    language: str = ""
    title: str = ""
    description: str = ""
    canonicals: tuple[tuple[str, str], ...] = ()
    """Each with the file it means; the page's own address, rightly written, is left out."""

    alternates: tuple[Alternate, ...] = ()
    anchors: tuple[str, ...] | None = None
    """In the order of the alphabet; None where anything may be an anchor."""

    references: tuple[Reference, ...] = ()
    """As `PageAddresses` has them."""

    listed: tuple[tuple[str, str], ...] = ()
    """What a sitemap lists: each address with the file it means."""

    aria: int = 0
    """How many attributes tell assistive technology what HTML does not: ``role`` and ``aria-…``."""


_NOTHING = FileSummary()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file after its own checks. Plain and small: it can be kept, and handed to another process."""

    findings: tuple[Finding, ...]
    summary: bytes
    """A `FileSummary` as `pack_summary` makes it."""


def pack_summary(summary: FileSummary) -> bytes:
    """Return a summary as bytes; nothing at all for a file that others know only by its name."""
    return b"" if summary == _NOTHING else marshal.dumps(tuple(summary), _FORMAT)


def unpack_summary(packed: bytes) -> FileSummary:
    """Return the summary in what `pack_summary` made."""
    return FileSummary(*marshal.loads(packed)) if packed else _NOTHING  # noqa: S302 - our own bytes


def summarise_page(page: FinishedPage) -> FileSummary:
    """Return the little that stays of a page."""
    head = page.head
    return FileSummary(
        is_page=True,
        is_indexable=page.is_indexable,
        language=head.language,
        title=head.title,
        description=head.description,
        canonicals=_canonicals(page),
        alternates=_alternates(page),
        anchors=tuple(sorted(page.anchors)),
        references=page.addresses.references,
        aria=sum(len(page.elements.having(name)) for name in filter(_is_aria, page.elements.attribute_names)),
    )


def summarise_file(file: FinishedFile) -> FileSummary:
    """Return what other files need of one that is no page."""
    return FileSummary(
        anchors=file.anchors,
        references=tuple(
            (address, target.path, "", False)
            for address, target in file.addresses
            if isinstance(target, Inside)
        ),
        listed=tuple((address, target.path) for address, target in file.listed if isinstance(target, Inside)),
    )


def _is_aria(attribute: str) -> bool:
    return attribute == "role" or attribute.startswith("aria-")


def _canonicals(page: FinishedPage) -> tuple[tuple[str, str], ...]:
    own = page.book.permalink_of(page.path)
    targets = ((address, page.resolve(address)) for address in page.head.canonicals)
    return tuple(
        (address, target.path)
        for address, target in targets
        if isinstance(target, Inside) and (address, target.path) != (own, page.path)
    )


def _alternates(page: FinishedPage) -> tuple[Alternate, ...]:
    targets = ((language, address, page.resolve(address)) for language, address in page.head.alternates)
    return tuple(
        (language, address, target.path)
        for language, address, target in targets
        if isinstance(target, Inside)
    )
