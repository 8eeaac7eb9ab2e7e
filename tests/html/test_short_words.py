"""Polish words of one letter and the no-break space after them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microsite.html.short_words import bind_short_words
from microsite.pipeline import Build
from tests.conftest import TINY_SITE

PAGE = "---\ntitle: {title}\ndescription: A page.\nupdated: 2026-01-02\n---\n\n{text}\n"
WORDS = st.sampled_from(
    (
        *("w", "i", "z", "A", "dom", "Białymstoku", "3", "\n", "  ", "(", "&amp;", "<!-- i w -->"),
        *("<b>", "</b>", "<br>", "<li>", "</li>", '<a title="i w domu">', "</a>", "<code>", "</code>"),
        *('<i lang="en">', "</i>", '<span lang="pl">', "</span>", '<p lang="pl-PL">', "</p>"),
    )
)


def shown(html: str) -> str:
    """Write no-break spaces so that they can be seen."""
    return html.replace("\N{NO-BREAK SPACE}", "~")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Uniwersytet w Białymstoku", "Uniwersytet w~Białymstoku"),
        ("Studiuj i mieszkaj u nas o świcie", "Studiuj i~mieszkaj u~nas o~świcie"),
        ("A w domu i z psem", "A~w~domu i~z~psem"),
        ("nowy w\n  mieście", "nowy w~mieście"),
        ("(w środę) „i nocą”", "(w~środę) „i~nocą”"),
        ("w <a href='x'>Białymstoku</a>", "w~<a href='x'>Białymstoku</a>"),
        ("<b>i</b> nic", "<b>i</b> nic"),
        ("grupa A\n</li>", "grupa A\n</li>"),
        ("A. Mickiewicza, e-i mail, Vitamin-a b", "A. Mickiewicza, e-i mail, Vitamin-a b"),
        ("dom w", "dom w"),
        ('<a title="i w domu">x</a>', '<a title="i w domu">x</a>'),
        ("<code>i w domu</code> i w domu", "<code>i w domu</code> i~w~domu"),
        ('i <em lang="en">a dog and i am</em> w domu', 'i~<em lang="en">a dog and i am</em> w~domu'),
    ],
)
def test_a_polish_word_of_one_letter_is_held_to_the_next(before: str, after: str) -> None:
    assert shown(bind_short_words(before, "pl")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I am a dog", "I am a dog"),
        (
            'a <span lang="pl">Uniwersytet w Białymstoku</span> i w',
            'a <span lang="pl">Uniwersytet w~Białymstoku</span> i w',
        ),
        (
            '<p lang="pl">i w<span>i</span> <span>a w domu</span> u <q lang="en">a cat i</q> w</p>a b',
            '<p lang="pl">i~w<span>i</span> <span>a~w~domu</span> u~<q lang="en">a cat i</q> w</p>a b',
        ),
        ('<p hreflang="pl">i w domu</p>', '<p hreflang="pl">i w domu</p>'),
    ],
)
def test_in_another_language_only_its_polish_parts_change(before: str, after: str) -> None:
    assert shown(bind_short_words(before, "en")) == after


@given(st.lists(WORDS).map(" ".join), st.sampled_from(["pl", "en"]))
def test_nothing_but_white_space_changes_and_the_second_time_nothing(html: str, language: str) -> None:
    bound = bind_short_words(html, language)

    assert re.sub(r"\s+", " ", bound) == re.sub(r"\s+", " ", html)
    assert bind_short_words(bound, language) == bound


def test_titles_and_text_of_a_polish_page_are_held_and_those_of_an_english_one_are_not(
    build_tiny_site: Callable[..., Build],
) -> None:
    settings = TINY_SITE["data/settings.yaml"]
    assert isinstance(settings, str)
    built = build_tiny_site(
        {
            "data/settings.yaml": settings + "  - pl\n",
            "data/strings/pl.yaml": "home: W domu\n",
            "content/en/index.md": PAGE.format(title="A house", text="I am a student in a house."),
            "content/pl/index.md": PAGE.format(title="Dom w mieście", text="Mieszkam w domu i w hotelu."),
        }
    )

    polish = shown(built.output["pl/index.html"].content.decode())
    english = built.output["en/index.html"].content.decode()
    assert "Mieszkam w~domu i~w~hotelu." in polish
    assert "<h1>Dom w~mieście</h1>" in polish
    assert ">W~domu</a>" in polish
    assert "I am a student in a house." in english
