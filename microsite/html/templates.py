"""Templates: with template_sandbox.py the only module that knows Jinja.

Templates are sandboxed, escaped and strict. An undefined name does not end the page: it is noted
with the template's file and line and the page goes on, so one build shows every wrong name. A page
whose templates take too long is given up at a counted step, the same one in every build.
"""

from __future__ import annotations

import marshal
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field, fields, is_dataclass
from types import FrameType
from typing import Any

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateRuntimeError, UndefinedError
from jinja2.utils import missing
from markupsafe import Markup

from microsite.problems import Location, Problem, Problems, did_you_mean
from microsite.values import dataclass

from .template_budget import Budget, Overspent, TemplateRefusal
from .template_sandbox import ALL_TEMPLATES, Compiled, Sandbox, template_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Reads

FOLDER = "templates/"

_MOST_PROBLEMS = 1_000
"""Of one page: whoever has more will not read them."""


def compile_templates(sources: Mapping[str, str]) -> bytes:
    """Return templates compiled, for `Templates` in another process of this build; they are no other's."""
    return marshal.dumps(dict(Templates(sources).compile_all()))


class Strings:
    """Interface texts by name; no other attribute, so that no name is taken by a method."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, object]) -> None:
        self._texts = texts

    def __getitem__(self, name: str) -> object:
        """Return one text; KeyError makes the template engine note an undefined name."""
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        """The names, for "did you mean"."""
        return iter(self._texts)


@dataclass(slots=True)
class _Places:
    """Where in the templates the engine is, and what is written there."""

    sources: Mapping[str, str]
    lines_by_template: dict[str, list[str]] = field(default_factory=dict)
    table_by_template: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    """Lines of the engine's own code, rising, and the template's line of each."""

    def written(self, template: str, line: int) -> str:
        """Return a line of a template, or nothing where there is none."""
        if template not in self.lines_by_template:
            self.lines_by_template[template] = self.sources.get(template, "").splitlines()
        lines = self.lines_by_template[template]
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def line_of(self, template: Template, engine_line: int) -> int:
        """Return the template's line; the table is read once, as templates of many tags have a long one."""
        name = str(template.name)
        if name not in self.table_by_template:
            pairs = sorted((there, here) for here, there in template.debug_info)
            self.table_by_template[name] = ([there for there, _ in pairs], [here for _, here in pairs])
        engine_lines, lines = self.table_by_template[name]
        index = bisect_right(engine_lines, engine_line) - 1
        return lines[index] if index >= 0 else 1

    def here(self) -> tuple[str, int, int]:
        """Return the template being rendered, its line and the engine's: the nearest frame of a template."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            template = frame.f_globals.get("__jinja_template__")
            if isinstance(template, Template):
                return str(template.name), self.line_of(template, frame.f_lineno), frame.f_lineno
            frame = frame.f_back
        return "", 0, 0


@dataclass(slots=True)
class _Notes:
    """The problems of the page being rendered."""

    places: _Places
    page: str = ""
    names: tuple[str, ...] = ()
    """What the page's template was given, for "did you mean"."""
    found: list[Problem] = field(default_factory=list)
    seen: set[tuple[str, int, str]] = field(default_factory=set)
    """Template, line of the engine, and what was noted: a loop notes each mistake once."""

    def begin(self, page: str, names: tuple[str, ...]) -> None:
        """Begin a page."""
        self.page, self.names, self.found = page, names, []
        self.seen.clear()

    def add_undefined(self, undefined: Any) -> None:
        """Note the use of a name, attribute or interface text that does not exist."""
        name, owner = str(undefined._undefined_name), undefined._undefined_obj
        place = self._place(name)
        if place is None:
            return
        if undefined._undefined_exception is SecurityError:
            message = f"`{type(owner).__name__}` does not give its `{name}` to templates"
            self.add(*place, message, word=name)
        elif undefined._undefined_hint:
            self.add(*place, str(undefined._undefined_hint))
        elif owner is missing:
            near = did_you_mean(name, self.names)
            self.add(*place, f"there is no name `{name}` in templates", word=name, hint=near)
        elif owner is None:
            self.add(*place, f"`none` has no `{name}`", word=name)
        elif isinstance(owner, Strings):
            near = did_you_mean(name, owner)
            self.add(*place, f"there is no interface text `{name}`", word=name, hint=near)
        else:
            near = did_you_mean(name, _names_of(owner))
            self.add(*place, f"`{type(owner).__name__}` has no `{name}`", word=name, hint=near)

    def add_unshown(self, what: str) -> None:
        """Note a value that is no text where a text should stand."""
        place = self._place(what)
        if place is not None:
            hint = "call it: write its name with brackets after it" if what == "a function" else ""
            self.add(*place, f"{what} cannot be shown on a page", hint=hint)

    def _place(self, what: str) -> tuple[str, int] | None:
        """Return the template and line being rendered; None when this was noted there."""
        template, line, engine_line = self.places.here()
        if (template, engine_line, what) in self.seen:
            return None
        self.seen.add((template, engine_line, what))
        if len(self.found) >= _MOST_PROBLEMS:
            raise Overspent(f"the templates of this page have more than {_MOST_PROBLEMS:,} mistakes")
        return template, line

    def add(self, template: str, line: int, message: str, *, word: str = "", hint: str = "") -> None:
        """Note a problem, under a word of the line or under all of it."""
        written = self.places.written(template, line)
        column = written.find(word) + 1 if word else 0
        start = column or len(written) - len(written.lstrip()) + 1
        length = len(word) if column else max(1, len(written.strip()))
        self.found.append(
            Problem(
                code="template-error" if not word else "undefined-name",
                message=message,
                location=Location(FOLDER + template, line, start, length),
                label="not known here" if word else "",
                hint=hint,
                page=self.page,
            )
        )


