"""Stage 2 of 5: nodes → facts."""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .fields import Checked, LocalText, PartialDate, address_fault
    from .locales import Locale, StringForms
    from .model import NO_BODY, Body, ContentPage, Model, PageFile, PlacedRecord, Uses
    from .motifs import Motif
    from .overlay import Overlay
    from .records import (
        RECORD_TYPES,
        Citation,
        CitedDocument,
        ContactDetail,
        Cooperation,
        Country,
        Currency,
        Edition,
        Event,
        Fact,
        FactKind,
        Intake,
        Level,
        NativeName,
        Network,
        Office,
        PageMatter,
        Partner,
        PartnerTie,
        Period,
        Person,
        Procedure,
        Programme,
        Record,
        Settings,
        Shape,
        Sourced,
        Statement,
        Step,
        Subject,
        SummerSchool,
        Topic,
        Town,
        Unit,
        University,
        Visit,
    )
    from .references import COLLECTION_BY_KIND, reference_fields
    from .sources import model_sources
    from .update import update_model
    from .watched import Reads, WatchedModel
    from .woven_map import MapName, WovenMap

__all__ = [
    "COLLECTION_BY_KIND",
    "NO_BODY",
    "RECORD_TYPES",
    "Body",
    "Checked",
    "Citation",
    "CitedDocument",
    "ContactDetail",
    "ContentPage",
    "Cooperation",
    "Country",
    "Currency",
    "Edition",
    "Event",
    "Fact",
    "FactKind",
    "Intake",
    "Level",
    "LocalText",
    "Locale",
    "MapName",
    "Model",
    "Motif",
    "NativeName",
    "Network",
    "Office",
    "Overlay",
    "PageFile",
    "PageMatter",
    "PartialDate",
    "Partner",
    "PartnerTie",
    "Period",
    "Person",
    "PlacedRecord",
    "Procedure",
    "Programme",
    "Reads",
    "Record",
    "Settings",
    "Shape",
    "Sourced",
    "Statement",
    "Step",
    "StringForms",
    "Subject",
    "SummerSchool",
    "Topic",
    "Town",
    "Unit",
    "University",
    "Uses",
    "Visit",
    "WatchedModel",
    "WovenMap",
    "address_fault",
    "model_sources",
    "reference_fields",
    "update_model",
]

__getattr__ = offer(__name__)
