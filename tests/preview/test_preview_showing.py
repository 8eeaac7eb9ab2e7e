"""What a build changes about what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.preview import PreviewBuild
from microsite.preview.showing import Showing, find_style_swaps, show_build

OLD_SHEET = "assets/site-0123456789.css"
NEW_SHEET = "assets/site-abcdef0123.css"

CONTENT = st.dictionaries(
    st.sampled_from(["index.html", "a.html", "site-0123456789.css", "site-abcdef0123.css", "b.css"]),
    st.sampled_from([b"one", b"two", b"site-0123456789.css", b"site-abcdef0123.css"]),
)


def show(*builds: PreviewBuild) -> tuple[Showing, tuple[str, ...]]:
    showing = Showing()
    paths: tuple[str, ...] = ()
    for build in builds:
        showing, paths = show_build(showing, build)
    return showing, paths


def site(**text_by_name: str) -> PreviewBuild:
    return PreviewBuild({f"{name}.html": text.encode() for name, text in text_by_name.items()}, "")


def styled(sheet: str, style: bytes, page: str = "<link href=/{}><p>text") -> PreviewBuild:
    return PreviewBuild({"index.html": page.format(sheet).encode(), sheet: style}, "")


def test_the_first_build_reloads_the_page_that_waits_for_it() -> None:
    showing, paths = show(site(index="one"))

    assert paths == ("/",)
    assert showing.find_content("index.html") == b"one"


def test_a_first_build_that_fails_reloads_the_page_that_waits_for_it() -> None:
    showing, paths = show(PreviewBuild(None, ""))

    assert paths == ("/",)
    assert showing.has_failed


def test_a_build_with_the_same_bytes_and_report_reloads_nothing() -> None:
    first, _ = show(site(index="one"))

    second, paths = show_build(first, site(index="one"))

    assert paths == ()
    assert second is first


def test_a_failed_build_leaves_the_last_good_site_up_with_its_report() -> None:
    showing, paths = show(site(index="one"), PreviewBuild(None, "error: no such day"))

    assert showing.find_content("index.html") == b"one"
    assert (showing.report, showing.has_failed) == ("error: no such day", True)
    assert paths == ("/",)


def test_a_mended_build_takes_the_report_away_even_when_the_site_is_the_old_one() -> None:
    showing, paths = show(site(index="one"), PreviewBuild(None, "error"), site(index="one"))

    assert (showing.report, showing.has_failed) == ("", False)
    assert paths == ("/",)


def test_a_new_warning_reloads_the_page_so_that_it_is_seen() -> None:
    _, paths = show(site(index="one"), PreviewBuild({"index.html": b"one"}, "warning: overdue"))

    assert paths == ("/",)


def test_a_stylesheet_changed_under_its_name_is_swapped() -> None:
    _, paths = show(styled("site.css", b"a{}"), styled("site.css", b"b{}"))

    assert paths == ("/site.css",)


def test_a_stylesheet_with_a_new_fingerprint_is_swapped_though_every_page_names_it() -> None:
    _, paths = show(styled(OLD_SHEET, b"a{}"), styled(NEW_SHEET, b"b{}"))

    assert paths == (f"/{NEW_SHEET}",)


def test_a_page_that_changes_together_with_its_stylesheet_is_reloaded() -> None:
    _, paths = show(styled(OLD_SHEET, b"a{}"), styled(NEW_SHEET, b"b{}", "<link href=/{}><p>other"))

    assert paths == ("/",)


@pytest.mark.parametrize(
    "after",
    [
        {"index.html": b"", "print-0123456789.css": b""},
        {"index.html": b"", OLD_SHEET: b"", NEW_SHEET: b""},
        {"index.html": b""},
        {"index.html": b"", NEW_SHEET: b"", "font.woff2": b""},
        {OLD_SHEET: b""},
    ],
)
def test_a_stylesheet_or_file_that_comes_or_goes_reloads_the_page(after: dict[str, bytes]) -> None:
    before = {"index.html": b"", OLD_SHEET: b""}

    assert find_style_swaps(before, after) is None


def test_a_page_that_swapped_its_stylesheet_still_gets_the_newest_by_the_old_name() -> None:
    newest = "assets/site-9999999999.css"

    showing, _ = show(styled(OLD_SHEET, b"1"), styled(NEW_SHEET, b"2"), styled(newest, b"3"))

    assert [showing.find_content(path) for path in (OLD_SHEET, NEW_SHEET, newest)] == [b"3", b"3", b"3"]


def test_a_stylesheet_that_is_as_it_was_before_is_served_under_its_own_name_again() -> None:
    showing, paths = show(styled(OLD_SHEET, b"1"), styled(NEW_SHEET, b"2"), styled(OLD_SHEET, b"1"))

    assert paths == (f"/{OLD_SHEET}",)
    assert [showing.find_content(path) for path in (OLD_SHEET, NEW_SHEET)] == [b"1", b"1"]


def test_a_stylesheet_that_returns_beside_its_successor_is_served_as_itself() -> None:
    both = PreviewBuild({OLD_SHEET: b"1", NEW_SHEET: b"2"}, "")

    showing, _ = show(styled(OLD_SHEET, b"1"), styled(NEW_SHEET, b"2"), both)

    assert [showing.find_content(path) for path in (OLD_SHEET, NEW_SHEET)] == [b"1", b"2"]


def test_a_retired_stylesheet_is_forgotten_once_its_newest_is_gone() -> None:
    showing, _ = show(styled(OLD_SHEET, b"1"), styled(NEW_SHEET, b"2"), site(index="plain"))

    assert showing.find_content(OLD_SHEET) is None


@given(before=CONTENT, after=CONTENT)
@settings(max_examples=200, deadline=None)
def test_only_two_sites_with_the_same_bytes_are_taken_for_the_same(
    before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    swaps = find_style_swaps(before, after)

    assert (swaps == {}) == (before == after)


@given(builds=st.lists(st.one_of(CONTENT, st.none()), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_is_shown_is_always_the_last_good_build(builds: list[dict[str, bytes] | None]) -> None:
    showing, _ = show(*(PreviewBuild(content, "" if content is not None else "error") for content in builds))

    good = [content for content in builds if content is not None]
    assert showing.content_by_path == (good[-1] if good else None)
    assert showing.has_failed == (builds[-1] is None)
    for path, content in (good[-1] if good else {}).items():
        assert showing.find_content(path) == content
