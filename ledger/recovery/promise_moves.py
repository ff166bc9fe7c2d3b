"""When a promise's date was moved, from which to which and why, read back from the record."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.histories import events_about
from ledger.record.models import PROVIDER_LOG
from ledger.recovery.models import Promise
from ledger.recovery.own_promises import own_promise
from ledger.recovery.queries import promise_of


@dataclass(frozen=True)
class PromiseMove:
    """One time its date was moved."""

    at: datetime
    from_at: datetime
    to_at: datetime
    is_day: bool
    """Whether both are days; then they are the ends of the client's days."""
    reason: str


def promise_moves(session: Session, actor: Actor, promise_id: str) -> tuple[PromiseMove, ...]:
    """Return the moves of a promise that the actor may see, the first one first; raise `NotFound` for any other."""
    permit(actor, "read_cases")
    promise_of(session, actor, promise_id)
    row = session.get_one(Promise, promise_id)
    incident = session.get(Incident, row.incident_id) if row.incident_id else None
    subject = incident.reference if incident else session.get_one(Client, row.client_id).code
    return _moves(session, {PROVIDER_LOG: subject}, promise_id)


def own_promise_moves(session: Session, actor: Actor, promise_id: str) -> tuple[PromiseMove, ...]:
    """Return the moves of a promise to the actor's client, as that client's log has them; raise `NotFound`."""
    own = own_promise(session, actor, promise_id)
    client = session.get_one(Client, session.get_one(Promise, promise_id).client_id)
    return _moves(session, {client.log_id: own.client_reference or client.code}, promise_id)


def _moves(session: Session, subjects: dict[str, str], promise_id: str) -> tuple[PromiseMove, ...]:
    found = events_about(session, subjects, saying=("promise", promise_id))
    told = [one for one in found if one.data.get("promise") == promise_id]
    return tuple(
        PromiseMove(
            later.recorded_at,
            datetime.fromisoformat(before.data["due_at"]),
            datetime.fromisoformat(later.data["due_at"]),
            bool(before.data["due_is_day"] and later.data["due_is_day"]),
            later.words.get("reason", ""),
        )
        for before, later in pairwise(told)
        if later.type == "promise.redated"
    )
