"""Render: the planned pages and files → bytes in memory.

Stage 4 of 5. Takes the plan, gives output files with their origin. Two things that would land on
one path (also by case, or composed letters) are a problem that names both.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from microsite.model import Model
from microsite.pages import Addresses, Page, Plan, SourceLine, Words
from microsite.problems import Location, Problem, Problems, did_you_mean

from .assets import Manifest, plan_assets
from .calendars import render_calendar
from .data_files import render_csv, render_json
from .feeds import render_feed
from .icons import SIGN, Icons, render_icons
from .markdown import Heading, RenderedMarkdown, render_markdown
from .motifs import drawing_helpers, render_drawings
from .resolver import PageResolver
from .scripts import policy_hash
from .search_file import render_search_index
from .share_cards import ShareCards, find_strip, open_share_cards
from .site_files import render_robots, render_sitemap
from .templates import Strings, Templates, mark_safe


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file as it will be published."""

    path: str
    """Below site/: ``en/index.html``."""
    content: bytes
    origin: str
    """The source file an author edits to change it; empty when the generator makes it."""


@dataclass(frozen=True, slots=True)
class RenderedSite:
    """All files, in memory."""

    files: Mapping[str, OutputFile]
    unfinished: frozenset[str]
    """Paths of pages that could not be rendered whole."""


@dataclass(slots=True)
class _Output:
    """The files so far, and who claimed each path first."""

    files: dict[str, OutputFile] = field(default_factory=dict)
    path_by_key: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unfinished: set[str] = field(default_factory=set)
    """Files of pages that could not be rendered whole."""

    def add(self, path: str, content: bytes, origin: str = "") -> None:
        key = unicodedata.normalize("NFC", path).casefold()
        first = self.path_by_key.setdefault(key, path)
        if path not in self.files and first == path:
            self.files[path] = OutputFile(path, content, origin)
            return
        claimant = self.files[first]
        if claimant.content == content and first == path:
            return
        self.problems.append(
            Problem(
                code="route-taken",
                message=f"the file `{path}` is taken by {claimant.origin or 'a file the generator makes'}",
                location=Location(origin or path),
                hint="rename one of the two",
                related=(Location(claimant.origin or first),),
            )
        )


def render_pages(plan: Plan, model: Model, addresses: Addresses) -> tuple[RenderedSite, Problems]:
    """Return all files of the site, and what is wrong in templates and in the pages' texts."""
    output = _Output()
    manifest, problems = plan_assets(model.assets, base_path=addresses.base_path)
    output.problems.extend(problems)
    names = manifest.name_by_path
    for path, content in manifest.content_by_path.items():
        output.add(path, content, f"templates/{names[path]}")
    templates = Templates(model.templates)
    unreadable = templates.check()
    output.problems.extend(unreadable)
    icons, icon_problems = _render_icons(plan, model, addresses, output)
    cards, card_problems = open_share_cards(model.assets)
    output.problems.extend((*icon_problems, *card_problems))
    renderer = _Renderer(plan, model, addresses, templates, manifest, output, icons, cards, bool(unreadable))
    for page in plan.pages:
        renderer.render(page)
    for index in plan.searches:
        output.add(index.output_path, render_search_index(index, renderer.headings_by_path))
    _render_files(plan, model, output)
    return RenderedSite(output.files, frozenset(output.unfinished)), tuple(output.problems)


