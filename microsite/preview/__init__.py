"""The preview: the site as it will be, in a browser, renewed at every save.

Beside the five stages, not one of them: it calls a build it is handed and knows nothing of sources,
records or templates. Start reading at server.py.

    watch.py     a save in content/, data/ or templates/   → "build again"
    worker.py    "build again", however often              → one build at a time, in one thread
    showing.py   a build                                   → what is shown, and what the browser must fetch
    answers.py   an address                                → status, headers, bytes (from memory only)
    page.py      a published page                          → the page with the preview's own marks
    overlay.py   a report                                  → the panel laid over the page
    handlers.py  the doors: pages and the reload socket, for this machine alone
    server.py    all of it together, from the first build to Ctrl-C
"""

from microsite.preview.server import serve
from microsite.preview.showing import PreviewBuild

__all__ = ["PreviewBuild", "serve"]
