from __future__ import annotations

import pytest

from tests.publish.checks_site import HOME, POLISH, VISA, check, codes, spoil, whole_site

_CANONICAL = '<link rel="canonical" href="https://x.example/study/en/visa/">'
_TO_POLISH = '<link rel="alternate" hreflang="pl" href="https://x.example/study/pl/">'


def _with_root_copy(site: dict[str, bytes]) -> dict[str, bytes]:
    return {**site, "index.html": site[HOME]}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Visa – Study", " ", "missing-title"),
        ("<title>Visa – Study</title>", "", "missing-title"),
        ("What Visa is about, in en", "", "missing-description"),
        ('name="description"', 'name="summary"', "missing-description"),
        (_CANONICAL, "", "canonical-count"),
        (_CANONICAL, _CANONICAL * 2, "canonical-count"),
        ("https://x.example/study/en/visa/", "/study/en/visa/", "wrong-canonical"),
        ("https://x.example/study/en/visa/", "https://x.example/study/en/visa/index.html", "wrong-canonical"),
        ("https://x.example/study/en/visa/", "https://y.example/study/en/visa/", "wrong-canonical"),
        ("https://x.example/study/en/visa/", "https://x.example/study/assets/site.css", "wrong-canonical"),
        ("https://x.example/study/en/visa/", "https://x.example/study/en/viza/", "broken-link"),
        (' lang="en"', "", "missing-lang"),
        (' lang="en"', ' lang=""', "invalid-lang"),
        (' lang="en"', ' lang="english please"', "invalid-lang"),
        ("<caption>", '<caption lang="">', "invalid-lang"),
        ('<meta charset="utf-8">', '<meta http-equiv="Refresh" content="0">', "meta-refresh"),
        ('<meta charset="utf-8">', "<base target=_top>", "base-element"),
    ],
)
def test_a_spoilt_head_is_named_by_its_fault(old: str, new: str, code: str) -> None:
    problems = [problem for problem in check(spoil(VISA, old, new)) if problem.code != "wrong-sitemap-entry"]

    assert codes(tuple(problems)) == [code]


@pytest.mark.parametrize("language", ["pl", "zh-Hant", "sr-Latn-RS", "be-tarask"])
def test_a_language_tag_may_name_script_and_country(language: str) -> None:
    site = spoil(VISA, "<caption>", f'<caption lang="{language}">')

    assert check(site) == ()


def test_a_page_that_is_not_listed_needs_no_description_and_no_canonical() -> None:
    site = spoil("404.html", '<link rel="canonical" href="https://x.example/study/404.html">', "")
    site["404.html"] = site["404.html"].replace(b'name="description"', b'name="x"')

    assert check(site) == ()


def test_the_title_of_a_drawing_is_not_the_title_of_the_page() -> None:
    site = spoil(VISA, "<title>Visa – Study</title>", "")

    assert "<title>Two checks</title>" in site[VISA].decode()
    assert codes(check(site)) == ["missing-title"]


def test_two_pages_of_a_language_may_not_share_a_title() -> None:
    site = spoil(VISA, "Visa – Study", "Home – Study")

    (problem,) = check(site)

    assert (problem.code, problem.page) == ("duplicate-title", "/study/en/visa/")
    assert [location.path for location in problem.related] == [HOME]


def test_pages_of_two_languages_may_share_a_title() -> None:
    site = spoil(POLISH, "Strona – Study", "Visa – Study")

    assert check(site) == ()


def test_two_pages_may_not_share_a_description() -> None:
    site = spoil(VISA, "What Visa is about", "What Home is about")

    (problem,) = check(site)

    assert (problem.code, problem.page) == ("duplicate-description", "/study/en/visa/")


def test_of_two_descriptions_of_a_page_the_first_counts() -> None:
    site = spoil(VISA, "<link", '<meta name="description" content="What Home is about, in en"><link')

    assert check(site) == ()


def test_a_form_field_is_not_taken_for_a_description() -> None:
    site = spoil(VISA, 'name="description"', 'name="author"')
    site[VISA] = site[VISA].replace(b'<input id="q">', b'<input id="q" name="description" content="x">')

    assert codes(check(site)) == ["missing-description"]


