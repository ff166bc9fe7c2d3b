"""What we owe: everything with a due time, whose it is, and what it is narrowed to."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.duties.asking import Asked
from ledger.duties.due import Due
from ledger.duties.owed import all_owed, owed
from ledger.duties.planning import planned
from ledger.incidents.operations.handover import hand_over
from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import NotFound, Refused
from ledger.letters.operations.answering import answer_letter
from ledger.letters.operations.drafting import draft_letter
from ledger.letters.operations.open_points import raise_point, settle_point
from ledger.people.actor import SYSTEM, Actor
from ledger.recovery.operations.promises import keep_promise, make_promise
from ledger.work import Ledger
from tests.factories import a_client
from tests.letters.steps import a_case as a_letter_case
from tests.letters.steps import a_case_of, an_issued_letter
from tests.recovery.factories import FAR, Case, a_case, a_done_action, a_promised_remedy, a_watched_action, an_action
from tests.support.queries import counted


def _owed(ledger: Ledger, actor: Actor, **asked: Any) -> list[Due]:
    return [row for row in ledger.ask(owed, actor, Asked(**asked)) if asked.get("kind") or row.kind != "clock"]


def _a_promise(ledger: Ledger, case: Case, **differs: Any) -> str:
    given: dict[str, Any] = {"client_code": "HFO", "text": "Ring you back", "due_on": FAR}
    return ledger.do(make_promise, case.nia, **(given | differs)).id


def _a_late_promise(ledger: Ledger, case: Case, **differs: Any) -> str:
    at = now()
    past = {"promised_at": at - timedelta(hours=1), "due_at": at - timedelta(minutes=30), "due_on": None}
    return _a_promise(ledger, case, **(past | differs))


def test_whoever_reads_to_the_end_reads_everything_once(ledger: Ledger) -> None:
    case = a_case(ledger)
    made = {_a_promise(ledger, case) for _ in range(3)}
    with ledger.database.read() as session:
        found = [row.id for row in all_owed(session, case.nia, Asked(most=1)) if row.kind == "promise"]
    assert (len(found), set(found)) == (3, made)


def test_the_overdue_come_first_and_a_list_can_be_narrowed(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    soon = _a_promise(ledger, case, due_on=now().date() + timedelta(days=2))
    late = _a_late_promise(ledger, case, client_code="ORC", text="Send the invoice")
    action = an_action(ledger, case, due_on=now().date() + timedelta(days=30), owner_id=case.omar.user_id)
    remedy = a_promised_remedy(ledger, case)
    ledger.do(keep_promise, case.nia, promise_id=_a_promise(ledger, case))
    everything = _owed(ledger, case.nia)
    assert [row.id for row in everything] == [late, soon, action.id, remedy.id]
    assert [row.is_overdue for row in everything] == [True, False, False, False]
    assert [row.kind for row in everything] == ["promise", "promise", "action", "remedy"]
    assert [row.id for row in _owed(ledger, case.nia, person=case.omar.user_id)] == [action.id]
    assert [row.id for row in _owed(ledger, case.nia, client="ORC")] == [late]
    assert [row.id for row in _owed(ledger, case.nia, most=1)] == [late, action.id, remedy.id]
    assert [row.id for row in _owed(ledger, case.nia, q="invoice ORCHARD")] == [late]
    assert [row.id for row in _owed(ledger, case.nia, kind="remedy")] == [remedy.id]
    assert [row.id for row in _owed(ledger, case.nia, until=now())] == [late]
    with pytest.raises(Refused):
        ledger.ask(owed, case.theirs, Asked())


def test_clocks_stand_under_whoever_has_the_incident_and_its_deputy_sees_them_apart(ledger: Ledger) -> None:
    case = a_case(ledger)
    clocks = _owed(ledger, case.nia, kind="clock", person=case.nia.user_id)
    assert clocks
    assert {(row.incident_reference, row.is_grave, row.owner) for row in clocks} == {
        (case.filed.reference, True, "Nia Pryce")
    }
    assert _owed(ledger, case.nia, kind="clock", person=case.omar.user_id) == []
    ledger.do(hand_over, case.nia, incident_id=case.filed.id, to_id=case.nia.user_id, deputy_id=case.omar.user_id)
    mine = Asked(kind="clock", person=case.omar.user_id, only_deputy=True)
    assert [row.id for row in ledger.ask(owed, case.omar, mine)] == [row.id for row in clocks]


def test_what_was_done_waits_for_a_second_person(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    assert [(one.kind, one.id) for one in _owed(ledger, case.nia)] == [("verification", row.id)]


def test_a_result_that_is_due_in_two_weeks_is_not_owed_by_tomorrow(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_watched_action(ledger, case, due_on=now().date() + timedelta(days=2))
    with pretended(now() + timedelta(days=61)):
        assert [one.id for one in _owed(ledger, case.nia, kind="verification")] == [row.id]
        assert _owed(ledger, case.nia, kind="verification", until=now() + timedelta(days=1)) == []
        assert len(_owed(ledger, case.nia, kind="verification", until=now() + timedelta(days=14))) == 1


def test_a_question_that_has_no_answer_is_owed(ledger: Ledger) -> None:
    case = a_letter_case(ledger)
    letter_id = an_issued_letter(ledger, case, kind="final")
    ledger.do(
        answer_letter, case.writer, letter_id=letter_id, kind="question", words="Which?", by_name="Ada Okafor",
        proof="Her mail",
    )  # fmt: skip
    (row,) = _owed(ledger, case.writer, kind="answer")
    assert (row.place, row.owner_id) == (letter_id, case.writer.user_id)
    assert row.text.startswith("Answer the question about “")


def test_what_is_not_known_is_owed_until_it_is_settled(ledger: Ledger) -> None:
    case = a_letter_case(ledger)
    letter_id = ledger.do(draft_letter, case.writer, impact_id=case.impact_id, kind="interim")
    tell_by = now() + timedelta(hours=3)
    said: dict[str, Any] = {"impact_id": case.impact_id, "text": "whether May is whole", "tell_by": tell_by}
    point_id = ledger.do(raise_point, case.writer, **said)
    (row,) = _owed(ledger, case.writer, kind="open_point")
    assert (row.id, row.place, row.text) == (point_id, letter_id, "Tell what was not known: whether May is whole")
    assert not row.is_overdue
    with pretended(tell_by + timedelta(minutes=1)):
        assert _owed(ledger, case.writer, kind="open_point")[0].is_overdue
        told = {one.recipient for one in ledger.ask(planned, SYSTEM) if one.kind == "open_point"}
    assert told == {case.writer.user_id}
    client = a_client(ledger, "ORC", "Orchard Clinic")
    other = a_case_of(ledger, client, case.writer, case.leader, title="Something else")
    foreign = ledger.do(draft_letter, case.writer, impact_id=other.impact_id, kind="interim")
    with pytest.raises(NotFound):
        ledger.do(settle_point, case.writer, point_id=point_id, outcome="It is whole.", letter_id=foreign)
    ledger.do(settle_point, case.writer, point_id=point_id, outcome="It is whole.", letter_id=letter_id)
    assert _owed(ledger, case.writer, kind="open_point") == []


def test_the_number_of_statements_does_not_grow_with_the_rows(ledger: Ledger) -> None:
    case = a_case(ledger)
    _a_promise(ledger, case)
    with counted(ledger) as few:
        ledger.ask(owed, case.nia, Asked())
    for _ in range(5):
        _a_promise(ledger, case)
        an_action(ledger, case)
    with counted(ledger) as many:
        ledger.ask(owed, case.nia, Asked())
    assert len(many) <= len(few) + 3