_CALCULATIONS = (
    *("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__mod__", "__rmod__"),
    *("__truediv__", "__rtruediv__", "__floordiv__", "__rfloordiv__", "__pow__", "__rpow__"),
    *("__pos__", "__neg__"),
)


def _make_undefined(notes: _Notes) -> type[Undefined]:
    """Return the type of an undefined value that notes its use and then stands for nothing."""

    class NotedUndefined(Undefined):
        __slots__ = ()

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":
                raise AttributeError(name)
            return note(self)

    def note(undefined: Any, *_: object, **__: object) -> Any:
        notes.add_undefined(undefined)
        return undefined

    def standing_for(nothing: Callable[[], object]) -> Callable[..., object]:
        def method(undefined: Any, *_: object) -> object:
            note(undefined)
            return nothing()

        return method

    for names, method in (
        (("__str__", "__html__"), standing_for(str)),
        (("__iter__",), standing_for(lambda: iter(()))),
        (("__len__",), standing_for(int)),
        (("__bool__", "__eq__", "__ne__", "__contains__"), standing_for(bool)),
        ((*_CALCULATIONS, "__call__", "__getitem__", "__lt__", "__gt__", "__le__", "__ge__"), note),
    ):
        for name in names:
            setattr(NotedUndefined, name, method)
    return NotedUndefined


def _names_of(owner: object) -> tuple[str, ...]:
    if is_dataclass(owner):
        return tuple(each.name for each in fields(owner))
    return tuple(owner) if isinstance(owner, Mapping) else ()


