"""The fast path: a build with nothing to do asks for stamps and says what was said before."""

from __future__ import annotations

import json
import marshal
import os
import shutil
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from microsite import fast_path
from microsite.fast_path import Look, engine_stamps, outcome_file, repeat_outcome, write_outcome
from microsite.publish.survey import Survey, survey_tree
from microsite.source.stamps import Stamp, show_changed
from tests.incremental.rich_site import RICH_SITE, write_rich_site, write_text
from tests.incremental.twin import LIST_IMPORTS, Manner, Twin, read_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.fast_path import Proof

LATER = Manner(is_later=True)
ROOT = Path(__file__).resolve().parents[2]

HEAVY = ("jinja2", "markdown", "pydantic", "yaml", "babel", "nh3", "selectolax", "PIL", "microsite.pipeline")


@pytest.fixture
def twin(tmp_path: Path) -> Twin:
    """A site that was built some time ago, and again, so that all stamps are believed."""
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.command(manner=LATER)
    twin.command(manner=LATER)
    return twin


@pytest.fixture
def is_repeated(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Tells whether the next build is repeated, without a look at anything but stamps."""

    def run(*words: str) -> bool:
        with monkeypatch.context() as patched:
            patched.setattr("microsite.building.run_command", lambda *_, **__: 99)
            return twin.command(*words) == 0

    return run


def test_a_build_with_nothing_to_do_is_repeated(is_repeated: Callable[..., bool]) -> None:
    assert is_repeated()


def test_a_repeated_build_says_what_the_last_one_said(twin: Twin) -> None:
    report = twin.said

    twin.command()

    assert twin.said == report
    assert twin.summary[-1].startswith("\n20 pages, 0 rendered, 0 changed, ")
    assert "{seconds}" not in twin.summary[-1]


def test_a_repeated_build_tells_programs_that_nothing_was_rendered(twin: Twin) -> None:
    write_text(
        twin.root, "content/en/about.md", "---\ntitle: A\ndescription: B\nupdated: 2026-01-01\n---\n\nC\n"
    )
    twin.command("--report", "json", manner=LATER)
    assert json.loads("".join(twin.said))["rendered"]

    twin.command("--report", "json", manner=LATER)

    found = json.loads("".join(twin.said))
    assert (found["rendered"], found["changed"], found["pages"]) == ([], 0, 20)


def delete_page(twin: Twin) -> None:
    (twin.out / "en/about/index.html").unlink()


def alter_page(twin: Twin) -> None:
    """Keep the size and the time of modification."""
    page = twin.out / "en/about/index.html"
    status = page.stat()
    page.write_bytes(page.read_bytes().replace(b"About", b"ABOUT"))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def alter_source(twin: Twin) -> None:
    """Keep the size and the time of modification."""
    source = twin.root / "content/en/about.md"
    status = source.stat()
    source.write_bytes(source.read_bytes().replace(b"About", b"ABOUT"))
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))


def add_source(twin: Twin) -> None:
    write_text(twin.root, "templates/partials/new.html", "new")


def add_folder(twin: Twin) -> None:
    (twin.root / "content/en/empty").mkdir()


def delete_source(twin: Twin) -> None:
    (twin.root / "content/en/plans.md").unlink()


def copy_source(twin: Twin) -> None:
    """The same bytes in another file."""
    source = twin.root / "content/en/about.md"
    shutil.copy(source, source.with_name(".#copy"))
    source.with_name(".#copy").replace(source)


def add_page(twin: Twin) -> None:
    (twin.out / "en/mine.html").write_text("mine")


def delete_site(twin: Twin) -> None:
    shutil.rmtree(twin.out)


def spoil_outcome(twin: Twin) -> None:
    for path in twin.cache.glob("outcome-*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")


def cut_outcome(twin: Twin) -> None:
    for path in twin.cache.glob("outcome-*"):
        path.write_bytes(path.read_bytes()[:3])


@pytest.mark.parametrize(
    "happen",
    [
        *(delete_page, alter_page, add_page, delete_site, alter_source, add_source, add_folder),
        *(delete_source, copy_source, spoil_outcome, cut_outcome),
    ],
)
def test_a_build_is_not_repeated_when_anything_happened(
    twin: Twin, is_repeated: Callable[..., bool], happen: Callable[[Twin], None]
) -> None:
    happen(twin)

    assert not is_repeated()
    twin.check(Manner(by_command=True))


def test_a_build_is_not_repeated_under_another_day(twin: Twin, is_repeated: Callable[..., bool]) -> None:
    twin.later(days=1)

    assert not is_repeated()


@pytest.mark.parametrize(
    "words", [("--drafts",), ("--base-url", "https://x.example/"), ("--report", "json"), ("--clean",)]
)
def test_a_build_is_not_repeated_with_other_options(
    is_repeated: Callable[..., bool], words: tuple[str, ...]
) -> None:
    assert not is_repeated(*words)


def test_a_build_of_another_engine_is_not_repeated(
    twin: Twin, is_repeated: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = outcome_file(str(twin.root), str(twin.out))
    engine = twin.root / "engine.py"
    engine.write_text("first")
    with monkeypatch.context() as patched:
        stamps = {**engine_stamps(str(ROOT)), str(engine): fast_path._look(str(engine))}
        patched.setattr("microsite.outcome.engine_stamps", lambda home: stamps)
        write_text(
            twin.root, "content/en/about.md", "---\ntitle: A\ndescription: B\nupdated: 2026-01-01\n---\n\nC\n"
        )
        twin.command(manner=LATER)
        twin.command(manner=LATER)
    assert Path(outcome).exists()
    assert is_repeated()

    engine.write_text("other")

    assert not is_repeated()


def test_the_engine_is_all_of_its_modules_and_the_libraries() -> None:
    stamps = engine_stamps(str(ROOT))

    modules = {str(path) for path in (ROOT / "microsite").rglob("*.py")}
    assert modules <= stamps.keys()
    assert sys.executable in stamps
    assert any(path.endswith("site-packages") for path in stamps)


def test_the_first_build_after_a_clean_one_is_repeated(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    twin.command(manner=LATER)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("microsite.building.run_command", lambda *_, **__: 99)
        assert twin.command() == 0


def edit_just_now(twin: Twin) -> None:
    """Edit a page and build at once, so that the stamps of both prove nothing."""
    text = RICH_SITE["content/en/about.md"].replace("What this", "What that")
    write_text(twin.root, "content/en/about.md", text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("microsite.source.stamps._GRAIN", 1 << 62)
        twin.command()
    assert ", 1 rendered, " in twin.summary[-1]


def test_a_build_right_after_an_edit_is_repeated_once_the_few_fresh_files_were_read(
    twin: Twin, is_repeated: Callable[..., bool]
) -> None:
    edit_just_now(twin)

    assert is_repeated()


def alter_fresh_page(twin: Twin) -> None:
    page = twin.out / "en/about/index.html"
    page.write_bytes(page.read_bytes().replace(b"What that", b"What else"))


def link_fresh_page(twin: Twin) -> None:
    page = twin.out / "en/about/index.html"
    copy = twin.root.parent / "copy.html"
    copy.write_bytes(page.read_bytes())
    page.unlink()
    page.symlink_to(copy)


def close_fresh_page(twin: Twin) -> None:
    (twin.out / "en/about/index.html").chmod(0o600)


def alter_fresh_source(twin: Twin) -> None:
    source = twin.root / "content/en/about.md"
    source.write_bytes(source.read_bytes().replace(b"What that", b"What else"))


def delete_fresh_source(twin: Twin) -> None:
    (twin.root / "content/en/about.md").unlink()


def add_to_fresh_folder(twin: Twin) -> None:
    (twin.out / "en/about/mine.html").write_text("mine")


@pytest.mark.parametrize(
    "happen",
    [
        *(alter_fresh_page, link_fresh_page, close_fresh_page),
        *(alter_fresh_source, delete_fresh_source, add_to_fresh_folder, add_source),
    ],
)
def test_a_build_right_after_an_edit_is_not_repeated_when_anything_happened(
    twin: Twin, is_repeated: Callable[..., bool], happen: Callable[[Twin], None]
) -> None:
    edit_just_now(twin)

    happen(twin)

    assert not is_repeated()
    twin.check(Manner(by_command=True))


def test_an_outcome_is_repeated_under_its_key_alone(tmp_path: Path) -> None:
    outcome, source = str(tmp_path / "outcome"), tmp_path / "source"
    source.write_text("text")
    write_stamps(outcome, source)

    assert repeat_outcome(outcome, "key") == ("report", "last line")
    other = repeat_outcome(outcome, "other key")
    assert isinstance(other, Look)
    assert (other.identity, other.changed) == (b"state", [])
    assert repeat_outcome(str(tmp_path / "none"), "key") is None


def write_stamps(outcome: str, *paths: Path, proofs: Mapping[str, Proof] | None = None) -> None:
    """Write down an outcome that rests on these files, as they are."""
    stamps = {str(path): fast_path._look(str(path)) for path in paths}
    known = {path.removeprefix("/"): stamp for path, stamp in stamps.items() if stamp}
    half = len(known) // 2
    lots = [("/", dict(islice(known.items(), half))), ("/", dict(islice(known.items(), half, None)))]
    write_outcome(outcome, "key", lots, ("report", "last line"), 2, identity=b"state", proofs=proofs or {})


def test_a_path_whose_stamp_proves_nothing_is_looked_into(tmp_path: Path) -> None:
    outcome, file, folder = str(tmp_path / "outcome"), tmp_path / "file", tmp_path / "folder"
    file.write_text("text")
    folder.mkdir()
    (folder / "inside").touch()
    digest = blake2b(b"text", digest_size=16).digest()
    proofs: dict[str, Proof] = {
        str(file): (stat.S_IFREG, 0, digest),
        str(folder): (stat.S_IFDIR, 0o755, ("inside",)),
    }
    folder.chmod(0o755)
    write_stamps(outcome, file, folder, proofs=proofs)
    os.utime(file, ns=(1, 1))
    os.utime(folder, ns=(1, 1))

    assert repeat_outcome(outcome, "key") == ("report", "last line")
    file.write_text("Text")
    (folder / "inside").unlink()

    found = repeat_outcome(outcome, "key")
    assert isinstance(found, Look)
    assert sorted(found.changed) == [str(file), str(folder)]


def test_an_outcome_of_an_earlier_engine_is_none(tmp_path: Path) -> None:
    payload = marshal.dumps((1, "key", (), b"", ("report", "last line"), 2))
    outcome = tmp_path / "outcome"
    outcome.write_bytes(zlib.crc32(payload).to_bytes(4, "big") + payload)

    assert repeat_outcome(str(outcome), "key") is None


@pytest.mark.parametrize("numbers", [(0,), (4_999,), (2_499, 2_500), (1, 4_000, 4_001)])
def test_two_processes_see_every_change(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    paths = [tmp_path / str(each) for each in range(5_000)]
    for path in paths:
        path.touch()
    outcome = str(tmp_path / "outcome")
    write_stamps(outcome, *paths)
    assert repeat_outcome(outcome, "key") == ("report", "last line")
    changed = [str(paths[number]) for number in numbers]

    Path(changed[0]).unlink()
    for number in numbers[1:]:
        paths[number].write_text("changed")

    found = repeat_outcome(outcome, "key")
    assert isinstance(found, Look)
    assert sorted(found.changed) == sorted(changed)


def test_a_process_that_dies_while_it_looks_has_seen_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / str(each) for each in range(5_000)]
    for path in paths:
        path.touch()
    outcome, here = str(tmp_path / "outcome"), os.getpid()
    write_stamps(outcome, *paths)
    look = fast_path._list_changed_here

    def die_elsewhere(lots: Any) -> list[str]:
        if os.getpid() != here:
            os._exit(1)
        return look(lots)

    monkeypatch.setattr(fast_path, "_list_changed_here", die_elsewhere)

    found = repeat_outcome(outcome, "key")
    assert isinstance(found, Look)
    assert found.changed == [str(path) for path in paths[2_500:]]


def test_what_has_been_looked_at_is_not_looked_at_again(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    text = RICH_SITE["content/en/about.md"].replace("What this", "What that")
    write_text(twin.root, "content/en/about.md", text)
    asked: list[int] = []

    def show(root: str, stamps: Mapping[str, Stamp]) -> Iterable[str]:
        asked.append(len(stamps))
        return show_changed(root, stamps)

    def survey(folder: Path, *given: Any, **named: Any) -> Survey:
        assert folder != twin.out or named["changed"] == []
        return survey_tree(folder, *given, **named)

    monkeypatch.setattr("microsite.source.files.show_changed", show)
    monkeypatch.setattr("microsite.publish.tree.survey_tree", survey)

    twin.command()

    assert ", 1 rendered, 1 changed, " in twin.summary[-1]
    assert max(asked, default=0) <= sum(path.is_dir() for path in twin.root.rglob("*"))


def test_a_look_at_another_state_is_worth_nothing(twin: Twin) -> None:
    (outcome,) = twin.cache.glob("outcome-*")
    earlier = outcome.read_bytes()
    alter_source(twin)
    twin.command(manner=LATER)
    outcome.write_bytes(earlier)

    twin.check(Manner(by_command=True))


def test_a_build_with_nothing_to_do_imports_nothing_that_starts_slowly(tmp_path: Path) -> None:
    twin = Twin(write_rich_site(tmp_path / "root"), tmp_path / "site")
    words = ["--root", str(twin.root), "--out", str(twin.out), "--now", "2026-11-22"]
    _, first = run_and_list_imports(*words)

    code, second = run_and_list_imports(*words)

    assert code == 0
    assert "microsite.pipeline" in first
    assert [name for name in HEAVY if name in second] == []
    assert read_tree(twin.out)


def run_and_list_imports(*words: str) -> tuple[int, set[str]]:
    """Run build.py in a process of its own; return its exit code and the modules it imported."""
    done = subprocess.run(
        [sys.executable, "-c", LIST_IMPORTS, str(ROOT / "build.py"), "build", *words],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
        check=True,
        timeout=120,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)
