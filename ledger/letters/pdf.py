"""Facts and sections in, a letter out: as HTML in one of two skins (print, preview) and as the PDF that is issued."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from ledger import config
from ledger.kernel.logo_files import logo_address
from ledger.kernel.pdf import render_pdf
from ledger.kernel.pdf_signing import Signer, sign
from ledger.letters import chronology, remedy_table, wording
from ledger.letters.address_window import size_of
from ledger.letters.catalogue import in_its_language, marked, say, voice
from ledger.letters.directions import apart
from ledger.letters.letter_facts import LetterFacts
from ledger.letters.markdown import to_html
from ledger.letters.sections import LABELS, NAMED, Section, heading_of, sections_of
from ledger.letters.stylesheet import stylesheet

SKINS = ("print", "preview")
_PAGE_OF = marked("Page {page} of {pages}")
Stored = Callable[[str], bytes]


@in_its_language
def render_letter(
    facts: LetterFacts,
    sections: Mapping[str, str],
    *,
    stored: Stored | None = None,
    signer: Signer | None = None,
) -> bytes:
    """Return the PDF, signed where there is a signer. Its metadata carries the reference and kind, no name (L1).

    `stored` gives the bytes of a file by its SHA-256, for a letter with a logo; without it the logo is left out. Raises
    `ledger.kernel.pdf.UnsafeDocument` when a template reaches outside the document, and whatever `stored` raises.
    """
    drawn = render_pdf(
        letter_html(facts, sections, "print", stored),
        title=letter_title(facts),
        language=language_of(facts),
        stylesheet=stylesheet(_templates(), page_of=voice().words.gettext(_PAGE_OF), large_print=facts.large_print),
        to_sign=say("Signature of {firm}", firm=facts.provider.name) if signer else "",
    )
    return sign(drawn, signer, name=facts.provider.name) if signer else drawn


@in_its_language
def letter_html(facts: LetterFacts, sections: Mapping[str, str], skin: str, stored: Stored | None = None) -> str:
    """Return the letter as a whole page for print, or as a fragment (`article`) for the browser.

    `sections` holds the Markdown of each section by key; a section without words and without a table is left out.
    """
    if skin not in SKINS:
        fault = f"a letter has the skins {' and '.join(SKINS)}, not {skin}"
        raise ValueError(fault)
    values = _values(facts, sections)
    values["logo"] = logo_address(stored(facts.logo_sha256)) if facts.logo_sha256 and stored else ""
    return _environment(_templates()).get_template(f"{skin}.html").render(**values)


@in_its_language
def letter_title(facts: LetterFacts) -> str:
    """Return `HFO-2026-03, final letter, version 1`: what the file is called, without any name."""
    values = {"reference": facts.client_reference, "kind": say(NAMED[facts.kind]), "number": facts.version}
    return say("{reference}, {kind}, version {number}", **values)


@in_its_language
def language_of(facts: LetterFacts) -> str:
    """Return the BCP 47 language of the letter: `en-GB`."""
    return str(wording.place(facts.locale)).replace("_", "-")


def _templates() -> Path:
    return config.home() / "templates" / "letters"


@lru_cache(maxsize=4)
def _environment(folder: Path) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["apart"] = apart
    made.globals["say"] = say
    return made


def _values(facts: LetterFacts, sections: Mapping[str, str]) -> dict[str, Any]:
    size = size_of(facts.addressee, large_print=facts.large_print)
    parts = [_part(facts, section, sections.get(section.key, "")) for section in sections_of(facts)]
    return {
        "facts": facts,
        "title": letter_title(facts),
        "language": language_of(facts),
        # What fits in no size was refused before review; an old draft is shown in the smallest.
        "address_size": "address-closer" if size is None else size,
        "date": wording.short_day(facts.dated_at, facts.zone, facts.locale),
        "label": say(LABELS[facts.kind]),
        "parts": [part for part in parts if part["words"] or part["table"]],
        "timeline": _timeline(facts),
        "remedies": remedy_table.remedy_rows(facts),
        "totals": remedy_table.totals(facts),
        "promises": remedy_table.promise_rows(facts),
        "code": _code(facts.verify_url) if facts.verify_url else "",
    }


def _part(facts: LetterFacts, section: Section, markdown: str) -> dict[str, Any]:
    # Safe as markup: `to_html` lets nothing through but its short list of elements.
    words = Markup(to_html(markdown)) if section.written else ""  # noqa: S704 see above
    shown = section.table if section.table != "remedies" or facts.remedies else ""
    return {"key": section.key, "heading": heading_of(facts, section), "words": words, "table": shown}


def _timeline(facts: LetterFacts) -> dict[str, Any]:
    rows = chronology.rows(facts)
    dated = chronology.spans_days(facts)
    mixed = len(chronology.zone_marks(facts)) > 1
    known = [row.at for row in rows if row.at]
    return {
        "rows": [{"time": _time(facts, row, dated=dated, mixed=mixed), "text": row.text} for row in rows],
        "day": wording.day(known[0], facts.zone, facts.locale) if known and not dated else "",
        "zones": _zones(facts, known),
    }


def _zones(facts: LetterFacts, known: Sequence[datetime]) -> str:
    """Return in a sentence which zone the times are of, or which two where the clocks changed in between."""
    lines = list(dict.fromkeys(wording.zone_line(at, facts.zone, facts.locale) for at in known))
    if not lines:
        return ""
    if len(lines) == 1:
        return say("All times are {zone}.", zone=lines[0])
    return say("All times are {first} and {second}.", first=lines[0], second=lines[1])


def _time(facts: LetterFacts, row: chronology.Row, *, dated: bool, mixed: bool) -> str:
    if row.at is None:
        return say("Not yet known")
    told = (wording.time if mixed else wording.clock_time)(row.at, facts.zone, facts.locale)
    if not dated:
        return told
    return say("{day}, {time}", day=wording.day_of_year(row.at, facts.zone, facts.locale), time=told)


@lru_cache(maxsize=16)
def _code(address: str) -> str:
    # Points, not shapes: the shapes of a code took a twelfth of the time of a whole letter.
    return segno.make(address, error="m", micro=False).png_data_uri(scale=4, border=0)
