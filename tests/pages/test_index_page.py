"""The folding of names, by which the index is sorted and the finder finds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.pages.index_page import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Białystok", "bialystok"),
        ("Łódź", "lodz"),
        ("Fırat Üniversitesi", "firat universitesi"),
        ("FIRAT", "firat"),
        ("Elazığ", "elazig"),
        ("İstanbul", "istanbul"),
        ("Gəncə", "gence"),
        ("Chișinău", "chisinau"),
        ("Priština", "pristina"),
        ("Đorđe", "dorde"),
        ("Tromsø", "tromso"),
        ("Гродзенскі дзяржаўны", "гродзенскі дзяржауны"),
        ("Straße", "strasse"),
        (unicodedata.normalize("NFD", "Białystok ąęść"), "bialystok aesc"),
        ("北京", "北京"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_case_marks_and_tails(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_the_way_of_writing_letters_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aąbcćdeęklłnńoósśzźżğışçöüəșțâîăčđšžřůäßøåőáéúýабгўі ", max_size=40))
@settings(max_examples=200, deadline=None)
def test_capital_letters_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)
