"""How a promise ends, and what the logs learn of each step; the verbs beside this file decide whether it may."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import refuse_indiscretion
from ledger.kernel.clock import iso, now
from ledger.people.actor import Actor
from ledger.record.canonical import Value
from ledger.recovery.keeping import binding_due_at, judged
from ledger.recovery.models import Promise
from ledger.recovery.operations.telling import tell

Words = Mapping[str, str | None]


def end_kept(  # noqa: PLR0913, PLR0917 the promise and what shows that it was kept
    session: Session, actor: Actor, client: Client, row: Promise, kept_at: datetime, evidence: str
) -> Promise:
    """End it as kept, or late if that was after the date it is judged by."""
    row.kept_at, row.evidence, row.ended_at = kept_at, evidence, kept_at
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    row.status = judged(row.status, kept_at, binding_at, now())
    return changed(session, actor, "promise.kept", client, row)


def end_released(  # noqa: PLR0913, PLR0917 the promise and the client's words
    session: Session, actor: Actor, client: Client, row: Promise, words: str, proof: str = ""
) -> Promise:
    """End it because the client released us."""
    row.status, row.ending_words, row.evidence, row.ended_at = "released", words, proof, now()
    return changed(session, actor, "promise.released", client, row)


def end_broken(session: Session, actor: Actor, client: Client, row: Promise, reason: str) -> Promise:
    """End it because we will not keep it."""
    row.status, row.ending_words, row.ended_at = "broken", reason, now()
    return changed(session, actor, "promise.broken", client, row)


def changed(  # noqa: PLR0913, PLR0917 what an event of a changed promise needs
    session: Session,
    actor: Actor,
    event: str,
    client: Client,
    row: Promise,
    words: Words | None = None,
    inside: Mapping[str, Value] | None = None,
) -> Promise:
    """Note the event of a changed promise and write it down."""
    row.version += 1
    row.event_id = told(session, actor, event, client, row, words, inside)
    session.flush()
    return row


def told(  # noqa: PLR0913, PLR0917 what an event of a promise needs
    session: Session,
    actor: Actor,
    event: str,
    client: Client,
    row: Promise,
    more: Words | None = None,
    inside: Mapping[str, Value] | None = None,
) -> str:
    """Note an event of a promise and return its id; raise `Invalid` for our words that name another client."""
    words = {"text": row.text, "ending_words": row.ending_words, **(more or {})}
    if row.visible_to_client and actor.client_id is None:  # a refusal would tell a client's person who else is a client
        refuse_indiscretion(session, words, [client])
    subject = client_reference(session, client.id, row.incident_id) or client.code
    return tell(
        session,
        actor,
        event,
        ours=_ours(session, row) or client.code,
        clients={client.log_id: subject} if row.visible_to_client else {},
        data=_data(row),
        words=words,
        inside={"owner": row.owner_id, "shown": row.visible_to_client, **(inside or {})},
        inside_words={"evidence": row.evidence},
    )


def _data(row: Promise) -> dict[str, Value]:
    return {
        "promise": row.id,
        "kind": row.kind,
        "status": row.status,
        "promised_at": iso(row.promised_at),
        "due_at": iso(row.due_at),
        "original_due_at": iso(row.original_due_at),
        "due_is_day": row.due_is_day,
        "agreed_due_at": iso(row.agreed_due_at) if row.agreed_due_at else None,
        "kept_at": iso(row.kept_at) if row.kept_at else None,
    }


def client_reference(session: Session, client_id: str, incident_id: str | None) -> str | None:
    """Return what the client calls the incident; none without one, or where it is not touched."""
    query = select(Impact.client_reference).where(Impact.client_id == client_id, Impact.incident_id == incident_id)
    return session.scalar(query) if incident_id else None


def _ours(session: Session, row: Promise) -> str | None:
    return session.scalar(select(Incident.reference).where(Incident.id == row.incident_id)) if row.incident_id else None
