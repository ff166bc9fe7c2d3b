"""Who reads what of a remedy: totals per currency, costs to us, the client's own part, and which log says it."""

import pytest

from ledger.kernel.errors import Invalid, Refused
from ledger.kernel.money import Money
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedies import (
    propose_remedy,
)
from ledger.recovery.operations.remedy_endings import withdraw_remedy
from ledger.recovery.own import own_remedies
from ledger.recovery.queries import recovery_of, remedy_of
from ledger.work import Ledger
from tests.factories import a_client, an_actor, an_incident
from tests.recovery.factories import RECORDED, a_case, a_promised_remedy, a_remedy, gbp, recovery
from tests.support.events import log_events


def test_totals_keep_currencies_apart_and_leave_out_what_is_not_given(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case)
    a_promised_remedy(ledger, case, code="GW", value=gbp(10_000), tax=None)
    a_promised_remedy(ledger, case, code="EQ", cost=Money(41_290, "EUR"), value=None, tax=None)
    a_remedy(ledger, case, value=gbp(1))
    shown = ledger.ask(recovery_of, case.nia, case.filed.id)
    assert shown.value_totals == (gbp(32_200),)
    assert shown.cost_totals == (Money(41_290, "EUR"), gbp(28_500))
    assert shown.booked_costs == (gbp(28_500),)


def test_what_is_not_shown_is_not_among_what_the_client_gets(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case, code="GW", value=gbp(10_000), tax=None)
    a_promised_remedy(ledger, case, code="GW", value=gbp(500), tax=None, shown="DoNotBill")
    found = recovery(ledger, case)
    assert (found.value_totals, found.cost_totals) == ((gbp(10_000),), (gbp(10_500),))


def test_what_it_costs_us_is_seen_by_its_owner_leadership_and_auditors_only(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case, code="RW", cost=gbp(999_00), value=gbp(1), tax=None)
    auditor, third = an_actor(ledger, "auditor"), an_actor(ledger, name="Third Manager")
    for person, sees in ((case.nia, True), (case.lead, True), (auditor, True), (third, False)):
        shown = ledger.ask(recovery_of, person, case.filed.id)
        assert (shown.cost_totals is not None) is sees
        assert (ledger.ask(remedy_of, person, row.id).cost is not None) is sees


def test_an_approver_sees_the_cost_of_what_waits_for_approval(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case, code="RW", cost=gbp(100), value=gbp(1), tax=None)
    assert ledger.ask(remedy_of, case.omar, row.id).cost == gbp(100)


def test_a_line_not_to_be_shown_and_every_cost_stay_in_our_own_log(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case, shown="DoNotBill", text="Quietly on the house")
    with ledger.database.read() as session:
        assert not [event for event in log_events(session, case.client.log_id) if event.type.startswith("remedy")]
    row = a_promised_remedy(ledger, case, code="RW", cost=gbp(77_777), value=gbp(90_000), tax=None)
    with ledger.database.read() as session:
        theirs = [event for event in log_events(session, case.client.log_id) if event.type.startswith("remedy")]
        ours = [event for event in log_events(session, PROVIDER_LOG) if event.type == "remedy.promised"]
        assert session.get_one(Remedy, row.id).event_id == theirs[-1].event_id
    assert [event.type for event in theirs] == ["remedy.promised"]
    assert theirs[0].body["subject"] == case.reference
    assert theirs[0].body["data"]["value"] == "900.00"
    assert "777.77" not in str(theirs)
    assert ours[-1].body["data"]["cost"] == "777.77"


def test_the_client_reads_what_was_promised_to_it_and_never_what_it_costs_us(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_remedy(ledger, case, text="Only proposed")
    a_promised_remedy(ledger, case, shown="DoNotBill", text="Quietly")
    row = a_promised_remedy(ledger, case)
    other = a_client(ledger, "ORC", "Orchard Clinic")
    stranger = an_actor(ledger, "client", name="Stranger", client_id=other.id, email="s@orc.example")
    shown = ledger.ask(own_remedies, case.theirs, client_reference=case.reference)
    assert [(one.id, one.value, one.tax, one.name) for one in shown] == [
        (row.id, gbp(18_500), gbp(3_700), "Service credit")
    ]
    assert not [name for name in vars(shown[0]) if "cost" in name]
    assert ledger.ask(own_remedies, stranger) == []
    with pytest.raises(Refused):
        ledger.ask(own_remedies, case.nia)


def test_the_reason_of_a_withdrawal_that_the_client_reads_names_nobody_else(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    row = a_promised_remedy(ledger, case)
    with pytest.raises(Invalid, match="Orchard Clinic"):
        ledger.do(withdraw_remedy, case.nia, remedy_id=row.id, reason="Meant for Orchard Clinic")


def test_two_clients_of_one_incident_have_lines_of_their_own(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    both = an_incident(ledger, case.nia, ("HFO", "ORC"))
    for reference in both.client_references:
        ledger.do(
            propose_remedy,
            case.nia,
            client_reference=reference,
            code="GW",
            text="Sorry",
            value=gbp(100),
            details=RECORDED["GW"],
        )
    rows = ledger.ask(recovery_of, case.nia, both.id).remedies
    assert [row.client_code for row in rows] == ["HFO", "ORC"]
