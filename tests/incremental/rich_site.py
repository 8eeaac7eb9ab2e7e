"""A small site with something of everything, for the tests of incremental builds.

Two languages, records that name each other, facts in texts and in a ledger, blocks, pictures, drawings, a
map of the city, a search page, drafts, an include whose name is made at run time. Small enough to be built
in a blink.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str]
"""Path → text."""

SETTINGS = """\
name:
  en: Rich
  pl: Bogata
place: Richtown
base_url: https://rich.example/study/
publisher:
  name: Rich publishers
  description: Two people.
languages:
  - en
  - pl
menu:
  - partners
  - events
  - about
footer:
  - about/privacy
  - search
  - sources
"""

_TEXTS = {
    "home": "Home",
    "according_to": "according to {publisher}",
    "archive_title": "Events in {year}",
    "archive_year": "Events in {year}",
    "ask_publisher": "Ask {publisher}",
    "authority_official": "its own page",
    "back_to": "Back to {title}",
    "back_to_text": "Back to the text",
    "calendar_description": "Events, from {site}",
    "calendar_link": "Calendar",
    "calendar_name": "{site}: events",
    "city_map_first": "Furthest north",
    "city_map_rough": "Roughly: {numbers}",
    "city_map_town_point": "It stands where {town} is.",
    **{f"city_map_{way}_of": f"{way} of {{number}}" for way in ("east", "south", "south_east", "south_west")},
    "country_title": "Partners in {country}",
    "data_licence": "Free to use",
    "date_range": "{start} to {end}",
    "date_time": "{date}, {time}",
    "deadlines_calendar_description": "Deadlines",
    "deadlines_calendar_link": "Deadlines",
    "deadlines_calendar_name": "{site}: deadlines",
    "event_cancelled": "Cancelled",
    "event_coming": "Coming",
    "event_description": "{event}: {when}, {place}",
    "event_past": "Past",
    "event_postponed": "Postponed",
    "event_running": "On now",
    "feed_link": "Feed",
    "feed_subtitle": "Events, the latest change first",
    "feed_title": "{site}: events",
    "inexact_date": "The source gives only this time: {when}.",
    "legend": "Short: {entries}.",
    "legend_entry": "{short}: {name}",
    "months_of": "{months} {year}",
    "overdue_since": "Not checked since {date}",
    "overdue_unknown": "Day of the last check not known",
    "partner_description": "{partner}, {country}: {status}",
    "partner_step_1": "Ask {partner}.",
    "partner_step_2": "Ask the university.",
    "partner_step_3": "Plan when both say yes.",
    "partner_type_university": "University",
    "qualifier_about": "about {value}",
    "region_europe": "Europe",
    "review_never": "never",
    "source_of": "{publisher}",
    "status_confirmed": "Confirmed in {year}",
    "status_contact": "No partnership on record",
    "status_ended": "Ended",
    "status_recorded": "Recorded in {year}",
    "status_suspended": "Suspended",
    "topic_title": "Facts: {topic}",
    "topic_visa": "Visa",
    "topic_costs": "Costs",
    "week_of": "week of {date}",
    "written_in": "written {date}",
    "year_coming": "{start} to {end}, as known on {today}",
    "year_key_fringe": "below: {kind}",
    "year_key_today": "today, {date}",
    "year_look": "Look there.",
    "year_nothing_coming": "No deadline from {start} to {end}.",
    "year_of": "{year}, {university}",
    "year_over": "Over.",
    "year_panel": "{start} to {end}",
    "year_record": "On record: {start} to {end}.",
    "year_title": "{year}, {university}",
    **{
        f"year_kind_{kind}": kind
        for kind in ("term", "exams", "break", "holiday", "deadline", "day", "event")
    },
    **{
        f"year_key_{key}": key
        for key in (
            *("term", "exams", "break", "unknown", "deadline", "day", "event"),
            *("deadline_past", "day_past", "event_past"),
        )
    },
    **{f"kind_{kind}": kind for kind in ("country", "event", "partner", "topic", "year")},
    **{
        f"fact_kind_{kind}": kind
        for kind in (
            *("law", "visa", "rule", "deadline", "date", "fee", "price"),
            *("contact", "count", "partnership", "history"),
        )
    },
}

_COUNTS = {
    "archive_description": "events in {year}",
    "city_map_description": "beds",
    "country_count": "countries",
    "country_description": "partners in {country}",
    "fact_count": "facts",
    "overdue_count": "overdue",
    "partner_count": "partners",
    "review_days": "days",
    "topic_description": "facts of {topic}",
    "year_description": "entries",
}


def strings(locale: str) -> str:
    """Return the interface texts of a language; those of Polish are marked, and have its plural forms."""
    mark = "" if locale == "en" else f"[{locale}] "
    forms = ("one", "other") if locale == "en" else ("one", "few", "many", "other")
    lines = [f'{name}: "{mark}{text}"' for name, text in _TEXTS.items()]
    for name, text in _COUNTS.items():
        lines += [f"{name}:", *(f'  {form}: "{mark}{{count}} {text}"' for form in forms)]
    return "\n".join(lines) + "\n"


def page(title: str, body: str, **fields: str) -> str:
    """Return a Markdown page; front matter besides the title comes by keyword."""
    front = {"title": title, "description": f"About {title}.", "updated": "2026-01-02", **fields}
    return "".join(("---\n", *(f"{name}: {text}\n" for name, text in front.items()), "---\n\n", body, "\n"))


SOURCES_OF_RECORD = "sources:\n  - document: report\n    checked: 2026-11-01\n"


def partner(name: str, country: str, *, more: str = "") -> str:
    """Return a partner."""
    return (
        f"name: {name}\ncountry: {country}\ntype: university\n{more}ties:\n  - university: tiny\n"
        f"    status: recorded\n    document: report\n    summary: A report said so.\n{SOURCES_OF_RECORD}"
    )


def event(name: str, start: str, *, more: str = "") -> str:
    """Return an event."""
    return (
        f"name: {name}\nstart: {start}\nsummary: What happens.\nplace: City Hall\n"
        f"organisers:\n  - unit:city-hall\nupdated: 2026-01-05\n{more}{SOURCES_OF_RECORD}"
    )


def fact(label: str, value: str, *, kind: str = "count", checked: str = "2026-11-01", more: str = "") -> str:
    """Return a fact about the city hall."""
    return (
        f"label: {label}\nvalue: {value}\ntype: {kind}\napplies_to:\n  - unit:city-hall\n"
        f"{more}source: report\nchecked: {checked}\n"
    )


def academic_year(*periods: str) -> str:
    """Return the academic year of the university; each period is written ``term 2026-10-01 2027-01-31``."""
    lines = ["name: 2026/2027", "university: tiny", "periods:"]
    for period in periods:
        kind, start, end = period.split()
        lines += [f"  - type: {kind}", f"    start: {start}", f"    end: {end}"]
    return "\n".join(lines) + "\n" + SOURCES_OF_RECORD


def place(name: str, where: str) -> str:
    """Return a place of the city; `where` is its point, or the town that stands for it."""
    return f"name: {name}\nwhat: A place.\naddress: address\n{where}{SOURCES_OF_RECORD}"


def point(latitude: str, longitude: str) -> str:
    """Return the lines of a point that nobody published."""
    return f"latitude: {latitude}\nlongitude: {longitude}\nis_approximate: true\n"


def drawing(first_row: str = "##..") -> str:
    """Return a motif of four by four cells."""
    return f"title: A square\nshows: A square of a few cells.\n\n{first_row}\n##..\n..##\n..##\n"


GABLE = "title: Gable\nshows: A gable.\nmarks: place:hall\n\n.##.\n####\n"

BORDER = "title: Edge\nshows: Steps.\nmarks: region:europe\n\n##..\n.##.\n..##\n#..#\n"

_SIGN = "title: Sign\nshows: The sign of the site.\n\n" + "########........\n" * 8 + "........########\n" * 8

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Hill</title>'
    '<path d="M0 4L2 0L4 4z"/></svg>\n'
)

_BASE = """\
<!doctype html>
<html lang="{{ page.locale }}" dir="{{ site.direction }}">
<head>
<meta charset="utf-8">
<title>{{ page.title }} – {{ site.name }}</title>
<meta name="description" content="{{ page.description }}">
<link rel="canonical" href="{{ page.canonical }}">
{% for each in page.alternates if each.is_same_page %}
<link rel="alternate" hreflang="{{ each.locale }}" href="{{ each.permalink }}">
{% if loop.first %}<link rel="alternate" hreflang="x-default" href="{{ each.permalink }}">{% endif %}
{% endfor %}
<link rel="stylesheet" href="{{ asset("css/site.css") }}">
</head>
<body>
<header><a href="{{ site.home }}">{{ t.home }}</a>
<nav>{% for entry in site.menu %}<a href="{{ entry.address }}">{{ entry.title }}</a> {% endfor %}</nav>
</header>
<main>
<p>{% for crumb in page.trail[:-1] %}<a href="{{ crumb.path }}">{{ crumb.title }}</a> {% endfor %}</p>
<h1>{{ page.title }}</h1>
{% include ["partials/" ~ page.template ~ ".html", "partials/plain.html"] %}
{% block main %}{{ content }}{% endblock %}
<p>{% for source in sources %}<a href="{{ source.address }}">{{ source.title }}</a> {% endfor %}</p>
</main>
<footer>{% for entry in site.footer %}<a href="{{ entry.address }}">{{ entry.title }}</a> {% endfor %}
{{ site.publisher }}</footer>
</body>
</html>
"""

_CARDS = """\
<ul>
{% for card in cards %}
<li>{{ card.state_text }} <a href="{{ card.link.address }}">{{ card.link.title }}</a>
{{ card.when_text }}</li>
{% endfor %}
</ul>
"""


def _template(body: str) -> str:
    extends = '{% extends "layouts/base.html" %}\n'
    return f"{extends}{{% block main %}}\n{body}{{% endblock %}}\n" if body else extends


TEMPLATES: Files = {
    "templates/layouts/base.html": _BASE,
    "templates/partials/plain.html": "<p>Plain</p>\n",
    "templates/partials/cards.html": _CARDS,
    "templates/css/site.css": "main { color: #123456 }\n",
    "templates/pages/page.html": _template(""),
    "templates/pages/partners.html": _template(
        "{{ content }}<p>{{ view.partner_count }}</p>\n{% for region in view.regions %}"
        '{% for country in region.countries %}<h2><a href="{{ country.link.address }}">'
        "{{ country.link.title }}</a></h2>{% for each in country.partners %}"
        '<a href="{{ each.link.address }}">{{ each.link.title }}</a> {{ each.status_text }}\n'
        "{% endfor %}{% endfor %}{% endfor %}"
    ),
    "templates/pages/country.html": _template(
        '{% for each in view.partners %}<a href="{{ each.link.address }}">{{ each.link.title }}</a>\n'
        "{% endfor %}"
    ),
    "templates/pages/partner.html": _template(
        "{{ border_of(page.reference) }}<p>{{ view.status_text }}</p>{% for tie in view.ties %}"
        "<p>{{ tie.university.title }}: {{ tie.summary }}</p>{% endfor %}\n"
    ),
    "templates/pages/events.html": _template(
        '{{ content }}{% set cards = view.coming %}{% include "partials/cards.html" %}'
        '{% for year in view.archive %}<a href="{{ year.address }}">{{ year.title }}</a>\n{% endfor %}'
        '<a href="{{ view.calendar }}">Calendar</a> <a href="{{ view.feed }}">Feed</a>\n'
    ),
    "templates/pages/year.html": _template(
        '{{ content }}{% set cards = view.events %}{% include "partials/cards.html" %}'
    ),
    "templates/pages/event.html": _template(
        "<p>{{ view.card.state_text }}: {{ view.card.when_text }}</p>"
        '{% for each in view.participants %}<a href="{{ each.link.address }}">{{ each.link.title }}</a>'
        "{% endfor %}\n"
    ),
    "templates/pages/search.html": _template(
        '{% for group in view.groups %}<h2 id="{{ group.id }}">{{ group.title }}</h2>'
        '{% for link in group.links %}<a href="{{ link.address }}">{{ link.title }}</a>\n'
        "{% endfor %}{% endfor %}"
    ),
    "templates/pages/sources.html": _template(
        "<p>{{ view.fact_count }}, {{ view.overdue_count }}</p>"
        '{% for row in view.facts %}<p id="{{ row.fact.id }}">{{ row.fact.label }}: {{ row.fact.value }}'
        '{% for link in row.used_on %} <a href="{{ link.address }}">{{ link.title }}</a>{% endfor %}</p>\n'
        '{% endfor %}{% for link in view.topics %}<a href="{{ link.address }}">{{ link.title }}</a>'
        "{% endfor %}{% for row in view.documents %}<p>{{ row.title }}, {{ row.dating }}</p>{% endfor %}"
    ),
    "templates/pages/topic.html": _template(
        '{% for row in view.facts %}<p id="{{ row.fact.id }}">{{ row.fact.label }}: {{ row.fact.value }}'
        '{% for link in row.used_on %} <a href="{{ link.address }}">{{ link.title }}</a>{% endfor %}</p>\n'
        "{% endfor %}"
    ),
    "templates/components/fact.html": '<a href="{{ fact.ledger_address }}">{{ fact.value }}</a>\n',
    "templates/components/facts.html": (
        "<p>{{ title }}:{% for fact in facts %} {{ fact.label }} {{ fact.value }}{% endfor %}</p>\n"
    ),
    "templates/components/partners.html": (
        "<p>{{ country.title }}:{% for partner in partners %} {{ partner.link.title }}{% endfor %}</p>\n"
    ),
    "templates/components/year.html": (
        "{% for year in years %}<p>{{ year.lead }}</p>"
        "{% for cloth in year.cloths %}{% for panel in cloth.panels %}<p>{{ cloth.university }}:"
        "{% for weave in panel.cloth.grounds %} {{ weave.name }}{% for each in weave.blocks %}"
        " {{ each.column }} {{ each.row }} {{ each.columns }} {{ each.rows }}{% endfor %}{% endfor %}</p>"
        "{% endfor %}{% endfor %}{% for entry in year.entries %}"
        "<p>{{ entry.when.text }} {{ entry.link.title }} {{ entry.is_past }}</p>{% endfor %}{% endfor %}\n"
    ),
    "templates/components/city-map.html": (
        '<p>{{ city_map.description }} {{ city_map.rough }}</p><svg viewBox="0 0 56 76" role="img">'
        "<title>Map</title>"
        '{% if city_map.cloth %}<path d="{{ cell_path(city_map.cloth.beds) }}"/>{% endif %}</svg>\n'
        "{% for bed in city_map.beds %}<p>{{ bed.where }}{% for place in bed.places %} {{ place.name }} "
        "{{ place.address.value }} {{ place.stands_for }}{% endfor %}</p>\n{% endfor %}"
    ),
    "templates/components/note.html": "<aside><p>{{ arguments.kind }}</p>{{ inner }}</aside>\n",
}

CONTENT: Files = {
    "content/en/index.md": page(
        "Home", "Hello. [Visa](page:visa), [Burgos](partner:burgos)\n\n![A hill](hill.svg)"
    ),
    "content/en/hill.svg": PICTURE,
    "content/en/about.md": page("About", "What this is. [Privacy](about/privacy.md)\n\n::: city-map\n:::"),
    "content/en/about/privacy.md": page("Privacy", "## Nothing is kept\n\nNothing."),
    "content/en/visa.md": page(
        "Visa",
        'There are {{ fact("seats") }}.\n\n::: facts about=unit:city-hall\n:::\n\n'
        "::: note kind=short\nInside is [a link](page:index).\n:::",
    ),
    "content/en/partners.md": page(
        "Partners", "::: partners country=spain\n:::", template="partners", short_title="Friends"
    ),
    "content/en/events.md": page("Events", "What is coming.", template="events"),
    "content/en/search.md": page("Search", "Search.", template="search"),
    "content/en/sources.md": page("Sources", "All facts.", template="sources"),
    "content/en/plans.md": page("Plans", "Not yet.", is_draft="true"),
    "content/pl/index.md": page("Strona", "Witamy. [Wiza](page:visa), [Privacy](page:about/privacy)"),
    "content/pl/wiza.md": page("Wiza", 'Jest {{ fact("seats") }}.', translation_of="visa"),
}

DATA: Files = {
    "data/settings.yaml": SETTINGS,
    "data/strings/en.yaml": strings("en"),
    "data/strings/pl.yaml": strings("pl"),
    "data/documents/report.yaml": (
        "title: Report\npublisher: The city\nauthority: official\nurl: https://city.example/report\n"
        "written: 2026-01-05\n"
    ),
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/countries/spain.yaml": "code: ES\nregion: europe\n",
    "data/countries/latvia.yaml": "code: LV\nregion: europe\n",
    "data/countries/atlantis.yaml": "is_draft: true\ncode: AQ\nregion: europe\n",
    "data/towns/richtown.yaml": "name: Richtown\ncountry: poland\nlatitude: 53.1\nlongitude: 23.1\n",
    "data/units/city-hall.yaml": (
        f"name: City Hall\ntype: authority\nstatus: current\nrole: the seat of the mayor\n{SOURCES_OF_RECORD}"
    ),
    "data/universities/tiny.yaml": (
        "name: Tiny University\nnative_name:\n  text: Uniwersytet Malutki\n  lang: pl\nabbreviation: TU\n"
        f"town: richtown\nwebsite: https://tiny.example/\nsummary: A university.\n{SOURCES_OF_RECORD}"
    ),
    "data/partners/burgos.yaml": partner("University of Burgos", "spain"),
    "data/partners/riga.yaml": partner("University of Riga", "latvia"),
    "data/events/fair.yaml": event("Fair", "2026-12-01", more="participants:\n  - burgos\n"),
    "data/events/week.yaml": event("Week", "2025-05-01"),
    "data/facts/seats.yaml": fact("Seats", "28"),
    "data/facts/fee.yaml": fact("Fee", "80", kind="fee", more="currency: EUR\ntopics:\n  - visa\n"),
    "data/facts/address.yaml": fact("Address", "Market 1", kind="contact"),
    "data/places/hall.yaml": place("Hall", point("53.13", "23.16")),
    "data/places/mill.yaml": place("Mill", "town: richtown\n"),
    "data/borders/edge.txt": BORDER,
    "data/motifs/gable.txt": GABLE,
    "data/motifs/sign.txt": _SIGN,
    "data/motifs/square.txt": drawing(),
}

RICH_SITE: Files = {**DATA, **CONTENT, **TEMPLATES}
"""Every file of the site, by path."""


def write_rich_site(root: Path) -> Path:
    """Write the site into a folder and return it."""
    for path, text in RICH_SITE.items():
        write_text(root, path, text)
    return root


def write_text(root: Path, path: str, text: str) -> None:
    """Write one source file, and the folders above it."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
