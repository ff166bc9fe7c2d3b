"""What somebody still has in hand: it is given to somebody else before they are erased."""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.incidents.filtering import ON_BOARD
from ledger.incidents.models import Impact, Incident
from ledger.letters.letter_states import DRAWING, UNISSUED
from ledger.letters.models import Letter
from ledger.notary.person import Person
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action, Promise

UNFINISHED = (*UNISSUED, DRAWING)


def in_hand(session: Session, person: Person) -> Iterator[str]:
    """Give what has to be done first, a sentence each; nothing where nothing waits for the person any more."""
    mine = or_(Incident.owner_id.in_(person.users), Incident.deputy_id.in_(person.users))
    query = select(Incident.reference).where(Incident.status.in_(ON_BOARD), mine).order_by(Incident.reference)
    if found := list(session.scalars(query)):
        yield f"Hand over the incidents they own or deputise: {', '.join(found)}."
    promises = select(Promise.text).where(Promise.status == "open", Promise.owner_id.in_(person.users))
    if count := len(session.scalars(promises).all()):
        yield f"Give their open promises to somebody else: {count}, listed under What we owe."
    actions = select(Action.id).where(Action.status.in_(UNDONE), Action.owner_id.in_(person.users))
    if count := len(session.scalars(actions).all()):
        yield f"Give their open actions to somebody else: {count}, listed under What we owe."
    yield from _letters(session, person)
    yield from _notices(session, person)


def _letters(session: Session, person: Person) -> Iterator[str]:
    query = select(Impact.client_reference).join(Letter, Letter.impact_id == Impact.id)
    query = query.where(Letter.id.in_(person.letters), Letter.status.in_(UNFINISHED))
    if found := ", ".join(sorted(set(session.scalars(query)))):
        yield f"Finish, discard or readdress the letters in work that go to them or are signed by them: {found}."


def _notices(session: Session, person: Person) -> Iterator[str]:
    """Give the clients with an incident that is on, whom we could tell through nobody else."""
    told = select(Contact.client_id).where(Contact.active, Contact.may_receive_notices)
    others = told.where(Contact.id.not_in(person.contacts))
    query = (
        select(Client.name)
        .join(Impact, Impact.client_id == Client.id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Incident.status.in_(ON_BOARD), Client.id.in_(told.where(Contact.id.in_(person.contacts))))
        .where(Client.id.not_in(others))
    )
    for name in sorted(set(session.scalars(query))):
        yield f"Name another contact of {name} who may receive notices: an incident is on, and we could tell nobody."
