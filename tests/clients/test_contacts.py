"""Contacts: who may be told, on which number, in which order; on both databases."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.clients.operations.contacts import add_contact, edit_contact, move_contact, set_contact_active
from ledger.clients.queries import ContactShown, client_by_code
from ledger.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from ledger.people.actor import Actor
from ledger.work import Ledger
from tests.factories import a_client, a_provider, an_actor
from tests.support.events import log_events


@pytest.fixture
def manager(ledger: Ledger) -> Actor:
    """A service manager of a provider with one client."""
    a_provider(ledger)
    a_client(ledger)
    return an_actor(ledger)


def a_contact(ledger: Ledger, actor: Actor, name: str = "Ada Okafor", **differs: Any) -> Contact:
    """Add a contact."""
    return ledger.do(add_contact, actor, client_code="HFO", name=name, **({"phone": "+44 1632 960001"} | differs))


def ring(ledger: Ledger, actor: Actor) -> list[ContactShown]:
    """Return whom we ring, in order."""
    return list(ledger.ask(client_by_code, actor, "HFO").ring)


def client_log(session: Session) -> str:
    """Return the log of the one client."""
    return session.scalars(select(Client.log_id)).one()


def test_a_new_contact_is_rung_last_and_told_nothing_unless_said(ledger: Ledger, manager: Actor) -> None:
    a_contact(ledger, manager)
    a_contact(ledger, manager, "Ben Hale", night_phone="+44 1632 960002", may_receive_notices=True)
    first, second = ring(ledger, manager)
    assert (first.name, first.may_receive_notices) == ("Ada Okafor", False)
    assert (second.name, second.may_receive_notices, second.ring_order) == ("Ben Hale", True, 2)


def test_nobody_receives_notices_who_cannot_be_reached(ledger: Ledger, manager: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        a_contact(ledger, manager, phone="", may_receive_notices=True)
    assert "within reach" in refusal.value.fields["may_receive_notices"][0]
    contact = a_contact(ledger, manager, mail="ada@hfo.example", phone="", may_receive_notices=True)
    with pytest.raises(Invalid):
        ledger.do(edit_contact, manager, contact_id=contact.id, version=1, mail="")


def test_moving_one_up_changes_only_the_places_and_notes_the_new_order(ledger: Ledger, manager: Actor) -> None:
    people = [a_contact(ledger, manager, name) for name in ("Ada", "Ben", "Cai", "Dee")]
    order = ledger.do(move_contact, manager, contact_id=people[2].id, to=1)
    assert [one.name for one in ring(ledger, manager)] == ["Cai", "Ada", "Ben", "Dee"]
    assert [one.ring_order for one in ring(ledger, manager)] == [1, 2, 3, 4]
    with ledger.database.read() as session:
        event = log_events(session, client_log(session))[-1]
    assert event.body["data"]["order"] == order
    assert "Cai" not in str(event.body)


@pytest.mark.parametrize("to", [0, 3, -1])
def test_a_place_that_is_not_there_is_refused(ledger: Ledger, manager: Actor, to: int) -> None:
    contact = a_contact(ledger, manager)
    a_contact(ledger, manager, "Ben")
    with pytest.raises(Invalid, match="from 1 to 2"):
        ledger.do(move_contact, manager, contact_id=contact.id, to=to)


def test_a_contact_taken_out_is_not_rung_and_comes_back_last(ledger: Ledger, manager: Actor) -> None:
    ada, _ben = a_contact(ledger, manager, "Ada"), a_contact(ledger, manager, "Ben")
    ledger.do(set_contact_active, manager, contact_id=ada.id, active=False, version=1)
    assert [one.name for one in ring(ledger, manager)] == ["Ben"]
    assert [one.name for one in ledger.ask(client_by_code, manager, "HFO").contacts] == ["Ben", "Ada"]
    with pytest.raises(Invalid):
        ledger.do(move_contact, manager, contact_id=ada.id, to=1)
    with pytest.raises(Conflict):
        ledger.do(set_contact_active, manager, contact_id=ada.id, active=False, version=2)
    ledger.do(set_contact_active, manager, contact_id=ada.id, active=True, version=2)
    assert [one.name for one in ring(ledger, manager)] == ["Ben", "Ada"]


def test_a_contact_edited_by_two_at_once_is_stale_for_the_second(ledger: Ledger, manager: Actor) -> None:
    contact = a_contact(ledger, manager)
    ledger.do(edit_contact, manager, contact_id=contact.id, version=1, title="Finance director")
    with pytest.raises(Stale):
        ledger.do(edit_contact, manager, contact_id=contact.id, version=1, title="Chair")
    assert ring(ledger, manager)[0].title == "Finance director"


def test_contacts_of_nobody_and_changes_by_an_auditor_are_refused(ledger: Ledger, manager: Actor) -> None:
    contact = a_contact(ledger, manager)
    with pytest.raises(NotFound):
        ledger.do(edit_contact, manager, contact_id="none", version=1, name="Nobody")
    with pytest.raises(NotFound):
        ledger.do(add_contact, manager, client_code="NONE", name="Nobody")
    with pytest.raises(Refused):
        ledger.do(edit_contact, an_actor(ledger, "auditor"), contact_id=contact.id, version=1, name="Nobody")
