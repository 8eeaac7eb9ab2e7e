"""The sandbox: the template engine, made to do only what a template of ours may do.

Part of templates.py, and with it the only module that knows Jinja. What a template does is counted
against its page's budget; what could make two builds differ, or change the model, is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, MutableSet
from functools import wraps
from types import CodeType
from typing import Any

from jinja2 import (
    FunctionLoader,
    Template,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
    pass_eval_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import make_attrgetter, sync_do_join
from jinja2.lexer import Lexer
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment

from .template_budget import (
    GUARD_BY_FILTER,
    Budget,
    cannot_show,
    guard_format,
    guard_join,
    guard_power,
    guard_product,
    require_text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Reads

Compiled = Mapping[str, tuple[str, CodeType]]
"""Templates by name, each as text and as code."""

_LONGEST = 100_000
"""Characters of one template. The engine needs a second for that many."""
_DEEPEST_TAGS = 16
_DEEPEST = 40
"""Tags and what stands in them, a call in a call counted as two."""

_TOO_DEEP = "its tags, brackets or operators stand in each other too deeply"

# Names that no template can write.
_COUNTED, _SHOWN = "(counted)", "(shown)"

_MISSING_FILTERS = frozenset(
    (
        *("random", "pprint"),  # another result in each build
        *("center", "wordwrap", "urlize", "xmlattr"),  # style sheets and the plan do these
    )
)
_TEXT_FILTERS = frozenset(
    (  # noqa: SIM905 - reads better than a dozen quotes
        "capitalize e escape forceescape format indent lower replace safe string striptags title "
        "trim truncate upper wordcount"
    ).split()
)
_MISSING_METHODS = frozenset(
    (  # noqa: SIM905 - reads better than a dozen quotes
        # Make much of little, or have a filter of their own that counts.
        "center encode expandtabs format format_map join ljust maketrans replace rjust to_bytes "
        "translate zfill "
        # Change what other pages read too.
        "add append clear difference_update discard extend insert intersection_update pop popitem "
        "remove reverse setdefault sort symmetric_difference_update update"
    ).split()
)
_BUILT_IN = (str, bytes, int, MutableSequence, MutableMapping, MutableSet)
_CALL_STEPS, _INCLUDE_STEPS = 3, 10
"""They take as long as so many values shown."""


ALL_TEMPLATES = "templates"
"""The cell of the list of all templates."""


def template_cell(name: str) -> str:
    """Return the name of a template's cell."""
    return f"template:{name}"


