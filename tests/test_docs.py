"""The papers keep their word: what they list is what the code has, and what they show works."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from microsite.model import RECORD_TYPES, PageMatter, Record, Settings, Shape, model_sources
from microsite.pages import COMPONENTS
from microsite.pages.facts import REVIEW_DAYS
from microsite.problems import Problem
from microsite.source import SourceFile, read_files
from tests.whole_site import RenderedSite, render_everything

REPOSITORY = Path(__file__).resolve().parents[1]
PAPERS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
GUIDES = (
    "docs/writing.md",
    "docs/problems.md",
    "docs/records.md",
    "docs/security.md",
    "docs/performance.md",
)
TODAY = date(2026, 11, 22)

CODE_GIVERS = {"Problem", "Finding", "Refusal", "ComponentRefusal", "fault"}
"""What takes a problem code: as `code=`, or as its first argument."""


@cache
def read(paper: str) -> str:
    return (REPOSITORY / paper).read_text(encoding="utf-8")


def fenced(paper: str, language: str) -> list[str]:
    """The blocks of a paper between fences with this language."""
    pattern = rf"^(`{{3,}}){language}\n(.*?)^\1$"
    return [match[2] for match in re.finditer(pattern, read(paper), re.MULTILINE | re.DOTALL)]


def prose(paper: str) -> str:
    """A paper without what stands in its fences."""
    return re.sub(r"^(`{3,}).*?^\1$", "", read(paper), flags=re.MULTILINE | re.DOTALL)


def table_rows(text: str) -> list[list[str]]:
    """The cells of every table row of a text."""
    rows = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows]


# --- Problem codes ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What the code says under a problem code; the messages are patterns."""

    code: str
    messages: tuple[str, ...]


def patterns(expression: ast.expr | None) -> tuple[str, ...]:
    """What a text in the code can become, as regular expressions: what is put in may be anything."""
    match expression:
        case ast.Constant(value=str() as text):
            return (re.escape(text),)
        case ast.JoinedStr(values=parts):
            return ("".join(each for part in parts for each in patterns(part)),)
        case ast.IfExp(body=one, orelse=other):
            return (*patterns(one), *patterns(other))
        case _:
            return (".*",)


def literals(expression: ast.expr) -> Iterator[str]:
    """The codes that an expression can be; a name or a call gives a code from elsewhere."""
    match expression:
        case ast.Constant(value=str() as text) if text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one)
            yield from literals(other)


def said_in(tree: ast.Module) -> Iterator[Said]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1] not in CODE_GIVERS:
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        first, second = (*node.args, None, None)[:2]
        code = named.get("code", first)
        if code is not None:
            for literal in literals(code):
                yield Said(literal, patterns(named.get("message", second)))


@cache
def all_said() -> tuple[Said, ...]:
    modules = sorted((REPOSITORY / "microsite").rglob("*.py"))
    found = [said for path in modules for said in said_in(ast.parse(path.read_text(encoding="utf-8")))]
    return tuple(said for said in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said.code))


@cache
def documented_codes() -> tuple[str, ...]:
    return tuple(re.findall(r"^### `([^`]+)`$", read("docs/problems.md"), re.MULTILINE))


def example_lines(paper: str) -> list[tuple[str, str]]:
    """The code and message of every problem that a paper shows."""
    shown = "\n".join(fenced(paper, "text"))
    return re.findall(r"^(?:error|warning)\[([a-z0-9-]+)\]: (.*)$", shown, re.MULTILINE)


def test_every_code_has_a_section_in_problems_md() -> None:
    codes = {said.code for said in all_said()}

    assert sorted(codes - set(documented_codes())) == []


def test_every_section_of_problems_md_is_a_code() -> None:
    codes = {said.code for said in all_said()}

    assert sorted(set(documented_codes()) - codes) == []
    assert len(set(documented_codes())) == len(documented_codes())


def test_every_section_names_cause_and_cure() -> None:
    sections = re.split(r"^(?=### `)", read("docs/problems.md"), flags=re.MULTILINE)[1:]

    assert [
        each.split("`")[1]
        for each in sections
        if not re.search(r"\*\*Cause:\*\* .*\*\*Cure:\*\* ", each, re.S)
    ] == []


def test_the_example_of_a_section_shows_its_code() -> None:
    sections = re.split(r"^(?=### `)", read("docs/problems.md"), flags=re.MULTILINE)[1:]

    shown = {
        section.split("`")[1]: re.findall(r"^(?:error|warning)\[([^\]]+)\]", section, re.M)
        for section in sections
    }

    assert [code for code, codes in shown.items() if codes != [code]] == []


