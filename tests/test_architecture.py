"""The shape of the engine, read from its source: who imports whom, and who may touch the outside world.

The rules are those of ARCHITECTURE.md; nothing of the engine is run here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "microsite"

STAGES = ("source", "model", "pages", "html", "publish")
"""In the order of the flow: a stage imports only from those before it."""

BESIDE = ("incremental", "preview")
"""Folders beside the stages: what need not be done again, and what shows it all at once."""

ABOVE = ("pipeline", "command", "report", "schema", "scaffold", "preview")
"""What calls the stages and the incremental build, and what neither may import."""

MEMORY, FAST_PATH = ("incremental/store.py", "incremental/packs.py"), "fast_path.py"
"""What reads and writes .cache/, which only ever saves time."""

LONGEST_MODULE = 400
LONG_MODULES = {
    "pages/views.py": "what templates are given: declarations only, with a line for each field",
}
"""Modules that may be longer, and why a reader accepts it."""

LONGEST_FUNCTION = 60

DISK_CALLS = re.compile("open|scandir|listdir|walk|stat|lstat|fstat|readlink|access|statvfs")
DISK_METHODS = re.compile(
    "read_(text|bytes)|write_(text|bytes)|iterdir|r?glob|exists|is_(file|dir|symlink)|samefile|lstat|readlink"
    "|mkdir|unlink|rmdir|rename|touch|chmod|symlink_to|hardlink_to"
)
WRITING_CALLS = re.compile("rename|unlink|remove|mkdir|makedirs|rmdir|symlink|link|chmod|truncate")
WRITING_METHODS = re.compile(
    "write_(text|bytes)|mkdir|unlink|rmdir|rename|touch|chmod|symlink_to|hardlink_to"
)


@cache
def modules() -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(ENGINE).as_posix() for path in ENGINE.rglob("*.py")))


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((ENGINE / module).read_text(encoding="utf-8"))


def stage_of(module: str) -> str:
    """The stage a module belongs to; empty for what stands above the stages."""
    first = module.partition("/")[0]
    return first if first in STAGES else ""


@cache
def imports_of(module: str) -> tuple[tuple[str, str, int], ...]:
    """Every import of a module, inside functions too: (module, name, line), relative ones made absolute."""
    folder = ["microsite", *module.split("/")[:-1]]
    found = []
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found += [(alias.name, "", node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else []
            target = ".".join([*above, *([node.module] if node.module else [])])
            found += [(target, alias.name, node.lineno) for alias in node.names]
    return tuple(found)


@cache
def offered_by(package: str) -> frozenset[str]:
    """The names in `__all__` of a package of the engine."""
    for node in tree_of(f"{package}/__init__.py").body:
        if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == ["__all__"]:
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def faults(judge: Callable[[str], Iterator[str]]) -> list[str]:
    return [fault for module in modules() for fault in judge(module)]


def calls(module: str) -> Iterator[tuple[str, str, int]]:
    """Yield (owner, name, line) of every call but those of own methods; the owner of ``open(…)`` is empty."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield "", node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "self":
                yield ast.unparse(node.func.value), node.func.attr, node.lineno


def disk_uses(module: str) -> Iterator[str]:
    for owner, name, line in calls(module):
        is_call = (owner, name) == ("", "open") or (
            owner in ("os", "shutil", "os.path") and DISK_CALLS.fullmatch(name)
        )
        if is_call or (DISK_METHODS.fullmatch(name) and owner not in ("re", "os")):
            yield f"{module}:{line}: {owner}.{name}".replace(": .", ": ")


# --- Who imports whom ---------------------------------------------------------------------------


def test_the_folders_of_the_engine_are_the_stages_and_what_stands_beside_them() -> None:
    folders = {module.partition("/")[0] for module in modules() if "/" in module}

    assert folders == {*STAGES, *BESIDE}


def test_a_stage_imports_only_earlier_stages_and_problems() -> None:
    def judge(module: str) -> Iterator[str]:
        stage = stage_of(module)
        for target, _, line in imports_of(module):
            parts = target.split(".")
            if not stage or parts[0] != "microsite":
                continue
            allowed = {*STAGES[: STAGES.index(stage) + 1], "problems", "lazy", "values"}
            if len(parts) < 2 or parts[1] not in allowed:
                yield f"{module}:{line}: {stage} imports {target}"

    assert faults(judge) == []


