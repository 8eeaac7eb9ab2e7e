"""Stage 3 of 5: facts → the list of pages that will exist."""

from .component_refusals import ComponentRefusal
from .components import COMPONENTS, component_view, sources_in
from .facts import ReviewRow, fact_view, judge, list_review, report_overdue
from .plan import plan_pages
from .routes import Addresses, Route
from .views import (
    Calendar,
    CalendarEntry,
    Column,
    DataTable,
    FactView,
    Feed,
    FeedEntry,
    Page,
    Plan,
    SearchEntry,
    SearchIndex,
    SiteView,
    SourceLine,
)
from .words import Words

__all__ = [
    "COMPONENTS",
    "Addresses",
    "Calendar",
    "CalendarEntry",
    "Column",
    "ComponentRefusal",
    "DataTable",
    "FactView",
    "Feed",
    "FeedEntry",
    "Page",
    "Plan",
    "ReviewRow",
    "Route",
    "SearchEntry",
    "SearchIndex",
    "SiteView",
    "SourceLine",
    "Words",
    "component_view",
    "fact_view",
    "judge",
    "list_review",
    "plan_pages",
    "report_overdue",
    "sources_in",
]
