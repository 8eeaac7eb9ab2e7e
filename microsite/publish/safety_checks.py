"""Checks that a page runs and styles nothing of its own, so the content security policy can be strict.

Part of stage 5. Each check takes a finished page and yields findings; PAGE_CHECKS in checks.py lists them.
Addresses (`javascript:`, other hosts) are judged in link_checks.py.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from microsite.publish.elements import Element
from microsite.publish.findings import Finding
from microsite.publish.finished_page import FinishedPage

# Blocks a browser reads but does not run.
_DATA_TYPES = frozenset({"application/ld+json", "speculationrules"})
# The one script that may stand in a page is a line: it runs before anything is drawn.
_LONGEST_LINE = 400


def check_inline_styles(page: FinishedPage) -> Iterator[Finding]:
    """All looks come from the stylesheet."""
    for element in (*page.elements.having("style"), *page.elements.tagged("style")):
        style = element.get("style")
        yield Finding(
            code="inline-style",
            message=f"`{element.tag}` carries its own style" if style else "styles are written into the page",
            needles=(style, "<style"),
            label="the security policy of the site blocks it",
            hint="move it to the stylesheet",
        )


def check_inline_scripts(page: FinishedPage) -> Iterator[Finding]:
    """No script in the page but one line by its hash, no handler, no page inside an attribute."""
    inline = [
        script
        for script in page.elements.tagged("script")
        if "src" not in script.attributes and script.get("type").lower() not in _DATA_TYPES
    ]
    for number, script in enumerate(inline):
        if number or not _is_allowed_line(page, script):
            yield Finding(
                code="inline-script",
                message="a script is written into the page",
                needles=("<script",),
                label="the security policy of the site blocks it",
                hint="move it to a file",
            )
    for name in page.elements.attribute_names:
        if name.startswith("on") or name == "srcdoc":
            first = page.elements.having(name)[0]
            yield Finding(
                code="inline-handler",
                message=f"`{first.tag}` has a `{name}` attribute",
                needles=(f"{name}=",),
                label="it can run a script that is written into the page",
                hint="take it out",
            )


def _is_allowed_line(page: FinishedPage, script: Element) -> bool:
    """Whether a script is one short line that the page's own policy allows by the hash of its bytes."""
    line = script.content
    digest = b64encode(hashlib.sha256(line.encode()).digest()).decode()
    policies = [
        meta.get("content")
        for meta in page.elements.having("http-equiv")
        if meta.tag == "meta" and meta.get("http-equiv").lower() == "content-security-policy"
    ]
    is_line = not script.attributes and len(line) <= _LONGEST_LINE and "\n" not in line.strip()
    return is_line and bool(policies) and all(f"'sha256-{digest}'" in policy for policy in policies)


def check_json_ld(page: FinishedPage) -> Iterator[Finding]:
    """Every block of linked data can be read and says what it is."""
    for script in page.elements.tagged("script"):
        if script.get("type").lower() == "application/ld+json" and (why := _json_ld_fault(page, script)):
            yield Finding(
                code="invalid-json-ld",
                message="a block of linked data (JSON-LD) cannot be used",
                label=why,
            )


def _json_ld_fault(page: FinishedPage, script: Element) -> str:
    try:
        block: Any = _JSON.decode(script.content)
    except RecursionError:
        return "it nests too deeply"
    except ValueError as error:
        return f"it is not JSON: {error}"
    for item in block if isinstance(block, list) else [block]:
        if not isinstance(item, Mapping) or "@context" not in item:
            return "it has no `@context`"
        graph = item.get("@graph", [item])
        if not isinstance(graph, list) or not all(
            isinstance(node, Mapping) and "@type" in node for node in graph
        ):
            return "something in it has no `@type`"
    return ""


def _refuse_constant(name: str) -> None:
    # Python reads NaN and Infinity, which JSON does not have.
    raise ValueError(f"`{name}` is not a value")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)
