#!/usr/bin/env python3
"""Build the site "Study in Białystok": `python build.py --help` lists the commands.

The engine is the package microsite/; start reading at microsite/pipeline.py.
"""

import gc
import io
import os
import sys
from pathlib import Path

if sys.version_info < (3, 11):
    print("error: Python 3.11 or newer is needed; this is", sys.version.split()[0], file=sys.stderr)
    raise SystemExit(2)


def _run() -> int:
    home = Path(__file__).resolve().parent
    sys.path.insert(0, str(home))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ł is no error of the site
    try:
        from microsite.command import Terminal, main
    except ModuleNotFoundError as missing:
        print(f"error: the package `{missing.name}` is not installed", file=sys.stderr)
        print("hint: `make site` installs everything; README.md has the lines for pip", file=sys.stderr)
        return 2
    is_interactive = sys.stderr.isatty()
    terminal = Terminal(
        say=lambda text: print(text, end=""),
        complain=lambda text: print(text, end="", file=sys.stderr, flush=True),
        has_colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        is_interactive=is_interactive,
    )
    try:
        return main(sys.argv[1:], terminal, home=home, environment=os.environ)
    except BrokenPipeError:
        # The reader of our words has gone (`build.py | head`): say nothing more to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    try:
        code = _run()
    except KeyboardInterrupt:
        code = 130
    # The system takes back all at once what a build held; to look through it for cycles first, as Python
    # does at its end, takes as long as rendering hundreds of pages.
    gc.freeze()
    raise SystemExit(code)
