"""Addresses: what an address written in a finished file means.

Part of stage 5, for the checks. Knows the base address of the site, and answers for any `href` or
`src` whether it stays inside, which file it means there, or why it cannot be used. Whether that file
exists is for published_site.py. Reads addresses the way a browser does, and asks no network.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from microsite.values import dataclass

ALLOWED_SCHEMES = ("https", "http", "mailto", "tel", "webcal")
_SCHEMES_WITHOUT_HOST = ("mailto", "tel")

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# Browsers drop tabs and line ends inside an address and read a backslash as a slash,
# so `java\tscript:` and `/\evil.example` are not what they look like.
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\]")
# `https:x` and `///x` name a host to a browser but a path to the standard library.
_WITHOUT_HOST = re.compile(r"(?:https?|webcal):(?!//[^/?#])|//(?:[/?#]|$)", re.I)
# Nearly every address is as plain as ``/study/en/visa/#fees`` and needs none of the rules of URLs.
_PLAIN = re.compile(r"(/(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)(?:#([\w.-]*))?", re.ASCII)
_PLAIN_ANCHOR = re.compile(r"#[\w.-]*", re.ASCII)


# A named tuple, not a dataclass: every page has some of its own, and they are made in a third of the time.
class Inside(NamedTuple):
    """An address of this site, whether or not something is published there."""

    path: str
    """The file that is meant: ``en/visa/index.html``."""

    anchor: str
    """Empty when the address asks for none."""

    below: str
    """The address as it goes on after the base path: ``en/visa/``."""


@dataclass(frozen=True, slots=True)
class NeedsSlash:
    """The address of this site, but for its last slash."""

    address: str
    """The right one: ``/study/``."""


@dataclass(frozen=True, slots=True)
class OutsideBase:
    """A root-relative address on our host that lies above or beside the base path."""

    base_path: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Another host, a mailbox or a telephone."""

    scheme: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A scheme that is not on the list."""

    scheme: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Something no browser reads the way it is written."""

    why: str


Elsewhere = NeedsSlash | OutsideBase | Outside | Forbidden | Malformed
Target = Inside | Elsewhere


class AddressBook:
    """The addresses of one site. Answers are remembered: a menu is the same on each page."""

    __slots__ = ("_split_base", "_target_by_address", "base_path", "base_url", "root")

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._split_base = urlsplit(self.base_url)
        self.base_path = self._split_base.path
        self.root = f"{self._split_base.scheme}://{self._split_base.netloc}"
        self._target_by_address: dict[str, Target] = {}

    def address_of(self, path: str) -> str:
        """Return where a file is found: ``en/index.html`` is at ``/study/en/``."""
        if path == "index.html" or path.endswith("/index.html"):
            path = path.removesuffix("index.html")
        return self.base_path + path

    def permalink_of(self, path: str) -> str:
        """Return the absolute address of a file."""
        return self.root + self.address_of(path)

    def resolve(self, address: str, *, from_address: str) -> Target:
        """Return what `address` means when it stands in the file at `from_address`."""
        # Only addresses that mean the same everywhere are remembered, so what is found needs no second look.
        target = self._target_by_address.get(address)
        if target is not None:
            return target
        address = address.strip("\t\n\f\r ")
        if _PLAIN_ANCHOR.fullmatch(address) and _PLAIN.fullmatch(from_address):
            own = self.resolve(from_address, from_address=from_address)
            return Inside(own.path, address[1:], own.below) if isinstance(own, Inside) else own
        plain = _PLAIN.fullmatch(address.removeprefix(self.root))
        if plain:
            target = self._place(plain[1], plain[2] or "", address)
        else:
            target = self._resolve(address, from_address)
        if plain or address.startswith("/") or _SCHEME.match(address):
            self._target_by_address[address] = target
        return target

    def _resolve(self, address: str, from_address: str) -> Target:
        if why := _fault_of_spelling(address):
            return Malformed(why)
        try:
            parts = urlsplit(urljoin(self.root + from_address, address))
        except ValueError:
            return Malformed("its host cannot be read")
        if parts.scheme not in ALLOWED_SCHEMES:
            return Forbidden(parts.scheme)
        if parts.scheme in _SCHEMES_WITHOUT_HOST:
            return Outside(parts.scheme)
        return self._resolve_with_host(address, parts)

    def _resolve_with_host(self, address: str, parts: SplitResult) -> Target:
        if "@" in parts.netloc:
            return Malformed("it holds a user name")
        # A webcal: address is the same file, opened by the calendar program.
        is_our_scheme = parts.scheme in (self._split_base.scheme, "webcal")
        if not is_our_scheme or parts.netloc.lower() != self._split_base.netloc.lower():
            return Outside(parts.scheme)
        # What follows `:~:` is for the browser: which words to show.
        anchor = unquote(parts.fragment).partition(":~:")[0]
        return self._place(parts.path or "/", anchor, address)

    def _place(self, path: str, anchor: str, address: str) -> Target:
        if path.startswith(self.base_path):
            below = unquote(path[len(self.base_path) :])
            file_path = f"{below}index.html" if below == "" or below[-1] == "/" else below
            return Inside(file_path, anchor, below)
        if f"{path}/" == self.base_path:
            return NeedsSlash(self.base_path)
        # Written whole, an address beside ours means another site on the same host.
        scheme = _SCHEME.match(address)
        return Outside(scheme[0][:-1].lower()) if scheme else OutsideBase(self.base_path)


def _fault_of_spelling(address: str) -> str:
    if not address:
        return "it is empty"
    if _UNUSABLE.search(address):
        return "it holds a space, a backslash or a control character"
    return "it names no host" if _WITHOUT_HOST.match(address) else ""
