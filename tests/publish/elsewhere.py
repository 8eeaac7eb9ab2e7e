"""Run a function of a test file in a process of its own, which may die, fork or give up its rights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_elsewhere(test_file: str, function: str, folder: Path, *arguments: str) -> str:
    """Call `function(folder, *arguments)` and return what it returned, as text."""
    here = Path(test_file).resolve()
    script = (
        f"import sys; sys.path[:0] = [{str(here.parent)!r}, {str(here.parents[2])!r}]\n"
        f"from pathlib import Path\nimport {here.stem} as tests\n"
        f"sys.stdout.write(str(tests.{function}(Path(sys.argv[1]), *sys.argv[2:])))"
    )
    command = [sys.executable, "-W", "error", "-c", script, str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
