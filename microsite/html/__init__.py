"""Stage 4 of 5: pages → files in memory."""

from .fingerprints import fingerprint
from .render import OutputFile, RenderedSite, render_pages

__all__ = ["OutputFile", "RenderedSite", "fingerprint", "render_pages"]
