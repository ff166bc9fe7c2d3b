"""Macros rendered in a bare Jinja environment, and what was drawn read back strictly."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from jinja2 import Environment, FileSystemLoader

from ledger.config import home
from ledger.kernel.clock import zoned
from ledger.kernel.counting import counted
from ledger.web.frame import local_input

IMPORTS = '{% import "macros/forms.html" as forms %}{% import "macros/page.html" as page %}'


def environment() -> Environment:
    """Return an environment with the filters and globals that the application gives its templates."""
    made = Environment(loader=FileSystemLoader(home() / "templates"), autoescape=True)
    made.filters |= {"zoned": zoned, "local_input": local_input, "typed_amount": lambda money: money.typed("en_GB")}
    made.globals["counted"] = counted
    made.globals["csrf_token"] = lambda: "a-token"
    made.globals["once_token"] = lambda: "once-only"
    return made


ENVIRONMENT = environment()


def draw(source: str, **values: Any) -> Element:
    """Return the parsed body of a template that has the macros at hand; bad markup fails."""
    text = f"<!doctype html><title>t</title>{ENVIRONMENT.from_string(IMPORTS + source).render(**values)}"
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert isinstance(document, Element)
    body = document.find("body")
    assert body is not None
    return body


def one(body: Element, path: str) -> Element:
    """Return the one element at `path`."""
    found = body.findall(path)
    assert len(found) == 1, f"{len(found)} elements at {path}"
    return found[0]


def words(element: Element) -> str:
    """Return the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())
