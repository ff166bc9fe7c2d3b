"""What each measure counts, on cases small enough to count by hand."""

from datetime import UTC, datetime

import pytest

from ledger.trends.action_history import Doing, Spell
from ledger.trends.catalogue import GATES, MEASURES, SCORECARD, facts_of
from ledger.trends.facts.case_rows import AnswerRow, LetterRow
from tests.trends.case_makers import (
    AS_OF,
    DAY,
    HOUR,
    MINUTE,
    NOON,
    a_case,
    a_clock,
    a_promise,
    an_action,
    an_impact,
    facts,
    k_of_n,
)


def test_told_first_is_notice_before_the_report_or_without_one() -> None:
    impacts = (
        an_impact("before", 10, 11),
        an_impact("unreported", 10),
        an_impact("same instant", 10, 10),
        an_impact("after", 12, 11),
        an_impact("never told", None),
        an_impact("never told, reported", None, 5),
    )
    met, counted = k_of_n(facts("told_first", a_case(impacts=impacts)))
    assert met == ["before", "unreported"]
    assert counted == [impact.id for impact in impacts]


def test_a_notice_after_the_instant_of_judging_has_not_happened_yet() -> None:
    found = facts("told_first", a_case(impacts=(an_impact("i", 10),)))
    assert k_of_n(found, NOON + 9 * MINUTE) == ([], ["i"])
    assert k_of_n(found, NOON + 10 * MINUTE) == (["i"], ["i"])
    assert k_of_n(found, NOON - MINUTE) == ([], [])


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({"status": "withdrawn"}, "withdrawn"),
        ({"status": "duplicate"}, "duplicate"),
        ({"severity": "S4"}, "near_miss"),
        ({"detected_at": None}, "not_dated"),
        ({"detected_at": None, "status": "not_ours"}, "not_ours"),
        ({"imported": True}, "not_recorded"),
        ({"imported": True, "detected_at": None}, "not_dated"),
        ({"imported": True, "impacts": (an_impact("told", 10),)}, None),
        ({}, None),
    ],
)
def test_what_leaves_the_denominator_says_why(differs: dict[str, object], reason: str | None) -> None:
    (found,) = facts("told_first", a_case(**{"impacts": (an_impact("i", None),)} | differs))
    assert found.left_out == reason
    assert found.counts(AS_OF) == (reason is None)


def test_found_first_needs_our_own_eyes_before_the_report() -> None:
    impacts = (an_impact("ours", reported=5), an_impact("theirs", reported=0), an_impact("unreported"))
    assert k_of_n(facts("found_first", a_case(impacts=impacts)))[0] == ["ours", "unreported"]
    assert k_of_n(facts("found_first", a_case(impacts=impacts, found_by="client")))[0] == []


def test_a_month_is_that_of_the_providers_zone() -> None:
    late = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    assert facts("incidents", a_case(detected_at=late))[0].month == "2026-10"


def test_a_first_notice_counts_once_it_is_due_and_keeps_the_first_clocks_judgement() -> None:
    case = a_case(
        impacts=(an_impact("i", 50),),
        clocks=(a_clock("c", "first_notice", 60, 50), a_clock("later", "first_notice", 240, 50)),
    )
    (found,) = facts("first_notice", case)
    assert (found.minutes, found.counts_at, found.met_at) == (50, NOON + HOUR, NOON + 50 * MINUTE)
    late = a_case(impacts=(an_impact("i", 61),), clocks=(a_clock("c", "first_notice", 60, 61),))
    assert facts("first_notice", late)[0].met_at is None
    untold = a_case(impacts=(an_impact("i", None),), clocks=(a_clock("c", "first_notice", 60, None),))
    assert (facts("first_notice", untold)[0].minutes, k_of_n(facts("first_notice", untold))) == (None, ([], ["i"]))


def test_a_clock_that_another_took_the_place_of_is_not_judged() -> None:
    case = a_case(impacts=(an_impact("i"),), clocks=(a_clock("c", "first_notice", 60, None, replaced=20),))
    assert facts("first_notice", case) == []


