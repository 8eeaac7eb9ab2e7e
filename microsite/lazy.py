"""Doors that open one name at a time: a package offers its names and imports none of them until asked.

A build in which one page was edited needs a fifth of the engine, and importing the rest takes longer than
the work. So the `__init__.py` of a stage says what it offers in imports that only type checkers see, and
`offer` reads from them which module a name is in.
"""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_IMPORT = re.compile(r"^    from (\.|microsite\.)([\w.]+) import (\([^)]*\)|[^\n(]+)$", re.MULTILINE)


def offer(door: str) -> Callable[[str], object]:
    """Return the `__getattr__` of a package or module (PEP 562), which imports the module a name is in."""
    spec = sys.modules[door].__spec__
    assert spec and spec.loader and spec.origin, "a door is a file"
    source = spec.loader.get_data(spec.origin).decode()  # type: ignore[attr-defined]  # loaders of files have it
    package_by_prefix = {".": f"{spec.parent}.", "microsite.": "microsite."}
    module_by_name = {
        name: package_by_prefix[prefix] + module
        for prefix, module, names in _IMPORT.findall(source)
        for name in re.findall(r"\w+", names)
    }

    def find(name: str) -> object:
        if name not in module_by_name:
            raise AttributeError(f"module {door!r} has no attribute {name!r}")
        module = module_by_name[name]
        __import__(module)
        value = getattr(sys.modules[module], name)
        setattr(sys.modules[door], name, value)
        return value

    return find
