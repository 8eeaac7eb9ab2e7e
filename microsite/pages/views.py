"""What templates are given: pages and the values on them, all sorted, formatted and in one language.

A template only arranges these. Every text is ready to print; every address already has the base
path. All are frozen, so a page's view is also the whole of what the page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from microsite.values import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text with the language it is in, where that is not the page's."""

    text: str
    lang: str = ""
    """Empty when the text is in the page's language; else for a `lang` attribute."""

    def __str__(self) -> str:
        """The text alone."""
        return self.text


@dataclass(frozen=True, slots=True)
class Moment:
    """A date for a `time` element."""

    iso: str
    """For `datetime`: ``2022``, ``2022-05`` or ``2022-05-23``."""
    text: str
    """In the page's language: ``23 May 2022``."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow."""

    title: str
    address: str
    lang: str = ""
    """The language of the title, where it is not the page's."""
    in_language: str = ""
    """The language of the target, where it is not the page's: shown as "(in English)"."""
    note: str = ""
    """A few words after the link."""
    host: str = ""
    """For an outside address: where it leads, such as ``pb.edu.pl``."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step from the home page to a page."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language, or that language's home page."""

    locale: str
    name: str
    """The language's name in itself."""
    address: str
    permalink: str
    is_same_page: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where something comes from, and when somebody last compared the two."""

    document: str
    """The id of the document."""
    title: Phrase
    publisher: str
    address: str
    """Of the document itself, outside this site; empty when it is not known."""
    host: str
    dating: str
    """When it was written, in words: ``written in 2017``, ``undated; 2016 or later``."""
    written: Moment | None
    checked: Moment | None
    """None when the day of the check is not known."""


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as shown: its value, or whom to ask when it is far overdue."""

    id: str
    label: str
    value: str
    """With its qualifier and unit: ``more than 100 academic and scientific centres``."""
    moment: Moment | None
    """The value again, where it is a day: for a `time` element."""
    said_by: str
    """``according to Radio Akadera``, where one document says it of somebody else; empty otherwise."""
    as_of: str
    """The time the value belongs to, in words; empty when it says nothing."""
    source: SourceLine
    state: str
    """``fresh``, ``overdue``, ``expired`` (the value is not shown) or ``history``."""
    state_text: str
    """The state in words: ``Not checked since 1 May 2024``; empty when fresh."""
    ask: Link | None
    """Whoever decides, where that is not the source."""
    due: Moment | None
    """The day after which it is overdue; None for history or an unknown check."""
    kind_text: str
    note: str
    ledger_address: str
    """Its row in the ledger of all facts."""


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A row of the ledger: a fact and the pages that show it."""

    fact: FactView
    used_on: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ContactView:
    """One way to reach an office."""

    type: str
    """``address``, ``phone``, ``fax`` or ``email``."""
    type_text: str
    value: str
    state: str
    state_text: str
    printed: Moment | None
    """Only history: when the document printed it."""
    source: SourceLine


@dataclass(frozen=True, slots=True)
class OfficeView:
    """Somebody to write to."""

    id: str
    name: Phrase
    native_name: Phrase | None
    former_names: tuple[str, ...]
    university: Link
    purpose: str
    what_to_write: str
    details: tuple[ContactView, ...]
    history: tuple[ContactView, ...]
    """What an older document printed."""
    page: Link | None
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """Words that were said."""

    id: str
    subject: str
    text: Phrase
    speaker: str
    role: str
    date: Moment
    source: SourceLine


@dataclass(frozen=True, slots=True)
class TieView:
    """What joins a partner to one university in Białystok."""

    university: Link
    type: Link | None
    status: str
    """``confirmed``, ``recorded``, ``ended``, ``suspended`` or ``contact``."""
    status_text: str
    """The words of ux.md PART-4."""
    is_historical: bool
    summary: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in a list."""

    link: Link
    native_name: Phrase | None
    abbreviation: str
    other_names: tuple[str, ...]
    town: Phrase | None
    country: Link
    universities: tuple[Link, ...]
    """The host universities it is joined with: the abbreviation, with the full name as note."""
    status: str
    status_text: str
    is_historical: bool
    """Nothing of it is a present offer."""


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in a list."""

    link: Link
    when: Moment
    end: Moment | None
    when_text: str
    """The whole time in words: ``week of 23 May 2022``, ``12 to 16 December 2022``."""
    place: str
    organisers: tuple[Link, ...]
    summary: str
    state: str
    """``coming``, ``running``, ``past``, ``cancelled`` or ``postponed``."""
    state_text: str
    audience: str
    cost: str
    how_to_join: str
    year: int
    calendar_address: str
    """Its own .ics file; empty for a past event."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """A picture's own size in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page that will be published, complete but for its HTML."""

    locale: str
    reference: str
    """What it is: ``page:about``, ``partner:university-of-burgos``, ``country:lithuania``."""
    path: str
    """Its address on the site, without the base path: ``/en/partners/``."""
    output_path: str
    """The file below site/: ``en/partners/index.html``."""
    address: str
    """With the base path: what links are made of."""
    permalink: str
    """The absolute address."""
    canonical: str
    """The absolute address search engines should keep; differs from the permalink only for copies."""
    template: str
    """The template's name in templates/pages/, without .html."""
    title: str
    title_lang: str
    heading_note: Phrase | None
    """The name in its own language, under the heading."""
    description: str
    trail: tuple[Crumb, ...]
    alternates: tuple[Alternate, ...]
    section: str
    """The identity of the menu entry it belongs to; empty when none."""
    updated: date
    """When its content last changed."""
    updated_moment: Moment
    source_path: str
    """The file an author edits to change it."""
    view: object
    """The values of this kind of page: one of the *View classes."""
    sources: tuple[SourceLine, ...]
    """Documents that the page rests on (those of facts in its Markdown are added when it is rendered)."""
    office: OfficeView | None
    """For the contact box."""
    linked_data: tuple[Mapping[str, object], ...] = ()
    """JSON-LD objects, equal to what the page shows."""
    body_path: str = ""
    """The Markdown file whose text stands on the page; empty when none does."""
    is_indexed: bool = True
    """False for pages that search engines should leave out."""
    motif: str = ""
    """The drawing beside its heading; empty when it has none."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What lists of pages say of one: the A–Z index, the search, the sitemap, the ledger."""

    reference: str
    path: str
    output_path: str
    address: str
    permalink: str
    canonical: str
    template: str
    title: str
    title_lang: str
    heading_note: Phrase | None
    description: str
    alternates: tuple[Alternate, ...]
    updated: date
    is_indexed: bool


