from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.publish.stamps import NO_TREE, TreeState, digest_of
from microsite.publish.survey import Survey, survey_tree
from microsite.publish.writing import delete_tree

SITE = {"index.html": b"home", "en/index.html": b"english", "en/about/index.html": b"about", "a.css": b"a{}"}
DIGESTS = {path: digest_of(content) for path, content in SITE.items()}

NEVER_FRESH = 1 << 62
"""A clock so late that every stamp may be believed."""


def write_tree(folder: Path, files: Mapping[str, bytes] = SITE) -> None:
    before = os.umask(0o022)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    os.umask(before)
    folder.chmod(0o755)
    let_the_clock_tick(folder)


def let_the_clock_tick(folder: Path) -> None:
    """Return when a change made from now on leaves other times than those in the folder."""
    probe = folder.parent / "probe"
    newest = max(path.lstat().st_ctime_ns for path in (folder, *folder.rglob("*")))
    while True:
        probe.touch()
        ticked = probe.lstat().st_ctime_ns > newest
        probe.unlink()
        if ticked:
            return


def survey(folder: Path, known: TreeState | None = None) -> Survey:
    return survey_tree(folder, known or NO_TREE, clock=NEVER_FRESH)


def look_alike(found: Survey) -> tuple[object, ...]:
    return (
        found.found.digest_by_file,
        found.found.stamp_by_folder.keys(),
        found.strangers,
        found.wrong_modes,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_tree(tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is opened or listed, by its name."""
    names: list[str] = []

    def note(call: Callable[..., object]) -> Callable[..., object]:
        def noted(path: str, *arguments: object) -> object:
            names.append(os.fspath(path))
            return call(path, *arguments)

        return noted

    monkeypatch.setattr(os, "open", note(os.open))
    monkeypatch.setattr(os, "scandir", note(os.scandir))
    return names


# --- what is found ------------------------------------------------------------------------------


def test_a_tree_of_which_nothing_is_known_is_read_whole(site: Path) -> None:
    found = survey(site)

    assert found.holds(DIGESTS)
    assert found.found.stamp_by_folder.keys() == {"", "en", "en/about"}


def test_a_missing_tree_holds_nothing(tmp_path: Path) -> None:
    assert survey(tmp_path / "site") == Survey(NO_TREE)


def test_a_tree_whose_top_cannot_be_listed_holds_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a stranger: the top itself is nothing that could be taken away."""

    def refuse(path: object) -> None:
        raise PermissionError(path)

    known = survey(site).found
    (site / "new.html").write_bytes(b"new")
    monkeypatch.setattr(os, "scandir", refuse)

    assert survey(site) == Survey(NO_TREE)
    assert survey(site, known) == Survey(NO_TREE)


def test_a_link_to_a_tree_is_no_tree(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site)

    assert survey(tmp_path / "link") == Survey(NO_TREE)


def test_a_tree_that_shows_all_its_stamps_is_neither_opened_nor_listed(site: Path, opened: list[str]) -> None:
    known = survey(site).found
    opened.clear()

    found = survey(site, known)

    assert found.found is known
    assert opened == []


def test_where_somebody_looked_already_only_what_changed_is_looked_at(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = survey(site).found
    (site / "a.css").write_bytes(b"a{color:red}")
    looked: list[str] = []
    lstat = os.lstat

    def look(path: str) -> os.stat_result:
        looked.append(path)
        return lstat(path)

    monkeypatch.setattr(os, "lstat", look)

    found = survey_tree(site, known, clock=NEVER_FRESH, changed=["a.css", "of no tree"])

    assert found.found.digest_by_file == {**DIGESTS, "a.css": digest_of(b"a{color:red}")}
    assert [path for path in looked if path.endswith("index.html")] == []


def test_only_what_changed_is_opened_and_only_its_folder_listed(site: Path, opened: list[str]) -> None:
    known = survey(site).found
    (site / "en" / "new.html").write_bytes(b"new")
    (site / "en" / "about" / "index.html").write_bytes(b"ABOUT")
    opened.clear()

    found = survey(site, known)

    assert found.found.digest_by_file == {
        **DIGESTS,
        "en/new.html": digest_of(b"new"),
        "en/about/index.html": digest_of(b"ABOUT"),
    }
    assert set(opened) == {f"{site}/{path}" for path in ("en", "en/new.html", "en/about/index.html")}


def test_an_edit_that_puts_the_old_size_and_time_back_is_found(site: Path) -> None:
    known = survey(site).found
    before = (site / "index.html").lstat()
    (site / "index.html").write_bytes(b"HOME")
    os.utime(site / "index.html", ns=(before.st_atime_ns, before.st_mtime_ns))

    found = survey(site, known)

    assert found.found.digest_by_file["index.html"] == digest_of(b"HOME")


def test_a_file_with_the_same_bytes_and_another_time_is_the_same_file(site: Path) -> None:
    known = survey(site).found
    os.utime(site / "index.html", ns=(1, 1))

    found = survey(site, known)

    assert found.holds(DIGESTS)
    assert found.found is not known
    assert survey(site, found.found).found is found.found


def test_stamps_too_fresh_for_the_clock_are_looked_up_again(site: Path, opened: list[str]) -> None:
    known = survey_tree(site, NO_TREE, clock=0).found
    opened.clear()

    found = survey(site, known)

    assert found.holds(DIGESTS)
    assert len(opened) == len(SITE) + 3


# --- what does not belong -----------------------------------------------------------------------


def tree_beside(site: Path) -> Path:
    write_tree(site.parent / "beside")
    return site.parent / "beside"


def link_a_file(site: Path) -> None:
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(tree_beside(site) / "index.html")


def link_a_folder(site: Path) -> None:
    (site / "en").rename(site.parent / "moved")
    (site / "en").symlink_to(site.parent / "moved")


def add_a_link(site: Path) -> None:
    (site / "en" / "link").symlink_to("index.html")


def add_a_pipe(site: Path) -> None:
    os.mkfifo(site / "en" / "pipe")


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize(
    ("meddle", "stranger"),
    [
        (link_a_file, "index.html"),
        (link_a_folder, "en"),
        (add_a_link, "en/link"),
        (add_a_pipe, "en/pipe"),
    ],
)
def test_links_and_pipes_are_strangers_each_time_anew(
    site: Path, meddle: Callable[[Path], None], stranger: str, is_known: bool
) -> None:
    known = survey(site).found if is_known else NO_TREE
    meddle(site)

    found = survey(site, known)
    again = survey(site, found.found)

    assert found.strangers == {stranger}
    assert not any(path.startswith(f"{stranger}/") for path in found.found.digest_by_file)
    assert not found.holds(found.found.digest_by_file)
    assert look_alike(again) == look_alike(found)


@pytest.mark.parametrize(("path", "mode"), [("index.html", 0o600), ("en", 0o777), ("", 0o700)])
def test_wrong_modes_are_found_each_time_anew(site: Path, path: str, mode: int) -> None:
    known = survey(site).found
    (site / path).chmod(mode)

    found = survey(site, known)
    again = survey(site, found.found)

    assert found.wrong_modes == {path}
    assert found.found.digest_by_file == DIGESTS
    assert not found.holds(DIGESTS)
    assert look_alike(again) == look_alike(found)


def test_an_empty_folder_does_not_belong(site: Path) -> None:
    known = survey(site).found
    (site / "en" / "empty").mkdir(0o755)

    found = survey(site, known)

    assert found.found.digest_by_file == DIGESTS
    assert not found.holds(DIGESTS)


def test_a_folder_in_the_place_of_a_file_and_a_file_in_that_of_a_folder_are_found(site: Path) -> None:
    known = survey(site).found
    (site / "index.html").unlink()
    (site / "index.html").mkdir()
    (site / "en" / "about" / "index.html").unlink()
    (site / "en" / "about").rmdir()
    (site / "en" / "about").write_bytes(b"file")

    found = survey(site, known).found

    assert found.digest_by_file == {
        "en/index.html": DIGESTS["en/index.html"],
        "a.css": DIGESTS["a.css"],
        "en/about": digest_of(b"file"),
    }
    assert found.stamp_by_folder.keys() == {"", "en", "index.html"}


def test_a_tree_deeper_than_the_stack_is_read_and_deleted(site: Path) -> None:
    folder = os.open(site, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("d", 0o755, dir_fd=folder)
        below = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)

    try:
        found = survey(site)
        delete_tree(site)
        is_left = site.exists()
    finally:
        subprocess.run(["rm", "-rf", site], check=True)  # pytest could not

    assert len(found.found.stamp_by_folder) == 1103
    assert not is_left


# --- the law ------------------------------------------------------------------------------------

PATHS = st.sampled_from(["a", "b", "d/a", "d/b", "d/e/a", "f/a"])
MEDDLINGS = st.sampled_from(["edit", "delete", "folder", "link", "mode", "time", "move", "add"])


def meddle_with(folder: Path, path: str, meddling: str) -> None:
    place = folder / path
    top = folder / path.split("/", maxsplit=1)[0]
    match meddling:
        case "edit" if place.is_file():
            before = place.stat()
            place.write_bytes(b"?" * before.st_size)
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
        case "delete" if place.is_symlink() or place.is_file():
            place.unlink()
        case "folder" if not place.exists() and not place.is_symlink() and place.parent.is_dir():
            place.mkdir()
        case "link" if not place.exists() and not place.is_symlink() and place.parent.is_dir():
            place.symlink_to("../a")
        case "mode" if place.exists():
            place.chmod(0o700)
        case "time" if place.exists():
            os.utime(place, ns=(5, 5))
        case "move" if top.is_dir() and not top.is_symlink():
            top.rename(folder.parent / "moved")
            (folder.parent / "moved").rename(folder / f"{top.name}x")
        case "add" if place.parent.is_dir():
            (place.parent / "new").write_bytes(b"new")


@settings(max_examples=50, deadline=None)
@given(meddlings=st.lists(st.tuples(PATHS, MEDDLINGS), max_size=5), is_late=st.booleans())
def test_a_survey_that_knows_the_tree_finds_what_one_that_knows_nothing_finds(
    meddlings: list[tuple[str, str]], is_late: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        write_tree(folder, {path: path.encode() for path in ("a", "b", "d/a", "d/b", "d/e/a", "f/a")})
        known = survey_tree(folder, NO_TREE, clock=NEVER_FRESH if is_late else 0).found
        for path, meddling in meddlings:
            meddle_with(folder, path, meddling)

            assert look_alike(survey(folder, known)) == look_alike(survey(folder))
