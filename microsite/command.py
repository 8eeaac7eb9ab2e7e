"""The command: arguments in, report out, exit code.

Every command gives its words to `say` (standard output) or `complain` (standard error); build.py
alone prints. Exit codes: 0 built, 1 the sources have errors, 2 wrong use or settings, 3 the machine
refused, 130 interrupted.

What starts slowly is imported by the command that needs it: a build with nothing to do needs none of it.
"""

from __future__ import annotations

import argparse
import gc
import re
import time
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from microsite import __version__
from microsite.fast_path import outcome_file, repeat_outcome
from microsite.terminal import BUILT, ERRORS, INTERRUPTED, REFUSED, WRONG_USE, Terminal

__all__ = ["Terminal", "main"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_HELP_WIDTH = 100
"""Columns. To ask the terminal for its own would cost every command a dozen modules."""

FORMS = ("full", "short", "github", "json")
"""Of the report; report.py writes them."""


class WrongUse(Exception):
    """The command's own words are off; carries what to say."""


def main(arguments: list[str], terminal: Terminal, *, home: Path, environment: Mapping[str, str]) -> int:
    """Run one command and return its exit code. `home` is the folder of build.py."""
    try:
        options = _parse(arguments, home=home, environment=environment)
        return _COMMANDS[options.command](options, terminal)
    except KeyboardInterrupt:
        terminal.complain("\ninterrupted; site/ is as it was\n")
        return INTERRUPTED
    except Exception as error:
        code = _explain(error, terminal)
        if code is None:
            raise
        return code


def _explain(error: Exception, terminal: Terminal) -> int | None:
    """Say why the command could not run, and return its exit code; None for a mistake of ours."""
    from microsite.publish import MachineRefused, TargetRefused
    from microsite.report import escape

    if isinstance(error, WrongUse):
        terminal.complain(f"error: {escape(str(error))}\n")
        return WRONG_USE
    if isinstance(error, TargetRefused | MachineRefused):
        hint = f"hint: {escape(error.hint)}\n" if error.hint else ""
        terminal.complain(f"error: {escape(error.message)}\n{hint}")
        return WRONG_USE if isinstance(error, TargetRefused) else REFUSED
    return None


# --- Arguments ----------------------------------------------------------------------------------


def _parse(arguments: list[str], *, home: Path, environment: Mapping[str, str]) -> argparse.Namespace:
    parser = _make_parser()
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments = ["build", *arguments]
    options = parser.parse_args(arguments)
    root = Path(options.root) if options.root else home
    if not root.is_dir():
        raise WrongUse(
            f"`{root}` is not a folder; --root names the folder that holds content/, data/ and templates/"
        )
    options.root = root.resolve()
    if getattr(options, "out", "absent") != "absent":
        options.out = Path(options.out).absolute() if options.out else options.root / "site"
    options.today = _read_now(options.now, environment)
    if getattr(options, "base_url", None) is not None:
        options.base_url = _read_base_url(options.base_url)
    return options


class _Parser(argparse.ArgumentParser):
    """A parser, and those of its commands, whose help is always as wide."""

    def _get_formatter(self) -> argparse.HelpFormatter:
        return argparse.HelpFormatter(prog=self.prog, width=_HELP_WIDTH)


def _make_parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument("--root", metavar="DIR", help="the folder that holds content/, data/ and templates/")
    common.add_argument(
        "--now", metavar="DAY", help="the day of the build, such as 2026-11-22 or 2026-11-22T10:00"
    )
    building = _Parser(add_help=False)
    building.add_argument(
        "--base-url", metavar="URL", help="the address of the site, in place of the one in settings"
    )
    building.add_argument("--drafts", action="store_true", help="show drafts too")
    building.add_argument(
        "--report", choices=FORMS, default="full", help="the form of the problems (default: %(default)s)"
    )
    building.add_argument("--jobs", type=_positive, default=0, metavar="N", help="use at most N processes")
    parser = _Parser(prog="build.py", description="Build the site: content/ + data/ + templates/ → site/.")
    parser.add_argument("--version", action="version", version=f"microsite {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser(
        "build", parents=[common, building], help="build and publish into site/ (the default)"
    )
    check = commands.add_parser(
        "check", parents=[common, building], help="everything build does, publishing nothing"
    )
    for each in (build, check):
        each.add_argument("--out", metavar="DIR", help="where the site goes (default: ROOT/site)")
        each.add_argument("--clean", action="store_true", help="use nothing from earlier builds")
    serve = commands.add_parser("serve", parents=[common], help="live preview on this machine")
    serve.add_argument("--port", type=int, default=8000, help="(default: %(default)s)")
    serve.add_argument("--open", action="store_true", help="open the browser")
    commands.add_parser("stale", parents=[common], help="facts overdue or about to be, oldest first")
    new = commands.add_parser("new", parents=[common], help="write a valid, commented starting file")
    new.add_argument("kind", metavar="KIND", help="partner, event, fact, page …")
    new.add_argument("id", metavar="ID", help="the file's name: small letters, digits and hyphens")
    commands.add_parser("schema", parents=[common], help="write JSON Schemas for editors to data/schema/")
    return parser


def _positive(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 1 on")
    return int(text)


def _read_now(written: str | None, environment: Mapping[str, str]) -> date:
    """Return the only clock: --now, else SOURCE_DATE_EPOCH, else today in Białystok."""
    if written:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", written, re.ASCII):
            raise WrongUse(f"--now: `{written}` is not a day; write 2026-11-22 or 2026-11-22T10:00")
        try:
            return check_year(datetime.fromisoformat(written).date())
        except ValueError:
            raise WrongUse(f"--now: `{written}` does not exist; write a day such as 2026-11-22") from None
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Warsaw")
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return check_year(datetime.fromtimestamp(int(epoch), zone).date())
        except (ValueError, OverflowError, OSError):
            raise WrongUse(f"SOURCE_DATE_EPOCH: `{epoch}` is not a number of seconds since 1970") from None
    return datetime.now(zone).date()


def check_year(day: date) -> date:
    """Return the day when it is in a year that records may use. Errors: ValueError."""
    if not 1000 <= day.year <= 2999:
        raise ValueError(day)
    return day


def _read_base_url(written: str) -> str:
    from microsite.model import address_fault

    address = written if written.endswith("/") else written + "/"
    fault = address_fault(address, is_base=True)
    if fault:
        raise WrongUse(f"--base-url: {fault.message}; write it as https://x.example/study/")
    return address


# --- build and check ----------------------------------------------------------------------------


def _build(options: argparse.Namespace, terminal: Terminal) -> int:
    with _collect_rarely():
        return _build_or_repeat(options, terminal)


def _build_or_repeat(options: argparse.Namespace, terminal: Terminal) -> int:
    began = time.monotonic()
    asked = _key_of(options, terminal)
    outcome = outcome_file(str(options.root), str(options.out))
    found = None if options.clean else repeat_outcome(outcome, asked)
    if isinstance(found, tuple):
        _say_outcome(found, terminal, seconds=time.monotonic() - began)
        return BUILT
    from microsite.building import run_command

    return run_command(
        options, terminal, is_published=True, began=began, outcome=(outcome, asked), look=found
    )


def _check(options: argparse.Namespace, terminal: Terminal) -> int:
    from microsite.building import run_command

    with _collect_rarely():
        return run_command(options, terminal, is_published=False, began=time.monotonic())


@contextmanager
def _collect_rarely() -> Iterator[None]:
    """Look for garbage in cycles only now and then: a build keeps most of what it makes until its end.

    Units: allocations that outlive others, before the youngest objects are looked through.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _key_of(options: argparse.Namespace, terminal: Terminal) -> str:
    """Return what the outcome of a build depends on besides what is on the disk."""
    asked = (options.today, options.base_url, options.drafts, options.report, terminal.has_colour)
    return repr((__version__, str(options.root), str(options.out), *map(str, asked)))


def _say_outcome(words: tuple[str, str], terminal: Terminal, *, seconds: float) -> None:
    report, summary = words
    terminal.say(report)
    terminal.complain(summary.replace("{seconds}", f"{seconds:.2f} s"))


# --- serve --------------------------------------------------------------------------------------


def _serve(options: argparse.Namespace, terminal: Terminal) -> int:
    from tempfile import TemporaryDirectory

    from microsite.building import make_preview
    from microsite.pipeline import SOURCE_FOLDERS
    from microsite.preview import serve

    watched = tuple(options.root / folder for folder in SOURCE_FOLDERS)
    with TemporaryDirectory(prefix="microsite-") as folder:
        return serve(
            make_preview(options, Path(folder)),
            watched=watched,
            port=options.port,
            should_open=options.open,
            say=lambda words: terminal.complain(words.rstrip("\n") + "\n"),
        )


# --- stale, new, schema -------------------------------------------------------------------------


def _stale(options: argparse.Namespace, terminal: Terminal) -> int:
    from microsite.pages import list_review
    from microsite.report import count_words, escape

    model, has_errors = _read_model(options, terminal)
    rows = list_review(model)
    late = sum(row.state != "due soon" for row in rows)
    for row in rows:
        checked = row.checked.isoformat() if row.checked else "unknown   "
        terminal.say(escape(f"{row.state:<9} checked {checked}  {row.path}:{row.line}  {row.source}") + "\n")
    soon = len(rows) - late
    terminal.complain(f"{count_words(late, 'value')} overdue, {soon} due within 30 days\n")
    return ERRORS if has_errors else BUILT


def _new(options: argparse.Namespace, terminal: Terminal) -> int:
    from microsite.problems import did_you_mean
    from microsite.publish import write_file
    from microsite.scaffold import kinds, make_new_file, propose_id

    proposed = propose_id(options.id, allow_folders=options.kind == "page")
    if proposed != options.id:
        raise WrongUse(f"`{options.id}` cannot be an id; `{proposed}` could")
    model, _ = _read_model(options, terminal, quiet=True)
    new_file = make_new_file(options.kind, options.id, model)
    if new_file is None:
        hint = did_you_mean(options.kind, kinds()) or f"the kinds are {', '.join(kinds())}"
        raise WrongUse(f"there is no kind `{options.kind}`; {hint}")
    path = options.root / new_file.path
    if path.exists():
        raise WrongUse(f"{new_file.path} exists already")
    write_file(path, new_file.text.encode())
    terminal.say(f"{new_file.path}\n")
    return BUILT


def _schema(options: argparse.Namespace, terminal: Terminal) -> int:
    from microsite.publish import write_file
    from microsite.schema import render_schemas

    for path, content in render_schemas().items():
        write_file(options.root / path, content)
        terminal.say(f"{path}\n")
    return BUILT


def _read_model(options: argparse.Namespace, terminal: Terminal, *, quiet: bool = False):  # type: ignore[no-untyped-def]
    from microsite.building import LineReader
    from microsite.model import model_sources
    from microsite.problems import sort_problems
    from microsite.report import report_problems
    from microsite.source import read_files

    files, reading = read_files(options.root)
    model, modelling = model_sources(files, today=options.today)
    errors = [problem for problem in sort_problems((*reading, *modelling)) if problem.is_error]
    if errors and not quiet:
        terminal.complain(report_problems(errors, "short", LineReader(files)))
    return model, bool(errors)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Terminal], int]] = {
    "build": _build,
    "check": _check,
    "serve": _serve,
    "stale": _stale,
    "new": _new,
    "schema": _schema,
}
