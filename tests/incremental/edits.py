"""What people do to the sources of the small site: for each file, the texts it may have.

Most combinations make a site; some make mistakes, which is meant: a build with errors is one to come back
from. None takes a file away.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.incremental.rich_site import (
    BORDER,
    GABLE,
    PICTURE,
    RICH_SITE,
    SETTINGS,
    academic_year,
    drawing,
    event,
    fact,
    page,
    partner,
    place,
    point,
    strings,
)

_BASE = "templates/layouts/base.html"
_FEE = RICH_SITE["data/facts/fee.yaml"]

_ALTERNATIVES: Mapping[str, tuple[str | None, ...]] = {
    # Texts, front matter, pages that come and go
    "content/en/index.md": (
        page("Home", "Hello again. [Visa](page:visa)"),
        page("Begin", "Hello. [Visa](page:visa)"),
        page("Home", "[Jaén](partner:jaen), [Events](events.md)"),
    ),
    "content/en/about.md": (
        page("About", "What that is. [Privacy](about/privacy.md)"),
        page("About us", "What this is.", short_title="We"),
        page("About", 'We are {{ fact("seats") }}.'),
        page("About", "Hidden.", is_draft="true"),
        page("About", "Other frame.", template="other"),
        page("About", "It costs €400."),
        page("About", "[Nowhere](page:nowhere)"),
        "---\ntitle: About\n",
        None,
    ),
    "content/en/about/index.md": (page("About", "A folder's page."), None),
    "content/en/about/privacy.md": (page("Privacy", "## Little is kept\n\nLittle."), None),
    "content/en/visa.md": (
        page("Visa", 'Only {{ fact("fee") }}.'),
        page("Visa", "::: facts topic=visa\n:::\n\n::: note kind=long\nText.\n:::"),
        page("Visa", "No facts.[^1]\n\n[^1]: None at all."),
    ),
    "content/en/guide.md": (page("Guide", "## One\n\nText.\n\n## Two\n\nText."), None),
    "content/en/year.md": (page("Year", "::: year\n:::"), page("Year", "::: year of=tiny-2026\n:::"), None),
    "content/en/plans.md": (
        page("Plans", "Now.", is_draft="false"),
        page("Plans", "Later.", is_draft="true"),
    ),
    "content/en/partners.md": (
        page("Partners", "Nothing.", template="partners"),
        page("Partners", "A text.", template="page"),
    ),
    "content/en/events/2025.md": (page("The year", "A page of its own."), None),
    "content/en/sources/visa.md": (page("All of visa", "A page of its own."), None),
    "content/pl/partners.md": (page("Partnerzy", "Tekst.", template="partners"), None),
    "content/pl/o-nas.md": (page("O nas", "Tekst.", translation_of="about"), None),
    "content/pl/wiza.md": (
        page("Wiza", "Tekst.", translation_of="about"),
        page("Wiza", 'Nadal {{ fact("seats") }}.', translation_of="visa"),
        None,
    ),
    "content/en/hill.svg": (PICTURE.replace("M0 4", "M1 4"),),
    # Records: shown elsewhere, addresses, references
    "data/partners/burgos.yaml": (
        partner("Burgos University", "spain"),
        partner("University of Burgos", "latvia"),
        partner("University of Burgos", "spain", more="other_names:\n  - UBU\n"),
        partner("University of Burgos", "atlantis"),
        None,
    ),
    "data/partners/jaen.yaml": (partner("University of Jaén", "spain"), None),
    "data/countries/spain.yaml": (
        "code: ES\nregion: europe\nname: The Spains\n",
        "code: PT\nregion: europe\n",
    ),
    "data/countries/latvia.yaml": ("is_draft: true\ncode: LV\nregion: europe\n",),
    "data/countries/france.yaml": ("code: FR\nregion: europe\n", None),
    "data/universities/tiny.yaml": (RICH_SITE["data/universities/tiny.yaml"].replace("Tiny U", "Small U"),),
    "data/units/city-hall.yaml": (
        RICH_SITE["data/units/city-hall.yaml"].replace("City Hall", "Town Hall"),
        None,
    ),
    "data/documents/report.yaml": (
        RICH_SITE["data/documents/report.yaml"].replace("2026-01-05", "2025-02-03"),
    ),
    "data/events/week.yaml": (event("Week", "2024-05-01"), event("The week", "2025-05-01"), None),
    "data/events/fair.yaml": (
        event("Fair", "2026-11-23", more="participants:\n  - riga\n"),
        event("Fair", "2026-12-01", more="state: cancelled\nsequence: 1\n"),
    ),
    "data/events/autumn.yaml": (event("Autumn", "2026-11-22"), None),
    "data/facts/seats.yaml": (
        fact("Seats", "29"),
        fact("Seats", "28", checked="2024-11-01"),
        fact("Seats", "28", checked="2026-11-25"),
        fact("Seats", "28", more="topics:\n  - costs\n"),
        fact("Seats", "[28"),
    ),
    "data/facts/fee.yaml": (_FEE.replace("visa", "costs"), _FEE.replace("80", "81"), None),
    "data/facts/doors.yaml": (fact("Doors", "3"), None),
    "data/facts/day.yaml": (
        fact("Day", "2026-12-15", kind="deadline", more="topics:\n  - visa\n"),
        fact("Day", "2026-11-15", kind="deadline", more="topics:\n  - visa\n"),
        None,
    ),
    "data/academic-years/tiny-2026.yaml": (
        academic_year("term 2026-10-01 2027-01-31", "exams 2027-02 2027-03"),
        academic_year("term 2026-10-01 2027-01-31", "break 2026-12-23 2027-01-06"),
        academic_year("term 2025-10-01 2026-01-31"),
        None,
    ),
    "data/places/hall.yaml": (
        place("Hall", point("53.11", "23.16")),
        place("Hall", point("53.13", "")),
        place("Hall", "town: richtown\n"),
        None,
    ),
    "data/places/mill.yaml": (place("Mill", ""), None),
    "data/places/well.yaml": (place("Well", point("53.13", "23.161")), None),
    "data/facts/address.yaml": (fact("Address", "Market 2", kind="contact"), None),
    "data/motifs/gable.txt": (GABLE.replace(".##.", "#..#"), GABLE.replace("hall", "mill"), None),
    # What all pages share
    "data/settings.yaml": (
        SETTINGS.replace("en: Rich", "en: Richer"),
        SETTINGS.replace("  - events\n", ""),
        SETTINGS.replace("  - en\n  - pl\n", "  - pl\n  - en\n"),
        SETTINGS.replace("rich.example/study", "rich.example"),
    ),
    "data/strings/en.yaml": (strings("en").replace("Home", "Start"), strings("en").replace("home:", "hone:")),
    "data/strings/pl.yaml": (strings("pl").replace("Home", "Start"),),
    "data/motifs/square.txt": (drawing("#.#."), None),
    "data/borders/edge.txt": (BORDER.replace("..##", "##.."), BORDER.replace("europe", "asia"), None),
    "data/motifs/spot.txt": (drawing("...#").replace("square", "spot"), None),
    "templates/css/site.css": ("main { color: #654321 }\n", "main { color: #12345 }\n"),
    # Templates, also those that a name made at run time asks for
    _BASE: (
        RICH_SITE[_BASE].replace("<header>", '<header class="top">'),
        RICH_SITE[_BASE].replace("{{ site.publisher }}", "{{ site.built.text }}"),
        RICH_SITE[_BASE].replace("{{ site.publisher }}", "{{ site.publishers }}"),
    ),
    "templates/partials/plain.html": ("<p>Plainer</p>\n", "{% if %}\n", None),
    "templates/partials/event.html": ("<p>Event</p>\n", None),
    "templates/partials/page.html": ("<p>Page</p>\n", None),
    "templates/pages/other.html": ('{% extends "layouts/base.html" %}\n', None),
    "templates/components/note.html": ("<aside>{{ inner }}</aside>\n",),
    "templates/components/fact.html": ("<b>{{ fact.value }}</b>\n",),
}

ALTERNATIVES: Mapping[str, tuple[str | None, ...]] = {
    path: (RICH_SITE.get(path), *others) for path, others in _ALTERNATIVES.items()
}
"""For each file the text it has at first, and others."""

PAIRS = (
    ("content/en/about.md", "content/en/about/privacy.md"),
    ("content/en/visa.md", "content/en/index.md"),
    ("data/partners/burgos.yaml", "data/partners/riga.yaml"),
    ("data/facts/seats.yaml", "data/facts/fee.yaml"),
    ("data/countries/spain.yaml", "data/countries/latvia.yaml"),
    ("templates/pages/year.html", "templates/pages/country.html"),
    ("templates/partials/plain.html", "templates/partials/cards.html"),
)
"""Files that may change places."""

RENAMES = (
    ("content/en/about.md", "content/en/about/index.md"),
    ("content/en/guide.md", "content/en/guide/index.md"),
    ("content/en/visa.md", "content/en/visas.md"),
    ("data/partners/riga.yaml", "data/partners/rtu.yaml"),
    ("data/events/week.yaml", "data/events/old-week.yaml"),
    ("data/facts/fee.yaml", "data/facts/visa-fee.yaml"),
    ("data/motifs/square.txt", "data/motifs/box.txt"),
    ("templates/partials/plain.html", "templates/partials/page.html"),
)
"""Files that may get another name, or their first one back."""

SECOND_LANGUAGE = tuple(path for path in RICH_SITE if path.startswith(("content/pl/", "data/strings/pl")))
ONE_LANGUAGE = SETTINGS.replace("  - pl\n", "")