@dataclass(slots=True)
class _Renderer:
    """Renders one page after another; keeps what pages of one language share."""

    plan: Plan
    model: Model
    addresses: Addresses
    templates: Templates
    manifest: Manifest
    output: _Output
    icons: Icons | None
    cards: ShareCards | None
    has_broken_templates: bool
    words_by_locale: dict[str, Words] = field(default_factory=dict)
    helpers_by_locale: dict[str, Mapping[str, object]] = field(default_factory=dict)
    headings_by_path: dict[str, tuple[Heading, ...]] = field(default_factory=dict)
    """What the search index says of each page's text."""
    told: set[str] = field(default_factory=set)
    """Source files whose Markdown problems are reported: a copy of a page adds none."""
    told_faults: set[tuple[str, Location, str]] = field(default_factory=set)

    def render(self, page: Page) -> None:
        template = f"pages/{page.template}.html"
        if not self.templates.has(template):
            self.output.problems.append(_missing_template(page, self.templates))
            # An empty file stands in, so that links to the page are no second problem.
            self.output.add(page.output_path, b"", page.source_path)
            self.output.unfinished.add(page.output_path)
            return
        words = self._words(page.locale)
        helpers = self._helpers(page.locale)
        resolver = PageResolver(page, words, self.templates, helpers)
        rendered = self._render_body(page, resolver)
        self.headings_by_path[page.path] = rendered.headings
        linked_data = render_linked_data(page.linked_data)
        values = {
            **helpers,
            "page": page,
            "view": page.view,
            "content": mark_safe(rendered.html),
            "headings": rendered.headings,
            "sources": merge_sources(page.sources, resolver.fact_sources),
            "share_card": self._share_card(page),
            "linked_data": mark_safe(linked_data),
            "linked_data_hash": policy_hash(linked_data) if linked_data else "",
        }
        html, problems = self.templates.render(template, values, page=page.path)
        self._tell((*resolver.problems, *problems))
        if not html.strip() and not problems and not self.has_broken_templates:
            self._tell((_empty_page(page, template),))
        if problems or not html.strip():
            self.output.unfinished.add(page.output_path)
        self.output.add(page.output_path, html.encode(), page.source_path)
        for path, content in resolver.pictures.items():
            self.output.add(path, content, page.source_path)

    def _share_card(self, page: Page) -> str:
        """Return the absolute address of the page's card; empty when it has none."""
        is_hidden = not page.is_indexed and page.canonical == page.permalink
        if self.cards is None or is_hidden:
            return ""
        site = self.plan.sites[page.locale]
        line = site.place if page.title == site.name else site.name
        card = self.cards.draw(page.title, line=line, strip=find_strip(page, self.model))
        self.output.add(card.path, card.content)
        return self.addresses.permalink(f"/{card.path}")

    def _render_body(self, page: Page, resolver: PageResolver) -> RenderedMarkdown:
        rendered, problems = render_markdown(
            page.body,
            path=page.source_path,
            first_line=page.body_line,
            resolver=resolver,
            back_to_text=resolver.words.say("back_to_text") if "[^" in page.body else "",
        )
        if page.source_path not in self.told:
            self.output.problems.extend(problem for problem in problems if problem.code)
        if page.body:
            self.told.add(page.source_path)
        return rendered

    def _tell(self, problems: Problems) -> None:
        """Keep each problem of a template once, with the first page that showed it."""
        for problem in problems:
            fault = (problem.code, problem.location, problem.message)
            if fault not in self.told_faults:
                self.told_faults.add(fault)
                self.output.problems.append(problem)

    def _words(self, locale: str) -> Words:
        if locale not in self.words_by_locale:
            words = Words(self.model, self.model.locales[locale], self.addresses, self.output.problems)
            self.words_by_locale[locale] = words
        return self.words_by_locale[locale]

    def _helpers(self, locale: str) -> Mapping[str, object]:
        """Return the names every template of a language may use, besides its page."""
        if locale not in self.helpers_by_locale:
            words = self._words(locale)
            self.helpers_by_locale[locale] = {
                "site": self.plan.sites[locale],
                "t": Strings(words.locale.strings),
                "say": words.say,
                "count": words.count,
                "asset": self._asset_finder(),
                "policy_hash": policy_hash,
                "icons": self.icons,
                "path_to": lambda reference: words.link(reference, "?").address,
                **drawing_helpers(self.model, words.locale.format_number),
            }
        return self.helpers_by_locale[locale]

    def _asset_finder(self) -> Callable[[str], str]:
        def asset(name: str) -> str:
            path = self.manifest.path_by_name.get(name)
            if path is None:
                near = did_you_mean(name, self.manifest.path_by_name)
                raise LookupError(f"there is no file templates/{name}" + (f" ({near})" if near else ""))
            return self.addresses.address(f"/{path}")

        return asset


def _empty_page(page: Page, template: str) -> Problem:
    return Problem(
        code="empty-page",
        message="the template gives an empty page",
        location=Location(f"templates/{template}"),
        hint="begin it with `{% extends ... %}` or write the page's HTML",
        page=page.path,
    )


def _missing_template(page: Page, templates: Templates) -> Problem:
    return Problem(
        code="missing-template",
        message=f"there is no template `pages/{page.template}.html`",
        location=Location(page.source_path),
        hint=did_you_mean(page.template, templates.names("pages")),
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


def _render_icons(
    plan: Plan, model: Model, addresses: Addresses, output: _Output
) -> tuple[Icons | None, Problems]:
    sign = model.motifs.get(SIGN)
    if sign is None or model.default_locale not in plan.sites:
        return None, ()
    site = plan.sites[model.default_locale]
    icons, problems = render_icons(sign, site, base_path=addresses.base_path)
    for path, content in icons.files if icons else ():
        output.add(path, content, sign.path)
    return icons, problems


def _render_files(plan: Plan, model: Model, output: _Output) -> None:
    """Add the machine-readable files."""
    settings = "data/settings.yaml"
    for calendar in plan.calendars:
        output.add(calendar.output_path, render_calendar(calendar), settings)
    for feed in plan.feeds:
        output.add(feed.output_path, render_feed(feed), settings)
    for table in plan.tables:
        output.add(
            f"data/{table.name}.json", render_json(table, licence=plan.data_licence, home=plan.base_url)
        )
        output.add(f"data/{table.name}.csv", render_csv(table))
    for path, content, origin in render_drawings(model):
        output.add(path, content, origin)
    if plan.pages:
        finished = [page for page in plan.pages if page.output_path not in output.unfinished]
        output.add("sitemap.xml", render_sitemap(finished))
        output.add("robots.txt", render_robots(plan))