def test_a_letter_is_in_time_until_the_clients_day_is_over() -> None:
    """Noon UTC is 7 in the morning in Chicago, whose day ends at 5 UTC of the next."""
    case = a_case(impacts=(an_impact("i"),), clocks=(a_clock("c", "final_letter", 0, 16 * 60),))
    assert k_of_n(facts("letters_on_time", case)) == (["c"], ["c"])
    late = a_case(impacts=(an_impact("i"),), clocks=(a_clock("c", "final_letter", 0, 18 * 60),))
    assert k_of_n(facts("letters_on_time", late)) == ([], ["c"])
    unsent = a_case(impacts=(an_impact("i"),), clocks=(a_clock("c", "final_letter", 0, None),))
    assert k_of_n(facts("letters_on_time", unsent)) == ([], ["c"])
    assert k_of_n(facts("letters_on_time", unsent), NOON + HOUR) == ([], [])


def test_updates_have_a_grace_of_a_tenth_and_one_late_gap_breaks_the_cadence() -> None:
    def cadence(*stopped: int | None) -> tuple[list[str], list[str]]:
        clocks = tuple(a_clock(f"c{place}", "updates", 60, at) for place, at in enumerate(stopped))
        return k_of_n(facts("updates_on_cadence", a_case(impacts=(an_impact("i"),), clocks=clocks)))

    assert cadence(60, 66) == (["i"], ["i"])
    assert cadence(60, 67) == ([], ["i"])
    assert cadence(None) == ([], ["i"])
    assert facts("updates_on_cadence", a_case()) == []


def test_an_update_not_sent_breaks_the_cadence_from_the_end_of_its_grace() -> None:
    case = a_case(impacts=(an_impact("i"),), clocks=(a_clock("c", "updates", 30, None),))
    assert k_of_n(facts("updates_on_cadence", case), NOON + 34 * MINUTE)[0] == ["i"]
    assert k_of_n(facts("updates_on_cadence", case), NOON + 35 * MINUTE)[0] == []


def test_a_promise_is_kept_until_the_instant_that_was_promised_and_broken_while_open() -> None:
    promises = (
        a_promise("in time", kept_at=NOON),
        a_promise("late", kept_at=NOON + MINUTE),
        a_promise("open"),
        a_promise("released", released_at=NOON),
        a_promise("agreed", agreed_due_at=NOON + 3 * DAY, agreed_at=NOON - HOUR, kept_at=NOON + 2 * DAY),
        a_promise("agreed too late", agreed_due_at=NOON + 3 * DAY, agreed_at=NOON + MINUTE, kept_at=NOON + 2 * DAY),
    )
    met, counted = k_of_n(facts("promises_kept", a_case(promises=promises)))
    assert met == ["in time", "agreed"]
    assert counted == ["in time", "late", "open", "agreed", "agreed too late"]


def test_what_is_not_put_right_counts_and_has_no_duration() -> None:
    quick, slow, still_open = (
        a_case(id=key, resolved_at=at) for key, at in (("q", NOON + HOUR), ("s", NOON + 9 * HOUR), ("o", None))
    )
    found = facts("resolved_in_time", quick, slow, still_open)
    assert k_of_n(found) == (["q"], ["q", "s", "o"])
    assert [fact.minutes for fact in found] == [60, 540, None]


def test_a_repeat_counts_within_ninety_days_and_beside_it_within_a_year() -> None:
    actions = (
        an_action("a", declared=(("held", NOON),)),
        an_action("b", declared=(("soon", NOON),), came_back=(NOON + 90 * DAY,)),
        an_action("c", declared=(("later", NOON),), came_back=(NOON + 91 * DAY,)),
        an_action("never declared"),
    )
    late = NOON + 400 * DAY
    case = a_case(actions=actions)
    assert k_of_n(facts("repeats", case), late) == (["soon"], ["held", "soon", "later"])
    assert k_of_n(facts("repeats_in_a_year", case), late)[0] == ["soon", "later"]


def test_what_came_back_before_it_was_declared_effective_again_speaks_against_the_first_time_only() -> None:
    declared = (("first", NOON), ("again", NOON + 60 * DAY))
    case = a_case(actions=(an_action("a", declared=declared, came_back=(NOON + 30 * DAY,)),))
    assert k_of_n(facts("repeats", case), NOON + 400 * DAY) == (["first"], ["first", "again"])


def test_an_action_is_overdue_from_its_original_day_until_it_ends() -> None:
    spell = Spell("a", NOON, NOON + DAY, NOON + 40 * DAY)
    (found,) = facts("action_ageing", a_case(actions=(an_action("a", spells=(spell,)),)))
    assert found.met_at == datetime(2026, 9, 11, 21, 59, 59, 999999, tzinfo=UTC)
    assert (found.is_met(NOON), found.is_met(NOON + 2 * DAY), found.is_met(NOON + 41 * DAY)) == (False, True, False)
    assert found.ended_month == "2026-10"


