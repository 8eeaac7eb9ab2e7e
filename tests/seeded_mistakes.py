"""Mistakes as editors make them, each put into a copy of the real sources.

A mistake changes one file. `line_with` is a piece of the changed file that stands on the line the
report must name (the first such line, or the n-th); empty when the whole file is at fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mistake:
    """One change of one file, and what the report must say of it."""

    path: str
    change: Callable[[str], str | bytes]
    code: str
    line_with: str = ""
    nth: int = 1


def swap(old: str, new: str) -> Callable[[str], str]:
    """Return a change that replaces the first `old`, which must be there."""

    def change(text: str) -> str:
        assert old in text, f"the real source no longer holds {old!r}"
        return text.replace(old, new, 1)

    return change


def add(more: str) -> Callable[[str], str]:
    """Return a change that adds lines at the end."""
    return lambda text: text.rstrip("\n") + "\n" + more


def write(content: str | bytes) -> Callable[[str], str | bytes]:
    """Return a change that makes a new file."""
    return lambda _: content


PARTNERS = "data/partners"
PAGE = "---\ntitle: {title}\ndescription: About {title}.\nupdated: 2026-11-22\n---\n\n{body}\n"

MISTAKES = (
    # YAML
    Mistake(
        f"{PARTNERS}/university-of-burgos.yaml", add("name: Burgos again\n"), "duplicate-key", "Burgos again"
    ),
    Mistake(
        f"{PARTNERS}/kathmandu-university.yaml",
        swap("country: nepal", "country: 'nepal"),
        "unclosed-quote",
        "'nepal",
    ),
    Mistake(
        f"{PARTNERS}/mansoura-university.yaml",
        swap("country: ", "\tcountry: "),
        "tab-indentation",
        "\tcountry",
    ),
    Mistake(
        f"{PARTNERS}/university-of-monastir.yaml",
        swap("name: ", "name: &monastir "),
        "yaml-anchor",
        "&monastir",
    ),
    Mistake(
        f"{PARTNERS}/university-of-mauritius.yaml",
        swap("name: ", "name: !!python/name:os.system "),
        "yaml-tag",
        "!!python",
    ),
    Mistake(
        f"{PARTNERS}/opole-university-of-technology.yaml", add("<<: {type: faculty}\n"), "merge-key", "<<:"
    ),
    Mistake(
        f"{PARTNERS}/lodz-university-of-technology.yaml",
        add("---\nname: Another\n"),
        "several-documents",
        "---",
    ),
    Mistake(
        f"{PARTNERS}/southwest-university.yaml",
        add("notes: " + "[" * 30 + "]" * 30 + "\n"),
        "yaml-too-deep",
        "[[[",
    ),
    Mistake(
        f"{PARTNERS}/silesian-university-of-technology.yaml",
        write(b"name: Politechnika \xa6l\xb1ska\n"),
        "not-utf8",
        "Politechnika",
    ),
    Mistake(
        f"{PARTNERS}/warsaw-university-of-technology.yaml",
        add("<<<<<<< mine\nabbreviation: WUT\n=======\nabbreviation: PW\n>>>>>>> theirs\n"),
        "merge-conflict",
        "<<<<<<< mine",
    ),
    # Fields and values
    Mistake(
        f"{PARTNERS}/university-of-east-sarajevo.yaml",
        swap("country:", "contry:"),
        "unknown-field",
        "contry:",
    ),
    Mistake(
        f"{PARTNERS}/technical-university-of-moldova.yaml",
        swap("country: moldova\n", ""),
        "missing-field",
        "name:",
    ),
    Mistake(
        f"{PARTNERS}/azerbaijan-technological-university.yaml",
        swap("type: university", "type:"),
        "missing-field",
        "type:",
    ),
    Mistake(
        f"{PARTNERS}/mayo-clinic.yaml", swap("type: hospital", "type: hopsital"), "unknown-value", "hopsital"
    ),
    Mistake(
        f"{PARTNERS}/harvard-medical-school.yaml",
        swap("country: united-states", "country:\n  - united-states"),
        "wrong-type",
        "country:",
    ),
    Mistake(
        f"{PARTNERS}/cleveland-state-university.yaml",
        add("website: javascript:alert(1)\n"),
        "invalid-address",
        "javascript",
    ),
    Mistake(f"{PARTNERS}/university-of-pittsburgh.yaml", add("is_draft: NO\n"), "invalid-boolean", "NO"),
    Mistake("data/towns/burgos.yaml", swap("latitude: 42", "latitude: north"), "invalid-number", "latitude"),
    Mistake("data/towns/kaunas.yaml", swap("longitude: 23", "longitude: 230"), "invalid-number", "longitude"),
    Mistake("data/countries/lithuania.yaml", swap("code: LT", "code: lit"), "invalid-country-code", "code:"),
    Mistake(
        "data/documents/uwb-erasmus-application.yaml",
        swap("title: ", "language: English, of course\ntitle: "),
        "invalid-language",
        "of course",
    ),
    Mistake(
        "data/people/dorota-anna-krawczyk.yaml", swap("name: ", "name: \u202e"), "hidden-character", "name:"
    ),
    Mistake(
        "data/facts/uwb-founded.yaml", swap("checked: ", "checked: 2027-01-01 #"), "future-check", "checked:"
    ),
    Mistake(
        "data/facts/umb-founded.yaml",
        swap("checked: unknown", "checked: yesterday"),
        "invalid-date",
        "yesterday",
    ),
    Mistake(
        "data/facts/but-partner-centres.yaml", swap("as_of_text", "# as_of_text"), "missing-field", "label:"
    ),
    Mistake(
        "data/events/international-training-week-2022.yaml",
        swap("start: 2022-05-23", "start: 2022-02-30"),
        "invalid-date",
        "2022-02-30",
    ),
    Mistake(
        "data/events/international-training-week-december-2022.yaml",
        swap("end: 2022-12-16", "end: 2022-12-06"),
        "end-before-start",
        "end: 2022-12-06",
    ),
    Mistake(
        "data/academic-years/university-of-bialystok-2020.yaml",
        swap("end: 2021-02-28", "end: 2021-03-28"),
        "overlapping-periods",
        "- type: term",
    ),
    Mistake(
        "data/events/innovations-sustainability-modernity-openness-2022.yaml",
        add("start_time: 9 am\n"),
        "invalid-time",
        "9 am",
    ),
    Mistake(
        "data/offices/polish-lab-courses.yaml",
        swap("+48 85 746 91 43", "85/746-91-43"),
        "invalid-phone",
        "value: 85/746",
        1,
    ),
    Mistake(
        "data/universities/university-of-bialystok.yaml",
        swap("name: ", "name: \n#"),
        "missing-field",
        "name:",
    ),
    Mistake(
        "data/networks/euroregional-medical-center-for-research-and-education.yaml",
        swap("summary: ", "summary:\n  fr: "),
        "unknown-language",
        "fr:",
    ),
    # Places and what marks them
    Mistake(
        "data/places/university-of-bialystok.yaml",
        swap("address: address-uwb", "address: adress-uwb"),
        "unknown-reference",
        "adress-uwb",
    ),
    Mistake(
        "data/places/polish-lab.yaml",
        swap("about: office:", "about: ofice:"),
        "unknown-kind",
        "ofice",
    ),
    Mistake(
        "data/places/theatre-academy-branch.yaml",
        swap("longitude: 23.17\n", ""),
        "missing-field",
        "name:",
    ),
    Mistake(
        "data/places/music-university-branch.yaml",
        swap("is_approximate: true\n", ""),
        "missing-field",
        "name:",
    ),
    Mistake(
        "data/places/medical-university-of-bialystok.yaml",
        add("town: kleosin\n"),
        "two-points",
        "town: kleosin",
    ),
    Mistake(
        "data/places/ludwik-zamenhof-centre.yaml",
        swap("what: ", "walk: 10\nwhat: "),
        "unknown-field",
        "walk: 10",
    ),
    Mistake(
        "data/motifs/star.txt",
        swap("title: Star\n", "title: Star\nmarks: place:ludwik-zamenhof-center\n"),
        "unknown-reference",
        "zamenhof-center",
    ),
    Mistake(
        "data/motifs/train.txt",
        swap("mirror: x\n", "mirror: x\nmarks: place:faculty-of-engineering-management\n"),
        "mark-taken",
        "marks:",
    ),
    # References and files
    Mistake(
        "data/events/international-staff-week-april-2024.yaml",
        add("part_of: international-staff-week-april-2024\n"),
        "circular-reference",
        "part_of",
    ),
    Mistake(
        f"{PARTNERS}/tianjin-chengjian-university.yaml",
        swap("country: china", "country: chna"),
        "unknown-reference",
        "chna",
    ),
    Mistake(
        "data/facts/campaign-2025.yaml",
        swap(
            "university:bialystok-university-of-technology", "univercity:bialystok-university-of-technology"
        ),
        "unknown-kind",
        "univercity",
    ),
    Mistake(
        "data/towns/Gdansk.yaml",
        write("name: Gdańsk\ncountry: poland\nlatitude: 54.35\nlongitude: 18.65\n"),
        "invalid-id",
    ),
    Mistake("data/partner/gdansk.yaml", write("name: Gdańsk\n"), "unknown-file"),
    Mistake(
        "data/settings.yaml", swap("  - cooperation\n", "  - coperation\n"), "unknown-page", "coperation"
    ),
    # Pages
    Mistake(
        "content/en/one.md",
        write(PAGE.format(title="One", body="[Burgos](partner:university-of-brugos)")),
        "unknown-reference",
        "brugos",
    ),
    Mistake(
        "content/en/two.md",
        write(PAGE.format(title="Two", body="[About](page:abuot)")),
        "unknown-page",
        "abuot",
    ),
    Mistake(
        "content/en/three.md",
        write(PAGE.format(title="Three", body="[Further down](#nowhere)")),
        "broken-anchor",
        "#nowhere",
    ),
    Mistake(
        "content/en/four.md",
        write(PAGE.format(title="Four", body="![The palace](palace.png)")),
        "missing-picture",
        "palace.png",
    ),
    Mistake(
        "content/en/five.md",
        write(PAGE.format(title="Five", body='It has {{ fact("but-studnts-2023") }}.')),
        "unknown-fact",
        "studnts",
    ),
    Mistake(
        "content/en/six.md",
        write(PAGE.format(title="Six", body="::: partnrs country=spain\n:::")),
        "unknown-component",
        "partnrs",
    ),
    Mistake(
        "content/en/seven.md",
        write(PAGE.format(title="Seven", body="::: partners\n:::")),
        "missing-argument",
        "::: partners",
    ),
    Mistake(
        "content/en/eight.md",
        write(PAGE.format(title="Eight", body="::: partners country=spain\n\nText.")),
        "unclosed-component",
        "::: partners",
    ),
    Mistake(
        "content/en/nine.md",
        write(PAGE.format(title="Nine", body="# A second title")),
        "body-heading-one",
        "# A second",
    ),
    Mistake(
        "content/en/ten.md",
        write(PAGE.format(title="Ten", body="Hello <script>alert(1)</script>")),
        "unsafe-html",
        "<script>",
    ),
    Mistake(
        "content/en/eleven.md",
        write(PAGE.format(title="Eleven", body="[Press](JavaScript:alert)")),
        "unsafe-link",
        "JavaScript",
    ),
    Mistake(
        "content/en/twelve.md",
        write(PAGE.format(title="Twelve", body="Text.").replace("22\n---", "22\n")),
        "unclosed-front-matter",
        "---",
    ),
    Mistake(
        "content/en/thirteen.md",
        write(PAGE.format(title="Thirteen", body="Text.").replace("---\n", "---\ntemplate: paeg\n", 1)),
        "missing-template",
    ),
    Mistake(
        "content/en/about/index.md", write(PAGE.format(title="About again", body="Text.")), "route-taken"
    ),
    Mistake("content/de/start.md", write(PAGE.format(title="Start", body="Text.")), "unknown-file"),
    Mistake(
        "content/en/fourteen.md",
        write(PAGE.format(title="Fourteen", body="[Pay](https://bank.example@evil.example/)")),
        "invalid-address",
        "bank.example",
    ),
    # Templates
    Mistake(
        "templates/pages/event.html",
        swap("{% if view.days %}", "{% if view.days %"),
        "template-syntax",
        "view.days %",
    ),
    Mistake(
        "templates/pages/universities.html",
        swap("{{ card.summary }}", "{{ card.sumary }}"),
        "undefined-name",
        "sumary",
    ),
    Mistake(
        "templates/pages/country.html",
        swap("{% if view.note %}", "{% if veiw.note %}"),
        "undefined-name",
        "veiw",
    ),
    Mistake(
        "templates/pages/search.html",
        swap("{{ t.letters_title }}", "{{ t.leters_title }}"),
        "undefined-name",
        "leters",
    ),
    Mistake(
        "templates/css/site.css",
        add("@layer blocks { .seal { background: url(seal.svg); } }\n"),
        "missing-asset",
        "seal.svg",
    ),
)