def test_two_pages_without_a_description_do_not_share_one() -> None:
    site = spoil(VISA, "What Visa is about, in en", "")
    site["en/more/index.html"] = site[VISA].replace(b"en/visa/", b"en/more/").replace(b"Visa", b"More")
    site[VISA] = site[VISA].replace(b"<form", b'<a href="/study/en/more/">More</a><form')

    assert codes(check(site)) == ["missing-description", "missing-description"]


def test_a_page_that_is_not_listed_may_share_title_and_description() -> None:
    site = spoil(VISA, "Visa – Study", "Not here – Study")
    site[VISA] = site[VISA].replace(b"What Visa is about", b"What Not here is about")

    assert check(site) == ()


def test_a_page_that_differs_from_its_canonical_is_not_compared() -> None:
    site = whole_site()

    assert site["index.html"] == site[HOME]
    assert check(site) == ()


def test_a_pair_of_languages_must_be_named_by_both() -> None:
    site = spoil(
        POLISH,
        'hreflang="en" href="https://x.example/study/en/"',
        'hreflang="uk" href="https://x.example/study/"',
    )

    problems = check(site)

    assert {(problem.code, problem.page) for problem in problems} == {
        ("one-way-alternate", "/study/en/"),
        ("wrong-alternate", "/study/pl/"),
    }


def test_a_page_named_for_everybody_else_is_not_named_as_the_same_in_its_language() -> None:
    site = spoil(HOME, _TO_POLISH, _TO_POLISH.replace('"pl"', '"x-default"'))

    problems = check(_with_root_copy(site))

    assert ("one-way-alternate", "/study/pl/") in {(problem.code, problem.page) for problem in problems}


def test_a_missing_default_is_reported() -> None:
    site = spoil(HOME, '<link rel="alternate" hreflang="x-default" href="https://x.example/study/">\n', "")

    (problem,) = check(_with_root_copy(site))

    assert (problem.code, problem.label) == ("missing-alternate", "`x-default` is missing")


def test_a_page_must_name_itself() -> None:
    site = spoil(POLISH, _TO_POLISH + "\n", "")

    problems = [problem for problem in check(site) if problem.page == "/study/pl/"]

    assert [problem.label for problem in problems] == ["the page itself is missing"]


@pytest.mark.parametrize(
    ("new", "label"),
    [
        (_TO_POLISH.replace('"pl"', '"be"'), "`https://x.example/study/pl/` is in `pl`"),
        (_TO_POLISH.replace("https://x.example", ""), "`/study/pl/` is not the whole address of a page"),
        (
            _TO_POLISH.replace("study/pl/", "study/en/a.ics"),
            "`https://x.example/study/en/a.ics` is not the whole address of a page",
        ),
        (_TO_POLISH.replace("x.example", "y.example"), "`https://y.example/study/pl/` is another site"),
        (_TO_POLISH * 2, "it is named 2 times"),
    ],
)
def test_a_wrong_alternate_says_why(new: str, label: str) -> None:
    site = spoil(HOME, _TO_POLISH, new)

    problems = [problem for problem in check(_with_root_copy(site)) if problem.page == "/study/en/"]

    assert [(problem.code, problem.label) for problem in problems] == [("wrong-alternate", label)]


def test_a_page_named_for_everybody_else_is_not_yet_named_in_its_language() -> None:
    site = spoil(
        POLISH, 'hreflang="x-default" href="https://x.example/study/"', 'hreflang="x-default" href="X"'
    )
    site[POLISH] = (
        site[POLISH].replace(_TO_POLISH.encode(), b"").replace(b'"X"', b'"https://x.example/study/pl/"')
    )

    problems = [problem for problem in check(site) if problem.page == "/study/pl/"]

    assert "the page itself is missing" in {problem.label for problem in problems}


def test_an_alternate_that_leads_to_nothing_is_a_broken_link_and_no_more() -> None:
    site = spoil(HOME, _TO_POLISH, _TO_POLISH.replace("study/pl/", "study/be/"))

    problems = [problem for problem in check(site) if problem.page == "/study/en/"]

    assert codes(tuple(problems)) == ["broken-link"]


def test_a_variant_of_a_language_counts_as_that_language() -> None:
    site = spoil(POLISH, '<html lang="pl">', '<html lang="pl-PL">')

    assert check(site) == ()