@pytest.mark.parametrize("paper", ["docs/problems.md", "docs/writing.md"])
def test_an_example_says_what_the_code_says(paper: str) -> None:
    examples = example_lines(paper)

    stale = [
        (code, message)
        for code, message in examples
        if not any(
            re.fullmatch(pattern, message)
            for said in all_said()
            if said.code == code
            for pattern in said.messages
        )
    ]

    assert examples
    assert stale == []


# --- Facts, records and pages -------------------------------------------------------------------


def test_the_guide_gives_the_days_after_which_each_kind_of_fact_is_overdue() -> None:
    section = read("docs/writing.md").partition("### When a fact is overdue")[2].partition("\n### ")[0]

    written = {cells[0].strip("`"): cells[1] for cells in table_rows(section)[2:]}

    assert written == {kind: f"{days} days" if days else "never" for kind, days in REVIEW_DAYS.items()}


def all_shapes(shape: type[Shape]) -> Iterator[type[Shape]]:
    """A model and the models of the values inside it."""
    yield shape
    for info in shape.model_fields.values():
        yield from inner_shapes(info.annotation)


def inner_shapes(annotation: object) -> Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield from all_shapes(annotation)
    for inner in getattr(annotation, "__args__", ()):
        yield from inner_shapes(inner)


def described_fields(shape: type[Shape]) -> set[tuple[str, str]]:
    """Each field of a model with the words that authors read."""
    fields = {name: info.description for name, info in shape.model_fields.items() if name != "id"}
    return {(name, " ".join((about or "").split())) for name, about in fields.items()}


def documented_fields(text: str) -> set[tuple[str, str]]:
    return {
        (cells[0].strip("`"), cells[-1].replace("\\", ""))
        for cells in table_rows(text)
        if cells[0].startswith("`")
    }


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda each: each.collection)
def test_records_md_describes_every_field_of_a_collection(record_type: type[Record]) -> None:
    heading = f"### data/{record_type.collection}/\n"
    section = read("docs/records.md").partition(heading)[2].partition("\n## ")[0].partition("\n### ")[0]

    assert documented_fields(section) == described_fields(record_type)


@cache
def known_shapes() -> tuple[type[Shape], ...]:
    roots: tuple[type[Shape], ...] = (*RECORD_TYPES, PageMatter, Settings)
    found = {shape for root in roots for shape in all_shapes(root)}
    return tuple(sorted(found, key=lambda shape: shape.__name__))


@pytest.mark.parametrize("shape", known_shapes(), ids=lambda each: each.__name__)
def test_records_md_describes_every_field_of_what_stands_inside_records(shape: type[Shape]) -> None:
    assert described_fields(shape) <= documented_fields(read("docs/records.md"))


def test_records_md_describes_no_field_that_is_gone() -> None:
    tables = read("docs/records.md").partition("\n## Collections")[2]

    known = {field for shape in known_shapes() for field in described_fields(shape)}

    assert documented_fields(tables) - known == set()


def test_the_guide_describes_every_field_at_the_top_of_a_page() -> None:
    section = read("docs/writing.md").partition("\n## Pages")[2].partition("\n### ")[0]

    written = dict(documented_fields(section))

    about = dict(described_fields(PageMatter))
    assert written.keys() == about.keys()
    assert [name for name, words in about.items() if not written[name].startswith(words)] == []


def test_the_guide_names_the_folder_of_every_collection() -> None:
    section = read("docs/writing.md").partition("\n## Where things are")[2].partition("\n## ")[0]

    assert [each.collection for each in RECORD_TYPES if f"data/{each.collection}/" not in section] == []


# --- Examples that must work --------------------------------------------------------------------


def a_picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue()


def example_files() -> dict[str, SourceFile]:
    """The examples of the guide as files of the site: records under their own name, texts as pages."""
    found = {"content/en/examples/lecture-hall.jpg": a_picture()}
    for block in fenced("docs/writing.md", "yaml"):
        path = block.partition("\n")[0].removeprefix("# ")
        found[path] = block.encode()
    for number, block in enumerate(fenced("docs/writing.md", "markdown")):
        matter = f"---\ntitle: Example {number}\ndescription: Example {number}.\nupdated: 2026-11-22\n---\n\n"
        text = block if block.startswith("---\n") else matter + block
        found[f"content/en/examples/example-{number}.md"] = text.encode()
    return {path: SourceFile(path, content) for path, content in found.items()}


@cache
def build_examples() -> tuple[RenderedSite, tuple[Problem, ...]]:
    """The real site with the examples of the guide in it."""
    files, _ = read_files(REPOSITORY)
    model, modelling = model_sources({**files, **example_files()}, today=TODAY)
    site, problems = render_everything(model, "https://x.example/")
    return site, (*modelling, *problems)


def test_the_examples_of_the_guide_have_no_problem() -> None:
    examples = example_files()

    _, problems = build_examples()

    assert [problem for problem in problems if problem.location.path in examples] == []


