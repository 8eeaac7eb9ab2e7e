"""Addresses: what an address written in a finished file leads to.

Part of stage 5, for the checks. Knows the base address of the site and the paths of its files,
and answers for any `href` or `src` whether it stays inside, what it meets there, or why it cannot
be used. Reads addresses the way a browser does, and asks no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

ALLOWED_SCHEMES = ("https", "http", "mailto", "tel", "webcal")
_SCHEMES_WITHOUT_HOST = ("mailto", "tel")

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# Browsers drop tabs and line ends inside an address and read a backslash as a slash,
# so `java\tscript:` and `/\evil.example` are not what they look like.
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\]")
# `https:x` and `///x` name a host to a browser but a path to the standard library.
_WITHOUT_HOST = re.compile(r"(?:https?|webcal):(?!//[^/?#])|//(?:[/?#]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Inside:
    """A file of this site, and the anchor asked for in it (empty when none)."""

    path: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An address of this site where nothing is published."""

    address: str
    """From the root of the host, base path included: ``/study/en/visa/``."""


@dataclass(frozen=True, slots=True)
class NeedsSlash:
    """An address of this site that lacks only its last slash."""

    address: str
    """The right one, such as ``/study/en/``."""


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


Target = Inside | Missing | NeedsSlash | OutsideBase | Outside | Forbidden | Malformed


class AddressBook:
    """Every address of one site. Answers are remembered: a menu is the same on each page."""

    __slots__ = ("_paths", "_split_base", "_target_by_address", "base_path", "base_url", "root")

    def __init__(self, paths: Iterable[str], *, base_url: str) -> None:
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._split_base = urlsplit(self.base_url)
        self.base_path = self._split_base.path
        self.root = f"{self._split_base.scheme}://{self._split_base.netloc}"
        self._paths = frozenset(paths)
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
        """Return what `address` leads to when it stands in the file at `from_address`."""
        address = address.strip("\t\n\f\r ")
        if not (address.startswith("/") or _SCHEME.match(address)):
            return self._resolve(address, from_address)
        target = self._target_by_address.get(address)
        if target is None:
            target = self._target_by_address[address] = self._resolve(address, from_address)
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
        path = parts.path or "/"
        if f"{path}/" == self.base_path:
            return NeedsSlash(self.base_path)
        if path.startswith(self.base_path):
            return self._resolve_in_tree(path, parts.fragment)
        # Written whole, an address beside ours means another site on the same host.
        return Outside(parts.scheme) if _SCHEME.match(address) else OutsideBase(self.base_path)

    def _resolve_in_tree(self, address: str, fragment: str) -> Target:
        path = unquote(address)[len(self.base_path) :]
        file_path = f"{path}index.html" if path == "" or path.endswith("/") else path
        if file_path in self._paths:
            return Inside(file_path, unquote(fragment).partition(":~:")[0])
        if f"{path}/index.html" in self._paths:
            return NeedsSlash(f"{self.base_path}{path}/")
        return Missing(self.base_path + path)


def _fault_of_spelling(address: str) -> str:
    if not address:
        return "it is empty"
    if _UNUSABLE.search(address):
        return "it holds a space, a backslash or a control character"
    return "it names no host" if _WITHOUT_HOST.match(address) else ""
