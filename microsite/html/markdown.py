"""Render Markdown: the body of a page → HTML that is safe to publish. The one module that knows Markdown.

The way of a body: limits (markdown_limits.py), blocks taken out (markdown_blocks.py), Python-Markdown,
the allow list (sanitise.py), then links, pictures, anchors, facts and components (markdown_finish.py).
A body is never run as a template: but for ``{{ fact("id") }}``, anything in braces is text.

Python-Markdown lets any HTML through and keeps no positions. So nothing of it is published before it
went through the allow list, and a problem is placed by finding in the body what the author wrote
(markdown_places.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from microsite.problems import Problem, Problems

from .anchors import AnchorRegister
from .markdown_blocks import Component, split_blocks
from .markdown_converter import ETX, STX, Targets, convert
from .markdown_finish import Finisher, unsafe_link
from .markdown_limits import check_limits, find_controls
from .markdown_places import Places
from .markdown_types import Heading, Link, Picture, Refusal, RenderedMarkdown, Resolver
from .sanitise import DANGEROUS_SCHEMES, Refused, find_refused, is_tangled, sanitise, scheme_of

__all__ = ["Heading", "Link", "Picture", "Refusal", "RenderedMarkdown", "Resolver", "render_markdown"]

_RAW_HTML = re.compile(r"<(?!https?:|mailto:)[A-Za-z/!?]")
_DECLARATION = re.compile(r"<(?:\?|!(?=[A-Za-z\[]))\S*")
_FOOTNOTE_USE = re.compile(r"\[\^([^\]\n]+)\](?!:)")
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\n]*)\]:", re.MULTILINE)
_REFERENCE_USE = re.compile(r"\[([^\[\]]*)\]\[([^\[\]\n]*)\]")
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)


def render_markdown(
    body: str,
    *,
    path: str,
    first_line: int,
    resolver: Resolver,
    reserved_ids: Collection[str] = (),
    back_to_text: str = "Back to the text",
) -> tuple[RenderedMarkdown, Problems]:
    """Return the HTML of a body, its headings and words, and all that is wrong with it.

    `path` and `first_line` (the line of the file on which the body starts) place the problems.
    `reserved_ids` are the ids the page's layout uses: no heading gets one of them.
    `back_to_text` names the arrow behind a footnote, in the language of the page.
    """
    places = Places(body.replace("\r\n", "\n").replace("\r", "\n"), path=path, first_line=first_line)
    if problems := check_limits(places):
        return RenderedMarkdown("", ()), problems
    split, problems = split_blocks(places)
    renderer = _Renderer(places, split.token)
    finisher = Finisher(
        split,
        places=places,
        resolver=resolver,
        anchors=AnchorRegister(reserved_ids),
        back_to_text=back_to_text,
        render_inner=renderer.render_component,
    )
    safe, targets, more = renderer.render(split.text)
    markup = finisher.finish(safe, targets)
    rendered = RenderedMarkdown(markup, tuple(finisher.headings))
    return rendered, (*problems, *_check_leftovers(places), *more, *finisher.problems)


class _Renderer:
    """Turns the parts of one body into safe HTML, tokens still in it."""

    def __init__(self, places: Places, token: str) -> None:
        self._places = places
        self._token = token
        self._uses: Counter[tuple[str, str]] = Counter()

    def render(self, text: str) -> tuple[str, Targets, Problems]:
        """Return safe HTML, the addresses its tokens stand for, and what the author may not write."""
        try:
            unsafe, targets = convert(text, token=self._token)
        except RecursionError:
            return "", (), (_too_complex(self._places),)
        problems: Problems = ()
        if _RAW_HTML.search(text):
            if is_tangled(unsafe):
                return "", (), (_too_complex(self._places),)
            problems = tuple(self._problem_of(refused) for refused in find_refused(unsafe))
        safe = sanitise(unsafe)
        # The body has none (check_limits): one comes of a reference (`&#1;`), or the library left it behind.
        may_hide = "&" in text or STX in safe or ETX in safe
        if may_hide and (found := find_controls(safe)):
            problems = (*problems, _hidden_control(ord(found[0]), self._places))
            return "", (), problems
        return safe, targets, problems

    def render_component(self, component: Component) -> tuple[str, Targets, Problems]:
        """Render the Markdown inside a component."""
        if not component.inner.strip():
            return "", (), ()
        start, end = component.inner_span
        if (found := self._places.prose.find("[^", start, end)) >= 0:
            return "", (), (_footnote_in_component(found, self._places),)
        return self.render(component.inner)

    def _problem_of(self, refused: Refused) -> Problem:
        if refused.attribute in ("href", "src") and scheme_of(refused.value):
            return self._problem_of_address(refused.value)
        key = (refused.tag, refused.attribute)
        nth = self._uses[key]
        self._uses[key] += 1
        if refused.attribute:
            shown = f"{refused.attribute}=…"
            location = self._places.attribute(refused.tag, refused.attribute, nth)
            message = f"the attribute `{shown}` on `<{refused.tag}>` cannot be part of a page"
        else:
            location = self._places.tag(refused.tag, nth)
            message = f"`<{refused.tag}>` cannot be part of a page"
        return Problem(
            code="unsafe-html",
            message=message,
            location=location,
            hint="delete it; to show it as text, put it between backticks",
        )

    def _problem_of_address(self, address: str) -> Problem:
        nth = self._uses["address", address]
        self._uses["address", address] += 1
        location = self._places.target(address, nth)
        if scheme_of(address) in DANGEROUS_SCHEMES:
            return unsafe_link(address, location)
        return Problem(
            code="raw-html-address",
            message=f"`{address}` cannot be used in HTML",
            location=location,
            hint="write the link as Markdown: `[words](address)`",
        )


def _check_leftovers(places: Places) -> Problems:
    """Return what Markdown takes for text, or drops, though the author meant something by it."""
    body = places.body
    if not ("[^" in body or "][" in body or ("<" in body and ("<!" in body or "<?" in body))):
        return ()
    return (*_declarations(places), *_unknown_footnotes(places), *_unknown_references(places))


def _declarations(places: Places) -> Iterator[Problem]:
    for found in _DECLARATION.finditer(places.prose):
        yield Problem(
            code="unsafe-html",
            message=f"`{found[0][:20]}` cannot be part of a page",
            location=places.at(found.start(), len(found[0])),
            hint="delete it; to show it as text, put it between backticks",
        )


def _unknown_footnotes(places: Places) -> Iterator[Problem]:
    known = {match[1] for match in _FOOTNOTE.finditer(places.prose)}
    for use in _FOOTNOTE_USE.finditer(places.prose):
        if use[1] not in known:
            yield Problem(
                code="unknown-footnote",
                message=f"no footnote has the mark `{use[1]}`",
                location=places.at(use.start(), len(use[0])),
                hint=f"write the footnote in a paragraph of its own: `[^{use[1]}]: …`",
            )


def _unknown_references(places: Places) -> Iterator[Problem]:
    known = {_reference_key(match[1]) for match in _REFERENCE.finditer(places.prose)}
    for use in _REFERENCE_USE.finditer(places.prose):
        label = use[2] or use[1]
        if not label.startswith("^") and not use[1].startswith("^") and _reference_key(label) not in known:
            yield Problem(
                code="unknown-link-reference",
                message=f"no address is given for `[{label}]`",
                location=places.at(use.start(), len(use[0])),
                hint=f"write the address in a line of its own: `[{label}]: address`, or `[words](address)`",
            )


def _reference_key(label: str) -> str:
    return " ".join(label.split()).lower()


def _too_complex(places: Places) -> Problem:
    return Problem(
        code="body-too-complex",
        message="this text is nested too deep to turn into a page",
        location=places.at(0),
        hint="divide the text, or close what was left open",
    )


def _hidden_control(character: int, places: Places) -> Problem:
    return Problem(
        code="control-character",
        message=f"the character U+{character:04X} cannot be part of a page",
        location=places.at(max(0, places.body.find("&#"))),
        label="written as a number between `&#` and `;`",
        hint="delete it",
    )


def _footnote_in_component(found: int, places: Places) -> Problem:
    return Problem(
        code="footnote-in-component",
        message="a block cannot hold a footnote",
        location=places.at(found, 2),
        hint="say it in the text, or move the sentence out of the block",
    )
