"""Figures in a letter's words, read from plain English and held against what the record knows."""

from dataclasses import replace

import pytest

from ledger.letters.candour.checking import check_text
from ledger.letters.candour.rules import by_id
from ledger.letters.figures.disagreements import disagreements, with_figures
from ledger.letters.figures.mention import Count, Day, Money, People, Time, Value
from ledger.letters.figures.number_words import number_of
from ledger.letters.figures.reading import figures_in
from ledger.letters.letter_facts import KINDS, TimelineEntry
from ledger.letters.prefill import prefill
from tests.letters.factories import EARLIER, at, final_facts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("46 of your 58 people could not work", [People(46, 58)]),
        ("all 58 of your people, and your 12 staff", [People(58, 58), People(None, 12)]),
        ("for 3 hours 10 minutes; nearly half an hour", [190, 30]),
        ("two and a half days later", [3600]),
        ("£3,680.00 + VAT £736.00, or 412.50 EUR", [Money(368_000, "GBP"), Money(73_600, "GBP"), Money(41_250, "EUR")]),
        ("1.234,56 € and 99.98 % of it", [Money(123_456, "EUR"), 9998]),
        ("JP¥5,000", [Money(5000, "JPY")]),
        ("Tuesday 6 October 2026", [Day(10, 6, 2026, 1)]),
        ("on October 6, 2026; 2026-10-06; 6th of October", [Day(10, 6, 2026), Day(10, 6, 2026), Day(10, 6)]),
        ("at 9.24am BST, 2:40 PM EDT and 03:40 UTC-03:00",
         [Time(9, 24, "BST"), Time(14, 40, "EDT"), Time(3, 40, "UTC-03:00")]),
        ("nine invoices, forty-six calls and two dozen desks",
         [Count(9, "invoice"), Count(46, "call"), Count(24, "desk")]),
        ("Ring 020 7946 0958 about PVT-2026-04, credit note 318, version 2, ada@harbour.example", []),
        ("the second time, one of us", []),
    ],
)  # fmt: skip
def test_figures_are_read_and_what_only_looks_like_one_is_not(text: str, values: list[Value]) -> None:
    assert [one.value for one in figures_in(text)] == values


@pytest.mark.parametrize(
    ("words", "number"), [("1,395", 1395), ("twenty-two", 22), ("a hundred", 100), ("two hundred", 200), ("dozen", 12)]
)
def test_numbers_are_read_in_words_and_digits(words: str, number: int) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_program_writes_agrees_with_the_record(kind: str) -> None:
    facts = final_facts(
        kind=kind, answers=EARLIER, what_was_wrong="43 calls", what_is_right="31 calls", next_update_at=at(20, 9)
    )
    assert disagreements(prefill(facts), facts) == []


