"""What a client reads in the portal of promises, remedies and actions when they do not go as they were said."""

import re
from datetime import timedelta

from sqlalchemy import update

from ledger.clients.models import Client
from ledger.kernel.clock import now
from ledger.recovery.operations.promises import break_promise, make_promise
from ledger.recovery.operations.redating import redate_promise
from ledger.recovery.operations.remedy_endings import withdraw_remedy
from ledger.work import Ledger
from tests.factories import a_client, a_user
from tests.recovery.factories import a_case, a_done_action, a_promised_remedy, gbp
from tests.support.web import StrictClient, signed_in


def test_what_a_client_is_told_of_a_moved_and_broken_promise_stands_on_its_pages(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    day = (now() + timedelta(days=10)).date()
    promise = ledger.do(
        make_promise, case.nia, client_code="HFO", incident_id=case.filed.id, text="Ring you back", due_on=day
    )
    for later, why in ((3, "The part is late"), (5, "It came broken")):
        ledger.do(redate_promise, case.nia, promise_id=promise.id, due_on=day + timedelta(days=later), reason=why)
    ledger.do(break_promise, case.nia, promise_id=promise.id, reason="We forgot")
    signed_in(web, ledger, case.theirs.user_id)
    own = web.get(f"/portal/promises/{promise.id}").text
    moved = re.findall(r"<li>from .*?</li>", own)
    assert len(moved) == 2
    assert "The part is late" in moved[0]
    assert f"{day.day} {day:%b %Y}" in moved[0]
    assert "It came broken" in moved[1]
    assert "We forgot" in own
    page = web.get(f"/portal/incidents/{case.filed.client_references[0]}").text
    assert "We forgot" in page
    assert ", 23:59" not in page[page.index('id="promises"') :]
    other = a_client(ledger, "ORC", "Orchard Clinic")
    web.sign_in(a_user(ledger, "client", name="Ben Hale", client_id=other.id))
    assert web.get(f"/portal/promises/{promise.id}").status_code == 404


def test_a_client_that_is_asked_whether_it_sees_an_action_is_told_what_its_answer_lacks(
    web: StrictClient, ledger: Ledger
) -> None:
    case = a_case(ledger)
    action = a_done_action(ledger, case)
    client = signed_in(web, ledger, case.theirs.user_id)
    address = f"/portal/incidents/{case.filed.client_references[0]}/actions/{action.id}/attest"
    assert "Do you see it?" in client.get(f"/portal/incidents/{case.filed.client_references[0]}").text
    answer = client.post(address, data={"text": "It asked for a code."})
    assert answer.status_code == 422
    fold = answer.text.split("Do you see it?")[0].rsplit("<details", 1)[1]
    assert " open" in fold
    assert 'class="error-summary"' in answer.text
    assert "It asked for a code." in answer.text


def test_a_remedy_that_was_taken_back_says_so_and_why(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    remedy = a_promised_remedy(ledger, case)
    ledger.do(withdraw_remedy, case.nia, remedy_id=remedy.id, reason="It was meant for another month")
    page = signed_in(web, ledger, case.theirs.user_id).get(f"/portal/incidents/{case.filed.client_references[0]}").text
    remedies = page[page.index('id="remedies"') :]
    assert "withdrawn" in remedies
    assert "It was meant for another month" in remedies
    assert "Yes, we have it" not in remedies


def test_a_client_reads_amounts_as_its_letters_write_them(web: StrictClient, ledger: Ledger) -> None:
    case = a_case(ledger)
    a_promised_remedy(ledger, case, value=gbp(185_000), tax=gbp(37_000))
    with ledger.database.write() as session:
        session.execute(update(Client).values(locale="de_DE"))
        session.commit()
    page = signed_in(web, ledger, case.theirs.user_id).get("/portal").text
    assert ("1.850,00" in page, "370,00" in page, "1,850.00" in page) == (True, True, False)
