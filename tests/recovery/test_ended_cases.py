"""What is set aside for an incident that turns out to be none goes back to its budget by itself."""

import pytest

from ledger.books.commitments import commitments_of
from ledger.incidents.operations.second_person import decide, propose
from ledger.recovery.operations.commitments import commit_budget
from ledger.work import Ledger
from tests.factories import an_actor, an_incident
from tests.recovery.factories import a_case, gbp


@pytest.mark.parametrize("kind", ["not_ours", "duplicate", "withdrawn"])
def test_money_set_aside_goes_back_when_an_incident_ends_without_closing(ledger: Ledger, kind: str) -> None:
    case = a_case(ledger)
    other = an_incident(ledger, case.nia)
    ledger.do(commit_budget, case.lead, incident_id=case.filed.id, amount=gbp(250_000), text="Put it right")
    of = other.reference if kind == "duplicate" else None
    proposal = ledger.do(propose, case.nia, incident_id=case.filed.id, kind=kind, reason="It was not so", of=of)
    with ledger.database.read() as session:
        assert [one.left.minor for one in commitments_of(session, case.filed.id)] == [250_000]
    ledger.do(decide, an_actor(ledger, "leadership"), proposal_id=proposal.id, decision="agreed")
    with ledger.database.read() as session:
        assert commitments_of(session, case.filed.id) == []
