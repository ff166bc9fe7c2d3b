"""Who checks an action where we are too few: a named person from outside, for whom one of ours writes it down."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.kernel.errors import Invalid, Refused
from ledger.people.models import User
from ledger.recovery.action_standing import independent_people
from ledger.recovery.models import Action


def named_outsider(session: Session, incident: Incident, row: Action, words: str) -> str:
    """Return who from outside checks an action, with what they are to us: `Hanne Vik, chair of the board`.

    Raises `Invalid` where nobody is named or it is one of ours, `Refused` while somebody of ours is independent.
    """
    if free := independent_people(session, row, incident.severity):
        one = next(iter(free.values()))
        sentence = f"Somebody from outside is for where nobody of ours is independent, and {one} is."
        raise Refused(sentence)
    said = " ".join(words.split())
    if not said:
        raise Invalid({"outsider": "Name who from outside looked, and what they are to us."})
    name = said.partition(",")[0].casefold()
    if any(name == ours.casefold() for ours in session.scalars(select(User.name).where(User.client_id.is_(None)))):
        raise Invalid({"outsider": "This is one of ours; nobody checks their own work."})
    return said
