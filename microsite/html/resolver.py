"""What a page's Markdown may name: other pages, records, pictures, facts, components.

Gives addresses in the page's language, or a refusal in an author's words; markdown.py adds the
place. Whatever is broken elsewhere is not refused here: its own problem is in the list already.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from urllib.parse import quote

from microsite.problems import Problem, did_you_mean
from microsite.values import dataclass

from .markdown_types import Link, Picture, Refusal
from .templates import mark_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Model, Reads
    from microsite.pages import ChapterView, ComponentRefusal, FactView, Page, SourceLine, Words

    from .shown_facts import ShownFacts
    from .templates import Templates

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_OUTSIDE = {"http", "https", "mailto", "tel", "webcal"}


@dataclass(slots=True)
class PageResolver:
    """The resolver of one page; gathers what the page turns out to use."""

    page: Page
    words: Words
    templates: Templates
    helpers: Mapping[str, object]
    """Names that component templates get besides their view."""
    reads: Reads
    """Gets the names of the cells that the body turns out to be made from."""
    facts: ShownFacts
    """Of all pages."""
    fact_sources: list[SourceLine] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def _model(self) -> Model:
        return self.words.model

    # Links

    def link(self, target: str) -> Link | Refusal:
        """Return where a link leads."""
        if target.startswith("#"):
            return Link(target)
        scheme = _SCHEME.match(target)
        kind = scheme.group(1) if scheme else ""
        if kind and kind in _kinds():
            return self._reference(kind, target)
        if kind.lower() in _OUTSIDE:
            return _outside(target, kind.lower())
        if kind:
            return Refusal(
                "unknown-kind",
                f"`{target}` begins with `{kind}:`, which is not a kind of link",
                label="neither a kind of record nor a web address",
                hint=did_you_mean(kind, [*_kinds(), "https", "mailto"])
                or "write https://…, page:… or a kind of record",
            )
        if target.startswith("/"):
            return Refusal(
                "absolute-link",
                f"`{target}` is an address on this site written out",
                label="it breaks when the site moves or the page is renamed",
                hint="write page:… or a relative link, such as [text](page:about/sources)",
            )
        return self._relative(target)

    def _reference(self, kind: str, target: str) -> Link | Refusal:
        reference, _, anchor = target.partition("#")
        name = reference.partition(":")[2]
        if self._model.is_broken(reference):
            return Link("#")
        link = self.words.link(reference, "?")
        if link.address:
            joined = link.address.partition("#")[0] + f"#{anchor}" if anchor else link.address
            return Link(joined, lang=link.in_language)
        if kind == "page":
            hint = did_you_mean(name, self._model.identities())
            return Refusal(
                "unknown-page", f"there is no page `{name}`", label="not found in content/", hint=hint
            )
        if self._model.find(reference):
            return Refusal(
                "no-page",
                f"a {kind.replace('-', ' ')} has no page of its own to link to",
                label="nothing to link to",
                hint="write the name without a link",
            )
        from microsite.model import COLLECTION_BY_KIND

        ids = self._model.ids(COLLECTION_BY_KIND[kind])
        return Refusal(
            "unknown-reference",
            f"no {kind.replace('-', ' ')} has the id `{name}`",
            label=f"not found in data/{COLLECTION_BY_KIND[kind]}/",
            hint=did_you_mean(name, ids),
        )

    def _relative(self, target: str) -> Link | Refusal:
        """Return where a link between Markdown files leads, as `visa.md` or `../about.md#who`."""
        path, _, anchor = target.partition("#")
        source = _join(self.page.source_path.rpartition("/")[0], path)
        stem = source.rstrip("/")
        for each in (source, f"{stem}.md", f"{stem}/index.md"):
            identity = self._model.identity_at(each)
            link = self.words.link(f"page:{identity}", "?") if identity else None
            if link and link.address:
                return Link(f"{link.address}#{anchor}" if anchor else link.address, lang=link.in_language)
        near = did_you_mean(source, self._model.page_paths())
        return Refusal(
            "unknown-page",
            f"there is no page at `{target}`",
            label=f"not found at {source}",
            hint=near or "link to a page as [text](page:about/sources)",
        )

    # Pictures

    def picture(self, target: str) -> Picture | Refusal:
        """Return a picture beside the page, under its published name."""
        if _SCHEME.match(target) or target.startswith("/"):
            return Refusal(
                "outside-picture",
                f"the picture `{target}` is not beside the page",
                label="pages show only the site's own pictures",
                hint="save the picture next to the page and write its file name",
            )
        source = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.source_path), target))
        content = self._model.asset(source)
        if content is None or not source.startswith("content/"):
            near = did_you_mean(source, _pictures(self._model.asset_paths()))
            return Refusal(
                "missing-picture",
                f"there is no picture `{target}`",
                label=f"not found at {source}",
                hint=near,
            )
        from .drawings import prepare_drawing
        from .pictures import BadPicture, prepare_picture

        prepare = prepare_drawing if source.lower().endswith(".svg") else prepare_picture
        prepared = prepare(source.removeprefix("content/"), content)
        if isinstance(prepared, BadPicture):
            return Refusal("bad-picture", prepared.message, label=prepared.label, hint=prepared.hint)
        self.pictures[prepared.path] = prepared.content
        address = self.words.addresses.address("/" + quote(prepared.path))
        return Picture(address, prepared.width or None, prepared.height or None)

    # Facts and components

    def fact(self, fact_id: str) -> str | Refusal:
        """Return the HTML of a fact inside a sentence, and keep its source for the page's list."""
        found = self.facts.find(self.words.locale.code, fact_id) or self._look_up_fact(fact_id)
        if isinstance(found, str | Refusal):
            return found
        view, reads = found
        self.reads.update(reads)
        self.fact_sources.append(view.source)
        return self._render_component("fact", {"fact": view})

    def _look_up_fact(self, fact_id: str) -> tuple[FactView, frozenset[str]] | str | Refusal:
        """Return a fact as this language shows it, and what it was made from; keep it for other pages."""
        # What the page has read so far is laid aside: the next page may not have read it.
        before = self.reads.copy()
        told = len(self.words.problems)
        self.reads.clear()
        view = self._view_fact(fact_id)
        reads = frozenset(self.reads)
        self.reads.update(before)
        if isinstance(view, str | Refusal):
            return view
        if told == len(self.words.problems):  # what is missing in a fact is told on each page that shows it
            self.facts.add(self.words.locale.code, fact_id, (view, reads))
        return view, reads

    def _view_fact(self, fact_id: str) -> FactView | str | Refusal:
        if self._model.is_broken(f"fact:{fact_id}"):
            return ""
        from microsite.model import Fact
        from microsite.pages import fact_view

        placed = self._model.find(f"fact:{fact_id}")
        if placed is None or not isinstance(placed.record, Fact):
            ids = self._model.ids("facts")
            return Refusal(
                "unknown-fact",
                f"there is no fact `{fact_id}`",
                label="not found in data/facts/",
                hint=did_you_mean(fact_id, ids),
            )
        return fact_view(placed.record, self.words)

    def component(self, name: str, arguments: Mapping[str, str], inner_html: str) -> str | Refusal:
        """Return the HTML of a block."""
        if not self.templates.has(f"components/{name}.html", self.reads):
            known = self.templates.names("components", self.reads)
            return Refusal(
                "unknown-component",
                f"there is no component `{name}`",
                label=f"not found at templates/components/{name}.html",
                hint=did_you_mean(name, known) or f"the components are {', '.join(known)}",
            )
        from microsite.pages import ComponentRefusal, component_view, sources_in

        view = component_view(name, arguments, self.words)
        if isinstance(view, ComponentRefusal):
            return _refusal(view) if view.code else ""
        self.fact_sources.extend(sources_in(view))
        chapters = view.get("chapters", ())
        texts = self._render_chapters(chapters) if isinstance(chapters, tuple) and chapters else {}
        return self._render_component(name, {**view, "inner": mark_safe(inner_html), "texts": texts})

    def _render_chapters(self, chapters: tuple[ChapterView, ...]) -> Mapping[str, str]:
        """Return the HTML of other pages' texts, by anchor; what is wrong in them is told on those pages."""
        from .chapters import fit_chapter
        from .markdown import render_markdown

        anchor_by_address = {chapter.address: chapter.anchor for chapter in chapters}
        texts = {}
        for chapter in chapters:
            page = replace(self.page, source_path=chapter.source_path)
            resolver = replace(self, page=page, fact_sources=[], pictures={}, problems=[])
            body = self._model.body(chapter.source_path)
            rendered, _ = render_markdown(
                body.text,
                path=chapter.source_path,
                first_line=body.line,
                resolver=resolver,
                back_to_text=self.words.say("back_to_text") if "[^" in body.text else "",
            )
            self.fact_sources.extend(resolver.fact_sources)
            fitted = fit_chapter(
                rendered.html,
                anchor=chapter.anchor,
                title=chapter.title,
                anchor_by_address=anchor_by_address,
            )
            texts[chapter.anchor] = mark_safe(fitted)
        return texts

    def _render_component(self, name: str, view: Mapping[str, object]) -> str:
        template = f"components/{name}.html"
        values = {**self.helpers, **view}
        html, problems = self.templates.render(template, values, page=self.page.path, reads=self.reads)
        self.problems.extend(problems)
        return html.strip()


def _join(folder: str, path: str) -> str:
    """Return what a relative path means in a folder."""
    if folder and "/" not in path and path.strip("."):
        return f"{folder}/{path}"  # the name of a file beside: most links are
    return posixpath.normpath(posixpath.join(folder, path))


def _kinds() -> set[str]:
    """Return what may stand before the colon of a link to something of this site."""
    from microsite.model import COLLECTION_BY_KIND

    return {*COLLECTION_BY_KIND, "page"}


def _pictures(assets: Iterable[str]) -> list[str]:
    return [path for path in assets if path.startswith("content/")]


def _refusal(refused: ComponentRefusal) -> Refusal:
    return Refusal(refused.code, refused.message, refused.label, refused.hint, argument=refused.argument)


def _outside(target: str, scheme: str) -> Link | Refusal:
    if scheme not in ("http", "https"):
        return Link(target)
    from microsite.model import address_fault

    fault = address_fault(target)
    if fault:
        return Refusal(fault.code, fault.message, fault.label, fault.hint)
    return Link(target, is_external=True)
