from __future__ import annotations

import pytest

from microsite.publish.checks import Origin
from tests.publish.checks_site import VISA, check, codes, spoil


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<caption>", '<caption id="steps">', "repeated-id"),
        ('aria-label="Main"', 'aria-labelledby="menu"', "broken-id-reference"),
        ('for="q"', 'aria-label="x" for="p"', "broken-id-reference"),
        ("<h1>Visa</h1>", "<h1>Visa</h1><h1>More</h1>", "heading-count"),
        ('<h2 id="steps">Steps</h2>', '<h3 id="steps">Steps</h3>', "skipped-heading-level"),
        ("<main>", "<h2>Before</h2><main>", "skipped-heading-level"),
        ('<h2 id="steps">Steps</h2>', '<h2 id="steps"> </h2>', "empty-heading"),
        (
            '<h2 id="steps">Steps</h2>',
            '<h2 id="steps"><span aria-hidden="true">¶</span></h2>',
            "empty-heading",
        ),
        ("<footer><p>Published by us</p></footer>", "", "landmark-count"),
        ("<footer>", "<footer>x</footer><footer>", "landmark-count"),
        ("<main>", "<header></header><main>", "landmark-count"),
        ("<footer>", "<main></main><footer>", "landmark-count"),
        ("<footer>", "<nav>x</nav><footer>", "unnamed-nav"),
        ("<footer>", '<nav aria-label="Main">x</nav><footer>', "unnamed-nav"),
        ("<caption>Fees</caption>", "", "missing-caption"),
        ("<caption>Fees</caption>", "<caption> </caption>", "missing-caption"),
        ('<th scope="col">', "<th>", "missing-scope"),
        ('<th scope="col">', '<th scope="column">', "missing-scope"),
        ('<input id="q">', '<input id="q" tabindex="1">', "positive-tabindex"),
        ('<input id="q">', '<input id="q" tabindex="+010">', "positive-tabindex"),
        ('datetime="2026-11-22"', "", "invalid-time"),
        ("{fee}", "{{ fact('fee') }}", "template-leftover"),
        ("{fee}", "{% if fee %}", "template-leftover"),
        ("{fee}", "<code>x</code>{{ fee }}", "template-leftover"),
        ("{fee} as {fee%}", "None", "template-leftover"),
        ("{fee} as {fee%}", " Undefined\n", "template-leftover"),
        ('aria-label="Main"', 'aria-label="None"', "template-leftover"),
        ('aria-label="Main"', 'aria-label="{{ t.main }}"', "template-leftover"),
    ],
)
def test_a_spoilt_structure_is_named_by_its_fault(old: str, new: str, code: str) -> None:
    site = spoil(VISA, old, new)

    problems = [problem for problem in check(site) if problem.code != "unlabelled-field"]

    assert codes(tuple(problems)) == [code]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<form", "<article><header>x</header><footer>y</footer></article><form"),
        ("<footer>", '<nav aria-label="Feeds">x</nav><footer>'),
        ("<table>", '<table role="presentation"><tr><td>x</td></tr></table><table>'),
        ('<input id="q">', '<input id="q" tabindex="0">'),
        ('<input id="q">', '<input id="q" tabindex="-1">'),
        ("{fee} as {fee%}", "None of these"),
        ("{fee}", "<pre><span>{{ kept }}</span></pre>"),
        ("{fee}", "<samp>None</samp>"),
        ('<h2 id="steps">Steps</h2>', '<h2 id="steps">Steps</h2><h3>One</h3><h4>Two</h4><h2>Three</h2>'),
        ('<h2 id="steps">Steps</h2>', '<h2 id="steps"><img src="/study/assets/map.svg" alt="Steps"></h2>'),
    ],
)
def test_a_sound_structure_is_no_problem(old: str, new: str) -> None:
    assert check(spoil(VISA, old, new)) == ()


def test_a_page_without_a_first_heading_is_reported() -> None:
    site = spoil(VISA, "<h1>Visa</h1>", "")

    messages = [problem.message for problem in check(site)]

    assert messages == ["the page has no `h1` heading", "the first heading, `Steps`, is at level 2"]


def test_a_skipped_level_is_placed_at_the_heading_and_not_at_the_word() -> None:
    site = spoil(VISA, '<h2 id="steps">Steps</h2>', '<h3 id="steps">Steps</h3>')
    origin = Origin("content/en/visa.md", "Steps are few.\n\n### Steps\n")

    (problem,) = check(site, origins={VISA: origin})

    assert (problem.location.line, problem.location.column, problem.location.length) == (3, 1, 9)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "2026",
            "2026-11",
            "2026-11-22",
            "11-22",
            "14:00",
            "14:00:30",
            "2026-11-22T14:00",
            "2026-11-22 14:00+01:00",
        ),
        *(
            "2026-11-22T14:00:00.5Z",
            "2026-W47",
            "P2D",
            "PT5H",
            "P1DT2H30M",
            "2024-02-29",
            "+01:00",
        ),
    ],
)
def test_a_time_may_be_written_in_any_form_of_html(value: str) -> None:
    assert check(spoil(VISA, 'datetime="2026-11-22"', f'datetime="{value}"')) == ()


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "22.11.2026",
            "2026-02-30",
            "2025-02-29",
            "2026-13",
            "2026-1-1",
            "25:00",
            "14:60",
            "2026-11-22T",
            "P",
            "PT",
        ),
        *(
            "2026-11-22T14:00+1",
            "tomorrow",
            "2026-W54",
            "0000-01-01",
            "2026-11-22x",
            "PT5",
            "13-01",
            "00-00",
        ),
    ],
)
def test_a_time_in_another_form_is_a_problem(value: str) -> None:
    problems = check(spoil(VISA, 'datetime="2026-11-22"', f'datetime="{value}"'))

    assert codes(problems) == ["invalid-time"]


def test_a_time_without_attribute_is_read_from_its_text() -> None:
    site = spoil(VISA, 'datetime="2026-11-22">22 November', ">2026-11-22")

    assert check(site) == ()


def test_a_broken_id_reference_suggests_the_nearest_id() -> None:
    site = spoil(VISA, 'aria-label="Main"', 'aria-labelledby="step"')

    (problem,) = check(site)

    assert problem.hint == "did you mean `steps`?"