def test_what_is_opened_again_past_its_day_is_overdue_since_then_and_was_not_in_between() -> None:
    spells = (Spell("a", NOON, NOON + 5 * DAY, NOON + DAY), Spell("again", NOON + 300 * DAY, NOON + 5 * DAY))
    first, again = facts("action_ageing", a_case(actions=(an_action("a", spells=spells),)))
    assert not any(first.is_met(NOON + days * DAY) for days in (0, 1, 30, 290, 301))
    assert (again.met_at, again.counts(NOON + 299 * DAY)) == (NOON + 300 * DAY, False)
    assert again.is_met(NOON + 300 * DAY)


def test_a_check_by_a_second_person_has_thirty_days_each_time_it_was_done() -> None:
    doings = (
        Doing("checked", NOON, NOON + 30 * DAY),
        Doing("late", NOON, NOON + 31 * DAY),
        Doing("unchecked", NOON),
        Doing("sent back", NOON, sent_back_at=NOON + 30 * DAY),
        Doing("sent back too late", NOON, sent_back_at=NOON + 31 * DAY),
    )
    found = facts("checked_by_second", a_case(actions=(an_action("a", doings=doings), an_action("not done"))))
    assert k_of_n(found) == (["checked"], ["checked", "late", "unchecked", "sent back too late"])
    assert [fact.item_id for fact in found if fact.left_out == "sent_back"] == ["sent back"]


def test_what_clients_answered_is_counted_by_letter() -> None:
    letters = (
        LetterRow("yes", "client", NOON, (AnswerRow("a", "acknowledged", NOON + 10 * DAY),)),
        LetterRow("late", "client", NOON, (AnswerRow("b", "acknowledged", NOON + 11 * DAY),)),
        LetterRow("no", "client", NOON, (AnswerRow("c", "dispute", NOON + DAY, NOON + 2 * DAY),), NOON + 3 * DAY),
        LetterRow("held", "client", NOON, (AnswerRow("d", "dispute", NOON + DAY, NOON + 2 * DAY),)),
        LetterRow("waits", "client", NOON, (AnswerRow("e", "dispute", NOON + DAY),)),
    )
    case = a_case(letters=letters)
    assert k_of_n(facts("acknowledged", case))[0] == ["yes"]
    assert k_of_n(facts("disputed", case))[0] == ["no", "held", "waits"]
    assert k_of_n(facts("disputes_upheld", case)) == (["c"], ["c", "d"])


def test_the_gates_ask_how_soon_it_was_filed_and_whether_all_is_recorded() -> None:
    quick = a_case(id="quick", filed_at=NOON + DAY)
    slow = a_case(id="slow", filed_at=NOON + DAY + MINUTE)
    imported = a_case(id="imported", imported=True)
    assert k_of_n(facts("filed_in_time", quick, slow, imported)) == (["quick"], ["quick", "slow"])
    bare = a_case(id="bare", resolved_at=NOON + HOUR)
    times = dict.fromkeys(("impact_started_at", "acknowledged_at", "contained_at"), NOON)
    whole = a_case(id="whole", resolved_at=NOON + HOUR, **times)
    assert k_of_n(facts("milestones_recorded", bare, whole, a_case(id="open"))) == (["whole"], ["bare", "whole"])


def test_every_number_from_m1_to_m14_and_both_gates_stand_in_the_catalogue_once_at_the_top() -> None:
    tops = [measure.number for measure in MEASURES.values() if not measure.under]
    assert sorted(tops, key=lambda number: (number[0], int(number[1:]))) == [f"M{n}" for n in range(1, 15)] + [
        "Q1",
        "Q2",
    ]
    assert {*GATES, *SCORECARD} <= MEASURES.keys()
    assert all(measure.words.endswith(".") for measure in MEASURES.values())


def test_a_case_has_one_fact_a_measure_and_item() -> None:
    case = a_case(impacts=(an_impact("i"), an_impact("j")), actions=(an_action("a"),), promises=(a_promise("p"),))
    keys = [fact.id for fact in facts_of([case])]
    assert len(keys) == len(set(keys))
