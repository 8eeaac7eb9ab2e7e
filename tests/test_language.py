"""The guide is plain: short sentences, no praise, nothing in short letters that is not spelled out.

Measured on the finished pages as a reader gets them; tests/readability.py says what is counted and how,
and prints the figures of every page. The rules are those of ux.md section 11.
"""

from __future__ import annotations

import re

import pytest

from tests.readability import (
    PROJECT,
    Reading,
    count_words,
    guide_readings,
    is_sentence,
    split_sentences,
    syllables,
)

PAGES = pytest.mark.parametrize("page", guide_readings(), ids=lambda page: page.path)

BANNED = re.compile(
    r"(?i)\b(best|unique|vibrant|hidden gems?|very safe|safest|cheapest|prestigious|renowned|most beautiful"
    r"|discover|explore|world-class|amazing|perfect|tuition remittance"
    r"|soon|currently|this year|nowadays|recently)\b|!"
)

FULL_NAMES = {
    "BUT": "Bialystok University of Technology",
    "UMB": "Medical University of Bialystok",
    "UwB": "University of Bialystok",
    "PB": "Politechnika Białostocka|Polish short name of BUT",
    "ESN": "Erasmus Student Network",
    "NAWA": "Polish National Agency for Academic Exchange",
    "NFZ": "National Health Fund",
    "EU": "European Union",
    "EEA": "European Economic Area",
    "EFTA": "European Free Trade Association",
    "OECD": "Organisation for Economic Co-operation and Development",
    "EHIC": "European Health Insurance Card",
    "ECTS": "European Credit Transfer",
    "IRK": "online registration",
    "MOS": "online system",
    "PESEL": "number",
    "IB": "International Baccalaureate",
    "EB": "European Baccalaureate",
    "BKM": "Białostocka Komunikacja Miejska",
    "CET": "Central European Time",
    "CEST": "summer time",
    "UTC": "common time",
    "PDF": "file",
    "MD": "doctor of medicine",
}
"""What must stand near the first use of each, for a reader who does not know it."""

NAMES_IN_CAPITALS = {
    "POLISH",
    "LAB",
    "POLLANDO",
    "KWALIFIKATOR",
    "EIN",
    "LexCorporation",
    "McHale",
    "DSc",
    "PhD",
}
"""Names that are written so, and short for nothing that a reader needs."""

NAMES = re.compile(
    "Anders|Banach|Bialystok|Branicki|Centre|Choice|English|Erasmus|European|First|Lithuania|Ludwik|Medical|My"
    "|Palace|Poland|Polish|Programme|Technology|Tykocin|Union|University|Warsaw|Zamenhof"
)
"""What has a capital letter inside a heading because it is a name."""

LISTS = ("/en/programmes/", "/en/checklist/")
"""Pages that are a list to work through: for whom each entry is, the entry says."""

SHORT_FORM = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]{2,}\b")
REACH = 220
"""Letters after the first use within which the full name must have come: the next sentence."""

TASKS = (
    "add|apply|ask|bring|buy|call|check|choose|come|find|get|go|insure|know|learn|look|make|meet|move|pack"
    "|pay|plan|print|read|register|save|say|see|settle|show|start|take|tell|think|use|visit|work|write"
)
QUESTION_WORDS = "what|who|whom|whose|when|where|why|how|which"
TASK_OR_QUESTION = re.compile(rf"(?i)(?:\d+\. )?(?:.*\?|(?:{TASKS})\b.*|(?:{QUESTION_WORDS})\b.*)")


def test_there_is_a_guide_to_measure() -> None:
    assert len(guide_readings()) >= 12


@PAGES
def test_sentences_have_fourteen_words_on_average_at_most(page: Reading) -> None:
    assert page.sentences
    assert page.average <= 14


@PAGES
def test_no_sentence_and_no_fragment_has_more_than_25_words(page: Reading) -> None:
    assert [each for each in (*page.sentences, *page.fragments) if count_words(each) > 25] == []


@PAGES
def test_no_page_praises_shouts_or_is_vague_about_time(page: Reading) -> None:
    assert [found[0] for found in BANNED.finditer(page.text)] == []


@PAGES
def test_every_short_form_is_spelled_out_where_it_is_first_used(page: Reading) -> None:
    unexplained = {
        short
        for found in SHORT_FORM.finditer(page.text)
        if (short := found[0]) not in NAMES_IN_CAPITALS and not is_explained(short, page.text)
    }

    assert unexplained == set()


def is_explained(short: str, text: str) -> bool:
    """Whether the full name has come by the end of the sentence after the first use."""
    name = FULL_NAMES.get(short)
    first = re.search(rf"\b{short}\b", text)
    return bool(name and first and re.search(f"(?i){name}", text[: first.end() + REACH]))


@PAGES
def test_every_heading_is_a_task_or_a_question(page: Reading) -> None:
    assert [each for each in (page.title, *page.headings) if not TASK_OR_QUESTION.fullmatch(each)] == []


@PAGES
def test_headings_are_written_in_sentence_case(page: Reading) -> None:
    words = [re.findall(r"[^\W\d]\w*", heading) for heading in (page.title, *page.headings)]
    capitals = [word for each in words for word in each[1:] if re.fullmatch(r"[A-Z][a-z]+", word)]

    assert [word for word in capitals if not NAMES.fullmatch(word)] == []


@PAGES
def test_a_page_says_what_to_do_next_and_whom_to_ask(page: Reading) -> None:
    assert page.path in LISTS or "What do you do next?" in page.headings
    assert page.has_contact


@PAGES
def test_a_page_says_for_whom_it_is(page: Reading) -> None:
    """Citizens of the EU, others, exchange students, people accepted: each finds out whether to read on."""
    for word in ("EU", "exchange", "accepted"):
        assert page.path in LISTS or word in page.text, word


def test_the_handbook_has_every_page_of_the_guide() -> None:
    body = (PROJECT / "content/en/handbook.md").read_text(encoding="utf-8")
    chapters = re.findall(r"^::: chapters pages=\"(.*)\"$", body, re.MULTILINE)[0].split()

    left_out = "/en/programmes/"  # its text leads to a table, which stands in the handbook as a block
    assert sorted(f"/en/{each}/" for each in chapters) == [
        page.path for page in guide_readings() if page.path != left_out
    ]


# --- The measure itself -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It costs 5.00 zł a ride. Ask first.", ["It costs 5.00 zł a ride.", "Ask first."]),
        ("Police: 997", ["Police: 997"]),
        ("Which one? Łódź.", ["Which one?", "Łódź."]),
        ("8 Zwierzyniecka St., near the river.", ["8 Zwierzyniecka St., near the river."]),
        ("…", []),
    ],
)
def test_a_text_is_split_where_a_reader_breathes(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


def test_an_entry_of_a_list_without_an_end_is_no_sentence() -> None:
    assert [is_sentence(each) for each in ("Police: 997", "Call the police.", "He said “no.”")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("rate", 1), ("table", 2), ("university", 5), ("Białystok", 3)]
)
def test_syllables_are_about_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_fact_counts_with_its_value_and_without_its_source() -> None:
    safety = next(page for page in guide_readings() if page.path == "/en/safety/")

    assert "In danger, call 112." in safety.sentences
    assert "Source:" not in safety.text


def test_words_of_others_are_not_measured_as_ours() -> None:
    places = next(page for page in guide_readings() if page.path == "/en/living/places/")

    assert "regional dinner" not in places.text
