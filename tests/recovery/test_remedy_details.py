"""What each kind of remedy must record, what hours and tax come to, and the line that is late."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.kernel.clock import now, pretended
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused
from ledger.people.actor import SYSTEM
from ledger.recovery.earlier import earlier_remedies
from ledger.recovery.operations.limits import set_approval_limit, set_labour_rate
from ledger.recovery.operations.remedies import approve_remedy, deliver_remedy, promise_remedy
from ledger.recovery.operations.remedy_endings import confirm_remedy, decline_remedy, propose_late_extra
from ledger.recovery.operations.spending import book_cost, claim_back
from ledger.recovery.own import own_remedies
from ledger.recovery.queries import remedy_of
from ledger.recovery.remedy_codes import KINDS
from ledger.recovery.remedy_details import DETAILS, details_of, read_details, unpacked
from ledger.work import Ledger
from tests.factories import a_client, an_actor, an_incident
from tests.recovery.factories import DONE, FAR, RECORDED, a_case, a_promised_remedy, a_remedy, gbp


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_says_what_it_must_record_and_refuses_what_is_missing(code: str) -> None:
    assert read_details(code, RECORDED[code], "proposed")[1] == {}
    for one in DETAILS[code]:
        told = RECORDED[code] if one.asked == "proposed" else DONE[code]
        less = {name: words for name, words in told.items() if name != one.name}
        faults = read_details(code, less, one.asked)[1]
        assert (f"details.{one.name}" in faults) is one.is_required


@pytest.mark.parametrize(
    ("code", "said", "fault"),
    [
        ("EQ", {"asset": "A switch", "kept": "loan"}, "details.return_on"),
        ("EQ", {"asset": "A switch", "kept": "sold"}, "details.kept"),
        ("MO", {"term": "a year", "renewals": "ends"}, "details.ends_on"),
        ("RW", {"hours": "0"}, "details.hours"),
        ("RW", {"hours": "1.234"}, "details.hours"),
        ("RW", {"hours": "-1"}, "details.hours"),
        ("XS", {"hours": "2", "ends_on": "soon"}, "details.ends_on"),
        ("GW", {"reason": "x", "clause": "7.2"}, "details.clause"),
    ],
)
def test_details_that_cannot_be_are_refused_by_name(code: str, said: dict[str, str], fault: str) -> None:
    assert list(read_details(code, said, "proposed")[1]) == [fault]


def test_what_was_typed_for_another_kind_is_left_behind() -> None:
    """The invoice is said at once of a waiver, of a credit when it is applied: its field is hidden then."""
    typed = {"invoice": "4711, line 2", "clause": "7.2", "formula": "a day", "period": "October"}
    assert details_of("SC", typed) == {name: typed[name] for name in ("clause", "formula", "period")}
    assert read_details("SC", details_of("SC", typed), "proposed")[1] == {}


def test_hours_are_read_with_a_point_or_a_comma() -> None:
    for typed, read in (("6.25", "6.25"), ("6,5", "6.50"), ("40", "40.00")):
        assert read_details("RW", {"hours": typed}, "proposed")[0] == {"hours": read}


def test_hours_become_a_cost_at_the_rate_of_the_day_and_a_later_rate_rewrites_nothing(ledger: Ledger) -> None:
    case = a_case(ledger)
    today = now().date()
    ledger.do(set_labour_rate, case.lead, name="engineer", rate=gbp(8_000), valid_from=today - timedelta(days=90))
    ledger.do(set_labour_rate, case.lead, name="engineer", rate=gbp(8_500), valid_from=today - timedelta(days=2))
    ledger.do(set_labour_rate, case.lead, name="engineer", rate=gbp(9_900), valid_from=today + timedelta(days=2))
    row = a_remedy(ledger, case, code="RW", value=None, tax=None, rate_name="engineer")
    assert row.cost_minor == 53_125
    assert unpacked(row.details)["calculation"] == "6.25 h \u00d7 85.00, half up"
    with pytest.raises(Invalid) as refusal:
        a_remedy(ledger, case, code="RW", value=None, tax=None, rate_name="astronaut")
    assert list(refusal.value.fields) == ["rate_name"]
    with pytest.raises(Conflict, match="from that day"):
        ledger.do(set_labour_rate, case.lead, name="engineer", rate=gbp(1), valid_from=today - timedelta(days=2))
    with pytest.raises(Refused):
        ledger.do(set_labour_rate, case.nia, name="engineer", rate=gbp(1), valid_from=today)


def test_a_tax_rate_gives_the_tax_and_stays_on_the_line(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case, code="WI", value=gbp(15_000), tax=None, tax_rate="21")
    assert row.tax_minor == 3_150
    assert unpacked(row.details)["tax_rate"] == "150.00 \u00d7 21 %, half up"
    with pytest.raises(Invalid) as refusal:
        a_remedy(ledger, case, code="WI", value=gbp(15_000), tax=None, tax_rate="a lot")
    assert list(refusal.value.fields) == ["tax_rate"]
    with pytest.raises(Invalid) as refusal:
        a_remedy(ledger, case, code="WI", value=gbp(15_000), tax=gbp(300), tax_rate="21")
    assert refusal.value.fields == {"tax_rate": ["Say the tax or its rate, not both."]}


def test_what_is_not_money_has_its_date_from_the_beginning(ledger: Ledger) -> None:
    case = a_case(ledger)
    with pytest.raises(Invalid) as refusal:
        a_remedy(ledger, case, code="NM", value=None, tax=None)
    assert list(refusal.value.fields) == ["due_on"]
    assert a_remedy(ledger, case, code="NM", value=None, tax=None, due_on=FAR).due_on == FAR


def test_an_administrator_sets_what_a_role_approves_alone(ledger: Ledger) -> None:
    case = a_case(ledger)
    admin = an_actor(ledger, "admin")
    row = a_remedy(ledger, case, value=gbp(5_000), tax=None)
    ledger.do(set_approval_limit, admin, role="service_manager", amount=gbp(4_999))
    with pytest.raises(Refused, match="leadership"):
        ledger.do(approve_remedy, case.omar, remedy_id=row.id)
    ledger.do(set_approval_limit, admin, role="leadership", amount=gbp(4_999))
    with pytest.raises(Refused, match="administrator"):
        ledger.do(approve_remedy, case.lead, remedy_id=row.id)
    ledger.do(set_approval_limit, admin, role="service_manager", amount=gbp(5_000))
    assert ledger.do(approve_remedy, case.omar, remedy_id=row.id).status == "approved"
    with pytest.raises(Refused):
        ledger.do(set_approval_limit, case.lead, role="leadership", amount=gbp(1))


def test_an_approver_sees_the_last_five_of_the_same_severity_without_names(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    other = an_incident(ledger, case.nia, ("ORC",))
    for minor in range(1, 8):
        row = a_remedy(ledger, case, value=gbp(minor * 100), tax=None)
        ledger.do(approve_remedy, case.lead, remedy_id=row.id)
    (reference,) = other.client_references
    waiting = a_remedy(ledger, case, value=gbp(900), tax=None)
    shown = ledger.ask(earlier_remedies, case.omar, waiting.id)
    assert [one.value.minor for one in shown] == [700, 600, 500, 400, 300]
    assert reference not in str(shown)
    assert "Harbour" not in str(shown)
    assert case.reference not in str(shown)


def test_a_line_that_is_late_brings_an_extra_once(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    ledger.do(approve_remedy, case.lead, remedy_id=row.id)
    ledger.do(promise_remedy, case.nia, remedy_id=row.id, due_on=now().date() + timedelta(days=1))
    with pytest.raises(Conflict, match="late"):
        ledger.do(propose_late_extra, case.nia, remedy_id=row.id)
    with pretended(now() + timedelta(days=5)):
        assert ledger.ask(remedy_of, case.nia, row.id).is_late
        extra = ledger.do(propose_late_extra, case.nia, remedy_id=row.id)
        with pytest.raises(Conflict, match="already"):
            ledger.do(propose_late_extra, case.nia, remedy_id=row.id)
    assert (extra.code, extra.value_minor, extra.trigger, extra.status) == ("GW", 1_850, "automatic", "proposed")
    assert extra.extra_of == row.id


def test_the_client_confirms_what_it_has_and_nobody_confirms_for_it_without_its_words(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    with pytest.raises(Conflict, match="delivered before"):
        ledger.do(confirm_remedy, case.theirs, remedy_id=row.id)
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="credit note", details=DONE["SC"])
    with pytest.raises(Invalid, match="words"):
        ledger.do(confirm_remedy, case.nia, remedy_id=row.id)
    done = ledger.do(confirm_remedy, case.theirs, remedy_id=row.id)
    assert (done.status, done.confirmation) == ("confirmed", "Said by the client itself.")
    assert [one.status for one in ledger.ask(own_remedies, case.theirs)] == ["confirmed"]


def test_another_clients_people_and_lines_not_shown_are_not_there(ledger: Ledger) -> None:
    case = a_case(ledger)
    other = a_client(ledger, "ORC", "Orchard Clinic")
    stranger = an_actor(ledger, "client", name="Stranger", client_id=other.id, email="s@orc.example")
    shown, hidden = a_promised_remedy(ledger, case), a_promised_remedy(ledger, case, shown="DoNotBill")
    for who, row in ((stranger, shown), (case.theirs, hidden)):
        with pytest.raises(NotFound):
            ledger.do(decline_remedy, who, remedy_id=row.id, client_words="no")


def test_how_it_reaches_the_client_is_told_from_what_is_recorded(ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case)
    a_promised_remedy(ledger, case, how="On your October invoice")
    told = {one.how for one in ledger.ask(own_remedies, case.theirs)}
    assert told == {
        "Clause of the contract: 7.2; Formula: 10 % of the month's fee; Period: October 2026",
        "On your October invoice",
    }


def test_the_program_proposes_nothing_late_for_a_line_without_a_day(ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_remedy(ledger, case)
    with pytest.raises(Conflict):
        ledger.do(propose_late_extra, SYSTEM, remedy_id=row.id)


@pytest.mark.parametrize("code", ["RW", "XS", "TP", "EQ", "MO"])
def test_what_always_costs_something_says_what_it_costs_us(ledger: Ledger, code: str) -> None:
    case = a_case(ledger)
    said: dict[str, Any] = {"code": code, "value": None, "tax": None, "supplier": "LABCO" if code == "TP" else ""}
    with pytest.raises(Invalid) as refused:
        a_remedy(ledger, case, **said)
    hours = ", or choose the rate of an hour" if code in {"RW", "XS"} else ""
    assert refused.value.fields == {"cost": [f"Say what it costs us{hours}; 0.00 where it costs nothing."]}
    assert a_remedy(ledger, case, **said, cost=gbp(0)).cost_minor == 0


def test_the_only_rate_there_is_counts_unsaid_and_cost_and_rate_are_not_said_together(ledger: Ledger) -> None:
    case = a_case(ledger)
    today = now().date()
    ledger.do(set_labour_rate, case.lead, name="engineer", rate=gbp(9_000), valid_from=today)
    said: dict[str, Any] = {"code": "RW", "value": None, "tax": None}
    assert a_remedy(ledger, case, **said).cost_minor == 56_250
    with pytest.raises(Invalid) as refused:
        a_remedy(ledger, case, **said, cost=gbp(1_000), rate_name="engineer")
    assert refused.value.fields == {"rate_name": ["Say the cost or the rate of an hour, not both."]}
    ledger.do(set_labour_rate, case.lead, name="apprentice", rate=gbp(4_000), valid_from=today)
    with pytest.raises(Invalid, match="choose the rate"):
        a_remedy(ledger, case, **said)


@pytest.mark.parametrize(
    ("code", "details", "field"),
    [
        ("XS", {"hours": "2", "ends_on": "2020-12-31"}, "details.ends_on"),
        ("EQ", {"asset": "A switch", "kept": "loan", "return_on": "2020-12-31"}, "details.return_on"),
    ],
)
def test_a_day_ahead_that_has_passed_is_refused(ledger: Ledger, code: str, details: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_remedy(ledger, a_case(ledger), code=code, details=details, cost=gbp(1), value=None, tax=None)
    assert refused.value.fields == {field: ["This day has passed; say a later one."]}


@pytest.mark.parametrize("supplier", ["lab co; rm -rf", "-LAB", "L" * 21, "LABÖR"])
def test_a_supplier_is_a_short_code_of_which_nothing_is_lost(ledger: Ledger, supplier: str) -> None:
    case = a_case(ledger)
    needed = "a short code of letters, digits and hyphens, such as LABCO."
    with pytest.raises(Invalid) as refused:
        a_remedy(ledger, case, code="TP", cost=gbp(1), value=None, tax=None, supplier=supplier)
    assert refused.value.fields == {"supplier": [f"Name the supplier by {needed}"]}
    more: dict[str, Any] = {"incident_id": case.filed.id, "text": "A reading"}
    with pytest.raises(Invalid, match="such as LABCO"):
        ledger.do(book_cost, case.lead, **more, kind="parts", net=gbp(1), supplier=supplier)
    with pytest.raises(Invalid) as refused:
        ledger.do(claim_back, case.lead, **more, source="supplier", code=supplier, amount=gbp(1))
    assert refused.value.fields == {"code": [f"Name who pays us back by {needed}"]}


def test_what_is_missing_is_named_in_its_sentence() -> None:
    _, faults = read_details("SC", {"clause": "7.2"}, "proposed")
    assert set(faults.values()) == {
        "Formula: this is needed for this kind of remedy.", "Period: this is needed for this kind of remedy.",
    }  # fmt: skip
