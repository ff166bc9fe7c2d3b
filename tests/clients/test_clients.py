"""Taking on clients and changing what we know of them, on both databases."""

from typing import Any

import pytest

from ledger.clients.models import Client
from ledger.clients.operations.clients import add_client, edit_client, set_client_status
from ledger.clients.operations.plans import save_plan
from ledger.clients.queries import client_by_code, client_options
from ledger.incidents.operations.client_codes import change_client_code
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor, an_incident
from tests.support.events import log_events

KNOWN: dict[str, Any] = {
    "name": "Harbour Foods", "address": "1 Fish Quay", "currency": "EUR", "zone": "Europe/Lisbon", "locale": "en_GB",
    "country": "PT", "sharing_label": "For Harbour Foods only", "people_total": 58,
}  # fmt: skip


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager of a provider that is set up."""
    a_provider(ledger)
    return an_actor(ledger)


@pytest.mark.parametrize("code", ["H", "hfo", "HARBOURFO", "H-O", "ÄÖÜ", "INC", "HFO\n", ""])
def test_what_is_no_code_is_refused(ledger: Ledger, manager: Actor, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ledger.do(add_client, manager, code=code, name="Harbour Foods")
    assert list(refusal.value.fields) == ["code"]


def test_a_client_takes_what_is_not_said_from_the_provider(ledger: Ledger, manager: Actor) -> None:
    ledger.do(add_client, manager, code="HFO", name="Harbour Foods", zone="Europe/Lisbon", address="")
    page = ledger.ask(client_by_code, manager, "HFO")
    assert (page.currency, page.zone, page.sharing_label) == ("GBP", "Europe/Lisbon", "For Harbour Foods only")
    assert page.plan is None


def test_a_name_or_code_of_another_client_is_refused_beside_its_field(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    with pytest.raises(Invalid) as same_code:
        ledger.do(add_client, manager, code="HFO", name="Hill Farm Oils")
    with pytest.raises(Invalid) as same_name:
        ledger.do(edit_client, manager, code="ORC", version=1, name="Harbour Foods")
    assert (list(same_code.value.fields), list(same_name.value.fields)) == (["code"], ["name"])


def test_an_edit_is_written_to_the_clients_own_log_with_its_words_sealed(ledger: Ledger, manager: Actor) -> None:
    client = a_client(ledger)
    plan = ledger.do(save_plan, manager, name="Gold", clocks={("first_notice", "S1"): (30, "minutes")})
    edited = ledger.do(edit_client, manager, code="HFO", version=1, plan="Gold", **KNOWN)
    assert (edited.version, edited.plan_id, edited.zone) == (2, plan.id, "Europe/Lisbon")
    with ledger.database.read() as session:
        event = log_events(session, client.log_id)[-1]
    assert (event.type, event.body["subject"], event.body["data"]["zone"]) == ("client.edited", "HFO", "Europe/Lisbon")
    assert event.words["address"] == "1 Fish Quay"
    assert "Fish Quay" not in str(event.body)


def test_of_two_people_editing_at_once_the_second_is_told(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger)
    ledger.do(edit_client, manager, code="HFO", version=1, **KNOWN)
    with pytest.raises(Stale):
        ledger.do(edit_client, manager, code="HFO", version=1, **(KNOWN | {"name": "Harbour Foods Ltd"}))
    assert ledger.ask(client_by_code, manager, "HFO").name == "Harbour Foods"


def test_a_plan_that_is_not_there_is_refused(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger)
    with pytest.raises(Invalid, match="no service plan called Platinum"):
        ledger.do(edit_client, manager, code="HFO", version=1, plan="Platinum", **KNOWN)


def test_a_client_that_left_is_not_offered_for_filing_and_can_come_back(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger)
    ledger.do(set_client_status, manager, code="HFO", status="left", version=1)
    assert ledger.ask(client_options, manager) == []
    with pytest.raises(Invalid, match="no active client"):
        an_incident(ledger, manager)
    with pytest.raises(Conflict):
        ledger.do(set_client_status, manager, code="HFO", status="left", version=2)
    ledger.do(set_client_status, manager, code="HFO", status="active", version=2)
    assert ledger.ask(client_options, manager) == [("HFO", "Harbour Foods")]


def test_a_code_can_be_changed_until_a_reference_carries_it(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger)
    ledger.do(change_client_code, manager, code="HFO", new_code="HBF", version=1)
    filed = an_incident(ledger, manager, ("HBF",))
    assert filed.client_references[0].startswith("HBF-")
    with pytest.raises(Conflict, match="already been told"):
        ledger.do(change_client_code, manager, code="HBF", new_code="HFO", version=2)


def test_another_clients_code_and_ours_cannot_be_taken_over(ledger: Ledger, manager: Actor) -> None:
    a_client(ledger)
    a_client(ledger, "ORC", "Orchard Clinic")
    for code in ("ORC", "INC"):
        with pytest.raises(Invalid) as refusal:
            ledger.do(change_client_code, manager, code="HFO", new_code=code, version=1)
        assert "code" in refusal.value.fields


@pytest.mark.parametrize("role", ["auditor", "admin"])
def test_who_only_reads_changes_no_client(ledger: Ledger, manager: Actor, role: str) -> None:
    assert manager.is_staff
    a_client(ledger)
    reader = an_actor(ledger, role)
    with pytest.raises(Refused):
        ledger.do(add_client, reader, code="ORC", name="Orchard Clinic")
    with pytest.raises(Refused):
        ledger.do(edit_client, reader, code="HFO", version=1, **KNOWN)
    with pytest.raises(Refused):
        ledger.do(set_client_status, reader, code="HFO", status="left", version=1)


def test_a_clients_user_reads_no_staff_page_even_of_its_own_client(ledger: Ledger, manager: Actor) -> None:
    client: Client = a_client(ledger)
    assert ledger.ask(client_by_code, manager, "HFO").id == client.id
    with pytest.raises(Refused):
        ledger.ask(client_by_code, an_actor(ledger, "client", client_id=client.id), "HFO")
    with pytest.raises(NotFound):
        ledger.ask(client_by_code, manager, "NONE")
