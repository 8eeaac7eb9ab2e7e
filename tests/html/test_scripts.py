"""Modules that import one another keep finding each other under their published names."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.html.assets import plan_assets
from microsite.html.fingerprints import fingerprint
from microsite.html.scripts import policy_hash
from microsite.problems import Location

SCRIPTS = Path(__file__).resolve().parents[2] / "templates" / "js"
FINDER = 'import { fold } from "./letters.js";\nfold("Ł");\n'
LETTERS = "export const fold = (text) => text;\n"


def published(**scripts: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The modules as published by their path, and the codes of what is wrong."""
    files = {f"templates/js/{name}.js": text.encode() for name, text in scripts.items()}
    manifest, problems = plan_assets(files, base_path="/study/")
    texts = {path: content.decode() for path, content in manifest.content_by_path.items()}
    return texts, tuple(problem.code for problem in problems)


def test_an_import_names_the_published_module() -> None:
    texts, codes = published(finder=FINDER, letters=LETTERS)

    letters = f"letters.{fingerprint(LETTERS.encode())}.js"
    assert codes == ()
    assert texts[f"assets/js/{letters}"] == LETTERS
    assert FINDER.replace("letters.js", letters) in texts.values()


def test_a_module_has_a_new_name_when_what_it_imports_changes() -> None:
    before, _ = published(finder=FINDER, letters=LETTERS)
    after, _ = published(finder=FINDER, letters=LETTERS + "fold();\n")

    assert before.keys() & after.keys() == set()


@pytest.mark.parametrize(
    "line",
    [
        'import "./letters.js";',
        "import { a, b } from './letters.js';",
        'export { fold } from "../js/letters.js";',
        'export * from "./letters.js";',
    ],
)
def test_every_way_of_importing_is_linked(line: str) -> None:
    texts, codes = published(finder=line, letters=LETTERS)

    assert codes == ()
    assert not any("letters.js" in text for text in texts.values())


def test_what_is_no_import_stays_as_it_is() -> None:
    line = 'const words = "./letters.js";'

    texts, _ = published(finder=line, letters=LETTERS)

    assert line in texts.values()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("// Finds.\nfind();\n", "find();\n"),
        ("/** Finds. */\nfind();\n", "find();\n"),
        ("/**\n * Finds **all**.\n * @returns {void}\n */\nfind();\n", "find();\n"),
        ("if (a) {\n  // why\n  find();\n}\n", "if (a) {\n  find();\n}\n"),
        ("find(); // now\n", "find(); // now\n"),
        ("/** @type {A} */ (a).b = 1;\n/* c */\n", "/** @type {A} */ (a).b = 1;\n"),
        ('const host = "//a.example";\n', 'const host = "//a.example";\n'),
        ("a = b\n  / c;\n", "a = b\n  / c;\n"),
    ],
)
def test_comments_on_lines_of_their_own_are_not_published(written: str, kept: str) -> None:
    texts, _ = published(finder=written)

    assert list(texts.values()) == [kept]


def test_the_scripts_of_the_site_keep_all_their_code() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js")}

    texts, _ = published(**{name.removesuffix(".js"): text for name, text in scripts.items()})

    published_lines = {line for text in texts.values() for line in text.splitlines()}
    left_out = {
        line.strip()
        for text in scripts.values()
        for line in text.splitlines()
        if line not in published_lines and not line.startswith("import ")
    }
    assert scripts
    assert [line for line in left_out if not line.startswith(("//", "*", "/*"))] == []


def test_an_import_that_leads_nowhere_is_reported_where_it_stands() -> None:
    files = {"templates/js/finder.js": b'// Finds.\nimport "./leters.js";\n', "templates/js/letters.js": b""}

    _, (problem,) = plan_assets(files, base_path="/")

    assert problem.code == "missing-asset"
    assert problem.message == "the script imports `./leters.js`, which does not exist"
    assert problem.location == Location("templates/js/finder.js", 2, 9, 11)
    assert problem.hint == "did you mean `js/letters.js`?"


def test_modules_that_import_each_other_are_reported_once() -> None:
    _, codes = published(one='import "./two.js";\n', two='import "./one.js";\n')

    assert codes == ("circular-import",)


def test_the_hash_of_a_line_is_that_of_the_standard() -> None:
    # Source: the example of CSP Level 3, section 8.1.
    assert policy_hash("alert('Hello, world.');") == "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
