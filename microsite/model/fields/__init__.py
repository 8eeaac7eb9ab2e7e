"""The kinds of value a record's field may hold, each read from text with its own rule.

YAML gives text only (source/yaml_nodes.py); here the record's schema decides what the text means.
The same types give the JSON Schema that an editor's program completes from, so there is one truth
about the shape of data.
"""

from .addresses import (
    BaseAddress,
    Email,
    Phone,
    WebAddress,
    address_fault,
    check_address,
    check_email,
    check_phone,
)
from .dates import Checked, PartialDate, PlainDate, PlainTime, read_moment
from .numbers import Boolean, Count, Decimal, Integer, Latitude, Longitude, is_amount
from .texts import SLUG, AnyReference, CountryCode, LanguageTag, Line, LocalText, Reference, fault

__all__ = [
    "SLUG",
    "AnyReference",
    "BaseAddress",
    "Boolean",
    "Checked",
    "Count",
    "CountryCode",
    "Decimal",
    "Email",
    "Integer",
    "LanguageTag",
    "Latitude",
    "Line",
    "LocalText",
    "Longitude",
    "PartialDate",
    "Phone",
    "PlainDate",
    "PlainTime",
    "Reference",
    "WebAddress",
    "address_fault",
    "check_address",
    "check_email",
    "check_phone",
    "fault",
    "is_amount",
    "read_moment",
]
