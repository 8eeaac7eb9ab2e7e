"""Stage 4 of 5: pages → files in memory."""

from microsite.lazy import offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .fingerprints import fingerprint
    from .made import BodyPiece, Files, MadePage, OutputFile, Piece, PlanPiece, SharedPiece, Trace, digest_of
    from .render import Renderer
    from .shared import Shared, make_assets, make_card_font, make_fact_uses, make_icons, make_site, open_desk
    from .shown_facts import Shown, ShownFacts
    from .site_pieces import Lists, SitePieceMaker
    from .templates import Templates, compile_templates

__all__ = [
    "BodyPiece",
    "Files",
    "Lists",
    "MadePage",
    "OutputFile",
    "Piece",
    "PlanPiece",
    "Renderer",
    "Shared",
    "SharedPiece",
    "Shown",
    "ShownFacts",
    "SitePieceMaker",
    "Templates",
    "Trace",
    "compile_templates",
    "digest_of",
    "fingerprint",
    "make_assets",
    "make_card_font",
    "make_fact_uses",
    "make_icons",
    "make_site",
    "open_desk",
]

__getattr__ = offer(__name__)