def test_the_examples_of_the_guide_become_pages() -> None:
    pages = [path for path in example_files() if path.endswith(".md")]

    site, _ = build_examples()

    published = {file.origin for path, file in site.files.items() if path not in site.unfinished}
    assert len(pages) > 5
    assert [path for path in pages if path not in published] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_the_guide_shows_a_block_with_its_arguments(name: str) -> None:
    value = r"(?:\"[^\"]+\"|\S+)"
    arguments = "".join(f" {argument}={value}" for argument in COMPONENTS[name].arguments)
    optional = "|".join(COMPONENTS[name].optional) or "-"

    shown = [
        text
        for text in fenced("docs/writing.md", "markdown")
        if re.match(rf"::: {name}{arguments}(?: (?:{optional})=\S+)*\n(?:.+\n)*:::", text)
    ]

    assert len(shown) == 1


# --- The command and the Makefile ---------------------------------------------------------------


def help_of(*words: str) -> str:
    command = [sys.executable, str(REPOSITORY / "build.py"), *words, "--help"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


@cache
def commands() -> tuple[str, ...]:
    return tuple(re.findall(r"^    ([a-z]+) {2,}", help_of(), re.MULTILINE))


def test_the_readme_names_every_command() -> None:
    shown = "\n".join(fenced("README.md", "console"))

    assert set(re.findall(r"^python build\.py ([a-z]+)", shown, re.MULTILINE)) == set(commands())


def test_the_readme_names_every_option_and_no_other() -> None:
    known = {
        option for words in ((), *((each,) for each in commands())) for option in options_in(help_of(*words))
    }

    first_cells = " ".join(cells[0] for cells in table_rows(read("README.md")))

    assert options_in(first_cells) == known


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))


def test_the_readme_names_every_target_of_the_makefile_and_no_other() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))

    listed = {
        cells[0].strip("`").removeprefix("make ")
        for cells in table_rows(read("README.md"))
        if "`make " in cells[0]
    }

    assert listed == targets


@pytest.mark.parametrize("paper", [*PAPERS, *GUIDES])
def test_a_target_that_a_paper_names_is_in_the_makefile(paper: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make ([a-z]+)", read(paper), re.MULTILINE)) <= targets


def test_contributing_names_the_commands_that_make_lint_and_make_test_run() -> None:
    shown = fenced("CONTRIBUTING.md", "console")[0]

    wanted = re.findall(
        r"-m ((?:ruff|mypy|pytest)[a-z -]*?(?: \.)?)(?= --numprocesses|$)", read("Makefile"), re.MULTILINE
    )

    assert [words for words in wanted if f"python -m {words}\n" not in shown] == []


# --- The map, links and style -------------------------------------------------------------------


def test_the_map_names_every_module_and_no_other() -> None:
    engine = REPOSITORY / "microsite"
    modules = {
        path.relative_to(engine).as_posix() for path in engine.rglob("*.py") if path.name != "__init__.py"
    }

    section = read("ARCHITECTURE.md").partition("## The map")[2].partition("\n## ")[0]
    named = {cells[0].removeprefix("microsite/") for cells in table_rows(section) if cells[0].endswith(".py")}

    assert named - {"build.py"} == modules


def anchors_of(file: Path) -> set[str]:
    """The anchors that hosts of repositories give to headings."""
    paper = file.resolve().relative_to(REPOSITORY).as_posix()
    headings = re.findall(r"^#+ (.*)$", prose(paper), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("paper", [*PAPERS, *GUIDES])
def test_every_link_inside_the_papers_leads_somewhere(paper: str) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(paper))):
        path, _, anchor = target.partition("#")
        file = (REPOSITORY / paper).parent / path if path else REPOSITORY / paper
        if target.startswith("https://"):
            continue
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("paper", [*PAPERS, *GUIDES])
def test_a_line_of_prose_holds_one_sentence(paper: str) -> None:
    lines = [line for line in prose(paper).splitlines() if not line.startswith("|")]

    assert [
        line for line in lines if re.search(r"(?<!\d)[a-z)`][.!?] [A-Z]", re.sub(r"`[^`]*`", "x", line))
    ] == []


@pytest.mark.parametrize("paper", [*PAPERS, *GUIDES])
def test_a_file_that_a_paper_names_exists(paper: str) -> None:
    named = set(
        re.findall(
            r"(?<![\w/.<-])((?:data|content|templates|microsite|tests|docs|\.github)/[\w./-]*\w/?)",
            prose(paper),
        )
    )

    made_up = {
        "data/strings/pl.yaml",
        "content/pl/",
        "templates/components/name.html",
        "templates/pages/things.html",
        "content/en/things.md",
        "microsite/pages/things.py",
    }
    assert sorted(each for each in named - made_up if not (REPOSITORY / each).exists()) == []
