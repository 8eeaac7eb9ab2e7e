"""Fingerprints: names made from the bytes of a file.

A fingerprinted file never changes under its name, so browsers may keep it for ever.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath


def fingerprint(content: bytes, *, digits: int = 10) -> str:
    """Return the part of an asset's file name that changes when its bytes change.

    Shape: `digits` lowercase hexadecimal characters, such as ``3f9a01c2d7``.
    Units: `digits` counts characters, four bits each. Ten keep the chance that any two of 1,000
        assets share a name below one in a million.
    Errors: ValueError if `digits` is not 1 to 64; that is our mistake, not an author's.
    Source: SHA-256, FIPS 180-4. It names files here and protects nothing.
    """
    if not 1 <= digits <= 64:
        raise ValueError(f"digits must be 1 to 64, not {digits}")
    return hashlib.sha256(content).hexdigest()[:digits]


def fingerprinted(name: str, content: bytes) -> str:
    """Return ``assets/css/site.3f9a01c2d7.css`` for ``css/site.css``."""
    path = PurePosixPath("assets") / name
    return str(path.with_name(f"{path.stem}.{fingerprint(content)}{path.suffix}"))
