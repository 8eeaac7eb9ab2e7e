"""Doors that open one name at a time: a package offers its names and imports none of them until asked.

A build in which one page was edited needs a fifth of the engine, and importing the rest takes longer than
the work. So the `__init__.py` of a stage says what it offers in imports that only type checkers see, and
`offer` reads from them which module a name is in.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_IMPORT = re.compile(r"^ +from (\.\w+|microsite\.[\w.]+) import (\([^)]*\)|[^\n(]+)$", re.MULTILINE)


def offer(package: str) -> Callable[[str], object]:
    """Return the `__getattr__` of a package (PEP 562), which imports the module that a name is in."""
    spec = sys.modules[package].__spec__
    source = spec.loader.get_source(package) if spec and spec.loader else ""  # type: ignore[attr-defined]  # loaders of files have it
    module_by_name = {
        name: module for module, names in _IMPORT.findall(source or "") for name in re.findall(r"\w+", names)
    }

    def find(name: str) -> object:
        if name not in module_by_name:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(module_by_name[name], package), name)
        setattr(sys.modules[package], name, value)
        return value

    return find
