"""Reading the source folders: what is found, what is left alone, what is refused."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from microsite.problems import Problems
from microsite.source import SourceFile, files, read_files


def write(root: Path, path: str, content: bytes = b"text\n") -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


def act_before_opening(name: str, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do something at the last moment before a file or folder of this name is opened."""
    really_open = os.open

    def open_late(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if Path(path).name == name:
            act()
        return really_open(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", open_late)


def test_files_of_the_three_folders_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for path in ("templates/page.html", "data/b.yaml", "data/a/z.yaml", "content/en/index.md"):
        write(tmp_path, path, path.encode())

    found, problems = read_files(tmp_path)

    assert list(found) == ["content/en/index.md", "data/a/z.yaml", "data/b.yaml", "templates/page.html"]
    assert found["data/b.yaml"] == SourceFile("data/b.yaml", b"data/b.yaml")
    assert problems == ()


def test_folders_that_are_missing_are_empty(tmp_path: Path) -> None:
    found, problems = read_files(tmp_path)

    assert (dict(found), problems) == ({}, ())


def test_nothing_beside_the_three_folders_is_read(tmp_path: Path) -> None:
    write(tmp_path, "site/index.html")
    write(tmp_path, "build.py")

    found, problems = read_files(tmp_path)

    assert (dict(found), problems) == ({}, ())


def test_a_root_that_does_not_exist_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_files(tmp_path / "nowhere")


def test_the_root_itself_may_be_reached_through_a_link(tmp_path: Path) -> None:
    write(tmp_path, "real/data/a.yaml")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    found, _ = read_files(tmp_path / "link")

    assert list(found) == ["data/a.yaml"]


def test_without_folder_handles_the_same_files_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "content/en/deep/index.md")
    write(tmp_path, "data/a.yaml")
    (tmp_path / "data/link").symlink_to("/etc")
    with_handles = read_files(tmp_path)

    monkeypatch.setattr(files, "_HAS_FOLDER_HANDLES", False)

    assert read_files(tmp_path) == with_handles
    assert list(with_handles[0]) == ["content/en/deep/index.md", "data/a.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden", "a.md~", "#a.md#", ".#a.md", ".a.md.swp", "a.swo", "a.bak", "a.ORIG", "a.tmp",
        "Thumbs.db", "desktop.ini", "4913", ".DS_Store", "~$budget.docx",
    ],
)  # fmt: skip
def test_leftovers_of_editors_are_passed_over_in_silence(name: str, tmp_path: Path) -> None:
    write(tmp_path, f"data/{name}")
    write(tmp_path, "data/kept.yaml")

    found, problems = read_files(tmp_path)

    assert (list(found), problems) == (["data/kept.yaml"], ())


@pytest.mark.parametrize("folder", [".git", "__pycache__", "old.bak"])
def test_folders_left_over_are_passed_over_with_all_in_them(folder: str, tmp_path: Path) -> None:
    write(tmp_path, f"content/{folder}/page.md")

    found, problems = read_files(tmp_path)

    assert (dict(found), problems) == ({}, ())


def test_a_lock_of_emacs_is_no_link_to_complain_of(tmp_path: Path) -> None:
    write(tmp_path, "data/a.yaml")
    (tmp_path / "data/.#a.yaml").symlink_to("someone@host.4711")

    _, problems = read_files(tmp_path)

    assert problems == ()


def test_links_are_refused_wherever_they_point(tmp_path: Path) -> None:
    inside = write(tmp_path, "data/real.yaml")
    (tmp_path / "data/inside.yaml").symlink_to(inside)
    (tmp_path / "data/outside.yaml").symlink_to("/etc/passwd")
    (tmp_path / "data/nowhere.yaml").symlink_to("gone")
    (tmp_path / "data/above").symlink_to("..")
    (tmp_path / "templates").symlink_to("/etc")

    found, problems = read_files(tmp_path)

    assert list(found) == ["data/real.yaml"]
    assert [(problem.code, problem.location.path) for problem in problems] == [
        ("symbolic-link", path)
        for path in ("data/above", "data/inside.yaml", "data/nowhere.yaml", "data/outside.yaml", "templates")
    ]


def test_a_link_that_takes_the_place_of_a_file_at_the_last_moment_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = write(tmp_path, "secret.txt", b"secret")
    page = write(tmp_path, "content/page.md")

    def swap() -> None:
        page.unlink()
        page.symlink_to(secret)

    act_before_opening("page.md", swap, monkeypatch)

    found, problems = read_files(tmp_path)

    assert (dict(found), codes(problems)) == ({}, ["symbolic-link"])


def test_a_link_that_takes_the_place_of_a_folder_at_the_last_moment_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "secrets/page.md", b"secret")
    write(tmp_path, "content/en/page.md")

    def swap() -> None:
        (tmp_path / "content/en").rename(tmp_path / "moved")
        (tmp_path / "content/en").symlink_to(tmp_path / "secrets")

    act_before_opening("en", swap, monkeypatch)

    found, problems = read_files(tmp_path)

    assert (dict(found), codes(problems)) == ({}, ["changed-while-read"])


def test_pipes_and_sockets_are_refused_without_being_opened(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data/pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "data/socket.yaml"))

        found, problems = read_files(tmp_path)

    assert (dict(found), codes(problems)) == ({}, ["special-file", "special-file"])


def test_a_pipe_that_takes_the_place_of_a_file_at_the_last_moment_hangs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(tmp_path, "content/page.md")

    def swap() -> None:
        page.unlink()
        os.mkfifo(page)

    act_before_opening("page.md", swap, monkeypatch)

    _, problems = read_files(tmp_path)

    assert codes(problems) == ["special-file"]


