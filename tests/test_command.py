"""The command as an editor, CI or another program meets it: options, words and exit codes."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from microsite.command import main
from microsite.model import model_sources
from microsite.publish import hold_lock
from microsite.scaffold import kinds, make_new_file
from microsite.source import read_files
from microsite.terminal import Terminal
from tests.conftest import PROJECT, run_command, write_site
from tests.sites.golden import SITES, read_tree

NOW = "2026-11-22"
STRINGS = {
    "data/strings/en.yaml": "home: Home\ncalendar_link: Calendar\nfeed_link: Feed\ndata_licence: Free\n"
}
MISTAKE = {"data/towns/lost.yaml": "name: Lost\ncountry: nowhere\nlatitude: 1\nlongitude: north\n"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended, without a process of its own."""

    code: int
    said: str
    complained: str


def command(*arguments: str, colour: bool = False, environment: Mapping[str, str] | None = None) -> Answer:
    """Run one command inside this process: the same code as build.py runs, in a tenth of the time."""
    said: list[str] = []
    complained: list[str] = []
    terminal = Terminal(say=said.append, complain=complained.append, has_colour=colour, is_interactive=False)
    code = main(list(arguments), terminal, home=PROJECT, environment=environment or {})
    return Answer(code, "".join(said), "".join(complained))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny site without a mistake."""
    return write_site(tmp_path / "root", STRINGS)


@pytest.fixture
def root_with_mistakes(tmp_path: Path) -> Path:
    """A tiny site with two mistakes in one file."""
    return write_site(tmp_path / "mistaken", {**STRINGS, **MISTAKE})


@pytest.fixture
def real_root(tmp_path: Path) -> Path:
    """A copy of the real sources, to add files to."""
    for folder in ("content", "data", "templates"):
        shutil.copytree(PROJECT / folder, tmp_path / "real" / folder)
    return tmp_path / "real"


def published(folder: Path) -> set[str]:
    return set(read_tree(folder))


# --- 0: built -----------------------------------------------------------------------------------


def test_without_a_command_the_site_is_built_into_the_folder_site_of_the_root(root: Path) -> None:
    run = run_command("--root", str(root), "--now", NOW)

    assert run.returncode == 0
    assert published(root / "site") == {"index.html", "en/index.html", "robots.txt", "sitemap.xml"}
    assert run.stdout == ""
    assert run.stderr.startswith("2 pages, 2 rendered, 4 changed, ")
    assert run.stderr.endswith(" s, 0 warnings in site/\n")


def test_the_site_goes_where_out_says(root: Path, tmp_path: Path) -> None:
    answer = command("build", "--root", str(root), "--now", NOW, "--out", str(tmp_path / "elsewhere"))

    assert answer.code == 0
    assert published(tmp_path / "elsewhere") == {"index.html", "en/index.html", "robots.txt", "sitemap.xml"}
    assert not (root / "site").exists()


def test_relative_folders_count_from_where_the_command_runs(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), "build", "--root", "root", "--out", "out", "--now", NOW],
        cwd=root.parent,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0
    assert (root.parent / "out" / "en" / "index.html").exists()


def test_check_publishes_nothing(root: Path) -> None:
    answer = command("check", "--root", str(root), "--now", NOW)

    assert answer.code == 0
    assert answer.complained.endswith("; nothing was published\n")
    assert {path.name for path in root.iterdir()} == {"content", "data", "templates"}


def test_check_counts_the_aria_attributes_of_all_pages(root: Path) -> None:
    layout = root / "templates/layouts/base.html"
    text = layout.read_text(encoding="utf-8")
    marked = text.replace("<main>", '<main role="main" aria-label="Main" class="aria-label">')
    without = command("check", "--root", str(root), "--now", NOW)
    command("build", "--root", str(root), "--now", NOW)
    layout.write_text(marked, encoding="utf-8")
    command("build", "--root", str(root), "--now", NOW)

    after_builds = command("check", "--root", str(root), "--now", NOW, "--report", "json")
    alone = command("check", "--root", str(root), "--now", NOW)

    # The start page of the site is that of its first language once more.
    assert ", 0 ARIA attributes; " in without.complained
    assert json.loads(after_builds.said)["aria_attributes"] == 4
    assert ", 4 ARIA attributes; " in alone.complained


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://x.example/study/", "https://x.example/study/en/"),
        ("https://x.example/study", "https://x.example/study/en/"),
        ("http://localhost:8000", "http://localhost:8000/en/"),
    ],
)
def test_the_base_url_may_have_a_path_and_needs_no_last_slash(
    root: Path, written: str, canonical: str
) -> None:
    answer = command("build", "--root", str(root), "--now", NOW, "--base-url", written)

    assert answer.code == 0
    assert f'href="{canonical}"' in (root / "site/en/index.html").read_text(encoding="utf-8")


def test_drafts_are_shown_when_they_are_asked_for(tmp_path: Path) -> None:
    shutil.copytree(SITES / "drafts" / "source", tmp_path / "root")

    answer = command("build", "--root", str(tmp_path / "root"), "--now", NOW, "--drafts")

    expected = published(SITES / "drafts" / "expected")
    assert answer.code == 0
    assert published(tmp_path / "root" / "site") - expected == {"en/plans/index.html"}
    assert "atlantis" in (tmp_path / "root/site/data/countries.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [("--jobs", "1"), ("--jobs", "2"), ("--clean",)])
def test_how_the_work_is_done_changes_nothing(root: Path, option: tuple[str, ...]) -> None:
    command("build", "--root", str(root), "--now", NOW)

    answer = command("build", "--root", str(root), "--now", NOW, *option)

    assert answer.code == 0
    assert answer.complained.startswith("2 pages, ")
    assert ", 0 changed, " in answer.complained


def test_a_second_build_says_how_many_files_changed(root: Path) -> None:
    command("build", "--root", str(root), "--now", NOW)
    page = root / "content/en/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Hello", "Good day"), encoding="utf-8")

    answer = command("build", "--root", str(root), "--now", NOW)

    assert answer.complained.startswith("2 pages, 2 rendered, 2 changed, ")


# --- The only clock -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "day"),
    [
        (("--now", "2026-11-22"), {}, "2026-11-22"),
        (("--now", "2026-11-22T23:59"), {}, "2026-11-22"),
        # 23:30 in Greenwich is the next day in Białystok.
        ((), {"SOURCE_DATE_EPOCH": "1795390200"}, "2026-11-23"),
        (("--now", "2027-01-02"), {"SOURCE_DATE_EPOCH": "1795390200"}, "2027-01-02"),
        ((), {"SOURCE_DATE_EPOCH": "0"}, "1970-01-01"),
    ],
)
def test_the_day_of_the_build_is_now_or_the_epoch(
    root: Path, arguments: tuple[str, ...], environment: dict[str, str], day: str
) -> None:
    layout = root / "templates/layouts/base.html"
    layout.write_text(
        layout.read_text(encoding="utf-8").replace("<footer>", "<footer>{{ site.built.iso }} "),
        encoding="utf-8",
    )

    answer = command("build", "--root", str(root), *arguments, environment=environment)

    assert answer.code == 0
    assert f"<footer>{day} " in (root / "site/en/index.html").read_text(encoding="utf-8")


# --- 1: the sources have errors -----------------------------------------------------------------


def test_errors_are_counted_and_leave_the_last_site(root_with_mistakes: Path) -> None:
    mistake = root_with_mistakes / "data/towns/lost.yaml"
    text = mistake.read_bytes()
    mistake.unlink()
    command("build", "--root", str(root_with_mistakes), "--now", NOW)
    before = read_tree(root_with_mistakes / "site")
    mistake.write_bytes(text)

    run = run_command("build", "--root", str(root_with_mistakes), "--now", NOW)

    assert run.returncode == 1
    assert run.stderr == (
        "\n2 errors in 1 file. Nothing was published; site/ still holds the last good build.\n"
    )
    assert read_tree(root_with_mistakes / "site") == before


def test_check_finds_the_same_errors(root_with_mistakes: Path) -> None:
    built = command("build", "--root", str(root_with_mistakes), "--now", NOW)

    checked = command("check", "--root", str(root_with_mistakes), "--now", NOW)

    assert (checked.code, checked.said) == (1, built.said)


def test_a_root_without_sources_says_what_is_missing(tmp_path: Path) -> None:
    run = run_command("build", "--root", str(tmp_path), "--now", NOW)

    assert run.returncode == 1
    assert "error[missing-settings]: there is no data/settings.yaml" in run.stdout
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("full", "error[unknown-reference]: no country has the id `nowhere`\n"),
        ("short", "data/towns/lost.yaml:2:10: error[unknown-reference]: no country has the id `nowhere`\n"),
        ("github", "::error file=data/towns/lost.yaml,title=unknown-reference,line=2,col=10,endColumn=17::"),
    ],
)
def test_the_report_has_the_form_that_is_asked_for(root_with_mistakes: Path, form: str, start: str) -> None:
    answer = command("check", "--root", str(root_with_mistakes), "--now", NOW, "--report", form)

    assert answer.code == 1
    assert answer.said.startswith(start)


def test_the_json_report_is_all_that_is_said(root_with_mistakes: Path) -> None:
    run = run_command("check", "--root", str(root_with_mistakes), "--now", NOW, "--report", "json")

    places = [(problem["code"], problem["line"]) for problem in json.loads(run.stdout)["problems"]]
    assert places == [("unknown-reference", 2), ("invalid-number", 4)]
    assert run.stderr == ""


def test_the_json_report_of_a_faultless_site_has_no_problem(root: Path) -> None:
    answer = command("check", "--root", str(root), "--now", NOW, "--report", "json")

    assert (answer.code, json.loads(answer.said)["problems"], answer.complained) == (0, [], "")


def test_the_json_report_says_which_pages_were_rendered_and_why(root: Path) -> None:
    build = ("build", "--root", str(root), "--now", NOW, "--report", "json")
    first = json.loads(command(*build).said)
    page = root / "content/en/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Hello", "Good day"), encoding="utf-8")

    second = json.loads(command(*build).said)

    because = ["body:content/en/index.md"]
    assert first["rendered"] == [{"page": path, "because": []} for path in ("/", "/en/")]
    assert second["rendered"] == [{"page": path, "because": because} for path in ("/", "/en/")]
    assert [(found["pages"], found["changed"]) for found in (first, second)] == [(2, 4), (2, 2)]


# --- 2: wrong use -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("biuld",), "invalid choice: 'biuld'"),
        (("build", "--nwo", "2026-11-22"), "unrecognized arguments: --nwo"),
        (("build", "--jobs", "0"), "argument --jobs: `0` is not a whole number from 1 on"),
        (("build", "--jobs"), "argument --jobs: expected one argument"),
        (("build", "--report", "xml"), "argument --report: invalid choice: 'xml'"),
        (("serve", "--port", "http"), "argument --port: invalid int value: 'http'"),
        (("new", "event"), "the following arguments are required: ID"),
        (("build", "--root", "/there/is/no/such/folder"), "`/there/is/no/such/folder` is not a folder"),
    ],
)
def test_a_command_that_cannot_be_understood_is_told_why(arguments: tuple[str, ...], words: str) -> None:
    run = run_command(*arguments)

    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("22.11.2026", "`22.11.2026` is not a day; write 2026-11-22 or 2026-11-22T10:00"),
        ("2026-11-22 10:00", "is not a day"),
        ("2026-11-22T10", "is not a day"),
        ("٢٠٢٦-١١-٢٢", "is not a day"),
        ("today", "is not a day"),
        ("2026-02-30", "`2026-02-30` does not exist; write a day such as 2026-11-22"),
        ("2026-11-22T25:00", "does not exist"),
        ("0000-01-01", "does not exist"),
    ],
)
def test_now_must_be_a_day_that_exists(root: Path, written: str, words: str) -> None:
    answer = command("build", "--root", str(root), "--now", written)

    assert answer.code == 2
    assert answer.complained.startswith("error: --now: ")
    assert words in answer.complained


@pytest.mark.parametrize("written", ["yesterday", "1.5", "99999999999999999"])
def test_a_source_date_epoch_that_is_no_time_is_wrong_use(root: Path, written: str) -> None:
    answer = command("build", "--root", str(root), environment={"SOURCE_DATE_EPOCH": written})

    assert answer.code == 2
    assert answer.complained == (
        f"error: SOURCE_DATE_EPOCH: `{written}` is not a number of seconds since 1970\n"
    )


@pytest.mark.parametrize(
    "written",
    [
        "x.example",
        "//x.example/",
        "ftp://x.example/",
        "javascript:alert(1)",
        "https://",
        "https:///study/",
        "https://user@x.example/",
        "https://user:word@x.example/",
        "https://x.example/?a=b",
        "https://x.example/#a",
        "https://x.example/a b/",
        "https://x.example/\n",
        'https://x.example/"onload="/',
        "https://[::1/",
    ],
)
def test_a_base_url_must_be_a_web_address_that_pages_can_hang_off(root: Path, written: str) -> None:
    answer = command("build", "--root", str(root), "--now", NOW, "--base-url", written)

    assert answer.code == 2
    assert answer.complained.startswith("error: --base-url: `")
    assert "write it as https://x.example/study/" in answer.complained
    assert not (root / "site").exists()


def test_a_folder_that_is_not_ours_is_not_replaced(root: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-anna.txt").write_text("Dear Anna")

    answer = command("build", "--root", str(root), "--now", NOW, "--out", str(tmp_path / "letters"))

    assert answer.code == 2
    assert "is not empty and was not made by this generator\nhint: " in answer.complained
    assert (tmp_path / "letters" / "to-anna.txt").read_text() == "Dear Anna"


@pytest.mark.parametrize("folder", [".", "data", "content/en", ".."])
def test_a_folder_with_sources_is_not_replaced(root: Path, folder: str) -> None:
    before = read_tree(root)

    answer = command("build", "--root", str(root), "--now", NOW, "--out", str(root / folder))

    assert answer.code == 2
    assert "source folder" in answer.complained
    assert read_tree(root) == before


def test_what_the_command_was_given_cannot_act_on_the_terminal(root: Path) -> None:
    answer = command("build", "--root", str(root), "--now", "\x1b[2J\x1b]0;gone\x07")

    assert "\x1b" not in answer.complained
    assert "\\x1b[2J" in answer.complained


# --- 3: the machine refuses ---------------------------------------------------------------------


def test_a_build_that_another_one_keeps_out_is_told_who_does(root: Path) -> None:
    with hold_lock(root / "site"):
        run = run_command("build", "--root", str(root), "--now", NOW)

    assert run.returncode == 3
    assert run.stderr.startswith(f"error: another build (process {os.getpid()}) is publishing to `")
    assert "\nhint: let it end, or give this build another folder with --out\n" in run.stderr


def test_a_check_needs_no_lock(root: Path) -> None:
    with hold_lock(root / "site"):
        answer = command("check", "--root", str(root), "--now", NOW)

    assert answer.code == 0


def test_a_disk_that_takes_no_more_leaves_the_last_site(root: Path) -> None:
    command("build", "--root", str(root), "--now", NOW)
    before = read_tree(root / "site")
    (root / "content/en/index.md").write_text(
        "---\ntitle: Long\ndescription: Long.\nupdated: 2026-01-02\n---\n\n" + "Word.\n" * 2000
    )

    done = subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root), "--now", NOW],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 3
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    assert read_tree(root / "site") == before


BUILD_AS_NOBODY = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from microsite.command import main
from microsite.model import model_sources
from microsite.terminal import Terminal
root = Path(sys.argv[2])
def run(*arguments):
    say, complain = lambda words: None, sys.stderr.write
    terminal = Terminal(say=say, complain=complain, has_colour=False, is_interactive=False)
    return main([*arguments, "--root", str(root), "--now", "2026-11-22"], terminal, home=root, environment={})
assert run("check") == 0  # and all of the engine is loaded while its files may still be read
if os.getuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
sys.exit(run("build"))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written_to_is_told(open_folder: Path) -> None:
    root = write_site(open_folder, STRINGS)
    root.chmod(0o555)

    done = subprocess.run(
        [sys.executable, "-c", BUILD_AS_NOBODY, str(PROJECT), str(root)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 3
    assert "permission denied" in done.stderr
    assert "Traceback" not in done.stderr


# --- 130: interrupted ---------------------------------------------------------------------------

INTERRUPT_AT = """
import importlib, os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job inherits "ignored"
sys.path.insert(0, sys.argv[1])
name, _, stage = sys.argv.pop(2).partition(":")
module = importlib.import_module(name)
original = getattr(module, stage)
def interrupted(*arguments, **options):
    os.kill(os.getpid(), signal.SIGINT)
    return original(*arguments, **options)
