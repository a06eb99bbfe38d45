"""HTML to PDF, without reaching for anything: no address is fetched, whatever the HTML says.

WeasyPrint is imported here and only when a PDF is made: it costs a second, and without the
operating system's Pango it raises, which must not take the site down.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from esafety.papers.vocabulary import Step


class LibrariesMissing(RuntimeError):
    """The operating system lacks what WeasyPrint needs (vocabulary.Why.NO_LIBRARIES says what)."""


class Pdf(NamedTuple):
    """A finished document and its number of pages."""

    content: bytes
    pages: int


def render(html: str, reach: Callable[[Step], None] = lambda step: None) -> Pdf:
    """A tagged PDF (PDF/UA-1) of `html` in the house's print style. Raises LibrariesMissing."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise LibrariesMissing(str(error)) from error
    nothing, fonts = URLFetcher(allowed_protocols=()), FontConfiguration()
    style = CSS(string=print_style(), url_fetcher=nothing, font_config=fonts)
    reach(Step.LAYING_OUT)
    source = HTML(string=html, url_fetcher=nothing)
    document = source.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    reach(Step.WRITING)
    return Pdf(document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages))


@lru_cache(maxsize=1)
def print_style() -> str:
    """The style sheet of every document."""
    return resources.files("esafety.papers").joinpath("papers.css").read_text()
