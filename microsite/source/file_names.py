"""File names: which files of the source folders are left alone, and which names are refused.

Stage 1 of 5, used by files.py alone. Knows names, never the disk. A name is refused when a checkout
on another system would lose or change the file, or when publishing it would give away a secret.
"""

from __future__ import annotations

import os
import re
import unicodedata

from microsite.problems import Location, Problem

TEXT_LIMIT = 1_000_000
OTHER_LIMIT = 20_000_000

_LEFTOVER = re.compile(
    r"""
      \..*                                # dot files and folders, .#locks of Emacs among them
    | .*~ | ~\$.* | \#.*\#                # backups and autosaves: vi and Emacs, Word, Emacs
    | .*\.(?:sw[m-px]|bak|orig|rej|tmp)   # swap files of Vim, leavings of merges and editors
    | 4913 | ___jb_(?:tmp|old)___         # written for an instant by Vim and JetBrains editors
    | thumbs\.db | desktop\.ini | __pycache__
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PRIVATE_KEY = re.compile(
    r".*\.(?:pem|key|p12|pfx|ppk|jks|kdbx) | id_(?:rsa|dsa|ecdsa|ed25519).*",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_TEXT_FILE = re.compile(r".*\.(?:ya?ml|md|html|css|js|txt)", re.IGNORECASE | re.DOTALL)
_WINDOWS_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\ *(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_WINDOWS_FORBIDDEN = frozenset('<>:"|?*\\')
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})


def is_leftover(name: str) -> bool:
    """Whether the name is one that editors and systems leave lying about."""
    return _LEFTOVER.fullmatch(name) is not None


def size_limit(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return TEXT_LIMIT if _TEXT_FILE.fullmatch(name) else OTHER_LIMIT


def fold_name(name: str) -> str:
    """Return what two names share when some system takes them for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def read_name(name: str) -> tuple[str, str]:
    """Return a name from the disk as text in NFC, and why it cannot be used (empty when it can).

    The text of a name that cannot be used has its unprintable parts written as ``\\x1b``.
    """
    # The system's locale decides how Python shows a name; its bytes are the same everywhere.
    raw = os.fsencode(name)
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _show_invisible(raw.decode("utf-8", "backslashreplace")), "its name is not valid UTF-8"
    if text.isascii() and text.isprintable() and _WINDOWS_FORBIDDEN.isdisjoint(text):
        return text, _find_windows_fault(text)
    invisible = [c for c in text if unicodedata.category(c) in _INVISIBLE]
    if invisible:
        return _show_invisible(text), f"its name holds the invisible character U+{ord(invisible[0]):04X}"
    return text, _find_windows_fault(text)


def check_name(name: str, path: str, fault: str) -> Problem | None:
    """Return a problem when a file must not have this name; `fault` is what `read_name` found."""
    if fault:
        return Problem(
            code="invalid-file-name",
            message=f"`{name}` cannot be used: {fault}",
            location=Location(path),
            hint="rename it, best with small letters a to z, digits and hyphens",
        )
    return private_key(path) if _PRIVATE_KEY.fullmatch(name) else None


def private_key(path: str) -> Problem:
    """Return the problem of a file that is, or is named like, a private key."""
    return Problem(
        code="private-key",
        message=f"`{path.rpartition('/')[2]}` looks like a private key",
        location=Location(path),
        hint="move it out of the sources; if it is real and was ever committed, replace the key",
    )


def _find_windows_fault(text: str) -> str:
    forbidden = [c for c in text if c in _WINDOWS_FORBIDDEN]
    if forbidden:
        return f"its name holds `{forbidden[0]}`, which Windows does not allow"
    if text.endswith((" ", ".")):
        return "its name ends with a space or a full stop, which Windows drops"
    if _WINDOWS_RESERVED.fullmatch(text):
        return "Windows keeps this name for a device"
    return ""


def _show_invisible(text: str) -> str:
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in _INVISIBLE else c for c in text
    )
