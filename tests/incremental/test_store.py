"""The store: whatever is wrong with what was left there, it counts as nothing, and nobody is told."""

from __future__ import annotations

import marshal
import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from microsite.incremental import Packs, Store, forget_old, open_store
from microsite.incremental.packs import Shelf
from microsite.pipeline import BuildOptions, build
from microsite.session import PreviewSession, run_build
from tests.incremental.rich_site import RICH_SITE, page, write_rich_site, write_text
from tests.incremental.twin import Twin, assert_same_tree, read_tree

KEY = b"engine 1"
PAGES = {"/en/": b"home", "/en/about/": b"about"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    store = open_store(tmp_path / ".cache", site="site", key=KEY)
    store.folder.mkdir(parents=True)
    return store


@pytest.fixture
def twin(tmp_path: Path) -> Twin:
    """A site that was built once."""
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.run()
    return twin


def save_pages(store: Store, pages: Mapping[str, bytes]) -> None:
    """Save a state with pages, all of them new."""
    with closing(Packs(store.folder)) as packs:
        places = {path: packs.add(content) for path, content in pages.items()}
        store.save({"pages": places, "word": "kept"}, places.values(), packs, links=b"links")


def load_pages(store: Store) -> dict[str, bytes] | None:
    """Return the pages that a store gives, None when it gives nothing."""
    state = store.load()
    if state is None:
        return None
    with closing(Packs(store.folder)) as packs:
        return dict(Shelf(state["pages"], packs))


# One store


def test_a_store_gives_what_was_saved(store: Store) -> None:
    save_pages(store, PAGES)

    state = store.load()

    assert state is not None
    assert state["word"] == "kept"
    assert load_pages(store) == PAGES


def test_an_empty_store_gives_nothing(store: Store) -> None:
    assert store.load() is None


def test_a_store_gives_nothing_to_another_engine(store: Store) -> None:
    save_pages(store, PAGES)

    assert replace(store, key=b"engine 2").load() is None


def test_packs_of_which_nothing_is_of_use_are_deleted(store: Store) -> None:
    save_pages(store, PAGES)

    save_pages(store, {"/en/": b"newer"})

    assert load_pages(store) == {"/en/": b"newer"}
    assert len(list(store.folder.glob("pack-*"))) == 1


def test_every_flipped_byte_of_a_state_makes_it_nothing(store: Store) -> None:
    save_pages(store, PAGES)
    state = store.folder / "state"
    whole = state.read_bytes()

    for place in range(len(whole)):
        state.write_bytes(whole[:place] + bytes((whole[place] ^ 1,)) + whole[place + 1 :])

        assert store.load() is None, place


def test_every_half_of_a_state_is_nothing(store: Store) -> None:
    save_pages(store, PAGES)
    state = store.folder / "state"
    whole = state.read_bytes()

    for length in range(len(whole)):
        state.write_bytes(whole[:length])

        assert store.load() is None, length


def test_a_build_that_dies_between_pages_and_state_leaves_the_state_before(store: Store) -> None:
    save_pages(store, PAGES)

    with patch.object(marshal, "dumps", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        save_pages(store, {"/en/": b"newer"})

    assert load_pages(store) == PAGES


def test_a_state_is_known_by_what_it_was_saved_as(store: Store) -> None:
    with closing(Packs(store.folder)) as packs:
        first = store.save({"number": 1}, (), packs, links=None)
        second = store.save({"number": 2}, (), packs, links=None)

    state = store.load()

    assert first != second
    assert state is not None
    assert state["identity"] == second


# Several stores


def test_sites_have_stores_of_their_own(tmp_path: Path) -> None:
    stores = [open_store(tmp_path, site=site, key=KEY) for site in ("one", "two")]
    for store in stores:
        store.folder.mkdir()

    save_pages(stores[0], {"/": b"one"})
    save_pages(stores[1], {"/": b"two"})

    assert [load_pages(store) for store in stores] == [{"/": b"one"}, {"/": b"two"}]


def test_the_sites_built_longest_ago_are_forgotten_and_nothing_else_is(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number:016x}").mkdir()
        (tmp_path / f"{number:016x}" / "state").write_bytes(b"state")
    for number in range(9):
        seconds = 1_700_000_000 + number
        os.utime(tmp_path / f"{number:016x}", (seconds, seconds))
    (tmp_path / "hypothesis").mkdir()
    (tmp_path / "outcome-00000000").write_bytes(b"outcome")

    forget_old(tmp_path)

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [*(f"{number:016x}" for number in range(3, 9)), "hypothesis", "outcome-00000000"]


# Whole builds


def test_two_targets_of_one_root_do_not_disturb_each_other(twin: Twin, tmp_path: Path) -> None:
    other = Twin(twin.root, tmp_path / "elsewhere", drafts=True)
    other.run()
    write_text(twin.root, "content/en/about.md", RICH_SITE["content/en/about.md"].replace("What", "All"))

    for each in (twin, other):
        assert [remade.path for remade in each.run().remade] == ["/en/about/"]
        each.check()


def test_links_are_kept_beside_the_state(store: Store) -> None:
    save_pages(store, PAGES)

    assert store.read_links() == b"links"


def test_two_addresses_of_one_target_do_not_disturb_each_other(twin: Twin) -> None:
    moved = BuildOptions(twin.root, twin.out, twin.today, base_url="https://moved.example/", jobs=1)
    built, _ = run_build(moved, is_published=True, is_clean=False)
    assert b"https://moved.example/en/" in (twin.out / "en/index.html").read_bytes()

    again = twin.run()

    assert not built.has_errors
    assert not again.has_errors
    assert_same_tree(read_tree(twin.out), twin.build_clean().content_by_path)


def test_a_memory_of_another_root_is_of_no_harm(twin: Twin, tmp_path: Path) -> None:
    other = Twin(write_rich_site(tmp_path / "other"), twin.out)
    write_text(other.root, "content/en/about.md", RICH_SITE["content/en/about.md"].replace("What", "All"))
    shutil.copytree(twin.cache, other.cache)

    other.check()

    twin.check()


def test_without_its_memory_a_build_makes_everything_and_changes_nothing(twin: Twin) -> None:
    shutil.rmtree(twin.cache)

    built = twin.run()

    assert len(built.remade) == 20
    twin.check()


def test_clean_makes_everything_and_leaves_a_memory(twin: Twin) -> None:
    twin.command("--clean")
    assert "20 pages, 20 rendered, 0 changed, " in twin.summary[-1]

    twin.command()

    assert "20 pages, 0 rendered, 0 changed, " in twin.summary[-1]


def test_a_build_after_an_error_goes_on_from_the_last_good_one(twin: Twin) -> None:
    write_text(twin.root, "content/en/about.md", "---\ntitle: About\n")
    assert twin.run().has_errors
    write_text(twin.root, "content/en/about.md", RICH_SITE["content/en/about.md"].replace("What", "All"))

    built = twin.run()

    assert [remade.path for remade in built.remade] == ["/en/about/"]


@pytest.mark.parametrize("name", ["state", "links", "pack-*"])
def test_a_build_that_finds_its_memory_spoilt_begins_again(twin: Twin, name: str) -> None:
    for path in twin.cache.glob(f"*/{name}"):
        path.write_bytes(path.read_bytes()[:100] + b"spoilt")
    change_links(twin)

    twin.check()


@pytest.mark.parametrize("name", ["state", "links", "pack-*"])
def test_a_build_that_finds_part_of_its_memory_gone_begins_again(twin: Twin, name: str) -> None:
    for path in twin.cache.glob(f"*/{name}"):
        path.unlink()
    change_links(twin)

    twin.check()


def change_links(twin: Twin) -> None:
    """Edit a page so that its template is laid around it anew, and it has other links."""
    write_text(twin.root, "content/en/about.md", RICH_SITE["content/en/visa.md"].replace("Visa", "About"))
    write_text(twin.root, "templates/components/note.html", "<aside>{{ inner }}</aside>\n")


def test_a_file_in_place_of_the_memory_is_no_reason_to_complain(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.cache.write_text("mine")

    codes = [twin.command(), twin.command()]

    assert codes == [0, 0]
    assert "20 pages, 20 rendered, 0 changed, " in twin.summary[-1]
    assert twin.cache.read_text() == "mine"
    assert_same_tree(read_tree(twin.out), twin.build_clean().content_by_path)


def test_a_disk_that_refuses_the_memory_is_no_reason_to_complain(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")

    with patch.object(Store, "save", refuse), patch("microsite.fast_path.open", refuse, create=True):
        code = twin.command()

    assert code == 0
    assert_same_tree(read_tree(twin.out), twin.build_clean().content_by_path)


def refuse(*arguments: Any, **named: Any) -> Any:
    raise OSError(28, "No space left on device")


def test_checking_saves_nothing(twin: Twin) -> None:
    before = read_tree(twin.cache)
    write_text(twin.root, "content/en/about.md", RICH_SITE["content/en/about.md"].replace("What", "All"))

    checked = twin.run(is_published=False)

    assert [remade.path for remade in checked.remade] == ["/en/about/"]
    assert read_tree(twin.cache) == before


def test_checking_a_root_that_was_never_built_makes_no_memory(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")

    twin.command(verb="check")

    assert not twin.cache.exists()
    assert not twin.out.exists()


def test_what_an_edit_leaves_behind_in_the_packs_is_cleared_away_in_time(twin: Twin) -> None:
    with patch("microsite.incremental.packs._SMALL", 0):
        for number in range(12):
            strings = RICH_SITE["data/strings/en.yaml"].replace("Home", f"Home {number}")
            write_text(twin.root, "data/strings/en.yaml", strings)
            twin.run()
    packs = list(twin.cache.glob("*/pack-*"))

    clean = Twin(twin.root, twin.out.with_name("other"))
    clean.run()

    (other,) = (folder for folder in twin.cache.iterdir() if folder.is_dir() and folder != packs[0].parent)
    fresh = sum(path.stat().st_size for path in other.glob("pack-*"))
    assert sum(path.stat().st_size for path in packs) < 3 * fresh
    twin.check()


def test_a_build_with_errors_leaves_no_packs_behind(twin: Twin) -> None:
    text = RICH_SITE["content/en/about.md"]
    write_text(twin.root, "content/en/about.md", f"{text}\n[Nowhere](page:nowhere)\n")
    assert twin.run().has_errors
    write_text(twin.root, "content/en/about.md", text)
    twin.run()

    assert len(list(twin.cache.glob("*/pack-*"))) == 1


def test_what_a_preview_remembers_does_not_grow_with_its_edits(tmp_path: Path) -> None:
    root, folder = write_rich_site(tmp_path / "root"), tmp_path / "packs"
    options = BuildOptions(root, tmp_path / "site", date(2026, 11, 22), jobs=1)
    preview = PreviewSession(options, folder)
    sizes = []
    with patch("microsite.incremental.packs._SMALL", 0):
        for number in range(8):
            text = f"Words and words, said {number} times.\n\n" * 1_000
            write_text(root, "content/en/about.md", page("About", text))
            preview.build()
            sizes.append(sum(path.stat().st_size for path in folder.iterdir()))

    assert max(sizes) <= 3 * sizes[0]
    assert preview.content_by_path == build(options).content_by_path
