"""Filling an empty ledger with invented cases of a shape: recorded like any other, or past the record and marked so."""

from sqlalchemy.orm import Session

from ledger.clients.operations.clients import add_client
from ledger.clients.operations.contacts import add_contact
from ledger.clients.operations.users import add_client_user
from ledger.demo.fill import AlreadyInUse, Progress, in_a_hurry, is_empty
from ledger.demo.many.drawing import House
from ledger.demo.many.recorded import write_recorded
from ledger.demo.many.shape import Shape
from ledger.demo.many.unrecorded import write_unrecorded
from ledger.demo.many.words import companies, mail_of
from ledger.demo.people import PROVIDER
from ledger.demo.stage import Stage
from ledger.kernel.clock import pretended
from ledger.people.actor import SYSTEM, Actor
from ledger.work import Ledger


def fill_many(
    ledger: Ledger, shape: Shape, *, password_hash: str, progress: Progress | None = None, recorded: bool | None = None
) -> None:
    """Fill an empty ledger; whether it is `recorded` follows from its size unless it is said.

    Raises `AlreadyInUse` for a ledger that has a provider, `Invalid` for a shape that none can have.
    """
    if not is_empty(ledger):
        sentence = "This ledger has a provider already, and an invented one is only for an empty ledger."
        raise AlreadyInUse(sentence)
    stage = Stage(ledger, password_hash)
    stage.begin(shape.begins_at)
    with pretended(shape.begins_at):
        clients = ledger.do(_taken_on, SYSTEM, shape=shape, password_hash=password_hash)
    owners = tuple(who.user_id for who in stage.people.values() if who.role == "service_manager")
    house = House(clients, owners, shape.zone, str(PROVIDER["currency"]))
    with in_a_hurry(ledger):
        if shape.is_recorded if recorded is None else recorded:
            write_recorded(ledger, shape, house, progress)
        else:
            write_unrecorded(ledger, shape, house, progress)


def _taken_on(session: Session, actor: Actor, *, shape: Shape, password_hash: str) -> tuple[tuple[str, str], ...]:
    """Take on the clients, each with a contact; the first one's contact can sign in."""
    found = []
    for place, (code, name) in enumerate(companies(shape.clients)):
        people = 400 // (place + 4) + 6
        client = add_client(session, actor, code=code, name=name, people_total=people)
        mail = mail_of(name)
        add_contact(
            session, actor, client_code=code, name=f"Office of {name}", mail=mail, may_receive_notices=True
        )  # fmt: skip
        if not place:
            user = add_client_user(session, actor, client=code, email=mail, name=f"Office of {name}")
            user.password = password_hash
        found.append((client.id, code))
    return tuple(found)
