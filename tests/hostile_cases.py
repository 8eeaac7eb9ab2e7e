"""Hostile and unlucky sources, one line each: what is written into which file, and what must come of it.

Read by test_hostile.py. Most were found by attacking the whole command from outside; each stands for
a class, so a new trick goes beside its like.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

SETTINGS = "data/settings.yaml"
HOME = "content/en/index.md"
TEMPLATE = "templates/pages/page.html"

SETTINGS_TEXT = (
    "name: Tiny\nplace: Tinytown\nbase_url: https://tiny.example/\n"
    "publisher:\n  name: Tiny publishers\n  description: Two people.\nlanguages:\n  - en\n"
)
MATTER = "---\ntitle: Home of Tiny\ndescription: The smallest site.\nupdated: 2026-01-02\n---\n\n"
_FENCE = "---\n\n"
BODY_LINE = 7
"""The line of the file on which a body after MATTER begins."""


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt."""

    name: str
    """A statement that is true when the test passes."""

    files: Mapping[str, str | bytes]
    code: str = ""
    """The problem that must be reported; empty when the site must build."""

    line: int = 0
    """The line of that problem, 0 when it is of a whole file."""

    shows: str = ""
    """What the page in en/ must hold."""


def _settings(name: str, code: str, text: str | bytes, line: int = 0) -> Case:
    return Case(name, {SETTINGS: text}, code, line)


def _added(name: str, code: str, text: str, line: int = 9) -> Case:
    """A text below good settings."""
    return _settings(name, code, SETTINGS_TEXT + text, line)


def _named(name: str, code: str, written: str) -> Case:
    """A site with this name, written as YAML."""
    text = SETTINGS_TEXT.replace("name: Tiny\n", f"name: {written}\n", 1)
    return _settings(name, code, text, 1 if code else 0)


def _placed(name: str, code: str, base_url: str) -> Case:
    """A site at this address."""
    return _settings(name, code, SETTINGS_TEXT.replace("https://tiny.example/", base_url), 3 if code else 0)


def _body(name: str, code: str, body: str, line: int = BODY_LINE) -> Case:
    return Case(name, {HOME: f"{MATTER}{body}\n"}, code, line)


def _shown(name: str, body: str, shows: str) -> Case:
    return Case(name, {HOME: f"{MATTER}{body}\n"}, shows=shows)


def _matter(name: str, code: str, field: str, line: int = 5) -> Case:
    return Case(name, {HOME: f"{MATTER.removesuffix(_FENCE)}{field}\n{_FENCE}Hi.\n"}, code, line)


def _record(name: str, code: str, path: str, text: str, line: int = 1) -> Case:
    return Case(name, {f"data/{path}": text}, code, line)


def _page(name: str, code: str, path: str) -> Case:
    return Case(name, {f"content/{path}": MATTER + "Hi.\n"}, code)


def _picture(name: str, code: str, path: str, content: bytes) -> Case:
    return Case(
        name,
        {HOME: f"{MATTER}![Words](<{path}>)\n", f"content/en/{path}": content},
        code,
        BODY_LINE if code else 0,
        "" if code else 'alt="Words"',
    )


def _drawing(name: str, inside: str, attributes: str = "") -> Case:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" {attributes}>{inside}</svg>'
    return _picture(name, "bad-picture", "a.svg", text.encode())


def _template(name: str, code: str, text: str) -> Case:
    whole = f'{{% extends "layouts/base.html" %}}{{% block main %}}{text}{{% endblock %}}\n'
    return Case(name, {TEMPLATE: whole}, code, 1 if code else 0)


def _style(name: str, code: str, text: str) -> Case:
    return Case(name, {"templates/css/a.css": text}, code, 1)


def _encode_picture(format_: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 3), "red").save(written, format_)
    return written.getvalue()


