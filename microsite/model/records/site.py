"""Pages and settings: the front matter of a Markdown page, and data/settings.yaml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from microsite.model.fields import BaseAddress, Boolean, Email, LanguageTag, Line, LocalText, PlainDate, fault

from .base import Citation, OfficeId, Shape


class PageMatter(Shape):
    """The front matter of a Markdown page in content/<language>/."""

    title: Line
    """The page's heading and the first part of its title in the browser."""
    description: Line
    """One sentence for search engines and shared links, at most 160 characters."""
    short_title: Line | None = None
    """For the menu and breadcrumbs, where the title is long."""
    template: Line = "page"
    """The page's own template in templates/pages/, without .html."""
    translation_of: Line | None = None
    """The page of the default language that this one translates, such as `about/privacy`."""
    updated: PlainDate
    """When the content last changed."""
    is_draft: Boolean = False
    """true keeps the page out of the published site; `build.py build --drafts` shows it."""
    sources: tuple[Citation, ...] = ()
    """Documents the text rests on, besides those of the facts it uses."""
    office: OfficeId | None = None
    """The office in the contact box; the first main one where no office is named."""
    motif: Line | None = None
    """The drawing of data/motifs/ beside the heading, by its file's name, such as `stork`."""


class Publisher(Shape):
    """Who answers for the site."""

    name: LocalText
    """Who publishes the site."""
    description: LocalText
    """Who that is, and that nobody else runs it."""


class Settings(Shape):
    """data/settings.yaml: what every page shares."""

    name: LocalText
    """The name of the site."""
    alternate_names: tuple[Line, ...] = ()
    """Other spellings, for search engines."""
    place: LocalText
    """Where you are, said at the top of every page."""
    base_url: BaseAddress
    """The address the site is published at, ending with a slash."""
    publisher: Publisher
    """Who answers for the site."""
    email: Email | None = None
    """For corrections; nothing when there is no mailbox: then pages say so."""
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    """The default language first."""
    menu: tuple[Line, ...] = ()
    """Pages of the main menu, by their path in content/<default language>/, in order."""
    footer: tuple[Line, ...] = ()
    """Pages linked at the foot of every page."""

    @model_validator(mode="after")
    def _check_unlike(self) -> Self:
        for name in ("languages", "menu", "footer"):
            entries = getattr(self, name)
            if len(set(entries)) < len(entries):
                twice = next(each for each in entries if entries.count(each) > 1)
                hint = "keep one of the two"
                raise fault("duplicate-entry", f"`{name}` names `{twice}` twice", hint=hint, key=name)
        return self
