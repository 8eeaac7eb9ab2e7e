"""Addresses: of web pages, mailboxes and telephones, as nobody can mistake them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .texts import check_clean, fault

_PHONE = re.compile(r"\+\d[\d ]{5,20}\d\Z", re.ASCII)
_LABEL = re.compile(r"[^\W_](?:[^\W_]|-|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]){0,62}\Z")
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*\Z", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z", re.ASCII)


def check_address(value: str) -> str:
    """http(s) with a host, no user name, no hidden character, no host that mixes scripts."""
    check_clean(value)
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not host
        or re.search(r"[\s<>\"'`\\{}|^\x00-\x1f\x7f]", value)
    ):
        raise fault(
            "invalid-address",
            f"`{value}` is not a web address",
            label="https://… or http://…",
            hint="copy the whole address from the browser, beginning with https://",
        )
    if "@" in parts.netloc:
        raise fault(
            "invalid-address",
            f"`{value}` holds a user name",
            label="the part before @ hides which site it is",
            hint="write the address without the part before @",
        )
    _check_host(value, host)
    return value


@dataclass(frozen=True, slots=True)
class AddressFault:
    """What is wrong with an address, in an author's words."""

    code: str
    message: str
    label: str
    hint: str


def address_fault(value: str, *, is_base: bool = False) -> AddressFault | None:
    """Return what is wrong with the address of a web page (or of a whole site), or None."""
    try:
        (check_base_address if is_base else check_address)(value)
    except PydanticCustomError as error:
        told = error.context or {}
        return AddressFault(error.type, told["message"], told["label"], told["hint"])
    return None


def check_base_address(value: str) -> str:
    """The address of a whole site: no query, no fragment, a plain path that ends with a slash."""
    check_address(value)
    parts = urlsplit(value)
    segments = parts.path.split("/")[1:-1]
    is_plain = all(_SEGMENT.match(segment) and segment.strip(".") for segment in segments)
    if (
        not value.startswith(("http://", "https://"))
        or parts.query
        or parts.fragment
        or value[-1] in "?#"
        or not is_plain
    ):
        raise fault(
            "invalid-address",
            f"`{value}` cannot be the address of a site",
            label="a host, then folders of letters, digits, hyphens and dots",
            hint="write it as https://x.example/ or https://x.example/study/",
        )
    if not value.endswith("/"):
        raise fault(
            "invalid-address",
            f"`{value}` does not end with a slash",
            label="the last part would be taken for a page",
            hint=f"write `{value}/`",
        )
    return value


def _check_host(address: str, host: str) -> None:
    """Refuse a host that may read as another: letters of several scripts, marks that look like dots."""
    labels = [_decode_label(label) for label in host.removesuffix(".").split(".")]
    if unicodedata.normalize("NFKC", host) != host or not all(map(_LABEL.match, labels)):
        raise fault(
            "invalid-address",
            f"`{address}` has no plain host name",
            label="letters, digits and hyphens, parted by full stops",
            hint="copy the whole address from the browser, beginning with https://",
        )
    letters = [letter for label in labels for letter in label if letter.isalpha()]
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    if len(scripts) > 1:
        raise fault(
            "invalid-address",
            f"the host of `{address}` mixes letters of several scripts",
            label=" and ".join(sorted(scripts)).lower(),
            hint="a letter may look Latin and be another one: type the address again",
        )


def _decode_label(label: str) -> str:
    """Return what a browser may show for a label: ``xn--`` forms in their own letters."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode().decode("punycode")
    except (UnicodeError, OverflowError):
        return ""


BaseAddress = Annotated[
    str,
    AfterValidator(check_base_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://.*/$"}),
]
"""The address a site is published at."""

WebAddress = Annotated[
    str,
    AfterValidator(check_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]


def check_email(value: str, *, key: str = "") -> str:
    """Return the address when it is one; `key` is where it stands in a larger value."""
    if not _EMAIL.match(value):
        hint = "write it as name@host.example"
        raise fault("invalid-email", f"`{value}` is not an e-mail address", hint=hint, key=key)
    return value


def check_phone(value: str, *, key: str = "") -> str:
    """Return the number when it is one; `key` is where it stands in a larger value."""
    if not _PHONE.match(value):
        raise fault(
            "invalid-phone",
            f"`{value}` is not an international phone number",
            label="a plus, digits and spaces only",
            hint="write it as +48 85 123 45 67",
            key=key,
        )
    return value


def _is_email(value: str) -> str:
    return check_email(value)


def _is_phone(value: str) -> str:
    return check_phone(value)


Email = Annotated[
    str,
    AfterValidator(_is_email),
    WithJsonSchema({"type": "string", "format": "email"}),
]
Phone = Annotated[
    str,
    AfterValidator(_is_phone),
    WithJsonSchema({"type": "string", "pattern": r"^\+[\d ]+$"}),
]
