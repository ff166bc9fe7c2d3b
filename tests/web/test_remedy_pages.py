"""Remedies in the browser: the client's own answer, the extra for a late line, limits and rates."""

from ledger.kernel.clock import now
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedies import deliver_remedy
from ledger.recovery.queries import remedy_of
from ledger.work import Ledger
from tests.recovery.factories import DONE, a_case, a_promised_remedy
from tests.support.web import StrictClient, posted, signed_in


def test_a_client_says_on_its_own_page_that_it_has_a_remedy(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    signed_in(web, ledger, case.theirs.user_id)
    page = f"/portal/incidents/{case.reference}"
    assert f"/portal/remedies/{row.id}/decline" in web.get(page).text
    assert posted(web, f"/portal/remedies/{row.id}/confirm").status_code == 409
    ledger.do(deliver_remedy, case.nia, remedy_id=row.id, evidence="credit note 2087", details=DONE["SC"])
    assert "you have it" in posted(web, f"/portal/remedies/{row.id}/confirm").text
    assert ledger.ask(remedy_of, case.nia, row.id).status == "confirmed"
    assert f"/portal/remedies/{row.id}/confirm" not in web.get(page).text


def test_a_late_line_offers_its_extra_with_one_press(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    assert "Propose the extra" not in web.get(f"/remedies/{row.id}").text
    assert posted(web, f"/remedies/{row.id}/extra").status_code == 409
    with ledger.database.write() as session:
        session.get_one(Remedy, row.id).due_on = now().date().replace(year=2020)
        session.commit()
    assert "Propose the extra" in web.get(f"/remedies/{row.id}").text
    shown = posted(web, f"/remedies/{row.id}/extra").text
    assert "For being late with this" in shown
    assert "a line that was late" in shown


def test_limits_and_rates_are_set_on_their_page_and_offered_where_hours_are_written(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.lead.user_id)
    rate = {"name": "engineer", "rate.amount": "85.00", "rate.currency": "GBP", "valid_from": "2026-01-01"}
    shown = posted(web, "/settings/rates", **rate).text
    assert "keep the rate they were reckoned with" in shown
    assert "£85.00" in shown
    refused = posted(web, "/settings/limits", role="leadership", **{"amount.amount": "1", "amount.currency": "GBP"})
    assert refused.status_code == 403
    assert "engineer, 85.00 GBP an hour" in web.get(f"/incidents/{case.filed.reference}").text