def list_page(page: Page) -> Listing:
    """Return what lists say of a page."""
    return Listing(**{each.name: getattr(page, each.name) for each in fields(Listing)})


@dataclass(frozen=True, slots=True)
class PlainView:
    """A page that has only its text."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the menu or the footer."""

    title: str
    address: str
    identity: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page of one language shares."""

    name: str
    place: str
    locale: str
    direction: str
    publisher: str
    publisher_description: str
    email: str
    menu: tuple[MenuEntry, ...]
    footer: tuple[MenuEntry, ...]
    home: str
    built: Moment
    fact_count: int
    overdue_count: int
    ledger: str
    """The address of the ledger, or empty."""
    feeds: tuple[Link, ...]
    """Calendars and the Atom feed, as far as the language has them."""
    news: Link | None
    """The Atom feed alone, for programs that look for it."""
    has_data: bool
    """Whether there is a table of open data."""


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a heading."""

    title: str
    links: tuple[Link, ...]
    id: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One event of a calendar file."""

    uid: str
    """Stable for ever, made of the event's id: ``international-training-week-2022@host``."""
    name: str
    start: date
    end: date
    """The last day (inclusive; the file format's exclusive end is made when it is written)."""
    start_time: str
    """``HH:MM`` in Europe/Warsaw, or empty for whole days."""
    end_time: str
    place: str
    description: str
    permalink: str
    state: str
    """``planned``, ``cancelled`` or ``postponed``."""
    sequence: int
    updated: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar file."""

    output_path: str
    permalink: str
    name: str
    description: str
    locale: str
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed."""

    permalink: str
    title: str
    summary: str
    updated: date


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed, newest entry first."""

    output_path: str
    permalink: str
    home_permalink: str
    """The page that shows the same things to people."""
    title: str
    subtitle: str
    author: str
    locale: str
    updated: date
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of open data."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """All records of one collection as open data."""

    name: str
    """The collection: the files are data/<name>.json and data/<name>.csv."""
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, object], ...]
    """JSON-ready values: texts, numbers, booleans, None, lists and mappings of these."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One page in the search index."""

    path: str
    """The page's path, by which its headings are found when it is rendered."""
    address: str
    title: str
    lang: str
    """The language of the title, where it is not the page's."""
    kind: str
    """What it is, in a word: ``partner``; empty for a page that is only text."""
    names: tuple[str, ...]
    """Other names, short names, town and country."""
    text: str
    """The page's description."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """What the search page's script looks through, in one language."""

    output_path: str
    entries: tuple[SearchEntry, ...]
