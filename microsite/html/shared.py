"""What all pages share: the names of assets, the frame of each language, the icons.

Each is a piece of its own. Pages read its parts as cells: ``published:css/site.css``, ``site:en``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from microsite.model import WatchedModel
from microsite.pages import Desk, WatchedAddresses, Words
from microsite.problems import did_you_mean
from microsite.values import dataclass

from .made import OutputFile, SharedPiece, trace_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from microsite.model import Model, Reads
    from microsite.pages import Addresses, Link, SiteView
    from microsite.problems import Problem

    from .made import Files, Icons

FONT = "templates/fonts/brygada-1918-600-latin.woff2"
"""The font of headings. Without it there are no share cards."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a renderer hands to every page."""

    published: Mapping[str, str]
    """From a file of templates/ to its path in site/, which has a fingerprint in its name."""
    sites: Mapping[str, SiteView]
    """By language, the default language first."""
    icons: Icons | None
    fact_uses: Mapping[str, Mapping[str, tuple[Link, ...]]]
    """By language that has a ledger: links to the pages that show each fact, by its id."""

    def find_asset(self, name: str, reads: Reads) -> str:
        """Return the published path of a file of templates/. Errors: LookupError, for a template's author."""
        reads.add(f"published:{name}")
        path = self.published.get(name)
        if path is None:
            near = did_you_mean(name, self.published)
            raise LookupError(f"there is no file templates/{name}" + (f" ({near})" if near else ""))
        return path


def open_desk(model: Model, addresses: Addresses, locale: str, reads: Reads, problems: list[Problem]) -> Desk:
    """Return a desk for one language at which everything that is asked is noted."""
    watched = WatchedModel(model, reads)
    words = Words(watched, watched.locales[locale], WatchedAddresses(addresses, reads), problems)
    return Desk(words)


def make_assets(model: Model, addresses: Addresses) -> tuple[SharedPiece[Mapping[str, str]], Files]:
    """Return the published names of all assets, by their name in templates/."""
    from .assets import TEMPLATES, plan_assets

    reads: Reads = set()
    watched = WatchedModel(model, reads)
    contents = {path: watched.asset(path) for path in watched.asset_paths() if path.startswith(TEMPLATES)}
    found = {path: content for path, content in contents.items() if content is not None}
    manifest, problems = plan_assets(found, base_path=addresses.base_path)
    names = manifest.name_by_path
    files = tuple(
        OutputFile(path, content, TEMPLATES + names[path])
        for path, content in manifest.content_by_path.items()
    )
    return SharedPiece(problems, frozenset(reads), trace_files(files), dict(manifest.path_by_name)), files


def make_site(model: Model, addresses: Addresses, locale: str) -> SharedPiece[SiteView]:
    """Return the frame of a language: menu, footer, publisher."""
    from microsite.pages import plan_site

    reads: Reads = set()
    problems: list[Problem] = []
    view, more = plan_site(open_desk(model, addresses, locale, reads, problems))
    return SharedPiece((*problems, *more), frozenset(reads), (), view)


def make_fact_uses(
    model: Model, addresses: Addresses, locale: str
) -> SharedPiece[Mapping[str, tuple[Link, ...]]] | None:
    """Return which pages of a language show each fact; None where no page says so.

    What is wrong with a block is told by the page that it stands on.
    """
    if model.section(locale, "sources") is None:
        return None
    from microsite.pages import list_fact_uses

    reads: Reads = set()
    uses = list_fact_uses(open_desk(model, addresses, locale, reads, []))
    return SharedPiece((), frozenset((*reads, f"section:{locale}:sources")), (), uses)


def make_icons(
    model: Model, addresses: Addresses, sites: Mapping[str, SiteView]
) -> tuple[SharedPiece[Icons | None], Files]:
    """Return the icons; None when the site has no sign."""
    from .icons import SIGN, render_icons

    reads: Reads = set()
    watched = WatchedModel(model, reads)
    sign = watched.motifs.get(SIGN)
    locale = watched.default_locale
    if sign is None or locale not in sites:
        return SharedPiece((), frozenset(reads), (), None), ()
    reads.add(f"site:{locale}")
    icons, problems = render_icons(sign, sites[locale], base_path=addresses.base_path)
    files = tuple(OutputFile(path, content, sign.path) for path, content in icons.files) if icons else ()
    linked = replace(icons, files=()) if icons else None
    return SharedPiece(problems, frozenset(reads), trace_files(files), linked), files


def make_card_font(model: Model) -> SharedPiece[bool]:
    """Return whether share cards can be drawn, and tell what keeps them from it."""
    from .share_cards import open_share_cards

    reads: Reads = set()
    font = WatchedModel(model, reads).asset(FONT)
    cards, problems = open_share_cards({FONT: font} if font is not None else {})
    return SharedPiece(problems, frozenset(reads), (), cards is not None)
