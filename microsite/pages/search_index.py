"""The search index: what the search page's script looks through, one for each language.

Stage 3 of 5. It holds every page of the A–Z index with the names people may know it by. The headings
of a page are added when its text is rendered; without scripts nothing of this is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.model import Country, Partner, Programme, University

from .desk import Desk
from .index_page import INDEX_NAME, kind_of, programme_note
from .views import Listing, SearchEntry, SearchIndex


def plan_search(desk: Desk) -> tuple[SearchIndex, ...]:
    """Return the index of a language; none when it has no search page."""
    pages = sorted(desk.list_pages(), key=lambda page: page.template == "topic")  # an answer before its facts
    return tuple(
        SearchIndex(
            f"{page.output_path.rpartition('/')[0]}/{INDEX_NAME}",
            (*(_entry(each, desk) for each in pages if each.is_indexed), *_programme_entries(desk)),
        )
        for page in pages
        if page.template == "search"
    )


def _entry(page: Listing, desk: Desk) -> SearchEntry:
    names = dict.fromkeys((*([page.heading_note.text] if page.heading_note else []), *_names(page, desk)))
    return SearchEntry(
        path=page.path,
        address=page.address,
        title=page.title,
        lang=page.title_lang,
        kind=kind_of(page, desk),
        names=tuple(name for name in names if name and name != page.title),
        text=page.description,
    )


def _programme_entries(desk: Desk) -> Iterator[SearchEntry]:
    """Yield each programme that may be on offer; it is found at its row of the table."""
    words = desk.words
    for programme in desk.model.all(Programme):
        target = words.link(f"programme:{programme.id}", programme.name)
        if target.address and programme.status != "historical":
            university = desk.model.get(University, programme.university)
            native = programme.native_name.text if programme.native_name else ""
            yield SearchEntry(
                path=target.address,
                address=target.address,
                title=programme.name,
                lang="",
                kind=programme_note(programme, desk),
                names=tuple(
                    each for each in (native, university.name, words.text(programme.faculty)) if each
                ),
                text="",
            )


def _names(page: Listing, desk: Desk) -> tuple[str, ...]:
    """Return what else a page's record is called, and where it is."""
    placed = desk.model.find(page.reference)
    match placed.record if placed else None:
        case Partner() as partner:
            town = desk.words.town(partner.town)
            country = desk.words.country(partner.country)
            return (partner.abbreviation or "", *partner.other_names, town.text if town else "", country)
        case Country() as country_record:
            return country_record.other_names
        case University() as university:
            return (university.abbreviation,)
    return ()
