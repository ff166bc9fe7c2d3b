"""The letter as HTML and as the PDF that is issued: what it shows, and what the file is."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import page
import pikepdf
import pytest
from pypdf import PdfReader

from ledger.letters.letter_facts import KINDS, LetterFacts, Milestones, TimelineEntry
from ledger.letters.pdf import letter_html, render_letter
from ledger.letters.prefill import prefill
from tests.letters.factories import EARLIER, at, final_facts, first_notice_facts

LONG = tuple(
    TimelineEntry(at(9, 6) + timedelta(minutes=37 * step), "action", f"We did step {step}") for step in range(60)
)


def letter(facts: LetterFacts, **edits: str) -> bytes:
    """Return the PDF of the draft, with some sections edited."""
    return render_letter(facts, prefill(facts) | edits)


def words(pdf: bytes) -> str:
    """Return the text of all pages, spaces and line ends alike."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


CASES = {
    "final": final_facts(),
    "first notice": first_notice_facts(),
    "interim": final_facts(kind="interim", to_at=None, next_update_at=at(20, 9), zone="Asia/Dubai"),
    "follow-up": final_facts(kind="follow_up", answers=EARLIER),
    "correction": final_facts(kind="correction", answers=EARLIER, what_was_wrong="31 calls", what_is_right="43 calls"),
    "no remedies": final_facts(remedies=(), no_remedy_reason="You lost nothing by it"),
    "unknown data": final_facts(data_effect="unknown", data_note="", people_affected=None),
    "no timeline": final_facts(timeline=(), milestones=Milestones(), client_reported_at=None, client_notified_at=None),
    "60 rows": final_facts(timeline=LONG),
}


@pytest.mark.parametrize("name", CASES)
def test_every_letter_meets_both_profiles(name: str) -> None:
    pdf = letter(CASES[name])
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=profile).failures] == []


def test_the_large_print_letter_meets_both_profiles_and_says_the_same() -> None:
    facts = final_facts()
    large = letter(final_facts(large_print=True))
    assert all(page.is_pdf_compliant_bytes(large, profile=profile) for profile in ("ua1", "3a"))
    assert "You will not be charged for any of the repair." in words(large)
    assert len(PdfReader(io.BytesIO(large)).pages) > len(PdfReader(io.BytesIO(letter(facts))).pages)


def test_a_first_notice_with_its_proof_is_one_page() -> None:
    checkpoint = (
        f"Your record with us: tidewater.example/amends/{'018f3c5a-7d2e-7c1a' * 2}, 21 entries, root {'0f' * 32}"
    )
    proven = first_notice_facts(verify_url=final_facts().verify_url, checkpoint=checkpoint)
    assert len(PdfReader(io.BytesIO(letter(proven))).pages) == 1


def test_a_final_letter_shows_every_line_of_the_ledger_and_its_sum() -> None:
    text = words(letter(final_facts()))
    for shown in ("£412.00", "VAT £82.40", "£94.50", "Total, with VAT £588.90", "Credit note 318"):
        assert shown in text
    assert text.count("Paid by us") == 3


def test_a_final_letter_shows_times_zone_addressee_and_signature() -> None:
    text = words(letter(final_facts()))
    for shown in (
        "Dear Dr Adeyemi",
        "18 June 2026",
        "Final letter, version 1",
        "All times are British Summer Time (BST, UTC+01:00).",
        "08:25 Your reception rang us from a mobile phone and told us.",
        "Helen Braithwaite Managing Director, Caldershaw IT",
        "Check this letter at https://",
        "amends.caldershaw.example/check/pvt-2026-04-1",
        "Record checkpoint 412",
    ):
        assert shown in text


def test_reference_sharing_label_and_page_number_stand_on_each_page() -> None:
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(letter(final_facts(timeline=LONG)))).pages]
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        assert "PVT-2026-04 · For Pennine Vets only" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet


def test_sixty_rows_over_two_days_each_show_their_date() -> None:
    text = words(letter(final_facts(timeline=LONG)))
    assert all(f"We did step {step}." in text for step in range(60))
    assert "10 June, 19:23" in text


def test_rows_across_a_change_of_clocks_each_show_their_zone() -> None:
    rows = (
        TimelineEntry(at(25, 0, 30, month=10), "action", "Before"),
        TimelineEntry(at(25, 1, 30, month=10), "action", "After"),
    )
    unknown = final_facts(timeline=rows, milestones=Milestones(), client_reported_at=None, client_notified_at=None)
    text = words(letter(unknown))
    assert "01:30 BST Before." in text
    assert "01:30 GMT After." in text


