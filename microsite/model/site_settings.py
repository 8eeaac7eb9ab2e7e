"""Settings and languages: data/settings.yaml and data/strings/ → what every page shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microsite.problems import Location, Problem, Problems

from .gathered import Gathered, mend
from .locales import Locale, StringForms
from .records import Settings
from .structure import Context, Layout, structure

_STAND_IN_SETTINGS: Mapping[str, Any] = {
    "name": "?",
    "place": "?",
    "base_url": "https://site.invalid/",
    "publisher": {"name": "?", "description": "?"},
    "languages": ["en"],
}


def model_settings(gathered: Gathered) -> tuple[Settings, Layout]:
    """Return the settings, completed with stand-ins where they have mistakes, and where each stands."""
    path = "data/settings.yaml"
    if path not in gathered.files:
        problem = Problem(
            code="missing-settings",
            message="there is no data/settings.yaml",
            location=Location(path),
            hint="`python build.py new settings site` writes one to start from",
        )
        gathered.problems.append(problem)
        return Settings.model_validate(_STAND_IN_SETTINGS), Layout(path)
    read = gathered.yaml_of(path)
    if read is None:
        return Settings.model_validate(_STAND_IN_SETTINGS), Layout(path)
    plain, layout = read
    languages = plain.get("languages") if isinstance(plain, dict) else None
    locales = tuple(str(each) for each in languages) if isinstance(languages, list) else ("en",)
    settings, problems = structure(Settings, plain, layout, Context(locales))
    gathered.problems.extend(problems)
    if settings is None:
        settings = mend(Settings, plain, _STAND_IN_SETTINGS, layout, Context(locales))
    return settings, layout


def model_locales(gathered: Gathered, settings: Settings) -> dict[str, Locale]:
    """Return each language of the settings with its interface texts."""
    locales = {}
    for code in settings.languages:
        path = f"data/strings/{code}.yaml"
        strings: dict[str, StringForms] = {}
        if path not in gathered.files:
            gathered.problems.append(
                Problem(
                    code="missing-strings",
                    message=f"there are no interface texts in the language `{code}`",
                    location=Location(path),
                    hint=f"write data/strings/{code}.yaml, or take the language out of data/settings.yaml",
                )
            )
        elif read := gathered.yaml_of(path):
            strings, problems = _structure_strings(*read)
            gathered.problems.extend(problems)
        locales[code] = Locale(code, strings)
    return locales


def _structure_strings(plain: Any, layout: Layout) -> tuple[dict[str, StringForms], Problems]:
    if not isinstance(plain, dict):
        problem = Problem(
            code="wrong-type",
            message="the file does not hold interface texts",
            location=layout.place(()),
            label="lines of the form `name: text` are expected",
        )
        return {}, (problem,)
    problems = []
    strings: dict[str, StringForms] = {}
    for name, value in plain.items():
        is_plural = isinstance(value, dict) and "other" in value
        if isinstance(value, str) or (is_plural and all(isinstance(each, str) for each in value.values())):
            strings[name] = value
        else:
            problems.append(
                Problem(
                    code="wrong-type",
                    message=f"`{name}` is neither a text nor a set of plural forms",
                    location=layout.place((name,), prefer_key=True),
                    label="a text, or `one:` and `other:` below it",
                )
            )
    return strings, tuple(problems)
