"""The one line of script that may stand in a page."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from tests.publish.checks_site import VISA, check, codes, spoil

LINE = 'document.documentElement.dataset.scripts=""'


def with_policy(script: str, allowed: str = LINE) -> dict[str, bytes]:
    """The site with scripts in a page whose policy allows one text."""
    digest = b64encode(hashlib.sha256(allowed.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'self' 'sha256-{digest}'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return spoil(VISA, "<title>", f"{meta}{script}<title>")


def test_a_line_that_the_policy_of_the_page_names_may_stand_in_it() -> None:
    assert check(with_policy(f"<script>{LINE}</script>")) == ()


@pytest.mark.parametrize(
    ("script", "allowed"),
    [
        (f"<script>{LINE};</script>", LINE),
        (f"<script>{LINE}\nalert(1)</script>", f"{LINE}\nalert(1)"),
        (f"<script>{LINE}</script><script>{LINE}</script>", LINE),
        (f"<script type=module>{LINE}</script>", LINE),
        (f"<script>{'a' * 401}</script>", "a" * 401),
    ],
    ids=["other bytes", "two lines", "twice", "a module", "too long"],
)
def test_anything_more_is_refused(script: str, allowed: str) -> None:
    assert codes(check(with_policy(script, allowed))) == ["inline-script"]


def test_a_line_is_refused_when_one_of_two_policies_does_not_name_it() -> None:
    site = with_policy(f"<script>{LINE}</script>")
    policy = "<meta http-equiv=content-security-policy content=\"script-src 'self'\">"
    site = {
        path: text.replace(b"<title>", policy.encode() + b"<title>", 1) if path == VISA else text
        for path, text in site.items()
    }

    assert codes(check(site)) == ["inline-script"]
