"""The planner's desk for one language: what every kind of page is made with.

A section (partners.py, events.py …) asks the desk for words and links and lays down pages; the desk
adds what all pages share: address, trail, alternates, sources, contact box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from microsite.values import dataclass

from .addresses import Addresses, Route, page_path
from .views import Alternate, Crumb, Link, Listing, OfficeView, Page, Phrase, SourceLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from microsite.model import Citation, ContentPage, Model, Record

    from .addresses import Addresses, Route
    from .words import Words


@dataclass(frozen=True, slots=True)
class Desk:
    """What the sections of one language work with."""

    words: Words
    list_pages: Callable[[], tuple[Listing, ...]] = tuple
    """Gives all pages of the language, for those few that list them."""
    fact_uses: Callable[[], Mapping[str, tuple[Link, ...]]] = dict
    """Gives the pages of the language that show each fact, for those that say so."""

    @property
    def model(self) -> Model:
        """The facts."""
        return self.words.model

    @property
    def addresses(self) -> Addresses:
        """Where everything is."""
        return self.words.addresses

    @property
    def locale(self) -> str:
        """The language's code."""
        return self.words.locale.code

    def section(self, template: str) -> ContentPage | None:
        """Return the content page that shows a collection: the one with this template."""
        return self.model.section(self.locale, template)

    def content_page(
        self,
        page: ContentPage,
        view: object,
        *,
        linked_data: tuple[Mapping[str, object], ...] = (),
        is_indexed: bool = True,
    ) -> Page:
        """Return the page of a Markdown file that has a route."""
        route = self.addresses.find(self.locale, f"page:{page.identity}")
        assert route, "a page is planned at its route"
        matter = page.matter
        return self.make_page(
            route,
            template=matter.template,
            title=matter.title,
            description=matter.description,
            view=view,
            trail=self._ancestors(page),
            section=page.identity.partition("/")[0],
            updated=matter.updated,
            citations=matter.sources,
            linked_data=linked_data,
            body_path=page.path,
            office=self.named_office(matter.office),
            is_indexed=is_indexed,
            motif=matter.motif or "",
        )

    def record_page(
        self,
        record: Record,
        *,
        parent: ContentPage,
        title: str,
        description: str,
        view: object,
        steps: Iterable[Crumb] = (),
        citations: Iterable[Citation] = (),
        heading_note: Phrase | None = None,
        linked_data: tuple[Mapping[str, object], ...] = (),
        office: OfficeView | None = None,
        updated: date | None = None,
    ) -> Page:
        """Return the page of a record, below the page that lists its collection."""
        route = self.addresses.find(self.locale, f"{record.kind}:{record.id}")
        assert route, "a record's section gave it a route"
        from microsite.model import Sourced

        cited = tuple(citations) or (record.sources if isinstance(record, Sourced) else ())
        return self.make_page(
            route,
            template=record.kind,
            title=title,
            description=description,
            view=view,
            trail=(*self.trail_to(parent), *steps),
            section=parent.identity.partition("/")[0],
            updated=updated or latest_check(cited) or parent.matter.updated,
            citations=cited,
            heading_note=heading_note,
            linked_data=linked_data,
            office=office,
            motif=parent.matter.motif or "",
        )

    def make_page(
        self,
        route: Route,
        *,
        template: str,
        title: str,
        description: str,
        view: object,
        trail: tuple[Crumb, ...],
        section: str,
        updated: date,
        citations: Iterable[Citation] = (),
        title_lang: str = "",
        heading_note: Phrase | None = None,
        linked_data: tuple[Mapping[str, object], ...] = (),
        office: OfficeView | None = None,
        body_path: str = "",
        is_indexed: bool = True,
        motif: str = "",
    ) -> Page:
        """Return a page with what all pages share."""
        permalink = self.addresses.permalink(route.path)
        here = Crumb(title, self.addresses.address(route.path))
        return Page(
            locale=self.locale,
            reference=route.reference,
            path=route.path,
            output_path=route.output_path,
            address=self.addresses.address(route.path),
            permalink=permalink,
            canonical=permalink,
            template=template,
            title=title,
            title_lang=title_lang,
            heading_note=heading_note,
            description=description,
            trail=(*trail, here),
            alternates=self._alternates(route),
            section=section,
            updated=updated,
            updated_moment=self.words.day(updated),
            source_path=route.source_path,
            view=view,
            sources=self.sources(citations),
            office=office or self.main_office(),
            linked_data=linked_data,
            body_path=body_path,
            is_indexed=is_indexed,
            motif=motif if motif and motif in self.model.motifs else "",  # one that is not is told already
        )

    # What all pages share

    def sources(self, citations: Iterable[Citation]) -> tuple[SourceLine, ...]:
        """Return each document once, the latest check of it."""
        latest: dict[str, Citation] = {}
        for citation in citations:
            known = latest.get(citation.document)
            if known is None or (citation.checked.day or date.min) > (known.checked.day or date.min):
                latest[citation.document] = citation
        return tuple(self.words.source(each.document, each.checked) for each in latest.values())

    def main_office(self, university: str = "") -> OfficeView | None:
        """Return the office for the contact box: the university's own, else the first main one."""
        from microsite.model import Office

        from .offices import office_view

        offices = [office for office in self.model.all(Office) if office.is_main]
        mine = [office for office in offices if office.university == university]
        chosen = (mine or offices)[:1]
        return office_view(chosen[0], self.words) if chosen else None

    def named_office(self, office_id: str | None) -> OfficeView | None:
        """Return the office that a page names; None where it names none, or one that is broken."""
        from microsite.model import Office

        from .offices import office_view

        placed = self.model.find(f"office:{office_id}") if office_id else None
        return (
            office_view(placed.record, self.words) if placed and isinstance(placed.record, Office) else None
        )

    def trail_to(self, page: ContentPage) -> tuple[Crumb, ...]:
        """Return the steps from the home page to a content page, itself included."""
        return (*self._ancestors(page), self._crumb(page))

    def _ancestors(self, page: ContentPage) -> tuple[Crumb, ...]:
        if page.name == "index":
            return ()
        parts = page.identity.split("/")
        above = ["index", *("/".join(parts[:length]) for length in range(1, len(parts)))]
        pages = (self.model.page(self.locale, name) for name in above)
        return tuple(self._crumb(page) for page in pages if page)

    def _crumb(self, page: ContentPage) -> Crumb:
        return Crumb(page.matter.short_title or page.matter.title, self.addresses.address(page_path(page)))

    def _alternates(self, route: Route) -> tuple[Alternate, ...]:
        alternates = []
        for code, locale in self.model.locales.items():
            same = self.addresses.find(code, route.reference)
            target = same or self.addresses.find(code, "page:index")
            if target:
                alternates.append(
                    Alternate(
                        locale=code,
                        name=locale.own_name,
                        address=self.addresses.address(target.path),
                        permalink=self.addresses.permalink(target.path),
                        is_same_page=same is not None,
                        is_current=code == self.locale,
                    )
                )
        return tuple(alternates)


def latest_check(citations: Iterable[Citation]) -> date | None:
    """Return the last day on which one of the citations was checked."""
    days = [citation.checked.day for citation in citations if citation.checked.day]
    return max(days, default=None)
