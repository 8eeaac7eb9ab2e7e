"""The profile names the dearest functions, whichever module they are of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmark.profile_build import TOP, describe_profile

SCRIPT = """
def dear():
    return sum(range(300_000))

class One:
    def same_name(self):
        return dear()

class Two:
    def same_name(self):
        return dear()

for _ in range(5):
    One().same_name()
    Two().same_name()
"""


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    """What is said of the profile of the script."""
    script, file = tmp_path / "script.py", tmp_path / "profile.bin"
    script.write_text(SCRIPT, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "cProfile", "-o", str(file), str(script)], check=True)
    return describe_profile(file).splitlines()


def test_a_profile_names_the_dearest_functions_with_their_calls_and_share(lines: list[str]) -> None:
    assert lines[0].endswith(" s in all")
    assert re.fullmatch(r" *\d+\.\d\d s +\d+% +10 calls  .*built-in method builtins\.sum>", lines[1])
    assert len(lines) <= 1 + TOP


def test_functions_that_share_a_name_are_told_apart(lines: list[str]) -> None:
    places = [line.split()[-2] for line in lines if line.endswith(" same_name")]

    assert sorted(places) == ["script.py:10", "script.py:6"]
