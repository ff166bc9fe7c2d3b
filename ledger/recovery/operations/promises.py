"""Promises: who told which client what, by when; judged by the original date."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Incident
from ledger.incidents.operations.touched import refuse_stale
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import due_from, refuse_impossible_due
from ledger.recovery.models import Promise
from ledger.recovery.operations.owners import require_owner
from ledger.recovery.operations.promise_ends import (
    client_reference,
    end_broken,
    end_kept,
    end_released,
    told,
)
from ledger.recovery.promise_links import PromiseOrigin


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
    letter_id: str | None = None,
    remedy_id: str | None = None,
) -> Promise:
    """Write down a promise to a client, with or without an incident; the actor owns it unless somebody is named.

    Due is a day of the client's (`due_on`, until its end) or an instant (`due_at`); `letter_id` or `remedy_id` says
    where it comes from. Raises `Invalid` for a date that had passed when it was said, an owner who cannot act, and
    words that name another client.
    """
    permit(actor, "promise")
    client = _client(session, client_code, incident_id)
    due, is_day = due_from(due_on, due_at, client.zone)
    at = now()
    refuse_impossible_due(due, promised_at or at, at, is_day=is_day)
    row = Promise(
        id=new_id(), version=1, client_id=client.id, incident_id=incident_id, kind=kind, text=text, due_at=due,
        owner_id=require_owner(session, owner_id or actor.user_id), promised_at=promised_at or at, original_due_at=due,
        due_is_day=is_day, status="open", evidence="", ending_words="",
        visible_to_client=visible_to_client,
    )  # fmt: skip
    row.event_id = told(session, actor, "promise.made", client, row)
    session.add(row)
    session.flush()
    if letter_id or remedy_id:
        session.add(PromiseOrigin(promise_id=row.id, letter_id=letter_id, remedy_id=remedy_id, event_id=row.event_id))
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
    permit(actor, "promise")
    client, row = open_promise(session, promise_id, version)
    _refuse_of_remedy(session, row)
    at = now()
    if kept_at is not None and not row.promised_at <= kept_at <= at:
        raise Invalid({"kept_at": "This lies before the promise was made, or in the future."})
    return end_kept(session, actor, client, row, kept_at or at, evidence)


def release_promise(  # noqa: PLR0913 the client's words and what shows them, all named
    session: Session,
    actor: Actor,
    *,
    promise_id: str,
    client_words: str,
    proof: str,
    version: int | None = None,
) -> Promise:
    """Record on the client's behalf that it released us, in its words, with what shows it; raise `Invalid` without.

    The client's own people do it themselves in the portal (`release_own_promise`); nobody of ours can.
    """
    permit(actor, "speak_for_client")
    client, row = open_promise(session, promise_id, version)
    _refuse_of_remedy(session, row)
    if not client_words.strip():
        raise Invalid({"client_words": "Write who said it, when and in which words; only the client releases us."})
    if not proof.strip():
        raise Invalid({"proof": "Say what shows it: a mail, a ticket, a call that was noted."})
    return end_released(session, actor, client, row, client_words, proof)


def break_promise(
    session: Session, actor: Actor, *, promise_id: str, reason: str, version: int | None = None
) -> Promise:
    """Admit that it will not be kept, with a reason that the client reads."""
    permit(actor, "promise")
    client, row = open_promise(session, promise_id, version)
    _refuse_of_remedy(session, row)
    if not reason.strip():
        raise Invalid({"reason": "Say why; the client reads it."})
    return end_broken(session, actor, client, row, reason)


def _client(session: Session, code: str, incident_id: str | None) -> Client:
    client = session.scalar(select(Client).where(Client.code == code))
    if client is None:
        raise Invalid({"client_code": f"There is no client with the code {code}."})
    if incident_id is not None and session.get(Incident, incident_id) is None:
        raise NotFound
    if incident_id is not None and client_reference(session, client.id, incident_id) is None:
        raise Invalid({"client_code": f"This incident does not touch {client.name}."})
    return client


def locked_promise(session: Session, promise_id: str) -> tuple[Client, Promise]:
    """Return a promise, locked, and its client; raise `NotFound`."""
    query = select(Promise).where(Promise.id == promise_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    return session.get_one(Client, row.client_id), row


def open_promise(session: Session, promise_id: str, version: int | None) -> tuple[Client, Promise]:
    """Return a promise that has not ended, locked, and its client; raise `NotFound`, `Conflict` or `Stale`.

    How it ended says more than that somebody changed something.
    """
    client, row = locked_promise(session, promise_id)
    if row.status != "open":
        sentence = f"This promise has ended ({row.status}); make a new one."
        raise Conflict(sentence)
    refuse_stale(row.version, version)
    return client, row


def _refuse_of_remedy(session: Session, row: Promise) -> None:
    origin = session.get(PromiseOrigin, row.id)
    if origin is not None and origin.remedy_id is not None:
        sentence = "This promise is a remedy's and ends with it; record on the remedy what became of it."
        raise Conflict(sentence)
