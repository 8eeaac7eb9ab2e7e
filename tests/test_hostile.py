"""The whole build under hostile and unlucky sources: nothing runs, nothing hangs, everything is told.

The cases are in hostile_cases.py. Pages are judged with the parser of the standard library, which the
engine does not use, so that one mistake is not made twice.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from microsite.pipeline import Build, BuildOptions, build
from tests.conftest import TODAY, write_site
from tests.hostile_cases import CASES, HOME, MATTER, Case

STRINGS = "home: Home\ncalendar_link: Calendar\nfeed_link: News\n"
SECRET = "outside-7f3a9"

_ACTIVE_TAGS = frozenset(
    {"script", "style", "iframe", "object", "embed", "base", "form", "svg", "math", "template", "noscript"}
)
_SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "webcal"})
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")


class _Judge(HTMLParser):
    """Gathers what runs, styles or leads astray."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "ping", "background"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "cite") and not _leads_somewhere(value or ""):
                self.found.append(f"<{tag} {name}={value}>")


def _leads_somewhere(address: str) -> bool:
    """Whether a browser would take the address for a place of this site or of the web."""
    seen = _IGNORED_BY_BROWSERS.sub("", address)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", seen)
    return (scheme[1].lower() if scheme else "") in _SAFE_SCHEMES and not seen.startswith(("//", "\\"))


def _find_active(built: Build) -> list[str]:
    judge = _Judge()
    for path, content in built.content_by_path.items():
        if path.endswith(".html"):
            judge.feed(content.decode())
    return judge.found


def _build(folder: Path, files: dict[str, str | bytes | None]) -> Build:
    root = write_site(folder / "root", {"data/strings/en.yaml": STRINGS, **files})
    return build(BuildOptions(root=root, out=folder / "site", today=TODAY))


def _cases(*, refused: bool) -> list[ParameterSet]:
    return [pytest.param(case, id=case.name) for case in CASES if bool(case.code) is refused]


@pytest.mark.parametrize("case", _cases(refused=True))
def test_a_hostile_source_is_refused_in_its_place(case: Case, tmp_path: Path) -> None:
    built = _build(tmp_path, dict(case.files))

    assert built.has_errors
    places = {(problem.code, problem.location.line) for problem in built.problems}
    assert (case.code, case.line) in places


@pytest.mark.parametrize("case", _cases(refused=False))
def test_an_odd_but_honest_source_builds_into_a_harmless_page(case: Case, tmp_path: Path) -> None:
    built = _build(tmp_path, dict(case.files))

    assert [problem for problem in built.problems if problem.is_error] == []
    assert case.shows in built.content_by_path["en/index.html"].decode()
    assert _find_active(built) == []


def test_a_refused_script_is_not_in_the_page_either(tmp_path: Path) -> None:
    body = "<svg onload=a()><script>b()</script></svg>\n\n[x](javascript:c())\n"

    built = _build(tmp_path, {HOME: MATTER + body})

    assert built.has_errors
    assert _find_active(built) == []


# --- What is no ordinary file -------------------------------------------------------------------


def _link_to_file(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "secret.md")


def _link_to_folder(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def _link_to_itself(path: Path, outside: Path) -> None:
    path.symlink_to(path.name)


def _link_to_nothing(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "nothing")


def _named_pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path, outside: Path) -> None:
    listener = socket.socket(socket.AF_UNIX)
    try:
        # By a short name: the whole path may be longer than a socket's address can be.
        folder = os.open(path.parent, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{folder}/{path.name}")
        os.close(folder)
    finally:
        listener.close()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(_link_to_file, "symbolic-link", id="a link to a file outside"),
        pytest.param(_link_to_folder, "symbolic-link", id="a link to a folder outside"),
        pytest.param(_link_to_itself, "symbolic-link", id="a link to itself"),
        pytest.param(_link_to_nothing, "symbolic-link", id="a link to nothing"),
        pytest.param(_named_pipe, "special-file", id="a named pipe"),
        pytest.param(_socket, "special-file", id="a socket"),
    ],
)
@pytest.mark.parametrize(
    "place", ["content/en/a.md", "content/en/a", "data/people/a.yaml", "templates/css/a.css"]
)
def test_what_is_no_ordinary_file_is_reported_and_never_read(
    make: Callable[[Path, Path], None], code: str, place: str, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(f"{MATTER}{SECRET}\n")
    path = tmp_path / "root" / place
    path.parent.mkdir(parents=True)
    make(path, outside)

    built = _build(tmp_path, {})

    assert [(problem.code, problem.location.path) for problem in built.problems] == [(code, place)]
    assert all(SECRET.encode() not in content for content in built.content_by_path.values())
