"""Clocks: started by the plan, stopped by what happened, judged at read, never made good afterwards."""

from datetime import timedelta

import pytest

from ledger.incidents.operations.calling import log_attempt
from ledger.incidents.operations.clocks import start_clock, stop_clock
from ledger.incidents.operations.corrections import correct_entry
from ledger.incidents.operations.impacts import edit_impact
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.work import Ledger
from tests.incidents.answering import a_case


def test_filing_starts_the_clocks_of_the_standard_plan_with_the_sentence_of_the_rule(ledger: Ledger) -> None:
    case = a_case(ledger)
    clocks = {clock.kind: clock for clock in case.page().clocks}
    assert set(clocks) == {
        "first_notice", "updates", "first_letter", "remedy_offered", "final_letter", "actions_implemented",
        "effectiveness",
    }  # fmt: skip
    assert clocks["first_notice"].rule == "First notice within 60 minutes of awareness (S1, standard plan)"
    assert clocks["first_notice"].due_at == case.after(60)
    assert clocks["first_notice"].codes == ("HFO", "ORC")
    assert clocks["first_notice"].standing == "missed"
    assert clocks["final_letter"].standing == "due"


def test_a_near_miss_has_no_clock(ledger: Ledger) -> None:
    assert a_case(ledger, "S4").page().clocks == ()


def test_a_stricter_plan_of_one_client_counts_for_that_client(ledger: Ledger) -> None:
    case = a_case(ledger, plan={("first_notice", "S1"): (15, "minutes")})
    notices = {clock.codes: clock for clock in case.page().clocks if clock.kind == "first_notice"}
    assert notices["HFO",].due_at == case.after(15)
    assert notices["HFO",].rule == "First notice within 15 minutes of awareness (S1, Round the clock)"
    assert notices["ORC",].due_at == case.after(60)


