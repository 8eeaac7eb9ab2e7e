"""Templates: the only module that knows Jinja.

Templates are sandboxed, escaped and strict. An undefined name does not end the page: it is noted
with the template's file and line and the page goes on, so one build shows every wrong name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import FrameType
from typing import Any

from jinja2 import FunctionLoader, Template, TemplateNotFound, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError, TemplateError, TemplateRuntimeError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from microsite.problems import Location, Problem, Problems, did_you_mean

FOLDER = "templates/"


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
class _Notes:
    """The problems of the page being rendered."""

    sources: Mapping[str, str]
    page: str = ""
    names: tuple[str, ...] = ()
    """What the page's template was given, for "did you mean"."""
    found: list[Problem] = field(default_factory=list)

    def add_undefined(self, template: str, line: int, *, name: str, owner: object, hint: str) -> None:
        """Note the use of a name, attribute or interface text that does not exist."""
        if hint:
            self.add(template, line, hint)
        elif owner is missing or owner is None:
            near = did_you_mean(name, self.names)
            self.add(template, line, f"there is no name `{name}` in templates", word=name, hint=near)
        elif isinstance(owner, Strings):
            near = did_you_mean(name, owner)
            self.add(template, line, f"there is no interface text `{name}`", word=name, hint=near)
        else:
            near = did_you_mean(name, _names_of(owner))
            self.add(template, line, f"`{type(owner).__name__}` has no `{name}`", word=name, hint=near)

    def add(self, template: str, line: int, message: str, *, word: str = "", hint: str = "") -> None:
        text = self.sources.get(template, "")
        lines = text.splitlines()
        written = lines[line - 1] if 0 < line <= len(lines) else ""
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


def _template_frame() -> tuple[str, int]:
    """Return the template and line that is being rendered: the nearest frame that is a template's."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            return str(template.name), template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return "", 0


def _make_undefined(notes: _Notes) -> type[Undefined]:
    """Return the type of an undefined value that notes its use and then stands for nothing."""

    class NotedUndefined(Undefined):
        __slots__ = ()

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":
                raise AttributeError(name)
            return note(self)

    def note(undefined: Any, *_: object, **__: object) -> Any:
        template, line = _template_frame()
        notes.add_undefined(
            template,
            line,
            name=str(undefined._undefined_name),
            owner=undefined._undefined_obj,
            hint=str(undefined._undefined_hint or ""),
        )
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
        (
            (
                "__call__",
                "__getitem__",
                "__add__",
                "__radd__",
                "__sub__",
                "__lt__",
                "__gt__",
                "__le__",
                "__ge__",
            ),
            note,
        ),
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

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._notes = _Notes(sources)
        self._environment = SandboxedEnvironment(
            # The file name makes the engine's errors name the template.
            loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
            autoescape=True,
            undefined=_make_undefined(self._notes),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )

    def check(self) -> Problems:
        """Return every template that cannot be parsed."""
        problems = []
        for name, text in self._sources.items():
            try:
                self._environment.get_template(name)
            except TemplateSyntaxError as error:
                problems.append(_syntax_problem(error, name, text))
        return tuple(problems)

    def has(self, name: str) -> bool:
        """Whether there is such a template."""
        return name in self._sources

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the templates of a folder, without .html."""
        return tuple(
            name.removeprefix(f"{folder}/").removesuffix(".html")
            for name in self._sources
            if name.startswith(f"{folder}/")
        )

    def render(self, name: str, values: Mapping[str, object], *, page: str) -> tuple[str, Problems]:
        """Return the text and what went wrong; `page` is the address shown with a problem."""
        self._notes.page = page
        self._notes.names = tuple(values)
        self._notes.found = []
        try:
            text = self._environment.get_template(name).render(values)
        except TemplateSyntaxError:
            return "", ()  # check() has told it
        except TemplateNotFound as error:
            self._note_failure(f"there is no template `{error.name}`", error, word=str(error.name))
            text = ""
        except (TemplateRuntimeError, SecurityError, UndefinedError, TemplateError) as error:
            if not self._notes.found:
                self._note_failure(str(error.message or type(error).__name__), error)
            text = ""
        except Exception as error:
            self._note_failure(f"the template fails: {error}", error)
            text = ""
        return text, tuple(self._notes.found)

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