@pytest.mark.parametrize(
    ("text", "rule", "severity", "said"),
    [
        ("It touched 13 of your 19 people.", "FIG01", "error", "The record says 12 of your 19 people."),
        ("It began on Monday 9 June 2026.", "FIG02", "error", "9 June 2026 is a Tuesday."),
        ("It began at 07:40 GMT.", "FIG02", "error", "The record says 07:40 BST."),
        ("You get £412.50.", "FIG03", "warning", "£412.00"),
        ("You told us at 07:45.", "FIG04", "warning", "07:40 BST"),
        ("It was over on 11 June 2026.", "FIG04", "warning", "9 June 2026"),
        ("Your telephones were silent for 3 hours 40 minutes.", "FIG05", "warning", "2 hours 35 minutes"),
        ("We lost 40 calls.", "FIG06", "warning", "The record says 31 calls."),
        ("It touched 17 printers.", "FIG06", "warning", "holds no such number"),
        ("A third, 33 %, rang out.", "FIG06", "warning", "holds no such number"),
        ("Some users could not call.", "FIG07", "warning", "12 of your 19 people"),
        ("A few calls rang out.", "FIG07", "warning", "31 calls"),
        ("Your desks were silent for several hours.", "FIG07", "warning", "2 hours 35 minutes"),
        ("All 19 people could not call.", "FIG06", "warning", "12 of your 19 people"),
        ("Your people could not call for 1 hour 25 minutes.", "FIG05", "warning", "2 hours 35 minutes"),
        ("It lasted an hour and a half.", "FIG05", "warning", "2 hours 35 minutes"),
        ("You lost about 30 hours.", "FIG05", "warning", "23 hours 15 minutes"),
        ("We told you ten minutes after it began.", "FIG05", "warning", "The record says 54 minutes."),
        ("Everybody in your office was silent.", "FIG07", "warning", "12 of your 19 people"),
        ("We told you first.", "FIG11", "warning", "you told us first"),
        ("It happened on the 13th.", "FIG04", "warning", "9 June 2026"),
        ("It happened in March.", "FIG04", "warning", "9 June 2026"),
        ("It happened in March 2026.", "FIG04", "warning", "9 June 2026"),
    ],
)
def test_a_figure_that_differs_is_marked_with_what_the_record_says(
    text: str, rule: str, severity: str, said: str
) -> None:
    (found,) = disagreements({"effect": f"We erred. {text}"}, final_facts())
    assert (found.rule, found.severity, found.section) == (rule, severity, "effect")
    assert said in f"{found.why} {found.instead}"
    assert found.words in f"We erred. {text}"[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "It lasted 2 hours 35 minutes, from 07:40 to 10:15 BST; nearly three hours.",
        "You told us nine minutes before we rang.",
        "You get £494.40 with VAT, £588.90 in all.",
        "63 % of your people waited, 12 of them.",
        "May I visit you on 21 October, at 10:00?",
        "Two of us answer within two days, and every 30 minutes until then.",
        "You could tell us how many users wait.",
        "The 20 changes are counted.",
        "You told us first, on the 9th; it was in June.",
        "It was in June 2026.",
        "You have 19 people; all of your people have our thanks.",
        "We told you 54 minutes after it began.",
        "We should have told you first.",
        "The other 7 came in.",
    ],
)
def test_what_the_record_bears_out_is_left_alone(text: str) -> None:
    assert disagreements({"effect": text}, final_facts()) == []


def test_an_unknown_number_never_blocks() -> None:
    found = disagreements(
        {"why": "We lost 411 records at 04:17 on 3 May 2020 for £7.00, 8 of 9 people."}, final_facts()
    )
    assert {one.severity for one in found} == {"warning"}


def test_where_the_record_knows_no_number_vague_words_hide_none() -> None:
    facts = final_facts(people_affected=None)
    assert disagreements({"effect": "Some users could not call."}, facts) == []


def test_a_number_that_stands_in_a_text_of_the_record_is_known() -> None:
    entry = TimelineEntry(at(9, 7), "action", "We found 13 of your 19 people without a line, and 17 printers")
    facts = replace(final_facts(), timeline=(entry,))
    assert disagreements({"effect": "13 of your 19 people and 17 printers stood still."}, facts) == []


ROUTING = "Each routing file carries the name of the practice and the street."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"- **By 26 June 2026:** {ROUTING} You get a picture. (Technical Director.)", "30 June 2026"),
        (f"- **By 30 June 2026:** {ROUTING} You get a picture. (Managing director.)", "Technical director"),
        ("We write to you by 30 June 2026 whether the change has held over 20 changes.", "18 September 2026"),
    ],
)
def test_an_action_told_with_another_day_or_owner_is_marked(line: str, said: str) -> None:
    (found,) = [
        one for one in disagreements({"changes": f"This we do:\n\n{line}"}, final_facts()) if one.rule == "FIG08"
    ]
    assert (found.severity, found.section) == ("warning", "changes")
    assert said in found.why


@pytest.mark.parametrize(
    "line",
    [
        f"- **By 30 June 2026:** {ROUTING} You get a picture. (Technical Director.)",
        f"- **By 30 June:** {ROUTING}",
        f"- **By 30 June 2026:** {ROUTING} (both rooms)",
        "- **By 26 June 2026:** We pay your overtime. (Managing Director.)",
        "Our letter of 9 June said that each routing file carries the name of the practice and the street.",
    ],
)
def test_an_action_told_as_recorded_is_left_alone(line: str) -> None:
    assert disagreements({"changes": line}, final_facts()) == []


