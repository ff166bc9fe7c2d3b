"""Clients, contacts and service plans in the browser."""

import re

from ledger.clients.operations.contacts import add_contact
from ledger.clients.queries import client_by_code
from ledger.incidents.operations.service_plans import save_service_plan
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_incident
from tests.support.web import StrictClient

KNOWN = {
    "name": "Harbour Foods", "address": "1 Fish Quay", "currency": "GBP", "zone": "Europe/London", "locale": "en_GB",
    "country": "GB", "sharing_label": "For Harbour Foods only", "people_total": "58",
}  # fmt: skip


def test_taking_on_a_client_leads_on_to_whom_we_may_tell(web: StrictClient, manager: Actor) -> None:
    assert "Take on a client" in web.get("/clients/new").text
    answer = web.post("/clients/new", data={"code": "ORC", "name": "Orchard Clinic"}, follow_redirects=True)
    assert answer.request.path == "/clients/ORC/contacts/new"
    answer = web.post(answer.request.path, data={"name": "Ada <b>Okafor</b>", "phone": "+44 1632 960001"})
    page = web.get(answer.location).text
    assert "1 Ada &lt;b&gt;Okafor&lt;/b&gt;" in page
    assert "no letter can be addressed" in page
    assert manager.is_staff


def test_a_refused_code_is_said_beside_the_field_and_nothing_typed_is_lost(web: StrictClient, manager: Actor) -> None:
    answer = web.post("/clients/new", data={"code": "inc", "name": "Orchard Clinic", "address": "2 Orchard Row"})
    assert answer.status_code == 422
    assert "2 to 8 capital letters or digits, such as HFO: it begins" in answer.text
    assert "2 Orchard Row" in answer.text
    assert manager.is_staff


def test_two_people_editing_one_client_see_both_texts(web: StrictClient, ledger: Ledger, manager: Actor) -> None:
    seen = ledger.ask(client_by_code, manager, "HFO").version
    first = KNOWN | {"version": str(seen), "sharing_label": "Harbour Foods, directors only"}
    assert web.post("/clients/HFO/edit", data=first).status_code == 302
    second = KNOWN | {"version": str(seen), "sharing_label": "For the board of Harbour Foods"}
    answer = web.post("/clients/HFO/edit", data=second)
    assert answer.status_code == 412
    assert "Harbour Foods, directors only" in answer.text
    assert answer.text.count("For the board of Harbour Foods") == 2
    assert "Somebody else changed this" in answer.text
    assert f'name="version" value="{seen + 1}"' in answer.text
    assert "Europe/London</p>" not in answer.text, "fields that agree are not compared"
    assert web.post("/clients/HFO/edit", data=second | {"version": str(seen + 1)}).status_code == 302
    assert ledger.ask(client_by_code, manager, "HFO").sharing_label == "For the board of Harbour Foods"


def test_the_code_can_be_changed_while_no_reference_carries_it(
    web: StrictClient, ledger: Ledger, manager: Actor
) -> None:
    assert "can still be changed" in web.get("/clients/HFO/edit").text
    assert web.post("/clients/HFO/code", data={"code": "HBF", "version": "1"}).status_code == 302
    an_incident(ledger, manager, ("HBF",))
    assert "already been told" in web.get("/clients/HBF/edit").text
    assert web.post("/clients/HBF/code", data={"code": "HFO", "version": "2"}).status_code == 409


def test_a_client_leaves_and_comes_back(web: StrictClient, manager: Actor) -> None:
    web.post("/clients/HFO/status", data={"status": "left", "version": "1"})
    page = web.get("/clients/HFO").text
    assert "Has left us" in page
    assert "File an incident</a>" not in page.split("page-actions")[1].split("</header>")[0]
    web.post("/clients/HFO/status", data={"status": "active", "version": "2"})
    assert "Has left us" not in web.get("/clients/HFO").text
    assert manager.is_staff


def test_contacts_are_changed_moved_and_taken_out(web: StrictClient, ledger: Ledger, manager: Actor) -> None:
    ids = [
        ledger.do(add_contact, manager, client_code="HFO", name=name, phone="+44 1632 960001").id
        for name in ("Ada Okafor", "Ben Hale")
    ]
    at = f"/clients/HFO/contacts/{ids[1]}"
    assert web.post(f"{at}/place", data={"to": "1"}).status_code == 302
    page = web.get("/clients/HFO").text
    assert page.index("1 Ben Hale") < page.index("2 Ada Okafor")
    saved = web.post(at, data={"name": "Ben Hale", "phone": "", "may_receive_notices": "true", "version": "1"})
    assert saved.status_code == 422
    assert "must be within reach" in saved.text
    assert web.post(f"{at}/status", data={"active": "false", "version": "1"}).status_code == 302
    assert "out of the list" in web.get("/clients/HFO").text
    assert web.post(f"{at}/place", data={"to": "1"}).status_code == 422
    assert web.get("/clients/HFO/contacts/none").status_code == 404
    a_client(ledger, "ORC", "Orchard Clinic")
    assert web.get(f"/clients/ORC/contacts/{ids[0]}").status_code == 404