def test_a_package_gives_others_only_what_its_door_offers() -> None:
    def judge(module: str) -> Iterator[str]:
        own = module.partition("/")[0]
        for target, name, line in imports_of(module):
            parts = target.split(".")
            if parts[0] != "microsite" or len(parts) < 2 or parts[1] == own:
                continue
            if parts[1] not in (*STAGES, *BESIDE):
                continue
            if len(parts) > 2 or name not in offered_by(parts[1]):
                yield f"{module}:{line}: {name} of {target}"

    assert faults(judge) == []


@pytest.mark.parametrize("package", [*STAGES, *BESIDE])
def test_a_door_offers_what_it_names_in_order(package: str) -> None:
    named = [
        each.asname or each.name
        for node in ast.walk(tree_of(f"{package}/__init__.py"))
        if isinstance(node, ast.ImportFrom) and node.module != "microsite.lazy"
        for each in node.names
    ]

    assert offered_by(package) == set(named)


def test_the_incremental_build_knows_the_stages_and_not_who_calls_it() -> None:
    def judge(module: str) -> Iterator[str]:
        for target, _, line in imports_of(module):
            parts = target.split(".")
            if module.startswith("incremental/") and parts[0] == "microsite" and parts[1] in ABOVE:
                yield f"{module}:{line}: {target}"

    assert faults(judge) == []


def test_the_preview_knows_no_stage() -> None:
    def judge(module: str) -> Iterator[str]:
        for target, _, line in imports_of(module):
            parts = target.split(".")
            if module.startswith("preview/") and parts[0] == "microsite" and parts[1] in STAGES:
                yield f"{module}:{line}: {target}"

    assert faults(judge) == []


def test_problems_and_the_report_know_no_stage() -> None:
    known = {target for module in ("problems.py", "report.py") for target, _, _ in imports_of(module)}

    assert {target for target in known if target.startswith("microsite")} <= {"microsite.problems"}


def test_build_py_knows_the_command_and_nothing_else_of_the_engine() -> None:
    tree = ast.parse((ROOT / "build.py").read_text(encoding="utf-8"))

    known = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name for name in known if name and name.startswith("microsite")} == {"microsite.command"}


# --- One door each for the outside world --------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "doors"),
    [
        ("yaml", "source/yaml_"),
        ("markdown", "html/markdown"),
        ("jinja2", ("html/templates.py", "html/template_sandbox.py")),
        ("markupsafe", "html/templates.py"),
        ("nh3", "html/sanitise.py"),
        ("PIL", ("html/pictures.py", "html/cloth.py", "html/lettering.py")),
        ("icalendar", "html/calendars.py"),
        ("babel", "model/locales.py"),
        ("pydantic", "model/"),
        ("slugify", "scaffold.py"),
        ("argparse", ("command.py", "building.py")),
        ("selectolax", ("html/sanitise.py", "publish/")),
        ("livereload", "preview/"),
        ("tornado", "preview/"),
        ("watchfiles", "preview/"),
    ],
)
def test_a_library_is_known_at_its_door_alone(library: str, doors: str | tuple[str, ...]) -> None:
    def judge(module: str) -> Iterator[str]:
        for target, _, line in imports_of(module):
            if target.split(".")[0] == library and not module.startswith(doors):
                yield f"{module}:{line}"

    assert any(target.split(".")[0] == library for each in modules() for target, _, _ in imports_of(each))
    assert faults(judge) == []


def test_the_sources_are_read_in_one_module() -> None:
    # publish/ looks at its own target; preview/watch.py at names and times, to see what changed.
    # Two modules of incremental/ read what builds remember, and source/stamps.py asks only for stamps.
    doors = ("source/files.py", "source/stamps.py", "publish/", "preview/watch.py", *MEMORY)

    def judge(module: str) -> Iterator[str]:
        if "/" in module and not module.startswith(doors):
            yield from disk_uses(module)

    assert faults(judge) == []


def test_above_the_stages_the_disk_is_only_asked_whether_a_path_is_there() -> None:
    def judge(module: str) -> Iterator[str]:
        if "/" not in module and module != FAST_PATH:
            yield from (use for use in disk_uses(module) if not use.endswith((".exists", ".is_dir")))

    assert faults(judge) == []