def _huge_png() -> bytes:
    """Return a picture of a few bytes that says it has 3,600 million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(100))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


YAML = (
    _added("an anchor and its alias are refused", "yaml-alias", "menu: &a [index]\nfooter: *a\n", 10),
    _added("a merge key is refused", "merge-key", "<<: {a: b}\n"),
    _named("a tag that would run a program is refused", "yaml-tag", "!!python/object/apply:os.abort []"),
    _named("a tag of plain text is refused", "yaml-tag", "!!str Tiny"),
    _settings("100,000 open lists are refused", "yaml-too-deep", "[" * 100_000, 1),
    _settings("100,000 open mappings are refused", "yaml-too-deep", "{a: " * 100_000, 1),
    _settings("100,000 dashes are refused", "yaml-too-deep", "- " * 100_000, 1),
    _settings("a quoted text without an end is refused", "unknown-escape", 'x: "' + "\\" * 99_999, 1),
    _settings("50,000 equal keys are refused", "duplicate-key", SETTINGS_TEXT + "name: x\n" * 50_000, 9),
    _added("a key written twice with an escape is refused", "duplicate-key", '"n\\u0061me": z\n'),
    _added("a list as a key is refused", "complex-key", "? [a, b]\n: c\n"),
    _added("nothing as a key is refused", "empty-key", ": c\n"),
    _added("an unknown key is refused", "unknown-field", "lanugages: [en]\n"),
    _added("a second document is refused", "several-documents", "---\nname: Two\n"),
    _settings("a directive is refused", "yaml-directive", "%YAML 1.2\n---\n" + SETTINGS_TEXT, 1),
    _settings("a list instead of fields is refused", "wrong-type", "- a\n- b\n", 1),
    _settings("a word instead of fields is refused", "wrong-type", "hello\n", 1),
    _settings("a tab before a key is refused", "tab-indentation", SETTINGS_TEXT.replace("  n", "\tn"), 5),
    _added("a zero byte is refused", "control-character", "x: a\0b\n"),
    _added("a C1 control character is refused", "control-character", "# \x9f\n"),
    _settings("NEL is not the end of a line", "control-character", SETTINGS_TEXT.replace("\n", "\x85"), 1),
    _named("an escaped zero byte is refused", "control-character", '"a\\0b"'),
    _named("an escaped ESC is refused", "control-character", '"\\x1b[31m"'),
    _named("an escaped half of a pair is refused", "unknown-escape", '"\\ud800"'),
    _settings(
        "half of a pair in bytes is refused", "not-utf8", SETTINGS_TEXT.encode() + b"# \xed\xa0\x80\n", 9
    ),
    _settings("UTF-16 is refused", "not-utf8", SETTINGS_TEXT.encode("utf-16")),
    _settings("UTF-16 without a mark is refused", "not-utf8", SETTINGS_TEXT.encode("utf-16-le")),
    _settings("UTF-32 is refused", "not-utf8", SETTINGS_TEXT.encode("utf-32")),
    _settings("Latin-1 is refused", "not-utf8", b"# \xe9\n" + SETTINGS_TEXT.encode(), 1),
    _settings(
        "an unfinished merge is refused",
        "merge-conflict",
        f"<<<<<<< a\n{SETTINGS_TEXT}=======\n>>>>>>> b\n",
        1,
    ),
    _settings("a file over a million bytes is refused", "file-too-large", "#" + "x" * 1_000_001),
    _settings("a byte order mark is accepted", "", b"\xef\xbb\xbf" + SETTINGS_TEXT.encode()),
    _settings("line ends of Windows are accepted", "", SETTINGS_TEXT.replace("\n", "\r\n")),
    _settings("a missing last line end is accepted", "", SETTINGS_TEXT.rstrip("\n")),
    _named("NO is a name and not a falsehood", "", "NO"),
    _named("an apostrophe and an ampersand are accepted", "", '"O\'Brien & Sons"'),
    _named("joined emoji are accepted", "", '"👩‍👩‍👧 Żółć"'),
)

VALUES = (
    _named("a name that turns the text around is refused", "hidden-character", '"a\u202eb"'),
    _named("a name with a zero-width space is refused", "hidden-character", '"a\u200bb"'),
    _named("a name of spaces is refused", "empty-value", '"\u00a0"'),
    _placed("an address that runs a script is refused", "invalid-address", "javascript:alert(1)/"),
    _placed("an address with a user name is refused", "invalid-address", "https://u:p@tiny.example/"),
    _placed("a host that mixes scripts is refused", "invalid-address", "https://t\u0456ny.example/"),
    _placed("a host with an open bracket is refused", "invalid-address", "https://[tiny/"),
    _placed("a port that does not exist is refused", "invalid-address", "https://tiny.example:99999/"),
    _placed("a quotation mark in an address is refused", "invalid-address", 'https://tiny.example/"x/'),
    _added(
        "a mailbox that smuggles a header is refused", "invalid-email", 'email: "a@b.example\\nBcc: x@y.z"\n'
    ),
    _settings(
        "a language that leads out of the folder is refused",
        "invalid-language",
        SETTINGS_TEXT.replace("  - en", "  - ../en"),
        8,
    ),
    _added("a menu entry that runs a script is no page", "unknown-page", 'menu: ["javascript:alert(1)"]\n'),
    _matter("yes is not true", "invalid-boolean", "is_draft: yes"),
    _matter("a page that translates itself is refused", "unknown-translation", "translation_of: index"),
    _matter(
        "a template out of its folder does not exist", "missing-template", "template: ../layouts/base", 0
    ),
    _record("digits of another script are no number", "invalid-number", "towns/a.yaml", "latitude: \u0665\n"),
    _record("1e3 is no number", "invalid-number", "towns/a.yaml", "latitude: 1e3\n"),
    _record(".inf is no number", "invalid-number", "towns/a.yaml", "latitude: .inf\n"),
    _record("1_000 is no number", "invalid-number", "towns/a.yaml", "longitude: 1_000\n"),
    _record("30 February is no date", "invalid-date", "events/a.yaml", "start: 2026-02-30\n"),
    _record("a moment is no date", "invalid-date", "events/a.yaml", "start: 2026-02-03T10:00:00Z\n"),
    _record("the year 0 is no date", "invalid-date", "events/a.yaml", "start: 0000-01-01\n"),
    _record("24:00 is no time", "invalid-time", "events/a.yaml", "start_time: 24:00\n"),
    _record("750 minutes are no time", "invalid-time", "events/a.yaml", "start_time: 750\n"),
    _record("a record cannot name its own id", "unknown-field", "towns/a.yaml", "name: A\nid: b\n", 2),
    _record("a field cannot reach into the engine", "unknown-field", "towns/a.yaml", "__class__: x\n"),
    _record("a reference cannot be a path", "unknown-reference", "towns/a.yaml", "country: ../countries/b\n"),
)

LINKS = tuple(
    _body(f"a link to {address!a} is refused", code, f"[x]({address})")
    for address, code in (
        ("javascript:alert(1)", "unsafe-link"),
        ("JaVaScRiPt:alert(1)", "unsafe-link"),
        ("&#106;avascript:alert(1)", "unsafe-link"),
        ("javascript&colon;alert(1)", "unsafe-link"),
        ("jav&Tab;ascript:alert(1)", "unsafe-link"),
        ("java&#10;script:alert(1)", "unsafe-link"),
        ("&NewLine;javascript:alert(1)", "unsafe-link"),
        ("\u00a0javascript:alert(1)", "unsafe-link"),
        ("javascript\u200b:alert(1)", "unsafe-link"),
        ("data:text/html,x", "unsafe-link"),
        ("vbscript:x", "unsafe-link"),
        ("file:///etc/passwd", "unsafe-link"),
        ("//evil.example/", "absolute-link"),
        ("https://good.example@evil.example/", "invalid-address"),
        ("https://ex\u0430mple.example/", "invalid-address"),
        ("../../../etc/passwd", "unknown-page"),
        ("page:../../index", "unknown-page"),
        ("partner:nobody", "unknown-reference"),
    )
)

MARKDOWN = (
    _body(
        "a link by reference to a script is refused", "unsafe-link", "[x][r]\n\n[r]: javascript:alert(1)", 9
    ),
    _body("a picture from a script is refused", "unsafe-link", "![x](javascript:alert(1))"),
    _body("an address in HTML that runs is refused", "unsafe-link", "<a href=javascript:alert(1)>x</a>"),
    _body("a script is refused", "unsafe-html", "<script>alert(1)</script>"),
    _body("a handler is refused", "unsafe-html", "<details ontoggle=alert(1) open>x</details>"),
    _body("a style is refused", "unsafe-html", '<p style="position:fixed">x</p>'),
    _body("a frame is refused", "unsafe-html", "Words <iframe src=x></iframe> words"),
    _body("a drawing in the text is refused", "unsafe-html", "<svg onload=alert(1)>"),
    _body("a formula in the text is refused", "unsafe-html", "<math><mtext></mtext></math>"),
    _body("a base for all addresses is refused", "unsafe-html", "<base href=//evil.example>"),
    _body("a redirection is refused", "unsafe-html", '<meta http-equiv=refresh content="0;url=//x">'),
    _body("a form is refused", "unsafe-html", "<form action=x>y</form>"),
    _body("a template element is refused", "unsafe-html", "<template><script>x</script></template>"),
    _body(
        "HTML that two parsers read differently is refused",
        "unsafe-html",
        '<noscript><p title="</noscript><s>">',
    ),
    _body("an address on a quotation is refused", "unsafe-html", '<q cite="javascript:x">a</q>'),
    _body("a script in a footnote is refused", "unsafe-html", "x[^1]\n\n[^1]: <script>x</script>", 9),
    _body("a script inside a block is refused", "unsafe-html", "::: note\n<script>x</script>\n:::", 8),
    _body("a component out of its folder is refused", "component-syntax", "::: ../pages/page\n:::"),
    _body("a component in a component is refused", "nested-component", "::: a\n::: b\n:::\n:::", 8),
    _body("an unknown fact is refused", "unknown-fact", '{{ fact("nothing") }}'),
    _body("a zero byte in a text is refused", "control-character", "a\0b"),
    _body("a control character by number is refused", "control-character", "a&#2;b"),
    _body("a text over 256 KB is refused", "body-too-large", "abc def\n\n" * 30_000, 6),
    _body("a line over 10,000 characters is refused", "line-too-long", "x" * 10_001),
    _body("brackets that never close are refused", "body-too-complex", ("[" * 9_000 + "\n") * 20, 6),
    _body("links that never close are refused", "body-too-complex", "[a](" * 2_400, 6),
    _body("CDATA that never closes is refused", "body-too-complex", ("<![CDATA[" * 1_000 + "\n") * 20, 6),
    _body("comments that never close are refused", "body-too-complex", "<!--" * 2_400, 6),
    _body("code marks that never close are refused", "body-too-complex", ("`a " * 3_000 + "\n") * 25, 6),
    _body("emphasis that never closes is refused", "body-too-complex", ("*a " * 3_000 + "\n") * 25, 6),
    _body(
        "9,000 footnotes are refused",
        "body-too-complex",
        "\n".join(f"[^{n}]\n\n[^{n}]: x\n" for n in range(9_000)),
        6,
    ),
    _body(
        "a table of 4,000 columns is refused", "body-too-complex", f"A\n\n{'a|' * 4_000}\n{'-|' * 4_000}", 9
    ),
    _body("1,900 open elements are refused", "body-too-complex", "<div>" * 1_900, 6),
    _body("quotations 3,000 deep are refused", "nesting-too-deep", "> " * 3_000 + "a"),
    _body("lists in one line are refused", "nesting-too-deep", "* " * 4_000),
    _shown("a sum in braces is text", "{{ 7*7 }} {% raw %}", "{{ 7*7 }} {% raw %}"),
    _shown("a fact in code is text", '`{{ fact("x") }}`', '<code>{{ fact("x") }}</code>'),
    _shown("attributes in braces are text", "[a](page:index){: onclick=x }", "</a>{: onclick=x }"),
    _shown(
        "what follows the marks of a code block is dropped",
        '```html" onclick="x\n<script>\n```',
        "<pre><code>&lt;script&gt;\n</code></pre>",
    ),
    _shown(
        "a title cannot leave its quotation marks",
        "[a](page:index 'x\" onclick=y')",
        'title="x&quot; onclick=y"',
    ),
    _shown(
        "an abbreviation cannot either", '*[HTML]: x" onclick="y\n\nHTML', 'title="x&quot; onclick=&quot;y"'
    ),
    _shown(
        "the marks that Markdown uses inside are text", "wzxhzdk:0 klzzwxh:0001", "wzxhzdk:0 klzzwxh:0001"
    ),
)

NAMES = (
    _page("capital letters are no address", "invalid-id", "en/About.md"),
    _page("an accent is no address", "invalid-id", "en/é.md"),
    _page("a space is no address", "invalid-id", "en/a b.md"),
    _page("a full stop is no address", "invalid-id", "en/calendar.ics.md"),
    _page("81 letters are no address", "invalid-id", f"en/{'a' * 81}.md"),
    _page("a device of Windows is no name", "invalid-file-name", "en/con.md"),
    _page("a folder inside a page's own name is the same page", "route-taken", "en/index/index.md"),
    _page("a file in no language is reported", "unknown-file", "index.md"),
    _page("a language that is not of the site is reported", "unknown-file", "xx/index.md"),
    Case(
        "names that differ by case alone are refused",
        {"content/en/a.md": MATTER, "content/en/A.md": MATTER},
        "path-clash",
    ),
    Case(
        "names that differ by composition alone are refused",
        {"content/en/é.md": MATTER, "content/en/e\u0301.md": MATTER},
        "path-clash",
    ),
    Case(
        "a page and a folder with an index are one address",
        {"content/en/a.md": MATTER, "content/en/a/index.md": MATTER},
        "route-taken",
    ),
    Case("a key by name is refused", {"content/en/server.pem": "x"}, "private-key"),
    Case(
        "a key by content is refused",
        {"content/en/a.md": "-----BEGIN OPENSSH PRIVATE KEY-----\n"},
        "private-key",
    ),
    Case("a folder 17 deep is refused", {f"content/en/{'a/' * 17}x.md": MATTER}, "folder-too-deep"),
)

PICTURES = (
    _picture("a picture is published", "", "a.png", _encode_picture("PNG")),
    _picture("a picture with an odd name is published", "", "a'b & c.png", _encode_picture("PNG")),
    _picture("a bomb is refused", "bad-picture", "a.png", _huge_png()),
    _picture("a page that says it is a picture is refused", "bad-picture", "a.png", b"<script>x</script>"),
    _picture("a picture cut short is refused", "bad-picture", "a.jpg", _encode_picture("JPEG")[:200]),
    _picture("another format than the name says is refused", "bad-picture", "a.jpg", _encode_picture("PNG")),
    _drawing("a drawing with a script is refused", "<script>x</script>"),
    _drawing("a drawing with a handler is refused", "", 'onload="x"'),
    _drawing("a drawing with a foreign object is refused", "<foreignObject/>"),
    _drawing("a drawing with a picture from elsewhere is refused", '<image href="https://evil.example/a"/>'),
    _drawing("a drawing with a colour from elsewhere is refused", '<path fill="url(//evil.example/a#b)"/>'),
    _drawing("a drawing that changes its links is refused", '<set attributeName="href" to="javascript:x"/>'),
    _picture(
        "a drawing that reads a file is refused",
        "bad-picture",
        "a.svg",
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    ),
    _body("a picture out of the folder is refused", "missing-picture", "![x](../../../../etc/passwd)"),
    _body("settings are no picture", "missing-picture", "![x](../../data/settings.yaml)"),
)

TEMPLATES = (
    _template(
        "a template cannot reach the machine", "undefined-name", "{{ cycler.__init__.__globals__.os }}"
    ),
    _template("nor by way of a helper", "undefined-name", "{{ asset.__globals__ }}"),
    _template("nor by way of a format", "undefined-name", '{{ "{0.__class__}".format(page) }}'),
    _template(
        "a template cannot include settings", "template-error", '{% include "../data/settings.yaml" %}'
    ),
    _template(
        "a template that includes itself is refused", "template-error", '{% include "pages/page.html" %}'
    ),
    _template(
        "a macro that calls itself is refused",
        "template-error",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ),
    _template(
        "a loop of a billion rounds is refused", "template-error", "{% for n in range(10**9) %}x{% endfor %}"
    ),
    _template("a division by zero is refused", "template-error", "{{ 1 / 0 }}"),
    _template("an unknown name is refused", "undefined-name", "{{ nothing.at.all }}"),
    _template("an unknown filter is refused", "template-syntax", "{{ 1 | nothing }}"),
    _style(
        "a style sheet that fetches another is refused", "third-party-request", '@import "//evil.example/x";'
    ),
    _style("a style sheet cannot publish settings", "missing-asset", 'a{b:url("../../data/settings.yaml")}'),
)

FOUND_BY_ATTACK = (
    Case(
        "a site without a home page is refused",
        {HOME: MATTER.replace("title", "is_draft: true\ntitle", 1)},
        "missing-home",
    ),
    Case("an empty template is refused", {TEMPLATE: ""}, "empty-page"),
    Case("a page whose name ends in capitals is told", {"content/en/x.MD": MATTER}, "unknown-file"),
    _body("an address with an open bracket is refused", "invalid-address", "[x](https://[bad)"),
    _placed(
        "a base address cannot hide another host", "invalid-address", "https://tiny.example//evil.example/"
    ),
    _placed("a base address cannot climb", "invalid-address", "https://tiny.example/../"),
    _placed("a base address has a real port", "invalid-address", "https://tiny.example:99999/"),
    _body(
        "a host cannot hold a full stop of another script",
        "invalid-address",
        "[x](https://pb.edu.pl\u3002evil.example/)",
    ),
    _body(
        "a host cannot hold a slash of another script",
        "invalid-address",
        "[x](https://pb.edu.pl\u2044evil.example/)",
    ),
    _body("a host cannot be written wide", "invalid-address", "[x](https://\uff50\uff42.edu.pl/)"),
    _body("a host cannot have an empty part", "invalid-address", "[x](https://a..b/)"),
    _body("a host in disguise is refused", "invalid-address", "[x](https://xn--80ak6aa92e.com/)"),
    _named("a name cannot turn the text around it", "hidden-character", '"Tiny\u061c"'),
    _named("a name cannot carry a hidden tag", "hidden-character", '"Tiny\U000e0041"'),
    _settings("a language named twice is refused", "duplicate-entry", SETTINGS_TEXT + "  - en\n", 8),
    _settings(
        "ten thousand unknown fields are refused in a moment",
        "too-many-problems",
        SETTINGS_TEXT + "".join(f"k{number}: v\n" for number in range(10_000)),
        109,
    ),
)

CASES = (*YAML, *VALUES, *LINKS, *MARKDOWN, *NAMES, *PICTURES, *TEMPLATES, *FOUND_BY_ATTACK)
