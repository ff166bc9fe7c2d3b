"""Letters of unusual length: many entries, a long section, one row longer than a page, nothing to tell at all."""

import io

from pypdf import PdfReader

from ledger.letters.chronology import rows
from ledger.letters.letter_facts import LetterFacts, Milestones, TimelineEntry
from ledger.letters.pdf import render_letter
from ledger.letters.prefill import prefill
from tests.bench.letters import with_entries
from tests.letters.factories import TIMELINE, at, final_facts

HEADER = "Time What happened"


def pages(facts: LetterFacts, **edits: str) -> list[str]:
    """Return the words of each page, spaces and line ends alike."""
    pdf = render_letter(facts, prefill(facts) | edits)
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(pdf)).pages]


def test_each_page_of_a_long_timeline_has_its_header_and_no_entry_is_lost() -> None:
    facts = with_entries(60)
    drawn = pages(facts)
    full = [one for one in drawn if "We did step" in one]
    assert len(full) > 1
    assert all(HEADER in one for one in full)
    text = " ".join(drawn)
    assert all(f"We did step {number} and" in text for number in range(60 - len(TIMELINE)))


def test_a_row_longer_than_a_page_goes_on_under_a_header_again() -> None:
    words = " ".join(f"Then we checked shelf {number} by hand." for number in range(200))
    drawn = pages(final_facts(timeline=(TIMELINE[0], TimelineEntry(at(9, 7), "action", words), *TIMELINE[1:])))
    long = [one for one in drawn if "Then we checked shelf" in one]
    assert len(long) > 1
    assert all(HEADER in one for one in long)
    text = " ".join(drawn)
    assert all(f"shelf {number} " in text or f" {number} by hand" in text for number in range(200))


def test_ten_thousand_words_keep_their_end_and_no_heading_stands_alone_at_a_foot() -> None:
    words = " ".join(f"Reason {number} is told in these eight words." for number in range(1250))
    drawn = pages(final_facts(), why=words)
    assert "Reason 1249 is told" in " ".join(drawn)
    headings = ("Why it happened", "What we have changed and will change", "Talk to us")
    assert not [one for one in drawn for heading in headings if one.partition(" PVT-2026-04 · ")[0].endswith(heading)]


def test_a_letter_without_any_entry_has_no_empty_table() -> None:
    facts = final_facts(timeline=(), milestones=Milestones(), client_reported_at=None, client_notified_at=None)
    text = " ".join(pages(facts))
    assert HEADER not in text
    assert "Yours sincerely" in text


def test_a_word_longer_than_its_line_is_broken_and_loses_nothing() -> None:
    long = "Donaudampfschifffahrt" * 12
    facts = final_facts(timeline=(TimelineEntry(at(9, 7), "action", long), *TIMELINE[1:]), large_print=True)
    text = " ".join(pages(facts))
    assert long not in text, "in one line it would end beyond the edge"
    assert long in text.replace(" ", "")


def test_what_is_over_does_not_say_that_it_is_unknown_when_it_stopped_growing() -> None:
    marks = Milestones(at(9, 7), at(9, 7, 5), None, at(9, 9))
    told = [row.text for row in rows(final_facts(timeline=(), milestones=marks))]
    goes_on = final_facts(timeline=(), milestones=Milestones(at(9, 7), at(9, 7, 5)), to_at=None)
    still = [row.text for row in rows(goes_on)]
    assert "We stopped it from getting worse." in still
    assert "We stopped it from getting worse." not in told
