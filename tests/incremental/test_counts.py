"""Editing a thing makes again the pages that read it, all of them and no other.

The lists are written by hand from the sources in rich_site.py: which page shows what, and what else it goes
through to find out. On which pages each fact is, as the ledger and its topic say, is found out once for both.
Each page says what is in the frame of its language, so it is made again when the menu, the number of facts or
the day changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.incremental.rich_site import (
    BORDER,
    PICTURE,
    RICH_SITE,
    SETTINGS,
    academic_year,
    drawing,
    fact,
    page,
    partner,
    place,
    point,
    strings,
    write_rich_site,
    write_text,
)
from tests.incremental.twin import Twin

HOME = ("/", "/en/")
EVENTS = ("/en/events/", "/en/events/2025/", "/en/events/2026/")
EACH_EVENT = ("/en/events/2025/week/", "/en/events/2026/fair/")
SPAIN = ("/en/partners/spain/", "/en/partners/spain/burgos/")
LATVIA = ("/en/partners/latvia/", "/en/partners/latvia/riga/")
LEDGER = ("/en/sources/", "/en/sources/visa/")
SEARCH = ("/en/search/",)
LISTS = (*LEDGER, *SEARCH)
TABLES = ("/en/sources/",)
"""The ledger says how many rows a table of open data has."""
TEXTS = ("/en/about/", "/en/about/privacy/", "/en/visa/", "/en/partners/")
ENGLISH = (*HOME, *TEXTS, *EVENTS, *EACH_EVENT, *SPAIN, *LATVIA, *LISTS)
POLISH = ("/pl/", "/pl/wiza/")
EVERY_PAGE = (*ENGLISH, *POLISH)

Edits = Mapping[str, str | None]


def replaced(path: str, old: str, new: str) -> Edits:
    """Return an edit of one file."""
    assert old in RICH_SITE[path]
    return {path: RICH_SITE[path].replace(old, new)}


CASES: Mapping[str, tuple[Edits, tuple[str, ...]]] = {
    "nothing": ({}, ()),
    # Pages
    "a text": (replaced("content/en/about.md", "What this", "What that"), ("/en/about/",)),
    "the text of the home page": (replaced("content/en/index.md", "Hello", "Good day"), HOME),
    "a text gets a fact": (
        replaced("content/en/about.md", "What this is", '{{ fact("seats") }}'),
        ("/en/about/", *LEDGER),
    ),
    "a picture": ({"content/en/hill.svg": PICTURE.replace("M0", "M1")}, HOME),
    "a title": (replaced("content/en/visa.md", "title: Visa", "title: Visas"), ("/en/visa/", *LISTS)),
    "a title in the menu": (replaced("content/en/about.md", "title: About", "title: Us"), ENGLISH),
    "a short title in the menu": (
        replaced("content/en/partners.md", "Friends", "Fellows"),
        ENGLISH,
    ),
    "a title in the other language": (
        replaced("content/pl/wiza.md", "title: Wiza", "title: W"),
        ("/pl/wiza/",),
    ),
    "a page is added": ({"content/en/guide.md": page("Guide", "Text.")}, ("/en/guide/", *SEARCH)),
    # Records
    "a partner's name": (
        replaced("data/partners/burgos.yaml", "University of Burgos", "Burgos University"),
        ("/en/partners/", *SPAIN, "/en/events/2026/fair/", *SEARCH),
    ),
    "a partner is added": (
        {"data/partners/jaen.yaml": partner("University of Jaén", "spain")},
        ("/en/partners/", "/en/partners/spain/", "/en/partners/spain/jaen/", *TABLES, *SEARCH),
    ),
    "a partner is deleted, with its country": (
        {"data/partners/riga.yaml": None},
        ("/en/partners/", *TABLES, *SEARCH),
    ),
    "an event is deleted, with its year": (
        {"data/events/week.yaml": None},
        ("/en/events/", "/en/events/2026/", "/en/visa/", *TABLES, *SEARCH),
    ),
    "a country's name": (
        {"data/countries/spain.yaml": "code: ES\nregion: europe\nname: The Spains\n"},
        ("/en/partners/", *SPAIN, "/en/events/2026/fair/", *SEARCH),
    ),
    "a country that nobody names": ({"data/countries/france.yaml": "code: FR\nregion: europe\n"}, TABLES),
    "a university's name": (
        replaced("data/universities/tiny.yaml", "Tiny U", "Small U"),
        ("/en/partners/", *SPAIN, *LATVIA),
    ),
    "a unit's name": (
        replaced("data/units/city-hall.yaml", "City Hall", "Town Hall"),
        (*EVENTS, *EACH_EVENT, "/en/partners/spain/burgos/", "/en/visa/"),
    ),
    "a fact": (replaced("data/facts/seats.yaml", "28", "29"), ("/en/visa/", "/pl/wiza/", *LEDGER)),
    "a place": (
        replaced("data/places/hall.yaml", "latitude: 53.13", "latitude: 53.15"),
        ("/en/about/",),
    ),
    "a place is added": (
        {"data/places/well.yaml": place("Well", point("53.12", "23.15"))},
        ("/en/about/", *TABLES),
    ),
    "a town that stands for a place": (
        replaced("data/towns/richtown.yaml", "latitude: 53.1\n", "latitude: 53.2\n"),
        ("/en/about/",),
    ),
    "the address of a place": (
        replaced("data/facts/address.yaml", "Market 1", "Market 2"),
        ("/en/about/", "/en/visa/", *LEDGER),
    ),
    "a fact is added": ({"data/facts/doors.yaml": fact("Doors", "3")}, EVERY_PAGE),
    # Templates
    "the base template": (replaced("templates/layouts/base.html", "<main>", '<main id="main">'), EVERY_PAGE),
    "a page's template": (replaced("templates/pages/topic.html", "</p>", "</p> "), ("/en/sources/visa/",)),
    "a partial": (replaced("templates/partials/cards.html", "<ul>", '<ul class="cards">'), EVENTS),
    "a partial that a name made at run time asked for in vain": (
        {"templates/partials/event.html": "<p>Event</p>\n"},
        EACH_EVENT,
    ),
    "a partial that such a name found": ({"templates/partials/plain.html": "<p>Bare</p>\n"}, EVERY_PAGE),
    "a block": ({"templates/components/note.html": "<aside>{{ inner }}</aside>\n"}, ("/en/visa/",)),
    "how facts look": (
        {"templates/components/fact.html": "<b>{{ fact.value }}</b>\n"},
        ("/en/visa/", "/pl/wiza/"),
    ),
    "a template that nobody asks for": ({"templates/partials/spare.html": "<p>Spare</p>\n"}, ()),
    "a style sheet that all pages link to": ({"templates/css/site.css": "p { color: red }\n"}, EVERY_PAGE),
    "a style sheet that none links to": ({"templates/css/spare.css": "p { color: red }\n"}, ()),
    # Drawings are one cell, and the map asks which of them marks a place.
    "a drawing": ({"data/motifs/square.txt": drawing("#.#.")}, ("/en/about/",)),
    "a strip that partners show": (
        {"data/borders/edge.txt": BORDER.replace("..##", "##..")},
        ("/en/partners/spain/burgos/", "/en/partners/latvia/riga/"),
    ),
    # Words and settings
    "a word on all pages": ({"data/strings/en.yaml": strings("en").replace("Home", "Start")}, ENGLISH),
    "a word of the other language": ({"data/strings/pl.yaml": strings("pl").replace("Home", "Dom")}, POLISH),
    "a word on few pages": (
        {"data/strings/en.yaml": strings("en").replace("Past", "Over")},
        ("/en/events/2025/", "/en/events/2025/week/"),
    ),
    "a word that nobody says": ({"data/strings/en.yaml": strings("en") + "spare: Spare\n"}, ()),
    "the site's name in one language": (
        {"data/settings.yaml": SETTINGS.replace("en: R", "en: Very r")},
        ENGLISH,
    ),
    "the address of the site": ({"data/settings.yaml": SETTINGS.replace("/study", "")}, EVERY_PAGE),
    "a mailbox": ({"data/settings.yaml": SETTINGS + "email: we@rich.example\n"}, EVERY_PAGE),
    "other spellings of the site's name": (
        {"data/settings.yaml": SETTINGS + "alternate_names:\n  - Rych\n"},
        (),
    ),
}


@pytest.fixture
def twin(tmp_path: Path) -> Twin:
    """A site that was built once."""
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.run()
    return twin


def save(twin: Twin, edits: Edits) -> None:
    for path, text in edits.items():
        if text is None:
            (twin.root / path).unlink()
        else:
            write_text(twin.root, path, text)


@pytest.mark.parametrize(("edits", "wanted"), CASES.values(), ids=CASES)
def test_an_edit_makes_the_pages_again_that_read_it(
    twin: Twin, edits: Edits, wanted: tuple[str, ...]
) -> None:
    save(twin, edits)

    built = twin.run()

    assert not built.has_errors, built.problems
    assert sorted(remade.path for remade in built.remade) == sorted(wanted)


def test_the_lists_name_every_page_of_the_site(twin: Twin) -> None:
    pages = twin.build_clean().pages

    assert sorted(page.path for page in pages) == sorted(EVERY_PAGE)


def test_another_day_makes_all_pages_again_as_each_says_when_it_was_built(twin: Twin) -> None:
    twin.later(days=1)

    built = twin.run()

    assert sorted(remade.path for remade in built.remade) == sorted(EVERY_PAGE)


YEAR = {
    "content/en/year.md": page("Year", "::: year\n:::"),
    "data/academic-years/tiny-2026.yaml": academic_year("term 2026-10-01 2027-01-31"),
}


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        (
            {"data/academic-years/tiny-2026.yaml": academic_year("term 2026-10-01 2027-02-07")},
            ("/en/year/",),
        ),
        (
            {"data/academic-years/tiny-2027.yaml": academic_year("term 2027-10-01 2028-01-31")},
            ("/en/year/", *TABLES),
        ),
        ({"data/academic-years/tiny-2026.yaml": None}, ("/en/year/", *TABLES)),
    ],
    ids=["a period", "a year more", "the last year deleted, with its table of open data"],
)
def test_an_edit_of_an_academic_year_makes_the_pages_again_that_weave_it(
    twin: Twin, edits: Edits, wanted: tuple[str, ...]
) -> None:
    save(twin, YEAR)
    twin.run()
    save(twin, edits)

    built = twin.run()

    assert not built.has_errors, built.problems
    assert sorted(remade.path for remade in built.remade) == sorted(wanted)


def test_two_edits_make_the_pages_of_both(twin: Twin) -> None:
    save(twin, {**CASES["a text"][0], **CASES["a block"][0]})

    built = twin.run()

    assert sorted(remade.path for remade in built.remade) == ["/en/about/", "/en/visa/"]


def test_the_report_names_each_page_and_what_it_read_that_changed(twin: Twin) -> None:
    save(twin, {**CASES["a text"][0], **CASES["a block"][0]})

    twin.command("--report", "json")

    assert json.loads("".join(twin.said))["rendered"] == [
        {"page": "/en/about/", "because": ["body:content/en/about.md"]},
        {"page": "/en/visa/", "because": ["template:components/note.html"]},
    ]


def test_the_report_gives_no_reason_for_a_page_that_was_not_there(twin: Twin) -> None:
    save(twin, CASES["a page is added"][0])

    twin.command("--report", "json")

    because = {each["page"]: each["because"] for each in json.loads("".join(twin.said))["rendered"]}
    assert because["/en/guide/"] == []
    assert because["/en/search/"] == ["listings:en"]


def test_the_last_line_says_how_many_pages_were_rendered(twin: Twin) -> None:
    save(twin, CASES["a fact"][0])

    twin.command()

    assert twin.summary[-1].startswith("\n20 pages, 4 rendered, ")


def test_a_page_lost_from_the_site_is_made_again_alone(twin: Twin) -> None:
    (twin.out / "en/visa/index.html").unlink()

    built = twin.run()

    assert [(remade.path, remade.because) for remade in built.remade] == [("/en/visa/", ())]


def test_what_is_made_again_with_the_same_bytes_is_not_written(twin: Twin) -> None:
    before = (twin.out / "en/sources/visa/index.html").stat()
    save(twin, CASES["a fact"][0])

    built = twin.run()

    after = (twin.out / "en/sources/visa/index.html").stat()
    assert "/en/sources/visa/" in {remade.path for remade in built.remade}
    assert after.st_mtime_ns == before.st_mtime_ns


def test_a_fact_that_changed_while_no_page_showed_it_is_shown_as_it_is_now(twin: Twin) -> None:
    shown = page("About", '{{ fact("seats") }}')
    save(twin, {"content/en/about.md": shown})
    twin.check()
    hidden = {
        path: RICH_SITE[path].replace('fact("seats")', "") for path in RICH_SITE if path.endswith(".md")
    }
    save(twin, {**hidden, **CASES["a fact"][0]})
    twin.check()

    save(twin, {"content/en/about.md": shown})

    twin.check()
    assert b"29" in (twin.out / "en/about/index.html").read_bytes()
