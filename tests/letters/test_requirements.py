"""Each of the 33 requirements: a letter that meets it, and what makes the same letter fail it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ledger.letters.candour.checking import check_letter
from ledger.letters.candour.rules import rules
from ledger.letters.figures.disagreements import disagreements
from ledger.letters.letter_facts import KINDS, EarlierLetter, LetterFacts, Milestones, OpenPoint
from ledger.letters.prefill import prefill
from ledger.letters.requirements.checklist import CHECKERS, Item, blocking, checklist, waivable
from ledger.letters.requirements.table import MUST, NOT_ASKED, REQUIREMENTS
from tests.letters.factories import ADDRESSEE, EARLIER, at, final_facts, first_notice_facts

REPEATED = EarlierLetter(
    "PVT-2026-01", "final", 1, at(19, 9, month=1), "two people would check each routing", "We skipped the check"
)


def facts_of(kind: str, **changes: Any) -> LetterFacts:  # any field may differ
    """Return the facts of a complete letter of this kind."""
    if kind == "first_notice":
        return first_notice_facts(**changes)
    works = replace(final_facts().actions[0], effective=True, evidence="It held at 20 changes")
    more: dict[str, dict[str, Any]] = {
        "interim": {"next_update_at": at(20, 9), "corrections_done": final_facts().corrections_done},
        "final": {"earlier_letters": (REPEATED,)},
        "follow_up": {"answers": EARLIER, "actions": (works,)},
        "correction": {"answers": EARLIER, "what_was_wrong": "We wrote 31 calls", "what_is_right": "It was 43 calls"},
    }
    return final_facts(**({"kind": kind} | more[kind] | changes))


def items(facts: LetterFacts, sections: Mapping[str, str] | None = None) -> dict[str, Item]:
    """Return the checklist of a letter by requirement; sections are the draft's, apart from those that are given."""
    written = {**prefill(facts), **(sections or {})}
    found = [*check_letter(written), *disagreements(written, facts)]
    return {item.number: item for item in checklist(facts, written, found)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_of_a_complete_record_meets_every_requirement(kind: str) -> None:
    found = items(facts_of(kind)).values()
    assert [(item.number, lack.sentence) for item in found for lack in item.lacks] == []
    assert {item.standing for item in found} <= {"met", "not asked"}


BLAME = next(one.must_match[0] for one in rules() if (one.category, one.severity) == ("Blame shifting", "error"))
LONG = "We restored the routing and rang you. " * 130
FAILS: tuple[tuple[str, str, dict[str, Any], dict[str, str], str], ...] = (
    ("L1", "final", {"addressee": replace(ADDRESSEE, name="")}, {}, "by name"),
    ("L2", "final", {"act_statement": ""}, {}, "Write the act statement"),
    ("L2", "first_notice", {}, {"opening": "Your telephones stopped. We are sorry."}, "word for word"),
    ("L3", "interim", {}, {"opening": "We loaded the wrong routing. We are sorry if this touched you."}, "Say sorry"),
    ("L3", "final", {}, {"why": "We are sorry. We are sorry that it rang. We apologise for it."}, "at most 3 times"),
    (
        "L4",
        "final",
        {},
        {"opening": "We are sorry that you could not use your telephones.", "late": "We slept."},
        "was ours",
    ),
    ("L5", "final", {"milestones": Milestones(at(9, 8), at(9, 7), at(9, 9), at(9, 7))}, {}, "order"),
    ("L5", "interim", {"dated_at": at(9, 7, 45)}, {}, "later than the letter"),
    (
        "L6",
        "final",
        {"timeline": final_facts().timeline[:1], "client_reported_at": at(9, 6, 40)},
        {"opening": "We erred.", "late": "We were slow.", "changes": "Soon."},
        "told us first",
    ),
    (
        "L7",
        "final",
        {},
        {"opening": "We erred. We are sorry.", "effect": "Your telephones were silent."},
        "how many people",
    ),
    (
        "L7",
        "final",
        {},
        {"effect": "It touched 14 of your 19 people for 2 hours 35 minutes."},
        "differs from the record",
    ),
    (
        "L8",
        "final",
        {},
        {"opening": "This was our mistake. We are sorry for any inconvenience. It is over."},
        "inconvenience",
    ),
    ("L9", "final", {"contributing_factors": ()}, {}, "contributing factor"),
    ("L9", "interim", {"contributing_factors": (), "next_update_at": None}, {}, "why it happened"),
    ("L10", "first_notice", {"next_update_at": None}, {}, "hears from us next"),
    (
        "L10",
        "interim",
        {"open_points": (OpenPoint("whether the old list of calls is whole", at(22, 9)),)},
        {"unknown": "Nothing."},
        "old list of calls",
    ),
    ("L10", "final", {"open_points": (OpenPoint("whether the old list is whole", at(22, 9)),)}, {}, "still open"),
    ("L10", "final", {"to_at": None}, {}, "It is not over"),
    ("L10", "final", {"data_effect": "unknown"}, {}, "not known"),
    ("L11", "final", {"corrections_done": (), "actions": final_facts().actions[1:]}, {}, "done already"),
    ("L12", "final", {"actions": (replace(final_facts().actions[0], owner_role=""),)}, {}, "owner by role"),
    ("L12", "final", {}, {"changes": "We will do better."}, "Tell the client"),
    (
        "L12",
        "final",
        {},
        {"giving": "We will look at your cabling, too. You will not be charged."},
        "no promise of the record",
    ),
    (
        "L12",
        "final",
        {},
        {"giving": "We will replace every reader by 30 June 2026. You will not be charged."},
        "no promise of the record",
    ),
    (
        "L12",
        "final",
        {},
        {"giving": "- **By 30 June 2026:** Every lock in your building is new.\n\nYou will not be charged."},
        "no promise of the record",
    ),
    ("L12", "follow_up", {"actions": (replace(final_facts().actions[0], effective=True),)}, {}, "what shows"),
    ("L13", "final", {}, {"giving": "Here it is.", "talk": "Ring us."}, "not be charged"),
    (
        "L13",
        "final",
        {},
        {"giving": "You will not be charged. You will be charged for the visit of 9 June 2026."},
        "charges the client",
    ),
    ("L14", "final", {"remedies": ()}, {}, "offer no money"),
    (
        "L14",
        "final",
        {"remedies": (), "no_remedy_reason": "You asked for the change alone"},
        {"giving": "Nothing."},
        "as recorded",
    ),
    ("L15", "first_notice", {}, {"need": "Thank you."}, "mobile phones"),
    ("L15", "final", {}, {"effect": "12 of your 19 people waited for 2 hours 35 minutes."}, "need to do"),
    ("L16", "final", {"contact": replace(final_facts().contact, phone="")}, {}, "telephone and mail"),
    ("L16", "first_notice", {}, {"talk": "Ring us."}, "reached"),
    ("L17", "final", {"delay_reason": ""}, {}, "delay reason"),
    (
        "L18",
        "final",
        {},
        {"talk": "Tom Farrow can decide: 01632 960 141. Tell us if we have anything wrong."},
        "call or a meeting",
    ),
    ("L19", "follow_up", {}, {"talk": "Tom Farrow can decide: 01632 960 141."}, "anything wrong"),
    ("L20", "final", {"escalation": None}, {}, "outside the delivery line"),
    (
        "L20",
        "final",
        {},
        {"talk": "Tom Farrow: 01632 960 141. Tell us if we have anything wrong. May we visit you?"},
        "Anil Desai",
    ),
    ("L21", "correction", {"signatory": replace(final_facts().signatory, title="")}, {}, "who signs"),
    ("L22", "final", {}, {"why": "We picked the wrong file."}, "PVT-2026-01"),
    ("L22", "final", {}, {"opening": "We erred. This was our mistake. Your phones rang again at ten."}, "is a repeat"),
    ("L22", "final", {"mistakes_before": 3}, {"opening": "It is the second time within a year."}, "the fourth time"),
    ("L22", "final", {"earlier_letters": (replace(REPEATED, why_it_failed=""),)}, {}, "did not hold"),
    (
        "L23",
        "final",
        {},
        {"opening": "Your supplier failed. This was our mistake. We are sorry that you waited for calls."},
        "Own the mistake",
    ),
    ("L23", "final", {}, {"why": BLAME}, "blames"),
    (
        "L24",
        "final",
        {},
        {"giving": "You will not be charged. This is a gesture of goodwill without admission of liability."},
        "hedges",
    ),
    ("L23", "final", {}, {"why": "Your receptionist should have told us sooner."}, "blames"),
    ("L24", "final", {}, {"giving": "You will not be charged. By accepting this you give up all claims."}, "shields"),
    ("L25", "final", {"promises": ()}, {}, "promise a letter"),
    ("L25", "final", {"result_due_at": at(30, 9, month=9), "promises": ()}, {"changes": "Done."}, "30 September 2026"),
    ("L26", "final", {"sharing_label": ""}, {}, "sharing label"),
    ("L26", "final", {}, {"why": "TODO: ask Tom about the file names."}, "must not read"),
    ("L26", "final", {}, {"why": "We keep it as INC-2026-0058."}, "must not read"),
    ("L27", "first_notice", {}, {"doing": LONG}, "at most 150"),
    ("L27", "final", {}, {"why": LONG[:2200]}, "one to two pages"),
    ("L28", "final", {}, {"talk": "Ring us."}, "large print"),
    ("L29", "interim", {"spoken_at": None}, {}, "by voice first"),
    ("L29", "final", {"spoken_at": at(19, 9)}, {}, "by voice first"),
    ("L30", "final", {"data_effect": "exposed"}, {}, "clock of its own"),
    ("L30", "final", {}, {"why": "This letter serves as notification under Article 34."}, "regulated notice"),
    (
        "L12",
        "follow_up",
        {"actions": final_facts().actions, "result_due_at": at(7, 9, month=9)},
        {},
        "7 September 2026",
    ),
    ("L31", "final", {"answers": EARLIER}, {}, "different from version 1"),
    ("L31", "final", {"answers": EARLIER, "what_changed": "Ten clients waited."}, {"opening": "We erred."}, "Ten"),
    (
        "L31",
        "final",
        {"answers": EARLIER, "what_changed": "We rang."},
        {"opening": "We erred. We rang."},
        "the place of",
    ),
    ("L31", "correction", {"what_is_right": ""}, {}, "what is right"),
    ("L31", "correction", {}, {"opening": "We were wrong. We are sorry that it misled you."}, "PVT-2026-04"),
    ("L32", "first_notice", {}, {"opening": "We erred. " * 60 + "We are sorry that you waited."}, "Say sorry early"),
    ("L33", "final", {}, {"why": "Our Premium Care plan would have stopped this; buy it now."}, "sells"),
    ("L33", "final", {}, {"changes": "We can offer you an upgrade to our premium plan at a discount."}, "sells"),
)


@pytest.mark.parametrize(
    ("number", "kind", "changes", "sections", "said"), FAILS, ids=[f"{one[0]}-{one[1]}-{one[4]}" for one in FAILS]
)
def test_a_letter_that_lacks_it_is_told_what_to_do(
    number: str, kind: str, changes: dict[str, Any], sections: dict[str, str], said: str
) -> None:
    item = items(facts_of(kind, **changes), sections)[number]
    assert item.standing in {"missing", "waivable"}
    assert said in " ".join(lack.sentence for lack in item.lacks)


def test_every_requirement_has_a_checker_a_line_in_the_table_and_a_letter_that_fails_it() -> None:
    numbers = [one.number for one in REQUIREMENTS]
    assert numbers == [f"L{place}" for place in range(1, 34)]
    assert set(CHECKERS) == set(numbers) == {one[0] for one in FAILS}


def test_a_first_notice_is_asked_what_the_design_says() -> None:
    musts = [one.number for one in REQUIREMENTS if one.level("first_notice", "S1") == MUST]
    wanted = ("L1", "L2", "L3", "L10", "L15", "L16", "L24", "L26", "L27", "L31", "L32", "L33")
    assert set(wanted) <= set(musts)
    assert set(musts) - set(wanted) == {"L21", "L23", "L25"}, "signed, blaming nobody, with the next date"


def test_a_talk_is_asked_of_grave_incidents_only() -> None:
    talk, spoken = (one for one in REQUIREMENTS if one.number in {"L18", "L29"})
    for one in (talk, spoken):
        assert one.level("final", "S2") == MUST
        assert one.level("final", "S3") == NOT_ASKED


def test_what_only_should_be_there_does_not_block_and_can_be_waived() -> None:
    facts = facts_of("interim")
    talk = "Tom Farrow, 01632 960 141, sends it in large print. Tell us if we have anything wrong."
    found = checklist(facts, prefill(facts) | {"talk": talk})
    assert blocking(found) == []
    assert [number for number, _ in waivable(found)] == ["L18", "L20"]


def test_a_final_letter_with_something_open_goes_out_with_a_reason() -> None:
    points = (OpenPoint("whether the old list is whole", at(22, 9)),)
    assert items(facts_of("final", open_points=points))["L10"].errors
    reasoned = facts_of("final", open_points=points, open_reason="The telephone company answers in August only.")
    assert items(reasoned)["L10"].lacks == ()
    assert "whether the old list is whole" in prefill(reasoned)["why"]


def test_before_the_end_the_next_update_is_asked_for_and_never_when_the_result_is_known() -> None:
    open_point = OpenPoint("whether the old list of calls is whole", at(10, 12))
    facts = facts_of("first_notice", next_update_at=None, result_due_at=at(7, 9, month=9), open_points=(open_point,))
    assert items(facts, {"next": "You hear from us on Wednesday 10 June 2026 by 13:00 BST."})["L25"].lacks == ()
    (lack,) = items(facts, {"next": "You hear from us."})["L25"].lacks
    assert "10 June 2026" in lack.sentence
    (lack,) = items(facts, {"next": "You hear from us on 7 September 2026."})["L25"].lacks
    assert "10 June 2026" in lack.sentence


def test_a_repeat_counts_mistakes_and_not_letters() -> None:
    facts = facts_of("final", mistakes_before=3)
    assert "it is the fourth time within a year" in prefill(facts)["opening"]
    assert items(facts)["L22"].lacks == ()
    untold = facts_of("final", mistakes_before=1, earlier_letters=())
    assert "it is the second time within a year" in prefill(untold)["opening"]
    assert items(untold)["L22"].lacks == ()
    assert items(untold, {"opening": "We loaded it. This was our mistake."})["L22"].errors


def test_another_number_beside_the_right_one_is_no_untruth() -> None:
    facts = facts_of("final", mistakes_before=1)
    opening = "This was our mistake. In March it was the first time; it is the second time within a year."
    assert items(facts, {"opening": opening})["L22"].lacks == ()
    wrong = "This was our mistake. It is the third time within a year."
    assert items(facts, {"opening": wrong})["L22"].errors


def test_a_further_final_letter_says_what_it_takes_the_place_of_and_how_it_differs() -> None:
    facts = facts_of("final", version=2, answers=EARLIER, what_changed="We rang 43 of your clients back, not 31")
    opening = prefill(facts)["opening"]
    assert opening.endswith(
        "This letter takes the place of version 1, of 18 June 2026. We rang 43 of your clients back, not 31."
    )
    assert items(facts)["L31"].lacks == ()


def test_a_follow_up_goes_out_with_what_is_known_once_something_is_or_its_day_has_come() -> None:
    unknown = facts_of("follow_up", actions=final_facts().actions, result_due_at=at(7, 9, month=9))
    assert [lack.is_soft for lack in items(unknown)["L12"].lacks] == [True], "the approver says why it goes out"
    works = facts_of("follow_up").actions[0]
    assert not items(replace(unknown, actions=(works, unknown.actions[1])))["L12"].lacks
    assert not items(replace(unknown, dated_at=at(8, 9, month=9)))["L12"].lacks


def test_an_empty_section_is_said_once_with_its_own_place() -> None:
    found = items(facts_of("final"), {"changes": " "})
    lacks = [lack for item in found.values() for lack in item.lacks if lack.place == "section changes"]
    assert [lack.sentence for lack in lacks] == ["Write the section “What we have changed and will change”."]
