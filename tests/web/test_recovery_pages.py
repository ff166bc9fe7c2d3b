"""Recovery on the incident's page in the browser: one press tells the client, and who is offered which forms."""

from ledger.work import Ledger
from tests.factories import a_client, a_user, an_incident
from tests.recovery.factories import a_case, a_done_action, a_remedy, recovery
from tests.support.web import StrictClient, posted, signed_in


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
