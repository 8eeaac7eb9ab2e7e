"""Numbers and yes-or-no: digits without units, true or false."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from .texts import fault

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})\Z", re.ASCII)
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{2})?\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?\Z", re.ASCII)


def _read_integer(value: Any) -> int:
    if isinstance(value, str) and _INTEGER.match(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise fault(
        "invalid-number",
        f"`{value}` is not a whole number",
        label="digits only",
        hint="write digits without spaces, commas or units, such as 1200",
    )


def _read_decimal(value: Any) -> float:
    if isinstance(value, str) and _DECIMAL.match(value):
        return float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise fault(
        "invalid-number",
        f"`{value}` is not a number",
        label="digits and one full stop only",
        hint="write it with a full stop, such as 53.1333",
    )


def is_amount(value: str) -> bool:
    """Whether the text is money without its currency: digits, with two decimals or none."""
    return bool(_AMOUNT.match(value))


Integer = Annotated[
    int,
    BeforeValidator(_read_integer),
    WithJsonSchema({"type": ["integer", "string"], "pattern": r"^-?\d+$"}),
]


def _check_count(value: int) -> int:
    if value < 0:
        raise fault("invalid-number", f"`{value}` is below nothing", label="0 or more")
    return value


Count = Annotated[Integer, AfterValidator(_check_count)]
"""A whole number that is 0 or more."""
Decimal = Annotated[
    float,
    BeforeValidator(_read_decimal),
    WithJsonSchema({"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"}),
]


def _check_latitude(value: float) -> float:
    return _check_within(value, 90, "latitude")


def _check_longitude(value: float) -> float:
    return _check_within(value, 180, "longitude")


def _check_within(value: float, limit: int, name: str) -> float:
    if abs(value) > limit:
        raise fault("invalid-number", f"`{value:g}` is not a {name}", label=f"between -{limit} and {limit}")
    return value


Latitude = Annotated[Decimal, AfterValidator(_check_latitude)]
Longitude = Annotated[Decimal, AfterValidator(_check_longitude)]
"""WGS 84, decimal degrees."""


def _read_boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise fault(
        "invalid-boolean",
        f"`{value}` is neither true nor false",
        label="true or false",
        hint="write true or false",
    )


Boolean = Annotated[bool, BeforeValidator(_read_boolean), WithJsonSchema({"enum": [True, False]})]
