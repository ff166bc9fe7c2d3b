"""Reading a document to be drawn: closed to the outside, and quickly where it is XML too."""

from typing import Any
from xml.etree import ElementTree as ET

import cssselect2  # type: ignore[import-untyped]  # it ships no types
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from ledger.kernel.pdf_quicker import own_rules


def source_of(html: str) -> HTML:
    """Return the document of some HTML text."""
    try:
        return _WellFormed(html)
    except ET.ParseError:
        source = HTML(string=html, url_fetcher=closed_fetcher())
        # A base address of the document's own would turn relative addresses into foreign ones.
        source.base_url = None
        return source


class _WellFormed(HTML):  # type: ignore[misc]  # the base has no types
    """A document that is XML too, read by expat in a tenth of the time. It may declare no entities of its own."""

    def __init__(self, html: str) -> None:
        if not html.startswith("<!DOCTYPE html>\n<html"):
            raise ET.ParseError
        tree = ET.fromstring(html)  # noqa: S314  # with that beginning it can declare no entity
        _drop_metadata(tree)
        self.base_url = None
        self.url_fetcher = closed_fetcher()
        self.media_type = "print"
        self.wrapper_element = _Top.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002  # as WeasyPrint calls it
        own = own_rules()
        return super()._ua_stylesheets(forms) if forms or own is None else [own]


def _drop_metadata(tree: ET.Element) -> None:
    """Leave out what `render_pdf` replaces in any case."""
    for head in tree.iterfind("head"):
        for told in [*head.iterfind("title"), *head.iterfind("meta")]:
            head.remove(told)


class _Top(cssselect2.ElementWrapper):  # type: ignore[misc]  # the base has no types
    """The top of a document, which knows at once that a name (`style`, `link`) does not occur in it."""

    def query_all(self, *names: str) -> Any:
        """Look for elements by their names."""
        occurring = {element.tag for element in self.etree_element.iter()}
        return iter(()) if occurring.isdisjoint(names) else super().query_all(*names)


def closed_fetcher() -> URLFetcher:
    """Return what fetches from `data:` addresses alone, and ends the drawing for any other."""
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
