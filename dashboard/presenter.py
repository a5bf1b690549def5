"""Where does who speaks see the notes, the next slide and the clock, while the others see the slides alone?

A window of its own, in the same browser. The page is empty and holds nothing of the data: its script hears everything
from the window that presents (``assets/story.js``).
"""

from __future__ import annotations

from html import escape
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse

from dashboard.i18n import Lang, Wording

PATH = "/presenter"
STYLES = ("tokens", "shell", "pieces", "icons", "story", "presenter")
PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
{styles}
</head>
<body>
<main id="presenter" data-alone="{alone}" data-last="{last}" data-shown="{shown}" data-hidden="{hidden}">
<h1 class="vh">{title}</h1>
<section class="p-now"><h2>{now}</h2><div id="p-now" class="view"></div></section>
<section class="p-next"><h2>{next}</h2><div id="p-next" class="view"></div>
<div class="times">
<b id="p-page"></b>
<b id="p-elapsed" role="timer" aria-label="{elapsed}">0:00</b>
<button id="p-time" class="btn" type="button" aria-keyshortcuts="R">{restart}</button>
<b id="p-clock" aria-label="{clock}"></b>
</div></section>
<section class="p-notes"><h2>{notes}</h2>
<div id="p-notes" tabindex="0" role="group" aria-label="{notes}"></div></section>
<footer>
<button id="p-back" class="btn" type="button">← {back}</button>
<button id="p-on" class="btn primary" type="button">{on} →</button>
<button id="p-names" class="btn" type="button" aria-keyshortcuts="N">{shown}</button>
<button id="p-smaller" class="btn" type="button" aria-label="{smaller}">A−</button>
<button id="p-larger" class="btn" type="button" aria-label="{larger}">A+</button>
<span id="p-told" role="status">{waiting}</span>
</footer>
</main>
<script src="/assets/presenter.js"></script>
</body>
</html>
"""
TEXTS = (
    *("title", "alone", "last", "restart", "elapsed", "clock", "now", "next", "back", "on", "smaller", "larger"),
    "waiting",
)


def add_presenter(app: FastAPI, lang: Lang) -> None:
    """Add the window of who speaks to the server, before the pages take every other address."""

    @app.get(PATH, response_class=HTMLResponse, include_in_schema=False)
    def presenter(lang_asked: Annotated[str | None, Query(alias="lang")] = None) -> str:
        return presenter_page(Wording("en" if lang_asked == "en" else "zh" if lang_asked == "zh" else lang))


def presenter_page(words: Wording) -> str:
    """The empty window in a language."""
    told = {name: words.text(f"story.speaker_{name}") for name in TEXTS}
    told |= {"notes": words.text("story.notes"), "shown": words.text("story.names_shown")}
    told |= {"hidden": words.text("story.names_hidden"), "lang": "zh-CN" if words.lang == "zh" else "en"}
    styles = "\n".join(f'<link rel="stylesheet" href="/assets/{name}.css">' for name in STYLES)
    return PAGE.format(styles=styles, **{name: escape(text) for name, text in told.items()})
