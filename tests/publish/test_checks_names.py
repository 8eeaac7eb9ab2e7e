from __future__ import annotations

import pytest

from tests.publish.checks_site import VISA, check, codes, spoil


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<form", '<img src="/study/assets/map.svg"><form', "missing-alt"),
        ("<form", '<input type="image" src="/study/assets/map.svg"><form', "missing-alt"),
        ("<form", '<map><area href="#steps"></map><form', "missing-alt"),
        ("<title>Two checks</title>", "", "unnamed-picture"),
        ("<title>Two checks</title>", "<title> </title>", "unnamed-picture"),
        ("<form", '<div role="img">x</div><form', "unnamed-picture"),
        (">again</a>", "></a>", "unnamed-link"),
        (">again</a>", '><img src="/study/assets/map.svg" alt=""></a>', "unnamed-link"),
        (">again</a>", '><span aria-hidden="true">→</span></a>', "unnamed-link"),
        (">again</a>", "><span hidden>again</span></a>", "unnamed-link"),
        ("<button>Go</button>", "<button></button>", "unnamed-button"),
        ("<button>Go</button>", '<input type="button">', "unnamed-button"),
        ('for="q"', "", "unlabelled-field"),
        ('<input id="q">', '<input id="q"><select></select>', "unlabelled-field"),
        ('<input id="q">', '<input id="q"><textarea></textarea>', "unlabelled-field"),
        ('<input id="q">', '<input id="q"><input id="r" type="checkbox">', "unlabelled-field"),
    ],
)
def test_a_thing_without_a_name_is_reported(old: str, new: str, code: str) -> None:
    assert codes(check(spoil(VISA, old, new))) == [code]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<form", '<img src="/study/assets/map.svg" alt><form'),
        ("<form", '<img src="/study/assets/map.svg" alt="" role="img"><form'),
        ("<form", "<map><area></map><form"),
        ("<title>Two checks</title>", "<g></g><title>Two</title>"),
        ('<svg role="img"><title>Two checks</title>', '<svg role="img" aria-label="Two checks">'),
        ('<svg role="img"><title>Two checks</title>', '<svg role="img" aria-labelledby="steps">'),
        ('<svg role="img"><title>Two checks</title>', '<svg aria-hidden="true">'),
        (">again</a>", ' aria-label="Again"></a>'),
        (">again</a>", '><img src="/study/assets/map.svg" alt="Map"></a>'),
        (">again</a>", "><svg><title>Again</title></svg></a>"),
        (">again</a>", '><span aria-hidden="true">→</span> <b>again</b></a>'),
        (">again</a>", '>again</a><p aria-hidden="true"><a href="#steps">x</a></p>'),
        (">again</a>", '>again</a><p hidden><a href="#steps"><b hidden>x</b></a></p>'),
        (">again</a>", '><i aria-label="Again"></i></a>'),
        ("<form", '<a id="here"></a><form'),
        ("<button>Go</button>", '<button aria-label="Go"></button>'),
        ("<button>Go</button>", '<input type="button" value="Go"><input type="submit"><input type="hidden">'),
        ('<label for="q">Search</label> <input id="q">', '<label>Search <input id="q"></label>'),
        ('<label for="q">Search</label> <input id="q">', '<input aria-label="Search">'),
        ('<label for="q">Search</label> <input id="q">', '<input title="Search">'),
    ],
)
def test_a_thing_named_in_any_way_is_no_problem(old: str, new: str) -> None:
    assert check(spoil(VISA, old, new)) == ()


def test_a_picture_without_words_is_named_by_its_file() -> None:
    site = spoil(VISA, "<form", '<img src="/study/assets/map.svg"><form')

    (problem,) = check(site)

    assert problem.message == "the picture `/study/assets/map.svg` has no `alt`"
