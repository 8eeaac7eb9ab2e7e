"""Checks that every address on every page leads somewhere, and that every page can be reached.

Part of stage 5. `check_targets` takes a finished page and yields findings, the others take the published
site and yield findings with the paths of their files; the lists in checks.py name them.
Asks no network: what other hosts answer is not ours to promise.
"""

from __future__ import annotations

from collections.abc import Iterator

from microsite.problems import Severity, did_you_mean
from microsite.publish.addresses import (
    ALLOWED_SCHEMES,
    Forbidden,
    Inside,
    Malformed,
    NeedsSlash,
    Outside,
    OutsideBase,
)
from microsite.publish.findings import Finding, FoundIn
from microsite.publish.finished_page import FinishedPage
from microsite.publish.near_addresses import NearAddresses
from microsite.publish.page_addresses import Reference
from microsite.publish.published_site import PublishedSite, numbers_in

# More broken addresses than this are one mistake in a template; looking for neighbours takes time.
_MOST_SUGGESTIONS = 100
# Comparing words takes time by the square of their length.
_LONGEST_WORD = 80

_ROOT = "index.html"
_REACHED_BY_NO_LINK = frozenset({_ROOT, "404.html"})


def check_targets(page: FinishedPage) -> Iterator[Finding]:
    """Every address can be used, and only ours are fetched; whether ours are there, the site knows."""
    for stray in page.addresses.strays:
        if not isinstance(stray.target, Outside):
            yield _unusable_address(stray.address, stray.target)
        elif stray.is_fetched and stray.target.scheme in ("http", "https"):
            yield _third_party_request(stray.tag, stray.address)


def check_addresses(site: PublishedSite) -> Iterator[FoundIn]:
    """Every address of ours leads to a file and an anchor that exist."""
    lost = {number for number, reference in enumerate(site.references) if site.leads_nowhere(reference)}
    if not lost:
        return
    hints = _Hints(site)
    for path, file in site.file_by_path.items():
        numbers = numbers_in(file.references)
        if lost.isdisjoint(numbers):
            continue
        for reference in (site.references[number] for number in numbers if number in lost):
            found = _lost_link(site, path, reference, hints) if file.is_page else broken_link(reference[0])
            yield path, found


def check_reachable(site: PublishedSite) -> Iterator[FoundIn]:
    """Every page can be reached from the home page by links; the error page needs none."""
    reached = _reach(site)
    for path, _ in site.pages():
        if path not in reached and path not in _REACHED_BY_NO_LINK:
            yield (
                path,
                Finding(
                    code="orphan-page",
                    message="no way of links leads from the home page to this page",
                    label="readers can find it only by its address",
                    hint="link to it from a page about the same matter",
                    severity=Severity.WARNING,
                ),
            )


def broken_link(address: str, *, hint: str = "") -> Finding:
    """Return what is said of an address of ours where nothing is."""
    return Finding(
        code="broken-link",
        message=f"`{address}` leads to nothing",
        address=address,
        label="no page or file has this address",
        hint=hint,
    )


def _reach(site: PublishedSite) -> set[str]:
    """Return the paths that links lead to from the home page on, and those of files that are no pages."""
    goals = [path if is_followed else "" for _, path, _, is_followed in site.references]
    reached = {_ROOT}
    waiting = [_ROOT]
    while waiting:
        page = site.page_at(waiting.pop())
        if page is None:
            continue
        for number in numbers_in(page.references):
            goal = goals[number]
            if goal and goal not in reached:
                reached.add(goal)
                waiting.append(goal)
    return reached


class _Hints:
    """What was probably meant, found once for each address and for a number of them at most."""

    __slots__ = ("_hint_by_address", "_near", "_site")

    def __init__(self, site: PublishedSite) -> None:
        self._site = site
        self._near: NearAddresses | None = None
        self._hint_by_address: dict[str, str] = {}

    def of_address(self, address: str) -> str:
        """Return what may be meant by an address where nothing is."""
        if self._is_new(address):
            if self._near is None:
                self._near = NearAddresses(map(self._site.book.address_of, sorted(self._site.paths)))
            nearest = self._near.nearest(address)
            self._hint_by_address[address] = f"did you mean `{nearest}`?" if nearest else ""
        return self._hint_by_address.get(address, "")

    def of_anchor(self, path: str, anchor: str) -> str:
        """Return what may be meant by an anchor that is not in a file."""
        wanted = f"{path}#{anchor}"
        if self._is_new(wanted):
            anchors = self._site.anchors_of(path) or frozenset()
            self._hint_by_address[wanted] = did_you_mean(anchor[:_LONGEST_WORD], anchors)
        return self._hint_by_address.get(wanted, "")

    def _is_new(self, wanted: str) -> bool:
        return wanted not in self._hint_by_address and len(self._hint_by_address) < _MOST_SUGGESTIONS


def _lost_link(site: PublishedSite, page_path: str, reference: Reference, hints: _Hints) -> Finding:
    address, path, anchor, _ = reference
    if path in site.paths:
        return Finding(
            code="broken-anchor",
            message=f"`{address}` leads to a page without the anchor `#{anchor}`",
            address=address,
            label=f"nothing at `{site.book.address_of(path)}` has the id `{anchor}`",
            hint=hints.of_anchor(path, anchor),
        )
    target = site.book.resolve(address, from_address=site.book.address_of(page_path))
    assert isinstance(target, Inside), "only addresses of ours are kept"
    missing = site.book.base_path + target.below
    if f"{target.below}/index.html" in site.paths:
        return _missing_slash(address, f"{missing}/")
    return broken_link(address, hint=hints.of_address(missing))


def _third_party_request(tag: str, address: str) -> Finding:
    return Finding(
        code="third-party-request",
        message=f"the page fetches `{address}` from another host",
        address=address,
        label=f"`{tag}` tells that host who reads the page",
        hint="publish the file with the site, or link to it",
    )


def _missing_slash(address: str, right: str) -> Finding:
    return Finding(
        code="missing-slash",
        message=f"`{address}` lacks its last slash",
        address=address,
        label="some hosts answer only after a detour, others not at all",
        hint=f"write `{right}`",
    )


def _unusable_address(address: str, target: NeedsSlash | OutsideBase | Forbidden | Malformed) -> Finding:
    match target:
        case NeedsSlash(address=right):
            return _missing_slash(address, right)
        case OutsideBase(base_path=base_path):
            return Finding(
                code="outside-base-path",
                message=f"`{address}` leads out of the site",
                address=address,
                label=f"everything of this site is below `{base_path}`",
                hint=f"start it with `{base_path}`",
            )
        case Forbidden(scheme=scheme):
            return Finding(
                code="forbidden-scheme",
                message=f"`{scheme}:` is not a kind of address this site links to",
                address=address,
                label=f"allowed are {', '.join(ALLOWED_SCHEMES)}",
            )
        case Malformed(why=why):
            return Finding(
                code="invalid-address",
                message=f"`{address}` is not an address",
                address=address,
                label=why,
            )
