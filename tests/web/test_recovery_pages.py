"""Recovery in the browser: one press, actions, remedies, promises, and what we owe."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ledger.kernel.clock import now
from ledger.people.models import User
from ledger.recovery.operations.promises import make_promise
from ledger.recovery.queries import recovery_of
from ledger.recovery.rows import Recovery
from ledger.work import Ledger
from tests.factories import a_client, a_user, an_incident
from tests.recovery.factories import FAR, HARM, Case, a_case, a_done_action, a_promised_remedy, a_remedy, an_action, gbp
from tests.support.web import StrictClient


def signed_in(web: StrictClient, ledger: Ledger, user_id: str) -> StrictClient:
    with ledger.database.read() as session:
        return web.sign_in(session.get_one(User, user_id))


def posted(web: StrictClient, path: str, **data: Any) -> TestResponse:
    return web.post(path, data=data, follow_redirects=True)


def recovery(ledger: Ledger, case: Case) -> Recovery:
    return ledger.ask(recovery_of, case.nia, case.filed.id)


def test_one_press_tells_the_client_promises_the_next_and_shows_the_words_to_copy(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    shown = web.get(f"/incidents/{case.filed.reference}").text
    assert "Nothing new; we are still working on it." in shown
    assert "Tell them how it stands" in shown
    answer = posted(
        web,
        f"/incidents/{case.filed.reference}/update",
        text="Nothing new; we are still working on it.",
        next_update_at="2099-01-31T03:30",
    )
    assert answer.status_code == 200
    assert "Nothing new; we are still working on it. Next update by Sat 31 Jan 2099, 03:30 GMT." in answer.text
    assert [row.kind for row in recovery(ledger, case).promises] == ["update"]


def test_a_refused_press_keeps_what_was_typed(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    path = f"/incidents/{case.filed.reference}/update"
    answer = posted(web, path, text="Half of it works", next_update_at="2020-01-01T03:30")
    assert answer.status_code == 422
    assert "lies ahead" in answer.text
    assert "Half of it works" in answer.text


def test_an_action_goes_from_its_form_to_verified_by_a_second_person(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    path = f"/incidents/{case.filed.reference}/actions"
    answer = posted(
        web,
        path,
        text="We check every restore",
        owner_id=case.nia.user_id,
        due_on="2099-01-31",
        visible_to_client="true",
    )
    assert "We check every restore" in answer.text
    (row,) = recovery(ledger, case).actions
    assert "Name the second person who will look at it." in web.get(f"/actions/{row.id}").text
    plan = {"evaluation_criteria": "No restore fails", "measure": "Restores", "baseline": "Two of five failed"}
    plan |= {"window_days": "60", "min_opportunities": "5", "sort": "check", "start": "true", "version": "1"}
    plan |= {"estimate.amount": "0.00", "estimate.currency": "GBP"}
    refused = posted(web, f"/actions/{row.id}/plan", **plan)
    assert (refused.status_code, "No restore fails" in refused.text) == (422, True)
    posted(web, f"/actions/{row.id}/plan", **plan, planned_verifier_id=case.omar.user_id)
    assert recovery(ledger, case).actions[0].status == "in_progress"
    assert posted(web, f"/actions/{row.id}/implement", evidence="", version=4, **HARM).status_code == 422
    posted(web, f"/actions/{row.id}/implement", evidence="restore log", version=4, **HARM)
    assert "waits for a second person" in web.get(f"/actions/{row.id}").text.lower()
    assert posted(web, f"/actions/{row.id}/verify", note="fine", version=5).status_code == 403
    signed_in(web, ledger, case.omar.user_id)
    assert "It is so" in web.get(f"/actions/{row.id}").text
    posted(web, f"/actions/{row.id}/verify", note="I saw the restore of last night", version=5)
    (row,) = recovery(ledger, case).actions
    assert (row.status, row.verifier) == ("watching", "Omar Haddad")


@pytest.mark.parametrize(
    ("step", "data", "state"),
    [
        ("redate", {"due_on": "2099-06-01", "reason": "the part is late"}, "in_progress"),
        ("edit", {"text": "We check two restores a week", "how_seen": "In the report"}, "in_progress"),
        ("cancel", {"reason": "the system is replaced"}, "cancelled"),
        ("show-to-clients", {}, "in_progress"),
    ],
)
def test_an_open_action_can_be_edited_moved_shown_and_cancelled(
    web: StrictClient, ledger: Ledger, step: str, data: dict[str, str], state: str
) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case, visible_to_client=False)
    signed_in(web, ledger, case.omar.user_id)
    assert posted(web, f"/actions/{row.id}/{step}", version=3, **data).status_code == 200
    (shown,) = recovery(ledger, case).actions
    assert (shown.status, shown.version) == (state, 4)
    assert all(getattr(shown, name) == text for name, text in data.items() if name in {"text", "how_seen"})


def test_an_implemented_action_is_sent_back_by_the_second_person(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = a_done_action(ledger, case)
    signed_in(web, ledger, case.omar.user_id)
    posted(web, f"/actions/{row.id}/send-back", note="only one server", version=4)
    assert recovery(ledger, case).actions[0].status == "in_progress"


def test_somebody_elses_edit_in_between_shows_both_texts(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    row = an_action(ledger, case)
    signed_in(web, ledger, case.nia.user_id)
    posted(web, f"/actions/{row.id}/edit", text="Theirs", version=3)
    answer = posted(web, f"/actions/{row.id}/edit", text="Mine", version=3)
    assert answer.status_code == 412
    assert "Mine" in answer.text
    assert "Theirs" in answer.text


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


def test_a_promise_is_made_from_anywhere_and_kept_with_one_press(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    assert web.get("/promises/new").status_code == 200
    answer = posted(
        web, "/promises/new", client_code="HFO", text="Ring you back", due_on="2099-01-31", visible_to_client="true",
        kind="callback", incident=case.filed.reference,
    )  # fmt: skip
    assert "Promise written down." in answer.text
    (row,) = recovery(ledger, case).promises
    owed = web.get("/owed")
    assert "Ring you back" in owed.text
    assert "31 Jan 2099" in owed.text
    posted(web, f"/promises/{row.id}/keep", version=1)
    assert recovery(ledger, case).promises[0].status == "kept"
    assert "Ring you back" not in web.get("/owed").text


def test_the_promise_form_wants_a_day_or_a_time(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    signed_in(web, ledger, case.nia.user_id)
    path = f"/incidents/{case.filed.reference}/promises"
    answer = posted(web, path, client_code="HFO", text="Ring you back")
    assert answer.status_code == 422
    assert "Say by when" in answer.text
    assert posted(web, path, client_code="HFO", text="Ring you back", due_on="9999-12-31").status_code == 422
    assert posted(web, path, client_code="HFO", text="Ring you back", due_at="2099-01-31T15:00").status_code == 200
    assert not recovery(ledger, case).promises[0].due_is_day


@pytest.mark.parametrize(
    ("step", "data", "state"),
    [
        ("redate", {"due_on": "2099-06-01", "reason": "the part is late"}, "open"),
        ("release", {"client_words": "Ms Okafor: no need", "proof": "Her mail"}, "released"),
        ("break", {"reason": "we forgot"}, "broken"),
        ("keep", {"evidence": "call at 14:02"}, "kept"),
    ],
)
def test_every_end_of_a_promise_has_its_form(
    web: StrictClient, ledger: Ledger, step: str, data: dict[str, str], state: str
) -> None:
    case = a_case(ledger)
    row = ledger.do(make_promise, case.nia, client_code="HFO", text="Ring you", due_on=FAR, incident_id=case.filed.id)
    signed_in(web, ledger, case.nia.user_id)
    assert web.get(f"/promises/{row.id}").status_code == 200
    assert posted(web, f"/promises/{row.id}/{step}", version=1, **data).status_code == 200
    assert recovery(ledger, case).promises[0].status == state


def test_what_we_owe_begins_with_mine_and_is_narrowed_by_its_address(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    at = now()
    past: dict[str, Any] = {"promised_at": at - timedelta(hours=2), "due_at": at - timedelta(hours=1)}
    ledger.do(make_promise, case.nia, client_code="ORC", text="Mine and late", **past)
    ledger.do(make_promise, case.omar, client_code="HFO", text="Of Omar", due_on=FAR)
    a_promised_remedy(ledger, case, text="Credit of October")
    signed_in(web, ledger, case.nia.user_id)
    mine = web.get("/owed").text
    assert mine.index("Mine and late") < mine.index("Credit of October")
    assert "1 overdue" in mine
    assert "Of Omar" not in mine
    assert "Of Omar" in web.get("/owed?who=everyone").text
    assert "Mine and late" not in web.get("/owed?who=everyone&client=HFO").text
    assert "Nothing owed here" in web.get(f"/owed?who={case.lead.user_id}").text


def test_an_auditor_reads_everything_and_is_offered_no_form(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    action, remedy = a_done_action(ledger, case), a_remedy(ledger, case)
    web.sign_in(a_user(ledger, "auditor"))
    for path in (f"/incidents/{case.filed.reference}", f"/actions/{action.id}", f"/remedies/{remedy.id}", "/owed"):
        answer = web.get(path)
        assert answer.status_code == 200
        assert "Verify it" not in answer.text
        assert "Approve it" not in answer.text
        assert "Tell them" not in answer.text


def test_an_incident_of_two_clients_lets_one_be_chosen(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    a_client(ledger, "ORC", "Orchard Clinic", currency="EUR")
    both = an_incident(ledger, case.nia, ("HFO", "ORC"))
    signed_in(web, ledger, case.nia.user_id)
    text = web.get(f"/incidents/{both.reference}").text
    assert "Orchard Clinic (EUR)" in text
    assert "all affected clients" in text
