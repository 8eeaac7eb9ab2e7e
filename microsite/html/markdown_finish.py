"""Finish a rendered body: what is left to do once its HTML is safe.

Goes through the sanitised HTML once, in the order of the page. Links and pictures get their
addresses, headings their anchors, tables their caption and a box to scroll in; tokens and
``{{ fact("id") }}`` become the HTML that the resolver gives. That HTML is trusted: it is put in
last, so the allow list never sees it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence

from microsite.problems import Location, Problem, Problems

from .anchors import AnchorRegister
from .markdown_blocks import TOKEN_DIGITS, Code, Component, SplitBody
from .markdown_places import FACT, Places
from .markdown_types import Heading, Link, Refusal, Resolver
from .markdown_words import plain_words
from .sanitise import DANGEROUS_SCHEMES, SAFE_SCHEMES, scheme_of

# The HTML comes from the sanitiser: well-formed, attributes in double quotes, `<` escaped in text.
# Each alternative begins with the letter itself, so that the search leaps from one to the next.
_PIECE = re.compile(
    rf"""<(?:
        (?P<own_link>a\ href="\#q(?P<link_digits>{TOKEN_DIGITS})qt(?P<target>\d+)">)
        |(?P<block>p>q(?P<digits>{TOKEN_DIGITS})qb(?P<number>\d+)e(?:</p>)?)
        |(?P<code>(?P<code_tag>pre|code)\b[^>]*>.*?</(?P=code_tag)>)
        |(?P<table>(?:p>Table:(?P<words>[^<]*(?:<(?!/p>)[^<]*)*)</p>\s*<)?table\b[^>]*>
            (?:\s*<caption\b[^>]*>(?P<caption>.*?)</caption>)?)
        |(?P<table_end>/table>)
        |(?P<heading>h(?P<level>[1-6])(?P<heading_attributes>(?:\s[^\s=>]+="[^"]*")*)>
            (?P<inner>.*?)</h(?P=level)>)
        |(?P<element>(?P<tag>th\b|[a-z][a-z0-9]*(?=\s))(?P<attributes>(?:\s[^\s=>]+="[^"]*")*)>))
    |{FACT}
    |q(?P<loose_digits>{TOKEN_DIGITS})qb(?P<loose_number>\d+)e(?:</p>)?""",
    re.DOTALL | re.VERBOSE,
)
_FACT_LIKE = re.compile(FACT)
_ATTRIBUTE = re.compile(r'\s([^\s=>]+)="([^"]*)"')
_CHOSEN_ANCHOR = re.compile(r"\{#([a-z0-9][a-z0-9-]*)\}$")
_CLASS_BY_ALIGNMENT = {"center": "align-center", "right": "align-end"}

RenderInner = Callable[[Component], tuple[str, "Targets", Problems]]
"""Renders the Markdown inside a component as far as safe HTML."""

Targets = Sequence[str]
"""The addresses of Markdown links and pictures as written, by the number in their token."""


class Finisher:
    """Finishes one page: its body, and the bodies of its components when their turn comes."""

    def __init__(
        self,
        split: SplitBody,
        *,
        places: Places,
        resolver: Resolver,
        anchors: AnchorRegister,
        back_to_text: str,
        render_inner: RenderInner,
    ) -> None:
        self.problems: list[Problem] = []
        self.headings: list[Heading] = []
        self._split = split
        self._places = places
        self._resolver = resolver
        self._anchors = anchors
        self._back_to_text = back_to_text
        self._render_inner = render_inner
        self._uses: Counter[tuple[str, object]] = Counter()
        self._targets: Targets = ()
        self._last_level = 1
        self._is_inner = False

    def finish(self, markup: str, targets: Targets) -> str:
        """Return `markup` with everything in its place."""
        outer, self._targets = self._targets, targets
        finished = _PIECE.sub(self._piece, markup)
        self._targets = outer
        return finished

    def _piece(self, piece: re.Match[str]) -> str:
        finished = piece[0]
        match piece.lastgroup:
            case "own_link":
                finished = self._own_link(piece)
            case "block":
                finished = self._block(piece, piece["digits"], piece["number"])
            case "loose_number":
                finished = self._block(piece, piece["loose_digits"], piece["loose_number"])
            case "table":
                finished = self._table(piece)
            case "table_end":
                finished = "</table></div>"
            case "heading":
                finished = self._heading(piece)
            case "element":
                finished = self._element(piece)
            case "fact" | "other_fact":
                finished = self._fact(piece)
        return finished

    def _nth(self, kind: str, key: object = "") -> int:
        """Return how often this was met before, and count it."""
        self._uses[kind, key] += 1
        return self._uses[kind, key] - 1

    def _refuse(self, refusal: Refusal, location: Location) -> None:
        self.problems.append(
            Problem(
                code=refusal.code,
                message=refusal.message,
                location=location,
                label=refusal.label,
                hint=refusal.hint,
            )
        )

    # Blocks and facts

    def _block(self, piece: re.Match[str], digits: str, number: str) -> str:
        if f"q{digits}q" != self._split.token or int(number) >= len(self._split.blocks):
            return piece[0]
        block = self._split.blocks[int(number)]
        return block.html if isinstance(block, Code) else self._component(block)

    def _component(self, component: Component) -> str:
        inner, targets, problems = self._render_inner(component)
        self.problems += problems
        self._is_inner = True
        finished = self.finish(inner, targets)
        self._is_inner = False
        answer = self._resolver.component(component.name, component.arguments, finished)
        if isinstance(answer, str):
            return answer
        span = component.span_by_argument.get(
            answer.argument, (component.start, component.start + len(component.name))
        )
        self._refuse(answer, self._places.at(span[0], span[1] - span[0]))
        return ""

    def _fact(self, piece: re.Match[str]) -> str:
        fact_id = html.unescape(piece["fact"] or piece["other_fact"] or "")
        nth = self._nth("fact", fact_id)
        answer = self._resolver.fact(fact_id)
        if isinstance(answer, str):
            return answer
        self._refuse(answer, self._places.fact(fact_id, nth))
        return ""

    # Elements

    def _element(self, piece: re.Match[str]) -> str:
        tag = piece["tag"]
        written = piece["attributes"]
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}
        if "{{" in written:
            for value in attributes.values():
                if found := _FACT_LIKE.search(value):
                    self._report_misplaced_fact(found["fact"] or found["other_fact"] or "")
        if tag == "a":
            return _open_tag(tag, self._link(attributes))
        if tag == "img":
            return _open_tag(tag, self._picture(attributes))
        if tag in ("th", "td"):
            return _open_tag(tag, _cell(tag, attributes))
        if "id" in attributes:
            attributes["id"] = "-".join(attributes["id"].split())
        return _open_tag(tag, attributes)

    def _own_link(self, piece: re.Match[str]) -> str:
        """Finish a link that was written as Markdown, without a title."""
        if f"q{piece['link_digits']}q" != self._split.token:
            return piece[0]
        return _open_tag("a", self._link_to(self._targets[int(piece["target"])], {}))

    def _link(self, attributes: dict[str, str]) -> dict[str, str]:
        if "href" not in attributes:
            return attributes
        if attributes["href"].startswith(("#fn:", "#fnref")) and "footnote" in attributes.get("class", ""):
            return self._footnote_link(attributes)
        return self._link_to(self._target(attributes.pop("href")), attributes)

    def _link_to(self, target: str, attributes: dict[str, str]) -> dict[str, str]:
        """Return the attributes of a link; `attributes` are the others that the author gave it."""
        nth = self._nth("target", target)
        if scheme_of(target) in DANGEROUS_SCHEMES:
            self.problems.append(unsafe_link(target, self._places.target(target, nth)))
            return {}
        answer = self._resolver.link(target)
        if isinstance(answer, Refusal):
            self._refuse(answer, self._places.target(target, nth))
            return {}
        if scheme_of(answer.address) not in SAFE_SCHEMES | {""}:
            self.problems.append(unsafe_link(target, self._places.target(target, nth)))
            return {}
        return _link_attributes(answer, attributes)

    def _footnote_link(self, attributes: dict[str, str]) -> dict[str, str]:
        attributes["href"] = "-".join(attributes["href"].split())
        attributes.pop("title", None)
        if attributes["class"] == "footnote-backref":
            attributes["aria-label"] = self._back_to_text
        return attributes

    def _picture(self, attributes: dict[str, str]) -> dict[str, str]:
        target = self._target(attributes.get("src", ""))
        nth = self._nth("target", target)
        place = self._places.target
        alternative = attributes.get("alt", "").strip()
        if not alternative:
            self.problems.append(_missing_alt(target, place(target, nth)))
        if scheme_of(target) in DANGEROUS_SCHEMES:
            self.problems.append(unsafe_link(target, place(target, nth)))
            return {"alt": ""}
        answer = self._resolver.picture(target)
        if isinstance(answer, Refusal):
            self._refuse(answer, place(target, nth))
            return {"alt": ""}
        if scheme_of(answer.address) not in {"http", "https", ""}:
            self.problems.append(unsafe_link(target, place(target, nth)))
            return {"alt": ""}
        shown = {"src": answer.address, "alt": "" if alternative == "-" else alternative}
        size = {"width": answer.width, "height": answer.height}
        kept = {name: value for name, value in attributes.items() if name not in ("src", "alt")}
        return shown | {name: str(value) for name, value in size.items() if value} | kept

    def _target(self, written: str) -> str:
        """Return an address as the author wrote it; Markdown's own come as a token."""
        prefix = f"#{self._split.token}t"
        return self._targets[int(written.removeprefix(prefix))] if written.startswith(prefix) else written

    def _report_misplaced_fact(self, fact_id: str) -> None:
        self.problems.append(
            Problem(
                code="misplaced-fact",
                message=f"the fact `{fact_id}` stands where only plain words can be",
                location=self._places.fact(fact_id, self._nth("fact", fact_id)),
                label="inside an address, a title or the words for a picture",
                hint="move it into the text",
            )
        )

    # Tables and headings

    def _table(self, piece: re.Match[str]) -> str:
        nth = self._nth("table")
        caption = _PIECE.sub(self._piece, (piece["caption"] or piece["words"] or "").strip())
        words = plain_words(caption)
        if not words:
            self.problems.append(_table_without_caption(self._places.table(nth)))
        label = html.escape(words)
        return (
            f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0">'
            f"<table>\n<caption>{caption}</caption>"
        )

    def _heading(self, piece: re.Match[str]) -> str:
        level = int(piece["level"])
        attributes = dict(_ATTRIBUTE.findall(piece["heading_attributes"]))
        nth = self._nth("heading", level)
        inner = piece["inner"].strip()
        chosen = attributes.pop("id", "")
        if written := _CHOSEN_ANCHOR.search(inner):
            inner, chosen = inner[: written.start()].rstrip(), written[1]
        if "<" in inner or "{{" in inner or self._split.token in inner:
            words = plain_words(_FACT_LIKE.sub("", inner))
            inner = _PIECE.sub(self._piece, inner)
            shown = plain_words(inner)
        else:
            words = shown = plain_words(inner)
        self.problems += self._check_heading(level, nth, is_empty=not shown)
        if chosen and not self._anchors.claim(html.unescape(chosen)):
            self.problems.append(_duplicate_anchor(chosen, self._places.heading(level, nth)))
        anchor = html.unescape(chosen) or self._anchors.take(words)
        level = max(level, 2)
        self.headings.append(Heading(level, anchor, shown))
        return f"{_open_tag(f'h{level}', {'id': anchor, **attributes})}{inner}</h{level}>"

    def _check_heading(self, level: int, nth: int, *, is_empty: bool) -> Problems:
        problems: list[Problem] = []
        place = self._places.heading
        if is_empty:
            problems.append(_empty_heading(place(level, nth)))
        if level == 1:
            problems.append(_heading_one(place(level, nth)))
        elif not self._is_inner and level > self._last_level + 1:
            problems.append(_skipped_level(level, self._last_level, place(level, nth)))
        if not self._is_inner:
            self._last_level = level
        return tuple(problems)


def unsafe_link(target: str, location: Location) -> Problem:
    """Return the problem of an address that runs or carries something instead of leading somewhere."""
    return Problem(
        code="unsafe-link",
        message=f"`{_short(target)}` is not an address a page may link to",
        location=location,
        label="addresses start with https:, mailto:, tel: or webcal:, or name a page of this site",
        hint="link to the page itself",
    )


def _open_tag(tag: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def _link_attributes(link: Link, written: dict[str, str]) -> dict[str, str]:
    attributes = {"href": link.address}
    if link.lang:
        attributes["hreflang"] = link.lang
    if link.is_external:
        attributes["class"] = "external"
    return attributes | {name: value for name, value in written.items() if name in ("title", "lang", "dir")}


def _cell(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    alignment = _CLASS_BY_ALIGNMENT.get(attributes.pop("align", "").lower())
    scope = {"scope": "col"} if tag == "th" else {}
    return {**scope, **attributes, **({"class": alignment} if alignment else {})}


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def _missing_alt(target: str, location: Location) -> Problem:
    return Problem(
        code="missing-alt",
        message=f"the picture `{_short(target)}` has no words for people who cannot see it",
        location=location,
        hint="write what it shows: `![A lecture hall](hall.jpg)`; for mere decoration write `![-](hall.jpg)`",
    )


def _table_without_caption(location: Location) -> Problem:
    return Problem(
        code="table-without-caption",
        message="this table has no caption",
        location=location,
        label="a screen reader names the table by it",
        hint="write a line `Table: what it shows` above the table",
    )


def _heading_one(location: Location) -> Problem:
    return Problem(
        code="body-heading-one",
        message="a text cannot have a heading of the first level",
        location=location,
        label="the title of the page is that heading",
        hint="write it with two marks: `## …`",
    )


def _empty_heading(location: Location) -> Problem:
    return Problem(code="empty-heading", message="this heading has no words", location=location)


def _skipped_level(level: int, before: int, location: Location) -> Problem:
    return Problem(
        code="heading-level-skipped",
        message=f"a heading of level {level} follows one of level {before}",
        location=location,
        label="the page's title is level 1" if before == 1 else "",
        hint=f"write it with {before + 1} marks: `{'#' * (before + 1)} …`",
    )


def _duplicate_anchor(anchor: str, location: Location) -> Problem:
    return Problem(
        code="duplicate-anchor",
        message=f"the anchor `{anchor}` is already taken on this page",
        location=location,
        hint="choose another one",
    )