def test_a_notice_tells_the_client_and_stops_its_clock_when_it_was_given(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("client_notice", "We told them.", occurred_at=case.after(31), client_code="HFO", channel="phone")
    (clock,) = case.clocks("first_notice")
    assert (clock.standing, clock.stopped_at) == ("met", case.after(31))
    assert case.clocks("first_notice", "ORC")[0].stopped_at is None
    harbour, orchard = case.page().impacts
    assert (harbour.client_notified_at, orchard.client_notified_at) == (case.after(31), None)
    assert harbour.told_first is True
    case.say("client_notice", "Told them more.", occurred_at=case.after(50), client_code="HFO")
    assert case.page().impacts[0].client_notified_at == case.after(31)


def test_a_late_notice_leaves_the_clock_missed(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("client_notice", "We told them.", occurred_at=case.after(61))
    assert {clock.standing for clock in case.page().clocks if clock.kind == "first_notice"} == {"missed"}


def test_three_attempts_on_two_channels_stop_the_clock_at_the_third(ledger: Ledger) -> None:
    case = a_case(ledger)
    for minute, channel in ((10, "phone"), (12, "phone"), (15, "mail")):
        assert case.clocks("first_notice")[0].stopped_at is None
        ledger.do(
            log_attempt, case.manager, incident_id=case.id, client_code="HFO", contact="Ada Lindqvist",
            channel=channel, outcome="no_answer", occurred_at=case.after(minute),
        )  # fmt: skip
    assert case.clocks("first_notice")[0].stopped_at == case.after(15)
    assert case.clocks("first_notice", "ORC")[0].stopped_at is None
    assert case.page().impacts[0].client_notified_at is None


def test_a_corrected_time_can_make_a_clock_late_but_never_good(ledger: Ledger) -> None:
    case = a_case(ledger)
    told = case.say("client_notice", "We told them.", occurred_at=case.after(30), client_code="HFO")
    late = ledger.do(
        correct_entry, case.manager, entry_id=told.id, text="We told them.", reason="an hour off",
        occurred_at=case.after(90),
    )  # fmt: skip
    assert case.clocks("first_notice")[0].standing == "missed"
    assert case.page().impacts[0].client_notified_at == case.after(90)
    ledger.do(
        correct_entry, case.manager, entry_id=late.id, text="We told them.", reason="no", occurred_at=case.after(30)
    )
    assert case.clocks("first_notice")[0].standing == "missed"


def test_an_earlier_time_on_the_impact_makes_no_clock_good(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("client_notice", "We told them.", occurred_at=case.after(90), client_code="HFO")
    ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), client_notified_at=case.after(10))
    assert case.clocks("first_notice")[0].standing == "missed"


def test_each_update_stops_its_clock_and_starts_the_next_one(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("update", "Nothing new.", occurred_at=case.after(25))
    case.say("update", "Nothing new.", occurred_at=case.after(60))
    first, second, third = case.clocks("updates")
    assert (first.standing, first.stopped_at) == ("met", case.after(25))
    assert (second.due_at, second.standing) == (case.after(55), "missed")
    assert (third.due_at, third.stopped_at) == (case.after(90), None)


def test_after_two_hours_what_was_promised_is_when_the_update_is_due(ledger: Ledger) -> None:
    case = a_case(ledger)
    promised = now() + timedelta(hours=2)
    case.say("update", "Nothing new until then.", occurred_at=case.after(130), next_update_at=promised)
    assert case.clocks("updates")[-1].due_at == promised


def test_an_update_written_down_later_than_a_newer_one_changes_no_clock(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("update", "Second.", occurred_at=case.after(50))
    case.say("update", "First.", occurred_at=case.after(20))
    assert [clock.stopped_at for clock in case.clocks("updates")] == [case.after(50), None]


def test_updates_are_owed_until_it_is_put_right_and_again_when_it_is_reopened(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("update", "Nearly there.", occurred_at=case.after(20))
    ledger.do(set_milestones, case.manager, incident_id=case.id, times={"resolved_at": case.after(40)})
    assert [clock.standing for clock in case.clocks("updates")] == ["met", "ended"]
    ledger.do(reopen, case.manager, incident_id=case.id, reason="It stopped again.")
    assert case.clocks("updates")[-1].runs
    assert case.page().status == "open"


def test_a_clock_is_stopped_neither_before_its_zero_nor_in_the_future(ledger: Ledger) -> None:
    case = a_case(ledger)
    impact = case.impact_id()
    for at in (case.aware_at - timedelta(minutes=2), now() + timedelta(minutes=1)):
        with pytest.raises(Invalid):
            ledger.do(stop_clock, case.manager, impact, "final_letter", at)
    ledger.do(stop_clock, case.manager, impact, "final_letter", now())
    assert case.clocks("final_letter")[0].standing == "met"
    assert ledger.do(stop_clock, case.manager, impact, "final_letter", now()) is None


def test_each_promised_remedy_has_a_clock_of_its_own(ledger: Ledger) -> None:
    case = a_case(ledger)
    for _ in range(2):
        ledger.do(start_clock, case.manager, case.impact_id(), "remedy_delivered", now())
    stopped = ledger.do(stop_clock, case.manager, case.impact_id(), "remedy_delivered", now())
    assert stopped is not None
    assert any(clock.runs for clock in case.clocks("remedy_delivered"))


def test_exposed_data_starts_a_clock_that_only_a_later_notice_stops(ledger: Ledger) -> None:
    case = a_case(ledger)
    case.say("client_notice", "Mail stopped.", occurred_at=case.after(20), client_code="HFO")
    ledger.do(edit_impact, case.manager, impact_id=case.impact_id(), data_effect="exposed")
    assert case.clocks("personal_data")[0].runs
    case.say("client_notice", "Some of your mail was seen by others.", client_code="HFO")
    assert case.clocks("personal_data")[0].standing == "met"


def test_clocks_are_in_our_log_only(ledger: Ledger) -> None:
    case = a_case(ledger)
    assert any(event.type == "clocks.started" for event in case.events())
    assert not any(event.type.startswith("clock") for event in case.events(case.harbour))
