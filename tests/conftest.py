"""What many tests share: a tiny whole site, and what a build says about it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from microsite.model import Model, model_sources
from microsite.pipeline import Build, BuildOptions, build
from microsite.problems import Problems
from microsite.source import read_files

PROJECT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)

TINY_SITE: Mapping[str, str] = {
    "data/settings.yaml": (
        "name: Tiny\n"
        "place: Tinytown\n"
        "base_url: https://tiny.example/\n"
        "publisher:\n"
        "  name: Tiny publishers\n"
        "  description: Two people.\n"
        "languages:\n"
        "  - en\n"
    ),
    "data/strings/en.yaml": "home: Home\n",
    "content/en/index.md": (
        "---\ntitle: Home of Tiny\ndescription: The smallest site.\nupdated: 2026-01-02\n---\n\nHello.\n"
    ),
    "templates/layouts/base.html": (
        '<!doctype html>\n<html lang="{{ page.locale }}" dir="{{ site.direction }}">\n<head>\n'
        '<meta charset="utf-8">\n<title>{{ page.title }} – {{ site.name }}</title>\n'
        '<meta name="description" content="{{ page.description }}">\n'
        '<link rel="canonical" href="{{ page.canonical }}">\n</head>\n<body>\n'
        '<header><a href="{{ site.home }}">{{ t.home }}</a></header>\n'
        "<main>\n<h1>{{ page.title }}</h1>\n{% block main %}{{ content }}{% endblock %}\n</main>\n"
        "<footer>{{ site.publisher }}</footer>\n</body>\n</html>\n"
    ),
    "templates/pages/page.html": '{% extends "layouts/base.html" %}\n',
}
"""The smallest site that builds: settings, one language, one page, one template."""

Files = Mapping[str, str | bytes | None]
"""Path → content; None takes a file of the tiny site away."""


def write_site(folder: Path, files: Files) -> Path:
    """Write the tiny site with these files over it, and return its root."""
    for path, content in {**TINY_SITE, **files}.items():
        if content is None:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def build_tiny_site(tmp_path: Path) -> Callable[..., Build]:
    """Build the tiny site with some files added, changed or (None) taken away."""

    def build_site(files: Files | None = None, *, today: date = TODAY, drafts: bool = False) -> Build:
        root = write_site(tmp_path / "root", files or {})
        return build(BuildOptions(root=root, out=tmp_path / "site", today=today, drafts=drafts))

    return build_site


@pytest.fixture
def model_tiny_site(tmp_path: Path) -> Callable[..., tuple[Model, Problems]]:
    """Model the tiny site with some files added."""

    def model_site(files: Files | None = None, *, today: date = TODAY) -> tuple[Model, Problems]:
        root = write_site(tmp_path / "root", files or {})
        sources, reading = read_files(root)
        model, modelling = model_sources(sources, today=today)
        return model, (*reading, *modelling)

    return model_site


def run_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python build.py …` as an editor or CI does, without the caller's own settings."""
    clean = {"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error", **environment}
    return subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), *arguments],
        capture_output=True,
        text=True,
        env=clean,
        timeout=120,
        check=False,
    )
