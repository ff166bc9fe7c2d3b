"""A letter as the PDF that is issued, against WeasyPrint alone with tables that it lays out by itself, and Chromium.

The limits are those of issue 5: two pages 100 ms and 0.9 of plain WeasyPrint, 40 entries 200 ms, 200 entries 800 ms.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright
from pypdf import PdfReader
from weasyprint import CSS, HTML

from ledger.config import home
from ledger.letters.letter_facts import LetterFacts, TimelineEntry
from ledger.letters.pdf import letter_html, render_letter
from ledger.letters.prefill import prefill
from ledger.letters.stylesheet import stylesheet
from tests.bench.figures import Figure, in_turns
from tests.bench.ground import Ground
from tests.letters.certificates import a_signer
from tests.letters.factories import TIMELINE, at, final_facts

ROUNDS = 7
LONG_ROUNDS = 3
RATIO = 0.9
LIMITS = ((40, 0.2), (200, 0.8))
"""How many entries, and the most seconds."""


def measure(_ground: Ground) -> Iterator[Figure]:
    """Draw a final letter of an ordinary length, then two with long timelines."""
    facts = final_facts()
    sections = prefill(facts)
    ours, other = in_turns(lambda: render_letter(facts, sections), _plainly(facts, sections), ROUNDS)
    pages = _pages(facts, sections)
    yield Figure(
        f"Letter of {pages} pages as PDF/A and PDF/UA", "plain WeasyPrint", ours, other, most=RATIO, longest=0.1
    )
    with _chromium(facts, sections) as printed:
        ours, other = in_turns(lambda: render_letter(facts, sections), printed, ROUNDS)
        yield Figure("The same letter", "Chromium's print, tagged", ours, other)
    with TemporaryDirectory() as folder:
        signer = a_signer(Path(folder))
        ours, other = in_turns(
            lambda: render_letter(facts, sections, signer=signer), lambda: render_letter(facts, sections), ROUNDS
        )
    more = f"{(ours - other) * 1000:.0f} ms more"
    yield Figure("The same letter, signed", "without a signature", ours, other, note=more)
    for entries, longest in LIMITS:
        long = with_entries(entries)
        prose = prefill(long)
        ours, other = in_turns(
            lambda long=long, prose=prose: render_letter(long, prose),  # type: ignore[misc]  # bound as it stands now
            _plainly(long, prose),
            LONG_ROUNDS,
        )
        note = f"{_pages(long, prose)} pages"
        yield Figure(f"Letter with {entries} entries", "plain WeasyPrint", ours, other, longest=longest, note=note)


def with_entries(count: int) -> LetterFacts:
    """Return the facts of a final letter with so many entries, half a working day of one a minute."""
    more = (
        TimelineEntry(at(9, 7) + timedelta(minutes=step), "action", f"We did step {step} and looked whether it held")
        for step in range(count - len(TIMELINE))
    )
    return final_facts(timeline=(*TIMELINE, *more))


def _pages(facts: LetterFacts, sections: Mapping[str, str]) -> int:
    return len(PdfReader(BytesIO(render_letter(facts, sections))).pages)


def _plainly(facts: LetterFacts, sections: Mapping[str, str]) -> Callable[[], bytes]:
    html = letter_html(facts, sections, "print")
    style = stylesheet(home() / "templates" / "letters", page_of="Page {page} of {pages}")
    automatic = style.replace("table-layout: fixed", "table-layout: auto")
    assert automatic != style, "the stylesheet says its layout of tables in another way now"

    def plainly() -> bytes:
        drawn: bytes = HTML(string=html).write_pdf(stylesheets=[CSS(string=automatic)])
        return drawn

    return plainly


@contextmanager
def _chromium(facts: LetterFacts, sections: Mapping[str, str]) -> Iterator[Callable[[], bytes]]:
    html = letter_html(facts, sections, "print")
    style = stylesheet(home() / "templates" / "letters", page_of="Page {page} of {pages}")
    html = html.replace("</head>", f"<style>{style}</style></head>")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page()

        def printed() -> bytes:
            page.set_content(html)
            return page.pdf(prefer_css_page_size=True, tagged=True)

        yield printed
        browser.close()
