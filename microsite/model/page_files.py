"""Page files: what the file of a page is known by, and what its text takes from the records."""

from __future__ import annotations

import re
from hashlib import blake2b

from .model import PageFile, Uses

_FACT = re.compile(r"\{\{\s*fact\(\s*[\"']([a-z0-9-]+)[\"']\s*\)\s*\}\}")
_BLOCK = re.compile(r"^:::[ \t]*([a-z][a-z0-9-]*)[ \t]*(.*)$", re.MULTILINE)


def describe_file(text: str, body: str) -> PageFile:
    """Return what the file of a page is known by.

    Units: a digest of 12 bytes; it is compared with another of the same file only.
    """
    front = text.removesuffix(body).encode("utf-8", "surrogatepass")
    uses = Uses(tuple(_FACT.findall(body)), tuple(_BLOCK.findall(body)))
    return PageFile(blake2b(front, digest_size=12).digest(), uses)
