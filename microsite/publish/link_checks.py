"""Checks that every address on every page leads somewhere, and that every page can be reached.

Part of stage 5. Each check takes the published site and yields problems; SITE_CHECKS in checks.py lists them.
Asks no network: what other hosts answer is not ours to promise.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.problems import Problem, Severity, did_you_mean
from microsite.publish.addresses import (
    ALLOWED_SCHEMES,
    Forbidden,
    Inside,
    Malformed,
    Missing,
    NeedsSlash,
    Outside,
    OutsideBase,
)
from microsite.publish.page_summary import PageSummary, Reference
from microsite.publish.published_site import PublishedSite

_FETCHING_ATTRIBUTES = frozenset(
    {"src", "srcset", "imagesrcset", "poster", "data", "background", "manifest", "ping"}
)
_FETCHING_TAGS = frozenset({"use", "image", "feimage"})
_FETCHING_RELS = frozenset(
    {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload"}
    | {"prefetch", "prerender", "preconnect", "dns-prefetch"}
)
# More broken addresses than this are one mistake in a template; looking for neighbours takes time.
_MOST_SUGGESTIONS = 100
# Comparing words takes time by the square of their length.
_LONGEST_WORD = 80


def check_addresses(site: PublishedSite) -> Iterator[Problem]:
    """Every address leads to a file and an anchor that exist or to another host; fetched are only ours."""
    hints: dict[str, str] = {}
    for page in site.page_by_path.values():
        for reference in page.references:
            match site.book.resolve(reference.address, from_address=page.address):
                case Inside(path=path, anchor=anchor):
                    yield from _check_anchor(site, page, reference, path=path, anchor=anchor, hints=hints)
                case Missing(address=address):
                    if address not in hints and len(hints) < _MOST_SUGGESTIONS:
                        nearest = site.nearest_address(address)
                        hints[address] = f"did you mean `{nearest}`?" if nearest else ""
                    yield _broken_link(page, reference, hint=hints.get(address, ""))
                case Outside(scheme=scheme):
                    if scheme in ("http", "https") and _is_fetched(reference):
                        yield _third_party_request(page, reference)
                case unusable:
                    yield _unusable_address(page, reference, unusable)


def check_reachable(site: PublishedSite) -> Iterator[Problem]:
    """Every page can be reached from the home page by links; the error page needs none."""
    reached = {"index.html"} & site.page_by_path.keys()
    waiting = list(reached)
    while waiting:
        page = site.page_by_path[waiting.pop()]
        for reference in page.references:
            if reference.tag in ("a", "area") and reference.attribute in ("href", "xlink:href"):
                found = site.page_at(reference.address, from_address=page.address)
                if found is not None and found.path not in reached:
                    reached.add(found.path)
                    waiting.append(found.path)
    for path, page in site.page_by_path.items():
        if path not in reached and path not in ("index.html", "404.html"):
            yield Problem(
                code="orphan-page",
                message="no way of links leads from the home page to this page",
                location=page.place(),
                label="readers can find it only by its address",
                hint="link to it from a page about the same matter",
                severity=Severity.WARNING,
                page=page.address,
            )


def _check_anchor(
    site: PublishedSite,
    page: PageSummary,
    reference: Reference,
    *,
    path: str,
    anchor: str,
    hints: dict[str, str],
) -> Iterator[Problem]:
    if not anchor or anchor.lower() == "top":
        return
    anchors = site.anchors_of(path)
    if anchors is None or anchor in anchors:
        return
    wanted = f"{path}#{anchor}"
    if wanted not in hints and len(hints) < _MOST_SUGGESTIONS:
        hints[wanted] = did_you_mean(anchor[:_LONGEST_WORD], anchors)
    yield Problem(
        code="broken-anchor",
        message=f"`{reference.address}` leads to a page without the anchor `#{anchor}`",
        location=page.place_of_address(reference.address),
        label=f"nothing at `{site.book.address_of(path)}` has the id `{anchor}`",
        hint=hints.get(wanted, ""),
        page=page.address,
    )


def _broken_link(page: PageSummary, reference: Reference, *, hint: str) -> Problem:
    return Problem(
        code="broken-link",
        message=f"`{reference.address}` leads to nothing",
        location=page.place_of_address(reference.address),
        label="no page or file has this address",
        hint=hint,
        page=page.address,
    )


def _third_party_request(page: PageSummary, reference: Reference) -> Problem:
    return Problem(
        code="third-party-request",
        message=f"the page fetches `{reference.address}` from another host",
        location=page.place_of_address(reference.address),
        label=f"`{reference.tag}` tells that host who reads the page",
        hint="publish the file with the site, or link to it",
        page=page.address,
    )


def _unusable_address(
    page: PageSummary, reference: Reference, target: NeedsSlash | OutsideBase | Forbidden | Malformed
) -> Problem:
    address, location = reference.address, page.place_of_address(reference.address)
    match target:
        case NeedsSlash(address=right):
            return Problem(
                code="missing-slash",
                message=f"`{address}` lacks its last slash",
                location=location,
                label="some hosts answer only after a detour, others not at all",
                hint=f"write `{right}`",
                page=page.address,
            )
        case OutsideBase(base_path=base_path):
            return Problem(
                code="outside-base-path",
                message=f"`{address}` leads out of the site",
                location=location,
                label=f"everything of this site is below `{base_path}`",
                hint=f"start it with `{base_path}`",
                page=page.address,
            )
        case Forbidden(scheme=scheme):
            return Problem(
                code="forbidden-scheme",
                message=f"`{scheme}:` is not a kind of address this site links to",
                location=location,
                label=f"allowed are {', '.join(ALLOWED_SCHEMES)}",
                page=page.address,
            )
        case Malformed(why=why):
            return Problem(
                code="invalid-address",
                message=f"`{address}` is not an address",
                location=location,
                label=why,
                page=page.address,
            )


def _is_fetched(reference: Reference) -> bool:
    """Return whether a browser asks for the address without a click."""
    if reference.tag == "link":
        return not _FETCHING_RELS.isdisjoint(reference.rel.split())
    return reference.attribute in _FETCHING_ATTRIBUTES or reference.tag in _FETCHING_TAGS
