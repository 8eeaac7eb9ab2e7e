"""A tiny site without a fault, and a way to spoil one thing in it."""

from __future__ import annotations

from collections.abc import Mapping

from microsite.problems import Problems
from microsite.publish.checks import Origin, check_files

BASE_URL = "https://x.example/study/"

HOME = "en/index.html"
VISA = "en/visa/index.html"
POLISH = "pl/index.html"

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title} – Study</title>
<meta name="description" content="What {title} is about, in {language}">
<link rel="canonical" href="https://x.example/study/{canonical}">
{head}<link rel="stylesheet" href="/study/assets/site.css">
</head>
<body>
<header><nav aria-label="Main"><a href="/study/en/">Home</a> <a href="/study/pl/">Polski</a></nav></header>
<main><h1>{title}</h1>
{body}
</main>
<footer><p>Published by us</p></footer>
</body>
</html>
"""

_ALTERNATES = """<link rel="alternate" hreflang="en" href="https://x.example/study/en/">
<link rel="alternate" hreflang="pl" href="https://x.example/study/pl/">
<link rel="alternate" hreflang="x-default" href="https://x.example/study/">
<link rel="alternate" type="application/atom+xml" hreflang="en" href="https://x.example/study/en/events.atom">
"""

_HOME_BODY = """<p><a href="/study/en/visa/#steps">Visa</a> and <a href="https://elsewhere.example/">elsewhere</a>,
<a href="mailto:office@x.example">mail</a>, <a href="tel:+48123">call</a>,
<a href="webcal://x.example/study/en/a.ics">dates</a>
<a href="/study/assets/map.svg#river"><img src="/study/assets/map.svg" srcset="/study/assets/map.svg 1x"
alt="Map"></a></p>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "WebSite"}</script>"""

_VISA_BODY = """<h2 id="steps">Steps</h2>
<table><caption>Fees</caption><tr><th scope="col">Fee</th></tr><tr><td>{fee} as {fee%}</td></tr></table>
<p>By <time datetime="2026-11-22">22 November</time>, <a href="#steps">again</a>, <a href="#top">top</a>,
<a href="../">up</a></p>
<form action="/study/en/"><label for="q">Search</label> <input id="q"><button>Go</button></form>
<svg role="img"><title>Two checks</title></svg> <code>{{ shown }}</code>"""


def whole_site() -> dict[str, bytes]:
    """Return a tree in which there is nothing to find."""
    home = _page("Home", "en/", head=_ALTERNATES, body=_HOME_BODY)
    return {
        "index.html": home,
        HOME: home,
        VISA: _page("Visa", "en/visa/", body=_VISA_BODY.replace('href=""', 'href="#top"')),
        POLISH: _page("Strona", "pl/", language="pl", head=_ALTERNATES, body="<p>Witamy</p>"),
        "404.html": _page("Not here", "404.html", head='<meta name="robots" content="noindex">\n', body=""),
        "assets/site.css": b'@font-face { src: url("a.woff2"); } a { background: url(#x) url(data:,x) }',
        "assets/a.woff2": b"\x00\xff",
        "assets/map.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><path id="river"/></svg>',
        "en/a.ics": b"BEGIN:VCALENDAR",
        "en/events.atom": b'<feed><link href="https://x.example/study/en/visa/#steps"/></feed>',
        "sitemap.xml": b"<urlset><url><loc>https://x.example/study/en/visa/</loc></url></urlset>",
    }


def spoil(path: str, old: str, new: str, *, times: int = 1) -> dict[str, bytes]:
    """Return the tree with one thing in one file replaced."""
    site = whole_site()
    text = site[path].decode()
    assert text.count(old) >= times, f"`{old}` is not in {path}"
    return {**site, path: text.replace(old, new, times).encode()}


def check(
    site: Mapping[str, bytes], *, base_url: str = BASE_URL, origins: Mapping[str, Origin] | None = None
) -> Problems:
    """Return the problems of a tree."""
    return check_files(site, base_url=base_url, origin_by_path=origins or {})


def codes(problems: Problems) -> list[str]:
    """Return the codes of the problems, in the order of the report."""
    return [problem.code for problem in problems]


def _page(title: str, canonical: str, *, language: str = "en", head: str = "", body: str) -> bytes:
    return _PAGE.format(title=title, canonical=canonical, language=language, head=head, body=body).encode()
