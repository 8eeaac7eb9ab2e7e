"""The real site says what its documents say, and nothing more.

What must be there and what must not is typed in content_evidence.py, so that a slip in data/ or
content/ fails. Nothing is built: the files are read as plain YAML and text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content_evidence import (
    CHINESE_FOUNDERS,
    CONTRADICTIONS,
    NAMES_BY_COLLECTION,
    PARTICIPANTS_BY_COUNTRY,
    POLISH_FOUNDERS,
    STATEMENTS,
    STATISTICS,
    UNIVERSITIES,
)

ROOT = Path(__file__).parents[1]
DATA, CONTENT = ROOT / "data", ROOT / "content" / "en"
COLLECTIONS = (
    "documents",
    "countries",
    "towns",
    "universities",
    "units",
    "offices",
    "people",
    "statements",
    "partners",
    "cooperation",
    "visits",
    "networks",
    "summer-schools",
    "events",
    "facts",
    "programmes",
    "procedures",
)

UNSOURCED_PRAISE = (
    r"(?i)\b(best|unique|vibrant|hidden gem|very safe|safest|cheapest|prestigious|renowned|most beautiful)\b"
)
VAGUE_TIME = r"(?i)\b(soon|currently|this year|nowadays)\b"
PROSE_FIELDS = frozenset(
    [
        "summary",
        "description",
        "purpose",
        "role",
        "notes",
        "note",
        "items",
        "aims",
        "history",
        "participants_note",
        "audience",
        "subject",
        "what_to_write",
    ]
)


@cache
def read_records(collection: str) -> dict[str, Any]:
    files = sorted((DATA / collection).glob("*.yaml"))
    return {path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in files}


def read_pages() -> dict[str, tuple[Any, str]]:
    """Front matter and body by path."""
    pages = {}
    for path in sorted(CONTENT.rglob("*.md")):
        _, matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
        pages[path.relative_to(CONTENT).as_posix()] = (yaml.load(matter, Loader=yaml.BaseLoader), body)
    return pages


@cache
def read_all_texts() -> dict[str, str]:
    """The text of every record, of the settings and of every page, by path."""
    files = [path for collection in COLLECTIONS for path in (DATA / collection).glob("*.yaml")]
    files += [DATA / "settings.yaml", *CONTENT.rglob("*.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(files)}


def find_everywhere(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [f"{path}: {match}" for path, text in read_all_texts().items() for match in found.findall(text)]


def names_in(collection: str) -> set[str]:
    return {record["name"] for record in read_records(collection).values()}


def name_of(reference: str) -> str:
    kind, _, record_id = reference.partition(":")
    name: str = read_records({"partner": "partners", "university": "universities"}[kind])[record_id]["name"]
    return name


def prose_of_record(value: Any, *, is_prose: bool = False) -> Iterator[str]:
    """Yield the texts that we wrote: not names, titles and quotations."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from prose_of_record(inner, is_prose=key in PROSE_FIELDS)
    elif isinstance(value, list):
        for inner in value:
            yield from prose_of_record(inner, is_prose=is_prose)
    elif is_prose:
        yield str(value)


def prose_lines(body: str) -> Iterator[str]:
    """Yield the lines of a page that hold sentences, with a fact counted as four words."""
    for line in body.splitlines():
        if line.strip() and not line.startswith(("#", "|", ":::", "Table:")):
            sentence = re.sub(r"^(?:- |\d+\. )", "", line)
            plain = re.sub(r"\{\{.*?\}\}", "one two three four", sentence)
            yield re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", plain)


def split_sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]


def word_counts(texts: Iterator[str]) -> list[tuple[int, str]]:
    return [(len(sentence.split()), sentence) for text in texts for sentence in split_sentences(text)]


def assert_plain(counted: list[tuple[int, str]]) -> None:
    assert [sentence for words, sentence in counted if words > 25] == []
    assert sum(words for words, _ in counted) / len(counted) <= 14


@pytest.mark.parametrize("collection", NAMES_BY_COLLECTION)
def test_every_organisation_of_the_documents_has_its_right_name(collection: str) -> None:
    names = names_in(collection)

    assert [name for name in NAMES_BY_COLLECTION[collection] if name not in names] == []


def test_the_documents_name_76_organisations_that_the_site_may_show() -> None:
    founders = {*CHINESE_FOUNDERS, *POLISH_FOUNDERS} - set(UNIVERSITIES)
    listed = [name for names in NAMES_BY_COLLECTION.values() for name in names]

    assert len({*listed, *PARTICIPANTS_BY_COUNTRY.values(), *founders}) == 82 - 6


def test_the_three_universities_have_a_record_each() -> None:
    assert names_in("universities") == set(UNIVERSITIES)


def test_the_training_week_lists_18_universities_in_18_countries() -> None:
    partners = read_records("partners")
    participants = read_records("events")["international-training-week-2022"]["participants"]

    by_country = {partners[each]["country"]: partners[each]["name"] for each in participants}

    assert len(participants) == 18
    assert by_country == PARTICIPANTS_BY_COUNTRY


