"""The two commands: what they install is pinned by hash, and what they promise is what they do."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
PEER_LOCKS = tuple(f"tests/benchmark/peers/{name}.txt" for name in ("hugo", "mkdocs", "pelican"))
LOCKS = ("requirements.txt", "requirements-dev.txt", *PEER_LOCKS)
NPM_LOCKS = (
    "tests/outside/package-lock.json",
    "tests/lighthouse/package-lock.json",
    "tests/benchmark/peers/package-lock.json",
)
# A Python that takes itself for an old one.
OLD_PYTHON = f"""[ "$1" = -V ] && echo "Python 3.9.2" && exit
[ "$1" = -c ] && exec {sys.executable} -c "import sys; sys.version_info = (3, 9, 2)
$2"
exec {sys.executable} "$@"
"""
A_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def locked_lines(name: str) -> list[str]:
    """The requirements of a lock file, each with its hashes in one line."""
    joined = read(name).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith(("#", "--only-binary"))]


def version_by_name(name: str) -> dict[str, str]:
    pins = (re.match(r"([a-z0-9-]+)==([^\s;]+)", line) for line in locked_lines(name))
    return {pin[1]: pin[2] for pin in pins if pin}


def names_wanted(requirements: list[str]) -> set[str]:
    """The names of pyproject.toml in the spelling of a lock file."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", line)[0]).lower() for line in requirements}


def imported_modules(file: Path) -> set[str]:
    """The first name of every absolute import of a file, inside functions too."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in plain | parts if name}


def recipe(target: str) -> str:
    """What the Makefile says for a target: its first line and the commands below."""
    found = re.search(rf"^{target}:.*\n(?:\t.*\n)*", read("Makefile"), re.MULTILINE)
    assert found, f"the Makefile has no target {target}"
    return found[0]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_file_is_one_version_with_its_hashes(name: str) -> None:
    lines = locked_lines(name)

    unpinned = [line for line in lines if not (re.match(r"[a-z0-9-]+==\S+ ", line) and A_HASH.search(line))]

    assert lines
    assert unpinned == []


@pytest.mark.parametrize("name", [*LOCKS, *NPM_LOCKS])
def test_no_lock_file_names_an_address(name: str) -> None:
    found = re.findall(r"://|file:|--index|--extra-index|--find-links|--trusted-host|resolved", read(name))

    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_is_built_from_source_at_install_time(name: str) -> None:
    assert "--only-binary :all:" in read(name).splitlines()


@pytest.mark.parametrize("name", NPM_LOCKS)
def test_every_package_of_an_npm_lock_file_carries_its_hash(name: str) -> None:
    packages = json.loads(read(name))["packages"]

    hashes = [package.get("integrity", "") for path, package in packages.items() if path]

    assert hashes
    assert all(text.startswith("sha512-") for text in hashes)


def test_all_that_pyproject_names_is_locked() -> None:
    project = tomllib.loads(read("pyproject.toml"))

    needed = names_wanted(project["project"]["dependencies"])
    needed_for_tests = names_wanted(project["dependency-groups"]["dev"])

    assert needed - version_by_name("requirements.txt").keys() == set()
    assert needed_for_tests - version_by_name("requirements-dev.txt").keys() == set()


def test_make_site_installs_all_that_the_engine_imports() -> None:
    files = [REPOSITORY / "build.py", *(REPOSITORY / "microsite").rglob("*.py")]
    modules = {module for file in files for module in imported_modules(file)}
    packages_by_module = packages_distributions()

    foreign = {module: packages_by_module[module] for module in modules if module in packages_by_module}
    missing = {
        module: packages
        for module, packages in foreign.items()
        if not names_wanted(packages) & version_by_name("requirements.txt").keys()
    }

    assert "jinja2" in foreign
    assert missing == {}


def test_both_lock_files_agree_on_every_version_they_share() -> None:
    for_site = version_by_name("requirements.txt")
    for_tests = version_by_name("requirements-dev.txt")

    assert {name: for_tests.get(name) for name in for_site} == for_site


def test_make_site_installs_nothing_that_only_tests_need() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    only_for_tests = names_wanted(project["dependency-groups"]["dev"])

    assert only_for_tests & version_by_name("requirements.txt").keys() == set()
    assert ".venv/site.stamp" in recipe("site")
    assert "requirements-dev.txt" not in recipe(r"\.venv/site\.stamp")


@pytest.mark.parametrize("check", ["ruff check", "ruff format --check", "mypy"])
def test_make_test_runs_every_check_before_the_tests(check: str) -> None:
    assert f"-m {check}" in recipe("lint")
    assert re.match(r"test: .*\blint\b", recipe("test"))
    assert "-m pytest" in recipe("test")


def test_every_target_that_a_person_types_is_in_the_list_that_make_prints() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    assert phony

    explained = re.findall(r"^([a-z]+):.*## \S", read("Makefile"), re.MULTILINE)

    assert sorted(explained) == sorted(phony[1].split())


def test_ci_passes_every_test_and_then_builds_the_site() -> None:
    script = read(".ci/run")
    commands = [line for line in script.splitlines() if line.startswith("make ")]

    assert commands == ["make test", "make site"]
    assert "set -euo pipefail" in script.splitlines()


@pytest.mark.parametrize("name", ["test", "publish"])
def test_a_workflow_may_read_the_sources_and_nothing_else(name: str) -> None:
    workflow = yaml.safe_load(read(f".github/workflows/{name}.yml"))

    jobs = workflow["jobs"].items()
    writing = [title for title, job in jobs if "write" in job.get("permissions", {}).values()]

    assert workflow["permissions"] == {"contents": "read"}
    assert writing == (["publish"] if name == "publish" else [])


def set_up(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up script in an empty folder with this Python."""
    return subprocess.run(
        [str(REPOSITORY / ".ci" / "set-up"), python],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_python_that_is_not_there_is_said_by_name(tmp_path: Path) -> None:
    done = set_up(tmp_path, "python3.2")

    assert done.returncode == 3
    assert done.stderr.startswith("error: there is no `python3.2` on this machine\nhint: ")


def test_a_python_that_is_too_old_is_told_what_is_needed(tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text(f"#!/bin/sh\n{OLD_PYTHON}", encoding="utf-8")
    old.chmod(0o755)

    done = set_up(tmp_path, str(old))

    assert done.returncode == 3
    assert f"Python 3.11 or newer is needed, and `{old}` is Python 3.9.2" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_without_pip_is_told_which_package_brings_it(tmp_path: Path) -> None:
    bare = tmp_path / "bare-python"
    bare.write_text('#!/bin/sh\ncase "$2" in *import\\ sys*) exit 0 ;; esac\nexit 1\n', encoding="utf-8")
    bare.chmod(0o755)

    done = set_up(tmp_path, str(bare))

    assert done.returncode == 3
    assert "hint: Debian: apt-get install python3-venv" in done.stderr
