"""Texts, languages and references: what most fields hold.

A rule that is broken raises PydanticCustomError whose type is our problem code and whose context
holds the label and the hint; structure.py adds the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


# Characters that let a name look like another, or turn the text around it (Unicode TR 36).
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def fault(code: str, message: str, *, label: str = "", hint: str = "", key: str = "") -> PydanticCustomError:
    """Return the error that structure.py turns into a Problem with this code.

    `key` names an entry inside the value, when the fault is there and not in the whole value.
    """
    context = {"message": message, "label": label, "hint": hint, "key": key}
    return PydanticCustomError(code, "{message}", context)


def check_clean(value: str) -> str:
    """Return the text in composed letters; invisible characters that could deceive are refused."""
    hidden = _HIDDEN.search(value)
    if hidden:
        name = unicodedata.name(hidden.group(), "an invisible character")
        raise fault(
            "hidden-character",
            f"the text holds an invisible character, {name} (U+{ord(hidden.group()):04X})",
            label="it can make a text read as another one",
            hint="type the text again instead of pasting it",
        )
    return unicodedata.normalize("NFC", value)


def _check_filled(value: str) -> str:
    if not value.strip():
        raise fault("empty-value", "the value is empty", hint="write a value, or take the line out")
    return value


Line = Annotated[str, AfterValidator(_check_filled), AfterValidator(check_clean)]
"""Text that is the same in every language: a name, an address line."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text in one or several languages.

    Written either plain (then it is in the site's default language) or as a mapping from language
    to text. `by_locale` has the key "" for the plain form.
    """

    by_locale: Mapping[str, str]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the two forms, and describe both in the JSON Schema."""
        return core_schema.with_info_plain_validator_function(
            _read_local_text,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda text: dict(text.by_locale)),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """Text, or a mapping from language to text."""
        text = {"type": "string", "minLength": 1}
        return {
            "anyOf": [text, {"type": "object", "additionalProperties": text, "minProperties": 1}],
            "description": "Text in the default language, or one text for each language.",
        }


def _read_local_text(value: Any, info: core_schema.ValidationInfo) -> LocalText:
    locales: tuple[str, ...] = (info.context or {}).get("locales", ())
    if isinstance(value, LocalText):
        return value
    if isinstance(value, str):
        return LocalText({"": check_clean(_check_filled(value))})
    if not isinstance(value, dict) or not value:
        raise fault(
            "wrong-type",
            "a text is expected here",
            hint="write the text on the same line, or one line for each language",
        )
    for locale, text in value.items():
        if locales and locale not in locales:
            raise fault(
                "unknown-language",
                f"`{locale}` is not a language of this site",
                label=f"the languages are {', '.join(locales)}",
                hint="add the language to data/settings.yaml first, or put quotes round a text with a colon",
                key=locale,
            )
        if not isinstance(text, str):
            raise fault("wrong-type", "a text is expected here", key=locale)
        check_clean(_check_filled(text))
    return LocalText({locale: unicodedata.normalize("NFC", text) for locale, text in value.items()})


def _check_language(value: str) -> str:
    if not LOCALE.match(value):
        raise fault(
            "invalid-language",
            f"`{value}` is not a language tag",
            hint="write the short form of BCP 47, such as pl, tr or zh-Hans",
        )
    return value


LanguageTag = Annotated[str, AfterValidator(_check_language)]
"""BCP 47: ``pl``, ``kk``, ``zh-Hans``."""


def _check_country_code(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise fault(
            "invalid-country-code",
            f"`{value}` is not a country code",
            label="two capital letters",
            hint="write the code of ISO 3166-1, such as PL",
        )
    return value


CountryCode = Annotated[str, AfterValidator(_check_country_code)]


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a text field that holds the id of a record of `collection`.

    With `collection` empty the text is ``kind:id`` and may name any kind of `REFERENCE_KINDS`.
    """

    collection: str = ""


AnyReference = Annotated[
    Line, Reference(), WithJsonSchema({"type": "string", "pattern": "^[a-z-]+:[a-z0-9-]+$"})
]
"""``university:bialystok-university-of-technology``: a kind of record and an id."""
