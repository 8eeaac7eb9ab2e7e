"""Render: a planned page → its files in memory, and what they were made from.

Stage 4 of 5. The renderer holds what all pages of a build share; it makes one page at a time and
keeps nothing of it, so pages can be made in any order, in several processes, or not at all: while
nothing has changed that a page read, its earlier files are still the right ones.

A page is made in three pieces, each with its own reads: the plan (facts → view), the body (Markdown →
HTML) and the frame (both → file). A new template makes neither of the first two again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from urllib.parse import quote

from microsite.model import NO_BODY
from microsite.problems import Location, Problem, did_you_mean
from microsite.values import dataclass

from .made import BodyPiece, MadePage, OutputFile, Piece, PlanPiece, trace_files
from .motifs import drawing_helpers
from .scripts import policy_hash
from .shared import FONT, open_desk
from .short_words import bind_short_words
from .shown_facts import ShownFacts
from .templates import Strings, mark_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Model, Reads
    from microsite.pages import Addresses, Desk, Link, Listing, Page, Route, SourceLine, Words

    from .made import Files
    from .share_cards import ShareCard, ShareCards
    from .shared import Shared
    from .templates import Templates

_LONGEST_MAIL = 2000
"""Characters of an address that mail programs take whole; some stop at 2,083."""


@dataclass(slots=True)
class Renderer:
    """Makes pages, one at a time."""

    model: Model
    addresses: Addresses
    templates: Templates
    shared: Shared
    facts: ShownFacts = field(default_factory=ShownFacts)
    has_broken_templates: bool = False
    list_pages: Callable[[str], tuple[Listing, ...]] = lambda locale: ()
    """Gives all pages of a language, once they are planned."""
    cards: list[ShareCards | None] = field(default_factory=list)
    """What draws share cards, once one was wanted."""

    def make_page(
        self, route: Route, *, plan: PlanPiece | None = None, body: BodyPiece | None = None
    ) -> tuple[MadePage, Files]:
        """Return a page and its files; `plan` and `body` are earlier pieces that are still right.

        The files of an earlier piece are not given again: they are published already.
        """
        files: list[OutputFile] = []
        if plan is None:
            plan, made = self._make_plan(route)
            files.extend(made)
        if body is None or body.of != (plan.page.path, plan.page.body_path):
            body, made = self._make_body(plan.page)
            files.extend(made)
        frame, is_whole, made = self._make_frame(plan, body)
        return MadePage(plan, body, frame, is_whole), (*files, *made)

    # The plan

    def _make_plan(self, route: Route) -> tuple[PlanPiece, Files]:
        from microsite.pages import plan_page

        reads: Reads = set()
        problems: list[Problem] = []
        desk = open_desk(self.model, self.addresses, route.locale, reads, problems)
        desk = replace(
            desk,
            list_pages=self._list_pages(route.locale, reads),
            fact_uses=self._list_fact_uses(route.locale, reads),
        )
        page = plan_page(desk, route)
        card = self._draw_card(page, desk)
        files = (OutputFile(card.path, card.content, ""),) if card else ()
        path = card.path if card else ""
        return PlanPiece(tuple(problems), frozenset(reads), trace_files(files), page, path), files

    def _list_pages(self, locale: str, reads: Reads) -> Callable[[], tuple[Listing, ...]]:
        def list_pages() -> tuple[Listing, ...]:
            reads.add(f"listings:{locale}")
            return self.list_pages(locale)

        return list_pages

    def _list_fact_uses(self, locale: str, reads: Reads) -> Callable[[], Mapping[str, tuple[Link, ...]]]:
        def list_fact_uses() -> Mapping[str, tuple[Link, ...]]:
            reads.add(f"fact-uses:{locale}")
            return self.shared.fact_uses.get(locale, {})

        return list_fact_uses

    def _draw_card(self, page: Page, desk: Desk) -> ShareCard | None:
        is_hidden = not page.is_indexed and page.canonical == page.permalink
        font = None if is_hidden else desk.model.asset(FONT)
        if font is None:
            return None
        from .share_cards import find_strip, open_share_cards

        if not self.cards:
            self.cards.append(open_share_cards({FONT: font})[0])
        words, settings = desk.words, desk.model.settings
        name = words.text(settings.name)
        line = words.text(settings.place) if page.title == name else name
        drawer = self.cards[0]
        return drawer.draw(page.title, line=line, strip=find_strip(page, desk.model)) if drawer else None

    # The body

    def _make_body(self, page: Page) -> tuple[BodyPiece, Files]:
        from .markdown import render_markdown
        from .resolver import PageResolver

        reads: Reads = set()
        problems: list[Problem] = []
        words = self._words(page.locale, reads, problems)
        body = words.model.body(page.body_path) if page.body_path else NO_BODY
        helpers = self._helpers(page, words, reads)
        resolver = PageResolver(page, words, self.templates, helpers, reads, self.facts)
        rendered, found = render_markdown(
            body.text,
            path=page.source_path,
            first_line=body.line,
            resolver=resolver,
            back_to_text=words.say("back_to_text") if "[^" in body.text else "",
        )
        pictures = resolver.pictures.items()
        files = tuple(OutputFile(path, content, page.source_path) for path, content in pictures)
        told = (*problems, *(problem for problem in found if problem.code), *resolver.problems)
        sources = tuple(resolver.fact_sources)
        return BodyPiece(
            told, frozenset(reads), trace_files(files), (page.path, page.body_path), rendered, sources
        ), files

    # The frame

    def _make_frame(self, plan: PlanPiece, body: BodyPiece) -> tuple[Piece, bool, Files]:
        page = plan.page
        reads: Reads = {f"site:{page.locale}", "icons"}
        problems: list[Problem] = []
        template = f"pages/{page.template}.html"
        if not self.templates.has(template, reads):
            # An empty file stands in, so that links to the page are no second problem.
            files = (OutputFile(page.output_path, b"", page.source_path),)
            missing = _missing_template(page, self.templates, reads)
            return Piece((missing,), frozenset(reads), trace_files(files)), False, files
        words = self._words(page.locale, reads, problems)
        linked_data = render_linked_data(page.linked_data)
        values = {
            **self._helpers(page, words, reads),
            "site": self.shared.sites[page.locale],
            "icons": self.shared.icons,
            "page": page,
            "view": page.view,
            "content": mark_safe(body.rendered.html),
            "headings": body.rendered.headings,
            "sources": merge_sources(page.sources, body.sources),
            "share_card": self.addresses.permalink(f"/{plan.card}") if plan.card else "",
            "linked_data": mark_safe(linked_data),
            "linked_data_hash": policy_hash(linked_data) if linked_data else "",
        }
        html, found = self.templates.render(template, values, page=page.path, reads=reads)
        html = bind_short_words(html, page.locale)
        is_empty = not html.strip()
        if is_empty and not found and not self.has_broken_templates:
            problems.append(_empty_page(page, template))
        files = (OutputFile(page.output_path, html.encode(), page.source_path),)
        piece = Piece((*problems, *found), frozenset(reads), trace_files(files))
        return piece, not (found or is_empty), files

    def _words(self, locale: str, reads: Reads, problems: list[Problem]) -> Words:
        return open_desk(self.model, self.addresses, locale, reads, problems).words

    def _helpers(self, page: Page, words: Words, reads: Reads) -> Mapping[str, object]:
        """Return the names that pages and components may use, besides what they are given."""
        addresses = self.addresses
        return {
            "t": Strings(words.locale.strings),
            "say": words.say,
            "count": words.count,
            "asset": lambda name: addresses.address(f"/{self.shared.find_asset(name, reads)}"),
            "policy_hash": policy_hash,
            "path_to": lambda reference: words.link(reference, "?").address,
            "report_address": lambda shown=None: report_address(
                shown, page, words, email=self._read_email(page.locale, reads)
            ),
            **drawing_helpers(words.model, words.locale.format_number),
        }

    def _read_email(self, locale: str, reads: Reads) -> str:
        """Return the mailbox in the settings, from the frame of the language: nothing need be opened."""
        reads.add("setting:email")
        return self.shared.sites[locale].email


def report_address(shown: object, page: Page, words: Words, *, email: str) -> str:
    """Return where to report a mistake in facts: a mail with the page and their ids in its subject.

    `shown` is whatever a template shows of facts; None stands for those in the sentences of the page's text.
    Empty when there is no fact, or no mailbox. Mail programs cut a long address, so where there are very many
    facts the subject names the page alone.
    """
    if not email:
        return ""
    from microsite.pages import facts_in

    if shown is None:
        ids = words.model.uses_in(page.body_path).facts if page.body_path else ()
    else:
        ids = tuple(fact.id for fact in facts_in(shown))
    subjects = (" ".join((page.path, *dict.fromkeys(ids))), page.path)
    addresses = (f"mailto:{email}?subject={quote(subject)}" for subject in subjects)
    return next(each for each in addresses if len(each) <= _LONGEST_MAIL) if ids else ""


def _empty_page(page: Page, template: str) -> Problem:
    return Problem(
        code="empty-page",
        message="the template gives an empty page",
        location=Location(f"templates/{template}"),
        hint="begin it with `{% extends ... %}` or write the page's HTML",
        page=page.path,
    )


def _missing_template(page: Page, templates: Templates, reads: Reads) -> Problem:
    return Problem(
        code="missing-template",
        message=f"there is no template `pages/{page.template}.html`",
        location=Location(page.source_path),
        hint=did_you_mean(page.template, templates.names("pages", reads)),
        page=page.path,
    )


def merge_sources(
    page_sources: Iterable[SourceLine], fact_sources: Iterable[SourceLine]
) -> tuple[SourceLine, ...]:
    """Return each document once, with its latest check, in the order of first use."""
    merged: dict[str, SourceLine] = {}
    for source in (*page_sources, *fact_sources):
        known = merged.get(source.document)
        if known is None or (
            source.checked and (not known.checked or source.checked.iso > known.checked.iso)
        ):
            merged[source.document] = source
    return tuple(merged.values())


def render_linked_data(objects: Iterable[Mapping[str, object]]) -> str:
    """Return JSON-LD that cannot end the script element it stands in."""
    found = list(objects)
    if not found:
        return ""
    text = json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
