"""The index of a site: what is kept from one build to the next, and that it is never stale."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.problems import Location, Problems
from microsite.publish.addresses import AddressBook
from microsite.publish.checks import CheckedFile, Origin, check_file, check_files, check_site
from microsite.publish.site_index import IndexSpoilt, SiteIndex, load_index, save_index
from microsite.publish.site_table import Table
from tests.publish.checks_site import BASE_URL, HOME, VISA, codes, spoil, whole_site

Site = Mapping[str, bytes]


def _checked(site: Site, paths: Iterable[str]) -> Iterator[tuple[str, CheckedFile]]:
    book = AddressBook(BASE_URL)
    return ((path, check_file(path, site[path], book=book)) for path in paths)


def _check(
    before: SiteIndex | None, site: Site, changed: Iterable[str], removed: Iterable[str] = ()
) -> tuple[SiteIndex, Problems]:
    return check_site(
        before,
        _checked(site, changed),
        removed=tuple(removed),
        book=AddressBook(BASE_URL),
        origin_of=Origin,
    )


def _index_of(site: Site) -> SiteIndex:
    return _check(None, site, site)[0]


class _Cache:
    """Keeps an index the way a build does: the body stays when there is no new one."""

    def __init__(self) -> None:
        self._body = b""

    def keep(self, index: SiteIndex) -> SiteIndex:
        head, body = save_index(index)
        self._body = self._body if body is None else body
        loaded = load_index(head, read_body=lambda: self._body, base_url=BASE_URL)
        assert loaded is not None
        return loaded


def _table(index: SiteIndex) -> Table:
    assert isinstance(index.table, Table)
    return index.table


def _never_read() -> bytes:
    raise AssertionError("the body was read")


def _not_to_be_read() -> str:
    raise AssertionError("a source was read")


def _whole_check(site: Site) -> Problems:
    return check_files(site, base_url=BASE_URL, origin_by_path={})


# --- What a change costs ------------------------------------------------------------------------


def test_words_that_no_other_page_sees_are_checked_without_the_rest() -> None:
    head, _ = save_index(_index_of(whole_site()))
    index = load_index(head, read_body=_never_read, base_url=BASE_URL)
    site = spoil(VISA, "<td>", "<td>{{ fee }} or ")

    _, problems = _check(index, site, [VISA])

    assert codes(problems) == ["template-leftover"]


def test_what_was_mended_is_not_told_again() -> None:
    index = _index_of(spoil(VISA, "<td>", "<td>{{ fee }} or "))

    _, problems = _check(_Cache().keep(index), whole_site(), [VISA])

    assert problems == ()


def test_a_change_that_makes_no_difference_gives_the_very_index() -> None:
    index = _index_of(whole_site())
    site = spoil(VISA, "22 November", "the end of November")

    after, _ = _check(index, site, [VISA])

    assert after is index


def test_a_picture_that_changed_is_no_news_to_others() -> None:
    head, _ = save_index(_index_of(whole_site()))
    index = load_index(head, read_body=_never_read, base_url=BASE_URL)

    after, problems = _check(index, {"assets/a.woff2": b"\x01"}, ["assets/a.woff2"])

    assert after is index
    assert problems == ()


def test_an_index_whose_body_was_not_read_leaves_the_saved_body_as_it_is() -> None:
    index = _Cache().keep(_index_of(whole_site()))
    site = spoil(VISA, "<td>", "<td>{{ fee }} or ")

    after, _ = _check(index, site, [VISA])

    assert save_index(after).body is None


def test_a_source_is_read_only_to_place_what_was_found_in_it() -> None:
    site = spoil(VISA, "{fee}", "{{ fee }}")
    asked: list[str] = []

    def origin_of(path: str) -> Origin:
        def read() -> str:
            asked.append(path)
            return "Fees\n\n{{ fee }}"

        return Origin(f"content/{path}", read)

    _, (problem,) = check_site(None, _checked(site, site), book=AddressBook(BASE_URL), origin_of=origin_of)

    assert problem.location == Location(f"content/{VISA}", 3, 1, 9)
    assert asked == [VISA]


def test_no_source_is_read_for_what_it_cannot_spell_out() -> None:
    site = {**whole_site(), "en/lost/index.html": whole_site()["404.html"]}

    def origin_of(path: str) -> Origin:
        return Origin(f"content/{path}", _not_to_be_read)

    _, (problem,) = check_site(None, _checked(site, site), book=AddressBook(BASE_URL), origin_of=origin_of)

    assert problem.location == Location("content/en/lost/index.html")


def test_a_checked_file_can_be_handed_to_another_process() -> None:
    checked = check_file(VISA, spoil(VISA, "{fee}", "{{ fee }}")[VISA], book=AddressBook(BASE_URL))

    assert pickle.loads(pickle.dumps(checked)) == checked


# --- What a change means to other files ---------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (VISA, 'id="steps"', 'id="stages"', "broken-anchor"),
        ("assets/map.svg", 'id="river"', 'id="lake"', "broken-anchor"),
        (HOME, "/study/en/visa/#steps", "/study/en/viza/", "broken-link"),
        ("assets/site.css", "a.woff2", "b.woff2", "broken-link"),
        ("en/events.atom", "en/visa/", "en/viza/", "broken-link"),
        (VISA, "Visa – Study", "Home – Study", "duplicate-title"),
        (VISA, "What Visa is about", "What Home is about", "duplicate-description"),
        (VISA, "<head>", '<head><meta name="robots" content="noindex">', "wrong-sitemap-entry"),
        ("sitemap.xml", "<urlset>", "<urlset><loc>/study/404.html</loc>", "wrong-sitemap-entry"),
        ("pl/index.html", 'hreflang="en" href="https://x.example/study/en/"', "", "one-way-alternate"),
    ],
)
def test_a_change_is_noticed_where_another_file_relies_on_it(
    path: str, old: str, new: str, code: str
) -> None:
    index = _Cache().keep(_index_of(whole_site()))
    site = spoil(path, old, new)

    _, problems = _check(index, site, [path])

    assert set(codes(problems)) == {code}
    assert problems == _whole_check(site)


def test_a_removed_page_is_missed_by_all_that_led_to_it() -> None:
    index = _Cache().keep(_index_of(whole_site()))
    site = {path: content for path, content in whole_site().items() if path != VISA}

    _, problems = _check(index, site, [], removed=[VISA])

    assert codes(problems) == ["broken-link"] * 4
    assert problems == _whole_check(site)


def test_a_page_that_is_back_is_missed_no_longer() -> None:
    site = whole_site()
    without, _ = _check(_index_of(site), site, [], removed=[VISA])

    _, problems = _check(_Cache().keep(without), site, [VISA])

    assert problems == ()


def test_a_file_that_nobody_asked_for_may_be_missed_by_its_name_alone() -> None:
    site = whole_site()
    index, before = _check(None, site, site.keys() - {"assets/a.woff2"})

    _, problems = _check(_Cache().keep(index), site, ["assets/a.woff2"])

    assert codes(before) == ["broken-link"]
    assert problems == ()


def test_addresses_that_are_on_no_page_any_longer_are_forgotten_in_time() -> None:
    site = dict(whole_site())
    index = _index_of(site)
    first = len(_table(index).references)

    for number in range(3 * first):
        site[VISA] = whole_site()[VISA].replace(b"../", f"../?{number}".encode())
        index, _ = _check(_Cache().keep(index), site, [VISA])

    assert len(_table(index).references) < 2 * first + 2


# --- What is not to be trusted ------------------------------------------------------------------


@pytest.mark.parametrize("spoilt", [b"", b"x", b"\x00" * 400])
def test_a_head_that_is_not_whole_gives_no_index(spoilt: bytes) -> None:
    assert load_index(spoilt, read_body=_never_read, base_url=BASE_URL) is None


def test_a_head_that_lost_its_end_or_one_bit_gives_no_index() -> None:
    head, _ = save_index(_index_of(whole_site()))
    flipped = bytes([*head[:100], head[100] ^ 1, *head[101:]])

    loaded = [load_index(each, read_body=_never_read, base_url=BASE_URL) for each in (head[:-1], flipped)]

    assert loaded == [None, None]


def test_an_index_holds_for_one_base_address_only() -> None:
    head, _ = save_index(_index_of(whole_site()))

    assert load_index(head, read_body=_never_read, base_url="https://x.example/") is None


def test_the_body_of_another_index_is_refused_when_it_is_needed() -> None:
    site = whole_site()
    head, _ = save_index(_index_of(site))
    _, other = save_index(_index_of({HOME: site[HOME]}))
    index = load_index(head, read_body=lambda: other or b"", base_url=BASE_URL)

    with pytest.raises(IndexSpoilt):
        _check(index, site, [], removed=[VISA])


# --- The law ------------------------------------------------------------------------------------

_HEAD = (
    *(
        "",
        '<meta name="robots" content="noindex">',
        '<link rel="canonical" href="https://x.example/study/en/a/">',
    ),
    *(
        '<link rel="canonical" href="https://x.example/study/en/">',
        '<link rel="canonical" href="/study/pl/">',
    ),
    *("<title>One</title>", "<title>Two</title>", '<meta name="description" content="One">'),
)
_ALTERNATES = tuple(
    f'<link rel="alternate" hreflang="{language}" href="https://x.example/study/{path}">'
    for language in ("en", "pl", "x-default")
    for path in ("en/", "en/a/", "pl/")
)
_BODY = (
    *("", "{{ x }}", "<p>y</p>", '<h2 id="one">z</h2>', '<h2 id="two">z</h2>', '<a href="#one">z</a>'),
    *('<a href="/study/en/a/#one">z</a>', '<a href="/study/en/pic.svg#one">z</a>', '<a href="../">z</a>'),
    *('<a href="/study/en/">z</a>', '<a href="/study/en/a/">z</a>', '<a href="/study/en/a">z</a>'),
    *('<a href="/study/pl/">z</a>', '<a href="/study/en/b/">z</a>', '<link rel="icon" href="//a.example/">'),
)
_OTHER = (
    *("", '<g id="one"/>', '<g id="two"/>', "<loc>https://x.example/study/en/a/</loc>"),
    *(
        "<loc>https://x.example/study/pl/</loc>",
        "<loc>https://a.example/</loc>",
        "https://x.example/study/en/b",
    ),
    *('@import "en/a";', '@import "/study/en/pic.svg";', "{{ x }}"),
)
"""Each means something in a style sheet, a feed, a sitemap or a drawing, and is nothing in the others."""

_PAGES = ("index.html", "en/index.html", "en/a/index.html", "pl/index.html")
_FILES = ("en/pic.svg", "assets/site.css", "sitemap.xml", "en/feed.atom", "en/a")

_Part = tuple[str, str, int]
"""The path of a file, which part of it, and which of several that are alike."""


_Edit = tuple[_Part, str]
"""A part of a file, and what is to stand there."""


def _parts(paths: tuple[str, ...], name: str, count: int, words: tuple[str, ...]) -> st.SearchStrategy[_Edit]:
    part = st.tuples(st.sampled_from(paths), st.just(name), st.integers(0, count - 1))
    return st.tuples(part, st.sampled_from(words))


_EDITS = st.one_of(
    _parts(_PAGES, "lang", 1, ("en", "pl")),
    _parts(_PAGES, "head", 3, _HEAD),
    _parts(_PAGES, "alternates", 3, _ALTERNATES),
    _parts(_PAGES, "body", 4, _BODY),
    _parts(_FILES, "body", 3, _OTHER),
)
_REMOVALS = st.sampled_from((*_PAGES, *_FILES))


def _tree(words_by_part: Mapping[_Part, str]) -> Site:
    """Return the tree in which every file is made of its parts."""
    return {path: _file(path, words_by_part) for path in {path for path, _, _ in words_by_part}}


def _file(path: str, words_by_part: Mapping[_Part, str]) -> bytes:
    def part(name: str) -> str:
        return "".join(words_by_part.get((path, name, number), "") for number in range(4))

    if not path.endswith(".html"):
        return part("body").encode()
    return (
        f'<html lang="{part("lang")}"><head>{part("head")}{part("alternates")}</head>'
        f"<body><header></header><main><h1>x</h1>{part('body')}</main><footer></footer>"
    ).encode()


@given(
    st.lists(_EDITS, min_size=5, max_size=40),
    st.lists(st.one_of(_EDITS, _EDITS, _REMOVALS), max_size=12),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_whatever_changes_the_problems_are_those_of_a_whole_check(
    first: list[_Edit], edits: list[_Edit | str], is_saved: bool
) -> None:
    words_by_part = dict(first)
    before = _tree(words_by_part)
    index, cache = _index_of(before), _Cache()

    for edit in edits:
        if isinstance(edit, str):
            words_by_part = {part: words for part, words in words_by_part.items() if part[0] != edit}
        else:
            words_by_part[edit[0]] = edit[1]
        site = _tree(words_by_part)
        changed = [path for path in site if site[path] != before.get(path)]
        index = cache.keep(index) if is_saved else index
        index, problems = _check(index, site, changed, removed=before.keys() - site.keys())
        before = site

        assert problems == _whole_check(site)