def test_the_consortium_has_its_14_chinese_and_9_polish_founders() -> None:
    members = read_records("networks")["sino-polish-university-consortium"]["members"]

    assert tuple(name_of(each) for each in members) == CHINESE_FOUNDERS + POLISH_FOUNDERS


@pytest.mark.parametrize(("fact_id", "qualifier", "value", "as_of"), STATISTICS)
def test_a_statistic_has_its_value_its_qualifier_and_its_time(
    fact_id: str, qualifier: str, value: str, as_of: str
) -> None:
    fact = read_records("facts")[fact_id]

    assert (fact.get("qualifier", "exactly"), fact["value"]) == (qualifier, value)
    assert (fact.get("as_of") or fact.get("as_of_text")) == as_of
    assert fact["type"] == "history"


@pytest.mark.parametrize("statement_id", STATEMENTS)
def test_a_statement_is_quoted_exactly_with_speaker_and_date(statement_id: str) -> None:
    statement = read_records("statements")[statement_id]

    assert statement["text"] == STATEMENTS[statement_id]
    assert (statement["speaker"], statement["date"]) == ("dorota-anna-krawczyk", "2022-05")


def test_only_the_four_statements_are_quoted() -> None:
    assert set(read_records("statements")) == set(STATEMENTS)


def test_all_30_contradictions_of_the_documents_are_decided() -> None:
    assert len(CONTRADICTIONS) == 30


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_shown_the_honest_way(name: str) -> None:
    path, wanted, barred = CONTRADICTIONS[name]

    assert wanted in read_all_texts()[path]
    assert barred == "" or find_everywhere(barred) == []


@pytest.mark.parametrize("pattern", [UNSOURCED_PRAISE, VAGUE_TIME])
def test_nothing_is_praised_and_no_time_is_vague(pattern: str) -> None:
    assert find_everywhere(pattern) == []


def test_cooperation_with_belarus_is_never_a_present_offer() -> None:
    belarusian = [each for each in read_records("partners").values() if each["country"] == "belarus"]

    assert len(belarusian) == 4
    assert {tie.get("is_historical") for partner in belarusian for tie in partner["ties"]} == {"true"}


def test_people_who_came_to_lecture_make_no_partnership() -> None:
    guests = [each for each in read_records("partners").values() if each["country"] == "united-states"]

    assert len(guests) == 8
    assert {tie["status"] for partner in guests for tie in partner["ties"]} == {"contact"}


def test_no_partnership_is_called_confirmed_on_paper_alone() -> None:
    ties = [tie for partner in read_records("partners").values() for tie in partner["ties"]]

    assert {tie["status"] for tie in ties} == {"recorded", "contact"}


def test_what_was_printed_in_2019_is_shown_as_printed_then() -> None:
    office = read_records("offices")["medical-university-of-bialystok-international-cooperation-department"]

    printed = {
        each["type"]: each["value"] for each in office["details"] if each.get("printed") == "2019-07-03"
    }

    assert printed == {
        "address": "Jana Kilinskiego 1, 15-089 Bialystok, Poland",
        "phone": "+48 85 686 51 76",
        "fax": "+48 85 748 54 16",
        "email": "international@umb.edu.pl",
    }


def test_every_record_about_the_world_names_a_document_that_is_there() -> None:
    documents = read_records("documents")
    unsourced = []
    for collection in COLLECTIONS[3:]:
        for record_id, record in read_records(collection).items():
            named = (
                [record["source"]]
                if collection == "facts"
                else [each["document"] for each in record["sources"]]
            )
            if not named or not set(named) <= set(documents):
                unsourced.append(f"{collection}/{record_id}")

    assert unsourced == []


def test_every_fact_that_a_page_uses_is_there() -> None:
    bodies = [body for _, body in read_pages().values()]
    used = {fact_id for body in bodies for fact_id in re.findall(r'\{\{ fact\("([^"]*)"\) \}\}', body)}

    assert used
    assert used - set(read_records("facts")) == set()


def test_page_descriptions_are_unique_and_short() -> None:
    descriptions = [matter["description"] for matter, _ in read_pages().values()]

    assert len(set(descriptions)) == len(descriptions)
    assert [each for each in descriptions if len(each) > 160] == []


@pytest.mark.parametrize("path", read_pages())
def test_a_page_is_written_in_short_sentences_one_a_line(path: str) -> None:
    lines = list(prose_lines(read_pages()[path][1]))

    assert [line for line in lines if len(split_sentences(line)) != 1] == []
    assert_plain(word_counts(iter(lines)))


@pytest.mark.parametrize("collection", [each for each in COLLECTIONS if each not in ("towns", "statements")])
def test_the_texts_of_records_are_short_sentences(collection: str) -> None:
    texts = (text for record in read_records(collection).values() for text in prose_of_record(record))

    assert_plain(word_counts(texts))
