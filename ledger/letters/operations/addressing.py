"""To whom a letter may go, and who may sign it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.incidents.models import Incident
from ledger.kernel.errors import Invalid
from ledger.letters.review import signs
from ledger.people.actor import STAFF, Actor
from ledger.people.models import User


def contact_of(session: Session, client: Client, contact_id: str | None) -> Contact:
    """Return the chosen contact, else the first to ring; raise `Invalid` for one who may not be told."""
    query = select(Contact).where(Contact.client_id == client.id, Contact.active, Contact.may_receive_notices)
    found = list(session.scalars(query.order_by(Contact.ring_order, Contact.id)))
    if not found:
        sentence = f"{client.name} has no contact who may receive notices; add one on the client's page first."
        raise Invalid({"contact_id": sentence})
    chosen = next((one for one in found if contact_id in {None, one.id}), None)
    if chosen is None:
        raise Invalid({"contact_id": f"Choose a contact of {client.name} who may receive notices."})
    return chosen


def signatory_of(session: Session, actor: Actor, incident: Incident, signatory_id: str | None) -> User:
    """Return the chosen signatory, else the nearest; raise `Invalid` for one who does not sign for this severity."""
    query = select(User).where(User.active, User.role.in_(STAFF), User.signs_up_to.is_not(None))
    able = [user for user in session.scalars(query) if signs(user.signs_up_to, incident.severity)]
    if not able:
        sentence = (
            f"Nobody signs letters about an {incident.severity} yet: an administrator sets “signs up to” of a person."
        )
        raise Invalid({"signatory_id": sentence})
    if signatory_id is None:
        # The nearest who may: the writer, else whoever signs for no graver severity than needed.
        return min(able, key=lambda user: (user.id != actor.user_id, -int((user.signs_up_to or "S0")[1]), user.name))
    chosen = next((user for user in able if user.id == signatory_id), None)
    if chosen is None:
        sentence = f"Choose somebody who signs for this severity ({incident.severity})."
        raise Invalid({"signatory_id": sentence})
    return chosen
