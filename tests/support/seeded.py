"""A small ledger with one of everything, for tests that walk all addresses. Add a sample of what your routes name."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from ledger.clients.models import Client
from ledger.clients.operations.contacts import add_contact
from ledger.clients.operations.plans import save_plan
from ledger.duties.operations.feeds import make_feed
from ledger.duties.operations.hooks import add_webhook
from ledger.incidents.models import Impact
from ledger.kernel.clock import now
from ledger.kernel.ids import new_id
from ledger.people.actor import STAFF, SYSTEM
from ledger.people.models import ApiToken, User
from ledger.people.operations.invitations import invite
from ledger.people.queries import actor_of, token_hash
from ledger.work import Ledger
from tests.factories import a_client, a_provider, a_user, an_actor, an_incident
from tests.incidents.seeds import answering_to_walk
from tests.letters.steps import letters_to_walk
from tests.recovery.seeds import recovery_to_walk


@dataclass(frozen=True)
class Seeded:
    """What was seeded: the values that addresses name, a user and a writing token of each role."""

    values: dict[str, str]
    users: dict[str, User]
    tokens: dict[str, str]


def seed(ledger: Ledger) -> Seeded:
    """Fill an empty ledger and return its names."""
    a_provider(ledger)
    client = a_client(ledger)
    users = {role: a_user(ledger, role) for role in STAFF}
    users["client"] = a_user(ledger, "client", client_id=client.id, email="user@hfo.example")
    an_actor(ledger, "leadership", name="Rhona Vale", title="Managing Director", signs_up_to="S1")
    values = {
        "none": new_id(),
        "user": users["auditor"].id,
        "plan": ledger.do(save_plan, SYSTEM, name="Gold", clocks={("first_notice", "S1"): (30, "minutes")}).id,
    }
    values |= seed_of_client(ledger, client, users)
    manager = actor_of(users["service_manager"], "Europe/London")
    hook = ledger.do(add_webhook, SYSTEM, name="A chat", url="https://hooks.tidewater.example/amends")
    values |= {"feed": ledger.do(make_feed, manager).secret, "webhook": hook.id}
    return Seeded(values, users, {role: a_token(ledger, user) for role, user in users.items()})


def seed_of_client(ledger: Ledger, client: Client, users: dict[str, User]) -> dict[str, str]:
    """Give this client one of everything, and return the names; the canary test does it again for a second client."""
    writer, leader = (actor_of(users[role], "Europe/London") for role in ("service_manager", "leadership"))
    filed = an_incident(ledger, writer, (client.code,), title="Mail stopped at the harbour")
    contact = ledger.do(
        add_contact,
        SYSTEM,
        client_code=client.code,
        name="Ada Okafor",
        mail="ada.okafor@harbourfoodsandcoldstores.example",
    )
    values = {
        "client": client.code,
        "client_id": client.id,
        "client_user": users["client"].id,
        "contact": contact.id,
        "incident": filed.reference,
        "incident_id": filed.id,
        "client_reference": filed.client_references[0],
        "invitation": ledger.do(invite, SYSTEM, users["client"].id).secret,
    }
    with ledger.database.read() as session:
        values["impact"] = session.scalars(select(Impact.id).where(Impact.incident_id == filed.id)).one()
    values |= answering_to_walk(ledger, writer, filed.id)
    values |= letters_to_walk(ledger, client, writer, leader)
    values |= recovery_to_walk(ledger, filed, writer)
    return values


def a_token(ledger: Ledger, user: User, scope: str = "write") -> str:
    """Give a user a personal token and return its secret."""
    secret = secrets.token_urlsafe(32)
    made_at = now()
    with ledger.unit() as session:
        session.add(
            ApiToken(
                user_id=user.id,
                name="for a test",
                token_hash=token_hash(secret),
                scope=scope,
                made_at=made_at,
                expires_at=made_at + timedelta(days=1),
            )
        )
    return secret
