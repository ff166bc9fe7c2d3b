"""Factories that say only what differs; everything in them is invented."""

from typing import Any

from ledger.clients.models import Client
from ledger.clients.operations.clients import add_client
from ledger.incidents.operations.filing import Filed, file_incident
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.people.operations.setting_up import begin_ledger, save_provider
from ledger.people.operations.users import add_user
from ledger.people.queries import actor_of
from ledger.work import Ledger

PROVIDER = {
    "name": "Tidewater Systems",
    "domain": "tidewater.example",
    "address": "4 Quay Street\nExeter EX1 1AA",
    "letterhead": "Tidewater Systems Ltd, registered in England 00000000",
    "zone": "Europe/London",
    "locale": "en_GB",
    "currency": "GBP",
    "country": "GB",
    "phone": "+44 1632 960100",
    "mail": "hello@tidewater.example",
    "escalation_name": "Ruth Amadi, chair",
    "escalation_mail": "chair@tidewater.example",
}


def a_provider(ledger: Ledger, **differs: Any) -> None:
    """Begin the ledger and set the provider up."""
    ledger.do(begin_ledger, SYSTEM, "tidewater.example")
    ledger.do(save_provider, SYSTEM, **(PROVIDER | differs))


def a_user(ledger: Ledger, role: str = "service_manager", **differs: Any) -> User:
    """Add somebody who can sign in."""
    given = {
        "email": f"{differs.get('name', role).lower().replace(' ', '.')}@tidewater.example",
        "name": role.replace("_", " ").title(),
    }
    return ledger.do(add_user, SYSTEM, role=role, **(given | differs))


def an_actor(ledger: Ledger, role: str = "service_manager", **differs: Any) -> Actor:
    """Add somebody and return the actor they are."""
    return actor_of(a_user(ledger, role, **differs), "Europe/London")


def a_client(ledger: Ledger, code: str = "HFO", name: str = "Harbour Foods", **differs: Any) -> Client:
    """Take on a client."""
    return ledger.do(add_client, SYSTEM, code=code, name=name, **differs)


def an_incident(ledger: Ledger, actor: Actor, clients: tuple[str, ...] = ("HFO",), **differs: Any) -> Filed:
    """File an incident."""
    given: dict[str, Any] = {"title": "Mail stopped", "severity": "S2", "found_by": "our_monitoring"}
    return ledger.do(file_incident, actor, clients=clients, **(given | differs))
