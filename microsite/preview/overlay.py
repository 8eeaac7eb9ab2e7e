"""The panel that lays a report over a page.

The report is text: every character of it is escaped, so nothing in it can become markup. The panel
needs no script. It lives in a shadow tree of its own, so the site's styles and its own cannot meet.
"""

from __future__ import annotations

import re
from html import escape

OVERLAY_STYLE_PATH = "/__preview__/overlay.css"

OVERLAY_STYLE = """\
:host {
  all: initial !important;
  position: fixed !important;
  inset-inline: 0 !important;
  inset-block-end: 0 !important;
  z-index: 2147483647 !important;
}
details {
  color: #fff;
  background: #1d1d24;
  border-block-start: 4px solid #ffb454;
  font: 15px/1.5 ui-monospace, Consolas, "Liberation Mono", monospace;
}
details.failed { border-block-start-color: #ff6b6b; }
summary { padding: 0.6rem 1rem; cursor: pointer; font-weight: bold; }
summary:focus-visible { outline: 3px solid #fff; outline-offset: -3px; }
pre {
  margin: 0;
  padding: 0 1rem 1rem;
  max-block-size: 60vh;
  overflow: auto;
  font: inherit;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
@media print { details { display: none; } }
"""

# Line ends and tabs stay; the rest would be an error in HTML, or a trick on the eye.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render_overlay(report: str, *, has_failed: bool, has_site: bool) -> bytes:
    """Return the panel's markup, empty when the report is and the build did not fail.

    Errors open it over the page; mere warnings leave it folded to one line.
    """
    if not report and not has_failed:
        return b""
    text = escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", report))
    state = ' class="failed" open' if has_failed else ""
    title = _title(has_failed=has_failed, has_site=has_site)
    markup = (
        '<div id="preview-report" lang="en" dir="ltr" role="region" aria-label="Report of the preview">'
        '<template shadowrootmode="open">'
        f'<link rel="stylesheet" href="{OVERLAY_STYLE_PATH}">'
        f'<details{state}><summary>{title}</summary><pre tabindex="0">{text}</pre></details>'
        "</template></div>"
    )
    return markup.encode("utf-8", "backslashreplace")


def _title(*, has_failed: bool, has_site: bool) -> str:
    if not has_failed:
        return "Built, with warnings"
    if has_site:
        return "The last save has errors. This page is from the last good build"
    return "The sources have errors. The site appears here once they are mended"
