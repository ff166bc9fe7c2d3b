"""After closing the money lines are frozen: a change is a reversal with a reason, and a new line in its place."""

from typing import Any

import pytest
from sqlalchemy import select

from ledger.books.commitments import commitments_of
from ledger.books.models import JournalEntry
from ledger.books.queries import cost_by_currency
from ledger.incidents.operations.milestones import set_milestones
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.letters.operations.closing import close_incident
from ledger.recovery.operations.commitments import commit_budget
from ledger.recovery.operations.correcting import correct_entry
from ledger.recovery.operations.read_across import answer_read_across
from ledger.recovery.operations.remedies import approve_remedy, deliver_remedy
from ledger.recovery.operations.remedy_endings import confirm_remedy, withdraw_remedy
from ledger.recovery.operations.spending import book_cost, claim_back
from ledger.work import Ledger
from tests.recovery.factories import DONE, Case, a_case, a_promised_remedy, a_remedy, gbp


def parts(ledger: Ledger, case: Case, minor: int, **more: Any) -> JournalEntry:
    given: dict[str, Any] = {"incident_id": case.filed.id, "kind": "parts", "text": "A disk", "net": gbp(minor)}
    return ledger.do(book_cost, case.lead, **given, **more)


def cost(ledger: Ledger, case: Case) -> int:
    with ledger.database.read() as session:
        return cost_by_currency(session, case.filed.id)["GBP"]


def test_only_a_reversal_and_what_takes_its_place_are_booked_once_a_case_is_closed(ledger: Ledger) -> None:
    case = a_case(ledger, "S3")
    ledger.do(commit_budget, case.lead, incident_id=case.filed.id, amount=gbp(9_000), text="Put it right")
    wrong = parts(ledger, case, 4_900)
    line = a_promised_remedy(ledger, case)
    ledger.do(deliver_remedy, case.nia, remedy_id=line.id, evidence="credit note", details=DONE["SC"])
    ledger.do(set_milestones, case.nia, incident_id=case.filed.id, times={"resolved_at": now()})
    said = {"reason": "No other client has this server.", "looked_at": "All clients"}
    ledger.do(answer_read_across, case.nia, incident_id=case.filed.id, **said)
    ledger.do(close_incident, case.nia, incident_id=case.filed.id, no_letter_reason="They asked for none.")
    with ledger.database.read() as session:
        assert commitments_of(session, case.filed.id) == []
    for verb in (
        lambda: parts(ledger, case, 100),
        lambda: ledger.do(commit_budget, case.lead, incident_id=case.filed.id, amount=gbp(1), text="More"),
        lambda: a_remedy(ledger, case),
        lambda: ledger.do(withdraw_remedy, case.nia, remedy_id=line.id, reason="The amount was wrong"),
        lambda: parts(ledger, case, 100, replaces=wrong.id),
    ):
        with pytest.raises(Conflict, match="frozen"):
            verb()
    ledger.do(correct_entry, case.lead, entry_id=wrong.id, reason="Typed wrongly")
    parts(ledger, case, 4_700, replaces=wrong.id)
    assert cost(ledger, case) == 4_700 + 18_500
    with ledger.database.read() as session:
        assert commitments_of(session, case.filed.id) == []
    ledger.do(claim_back, case.lead, incident_id=case.filed.id, source="supplier", code="X", amount=gbp(1), text="Late")
    assert ledger.do(confirm_remedy, case.theirs, remedy_id=line.id).status == "confirmed"
    with pytest.raises(Conflict):
        ledger.do(approve_remedy, case.lead, remedy_id=line.id)
    with ledger.database.read() as session:
        entries = session.scalars(select(JournalEntry.id).where(JournalEntry.line_subject == line.id)).all()
    for entry_id in entries:
        with pytest.raises(Conflict, match="reopen the incident, then withdraw the remedy"):
            ledger.do(correct_entry, case.lead, entry_id=entry_id, reason="The amount was wrong")
    assert cost(ledger, case) == 4_700 + 18_500
