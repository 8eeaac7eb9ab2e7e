"""Records: the fields of every collection in data/, and of a page's front matter.

These frozen models are the one truth about the shape of data: they check what authors write, and
give the JSON Schemas for editors' programs, the reference in docs/records.md and the columns of
the open data. A class says what a record is; the line under a field says what to write there.
"""

from .academic_years import AcademicPeriod, AcademicYear, PeriodKind
from .base import Citation, NativeName, Record, RecordStatus, Shape, Sourced, WebLink
from .city import ContactDetail, Office, Person, Place, Statement, Unit, University
from .cooperation import Cooperation, Network, Partner, PartnerTie, Visit
from .evidence import CitedDocument, Country, Town
from .facts import Currency, Fact, FactKind, Period, Topic
from .happenings import Edition, Event, EventDay, SummerSchool
from .procedures import Procedure, Step
from .programmes import Intake, Level, Programme, Subject
from .site import PageMatter, Publisher, Settings

RECORD_TYPES: tuple[type[Record], ...] = (
    CitedDocument,
    Country,
    Town,
    University,
    Unit,
    Programme,
    Procedure,
    AcademicYear,
    Office,
    Place,
    Person,
    Statement,
    Partner,
    Cooperation,
    Visit,
    Network,
    SummerSchool,
    Event,
    Fact,
)
"""Every collection of data/, in the order in which the docs describe them."""

__all__ = [
    "RECORD_TYPES",
    "AcademicPeriod",
    "AcademicYear",
    "Citation",
    "CitedDocument",
    "ContactDetail",
    "Cooperation",
    "Country",
    "Currency",
    "Edition",
    "Event",
    "EventDay",
    "Fact",
    "FactKind",
    "Intake",
    "Level",
    "NativeName",
    "Network",
    "Office",
    "PageMatter",
    "Partner",
    "PartnerTie",
    "Period",
    "PeriodKind",
    "Person",
    "Place",
    "Procedure",
    "Programme",
    "Publisher",
    "Record",
    "RecordStatus",
    "Settings",
    "Shape",
    "Sourced",
    "Statement",
    "Step",
    "Subject",
    "SummerSchool",
    "Topic",
    "Town",
    "Unit",
    "University",
    "Visit",
    "WebLink",
]
