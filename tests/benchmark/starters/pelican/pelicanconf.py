"""Pelican as it is quickest: its caches on, everything off that the others do not make."""

import json
from pathlib import Path

import yaml

HERE = Path(__file__).parent

SITENAME = "Benchmark"
SITEURL = "https://bench.example"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PAGE_PATHS = [""]
ARTICLE_PATHS: list[str] = []
PATH_METADATA = r"(?P<section>section-\d+)/(?P<slug>[^.]+)\.md"
PAGE_URL = "{section}/{slug}/"
PAGE_SAVE_AS = "{section}/{slug}/index.html"
STATIC_PATHS = ["css"]

LOAD_CONTENT_CACHE = True
CACHE_CONTENT = True
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False

DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

MARKDOWN = {
    "extensions": [
        "markdown.extensions.meta",
        "markdown.extensions.tables",
        "markdown.extensions.fenced_code",
        "markdown.extensions.toc",
    ],
    "output_format": "html5",
}

MENU = json.loads((HERE / "menu.json").read_text(encoding="utf-8"))
RECORDS = {
    file.stem: yaml.load(file.read_bytes(), yaml.CSafeLoader)
    for file in sorted((HERE / "data" / "records").glob("*.yaml"))
}