def _of_data(text: str, effect: str) -> list[tuple[str, str]]:
    found = disagreements({"effect": text}, final_facts(data_effect=effect))
    return [(one.rule, one.severity) for one in found if one.rule in {"FIG09", "FIG10"}]


@pytest.mark.parametrize(("rule", "effect"), [("FIG09", "none"), ("FIG10", "lost")])
def test_words_that_deny_the_recorded_state_of_the_data_are_marked(rule: str, effect: str) -> None:
    vectors = by_id()[rule]
    assert vectors.must_match
    assert [text for text in vectors.must_match if _of_data(text, effect) != [(rule, "warning")]] == []
    assert [text for text in vectors.must_not_match if _of_data(text, effect)] == []


@pytest.mark.parametrize(
    ("effect", "text", "marked"),
    [
        ("unknown", "We lost your files.", 0),
        ("unknown", "No data was lost.", 0),
        ("exposed", "None of your records were exposed.", 1),
        ("exposed", "No data was lost.", 0),
        ("lost", "We lost your files.", 0),
    ],
)
def test_only_what_the_record_says_otherwise_is_marked(effect: str, text: str, marked: int) -> None:
    assert len(_of_data(text, effect)) == marked


@pytest.mark.parametrize("effect", ["none", "lost", "altered", "exposed", "unknown"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_program_writes_of_the_data_and_of_plans_is_never_marked(kind: str, effect: str) -> None:
    facts = final_facts(
        kind=kind, data_effect=effect, answers=EARLIER, what_was_wrong="31 calls", what_is_right="43 calls"
    )
    assert [one for one in disagreements(prefill(facts), facts) if one.rule in {"FIG08", "FIG09", "FIG10"}] == []


def test_an_action_recorded_with_brackets_may_be_told_word_for_word() -> None:
    facts = final_facts()
    aside = replace(facts.actions[1], text=f"{ROUTING[:-1]} (managing director)")
    facts = replace(facts, actions=(facts.actions[0], aside))
    assert disagreements({"changes": f"- By 30 June 2026: {aside.text}"}, facts) == []


def test_a_rule_that_is_off_marks_nothing() -> None:
    assert disagreements({"effect": "Some users waited."}, final_facts(), {"FIG07": "off"}) == []


def test_of_words_that_hide_a_number_only_the_number_speaks() -> None:
    text = "Some users could not call."
    both = with_figures(check_text(text, section="effect"), disagreements({"effect": text}, final_facts()))
    assert [one.rule for one in both] == ["FIG07"]


def test_figures_of_a_correction_are_held_against_the_record_and_not_taken_for_it() -> None:
    said = {"what_was_wrong": "We wrote 9 of your 19 people.", "what_is_right": "It was 13 of your 19 people."}
    facts = final_facts(kind="correction", answers=EARLIER, **said)
    found = disagreements({"wrong": said["what_was_wrong"], "right": said["what_is_right"]}, facts)
    assert [(one.rule, one.section, one.words) for one in found] == [("FIG01", "right", "13 of your 19 people")]
    unknown = "It was from 08:31 to 11:44 on 20 June 2026, and you get £900."
    marked = disagreements({"right": unknown}, final_facts(kind="correction", answers=EARLIER, what_is_right=unknown))
    assert {one.words for one in marked} >= {"20 June 2026", "£900"}
    mended = {"right": "It was 12 of your 19 people."}
    assert disagreements(mended, final_facts(kind="correction", answers=EARLIER, what_is_right=mended["right"])) == []


def test_a_client_that_never_told_us_did_not_tell_us_first() -> None:
    (found,) = disagreements({"": "You told us first."}, final_facts(client_reported_at=None))
    assert (found.rule, "you did not tell us" in found.why) == ("FIG11", True)