setattr(module, stage, interrupted)
sys.argv = [sys.argv[1] + "/build.py", *sys.argv[2:]]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize(
    "stage",
    ["microsite.pipeline:read_stamped", "microsite.pipeline:make_everything", "microsite.session:publish"],
)
def test_an_interrupted_build_says_so_and_leaves_the_last_site(root: Path, stage: str) -> None:
    command("build", "--root", str(root), "--now", NOW)
    before = read_tree(root / "site")

    done = subprocess.run(
        [sys.executable, "-c", INTERRUPT_AT, str(PROJECT), stage, "build", "--clean", "--root", str(root)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 130
    assert done.stderr == "\ninterrupted; site/ is as it was\n"
    assert read_tree(root / "site") == before
    assert {path.name for path in root.iterdir()} <= {"content", "data", "templates", "site", ".cache"}


# --- Words on the screen ------------------------------------------------------------------------


def test_without_a_terminal_nothing_is_coloured(root_with_mistakes: Path) -> None:
    run = run_command("check", "--root", str(root_with_mistakes), "--now", NOW)

    assert "error[unknown-reference]" in run.stdout
    assert "\x1b" not in run.stdout + run.stderr


def test_colour_adds_nothing_that_the_text_lacks(root_with_mistakes: Path) -> None:
    arguments = ("check", "--root", str(root_with_mistakes), "--now", NOW)

    coloured = command(*arguments, colour=True).said

    assert "\x1b[" in coloured
    plain = coloured
    for code in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[2m", "\x1b[1m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == command(*arguments).said


@pytest.mark.parametrize(("environment", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colours_unless_no_color_is_set(
    root_with_mistakes: Path, environment: dict[str, str], is_coloured: bool
) -> None:
    ours, theirs = os.openpty()
    with open(theirs, "wb", buffering=0) as screen:
        subprocess.run(
            [sys.executable, str(PROJECT / "build.py"), "check", "--root", str(root_with_mistakes)],
            stdout=screen,
            stderr=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", **environment},
            check=False,
        )
    shown = os.read(ours, 65536)
    os.close(ours)

    assert b"unknown-reference" in shown
    assert (b"\x1b[" in shown) is is_coloured


def test_help_names_every_command() -> None:
    run = run_command("--help")

    assert run.returncode == 0
    for name in ("build", "check", "serve", "stale", "new", "schema"):
        assert f"\n    {name} " in run.stdout


@pytest.mark.parametrize("name", ["build", "check", "serve", "stale", "new", "schema"])
def test_every_option_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command(name, "--help")

    words = capsys.readouterr().out
    assert ended.value.code == 0
    for line in words.partition("options:")[2].strip().splitlines():
        assert len(line.split("  ", 2)) > 1, line


def test_the_version_is_told() -> None:
    run = run_command("--version")

    assert (run.returncode, run.stdout) == (0, "microsite 0.1.0\n")


def test_a_reader_that_goes_away_is_no_fault(root_with_mistakes: Path) -> None:
    check = f'"{sys.executable}" "{PROJECT}/build.py" check --root "{root_with_mistakes}"'

    done = subprocess.run(["sh", "-c", f"{check} | true"], capture_output=True, encoding="utf-8", check=False)

    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


# --- stale --------------------------------------------------------------------------------------


def test_stale_lists_what_to_check_next_the_oldest_first(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(SITES / "overdue-facts" / "source", root)

    answer = command("stale", "--root", str(root), "--now", "2026-11-22")

    assert answer.said == (
        "overdue   checked unknown     data/facts/unknown.yaml:7  report\n"
        "expired   checked 2026-05-25  data/facts/expired.yaml:8  report\n"
        "overdue   checked 2026-05-25  data/facts/overdue.yaml:9  report\n"
        "due soon  checked 2026-05-26  data/facts/fresh.yaml:10  report\n"
    )
    assert (answer.code, answer.complained) == (0, "3 values overdue, 1 due within 30 days\n")


def test_stale_tells_of_files_that_cannot_be_read(root_with_mistakes: Path) -> None:
    answer = command("stale", "--root", str(root_with_mistakes), "--now", NOW)

    assert answer.code == 1
    assert "data/towns/lost.yaml:4:12: error[invalid-number]" in answer.complained


# --- new ----------------------------------------------------------------------------------------


def test_new_files_of_every_kind_are_accepted_as_they_stand_beside_the_real_records(real_root: Path) -> None:
    files, _ = read_files(real_root)
    model, _ = model_sources(files, today=date.fromisoformat(NOW))
    for kind in kinds():
        new_file = make_new_file(kind, f"new-{kind}", model)
        assert new_file
        if kind != "settings":
            (real_root / new_file.path).write_text(new_file.text, encoding="utf-8")

    checked = command("check", "--root", str(real_root), "--now", NOW, "--report", "short")
    with_drafts = command("check", "--root", str(real_root), "--now", NOW, "--report", "short", "--drafts")

    assert [line for line in checked.said.splitlines() if "error[" in line] == []
    assert [line for line in with_drafts.said.splitlines() if "error[" in line] == []
    assert (checked.code, with_drafts.code) == (0, 0)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind != "settings"])
def test_new_makes_a_file_that_is_valid_on_its_own(root: Path, kind: str) -> None:
    """On a site that has no other record yet: what the file refers to may be missing, nothing else."""
    made = command("new", kind, "a-new-one", "--root", str(root), "--now", NOW)
    path = made.said.strip()

    checked = command("check", "--root", str(root), "--now", NOW, "--report", "json", "--drafts")

    codes = {problem["code"] for problem in json.loads(checked.said)["problems"] if problem["file"] == path}
    assert made.code == 0
    assert codes <= {"unknown-reference", "orphan-page", "broken-link"}


def test_new_writes_settings_to_start_a_site_from(tmp_path: Path) -> None:
    made = command("new", "settings", "site", "--root", str(tmp_path), "--now", NOW)

    checked = command("check", "--root", str(tmp_path), "--now", NOW, "--report", "json")

    assert (made.code, made.said) == (0, "data/settings.yaml\n")
    in_settings = [
        each for each in json.loads(checked.said)["problems"] if each["file"] == "data/settings.yaml"
    ]
    assert in_settings == []


def test_a_new_file_explains_its_fields_and_is_a_draft(root: Path) -> None:
    command("new", "event", "spring-school-2027", "--root", str(root), "--now", NOW)

    text = (root / "data/events/spring-school-2027.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schema/events.json\n")
    assert "\nis_draft: true\n" in text
    assert "\nstart: 2026-11-22\n" in text
    assert "# end: 2026-11-22\n" in text


def test_a_new_page_goes_below_the_folder_it_names(root: Path) -> None:
    made = command("new", "page", "about/people", "--root", str(root), "--now", NOW)

    assert made.said == "content/en/about/people.md\n"
    assert (root / "content/en/about/people.md").read_text(encoding="utf-8").startswith("---\n")


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("evnt", "x", "there is no kind `evnt`; did you mean `event`?"),
        ("zzz", "x", "there is no kind `zzz`; the kinds are academic-year, cooperation, country"),
        ("event", "Spring School", "`Spring School` cannot be an id; `spring-school` could"),
        ("event", "Święto Łąki", "`Święto Łąki` cannot be an id; `swieto-laki` could"),
        ("event", "../../outside", "`../../outside` cannot be an id; `outside` could"),
        ("page", "../outside", "`../outside` cannot be an id"),
        ("page", "/etc/passwd", "`/etc/passwd` cannot be an id"),
        ("event", "", "`` cannot be an id"),
        ("page", "index", "content/en/index.md exists already"),
    ],
)
def test_new_refuses_what_it_cannot_make(root: Path, kind: str, name: str, words: str) -> None:
    before = read_tree(root)

    answer = command("new", kind, name, "--root", str(root), "--now", NOW)

    assert answer.code == 2
    assert words in answer.complained
    assert read_tree(root) == before


# --- schema -------------------------------------------------------------------------------------


def test_the_schemas_in_the_repository_are_those_of_the_models(tmp_path: Path) -> None:
    answer = command("schema", "--root", str(tmp_path))

    assert answer.code == 0
    assert read_tree(tmp_path / "data/schema") == read_tree(PROJECT / "data/schema")
    assert answer.said.splitlines() == sorted(answer.said.splitlines())


def test_every_record_names_the_schema_of_its_collection() -> None:
    heads = {
        path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8").partition("\n")[0]
        for path in sorted((PROJECT / "data").glob("*/*.yaml"))
        if path.parent.name != "strings"
    }

    wrong = {
        path: head
        for path, head in heads.items()
        if head != f"# yaml-language-server: $schema=../schema/{path.split('/')[1]}.json"
    }
    assert wrong == {}