class Sandbox(SandboxedEnvironment):
    """The environment of all templates of a site."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(
        self,
        sources: Mapping[str, str],
        *,
        budget: Budget,
        undefined: type[Undefined],
        note_unshown: Callable[[str], None],
        compiled: Compiled,
    ) -> None:
        self.budget = budget
        self._compiled = compiled
        self.reads: Reads = set()
        """Gets the names of the templates that are asked for."""
        self._note_unshown = note_unshown
        super().__init__(
            # The file name makes the engine's errors name the template.
            loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
            autoescape=True,
            undefined=undefined,
            finalize=self._show,
            optimized=False,  # else constants are worked out, and fail, before anything counts them
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.code_generator_class = _Compiler
        self.globals.pop("lipsum")
        kept = {name: each for name, each in self.filters.items() if name not in _MISSING_FILTERS}
        self.filters = {name: _limited(name, each, budget) for name, each in kept.items()}
        self.filters["join"] = _limited_join(budget)
        self.filters[_COUNTED] = self._count
        self.filters[_SHOWN] = lambda value: self._show(None, value)

    def forget_modules(self) -> None:
        """Drop what imported templates hold, so that no page finds what another left there."""
        cache: MutableMapping[Any, Template] = self.cache or {}
        for template in cache.values():
            template._module = None

    # What is counted

    def _count(self, value: Any) -> Any:
        if not isinstance(value, Undefined):
            self.budget.spend_on(value)
        return value

    @pass_context  # and so never worked out while a template is compiled
    def _show(self, context: Context | None, value: Any) -> Any:
        if isinstance(value, str):
            self.budget.spend(1, len(value))
            return value
        self.budget.spend(1)
        if what := cannot_show(value):
            self._note_unshown(what)
            return ""
        return value

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        """Return a template, as a page, a layout or an include."""
        self.budget.spend(_INCLUDE_STEPS)
        return super().get_template(name, parent, globals)

    def select_template(self, names: Any, parent: Any = None, globals: Any = None) -> Template:
        """Return the first template that exists."""
        self.budget.spend(_INCLUDE_STEPS)
        return super().select_template(names, parent, globals)

    def _load_template(self, name: str, globals: Any) -> Template:
        """Note every template that is asked for, whichever way its name came about."""
        self.reads.add(template_cell(name))
        return super()._load_template(name, globals)

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function, a macro or a recursive loop."""
        self.budget.spend(_CALL_STEPS)
        if isinstance(called, LoopContext) and args:
            self._count(args[0])
        result = super().call(context, called, *args, **kwargs)
        if isinstance(result, str):
            self.budget.spend(0, len(result))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out a sum, product, power or rest."""
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)
        if operator == "*":
            guard_product(self.budget, left, right)
        elif operator == "**":
            guard_power(left, right)
        elif operator == "%" and isinstance(left, str):
            values = right if isinstance(right, tuple) else (right,)
            guard_format(self.budget, left, right.values() if isinstance(right, dict) else values)
        result = super().call_binop(context, operator, left, right)
        self.budget.spend_on(result)
        return result

    # What is there, and what is not

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute, or else an item."""
        # Nearly all that templates read are fields of views, which need no question at all.
        if attribute in getattr(type(obj), "__dataclass_fields__", ()) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> None:
        """Say that ``"{}".format`` has no safe form; is_safe_attribute() refuses it."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have an attribute."""
        if attr in _MISSING_METHODS and isinstance(obj, _BUILT_IN):
            return False
        # What a view works out is as safe as its fields are.
        if not attr.startswith("_") and hasattr(type(obj), "__dataclass_fields__"):
            return True
        return super().is_safe_attribute(obj, attr, value)

    # What cannot be compiled

    def compile(self, source: Any, name: Any = None, filename: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Compile a template; whatever stops that is a TemplateSyntaxError."""
        if name in self._compiled and self._compiled[name][0] == source:
            return self._compiled[name][1]
        if isinstance(source, str) and len(source) > _LONGEST:
            raise TemplateSyntaxError(f"it has more than {_LONGEST:,} characters", 1, name, filename)
        try:
            return super().compile(source, name, filename, *args, **kwargs)
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise TemplateSyntaxError(_TOO_DEEP, _line_of(error), name, filename) from None
        except ValueError as error:
            raise TemplateSyntaxError(f"a number in it: {error}", _line_of(error), name, filename) from None


def _line_of(error: BaseException) -> int:
    """Return the line that was being parsed when Python gave up; 1 when that is not known."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        here = trace.tb_frame.f_locals
        if isinstance(here.get("self"), Parser):
            line = here["self"].stream.current.lineno
        elif isinstance(here.get("self"), Lexer):
            line = here.get("lineno", line)
        trace = trace.tb_next
    return line


def _limited(name: str, function: Callable[..., Any], budget: Budget) -> Callable[..., Any]:
    """Return the filter with its work counted and its arguments guarded."""
    first = 1 if hasattr(function, "jinja_pass_arg") else 0
    guard = GUARD_BY_FILTER.get(name)
    is_for_text = name in _TEXT_FILTERS

    @wraps(function)
    def limited(*args: Any, **kwargs: Any) -> Any:
        value = args[first]
        if not isinstance(value, Undefined):
            budget.spend_on(value)
            for each in (value, *args[first + 1 :], *kwargs.values()) if is_for_text else ():
                require_text("" if each is None and each is not value else each)
            if guard is not None:
                guard(budget, value, args[first + 1 :], kwargs)
        result = function(*args, **kwargs)
        if isinstance(result, str):
            budget.spend(0, len(result))
        return result

    return limited


def _limited_join(budget: Budget) -> Callable[..., str]:
    """Return the filter `join`, which looks at each text it joins."""

    @pass_eval_context
    def join(eval_ctx: EvalContext, value: Any, d: Any = "", attribute: Any = None) -> str:
        if attribute is not None:
            value = map(make_attrgetter(eval_ctx.environment, attribute), value)
        if not isinstance(value, Undefined):
            value = guard_join(budget, value, d)
        joined = str(sync_do_join(eval_ctx, value, d))
        budget.spend(0, len(joined))
        return joined

    return join


class _Compiler(CodeGenerator):
    """Makes Python of a template; adds the counting that only the tree of its tags allows."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Refuse a tree that Python could not follow, and wrap what is gone through or joined."""
        for each in self._list_nodes(node):
            if isinstance(each, nodes.For):
                each.iter = _wrap(each.iter, _COUNTED)
            elif isinstance(each, nodes.Concat):
                each.nodes = [_wrap(part, _SHOWN) for part in each.nodes]
            elif isinstance(each, nodes.Operand) and each.op in ("in", "notin"):
                each.expr = _wrap(each.expr, _COUNTED)
        super().visit_Template(node, frame)

    def _list_nodes(self, template: nodes.Template) -> list[nodes.Node]:
        """Return all tags and values, or fail at the first that stands too deep in others."""
        found: list[nodes.Node] = []
        left: list[tuple[nodes.Node, int, int]] = [(template, 0, 0)]
        while left:
            node, depth, tags = left.pop()
            if depth > _DEEPEST or tags > _DEEPEST_TAGS:
                self.fail(_TOO_DEEP, node.lineno)
            found.append(node)
            for child in node.iter_child_nodes():
                left.append((child, depth + 1, tags + isinstance(child, nodes.Stmt)))
        return found

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Count the text between the tags; values count themselves when they are shown."""
        written = sum(len(part.data) for part in node.nodes if isinstance(part, nodes.TemplateData))
        if written and not (frame.require_output_check and self.has_known_extends):
            self.writeline(f"environment.budget.spend(1, {written})", node)
        super().visit_Output(node, frame)


def _wrap(expression: nodes.Node, name: str) -> nodes.Filter:
    place = {"lineno": expression.lineno, "environment": expression.environment}
    return nodes.Filter(expression, name, [], [], None, None, **place)
