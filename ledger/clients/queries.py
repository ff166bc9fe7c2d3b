"""Reading clients: one with all we know of it, for choosing, and the clocks of its service plan."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact, PlanClock, ServicePlan
from ledger.clients.visibility import visible_to
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit


@dataclass(frozen=True)
class ContactShown:
    """A person at a client."""

    id: str
    version: int
    name: str
    salutation: str
    title: str
    mail: str
    phone: str
    night_phone: str
    ring_order: int
    may_receive_notices: bool
    active: bool


@dataclass(frozen=True)
class ClientUser:
    """Somebody of a client who can sign in to the portal."""

    id: str
    name: str
    mail: str
    active: bool


@dataclass(frozen=True)
class ClientPage:
    """A client as its page shows it; contacts in the order to ring, those out of the ring last."""

    id: str
    version: int
    code: str
    name: str
    status: str
    address: str
    currency: str
    zone: str
    locale: str
    country: str
    sharing_label: str
    people_total: int | None
    plan_id: str | None
    mails_checkpoints: bool
    """Whether its newest checkpoint is mailed to it each week."""
    letter_mail: str
    """How it wants its letters mailed: `attached`, `link` or `none`."""
    large_print: bool
    """Whether it wants its letters in large print."""
    plan: str | None
    contacts: tuple[ContactShown, ...]
    users: tuple[ClientUser, ...]

    @property
    def ring(self) -> tuple[ContactShown, ...]:
        """The people we ring, first to last."""
        return tuple(contact for contact in self.contacts if contact.active)


_COLUMNS = (
    "id", "version", "code", "name", "status", "address", "currency", "zone", "locale", "country", "sharing_label",
    "people_total", "plan_id", "mails_checkpoints", "letter_mail",
    "large_print",
)  # fmt: skip


def client_options(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return (code, name) of the active clients by name, for choosing one or several."""
    permit(actor, "read_cases")
    query = select(Client.code, Client.name).where(Client.status == "active", visible_to(actor, Client.id))
    return [(code, name) for code, name in session.execute(query.order_by(Client.name, Client.id))]


def client_by_code(session: Session, actor: Actor, code: str) -> ClientPage:
    """Return one client with contacts, users and the name of its plan; raise `NotFound` for no such code."""
    permit(actor, "read_cases")
    query = select(Client, ServicePlan.name).outerjoin(ServicePlan, ServicePlan.id == Client.plan_id)
    found = session.execute(query.where(Client.code == code, visible_to(actor, Client.id))).one_or_none()
    if found is None:
        sentence = f"There is no client with the code {code}."
        raise NotFound(sentence)
    client, plan = found
    shown = {column: getattr(client, column) for column in _COLUMNS}
    return ClientPage(**shown, plan=plan, contacts=_contacts(session, client.id), users=_users(session, client.id))


def plan_overrides(session: Session, actor: Actor, client_id: str) -> dict[tuple[str, str], tuple[int, str]]:
    """Return the stricter clocks of a client's service plan, (kind, severity) to (amount, unit).

    Empty for a client without a plan of its own: the standard clocks hold.
    """
    permit(actor, "read_cases")
    query = select(PlanClock.kind, PlanClock.severity, PlanClock.amount, PlanClock.unit)
    query = query.join(Client, Client.plan_id == PlanClock.plan_id).where(
        Client.id == client_id, visible_to(actor, Client.id)
    )
    return {(kind, severity): (amount, unit) for kind, severity, amount, unit in session.execute(query)}


def _contacts(session: Session, client_id: str) -> tuple[ContactShown, ...]:
    order = Contact.active.desc(), Contact.ring_order, Contact.id
    rows = session.scalars(select(Contact).where(Contact.client_id == client_id).order_by(*order))
    names = ContactShown.__dataclass_fields__
    return tuple(ContactShown(**{name: getattr(row, name) for name in names}) for row in rows)


def _users(session: Session, client_id: str) -> tuple[ClientUser, ...]:
    query = select(User.id, User.name, User.email, User.active).where(User.client_id == client_id)
    return tuple(ClientUser(*row) for row in session.execute(query.order_by(User.name, User.id)))
