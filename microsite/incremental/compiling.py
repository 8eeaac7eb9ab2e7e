"""Templates compiled in a worker, while this process models the sources.

They need nothing of the model, and compiling those of a site takes about as long as modelling its records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from microsite.source import SourceFile, decode

from .workers import aside

_FOLDER = "templates/"

_MANY_TEMPLATES = 20
"""What one process compiles in about the time that another takes to begin."""


def compile_aside(
    files: Mapping[str, SourceFile], *, jobs: int
) -> AbstractContextManager[Callable[[], bytes | None]]:
    """Let a worker compile the templates, where there are many: they need nothing of the model."""

    def compile_them() -> bytes:
        from microsite.html import compile_templates

        return compile_templates({name: text for name, text in texts.items() if text is not None})

    texts = {
        path.removeprefix(_FOLDER): decode(file)[0]
        for path, file in files.items()
        if path.startswith(_FOLDER) and path.endswith(".html")
    }
    return aside(compile_them, jobs=jobs if len(texts) >= _MANY_TEMPLATES else 1)
