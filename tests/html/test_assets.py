"""Assets: names made from bytes, and style sheets that name them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.html.assets import plan_assets
from microsite.html.fingerprints import fingerprint, fingerprinted

FONT = "templates/fonts/onest.woff2"
SHEET = "templates/css/site.css"


def published_css(css: str, *, base_path: str = "/", **assets: bytes) -> str:
    files = {SHEET: css.encode(), FONT: b"font", **assets}
    manifest, problems = plan_assets(files, base_path=base_path)
    assert problems == ()
    return manifest.content_by_path[manifest.path_by_name["css/site.css"]].decode()


def test_a_fingerprint_is_the_beginning_of_the_sha_256() -> None:
    assert fingerprint(b"") == "e3b0c44298"
    assert fingerprint(b"", digits=64) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("digits", [0, 65, -1])
def test_a_fingerprint_of_no_or_too_many_digits_is_our_mistake(digits: int) -> None:
    with pytest.raises(ValueError, match=r"digits must be 1 to 64"):
        fingerprint(b"", digits=digits)


@given(st.binary(max_size=50), st.binary(max_size=50))
@settings(max_examples=100, deadline=None)
def test_two_contents_have_two_names(one: bytes, other: bytes) -> None:
    assert (fingerprint(one) == fingerprint(other)) is (one == other)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("css/site.css", "assets/css/site.e3b0c44298.css"),
        ("fonts/onest.latin.woff2", "assets/fonts/onest.latin.e3b0c44298.woff2"),
        ("LICENCE", "assets/LICENCE.e3b0c44298"),
    ],
)
def test_the_fingerprint_stands_before_the_ending(name: str, published: str) -> None:
    assert fingerprinted(name, b"") == published


def test_only_files_of_templates_are_assets() -> None:
    manifest, _ = plan_assets({FONT: b"font", "content/en/photo.png": b"picture"}, base_path="/")

    assert list(manifest.path_by_name) == ["fonts/onest.woff2"]


@pytest.mark.parametrize(
    "written", ["url(../fonts/onest.woff2)", "url('../fonts/onest.woff2')", 'url( "../fonts/onest.woff2" )']
)
def test_a_style_sheet_names_the_published_file(written: str) -> None:
    css = published_css(f"@font-face {{ src: {written} format('woff2'); }}", base_path="/study/")

    address = f"/study/assets/fonts/onest.{fingerprint(b'font')}.woff2"
    assert css == f"@font-face {{ src: url(\"{address}\") format('woff2'); }}"


@pytest.mark.parametrize("written", ["url(data:image/png;base64,AAAA)", "url(#pattern)"])
def test_what_a_style_sheet_has_in_itself_stays(written: str) -> None:
    assert published_css(f"a {{ fill: {written}; }}") == f"a {{ fill: {written}; }}"


def test_the_name_of_a_style_sheet_changes_with_its_font() -> None:
    css = b"@font-face { src: url(../fonts/onest.woff2); }"

    one, _ = plan_assets({SHEET: css, FONT: b"old"}, base_path="/")
    other, _ = plan_assets({SHEET: css, FONT: b"new"}, base_path="/")

    assert one.path_by_name["css/site.css"] != other.path_by_name["css/site.css"]


def test_a_file_that_is_not_there_is_told_with_its_place_and_the_nearest_one() -> None:
    css = b"a {}\nb { background: url(../fonts/onets.woff2); }\n"

    _, problems = plan_assets({SHEET: css, FONT: b"font"}, base_path="/")

    (problem,) = problems
    assert (problem.code, problem.hint) == ("missing-asset", "did you mean `fonts/onest.woff2`?")
    place = problem.location
    assert (place.path, place.line, place.column, place.length) == (SHEET, 2, 21, 20)


def test_a_published_path_leads_back_to_its_file() -> None:
    manifest, _ = plan_assets({FONT: b"font"}, base_path="/")

    assert manifest.name_by_path == {manifest.path_by_name["fonts/onest.woff2"]: "fonts/onest.woff2"}


@pytest.mark.parametrize("piece", ["url(", "url( ", 'url("', "url(a", "url('a\n"])
def test_a_long_style_sheet_is_linked_in_one_reading_whatever_it_repeats(piece: str) -> None:
    # Reading on to the end at each piece would take hours.
    css = piece * 240_000

    _, problems = plan_assets({SHEET: css.encode()}, base_path="/")

    assert problems == ()


@pytest.mark.parametrize("path", [SHEET, "templates/js/search.js"])
def test_a_style_sheet_or_script_that_is_not_utf_8_is_told_and_not_published_half_read(path: str) -> None:
    manifest, problems = plan_assets({path: b"/* Bia\xb3ystok */\na {}\n"}, base_path="/")

    (problem,) = problems
    assert (problem.code, problem.location.path, problem.location.line) == ("not-utf8", path, 1)
    assert not any(manifest.content_by_path.values())


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        "<style>@import 'https://a.example/b.css'</style>",
        '<use href="https://a.example/b.svg#c"/>',
        "<foreignObject/>",
    ],
)
def test_a_drawing_that_could_do_more_than_be_looked_at_is_refused(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'

    _, problems = plan_assets({"templates/icons/a.svg": svg.encode()}, base_path="/")

    assert [(each.code, each.location.path) for each in problems] == [
        ("bad-picture", "templates/icons/a.svg")
    ]


def test_a_drawing_that_only_draws_is_published_as_it_is() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'

    manifest, problems = plan_assets({"templates/icons/a.svg": svg}, base_path="/")

    assert problems == ()
    assert manifest.content_by_path[manifest.path_by_name["icons/a.svg"]] == svg
