"""Remedies in the browser, as our own people fill in their forms: proposed, delivered, declined, withdrawn."""

import pytest

from ledger.work import Ledger
from tests.factories import a_client, a_user, an_incident
from tests.recovery.factories import a_case, a_promised_remedy, gbp, recovery
from tests.support.web import StrictClient, posted, signed_in


def test_four_remedies_show_twelve_exist_and_the_amount_has_the_clients_currency(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    text = web.get(f"/incidents/{case.filed.reference}").text
    assert text.index('value="RW"') < text.index("Other remedies") < text.index('value="XS"')
    assert all(f'value="{code}"' in text for code in ("SC", "WI", "GW", "RF", "CL", "TP", "EQ", "MO", "NM", "EX"))
    assert '<input type="hidden" name="value.currency" value="GBP">' in text


def test_a_remedy_goes_from_its_form_to_delivery_and_is_paid_by_us(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    incident = f"/incidents/{case.filed.reference}"
    data = {
        "client_reference": case.reference, "code": "SC", "text": "Ten per cent of October", "value.amount": "1,185.00",
        "value.currency": "GBP", "cost.amount": "", "cost.currency": "GBP", "due_on": "2099-01-31",
        "details.clause": "7.2", "details.formula": "10 %", "details.period": "October", "details.reason": "left over",
    }  # fmt: skip
    answer = web.post(f"{incident}/remedies", data=data, follow_redirects=True)
    assert "Remedy proposed" in answer.text
    (row,) = recovery(ledger, case).remedies
    refused = posted(web, f"/remedies/{row.id}/approve", version=1)
    assert refused.status_code == 403
    assert "second person" in refused.text
    assert row.text in refused.text, "the page that it was asked on is shown again"
    signed_in(web, ledger, case.lead.user_id)
    assert "Approve it" in web.get(f"/remedies/{row.id}").text
    posted(web, f"/remedies/{row.id}/approve", version=1)
    asked = posted(web, f"/remedies/{row.id}/promise", version=2, due_on="2099-01-31")
    assert "Promise this remedy?" in asked.text
    assert recovery(ledger, case).remedies[0].status == "approved"
    posted(web, f"/remedies/{row.id}/promise", version=2, due_on="2099-01-31", confirmed=1)
    posted(web, f"/remedies/{row.id}/deliver", version=3, evidence="credit note 2087", **{"details.invoice": "2090"})
    shown = web.get(incident).text
    assert recovery(ledger, case).remedies[0].status == "delivered"
    for words in ("Paid by us", "Charged to the client", "£1,185.00", "Given to the client, with tax"):
        assert words in shown


def test_a_remedy_that_cannot_be_is_refused_beside_its_field_and_keeps_what_was_typed(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    data = {
        "client_reference": case.reference, "code": "TP", "text": "A laboratory", "details.purpose": "a reading",
        "cost.amount": "twelve", "cost.currency": "GBP",
    }  # fmt: skip
    answer = web.post(f"/incidents/{case.filed.reference}/remedies", data=data)
    assert answer.status_code == 422
    assert "is not an amount" in answer.text
    assert 'value="twelve"' in answer.text
    answer = web.post(f"/incidents/{case.filed.reference}/remedies", data=data | {"cost.amount": "12"})
    assert "Name the supplier" in answer.text


def test_a_remedy_for_a_client_that_the_incident_does_not_touch_is_refused(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    other = an_incident(ledger, case.nia, ("ORC",))
    signed_in(web, ledger, case.nia.user_id)
    answer = posted(
        web, f"/incidents/{case.filed.reference}/remedies",
        **{"client_reference": other.client_references[0], "code": "GW", "text": "Sorry", "value.amount": "1",
           "value.currency": "GBP"},
    )  # fmt: skip
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("step", "data", "state"),
    [
        ("decline", {"client_words": "Ms Okafor: not needed"}, "declined_by_client"),
        ("withdraw", {"reason": "the amount was wrong", "confirmed": "1"}, "withdrawn"),
    ],
)
def test_a_promised_remedy_is_declined_or_withdrawn(
    web: StrictClient, ledger: Ledger, step: str, data: dict[str, str], state: str
) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    posted(web, f"/remedies/{row.id}/{step}", version=3, **data)
    assert recovery(ledger, case).remedies[0].status == state
    assert recovery(ledger, case).booked_costs == ()


def test_what_it_costs_us_is_not_on_the_page_of_a_manager_who_has_nothing_to_do_with_it(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    row = a_promised_remedy(ledger, case, code="RW", value=None, tax=None, cost=gbp(77_777))
    web.sign_in(a_user(ledger, name="Third Manager"))
    for path in (f"/incidents/{case.filed.reference}", f"/remedies/{row.id}"):
        answer = web.get(path)
        assert answer.status_code == 200
        assert "777.77" not in answer.text
    signed_in(web, ledger, case.lead.user_id)
    assert "777.77" in web.get(f"/incidents/{case.filed.reference}").text
