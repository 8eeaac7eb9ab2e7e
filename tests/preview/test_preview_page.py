"""The page as served: what is added, what is taken out, and that a report stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microsite.preview.overlay import render_overlay
from microsite.preview.page import dress_page, render_script, take_policies_out, widen_policy

PAGE = (
    b'<!doctype html><html><head><meta charset="utf-8">'
    b'<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
    b"<title>t</title></head><body><p>text</p></body></html>"
)


class Elements(HTMLParser):
    """The names of all elements opened, and the text of the report."""

    def __init__(self, markup: bytes) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(markup.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        if self.names[-1:] == ["pre"]:
            self.text += data


def dress(page: bytes, overlay: bytes = b"") -> bytes:
    return dress_page(page, host="localhost:8000", stamp="v1", overlay=overlay)[0]


def test_script_and_panel_stand_before_the_end_of_the_body() -> None:
    served = dress(PAGE, overlay=b"<div>panel</div>")

    script = render_script("localhost:8000", stamp="v1")
    assert served.endswith(b"<p>text</p><div>panel</div>" + script + b"</body></html>")


def test_the_last_of_several_body_ends_is_the_one() -> None:
    served = dress(b"<body><!-- </body> --><p>text</p></BODY></html>")

    assert served.startswith(b"<body><!-- </body> --><p>text</p><script")


def test_a_page_without_an_end_of_body_gets_the_script_at_its_end() -> None:
    assert dress(b"<p>text").startswith(b"<p>text<script")


@pytest.mark.parametrize(
    ("host", "options"),
    [
        ("localhost:8000", "host=localhost&amp;port=8000&amp;"),
        ("[::1]:8000", "host=[::1]&amp;port=8000&amp;"),
        ("localhost", "host=localhost&amp;port=80&amp;"),
        ("[::1]", "host=[::1]&amp;port=80&amp;"),
    ],
)
def test_the_script_is_told_the_host_and_port_the_browser_used(host: str, options: str) -> None:
    assert options.encode() in render_script(host, stamp="v1")


@pytest.mark.parametrize(
    "meta",
    [
        b'<meta http-equiv="Content-Security-Policy" content="img-src \'self\'">',
        b"<META HTTP-EQUIV=content-security-policy CONTENT=\"img-src 'self'\" />",
        b"<meta content='img-src &#39;self&#39;'\n http-equiv='Content-Security-Policy'>",
        b'<meta data-x http-equiv = "Content-Security-Policy" content = "img-src \'self\'"/>',
    ],
)
def test_a_policy_is_taken_out_of_the_head_however_it_is_written(meta: bytes) -> None:
    page, policies = take_policies_out(b"<head>" + meta + b'<meta name="a" content="b"></head><body></body>')

    assert page == b'<head><meta name="a" content="b"></head><body></body>'
    assert policies == ("img-src 'self'",)


def test_text_that_talks_about_policies_stays_in_the_body() -> None:
    page = b'<head></head><body><pre><meta http-equiv="Content-Security-Policy" content="x"></pre></body>'

    assert take_policies_out(page) == (page, ())


@pytest.mark.parametrize(
    ("policy", "widened"),
    [
        ("", ""),
        ("img-src 'self'", "img-src 'self'"),
        (
            "default-src 'none'; img-src 'self'",
            "default-src 'none'; img-src 'self'; connect-src ws://localhost:8000; "
            "script-src 'self'; style-src 'self'",
        ),
        (
            "script-src 'sha256-abc'; script-src 'unsafe-inline'; style-src 'self'",
            "script-src 'sha256-abc' 'self'; style-src 'self'",
        ),
        (
            "script-src 'none'; script-src-elem https://a.example",
            "script-src 'self'; script-src-elem https://a.example 'self'",
        ),
        ("upgrade-insecure-requests; connect-src 'self'", "connect-src 'self' ws://localhost:8000"),
        ("img-src\n'self'\r\n; x-\u0142 y", "img-src 'self'; x- y"),
    ],
)
def test_a_policy_is_widened_by_what_the_preview_needs_and_no_more(policy: str, widened: str) -> None:
    assert widen_policy(policy, host="localhost:8000") == widened


def test_a_policy_for_an_ipv6_host_allows_the_socket_by_its_scheme() -> None:
    assert widen_policy("connect-src 'none'", host="[::1]:8000") == "connect-src ws:"


def test_there_is_no_panel_without_a_report() -> None:
    assert render_overlay("", has_failed=False, has_site=True) == b""


def test_a_failed_build_without_words_is_shown_all_the_same() -> None:
    assert b"<details" in render_overlay("", has_failed=True, has_site=True)


def test_errors_open_the_panel_and_warnings_leave_it_folded() -> None:
    failed = render_overlay("error", has_failed=True, has_site=True)
    warned = render_overlay("warning", has_failed=False, has_site=True)

    assert b'<details class="failed" open>' in failed
    assert b"<details>" in warned


@given(report=st.text(max_size=200) | st.just("</pre></template><script>alert(1)</script><b>&lt;"))
@settings(max_examples=150, deadline=None)
def test_no_report_can_become_markup(report: str) -> None:
    overlay = render_overlay(report, has_failed=True, has_site=True)

    assert Elements(overlay).names == ["div", "template", "link", "details", "summary", "pre"]


def test_a_report_is_shown_to_the_letter_but_for_controls() -> None:
    overlay = render_overlay("a < b & `c`\n\t^^^ \x1b[31m\u202e\ud800", has_failed=True, has_site=True)

    assert Elements(overlay).text == "a < b & `c`\n\t^^^ \ufffd[31m\ufffd\\ud800"
