"""Importing time entries in the browser: columns named by hand, a dry run, one import, and nothing new after it."""

import io
from urllib.parse import urlencode

from ledger.kernel.clock import now
from ledger.recovery.effort_plan import leaks
from ledger.trends.scorecard import scorecard
from ledger.work import Ledger
from tests.recovery.factories import a_case
from tests.support.web import StrictClient, posted, signed_in

COLUMNS = {
    "external_id": "Nr", "ticket": "Ticket", "person": "Engineer", "start": "Begun", "hours": "Hrs", "rate": "Rate",
    "billable": "Bill",
}  # fmt: skip


def _sheet(reference: str, bill: str = "Billable") -> bytes:
    return f"Nr,Ticket,Engineer,Begun,Hrs,Rate,Bill\nT-1,{reference},Ines,20/11/2025 08:00,1.5,85.00,{bill}\n".encode()


def _uploaded(web: StrictClient, content: bytes) -> str:
    """Choose a file and return the address of its dry run."""
    answer = web.post("/import/effort", data={"file": (io.BytesIO(content), "effort.csv")})
    assert answer.status_code == 302
    return str(answer.location)


def test_time_entries_are_looked_at_imported_and_known_the_second_time(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    at = _uploaded(web, _sheet(case.filed.reference))
    assert "Say which column holds: Id of the time entry; Start; Billable, DoNotBill or NoCharge." in web.get(at).text
    planned = web.get(f"{at}?{urlencode(COLUMNS)}").text
    assert "1.5 h × 85.00" in planned
    assert not ledger.ask(leaks, case.lead)
    assert "Import these time entries?" in posted(web, at, **COLUMNS).text
    assert "1 booked, 0 changed, 0 unchanged" in posted(web, at, **COLUMNS, confirmed="1").text
    assert [one.external_id for one in ledger.ask(leaks, case.lead)] == ["T-1"]
    assert "There is nothing new in this file." in web.get(_uploaded(web, _sheet(case.filed.reference))).text


def test_while_time_stands_as_billable_nobody_says_that_clients_paid_nothing(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    for bill, claimed in (("Billable", False), ("NoCharge", True)):
        signed_in(web, ledger, case.nia.user_id)
        posted(web, _uploaded(web, _sheet(case.filed.reference, bill)), **COLUMNS, confirmed="1")
        signed_in(web, ledger, case.lead.user_id)
        trends = web.get("/trends").text
        assert ("clients paid nothing" in trends) == claimed
        assert ("1 time entry of our mistakes still stands as billable to a client" in trends) != claimed
        card = ledger.ask(scorecard, case.lead, "HFO", now())
        assert ("was never charged" in card.charged) == claimed


def test_a_refused_line_is_named_in_the_words_of_the_form_and_imports_nothing(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    at = _uploaded(web, _sheet(case.filed.reference, bill="Maybe"))
    planned = web.get(f"{at}?{urlencode(COLUMNS)}").text
    assert "“Maybe” is not one of" in planned
    assert ">billable<" not in planned
    assert posted(web, at, **COLUMNS, confirmed="1").status_code == 422
    assert not ledger.ask(leaks, case.lead)


def test_a_file_that_nobody_uploaded_is_not_found(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    for digest in ("0" * 64, "nonsense"):
        assert web.get(f"/import/effort/{digest}").status_code == 404
