"""The first draft of a letter, in words."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ledger.letters import chronology, wording
from ledger.letters.letter_facts import KINDS, CorrectionDone, EarlierLetter, LetterFacts, Milestones
from ledger.letters.markdown import to_text
from ledger.letters.prefill import clause, prefill
from ledger.letters.presence import has_unconditional_apology, is_present
from ledger.letters.requirements.checklist import blocking, checklist
from ledger.letters.sections import heading_of, sections_of
from tests.letters.factories import EARLIER, at, final_facts, first_notice_facts


def missing(facts: LetterFacts, draft: Mapping[str, str]) -> list[str]:
    """Return what blocks this draft, in sentences."""
    return [lack.sentence for _, lack in blocking(checklist(facts, draft))]


def text_of(facts: LetterFacts) -> str:
    """Return the whole draft as plain words."""
    return "\n\n".join(to_text(part) for part in prefill(facts).values())


def test_a_final_letter_opens_with_act_ownership_and_an_apology_tied_to_the_effect() -> None:
    assert prefill(final_facts())["opening"] == (
        "We loaded the wrong call routing into your switchboard on Tuesday 9 June 2026. This was our mistake. "
        "We are sorry that 12 of your 19 people could not use your telephones for 2 hours 35 minutes. "
        "We are sorry that you had to tell us first."
    )


def test_the_drafts_of_first_notice_and_final_letter_lack_nothing() -> None:
    for facts in (first_notice_facts(), final_facts()):
        assert missing(facts, prefill(facts)) == []


def test_a_first_notice_has_at_most_150_words_and_names_no_money() -> None:
    text = text_of(first_notice_facts())
    assert len(text.split()) <= 150
    assert "£" not in text
    assert "cannot use your telephones" in text
    assert "Done at 08:52 BST on Tuesday 9 June 2026: We sent all calls to two mobile phones at your reception." in text
    assert "You will hear from us again by 09:30 BST on Tuesday 9 June 2026" in text


def test_a_final_letter_stays_below_500_words_of_prose() -> None:
    assert len(text_of(final_facts()).split()) < 500


@pytest.mark.parametrize(
    ("affected", "total", "words"),
    [
        (1, 19, "1 of your 19 people could not"),
        (19, 19, "all 19 of your people could not"),
        (1, 1, "your one person could not"),
        (12, None, "12 of your people could not"),
        (None, None, "your people could not"),
    ],
)
def test_people_are_counted_in_good_english(affected: int | None, total: int | None, words: str) -> None:
    assert words in prefill(final_facts(people_affected=affected, people_total=total))["opening"]


def test_nobody_stopped_and_data_lost_is_said_as_that() -> None:
    draft = prefill(
        final_facts(people_affected=0, data_effect="lost", data_note="We lost nine invoices", person_minutes=0)
    )
    assert "We are sorry that we lost data of yours." in draft["opening"]
    assert "None of your people had to stop work. We lost nine invoices." in draft["effect"]
    assert "of work." not in draft["effect"].replace("stop work.", "")


def test_unknown_data_is_said_to_be_unknown() -> None:
    draft = prefill(final_facts(data_effect="unknown", data_note=""))
    assert "We do not know yet whether any of your data was affected." in draft["effect"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a minute"),
        (1, "1 minute"),
        (60, "1 hour"),
        (190, "3 hours 10 minutes"),
        (5885, "4 days 2 hours 5 minutes"),
    ],
)
def test_spans_are_said_in_words(minutes: int, words: str) -> None:
    assert wording.span(minutes) == words


@pytest.mark.parametrize(
    ("zone", "locale", "words"),
    [
        ("Europe/London", "en_GB", "07:40 BST on Tuesday 9 June 2026"),
        ("Europe/Berlin", "de_DE", "08:40 CEST on Tuesday 9 June 2026"),
        ("America/New_York", "en_US", "2:40 AM EDT on Tuesday, June 9, 2026"),
        ("America/Sao_Paulo", "pt_BR", "03:40 UTC-03:00 on Tuesday 9 June 2026"),
        ("Asia/Kathmandu", "en_GB", "12:25 UTC+05:45 on Tuesday 9 June 2026"),
        ("UTC", "nonsense", "06:40 UTC on Tuesday 9 June 2026"),
    ],
)
def test_a_moment_shows_its_zone_and_the_order_of_the_country(zone: str, locale: str, words: str) -> None:
    assert wording.moment(at(9, 6, 40), zone, locale) == words


def test_amounts_follow_the_currency_and_the_country() -> None:
    assert wording.amount(368_000, "GBP", "en_GB") == "£3,680.00"
    assert wording.amount(5000, "JPY", "en_GB") == "JP¥5,000"
    assert wording.amount(123_456, "EUR", "de_DE") == "1.234,56\u00a0€"


def test_a_client_that_heard_from_us_first_reads_no_word_of_delay() -> None:
    facts = final_facts(client_notified_at=at(9, 7, 0))
    assert "late" not in prefill(facts)
    assert "tell us first" not in text_of(facts)


def test_a_missed_notice_clock_asks_for_the_reason() -> None:
    facts = final_facts(client_notified_at=at(9, 7, 0), notice_missed=True, delay_reason="")
    assert [heading_of(facts, section) for section in sections_of(facts)].count("Why you heard late") == 1
    assert "Say why the client heard late: write the delay reason." in missing(facts, prefill(facts))


def test_a_repeat_says_so_and_cites_the_earlier_letter() -> None:
    earlier = EarlierLetter(
        "PVT-2026-01", "final", 1, at(19, 9, month=1), "two people would check", "We skipped the check"
    )
    facts = final_facts(earlier_letters=(earlier,))
    draft = prefill(facts)
    assert "This was our mistake, and it is the second time within a year." in draft["opening"]
    assert (
        "Our letter of 19 January 2026 (PVT-2026-01) said: Two people would check. We skipped the check."
        in draft["why"]
    )
    assert "Why it happened again" in [heading_of(facts, section) for section in sections_of(facts)]


def test_no_money_is_explained_and_still_costs_nothing() -> None:
    facts = final_facts(remedies=(), no_remedy_reason="You lost no money by it, and you told us so on 12 June")
    assert prefill(facts)["giving"] == (
        "You lost no money by it, and you told us so on 12 June. You will not be charged for any of the repair."
    )
    assert missing(facts, prefill(facts)) == []


def test_facts_with_markdown_signs_read_as_recorded() -> None:
    facts = final_facts(corrections_done=(CorrectionDone("We set _max_calls_ back to *12* <b>", at(9, 9)),))
    assert "We set _max_calls_ back to *12* <b>." in to_text(prefill(facts)["changes"])


def test_a_promise_we_were_released_from_is_not_announced() -> None:
    promise = replace(final_facts().promises[0], state="released")
    assert "20 changes" not in prefill(final_facts(promises=(promise,)))["changes"]


def test_a_follow_up_counts_promises_by_their_original_date() -> None:
    kept, late = (replace(final_facts().promises[0], state=state) for state in ("kept", "late"))
    facts = final_facts(kind="follow_up", answers=EARLIER, promises=(kept, late))
    assert prefill(facts)["kept"] == "We kept 1 of 2 promises by the date we gave you."


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_draft_for_every_written_section(kind: str) -> None:
    facts = final_facts(
        kind=kind, answers=EARLIER, what_was_wrong="31 calls", what_is_right="43 calls", next_update_at=at(20, 9)
    )
    draft = prefill(facts)
    assert list(draft) == [section.key for section in sections_of(facts) if section.written]
    assert all(draft[key] for key in draft if key != "unknown")


def test_the_timeline_adds_milestones_that_no_entry_tells_and_ends_with_unknown_ones() -> None:
    known = Milestones(at(9, 6, 40), at(9, 7, 31))
    facts = final_facts(timeline=final_facts().timeline[:1], milestones=known, to_at=None)
    assert [row.text for row in chronology.rows(facts)] == [
        "We loaded new call routing into your switchboard. Calls stopped reaching your desks.",
        "You told us.",
        "You found it.",
        "We told you.",
        "We stopped it from getting worse.",
        "It was put right.",
    ]
    assert [row.at is None for row in chronology.rows(facts)] == [False] * 4 + [True] * 2


def test_what_is_over_for_the_client_is_put_right_then_whatever_the_incident_waits_for() -> None:
    known = Milestones(at(9, 6, 40), at(9, 7, 31))
    facts = final_facts(timeline=final_facts().timeline[:1], milestones=known, to_at=at(9, 9, 15))
    last = chronology.rows(facts)[-1]
    assert (last.at, last.text) == (at(9, 9, 15), "It was put right.")


def test_nothing_known_makes_no_timeline() -> None:
    facts = final_facts(timeline=(), milestones=Milestones(), client_reported_at=None, client_notified_at=None)
    assert chronology.rows(facts) == ()
    assert "timeline" not in [section.key for section in sections_of(facts)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"act_statement": ""}, "Write the act statement"),
        ({"contributing_factors": ()}, "Name at least one contributing factor"),
        ({"remedies": ()}, "Add what we give the client, or say why we offer no money."),
        ({"corrections_done": (), "actions": ()}, "Say at least one thing that has been done already"),
        ({"actions": (), "promises": ()}, "Say what will stop a repeat"),
        ({"escalation": None}, "Name somebody outside the delivery line"),
        ({"contact": replace(final_facts().contact, phone="")}, "Name a contact with telephone and mail"),
        ({"signatory": replace(final_facts().signatory, title="")}, "Say who signs"),
    ],
)
def test_what_a_final_letter_lacks_is_said_in_a_sentence(changes: dict[str, object], sentence: str) -> None:
    facts = final_facts(**changes)
    assert any(said.startswith(sentence) for said in missing(facts, prefill(facts)))


def test_an_edited_opening_without_apology_and_ownership_is_not_complete() -> None:
    draft = prefill(final_facts()) | {"opening": final_facts().act_statement, "late": "Our alarm was off."}
    said = missing(final_facts(), draft)
    assert "Say sorry in a sentence of its own, without “if”." in said
    assert "Say in the first 150 words that the mistake was ours." in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ownership", "The mistake was ours."),
        ("apology", "We apologise unreservedly for the lost morning."),
        ("apology", "I apologise to you and your team for the lost morning."),
        ("no_charge", "You won't be charged."),
        ("correct", "Tell us if we have anything wrong."),
    ],
)
def test_what_is_said_counts(name: str, text: str) -> None:
    assert is_present(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("no_charge", "We have taken your comments on board."),
        ("no_charge", "We have taken steps."),
        ("ownership", "Nobody can say that “this was our mistake”."),
        ("apology", "You wrote: “We are sorry that you left.”"),
    ],
)
def test_what_is_not_said_or_only_quoted_does_not_count(name: str, text: str) -> None:
    assert not is_present(name, text)


def test_an_apology_with_an_if_is_none() -> None:
    assert not has_unconditional_apology("We are sorry if you lost time.")
    assert has_unconditional_apology("We are sorry that you lost time.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Which door lost power?", "which door lost power"),
        ("Whether it ran.", "whether it ran"),
        ("IT's part", "IT's part"),
    ],
)
def test_an_open_point_stands_inside_its_sentence(typed: str, told: str) -> None:
    assert clause(typed) == told