def test_a_contact_changed_meanwhile_keeps_both_texts(web: StrictClient, ledger: Ledger, manager: Actor) -> None:
    contact = ledger.do(add_contact, manager, client_code="HFO", name="Ada Okafor")
    at = f"/clients/HFO/contacts/{contact.id}"
    web.post(at, data={"name": "Ada Okafor", "title": "Chair", "version": "1"})
    answer = web.post(at, data={"name": "Ada Okafor", "title": "Finance director", "version": "1"})
    assert answer.status_code == 412
    assert "Chair" in answer.text
    assert "Finance director" in answer.text


def test_a_plan_is_written_in_words_and_a_looser_one_refused_at_its_clock(web: StrictClient, manager: Actor) -> None:
    assert "Standard: 60 minutes." in web.get("/plans/new").text
    loose = web.post("/plans/new", data={"name": "Gold", "first_notice.S1": "2 hours", "updates.S2": "soon"})
    assert loose.status_code == 422
    assert "such as 45 minutes" in loose.text
    loose = web.post(
        "/plans/new", data={"name": "Gold", "first_notice.S1": "2 hours", "updates.S2": "2 business hours"}
    )
    assert "only be stricter" in loose.text
    assert 'value="2 hours"' in loose.text
    made = web.post("/plans/new", data={"name": "Gold", "first_notice.S1": "30 min", "updates.S2": "2 business hours"})
    assert made.status_code == 302
    page = web.get("/plans").text
    assert "Gold" in page
    web.post("/clients/HFO/edit", data=KNOWN | {"version": "1", "plan": "Gold"})
    shown = web.get("/clients/HFO").text
    assert "First notice: S1 30 minutes" in shown
    assert manager.is_staff


def test_a_plan_shows_its_clocks_again_and_two_editors_see_both(
    web: StrictClient, ledger: Ledger, manager: Actor
) -> None:
    plan = ledger.do(save_service_plan, manager, name="Gold", clocks={("first_notice", "S1"): (30, "minutes")})
    assert 'value="30 minutes"' in web.get(f"/plans/{plan.id}").text
    assert (
        web.post(
            f"/plans/{plan.id}", data={"name": "Gold", "first_notice.S1": "20 minutes", "version": "1"}
        ).status_code
        == 302
    )
    answer = web.post(f"/plans/{plan.id}", data={"name": "Gold", "first_notice.S1": "10 minutes", "version": "1"})
    assert answer.status_code == 412
    assert "S1 20 minutes" in answer.text
    assert "S1 10 minutes" in answer.text
    assert web.get("/plans/none").status_code == 404


def test_the_list_says_what_is_open_and_what_is_due_and_searches(
    web: StrictClient, ledger: Ledger, manager: Actor
) -> None:
    a_client(ledger, "ORC", "Orchard <Clinic>")
    an_incident(ledger, manager, severity="S1")
    page = web.get("/clients").text
    assert "Orchard &lt;Clinic&gt;" in page
    assert '/incidents?client=HFO&amp;status=on_board">1</a>' in page
    assert "Harbour Foods" not in web.get("/clients?q=%25").text
    assert "No client matches" in web.get("/clients?q=nobody").text
    found = web.get("/clients?q=orch").text
    assert "Orchard" in found
    assert "Harbour Foods" not in found
    assert web.get("/clients?after=nonsense").status_code == 422
    pages = web.get("/clients?limit=1").text
    assert "Further" in pages


def test_an_empty_list_says_what_to_do(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    web.sign_in(a_user(ledger))
    assert "No client yet" in web.get("/clients").text
    assert "No plan yet" in web.get("/plans").text


def test_an_auditor_reads_and_is_offered_nothing_to_change(web: StrictClient, ledger: Ledger) -> None:
    a_provider(ledger)
    a_client(ledger)
    web.sign_in(a_user(ledger, "auditor"))
    page = web.get("/clients/HFO").text
    assert "Add a contact" not in page
    assert "/clients/HFO/edit" not in page
    assert "Take on a client" not in web.get("/clients").text
    assert web.get("/clients/new").status_code == 403
    assert web.post("/clients/HFO/edit", data=KNOWN | {"version": "1"}).status_code == 403


def test_filing_from_a_clients_page_has_that_client_ticked(web: StrictClient, ledger: Ledger, manager: Actor) -> None:
    a_client(ledger, "ORC", "Orchard Clinic")
    assert "/incidents/new?client=HFO" in web.get("/clients/HFO").text
    page = web.get("/incidents/new?client=HFO").text
    assert re.search(r'value="HFO"[^>]* checked', page)
    assert not re.search(r'value="ORC"[^>]* checked', page)
    assert manager.is_staff


def test_how_a_client_wants_its_letters_mailed_is_kept_and_recorded(
    web: StrictClient, manager: Actor, ledger: Ledger
) -> None:
    assert "No mail leaves this ledger" in web.get("/clients/HFO/edit").text
    version = str(ledger.ask(client_by_code, manager, "HFO").version)
    answer = web.post("/clients/HFO/letter-mail", data={"wish": "link", "version": version}, follow_redirects=True)
    assert "a link to the portal alone" in answer.text
    assert ledger.ask(client_by_code, manager, "HFO").letter_mail == "link"
    late = web.post("/clients/HFO/letter-mail", data={"wish": "none", "version": version})
    assert late.status_code == 412
