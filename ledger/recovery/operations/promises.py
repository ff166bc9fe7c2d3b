"""Promises: who told which client what, by when; judged by the original date."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import refuse_indiscretion, refuse_stale
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import binding_due_at, due_from, judged, refuse_impossible_due
from ledger.recovery.models import Promise
from ledger.recovery.operations.owners import require_owner
from ledger.recovery.operations.telling import tell


def make_promise(  # noqa: PLR0913 who, what, by when, and what goes with it, all named
    session: Session,
    actor: Actor,
    *,
    client_code: str,
    text: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    kind: str = "other",
    owner_id: str | None = None,
    incident_id: str | None = None,
    promised_at: datetime | None = None,
    visible_to_client: bool = True,
) -> Promise:
    """Write down a promise to a client, with or without an incident; the actor owns it unless somebody is named.

    Due is a day of the client's (`due_on`, until its end) or an instant (`due_at`). Raises `Invalid` for a date that
    had passed when it was said, an owner who cannot act, and words that name another client.
    """
    permit(actor, "promise")
    client = _client(session, client_code, incident_id)
    due, is_day = due_from(due_on, due_at, client.zone)
    at = now()
    refuse_impossible_due(due, promised_at or at, at)
    row = Promise(
        id=new_id(), version=1, client_id=client.id, incident_id=incident_id, kind=kind, text=text, due_at=due,
        owner_id=require_owner(session, owner_id or actor.user_id), promised_at=promised_at or at, original_due_at=due,
        due_is_day=is_day, status="open", evidence="", ending_words="", visible_to_client=visible_to_client,
    )  # fmt: skip
    row.event_id = _told(session, actor, "promise.made", client, row)
    session.add(row)
    session.flush()
    return row


def keep_promise(  # noqa: PLR0913 what keeping it leaves behind, all named
    session: Session,
    actor: Actor,
    *,
    promise_id: str,
    evidence: str = "",
    kept_at: datetime | None = None,
    version: int | None = None,
) -> Promise:
    """Record that it was done: kept by its date, or late. Raises `Invalid` for a time before it was made or to come."""
    client, row = _open_promise(session, actor, promise_id, version)
    at = now()
    if kept_at is not None and not row.promised_at <= kept_at <= at:
        raise Invalid({"kept_at": "This lies before the promise was made, or in the future."})
    row.kept_at, row.evidence = kept_at or at, evidence
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    row.status = judged(row.status, row.kept_at, binding_at, at)
    row.ended_at = row.kept_at
    return _changed(session, actor, "promise.kept", client, row)


def redate_promise(  # noqa: PLR0913 what moving a date needs, all named
    session: Session,
    actor: Actor,
    *,
    promise_id: str,
    reason: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    client_words: str = "",
    version: int | None = None,
) -> Promise:
    """Move the date, with a reason that the client reads; the original date stays and it is judged by that.

    With `client_words` (how the client agreed), before the original date has passed, it is judged by the new one.
    """
    client, row = _open_promise(session, actor, promise_id, version)
    if not reason.strip():
        raise Invalid({"reason": "Say why; the client reads it."})
    at = now()
    row.due_at, row.due_is_day = due_from(due_on, due_at, client.zone)
    refuse_impossible_due(row.due_at, row.promised_at, at)
    if client_words.strip():
        permit(actor, "speak_for_client")
        row.agreed_due_at, row.agreed_at = row.due_at, at
    said = {"reason": reason, "client_words": client_words}
    return _changed(session, actor, "promise.redated", client, row, said)


def release_promise(
    session: Session, actor: Actor, *, promise_id: str, client_words: str, version: int | None = None
) -> Promise:
    """Record that the client released us, in its own words; nobody else can. Raises `Invalid` without them."""
    permit(actor, "speak_for_client")
    client, row = _open_promise(session, actor, promise_id, version)
    if not client_words.strip():
        raise Invalid({"client_words": "Write who said it, when and in which words; only the client releases us."})
    row.status, row.ending_words, row.ended_at = "released", client_words, now()
    return _changed(session, actor, "promise.released", client, row)


def break_promise(
    session: Session, actor: Actor, *, promise_id: str, reason: str, version: int | None = None
) -> Promise:
    """Admit that it will not be kept, with a reason that the client reads."""
    client, row = _open_promise(session, actor, promise_id, version)
    if not reason.strip():
        raise Invalid({"reason": "Say why; the client reads it."})
    row.status, row.ending_words, row.ended_at = "broken", reason, now()
    return _changed(session, actor, "promise.broken", client, row)


def _client(session: Session, code: str, incident_id: str | None) -> Client:
    client = session.scalar(select(Client).where(Client.code == code))
    if client is None:
        raise Invalid({"client_code": f"There is no client with the code {code}."})
    if incident_id is not None and session.get(Incident, incident_id) is None:
        raise NotFound
    if incident_id is not None and _reference(session, client.id, incident_id) is None:
        raise Invalid({"client_code": f"This incident does not touch {client.name}."})
    return client


def _open_promise(session: Session, actor: Actor, promise_id: str, version: int | None) -> tuple[Client, Promise]:
    """Return a promise, locked, and its client; raise `NotFound`, `Stale`, or `Conflict` where it has ended."""
    permit(actor, "promise")
    query = select(Promise).where(Promise.id == promise_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    refuse_stale(row.version, version)
    if row.status != "open":
        sentence = f"This promise has ended ({row.status}); make a new one."
        raise Conflict(sentence)
    return session.get_one(Client, row.client_id), row


def _changed(  # noqa: PLR0913, PLR0917 what an event of a changed promise needs
    session: Session,
    actor: Actor,
    event: str,
    client: Client,
    row: Promise,
    words: Mapping[str, str | None] | None = None,
) -> Promise:
    row.version += 1
    row.event_id = _told(session, actor, event, client, row, words)
    session.flush()
    return row


def _told(  # noqa: PLR0913, PLR0917 what an event of a promise needs
    session: Session,
    actor: Actor,
    event: str,
    client: Client,
    row: Promise,
    more: Mapping[str, str | None] | None = None,
) -> str:
    words = {"text": row.text, "ending_words": row.ending_words, **(more or {})}
    if row.visible_to_client:
        refuse_indiscretion(session, words, [client])
    subject = _reference(session, client.id, row.incident_id) or client.code
    return tell(
        session,
        actor,
        event,
        ours=_ours(session, row) or client.code,
        clients={client.log_id: subject} if row.visible_to_client else {},
        data={
            "promise": row.id,
            "kind": row.kind,
            "status": row.status,
            "promised_at": iso(row.promised_at),
            "due_at": iso(row.due_at),
            "original_due_at": iso(row.original_due_at),
            "due_is_day": row.due_is_day,
            "agreed_due_at": iso(row.agreed_due_at) if row.agreed_due_at else None,
            "kept_at": iso(row.kept_at) if row.kept_at else None,
        },
        words=words,
        inside={"owner": row.owner_id, "shown": row.visible_to_client},
        inside_words={"evidence": row.evidence},
    )


def _reference(session: Session, client_id: str, incident_id: str | None) -> str | None:
    """Return what the client calls the incident; none without one, or where it is not touched."""
    query = select(Impact.client_reference).where(Impact.client_id == client_id, Impact.incident_id == incident_id)
    return session.scalar(query) if incident_id else None


def _ours(session: Session, row: Promise) -> str | None:
    return session.scalar(select(Incident.reference).where(Incident.id == row.incident_id)) if row.incident_id else None
