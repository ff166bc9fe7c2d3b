"""Who is on stage: the provider set up, its people and clients taken on, and each of them as an actor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.operations.clients import add_client
from ledger.clients.operations.contacts import add_contact
from ledger.clients.operations.users import add_client_user
from ledger.demo.clients import CLIENTS, PLANS, Taken
from ledger.demo.people import DOMAIN, PROVIDER, STAFF, Colleague, telephone
from ledger.duties.operations.wishes import save_wish
from ledger.incidents.operations.service_plans import save_service_plan
from ledger.kernel.clock import pretended
from ledger.people.actor import SYSTEM, Actor
from ledger.people.models import User
from ledger.people.operations.setting_up import begin_ledger, save_provider
from ledger.people.operations.users import add_user
from ledger.people.queries import actor_of
from ledger.work import Ledger

P = ParamSpec("P")
T = TypeVar("T")
DIGESTED = "priya"
"""Who gets a digest each working morning."""
EIGHT = time(8)


@dataclass
class Stage:
    """The ledger and everybody who acts in it."""

    ledger: Ledger
    password_hash: str
    """Of the one password; hashing is slow, so it is made once by whoever calls."""
    people: dict[str, Actor] = field(default_factory=dict)
    """Our people by key."""
    client_users: dict[str, Actor] = field(default_factory=dict)
    """Each client's own user, by the client's code."""
    clients: dict[str, Taken] = field(default_factory=dict)

    def do(
        self,
        at: datetime,
        verb: Callable[Concatenate[Session, Actor, P], T],
        actor: Actor,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run one verb in a unit of its own at an instant of the past."""
        with pretended(at):
            return self.ledger.do(verb, actor, *args, **kwargs)

    def begin(self, begun_at: datetime) -> None:
        """Begin the ledger and take on our people, all at one instant."""
        with pretended(begun_at):
            self.ledger.do(begin_ledger, SYSTEM, DOMAIN)
            self.ledger.do(save_provider, SYSTEM, None, **PROVIDER)
            self.ledger.do(self._people, SYSTEM)

    def set_up(self, begun_at: datetime) -> None:
        """Begin the ledger and take on people and clients, all at one instant."""
        self.begin(begun_at)
        with pretended(begun_at):
            self.ledger.do(self._clients, SYSTEM)
            self.ledger.do(save_wish, self.people[DIGESTED], digest_at=EIGHT)

    def _people(self, session: Session, actor: Actor) -> None:
        ids: dict[str, str] = {}
        for place, one in enumerate(STAFF):
            user = self._colleague(session, actor, one, place, ids)
            ids[one.key] = user.id
            self.people[one.key] = actor_of(user, str(PROVIDER["zone"]))

    def _colleague(self, session: Session, actor: Actor, one: Colleague, place: int, ids: Mapping[str, str]) -> User:
        return add_user(
            session,
            actor,
            email=one.mail,
            name=one.name,
            role=one.role,
            title=one.title,
            telephone=telephone(place),
            manager_id=ids.get(one.manager),
            signs_up_to=one.signs_up_to,
            zone=one.zone,
            password_hash=self.password_hash,
        )

    def _clients(self, session: Session, actor: Actor) -> None:
        for name, clocks in PLANS.items():
            save_service_plan(session, actor, name=name, clocks=clocks)
        for one in CLIENTS:
            client = _taken_on(session, actor, one)
            first = one.contacts[0]
            user = add_client_user(
                session, actor, client=one.code, email=first.mail, name=first.name, title=first.title,
                telephone=first.phone,
            )  # fmt: skip
            user.password = self.password_hash
            self.client_users[one.code] = actor_of(user, client.zone)
            self.clients[one.code] = one


def _taken_on(session: Session, actor: Actor, one: Taken) -> Client:
    client = add_client(
        session, actor, code=one.code, name=one.name, plan=one.plan, address=one.address, currency=one.currency,
        zone=one.zone, locale=one.locale, country=one.country, people_total=one.people,
    )  # fmt: skip
    for someone in one.contacts:
        add_contact(
            session,
            actor,
            client_code=one.code,
            name=someone.name,
            salutation=someone.salutation,
            title=someone.title,
            mail=someone.mail,
            phone=someone.phone,
            night_phone=someone.night_phone,
            may_receive_notices=True,
        )
    return client
