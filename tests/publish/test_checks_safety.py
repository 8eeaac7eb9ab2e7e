from __future__ import annotations

import pytest

from tests.publish.checks_site import HOME, VISA, check, codes, spoil

_BLOCK = '{"@context": "https://schema.org", "@type": "WebSite"}'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<form", '<p style="color: red">x</p><form', "inline-style"),
        ("<form", "<p style>x</p><form", "inline-style"),
        ("<form", "<style>p { color: red }</style><form", "inline-style"),
        ("<form", "<script>alert(1)</script><form", "inline-script"),
        ("<form", '<script type="module">alert(1)</script><form', "inline-script"),
        ("<form", "<svg aria-hidden=true><script>alert(1)</script></svg><form", "inline-script"),
        ("<caption>", '<caption onclick="alert(1)">', "inline-handler"),
        ("<caption>", "<caption ONFOCUS=alert(1)>", "inline-handler"),
        ("<form", '<iframe title="x" srcdoc="x"></iframe><form', "inline-handler"),
    ],
)
def test_nothing_in_a_page_runs_or_styles_by_itself(old: str, new: str, code: str) -> None:
    assert codes(check(spoil(VISA, old, new))) == [code]


def test_rules_for_fetching_ahead_are_data_and_no_script() -> None:
    site = spoil(VISA, "<form", '<script type="speculationrules">{}</script><form')

    assert check(site) == ()


@pytest.mark.parametrize(
    ("block", "label"),
    [
        ('{"@context": "https://schema.org"}', "something in it has no `@type`"),
        ('{"@type": "WebSite"}', "it has no `@context`"),
        ("[1]", "it has no `@context`"),
        ('{"@context": "x", "@graph": [{"@type": "a"}, {}]}', "something in it has no `@type`"),
        ('{"@context": "x", "@graph": 1}', "something in it has no `@type`"),
        ('{"@context": "x", "@type": "a", "b": NaN}', "it is not JSON: `NaN` is not a value"),
        ("[" * 100_000, "it nests too deeply"),
    ],
)
def test_a_block_of_linked_data_that_cannot_be_used_says_why(block: str, label: str) -> None:
    site = spoil(HOME, _BLOCK, block)

    problems = [problem for problem in check(site) if problem.page == "/study/en/"]

    assert [(problem.code, problem.label) for problem in problems] == [("invalid-json-ld", label)]


@pytest.mark.parametrize("block", ["", "{", '{"a": 1,}', '{"@context": "line\nend", "@type": "a"}'])
def test_a_block_that_is_not_json_is_reported(block: str) -> None:
    site = spoil(HOME, _BLOCK, block)

    problems = [problem for problem in check(site) if problem.page == "/study/en/"]

    assert codes(tuple(problems)) == ["invalid-json-ld"]
    assert problems[0].label.startswith("it is not JSON: ")


@pytest.mark.parametrize(
    "block", [f"[{_BLOCK}, {_BLOCK}]", '{"@context": "x", "@graph": [{"@type": "a"}, {"@type": "b"}]}']
)
def test_a_block_may_hold_several_things(block: str) -> None:
    assert check(spoil(HOME, _BLOCK, block)) == ()
