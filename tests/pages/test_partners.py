"""The status of a partnership in words, and what a visitor is told to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from microsite.model import Model, Partner
from microsite.pages import Page
from microsite.pages.partners import PartnersView, PartnerView
from microsite.problems import Problems
from tests.sites.golden import SITES
from tests.whole_site import plan_everything

ROOT = SITES / "partner-status" / "source"
FILES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(Path(ROOT).rglob("*"))
    if path.is_file()
}


@pytest.fixture
def pages_on(model_tiny_site: Callable[..., tuple[Model, Problems]]) -> Callable[[date], tuple[Page, ...]]:
    """The pages of the golden site partner-status on a day."""

    def make(day: date) -> tuple[Page, ...]:
        model, problems = model_tiny_site(FILES, today=day)
        assert problems == ()
        return plan_everything(model)

    return make


def view_of(pages: tuple[Page, ...], partner_id: str) -> PartnerView:
    (view,) = [page.view for page in pages if page.reference == f"partner:{partner_id}"]
    assert isinstance(view, PartnerView)
    return view


@pytest.mark.parametrize(
    ("partner", "status", "words"),
    [
        ("confirmed", "confirmed", "Confirmed in 2026"),
        ("confirmed-too-long-ago", "recorded", "Recorded in 2024 – ask before you plan"),
        ("recorded", "recorded", "Recorded in 2026 – ask before you plan"),
        ("recorded-without-a-date", "recorded", "Recorded in 2016 or later – ask before you plan"),
        ("ended", "ended", "Ended"),
        ("suspended", "suspended", "Suspended"),
        ("contact", "contact", "No partnership on record"),
        ("strongest-of-two", "suspended", "Suspended"),
    ],
)
def test_a_status_has_its_words(
    pages_on: Callable[[date], tuple[Page, ...]], partner: str, status: str, words: str
) -> None:
    view = view_of(pages_on(date(2026, 11, 22)), partner)

    assert (view.status, view.status_text) == (status, words)


@pytest.mark.parametrize(
    ("day", "status"), [(date(2026, 11, 22), "confirmed"), (date(2026, 11, 23), "recorded")]
)
def test_a_confirmation_lasts_730_days(
    pages_on: Callable[[date], tuple[Page, ...]], day: date, status: str
) -> None:
    assert view_of(pages_on(day), "confirmed").status == status


@pytest.mark.parametrize(
    ("partner", "has_steps"),
    [
        ("confirmed", True),
        ("recorded", True),
        ("ended", False),
        ("suspended", False),
        ("contact", False),
        ("history", False),
    ],
)
def test_only_what_may_be_on_offer_comes_with_steps(
    pages_on: Callable[[date], tuple[Page, ...]], partner: str, has_steps: bool
) -> None:
    assert bool(view_of(pages_on(date(2026, 11, 22)), partner).steps) is has_steps


def test_the_list_counts_partners_and_countries(pages_on: Callable[[date], tuple[Page, ...]]) -> None:
    (view,) = [page.view for page in pages_on(date(2026, 11, 22)) if isinstance(page.view, PartnersView)]

    assert (view.partner_count, view.country_count) == ("9 partners", "1 country")


def test_every_partner_has_a_page(pages_on: Callable[[date], tuple[Page, ...]]) -> None:
    pages = pages_on(date(2026, 11, 22))

    planned = {page.reference for page in pages if page.reference.startswith("partner:")}
    assert planned == {
        f"partner:{Path(path).stem}" for path in FILES if f"data/{Partner.collection}/" in path
    }
