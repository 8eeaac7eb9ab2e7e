"""The kinds of pages: what plans each, in a module that is opened when a page of that kind is planned.

A build after an edit plans few pages or none, and importing all kinds takes longer than that.
"""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .cooperation import cooperation_view
    from .deadlines import calendar_link
    from .events import CALENDAR_NAME, FEED_NAME, event_page, events_view, year_page
    from .facts import count_overdue
    from .home import home_view
    from .index_page import index_view
    from .ledger import documents_view, ledger_view, topic_page
    from .linked_data import breadcrumb_data, site_data
    from .networks import network_page, networks_view
    from .offices import office_view
    from .partners import country_page, partner_page, partners_view
    from .pattern import pattern_view
    from .programmes import facet_page, linked_programmes, programmes_view
    from .summer_schools import summer_school_page, summer_schools_view
    from .universities import UniversitiesView, university_cards, university_page

__all__ = [
    "CALENDAR_NAME",
    "FEED_NAME",
    "UniversitiesView",
    "breadcrumb_data",
    "calendar_link",
    "cooperation_view",
    "count_overdue",
    "country_page",
    "documents_view",
    "event_page",
    "events_view",
    "facet_page",
    "home_view",
    "index_view",
    "ledger_view",
    "linked_programmes",
    "network_page",
    "networks_view",
    "office_view",
    "partner_page",
    "partners_view",
    "pattern_view",
    "programmes_view",
    "site_data",
    "summer_school_page",
    "summer_schools_view",
    "topic_page",
    "university_cards",
    "university_page",
    "year_page",
]

__getattr__ = offer(__name__)
