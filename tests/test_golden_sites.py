"""Whole small sites: what is published is what tests/sites/<name>/expected/ holds, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.golden import NAMES, SITES, build_golden_site, read_expected


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_site_comes_out_as_it_always_did(name: str, tmp_path: Path) -> None:
    expected = read_expected(name)

    outcome = build_golden_site(name, tmp_path)

    assert outcome.problems == expected.problems
    assert sorted(outcome.tree) == sorted(expected.tree)
    for path, content in outcome.tree.items():
        assert content.decode("utf-8", "replace") == expected.tree[path].decode("utf-8", "replace"), path
        assert content == expected.tree[path]
    assert outcome.exit_code == expected.exit_code


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_site_says_what_ought_to_come_of_it(name: str) -> None:
    kept = {path.name for path in (SITES / name).iterdir()}

    assert {"source", "arguments.txt"} <= kept
    assert kept & {"expected", "problems.txt"}