class Templates:
    """The site's templates, ready to render."""

    def __init__(self, sources: Mapping[str, str], compiled: bytes = b"") -> None:
        """Take each template's text, by its path in templates/, and what was compiled of some already."""
        self._sources = sources
        self._notes = _Notes(_Places(sources))
        self._budget = Budget()
        self._page = ""
        self._overspent: dict[str, Problem] = {}
        """By template: what no page needs to find out again."""
        self._sandbox = Sandbox(
            sources,
            budget=self._budget,
            undefined=_make_undefined(self._notes),
            note_unshown=self._notes.add_unshown,
            compiled=marshal.loads(compiled) if compiled else {},  # noqa: S302 - our own fork wrote it
        )

    def compile_all(self) -> Compiled:
        """Return all templates that can be compiled."""
        compiled = {}
        for name, text in self._sources.items():
            with suppress(TemplateSyntaxError):
                compiled[name] = (text, self._sandbox.compile(text, name, name))
        return compiled

    def check(self, names: Iterable[str]) -> Problems:
        """Return each of these templates that cannot be parsed."""
        problems = []
        for name in names:
            text = self._sources[name]
            self._budget.refill()
            try:
                self._sandbox.get_template(name)
            except TemplateSyntaxError as error:
                problems.append(_syntax_problem(error, name, text))
        return tuple(problems)

    def has(self, name: str, reads: Reads) -> bool:
        """Whether there is such a template; it is noted as a cell of the reads."""
        reads.add(template_cell(name))
        return name in self._sources

    def names(self, folder: str, reads: Reads) -> tuple[str, ...]:
        """Return the templates of a folder, without .html."""
        reads.add(ALL_TEMPLATES)
        return tuple(
            name.removeprefix(f"{folder}/").removesuffix(".html")
            for name in self._sources
            if name.startswith(f"{folder}/")
        )

    def render(
        self, name: str, values: Mapping[str, object], *, page: str, reads: Reads
    ) -> tuple[str, Problems]:
        """Return the text and what went wrong; `page` is the address shown with a problem.

        The names of all templates that this takes, also of those that are not there, are added to `reads`.
        """
        self._sandbox.reads = reads
        if name in self._overspent:
            return "", (self._overspent[name],)
        self._notes.begin(page, tuple(values))
        if page != self._page:
            self._page = page
            self._budget.refill()
        self._sandbox.forget_modules()
        try:
            text = self._sandbox.get_template(name).render(values)
        except TemplateSyntaxError:
            return "", ()  # check() has told it
        except Exception as error:
            self._note_error(error)
            text = ""
            if isinstance(error, Overspent):
                self._overspent[name] = self._notes.found[-1]
        return text, tuple(self._notes.found)

    def _note_error(self, error: Exception) -> None:
        match error:
            case TemplateNotFound():
                self._note_failure(f"there is no template `{error.name}`", error, word=str(error.name))
            case TemplateRefusal():
                self._note_failure(str(error), error)
            case TemplateRuntimeError() | SecurityError() | UndefinedError() | TemplateError():
                if not self._notes.found:
                    self._note_failure(str(error.message or type(error).__name__), error)
            case RecursionError():
                self._note_failure("the template includes or calls itself without an end", error)
            case _:
                self._note_failure(f"the template fails: {error}", error)

    def _note_failure(self, message: str, error: BaseException, *, word: str = "") -> None:
        """Note an error at the last template line of its traceback: the innermost one is the right one.

        Jinja rewrites the traceback: frames of templates carry the template's own name and line.
        """
        place = ("", 0)
        trace = error.__traceback__
        while trace is not None:
            if "__jinja_exception__" in trace.tb_frame.f_globals:
                place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            trace = trace.tb_next
        template_name, line = place
        hint = did_you_mean(word, self._sources) if word else ""
        self._notes.add(template_name, line, message, hint=hint)


def _opening_line(lines: list[str], line: int) -> int:
    """Return the line of a tag that is not closed before `line`: there the mistake is, not where it shows."""
    for number in range(line, max(0, line - 20), -1):
        written = lines[number - 1]
        opened = max(written.rfind("{%"), written.rfind("{{"))
        if opened >= 0 and "%}" not in written[opened:] and "}}" not in written[opened:]:
            return number
        if opened >= 0 and number < line:
            return line
    return line


def _syntax_problem(error: TemplateSyntaxError, name: str, text: str) -> Problem:
    lines = text.splitlines()
    line = _opening_line(lines, min(error.lineno, len(lines)) or 1)
    written = lines[line - 1] if lines else ""
    message = str(error.message or "").rstrip(".")
    return Problem(
        code="template-syntax",
        message=f"the template cannot be read: {message[:1].lower()}{message[1:]}",
        location=Location(
            FOLDER + name, line, len(written) - len(written.lstrip()) + 1, max(1, len(written.strip()))
        ),
        label="here or just before",
    )


def mark_safe(html: str) -> Markup:
    """Return HTML made by this package, which templates print as it is."""
    return Markup(html)  # noqa: S704 - rendered Markdown after sanitising, or JSON-LD after escaping
