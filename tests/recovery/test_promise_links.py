"""Where promises come from, what a client says to one, and a broken one that becomes an incident of its own."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ledger.incidents.incident_page import incident_by_reference
from ledger.incidents.operations.second_person import decide, propose
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused
from ledger.people.actor import Actor
from ledger.recovery.models import Promise
from ledger.recovery.operations.broken_cases import file_broken_promise
from ledger.recovery.operations.own_promises import agree_to_own_date, release_own_promise
from ledger.recovery.operations.promises import break_promise, keep_promise, make_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.recovery.operations.remedies import deliver_remedy
from ledger.recovery.operations.remedy_endings import decline_remedy, withdraw_remedy
from ledger.recovery.operations.updates import write_attempt, write_entry
from ledger.recovery.own_promises import own_promise, own_promises
from ledger.recovery.promise_rows import broken_promise_of
from ledger.recovery.queries import promise_of, recovery_of
from ledger.work import Ledger
from tests.factories import a_client, an_actor
from tests.recovery.factories import FAR, Case, a_case, a_promised_remedy
from tests.support.events import log_events


def a_promise(ledger: Ledger, case: Case, **differs: Any) -> Promise:
    """Promise Harbour Foods a call, owned by Nia."""
    given: dict[str, Any] = {"client_code": "HFO", "text": "Ring you back", "kind": "callback", "due_on": FAR}
    return ledger.do(make_promise, case.nia, **(given | differs))


def a_past_promise(ledger: Ledger, case: Case, **differs: Any) -> Promise:
    """Promise an hour ago what was due half an hour ago."""
    at = now()
    past = {"promised_at": at - timedelta(hours=1), "due_at": at - timedelta(minutes=30), "due_on": None}
    return a_promise(ledger, case, **(past | differs))


def a_stranger(ledger: Ledger) -> Actor:
    """Somebody of another client."""
    other = a_client(ledger, "ORC", "Orchard Clinic")
    return an_actor(ledger, "client", name="Stranger", client_id=other.id, email="s@orc.example")


def test_a_line_that_names_the_next_update_promises_it_and_the_next_line_keeps_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    said: dict[str, Any] = {"incident_id": case.filed.id, "kind": "update"}
    first_at = now() + timedelta(minutes=30)
    ledger.do(write_entry, case.nia, **said, text="We are restoring.", next_update_at=first_at)
    (first,) = ledger.ask(own_promises, case.theirs)
    assert (first.kind, first.due_at, first.is_open) == ("update", first_at, True)
    ledger.do(write_entry, case.omar, **said, text="Half of it is back.")
    (first,) = ledger.ask(own_promises, case.theirs)
    assert (first.standing, first.is_open) == ("kept", False)


def test_an_internal_line_keeps_no_promise(ledger: Ledger) -> None:
    case = a_case(ledger)
    at = now() + timedelta(minutes=30)
    ledger.do(write_entry, case.nia, incident_id=case.filed.id, kind="update", text="Restoring.", next_update_at=at)
    ledger.do(write_entry, case.nia, incident_id=case.filed.id, kind="observation", text="The disk is slow.")
    assert [one.is_open for one in ledger.ask(own_promises, case.theirs)] == [True]


def test_a_call_in_which_we_named_a_time_promises_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    at = now() + timedelta(hours=1)
    ledger.do(
        write_attempt, case.nia, incident_id=case.filed.id, client_code="HFO", contact="Ms Okafor", channel="phone",
        outcome="reached", next_update_at=at,
    )  # fmt: skip
    (made,) = ledger.ask(own_promises, case.theirs)
    assert (made.due_at, made.client_reference) == (at, case.reference)


def test_the_client_releases_us_itself_and_nobody_of_another_client_can(ledger: Ledger) -> None:
    case = a_case(ledger)
    row, hidden = a_promise(ledger, case), a_promise(ledger, case, visible_to_client=False)
    stranger = a_stranger(ledger)
    said: dict[str, Any] = {"promise_id": row.id, "words": "We moved offices, no need"}
    for actor, fault in ((stranger, NotFound), (case.lead, Refused)):
        with pytest.raises(fault):
            ledger.do(release_own_promise, actor, **said)
    with pytest.raises(NotFound):
        ledger.do(release_own_promise, case.theirs, promise_id=hidden.id, words="No need")
    with pytest.raises(Invalid, match="few words"):
        ledger.do(release_own_promise, case.theirs, promise_id=row.id, words="  ")
    ledger.do(release_own_promise, case.theirs, **said)
    shown = ledger.ask(promise_of, case.nia, row.id)
    assert (shown.status, shown.ending_words) == ("released", "We moved offices, no need")
    with pytest.raises(Conflict, match="has ended"):
        ledger.do(release_own_promise, case.theirs, **said)
    with pytest.raises(NotFound):
        ledger.ask(own_promise, stranger, row.id)


def test_no_refusal_tells_a_client_s_person_who_else_is_a_client(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row, remedy = a_promise(ledger, case), a_promised_remedy(ledger, case)
    ledger.do(release_own_promise, case.theirs, promise_id=row.id, words="Orchard Clinic does it for us")
    ledger.do(decline_remedy, case.theirs, remedy_id=remedy.id, client_words="Orchard Clinic paid")
    assert ledger.ask(promise_of, case.nia, row.id).ending_words == "Orchard Clinic does it for us"
    with pytest.raises(Invalid, match="must not learn of Orchard Clinic"):
        ledger.do(redate_promise, case.nia, promise_id=a_promise(ledger, case).id, due_on=FAR, reason="Orchard Clinic")


def test_what_was_promised_before_somebody_became_a_client_can_still_be_kept_but_not_said_anew(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case, text="We ask Orchard Clinic for its old rack")
    a_client(ledger, "ORC", "Orchard Clinic")
    assert ledger.do(keep_promise, case.nia, promise_id=row.id).status == "kept"
    with pytest.raises(Invalid, match="must not learn of Orchard Clinic"):
        a_promise(ledger, case, text="We ask Orchard Clinic for its second rack")


def test_the_client_agrees_to_a_later_date_only_while_the_first_has_not_passed(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case, due_on=date(2098, 1, 1))
    with pytest.raises(Conflict, match="not moved"):
        ledger.do(agree_to_own_date, case.theirs, promise_id=row.id)
    ledger.do(redate_promise, case.nia, promise_id=row.id, due_on=FAR, reason="The part is late")
    assert ledger.ask(own_promise, case.theirs, row.id).may_agree
    with pytest.raises(Refused):
        ledger.do(agree_to_own_date, case.nia, promise_id=row.id)
    agreed = ledger.do(agree_to_own_date, case.theirs, promise_id=row.id)
    assert agreed.agreed_due_at == agreed.due_at
    assert agreed.original_due_at < agreed.due_at
    late = a_past_promise(ledger, case)
    ledger.do(redate_promise, case.nia, promise_id=late.id, due_on=FAR, reason="The part is late")
    assert not ledger.ask(own_promise, case.theirs, late.id).may_agree
    with pytest.raises(Conflict, match="has passed"):
        ledger.do(agree_to_own_date, case.theirs, promise_id=late.id)


def test_what_was_agreed_too_late_does_not_undo_what_was_agreed_in_time(ledger: Ledger) -> None:
    case = a_case(ledger)
    at = now()
    row = a_promise(ledger, case, promised_at=at - timedelta(days=9), due_at=at + timedelta(minutes=1), due_on=None)
    words: dict[str, Any] = {"reason": "Later", "client_words": "Ms Okafor: fine"}
    ledger.do(redate_promise, case.nia, promise_id=row.id, due_at=at + timedelta(days=1), **words)
    with ledger.unit() as session:
        stands = session.get_one(Promise, row.id)
        stands.agreed_at, stands.original_due_at = at - timedelta(days=2), at - timedelta(days=1)
        stands.event_id = _noted(session, case.nia)
    later = ledger.do(redate_promise, case.nia, promise_id=row.id, due_on=FAR, **words)
    assert later.agreed_due_at == at + timedelta(days=1)
    assert ledger.do(keep_promise, case.nia, promise_id=row.id).status == "kept"


def _noted(session: Any, actor: Actor) -> str:
    from ledger.record.operations import note  # noqa: PLC0415 only this test turns a clock back by hand

    return note(session, "user.password_changed", actor=actor.user_id, subjects=actor.user_id)


def test_a_broken_promise_becomes_an_incident_with_one_press(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case, incident_id=case.filed.id)
    filed = ledger.do(file_broken_promise, case.nia, promise_id=row.id)
    incident = ledger.ask(incident_by_reference, case.nia, filed.reference)
    assert incident.ours == "yes"
    assert incident.title == "Promise not kept: Ring you back"
    assert incident.act_statement is not None
    assert incident.act_statement.startswith("We promised “Ring you back” by ")
    assert incident.milestones["impact_started_at"] == row.due_at
    assert ledger.ask(promise_of, case.nia, row.id).filed_as == filed.reference
    back = ledger.ask(broken_promise_of, case.nia, filed.id)
    assert back is not None
    assert back.id == row.id
    assert ledger.ask(broken_promise_of, case.nia, case.filed.id) is None
    with ledger.database.read() as session:
        theirs = [event.body for event in log_events(session, case.client.log_id)]
    assert "INC-" not in str(theirs)


def test_a_promise_broken_before_its_date_is_filed_as_one_that_will_not_be_kept(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = ledger.do(make_promise, case.nia, client_code="HFO", text="Ring you back", due_on=FAR)
    ledger.do(break_promise, case.nia, promise_id=row.id, reason="The part is not made any more")
    filed = ledger.do(file_broken_promise, case.nia, promise_id=row.id)
    said = ledger.ask(incident_by_reference, case.nia, filed.reference).act_statement
    assert said == "We promised “Ring you back” by 31 Jan 2099 and will not keep that date."


def test_a_promise_is_filed_once_and_again_after_its_incident_was_withdrawn(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case)
    filed = ledger.do(file_broken_promise, case.nia, promise_id=row.id)
    with pytest.raises(Conflict, match=f"filed already, as {filed.reference}"):
        ledger.do(file_broken_promise, case.nia, promise_id=row.id, version=row.version)
    step = ledger.do(propose, case.nia, incident_id=filed.id, kind="withdrawn", reason="A slip of the finger")
    ledger.do(decide, case.lead, proposal_id=step.id, decision="agreed")
    assert ledger.ask(promise_of, case.nia, row.id).filed_as is None
    again = ledger.do(file_broken_promise, case.nia, promise_id=row.id, severity="S2")
    assert again.reference != filed.reference


def test_what_is_not_broken_is_not_filed(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promise(ledger, case)
    with pytest.raises(Conflict, match="not broken"):
        ledger.do(file_broken_promise, case.nia, promise_id=row.id)
    ledger.do(break_promise, case.nia, promise_id=row.id, reason="We cannot")
    assert ledger.do(file_broken_promise, case.nia, promise_id=row.id).reference.startswith("INC-")
    with pytest.raises(Refused):
        ledger.do(file_broken_promise, case.theirs, promise_id=row.id)


def test_nobody_is_told_of_a_promise_by_the_event_of_its_filing_alone(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_past_promise(ledger, case, visible_to_client=False)
    ledger.do(file_broken_promise, case.nia, promise_id=row.id)
    with ledger.database.read() as session:
        types = [event.type for event in log_events(session, case.client.log_id)]
        stands = session.scalars(select(Promise)).one()
    assert "promise.filed" not in types
    assert stands.status == "open"


def test_a_remedy_that_is_not_money_is_a_promise_and_ends_with_it(ledger: Ledger) -> None:
    case = a_case(ledger)
    delivered, declined, withdrawn = (_a_meeting(ledger, case, f"A meeting about {topic}") for topic in "abc")
    by_remedy = {row.remedy_id: row for row in ledger.ask(recovery_of, case.nia, case.filed.id).promises}
    made = by_remedy[delivered]
    assert (made.kind, made.owner, made.due_is_day, made.status) == ("remedy", "Nia Pryce", True, "open")
    with pytest.raises(Conflict, match="ends with it"):
        ledger.do(keep_promise, case.nia, promise_id=made.id)
    with pytest.raises(Conflict, match="as a remedy"):
        ledger.do(release_own_promise, case.theirs, promise_id=made.id, words="No need")
    ledger.do(deliver_remedy, case.nia, remedy_id=delivered, evidence="minutes of the meeting")
    ledger.do(decline_remedy, case.nia, remedy_id=declined, client_words="Ms Okafor: no time")
    ledger.do(withdraw_remedy, case.nia, remedy_id=withdrawn, reason="We have nobody for it")
    ends = {row.remedy_id: row.status for row in ledger.ask(recovery_of, case.nia, case.filed.id).promises}
    assert ends == {delivered: "kept", declined: "released", withdrawn: "broken"}


def test_moving_the_promise_of_a_remedy_moves_its_day_and_it_is_judged_by_the_first_one(ledger: Ledger) -> None:
    case = a_case(ledger)
    remedy_id, day = _a_meeting(ledger, case, "Quarterly review"), FAR + timedelta(days=7)
    (made,) = ledger.ask(recovery_of, case.nia, case.filed.id).promises
    ledger.do(redate_promise, case.nia, promise_id=made.id, due_on=day, reason="Our engineer is ill")
    found = ledger.ask(recovery_of, case.nia, case.filed.id)
    assert [row.due_on for row in found.remedies if row.id == remedy_id] == [day]
    assert found.promises[0].original_due_at == made.due_at < found.promises[0].due_at
    with ledger.database.read() as session:
        assert [one.type for one in log_events(session, case.client.log_id)][-2:] == [
            "remedy.redated",
            "promise.redated",
        ]


def test_a_remedy_of_money_is_no_promise_of_its_own(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case)
    assert ledger.ask(recovery_of, case.nia, case.filed.id).promises == ()


def _a_meeting(ledger: Ledger, case: Case, text: str) -> str:
    return a_promised_remedy(ledger, case, code="NM", text=text, value=None, tax=None, due_on=FAR).id
