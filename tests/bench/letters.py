"""A letter as the PDF that is issued, against WeasyPrint alone with tables that it lays out by itself."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from weasyprint import CSS, HTML

from ledger.config import home
from ledger.letters.pdf import letter_html, render_letter
from ledger.letters.prefill import prefill
from tests.bench.figures import Figure, in_turns
from tests.bench.ground import Ground
from tests.letters.factories import final_facts

ROUNDS = 5


def measure(_ground: Ground) -> Iterator[Figure]:
    """Draw a final letter of an ordinary length."""
    facts = final_facts()
    sections = prefill(facts)
    html = letter_html(facts, sections, "print")
    style = (home() / "templates" / "letters" / "print.css").read_text(encoding="utf-8")
    automatic = style.replace("table-layout: fixed", "table-layout: auto")
    assert automatic != style, "the stylesheet says its layout of tables in another way now"

    def plainly() -> bytes:
        drawn: bytes = HTML(string=html).write_pdf(stylesheets=[CSS(string=automatic)])
        return drawn

    pages = len(PdfReader(BytesIO(render_letter(facts, sections))).pages)
    ours, other = in_turns(lambda: render_letter(facts, sections), plainly, ROUNDS)
    yield Figure("Letter as PDF/A and PDF/UA", "plain WeasyPrint", ours, other, note=f"{pages} pages")
