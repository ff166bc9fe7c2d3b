"""The one place that draws PDFs: safe HTML in, one accessible and archivable file out (PDF/UA-1 and PDF/A-3a at once).

A document may use what it carries itself (`data:` addresses) and nothing else: no file, no network. The look is the
same on every machine, because the typeface comes from a package and not from the system.
"""

import atexit
import base64
import contextlib
import gc
import importlib.resources
import logging
import os
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint import CSS, Document
from weasyprint.css import ColorProfile
from weasyprint.logger import LOGGER
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from ledger.kernel.collecting import without_collecting
from ledger.kernel.glyphs import named
from ledger.kernel.pdf_objects import UnsafeDocument, add_signature_field, give_scopes, has_unclear_end, settle
from ledger.kernel.pdf_quicker import forget, looks_up_only, quicker
from ledger.kernel.pdf_source import closed_fetcher, source_of

FONT_FAMILY = "Source Sans Pro"
"""The family that stylesheets name."""

_COLOURS = "screen"
"""Our name of the output intent (sRGB)."""

_FACES = (("Regular", 400, "normal"), ("It", 400, "italic"), ("Bold", 700, "normal"), ("BoldIt", 700, "italic"))
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_PDFUA_EXTENSION_SCHEMA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

_ATTEMPTS = 8
"""Each attempt after the first fails about once in a hundred times."""

_LOCK = threading.Lock()
"""Pango's font map is not safe in two threads at once."""


for _prefix in ("Extension", "Schema", "Property"):
    _tail = "ns/extension/" if _prefix == "Extension" else f"ns/{_prefix.lower()}#"
    ET.register_namespace(f"pdfa{_prefix}", f"http://www.aiim.org/pdfa/{_tail}")


class MissingGlyphs(ValueError):
    """The document has characters that no font here can draw; they would have been printed as boxes."""


def render_pdf(html: str, *, title: str, language: str, stylesheet: str, to_sign: str = "") -> bytes:
    """Return the PDF of one HTML document: tagged, archivable, fonts embedded, the same bytes for the same input.

    `title` and `language` (BCP 47) replace whatever the document says of itself; nothing else stands in the metadata.
    `stylesheet` is CSS text. `to_sign` is what a field for a signature is called; without it there is none. Raises
    `UnsafeDocument` when the document or the stylesheet reaches outside, and `MissingGlyphs`. Well-formed XML is read
    faster than other HTML.
    """
    try:
        with _LOCK, quicker(), without_collecting(), _refusing_boxes():
            return _render(html, title, language, stylesheet, to_sign)
    except FatalURLFetchingError:
        # The program's own words name the address, which may be a path of this machine.
        sentence = "The document asks for something outside itself."
        raise UnsafeDocument(sentence) from None


def _render(html: str, title: str, language: str, stylesheet: str, to_sign: str) -> bytes:
    source = source_of(html)
    source.etree_element.set("lang", language)
    document = source.render(
        font_config=_typeface(),
        stylesheets=[_typeface_rules(), _parsed(stylesheet)],
        output_intent=_COLOURS,
        pdf_variant="pdf/a-3a",
    )
    document.color_profiles[_COLOURS] = _colours()
    document.metadata = _PlainMetadata(title=title, lang=language)
    drawings = (_written(document, to_sign, attempt) for attempt in range(_ATTEMPTS))
    return next(drawn for drawn in drawings if not has_unclear_end(drawn))


def _written(document: Document, to_sign: str, attempt: int) -> bytes:
    def finish(_: Document, pdf: Any) -> None:
        give_scopes(pdf)
        if to_sign:
            add_signature_field(pdf, to_sign)
        settle(pdf, spare=attempt)

    drawn: bytes = document.write_pdf(pdf_variant="pdf/a-3a", output_intent=_COLOURS, finisher=finish)
    return drawn


@contextlib.contextmanager
def _refusing_boxes() -> Iterator[None]:
    """Turn the drawing program's warnings of missing glyphs into an error."""
    warned = _Boxes()
    LOGGER.addHandler(warned)
    try:
        yield
    finally:
        LOGGER.removeHandler(warned)
    if warned.characters:
        raise MissingGlyphs(named(tuple(warned.characters)))


class _Boxes(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.characters: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
            self.characters[str(record.args[0])] = None


def _colours() -> ColorProfile:
    # WeasyPrint reads the same profile again for each document and leaves the file open.
    with (importlib.resources.files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as profile:
        return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@lru_cache(maxsize=1)
def _typeface() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=1)
def _typeface_rules() -> CSS:
    return _parsed("".join(map(_face, _FACES)))


@lru_cache(maxsize=16)
def _parsed(stylesheet: str) -> CSS:
    parsed = CSS(string=stylesheet, font_config=_typeface(), url_fetcher=closed_fetcher())
    parsed.looks_up_only = looks_up_only(stylesheet)
    return parsed


def _face(face: tuple[str, int, str]) -> str:
    cut, weight, style = face
    font = importlib.resources.files("font_source_sans_pro") / "files" / f"SourceSansPro-{cut}.ttf"
    data = base64.b64encode(font.read_bytes()).decode("ascii")
    return (
        f"@font-face {{ font-family: '{FONT_FAMILY}'; font-weight: {weight}; font-style: {style};"
        f" src: url('data:font/ttf;base64,{data}') }}\n"
    )


def _keep_fonts_of_parent() -> None:
    # The configuration deletes its temporary folder when it goes; in a forked child that folder is still the parent's.
    if _typeface.cache_info().currsize:
        _typeface()._folder = None  # noqa: SLF001  # there is no public way to hand the folder over


def _forget_fonts() -> None:
    # Left to the interpreter's own clearing up, Pango's objects go in an order that ends in a segmentation fault.
    forget()
    _parsed.cache_clear()
    _typeface_rules.cache_clear()
    _typeface.cache_clear()
    gc.collect()


os.register_at_fork(after_in_child=_keep_fonts_of_parent)
atexit.register(_forget_fonts)


class _PlainMetadata(DocumentMetadata):  # type: ignore[misc]  # the base has no types
    """Title, language and producer, in one uncompressed block that names both profiles."""

    def include_in_pdf(self, pdf: Any, *profile: Any, **_: Any) -> None:
        """Write the block uncompressed, so that archives can read it without a PDF program."""
        variant, version, conformance = profile[:3]
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    def generate_rdf_metadata(self, *profile: Any) -> bytes:
        """Add the PDF/UA identification (ISO 14289-1, 5) and the schema that PDF/A asks for it (ISO 19005-3, 6.6.2)."""
        rdf = ET.fromstring(super().generate_rdf_metadata(*profile))  # noqa: S314  # our own text
        ET.SubElement(rdf, f"{_RDF}Description", {f"{_RDF}about": "", f"{_PDFUA}part": "1"})
        rdf.append(ET.fromstring(_PDFUA_EXTENSION_SCHEMA))  # noqa: S314  # our own text
        block: bytes = ET.tostring(rdf, encoding="utf-8")
        return block