def test_only_publish_writes_to_the_disk_but_for_what_builds_remember() -> None:
    def judge(module: str) -> Iterator[str]:
        if stage_of(module) == "publish" or module in (*MEMORY, FAST_PATH):
            return
        for owner, name, line in calls(module):
            is_call = owner in ("os", "shutil") and WRITING_CALLS.fullmatch(name)
            if is_call or WRITING_METHODS.fullmatch(name):
                yield f"{module}:{line}: {owner}.{name}"

    assert faults(judge) == []


def test_only_build_py_prints() -> None:
    def judge(module: str) -> Iterator[str]:
        for owner, name, line in calls(module):
            if (owner, name) == ("", "print") or owner in ("sys.stdout", "sys.stderr"):
                yield f"{module}:{line}: {owner}.{name}"

    assert faults(judge) == []


def test_nothing_but_the_arguments_says_what_day_it_is_or_where_the_build_runs() -> None:
    """No clock, chance, environment or locale: the same sources and `--now` give the same bytes."""
    barred_modules = {"random", "secrets", "uuid", "locale", "getpass", "socket", "platform", "time"}
    barred_calls = {"now", "today", "utcnow", "getenv", "getcwd", "cwd", "home", "expanduser", "gethostname"}

    def judge(module: str) -> Iterator[str]:
        if not stage_of(module) and not module.startswith("incremental/"):
            return
        for target, _, line in imports_of(module):
            # source/files.py tells fresh stamps from lasting ones; that reaches no output.
            if (module, target) == ("source/files.py", "time"):
                continue
            # tree.py may wait between two tries; it has no clock.
            if target.split(".")[0] in barred_modules and stage_of(module) != "publish":
                yield f"{module}:{line}: {target}"
        for owner, name, line in calls(module):
            if name in barred_calls and not (stage_of(module) == "publish" and name == "cwd"):
                yield f"{module}:{line}: {owner}.{name}"
            if owner == "time" and stage_of(module) == "source" and name != "time_ns":
                yield f"{module}:{line}: {owner}.{name}"
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.Attribute) and node.attr == "environ":
                yield f"{module}:{node.lineno}: environ"

    assert faults(judge) == []


def test_the_command_has_the_only_clock() -> None:
    def judge(module: str) -> Iterator[str]:
        for owner, name, line in calls(module):
            if (
                owner in ("datetime", "date")
                and name in ("now", "today", "utcnow")
                and module != "command.py"
            ):
                yield f"{module}:{line}"

    assert faults(judge) == []


# --- Shape --------------------------------------------------------------------------------------


def test_a_module_can_be_read_in_a_sitting() -> None:
    lines = {module: len((ENGINE / module).read_text(encoding="utf-8").splitlines()) for module in modules()}

    long = {module for module, count in lines.items() if count > LONGEST_MODULE}

    assert long - set(LONG_MODULES) == set()


def test_a_function_can_be_seen_whole() -> None:
    def judge(module: str) -> Iterator[str]:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield f"{module}:{node.lineno}: {node.name} has {length} lines"

    assert faults(judge) == []


def test_no_module_is_named_for_nothing() -> None:
    barred = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "manager.py"}

    assert [module for module in modules() if module.split("/")[-1] in barred] == []


def test_no_module_keeps_state() -> None:
    """A list, mapping or set of a module is a constant: in capitals, and never changed."""

    literals = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp

    def is_mutable(value: ast.expr | None) -> bool:
        made = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
        return made in ("list", "dict", "set", "defaultdict") or isinstance(value, literals)

    def judge(module: str) -> Iterator[str]:
        for node in tree_of(module).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            names = [ast.unparse(each) for each in targets]
            if is_mutable(getattr(node, "value", None)) and not all(
                name.isupper() or name == "__all__" for name in names
            ):
                yield f"{module}:{node.lineno}: {', '.join(names)}"
        for each in ast.walk(tree_of(module)):
            if isinstance(each, ast.Global):
                yield f"{module}:{each.lineno}: global"

    assert faults(judge) == []


def test_a_constant_is_never_changed() -> None:
    changing = {"append", "extend", "add", "update", "pop", "clear", "setdefault", "insert", "remove"}

    def judge(module: str) -> Iterator[str]:
        for owner, name, line in calls(module):
            if owner.isupper() and name in changing:
                yield f"{module}:{line}: {owner}.{name}"

    assert faults(judge) == []


def test_every_module_says_what_it_does() -> None:
    assert [module for module in modules() if not ast.get_docstring(tree_of(module))] == []
