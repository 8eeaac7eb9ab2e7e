"""A published page as the preview serves it.

Takes the bytes of site/ and gives a copy with two additions before ``</body>`` (livereload's script,
the panel of the report) and one omission: the page's content security policy, which the preview
answers as a header instead, widened by what those two additions need. The bytes given in are
never changed.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

SCRIPT_PATH = "/__preview__/livereload.js"

_ATTRIBUTE = rb"""\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?"""
_META = re.compile(rb"<meta((?:" + _ATTRIBUTE + rb")*)\s*/?>", re.IGNORECASE)
_NAME_AND_VALUE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_BODY_START = re.compile(rb"<body[\s>]", re.IGNORECASE)
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)

# The preview speaks plain http: a policy that asks for https would leave the page without its parts.
_NEEDS_HTTPS = frozenset({"upgrade-insecure-requests", "block-all-mixed-content"})

PLACEHOLDER = b"""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Preview</title></head>
<body><p>The first build is running. This page shows the site as soon as there is one.</p></body>
</html>
"""


def dress_page(page: bytes, *, host: str, stamp: str, overlay: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the page as served to `host`, and the security policies to answer with it.

    Shape: `host` as the browser wrote it, checked by the caller: ``localhost:8000``. `stamp` names
    the version shown; the script gives it back when its socket opens, so a page that grew old
    before that moment is told to reload.
    """
    page, policies = take_policies_out(page)
    additions = overlay + render_script(host, stamp=stamp)
    ends = [match.start() for match in _BODY_END.finditer(page)]
    end = ends[-1] if ends else len(page)
    return page[:end] + additions + page[end:], tuple(widen_policy(policy, host=host) for policy in policies)


def render_script(host: str, *, stamp: str) -> bytes:
    """Return the element that starts livereload's own script against `host`."""
    has_port = ":" in host and not host.endswith("]")
    name, _, port = host.rpartition(":") if has_port else (host, "", "80")
    # Host and port are spelled out because the script cannot read an IPv6 address off its own, and
    # takes 35729 where a port is left away. Delays are milliseconds between tries to reconnect.
    options = {"host": name, "port": port, "mindelay": "250", "maxdelay": "2000", "snipver": stamp}
    query = urlencode(options, safe="[]:")
    return f'<script src="{SCRIPT_PATH}?{html.escape(query)}" defer></script>'.encode()


def take_policies_out(page: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the page without the policies in its head, and those policies."""
    body = _BODY_START.search(page)
    head = page[: body.start()] if body else page
    policies: list[str] = []

    def take_out(match: re.Match[bytes]) -> bytes:
        attributes = _read_attributes(match[1].decode("utf-8", "replace"))
        if attributes.get("http-equiv", "").strip().lower() != "content-security-policy":
            return match[0]
        policies.append(attributes.get("content", ""))
        return b""

    stripped = _META.sub(take_out, head)
    return stripped + page[len(head) :], tuple(policies)


def widen_policy(policy: str, *, host: str) -> str:
    """Return `policy` as a header value that also allows the preview's script, style and socket."""
    sources_by_directive: dict[str, list[str]] = {}
    for directive in policy.encode("ascii", "ignore").decode().split(";"):
        name, *sources = directive.split() or [""]
        # The first of two directives with one name counts, as in a browser.
        sources_by_directive.setdefault(name.lower(), sources)
    for name in {"", *_NEEDS_HTTPS}:
        sources_by_directive.pop(name, None)
    # A policy cannot name an IPv6 address: there the scheme must do.
    socket = "ws:" if host.startswith("[") else f"ws://{host}"
    _allow(sources_by_directive, "connect-src", socket)
    for name in ("script-src", "style-src"):
        _allow(sources_by_directive, name, "'self'")
        if f"{name}-elem" in sources_by_directive:
            _allow(sources_by_directive, f"{name}-elem", "'self'")
    return "; ".join(" ".join([name, *sources]) for name, sources in sources_by_directive.items())


def _allow(sources_by_directive: dict[str, list[str]], name: str, source: str) -> None:
    allowed = sources_by_directive.get(name, sources_by_directive.get("default-src"))
    if allowed is None:
        return
    kept = [entry for entry in allowed if entry.lower() != "'none'"]
    sources_by_directive[name] = kept if source in kept else [*kept, source]


def _read_attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for match in _NAME_AND_VALUE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        attributes.setdefault(match[1].lower(), html.unescape(value))
    return attributes
