"""What the outside judges look at: the real site, built at / and below a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real_site import build_once

STUDY_URL = "https://x.example/study/"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, as published at the root of its host."""
    return build_once(tmp_path_factory, "at-root")


@pytest.fixture(scope="session")
def real_site_below_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose study/ is the real site, built for an address with a path."""
    return build_once(tmp_path_factory, "below-study", "--base-url", STUDY_URL, out="study")
