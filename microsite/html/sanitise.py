"""The allow list: what an author may write as HTML, and nothing else.

`sanitise` makes HTML safe whatever it was. `find_refused` says what it took away, read the way a
browser reads it, so that nothing an author wrote vanishes silently. Comments do: they are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import nh3
from selectolax.lexbor import LexborHTMLParser

from microsite.values import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "webcal"})
DANGEROUS_SCHEMES = frozenset({"javascript", "data", "vbscript", "livescript", "mocha", "blob", "file"})
ALLOWED_TAGS = _words(
    "p ul ol li dl dt dd table caption thead tbody tfoot tr th td a em strong b i u s small mark code "
    "pre kbd samp var abbr time span div bdi bdo details summary figure figcaption blockquote q cite "
    "dfn sup sub del ins br wbr hr h1 h2 h3 h4 h5 h6 img"
)
ALLOWED_EVERYWHERE = frozenset({"lang", "dir"})
ALLOWED_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "title", "hreflang", "class"}),
    "abbr": frozenset({"title"}),
    "details": frozenset({"open"}),
    "div": frozenset({"class"}),
    "img": frozenset({"src", "alt", "title"}),
    "li": frozenset({"id", "value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "sup": frozenset({"id"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
} | {f"h{level}": frozenset({"id"}) for level in range(2, 7)}
ALLOWED_CLASSES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"footnote-ref", "footnote-backref"}),
    "div": frozenset({"footnote"}),
}

_URL_ATTRIBUTES = frozenset({"href", "src"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_VOID = _words("br hr img wbr input meta link area base col embed source track param")
_MOST_REFUSED = 100
_DEEPEST = 60
_NESTING_WORK = 30_000


@dataclass(frozen=True, slots=True)
class Refused:
    """Something of an author's HTML that may not be published."""

    tag: str
    attribute: str = ""
    """Empty when the whole element is refused."""

    value: str = ""
    """For an address: as written."""


def sanitise(html: str) -> str:
    """Return `html` with only what the allow list holds, well-formed, attributes in double quotes."""
    return _cleaner().clean(html)


def scheme_of(address: str) -> str:
    """Return the scheme a browser would see in an address, in small letters; empty when relative."""
    if ":" not in address:
        return ""
    found = _SCHEME.match(_IGNORED_IN_ADDRESSES.sub("", address))
    return found[1].lower() if found else ""


def is_tangled(html: str) -> bool:
    """Return whether elements stand so deep, or stay open so long, that a browser would choke.

    An unclosed `<b lang=…>` is opened again in each later paragraph: a thousand of them in a page of
    a thousand paragraphs are a million elements. Depth times elements is what that costs.
    """
    open_tags: dict[str, int] = {}
    depth = work = 0
    for closes, written in _TAG.findall(html):
        name = written.lower()
        if not closes and name not in _VOID:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            work += depth
        elif closes and open_tags.get(name):
            open_tags[name] -= 1
            depth -= 1
        if depth > _DEEPEST and work > _NESTING_WORK:
            return True
    return False


def find_refused(html: str) -> tuple[Refused, ...]:
    """Return what `sanitise` takes away from `html`, in its order, at most a hundred things."""
    found: list[Refused] = []
    for refused in _refusals(html):
        found.append(refused)
        if len(found) == _MOST_REFUSED:
            break
    return tuple(found)


def _refusals(html: str) -> Iterator[Refused]:
    root = LexborHTMLParser(html).root
    if root is None:
        return
    for node in root.traverse(include_text=False):
        tag = node.tag or ""
        if not tag or tag.startswith(("-", "!", "_", "#")):
            continue  # not an element: a comment, a doctype
        if tag not in ALLOWED_TAGS and tag not in ("html", "head", "body"):
            yield Refused(tag)
            continue
        for name, value in node.attributes.items():
            if not _is_allowed(tag, name, value or ""):
                yield Refused(tag, name, value or "")


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return set(value.split()) <= ALLOWED_CLASSES.get(tag, frozenset())
    if name == "id" and tag in ("li", "sup"):
        return value.startswith(("fn:", "fnref"))
    if name not in ALLOWED_EVERYWHERE and name not in ALLOWED_ATTRIBUTES.get(tag, frozenset()):
        return False
    return name not in _URL_ATTRIBUTES or scheme_of(value) in SAFE_SCHEMES | {""}


@cache
def _cleaner() -> nh3.Cleaner:
    """Return the one cleaner: it holds only the rules and nothing of what it cleaned."""
    attributes = {tag: set(names) - {"class"} for tag, names in ALLOWED_ATTRIBUTES.items()}
    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS),
        clean_content_tags={"script", "style", "template", "svg", "math", "noscript", "iframe", "title"},
        attributes={**attributes, "*": set(ALLOWED_EVERYWHERE)},
        url_schemes=set(SAFE_SCHEMES),
        allowed_classes={tag: set(names) for tag, names in ALLOWED_CLASSES.items()},
        link_rel=None,
        strip_comments=True,
    )
