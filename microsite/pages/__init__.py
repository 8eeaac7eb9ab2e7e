"""Stage 3 of 5: facts → the list of pages that will exist."""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .addresses import ROOT, Addresses, Route, WatchedAddresses, list_routes
    from .chapters import ChapterView
    from .component_refusals import ComponentRefusal
    from .components import COMPONENTS, component_view, facts_in, sources_in
    from .data_tables import plan_tables
    from .deadlines import plan_deadline_calendars
    from .desk import Desk
    from .events import plan_calendars, plan_feed
    from .fact_uses import list_fact_uses
    from .facts import ReviewRow, fact_view, judge, list_review, report_overdue
    from .plan import plan_listing, plan_page, plan_site
    from .routes import plan_routes
    from .search_index import plan_search
    from .views import (
        Calendar,
        CalendarEntry,
        Column,
        DataTable,
        FactView,
        Feed,
        FeedEntry,
        Link,
        Listing,
        Page,
        SearchEntry,
        SearchIndex,
        SiteView,
        SourceLine,
        list_page,
    )
    from .words import Words

__all__ = [
    "COMPONENTS",
    "ROOT",
    "Addresses",
    "Calendar",
    "CalendarEntry",
    "ChapterView",
    "Column",
    "ComponentRefusal",
    "DataTable",
    "Desk",
    "FactView",
    "Feed",
    "FeedEntry",
    "Link",
    "Listing",
    "Page",
    "ReviewRow",
    "Route",
    "SearchEntry",
    "SearchIndex",
    "SiteView",
    "SourceLine",
    "WatchedAddresses",
    "Words",
    "component_view",
    "fact_view",
    "facts_in",
    "judge",
    "list_fact_uses",
    "list_page",
    "list_review",
    "list_routes",
    "plan_calendars",
    "plan_deadline_calendars",
    "plan_feed",
    "plan_listing",
    "plan_page",
    "plan_routes",
    "plan_search",
    "plan_site",
    "plan_tables",
    "report_overdue",
    "sources_in",
]

__getattr__ = offer(__name__)
