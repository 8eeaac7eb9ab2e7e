"""Laws of the whole: whatever an author writes in a record is text on the page, and nothing else."""

from __future__ import annotations

import shutil
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.pipeline import Build, BuildOptions, build
from tests.conftest import PROJECT, TINY_SITE, TODAY

PAGES = {
    "content/en/universities.md": "universities",
    "content/en/partners.md": "partners",
    "content/en/events.md": "events",
    "content/en/about/sources.md": "sources",
    "content/en/about/contact.md": "contact",
    "content/en/search.md": "search",
}
RECORDS = {
    "data/documents/report.yaml": "title: {text}\npublisher: {text}\nauthority: official\nwritten: 2022\n",
    "data/countries/poland.yaml": "code: PL\nregion: europe\n",
    "data/towns/town.yaml": "name: {text}\ncountry: poland\nlatitude: 53.1\nlongitude: 23.2\n",
    "data/universities/host.yaml": (
        "name: {text}\nnative_name:\n  text: {text}\n  lang: pl\nabbreviation: {text}\ntown: town\n"
        "website: https://host.example/\nsummary: {text}\n{sources}"
    ),
    "data/partners/guest.yaml": (
        "name: {text}\nnative_name:\n  text: {native}\n  lang: tr\ncountry: poland\ntown: town\n"
        "type: university\nties:\n  - university: host\n    status: recorded\n    document: report\n"
        "    summary: {text}\n{sources}"
    ),
    "data/events/week.yaml": (
        "name: {text}\nsummary: {text}\nstart: 2027-05-03\nupdated: 2026-01-01\nplace: {text}\n"
        "organisers:\n  - university:host\nparticipants:\n  - guest\n{sources}"
    ),
    "data/facts/students.yaml": (
        "label: {text}\nvalue: {text}\ntype: history\nas_of: 2023\napplies_to:\n  - university:host\n"
        "source: report\nchecked: 2026-01-01\nnote: {text}\n"
    ),
}
SOURCES = "sources:\n  - document: report\n    checked: 2026-01-01\nnotes:\n  - {text}\n"

hostile_text = st.one_of(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '" onmouseover="alert(1)',
            "' autofocus onfocus='alert(1)",
            "</title><script>",
            "</script><script>alert(1)</script>",
            "{{ 7 * 7 }}{% include 'x' %}",
            "javascript:alert(1)",
            "<!-- --><img src=x onerror=alert(1)>",
            "]]><x/>",
            "&lt;b&gt; & &amp;",
            "=1+1",
        ]
    ),
)


class Skeleton(HTMLParser):
    """The tags and attribute names of a page, without its texts: what a browser acts on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"<{tag} {' '.join(name for name, _ in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.tags.append("<!-- -->")


def skeleton_of(page: bytes) -> list[str]:
    parser = Skeleton()
    parser.feed(page.decode())
    parser.close()
    return parser.tags


def quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_records(root: Path, text: str) -> Build:
    for path, template in RECORDS.items():
        sources = SOURCES.replace("{text}", quote(text))
        named = f"{text} {Path(path).stem}"
        filled = template.replace("{sources}", sources).replace("{native}", quote(f"{text} (tr)"))
        filled = filled.replace("name: {text}", f"name: {quote(named)}", 1)
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(filled.replace("{text}", quote(text)), encoding="utf-8")
    return build(BuildOptions(root=root, out=root / "site", today=TODAY))


@pytest.fixture(scope="module")
def record_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real templates over one record of each kind."""
    root = tmp_path_factory.mktemp("records")
    shutil.copytree(PROJECT / "templates", root / "templates")
    (root / "data" / "strings").mkdir(parents=True)
    shutil.copy(PROJECT / "data/strings/en.yaml", root / "data/strings/en.yaml")
    (root / "data/settings.yaml").write_text(TINY_SITE["data/settings.yaml"])
    for path, template in {"content/en/index.md": "home", **PAGES}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        matter = f"title: Page {template}\ndescription: About {template}.\ntemplate: {template}\n"
        target.write_text(f"---\n{matter}updated: 2026-01-01\n---\n")
    return root


@cache
def plain_skeletons(root: Path) -> dict[str, list[str]]:
    plain = write_records(root, "A plain word")
    assert not [problem for problem in plain.problems if problem.is_error]
    return skeletons_of(plain)


def skeletons_of(built: Build) -> dict[str, list[str]]:
    pages = (file for file in built.output.values() if file.path.endswith(".html"))
    return {page.path: skeleton_of(page.content) for page in pages}


@given(text=hostile_text)
@settings(max_examples=20, deadline=None)
def test_no_text_of_a_record_changes_the_tags_of_any_page(record_site: Path, text: str) -> None:
    expected = plain_skeletons(record_site)

    # The letter in front keeps its place in the index from A to Z.
    built = write_records(record_site, f"A {text}")

    errors = {problem.code for problem in built.problems if problem.is_error}
    assert errors <= {"hidden-character"}
    if not errors:
        assert skeletons_of(built) == expected
