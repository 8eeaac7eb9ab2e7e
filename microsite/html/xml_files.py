"""XML files: the one way in which the feed and the sitemap are written.

Stage 4 of 5. The standard library escapes; here go the characters that XML cannot hold in any form.
Names are written with their prefixes and the namespaces as plain attributes, because registering a
prefix would change the whole process.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

# Char of XML 1.0 (fifth edition), without the C1 controls, which it allows but discourages.
_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add_element(
    parent: ET.Element, name: str, text: str = "", *, attributes: dict[str, str] | None = None
) -> ET.Element:
    """Add an element with this text at the end of `parent`, and return it."""
    legal = {key: keep_legal(value) for key, value in (attributes or {}).items()}
    element = ET.SubElement(parent, name, legal)
    element.text = keep_legal(text) or None
    return element


def keep_legal(text: str) -> str:
    """Return the text without characters that no XML file may hold."""
    return _NOT_XML.sub("", text)


def write_xml(root: ET.Element) -> bytes:
    """Return the file: UTF-8, indented for people, with a line end at its end."""
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
