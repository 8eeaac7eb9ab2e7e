"""Every save is seen, also after a folder was deleted, renamed or swapped."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from microsite.preview import watch
from microsite.preview.watch import is_source, list_folders, watch_sources
from microsite.source.file_names import is_leftover
from tests.preview.running_preview import PATIENCE, Sources


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    folder = tmp_path / "content"
    folder.mkdir()
    return Sources(folder)


@pytest.fixture
def watching() -> Iterator[Callable[[Sources], None]]:
    """Watch a folder; every change seen has it read anew, as a build would."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start(sources: Sources) -> None:
        threads.append(
            threading.Thread(
                target=watch_sources,
                args=((sources.folder,),),
                kwargs={"on_change": sources.build, "stop": stop},
            )
        )
        threads[-1].start()
        sources.wait_until(lambda: bool(sources.builds), "the first look")

    yield start
    stop.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_until_seen(sources: Sources, **text_by_name: str) -> None:
    expected = {name.replace("__", "/") + ".md": text.encode() for name, text in text_by_name.items()}
    sources.wait_until(lambda: sources.builds[-1].content_by_path == expected, str(expected))


def test_a_save_is_seen(sources: Sources, watching: Callable[[Sources], None]) -> None:
    sources.save("a.md", "one")
    watching(sources)

    sources.save("a.md", "two")

    wait_until_seen(sources, a="two")


def test_a_save_in_a_new_folder_is_seen(sources: Sources, watching: Callable[[Sources], None]) -> None:
    watching(sources)

    sources.save("en/study/a.md", "one")
    wait_until_seen(sources, en__study__a="one")
    sources.save("en/study/a.md", "two")

    wait_until_seen(sources, en__study__a="two")


def test_a_file_that_is_deleted_or_renamed_is_seen(
    sources: Sources, watching: Callable[[Sources], None]
) -> None:
    sources.save("a.md", "one")
    sources.save("b.md", "two")
    watching(sources)

    (sources.folder / "a.md").unlink()
    wait_until_seen(sources, b="two")
    (sources.folder / "b.md").rename(sources.folder / "c.md")

    wait_until_seen(sources, c="two")


def test_a_save_in_a_renamed_folder_is_seen(sources: Sources, watching: Callable[[Sources], None]) -> None:
    sources.save("en/a.md", "one")
    watching(sources)

    (sources.folder / "en").rename(sources.folder / "pl")
    wait_until_seen(sources, pl__a="one")
    sources.save("pl/a.md", "two")

    wait_until_seen(sources, pl__a="two")


def test_a_watched_folder_may_be_deleted_and_return(
    sources: Sources, watching: Callable[[Sources], None]
) -> None:
    sources.save("en/a.md", "one")
    watching(sources)

    for number in range(5):
        shutil.rmtree(sources.folder)
        wait_until_seen(sources)
        sources.save("en/a.md", f"returned {number}")
        wait_until_seen(sources, en__a=f"returned {number}")
        sources.save("en/a.md", f"edited {number}")
        wait_until_seen(sources, en__a=f"edited {number}")


def test_a_folder_deleted_and_made_again_at_once_is_still_watched(
    sources: Sources, watching: Callable[[Sources], None]
) -> None:
    sources.save("en/a.md", "one")
    watching(sources)

    for number in range(20):
        shutil.rmtree(sources.folder)
        sources.save("en/a.md", f"returned {number}")
    wait_until_seen(sources, en__a="returned 19")
    sources.save("en/a.md", "edited")

    wait_until_seen(sources, en__a="edited")


def test_a_watched_folder_may_be_swapped_for_another(
    sources: Sources, watching: Callable[[Sources], None], tmp_path: Path
) -> None:
    sources.save("a.md", "one")
    other = Sources(tmp_path / "other")
    other.save("a.md", "other")
    watching(sources)

    sources.folder.rename(tmp_path / "aside")
    other.folder.rename(sources.folder)
    wait_until_seen(sources, a="other")
    sources.save("a.md", "edited")

    wait_until_seen(sources, a="edited")


