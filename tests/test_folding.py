"""One folding in two languages: the engine's for the index, the script's for what a visitor types."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from microsite.pages.index_page import WHOLE_LETTERS, fold

FINDING = Path(__file__).resolve().parents[1] / "templates" / "js" / "finding.js"


def letters_of_the_script() -> dict[str, str]:
    """The table as it is written in the script: ``ł: "l"``."""
    table = FINDING.read_text(encoding="utf-8").partition("const WHOLE_LETTERS = {")[2].partition("};")[0]
    return dict(re.findall(r'(\w): "(\w+)"', table))


def test_the_script_and_the_engine_have_one_table_of_letters() -> None:
    assert letters_of_the_script() == WHOLE_LETTERS


def test_the_table_holds_only_small_letters_that_unicode_leaves_whole() -> None:
    taken_apart = [letter for letter in WHOLE_LETTERS if unicodedata.normalize("NFKD", letter) != letter]

    assert taken_apart == []
    assert [letter for letter in WHOLE_LETTERS if letter.lower() != letter] == []


def test_what_a_letter_becomes_is_not_folded_further() -> None:
    assert [folded for folded in WHOLE_LETTERS.values() if fold(folded) != folded] == []
