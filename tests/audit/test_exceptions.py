"""The exceptions are read from the record: which events, in which words, and what narrows them."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from ledger.audit.exception_kinds import KINDS, LINES, sentence
from ledger.audit.exceptions import ExceptionShown, Filters, exceptions
from ledger.audit.sign_ins import LIMIT, days_of_failures
from ledger.clients.operations.contacts import add_contact
from ledger.incidents.operations.milestones import reopen, set_milestones
from ledger.incidents.operations.second_person import decide, propose
from ledger.kernel.clock import now
from ledger.kernel.errors import Refused
from ledger.kernel.ids import new_id
from ledger.letters.operations.closing import close_incident
from ledger.letters.operations.drafting import draft_letter
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import SignInAttempt
from ledger.record.catalogue import CATALOGUE
from ledger.record.operations import note
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.promises import make_promise, release_promise
from ledger.recovery.operations.spending import book_cost
from ledger.trends.months import quarter_key
from ledger.trends.operations.reviews import begin_review
from ledger.work import Ledger
from tests.factories import an_actor, an_incident
from tests.incidents.answering import Case, a_case
from tests.recovery.factories import a_case as a_case_of_money
from tests.recovery.factories import gbp


def read(ledger: Ledger, actor: Actor, **filters: Any) -> list[ExceptionShown]:
    return ledger.ask(exceptions, actor, filters=Filters(**filters))


@pytest.fixture
def case(ledger: Ledger) -> Case:
    """A case in which nobody has gone round anything yet."""
    return a_case(ledger)


def test_every_line_names_a_type_of_the_catalogue_and_a_kind() -> None:
    known = {name for name, _version in CATALOGUE}
    assert {line.event for line in LINES} <= known
    assert {line.kind for line in LINES} == set(KINDS)
    assert {line.also[0] for line in LINES if line.also} <= known
    assert len({line.event for line in LINES}) == len(LINES), "one line an event type"


def test_a_lowered_severity_is_told_with_the_reason_that_was_proposed(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership", name="Martin Hale")
    given: dict[str, Any] = {
        "incident_id": case.id,
        "kind": "lower_severity",
        "severity": "S2",
        "reason": "One team only.",
    }
    proposal = ledger.do(propose, case.manager, **given)
    assert read(ledger, lead, kind="second_person") == []
    ledger.do(decide, lead, proposal_id=proposal.id, decision="agreed", text="So it was.")
    (one,) = read(ledger, lead, kind="second_person")
    assert (one.sentence, one.reason) == ("A second person agreed: a lower severity.", "One team only. So it was.")
    assert (one.by, one.incident, one.clients) == ("Martin Hale", case.reference, ("HFO", "ORC"))


def test_an_entry_of_the_day_before_yesterday_is_an_exception_and_one_of_this_hour_is_not(
    ledger: Ledger, case: Case
) -> None:
    lead = an_actor(ledger, "leadership")
    case.say("action", "Looked at the log.", occurred_at=now() - timedelta(minutes=50))
    case.say("action", "Changed the certificate.", occurred_at=now() - timedelta(days=3))
    (one,) = read(ledger, lead, kind="late_entry")
    assert one.sentence == "An entry was written down 3 days after it happened."
    assert one.reason == "Changed the certificate."


def test_a_case_opened_again_and_one_closed_without_a_letter_are_told(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership")
    ledger.do(set_milestones, case.manager, incident_id=case.id, times={"resolved_at": now()})
    ledger.do(reopen, case.manager, incident_id=case.id, reason="It came back.")
    (one,) = read(ledger, lead, kind="reopened")
    assert one.clients == ("HFO", "ORC")
    quiet = an_incident(ledger, case.manager, severity="S3")
    ledger.do(set_milestones, case.manager, incident_id=quiet.id, times={"resolved_at": now()})
    ledger.do(close_incident, case.manager, incident_id=quiet.id, no_letter_reason="They asked for none.")
    (closed,) = read(ledger, lead, kind="without")
    assert (closed.sentence, closed.reason) == ("A case was closed without a final letter.", "They asked for none.")


def test_a_reversed_booking_says_why_and_of_which_case(ledger: Ledger) -> None:
    case = a_case_of_money(ledger)
    given: dict[str, Any] = {"incident_id": case.filed.id, "kind": "parts", "text": "A disk", "net": gbp(4_900)}
    wrong = ledger.do(book_cost, case.lead, **given)
    ledger.do(correct_entry, case.lead, entry_id=wrong.id, reason="Half an hour was a break")
    (one,) = read(ledger, case.lead, kind="money")
    assert (one.sentence, one.reason) == ("A booking was reversed.", "Undone: Half an hour was a break")
    assert (one.incident, one.clients, one.by) == (case.filed.reference, ("HFO",), "Ruth Amadi")


def test_an_event_in_three_logs_is_told_once(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership")
    ledger.do(set_milestones, case.manager, incident_id=case.id, times={"resolved_at": now()})
    ledger.do(reopen, case.manager, incident_id=case.id, reason="It came back.")
    found = [one.event_id for one in read(ledger, lead)]
    assert len(found) == len(set(found))


def test_what_was_done_about_one_clients_letter_names_that_client_alone(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership", signs_up_to="S1")
    ledger.do(
        add_contact, SYSTEM, client_code="HFO", name="Ada Okafor", mail="ada@harbour.example", may_receive_notices=True
    )
    letter_id = ledger.do(draft_letter, lead, impact_id=case.impact_id(), kind="first_notice")
    about: dict[str, Any] = {"letter": letter_id, "kind": "first_notice", "version": 1, "content_sha256": "ab" * 32}
    with ledger.unit() as session:
        note(
            session, "letter.warnings_waived", actor=lead.user_id, subjects=case.reference,
            data=about | {"rules": ["PAS18"]}, sealed={"reason": "So it was."},
        )  # fmt: skip
    (one,) = read(ledger, lead, kind="candour")
    assert (one.clients, one.incident) == (("HFO",), case.reference)
    assert read(ledger, lead, kind="candour", client="ORC") == []


def test_an_entry_a_booking_and_a_signature_of_one_client_name_that_client_alone(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership")
    case.say(
        "action", "Mended theirs.", client_code="ORC", visibility="one_client", occurred_at=now() - timedelta(days=3)
    )
    (one,) = read(ledger, lead, kind="late_entry")
    assert (one.clients, one.incident) == (("ORC",), case.reference)
    review = ledger.do(begin_review, lead, client_code="ORC", quarter=quarter_key(now(), UTC))
    with ledger.unit() as session:
        given: dict[str, Any] = {"data": {"review": review}, "sealed": {"proof": "By telephone"}}
        note(session, "review.signing_proof", actor=lead.user_id, subjects="ORC-2026-Q3", **given)
    assert [one.clients for one in read(ledger, lead, kind="for_client", client="ORC")] == [("ORC",)]


def test_a_released_promise_that_stands_in_both_logs_in_its_own_words_is_told_once(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership")
    given: dict[str, Any] = {
        "client_code": "HFO",
        "text": "A call back",
        "due_on": now().date(),
        "incident_id": case.id,
    }
    promise = ledger.do(make_promise, case.manager, **given)
    ledger.do(
        release_promise, case.manager, promise_id=promise.id, client_words="“Leave it”, by phone", proof="Their call"
    )
    (one,) = read(ledger, lead, kind="released")
    assert (one.reason, one.clients, one.incident) == ("“Leave it”, by phone", ("HFO",), case.reference)


def test_they_are_narrowed_by_client_person_and_period(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership")
    case.say("update", "For one alone.", client_code="ORC", occurred_at=now() - timedelta(minutes=100))
    only = an_incident(ledger, case.manager, ("HFO",))
    ledger.do(set_milestones, case.manager, incident_id=only.id, times={"resolved_at": now()})
    ledger.do(reopen, case.manager, incident_id=only.id, reason="It came back.")
    assert [one.incident for one in read(ledger, lead, client="HFO", kind="reopened")] == [only.reference]
    assert read(ledger, lead, client="ORC", kind="reopened") == []
    assert [one.by_id for one in read(ledger, lead, person=case.manager.user_id)] == [case.manager.user_id]
    assert read(ledger, lead, from_at=now() + timedelta(hours=1)) == []
    assert read(ledger, lead, to_at=now() - timedelta(hours=1)) == []


def test_pages_follow_one_another_without_gap_or_repeat(ledger: Ledger, case: Case) -> None:
    lead = an_actor(ledger, "leadership")
    for number in range(7):
        case.say("action", f"Step {number}.", occurred_at=now() - timedelta(days=2))
    whole = [one.event_id for one in read(ledger, lead)]
    walked: list[str] = []
    after = None
    while page := ledger.ask(exceptions, lead, filters=Filters(), after=after, limit=3):
        walked += [one.event_id for one in page]
        after = (page[-1].at, page[-1].event_id)
    assert walked == whole
    assert len(whole) >= 7


def test_an_administrator_reads_that_and_when_but_no_words_of_a_case(ledger: Ledger, case: Case) -> None:
    admin = an_actor(ledger, "admin")
    case.say("action", "A secret step.", occurred_at=now() - timedelta(days=2))
    (one,) = read(ledger, admin, kind="late_entry")
    assert (one.reason, one.incident) == ("", case.reference)


@pytest.mark.parametrize("role", ["service_manager", "client"])
def test_nobody_else_reads_them(ledger: Ledger, case: Case, role: str) -> None:
    client_id = case.harbour.id if role == "client" else None
    other = an_actor(ledger, role, name="Somebody Else", client_id=client_id)
    with pytest.raises(Refused):
        read(ledger, other)


def test_days_with_many_failed_tries_are_told(ledger: Ledger, case: Case) -> None:
    assert case.reference
    lead = an_actor(ledger, "leadership")
    noon = now().replace(hour=12, minute=0, second=0, microsecond=0)
    with ledger.unit() as session:
        for number in range(LIMIT + 1):
            session.add(SignInAttempt(id=new_id(), at=noon, account=f"a{number % 3}", address="192.0.2.1"))
        session.add(SignInAttempt(id=new_id(), at=noon - timedelta(days=1), account="a", address="192.0.2.1"))
    (day,) = ledger.ask(days_of_failures, lead)
    assert (day.day, day.tries, day.accounts, day.addresses) == (f"{noon:%Y-%m-%d}", LIMIT + 1, 3, 1)


def test_a_rule_graded_for_one_client_says_so() -> None:
    (line,) = [one for one in LINES if one.event == "candour.rule_graded"]
    said = {"rule": "CNF11", "grade": "off", "client": "0190"}
    assert "for this client alone: off" in sentence(line, said, timedelta())
    assert "alone" not in sentence(line, said | {"client": None}, timedelta())
