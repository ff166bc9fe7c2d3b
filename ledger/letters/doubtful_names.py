"""Words that a client is about to read in its portal, and that may name another client or one of us.

What surely leads to another client is refused (`ledger.incidents.confidence`); this finds, by what the check of letters
looks for, what may as well be a place or a word, so that whoever writes it is asked.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.letters.candour.names import find
from ledger.letters.candour.sentences import sentences
from ledger.letters.candour_ground import choices_made, settled_in, staff_names
from ledger.letters.other_clients import Allowed, other_clients
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.people.queries import provider


def doubtful_names(
    session: Session, actor: Actor, incident_id: str, text: str, *, client_code: str | None = None
) -> list[str]:
    """Return the words of a text that may name another client or our people, in the order of the text.

    Read by the client `client_code`, else by all whom the incident touches: none of these may read of the others.
    """
    permit(actor, "answer")
    query = select(Client.id, Client.name).join(Impact, Impact.client_id == Client.id)
    query = query.where(Impact.incident_id == incident_id)
    readers = session.execute(query.where(Client.code == client_code) if client_code else query).all()
    reader = readers[0] if len(readers) == 1 else None
    owner = select(User.name).join(Incident, Incident.owner_id == User.id).where(Incident.id == incident_id)
    settled, ours = settled_in(choices_made(session)), provider(session)
    allowed = Allowed((), (ours.name, ours.address or "", reader.name if reader else ""))
    names = [
        *other_clients(session, reader.id if reader else "", allowed, settled),
        *staff_names(session, [one.id for one in readers], session.scalars(owner).all(), settled),
    ]
    found = [(one.text[at.start : at.end], at) for one in sentences(text) for at in find(names, one.text)]
    return list(dict.fromkeys(words for words, _ in found))