def test_the_file_is_tagged_has_one_title_and_attaches_nothing() -> None:
    with pikepdf.open(io.BytesIO(letter(final_facts()))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "PVT-2026-04, final letter, version 1"
        assert str(pdf.Root["/Lang"]) == "en-GB"
        kinds = [str(thing["/S"]) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
        assert kinds.count("/H1") == 1
        assert {"/H2", "/Table", "/TH", "/TD", "/Figure", "/Link", "/L"} <= set(kinds)
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root["/Names"]
        assert b"Adeyemi" not in pdf.Root["/Metadata"].read_bytes()
        assert b"Pennine" not in pdf.Root["/Metadata"].read_bytes()


def test_the_code_is_described_for_people_who_cannot_see_it() -> None:
    with pikepdf.open(io.BytesIO(letter(final_facts()))) as pdf:
        figures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert [str(figure["/Alt"]) for figure in figures] == [f"Code that opens {final_facts().verify_url}"]


def test_the_records_checkpoint_stands_below_the_code_and_not_round_its_corner() -> None:
    checkpoint = f"Your record with us: tidewater.example/1, 819 entries, root {'ab ' * 60}signed by key 1234abcd"
    begins: dict[str, float] = {}

    def note(text: str, _cm: object, matrix: list[float], _font: object, _size: float) -> None:
        if said := text.strip():
            begins[said] = matrix[4]

    # At this height the box beside the code once ended a hair's breadth above it.
    drawn = render_letter(final_facts(checkpoint=checkpoint, timeline=()), {"opening": "We erred.", "talk": "Ring us."})
    PdfReader(io.BytesIO(drawn)).pages[-1].extract_text(visitor_text=note)
    lines = {begin for said, begin in begins.items() if said in checkpoint and len(said) > len("Your record")}
    assert len(lines) == 1, lines


def test_a_letter_without_address_to_check_has_no_code() -> None:
    html = letter_html(first_notice_facts(), prefill(first_notice_facts()), "print")
    assert "<img" not in html
    assert "checkpoint" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_is_a_fragment_without_inline_style_or_script(kind: str) -> None:
    facts = final_facts(kind=kind, answers=EARLIER)
    html = letter_html(facts, prefill(facts), "preview")
    assert html.startswith('<article class="letter" lang="en-GB"')
    assert html.rstrip().endswith("</article>")
    assert "<html" not in html
    assert " style=" not in html
    assert "<script" not in html


def test_hostile_words_in_facts_and_sections_stay_words() -> None:
    hostile = "<script>alert(1)</script><img src='file:///etc/hostname'>"
    facts = final_facts(subject=hostile, timeline=(TimelineEntry(at(9, 7), "action", hostile),), checkpoint=hostile)
    sections = prefill(facts) | {"why": f"{hostile} ![x](file:///etc/hostname) [x](javascript:alert(1))"}
    html = letter_html(facts, sections, "print")
    assert "<script" not in html
    assert "<img src='file" not in html
    assert html.count("<img") == 1
    assert 'javascript:alert(1)"' not in html
    assert "alert(1)" in words(render_letter(facts, sections))


def test_markup_in_every_fact_that_is_printed_stays_words() -> None:
    """Whoever can type a name, an address or a remedy can type markup, a template's braces and a style, too."""
    hostile = "</p><style>@import 'file:///etc/hostname'</style>{{ facts }}{% include '/etc/hostname' %}<b onclick=x>"
    facts = final_facts()
    people: dict[str, Any] = {
        "addressee": replace(facts.addressee, name=hostile, title=hostile, address_lines=(hostile,)),
        "provider": replace(facts.provider, name=hostile, letterhead_line=hostile, registration_line=hostile),
        "signatory": replace(facts.signatory, name=hostile, title=hostile),
    }
    lines: dict[str, Any] = {
        "remedies": tuple(replace(line, text=hostile, how=hostile) for line in facts.remedies),
        "timeline": (TimelineEntry(at(9, 7), "action", hostile),),
        "sharing_label": hostile,
        "checkpoint": hostile,
    }
    html = letter_html(replace(facts, **people, **lines), {"why": hostile, "talk": hostile}, "print")
    assert "<style" not in html
    assert "<b onclick" not in html
    assert html.count("{{ facts }}") > 10


def test_an_unknown_skin_is_refused() -> None:
    with pytest.raises(ValueError, match="skins print and preview"):
        letter_html(final_facts(), {}, "fax")


def test_a_letter_is_the_same_file_each_time() -> None:
    assert letter(final_facts()) == letter(final_facts())