def test_a_folder_that_does_not_exist_yet_is_seen_when_it_comes(
    sources: Sources, watching: Callable[[Sources], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    heartbeats: list[object] = []

    def count_heartbeats(*paths: str, **options: Any) -> Generator[Any, None, None]:
        for changes in watchfiles.watch(*paths, **options):
            heartbeats.append(changes)
            sources.notify()
            yield changes

    monkeypatch.setattr(watch, "watch", count_heartbeats)
    sources.folder.rmdir()
    watching(sources)
    sources.wait_until(lambda: len(heartbeats) > 3, "a watch that has settled")

    sources.save("a.md", "one")

    wait_until_seen(sources, a="one")


def test_where_the_system_gives_no_watches_saves_are_found_by_looking(
    sources: Sources, watching: Callable[[Sources], None], monkeypatch: pytest.MonkeyPatch
) -> None:

    is_looking = threading.Event()

    def refuse(*paths: str, force_polling: bool | None, **options: Any) -> Generator[Any, None, None]:
        if not force_polling:
            raise OSError("OS file watch limit reached.")
        is_looking.set()
        yield from watchfiles.watch(*paths, force_polling=True, **options)

    monkeypatch.setattr(watch, "watch", refuse)
    monkeypatch.setattr(watch, "_RETRY_SECONDS", 0.01)
    sources.save("a.md", "one")
    watching(sources)
    assert is_looking.wait(PATIENCE)

    sources.save("b.md", "two")

    wait_until_seen(sources, a="one", b="two")


def test_links_and_dot_folders_are_not_watched(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "outside" / "deep").mkdir(parents=True)
    (sources.folder / "link").symlink_to(tmp_path / "outside")
    sources.save("en/a.md", "one")
    sources.save(".git/objects/a", "one")

    folders = list_folders((sources.folder, tmp_path / "missing"))

    assert set(folders) == {str(sources.folder), str(sources.folder / "en")}


def test_a_folder_whose_name_is_not_text_does_not_end_the_watch(
    sources: Sources, watching: Callable[[Sources], None]
) -> None:
    os.mkdir(os.fsencode(sources.folder) + b"/not-utf8-\xff")
    watching(sources)

    sources.save("a.md", "one")

    wait_until_seen(sources, a="one")


def test_a_watched_folder_that_is_a_link_is_not_followed(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(sources.folder)

    assert list_folders((tmp_path / "link",)) == {}


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("content/en/index.md", True),
        ("content/en", True),
        ("content", True),
        ("content/site/index.md", True),
        ("content/c#.md", True),
        ("content/swap.md", True),
        ("content/film.swf", True),
        ("content/.DS_Store", False),
        ("content/.git/index", False),
        ("content/.index.md.swp", False),
        ("content/index.md.swp", False),
        ("content/index.md.swx", False),
        ("content/index.md~", False),
        ("content/#index.md#", False),
        ("content/.#index.md", False),
        ("content/index.md.tmp", False),
        ("content/4913", False),
        ("content/___jb_tmp___", False),
        ("elsewhere/index.md", False),
        (".cache/index.md", False),
        ("site/index.html", False),
    ],
)
def test_a_change_counts_unless_it_is_a_leftover_or_lies_elsewhere(path: str, counts: bool) -> None:
    root = Path("/home/me/.projects/study")

    assert is_source(str(root / path), (root / "content", root / "data")) == counts


NAMES = st.from_regex(
    r"[.#~_$]?[a-z49]{0,3}([.](md|ya?ml|html|jpg|sw[a-z]|bak|tmp|tmpl|orig))?(___jb_tmp___)?[~#]?\n?",
    fullmatch=True,
)


@given(name=NAMES | st.text(min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_file_that_the_build_reads_is_passed_over(name: str) -> None:
    assume(name not in {"", ".", ".."} and not {"/", "\0"} & set(name))

    assert is_source(f"/project/content/{name}", (Path("/project/content"),)) or is_leftover(name)
