"""The corpus is the same everywhere, is what it says, and is a site without a problem here."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from microsite.pipeline import Build, BuildOptions, build
from tests.benchmark.contestants import Contestant, edit_page, edit_shared_record, write_site
from tests.benchmark.corpus import PAGES_PER_SECTION, edit_record, make_corpus, write_body
from tests.benchmark.ours import make_ours

TODAY = date(2026, 11, 22)


@pytest.fixture
def ours() -> Contestant:
    return make_ours()


def build_at(root: Path) -> Build:
    return build(BuildOptions(root=root, out=root / "site", today=TODAY))


def bodies(pages: int) -> list[str]:
    return [write_body(page, lambda name: f"{name}.md") for page in make_corpus(pages, records=50).pages]


def test_the_corpus_is_the_same_text_on_every_machine() -> None:
    text = "".join(bodies(20)) + repr(make_corpus(20, records=50))

    # Whoever changes the corpus on purpose writes the new name of its bytes here.
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "d55acaeb936218aa"


def test_a_page_of_a_larger_corpus_says_the_same() -> None:
    assert bodies(200)[:100] == bodies(100)


@pytest.mark.parametrize("pages", [100, 1000, 10_000])
def test_fifty_pages_read_the_record_that_is_edited(pages: int) -> None:
    corpus = make_corpus(pages)

    assert len(corpus.readers) == 50
    assert len(corpus.records) == 1000


def test_pages_are_about_two_and_a_half_kilobytes_of_unlike_text() -> None:
    sizes = [len(body.encode()) for body in bodies(200)]

    assert 2400 < sum(sizes) / len(sizes) < 2600
    assert len(set(bodies(200))) == 200


def test_some_pages_have_a_table_and_some_have_code() -> None:
    with_table = [body for body in bodies(120) if "| --- |" in body]
    with_code = [body for body in bodies(120) if "```" in body]

    assert (len(with_table), len(with_code)) == (40, 30)


def test_a_page_links_to_other_pages_of_its_own_section() -> None:
    corpus = make_corpus(250)
    sections = {page.name: page.section for page in corpus.pages}

    for page in corpus.pages:
        assert {sections[name] for name in page.neighbours} == {page.section}
        assert page.name not in page.neighbours
    assert len(corpus.heads) * PAGES_PER_SECTION == 300


def test_an_edit_of_a_page_changes_its_first_sentence_alone() -> None:
    page = make_corpus(20).pages[3]

    old = write_body(page, lambda name: name).splitlines()
    new = write_body(page, lambda name: name, word="quercus").splitlines()

    assert [line for line in new if "quercus" in line] == new[:1]
    assert new[1:] == old[1:]


def test_an_edit_of_a_record_changes_its_value_alone() -> None:
    record = make_corpus(20).records[0]

    edited = edit_record(record, "quercus")

    assert edited.value == f"{record.value} quercus"
    assert (edited.id, edited.label, edited.unit) == (record.id, record.label, record.unit)


def test_the_corpus_is_a_site_without_a_problem(ours: Contestant, tmp_path: Path) -> None:
    corpus = make_corpus(20, records=50)
    write_site(ours, tmp_path, corpus)

    built = build_at(tmp_path)

    assert built.problems == ()
    assert {f"{ours.address(page)}index.html" for page in corpus.pages} <= built.output.keys()


def test_an_edited_record_shows_on_the_pages_that_read_it_and_on_no_other(
    ours: Contestant, tmp_path: Path
) -> None:
    corpus = make_corpus(120, records=50)
    write_site(ours, tmp_path, corpus)
    edit_shared_record(ours, tmp_path, corpus, "quercus")

    built = build_at(tmp_path)

    pages = [path for path, file in built.output.items() if b"quercus" in file.content and "section" in path]
    assert sorted(pages) == [f"{ours.address(page)}index.html" for page in corpus.readers]


def test_an_edited_page_shows_its_word_and_no_other_page_does(ours: Contestant, tmp_path: Path) -> None:
    corpus = make_corpus(20, records=50)
    write_site(ours, tmp_path, corpus)
    edit_page(ours, tmp_path, corpus.pages[7], "quercus")

    built = build_at(tmp_path)

    shown = [path for path, file in built.output.items() if b"quercus" in file.content]
    assert shown == [f"{ours.address(corpus.pages[7])}index.html"]
