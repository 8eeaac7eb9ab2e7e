"""Linked data: JSON-LD objects that say what a page says, in schema.org's words.

Source: schema.org types named in ux.md META-2. Nothing here may say more than the page does.
"""

from __future__ import annotations

from collections.abc import Iterable

from microsite.model import Event, Partner, Person, Programme, SummerSchool, University

from .views import Crumb
from .words import Words

JsonObject = dict[str, object]

_EVENT_STATUS = {
    "planned": "https://schema.org/EventScheduled",
    "cancelled": "https://schema.org/EventCancelled",
    "postponed": "https://schema.org/EventPostponed",
}
_ATTENDANCE = {
    "on-site": "https://schema.org/OfflineEventAttendanceMode",
    "online": "https://schema.org/OnlineEventAttendanceMode",
    "mixed": "https://schema.org/MixedEventAttendanceMode",
}


def breadcrumb_data(trail: Iterable[Crumb], origin: str) -> JsonObject:
    """Return the trail as a BreadcrumbList; `origin` is put before each address."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": crumb.title, "item": origin + crumb.path}
            for position, crumb in enumerate(trail, start=1)
        ],
    }


def site_data(words: Words, permalink: str) -> tuple[JsonObject, ...]:
    """Return WebSite and Organization, for the home page."""
    settings = words.model.settings
    publisher: JsonObject = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": words.text(settings.publisher.name),
        "url": permalink,
    }
    site: JsonObject = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": words.text(settings.name),
        "url": permalink,
        "inLanguage": words.locale.code,
        "publisher": {"@type": "Organization", "name": words.text(settings.publisher.name)},
    }
    if settings.alternate_names:
        site["alternateName"] = list(settings.alternate_names)
    return site, publisher


def university_data(university: University, words: Words) -> JsonObject:
    """Return a host university."""
    town = words.town(university.town)
    return {
        "@context": "https://schema.org",
        "@type": "CollegeOrUniversity",
        "name": university.name,
        "alternateName": [university.native_name.text, university.abbreviation],
        "url": university.website,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": town.text if town else "",
            "addressCountry": "PL",
        },
    }


def programme_list_data(programmes: Iterable[Programme], words: Words) -> JsonObject:
    """Return programmes as an ItemList of Course, in the order of the page."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": _course(programme, words)}
            for position, programme in enumerate(programmes, start=1)
        ],
    }


def _course(programme: Programme, words: Words) -> JsonObject:
    university = words.model.get(University, programme.university)
    provider = {"@type": "CollegeOrUniversity", "name": university.name, "url": university.website}
    return {
        "@type": "Course",
        "name": programme.name,
        "inLanguage": programme.language,
        "educationalLevel": words.say(f"level_{programme.level.replace('-', '_')}"),
        "url": programme.page,
        "provider": provider,
    }


def partner_data(partner: Partner, words: Words) -> JsonObject:
    """Return a partner; one that is not a university is an Organization."""
    is_university = partner.type in ("university", "faculty")
    others = [
        *(
            [partner.native_name.text]
            if partner.native_name and partner.native_name.text != partner.name
            else []
        ),
        *([partner.abbreviation] if partner.abbreviation else []),
    ]
    address: JsonObject = {"@type": "PostalAddress", "addressCountry": words.country(partner.country)}
    town = words.town(partner.town)
    if town:
        address["addressLocality"] = town.text
    data: JsonObject = {
        "@context": "https://schema.org",
        "@type": "CollegeOrUniversity" if is_university else "Organization",
        "name": partner.name,
        "address": address,
    }
    if others:
        data["alternateName"] = others
    if partner.website:
        data["url"] = partner.website
    return data


def event_data(event: Event, words: Words) -> JsonObject:
    """Return an event. Dates are as exact as the source: a week without a last day gives its start only."""
    data: JsonObject = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": words.text(event.name),
        "description": words.text(event.summary),
        "startDate": _start_of(event),
        "eventStatus": _EVENT_STATUS[event.state],
        "eventAttendanceMode": _ATTENDANCE[event.attendance],
        "location": {"@type": "Place", "name": words.text(event.place), "address": words.text(event.place)},
        "organizer": [
            {"@type": "Organization", "name": words.title_of(organiser)} for organiser in event.organisers
        ],
    }
    if event.end or event.precision == "day":
        data["endDate"] = (event.end or event.start).isoformat()
    if event.people:
        people = (words.model.get(Person, each) for each in event.people)
        data["contributor"] = [{"@type": "Person", "name": person.name} for person in people]
    return data


def _start_of(event: Event) -> str:
    return f"{event.start:%Y-%m}" if event.precision == "month" else event.start.isoformat()


def school_data(school: SummerSchool, words: Words) -> tuple[JsonObject, ...]:
    """Return an EducationEvent for each edition whose days are known."""
    return tuple(
        {
            "@context": "https://schema.org",
            "@type": "EducationEvent",
            "name": words.text(school.name),
            "startDate": edition.start.isoformat(),
            "endDate": (edition.end or edition.start).isoformat(),
            "eventStatus": _EVENT_STATUS["planned"],
            "eventAttendanceMode": _ATTENDANCE["on-site"],
            "location": {
                "@type": "Place",
                "name": words.text(edition.place or school.place),
                "address": words.text(edition.place or school.place),
            },
            "organizer": [
                {"@type": "Organization", "name": words.title_of(each)} for each in school.organisers
            ],
        }
        for edition in school.editions
        if edition.start
    )
