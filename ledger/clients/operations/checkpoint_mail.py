"""Whether a client is mailed its newest checkpoint each week: off until somebody there asks for it."""

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.operations.clients import locked_client
from ledger.kernel.errors import Conflict
from ledger.people.actor import Actor
from ledger.record.operations import note


def mail_checkpoints(session: Session, actor: Actor, /, *, code: str, wanted: bool, version: int) -> Client:
    """Mail this client's contacts who may receive notices its newest checkpoint each week, or no more.

    Raises `Stale` when somebody else saved in between, `Conflict` where nothing would change.
    """
    client = locked_client(session, actor, code, version)
    if client.mails_checkpoints == wanted:
        sentence = f"Checkpoints are {'already' if wanted else 'not'} mailed to {client.name}."
        raise Conflict(sentence)
    client.mails_checkpoints = wanted
    client.version += 1
    client.event_id = note(
        session,
        "client.checkpoints_mailed",
        actor=actor.user_id,
        subjects={client.log_id: client.code},
        data={"wanted": wanted},
    )
    session.flush()
    return client