def test_a_file_that_vanishes_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = write(tmp_path, "content/gone.md")
    write(tmp_path, "content/kept.md")
    act_before_opening("gone.md", gone.unlink, monkeypatch)

    found, problems = read_files(tmp_path)

    assert (list(found), codes(problems)) == (["content/kept.md"], ["changed-while-read"])


@pytest.mark.parametrize("change", [b"longer than before\n", b"s\n", b"TEXT\n"])
def test_a_file_that_changes_while_it_is_read_is_a_problem(
    change: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(tmp_path, "content/page.md", b"text\n")
    os.utime(page, ns=(1, 1))
    really_read = os.read

    def read_late(handle: int, count: int) -> bytes:
        page.write_bytes(change)
        return really_read(handle, count)

    monkeypatch.setattr(os, "read", read_late)

    found, problems = read_files(tmp_path)

    assert (dict(found), codes(problems)) == ({}, ["changed-while-read"])


@pytest.mark.parametrize("name", ["locked.md", "en"])
def test_what_the_system_will_not_open_is_a_problem_and_the_rest_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "content/en/locked.md")
    write(tmp_path, "data/kept.yaml")

    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    act_before_opening(name, refuse, monkeypatch)

    found, problems = read_files(tmp_path)

    assert (list(found), codes(problems)) == (["data/kept.yaml"], ["unreadable-file"])
    assert "permission denied" in problems[0].message


def test_a_disk_that_fails_in_the_middle_of_a_file_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "content/page.md")

    def fail(handle: int, count: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", fail)

    found, problems = read_files(tmp_path)

    assert (dict(found), codes(problems)) == ({}, ["unreadable-file"])


def test_a_file_read_in_small_pieces_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "content/page.md", b"0123456789" * 10)
    really_read = os.read
    monkeypatch.setattr(os, "read", lambda handle, count: really_read(handle, min(count, 7)))

    found, problems = read_files(tmp_path)

    assert (found["content/page.md"].content, problems) == (b"0123456789" * 10, ())


@pytest.mark.parametrize(
    ("path", "size"), [("data/a.yaml", 1_000_000), ("content/a.MD", 1_000_000), ("content/a.png", 20_000_000)]
)
def test_a_file_may_be_as_large_as_its_limit_and_no_larger(path: str, size: int, tmp_path: Path) -> None:
    target = write(tmp_path, path, b"")
    os.truncate(target, size)
    _, none = read_files(tmp_path)
    os.truncate(target, size + 1)

    found, problems = read_files(tmp_path)

    assert none == ()
    assert (dict(found), codes(problems)) == ({}, ["file-too-large"])


def test_folders_may_be_sixteen_deep_and_no_deeper(tmp_path: Path) -> None:
    deepest = "content" + "/a" * 15
    write(tmp_path, f"{deepest}/page.md")
    write(tmp_path, f"{deepest}/b/page.md")

    found, problems = read_files(tmp_path)

    assert list(found) == [f"{deepest}/page.md"]
    assert [(p.code, p.location.path) for p in problems] == [("folder-too-deep", f"{deepest}/b")]


def test_a_file_in_the_place_of_a_source_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "content")

    _, problems = read_files(tmp_path)

    assert codes(problems) == ["not-a-folder"]


def test_names_that_differ_in_case_only_clash_and_the_first_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "content/Index.md")
    write(tmp_path, "content/index.md")

    found, problems = read_files(tmp_path)

    assert list(found) == ["content/Index.md"]
    assert codes(problems) == ["path-clash"]
    assert problems[0].location.path == "content/index.md"
    assert [place.path for place in problems[0].related] == ["content/Index.md"]


def test_names_that_differ_in_the_storing_of_accents_only_clash(tmp_path: Path) -> None:
    write(tmp_path, "content/caf\u00e9.md", b"composed")
    write(tmp_path, "content/cafe\u0301.md", b"decomposed")

    found, problems = read_files(tmp_path)

    assert list(found) == ["content/caf\u00e9.md"]
    assert codes(problems) == ["path-clash"]


def test_folders_that_differ_in_case_only_clash(tmp_path: Path) -> None:
    write(tmp_path, "content/EN/a.md")
    write(tmp_path, "content/en/b.md")

    found, problems = read_files(tmp_path)

    assert (list(found), codes(problems)) == (["content/EN/a.md"], ["path-clash"])


def test_a_path_is_given_in_composed_letters_however_the_disk_stores_them(tmp_path: Path) -> None:
    write(tmp_path, "content/cafe\u0301/o\u0301.md")

    found, _ = read_files(tmp_path)

    assert list(found) == ["content/caf\u00e9/\u00f3.md"]


def test_a_name_that_is_not_utf8_is_refused_and_shown_with_escapes(tmp_path: Path) -> None:
    write(tmp_path, "content/page.md")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/caf\xe9.md")).write_bytes(b"")

    found, problems = read_files(tmp_path)

    assert list(found) == ["content/page.md"]
    assert [(p.code, p.location.path) for p in problems] == [("invalid-file-name", "content/caf\\xe9.md")]


def test_a_private_key_is_refused_by_what_is_in_it(tmp_path: Path) -> None:
    write(tmp_path, "content/notes.txt", b"-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n")

    found, problems = read_files(tmp_path)

    assert (dict(found), codes(problems)) == ({}, ["private-key"])


def test_every_open_folder_is_closed_again(tmp_path: Path) -> None:
    write(tmp_path, "content/a/b/page.md")
    (tmp_path / "content/a/link").symlink_to("b")
    handles = Path("/dev/fd")
    before = len(list(handles.iterdir()))

    read_files(tmp_path)

    assert len(list(handles.iterdir())) == before
