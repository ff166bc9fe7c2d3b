"""Making a receipt of a client's whole log, of an incident, or of a letter, for whoever may read it."""

import re
from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.errors import Conflict, NotFound
from ledger.letters.letter_states import SENT
from ledger.letters.models import Letter
from ledger.notary.signing import outward_checkpoint
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.checkpoint import open_checkpoint, told_by
from ledger.record.checkpoints import guard, to_sign
from ledger.record.models import Log
from ledger.record.origins import origins_of
from ledger.record.receipts import stored_checkpoints, write_receipt
from ledger.record.signed_note import BadNote, VerifierKey
from ledger.record.signing_keys import known_keys, signing
from ledger.work import Ledger

_LETTER = re.compile(r"(?P<reference>.+-\d{4}-\d+)-(?P<kind>[a-z-]+)-(?P<number>\d+)(\.pdf)?")


@dataclass(frozen=True)
class Subject:
    """What a receipt is of: a log, perhaps only what it says about one incident or one letter of it."""

    log_id: str
    name: str
    reference: str | None = None
    letter_id: str | None = None


def receipt(ledger: Ledger, actor: Actor, name: str, since: str | None = None) -> tuple[str, str]:
    """Return a file name and the receipt of what `name` names; a checkpoint is signed for it.

    `name` is a client's code, a client reference such as HFO-2026-03, in small letters too, a letter's id or its file's
    name. `since` is a checkpoint that the client kept. Raises `NotFound` for what is not there or not the actor's to
    see (of our own reference, which no client's record knows, it tells our people theirs), and `Conflict` where a
    checkpoint is refused.
    """
    subject = ledger.ask(_named, actor, name)
    signed = outward_checkpoint(ledger, subject.log_id)
    with ledger.database.read() as session:
        keys = known_keys(session)
        theirs = signing(keys)
        if since is not None:
            _refuse_strange(session, subject.log_id, since, [one.key for one in keys])
            # Who kept something that a retired key signed has that key, and gets all it signed, up to what both did.
            theirs += [one.key for one in keys if one.retired_at and _opens(since, [one.key])]
        older = [one for one in stored_checkpoints(session, subject.log_id) if _opens(one, theirs)]
        older += [since] if since is not None else []
        text = write_receipt(
            session,
            subject.log_id,
            signed,
            [one for one in older if one != signed],
            subject=subject.reference,
            letter=subject.letter_id,
        )
    return f"{subject.name}-receipt.json", text


def _named(session: Session, actor: Actor, name: str) -> Subject:
    permit(actor, "read_own_case" if actor.role == "client" else "read_cases")
    known_as = name.strip().upper()
    query = select(Client.log_id).where(Client.code == known_as, visible_to(actor, Client.id))
    if log_id := session.scalar(query):
        return Subject(log_id, known_as)
    of_case = select(Client.log_id).join(Impact, Impact.client_id == Client.id)
    query = of_case.where(Impact.client_reference == known_as, visible_to(actor, Impact.client_id))
    if log_id := session.scalar(query):
        return Subject(log_id, known_as, reference=known_as)
    row = session.execute(_letter(name).where(visible_to(actor, Impact.client_id))).one_or_none()
    if row is None:
        if actor.role != "client":
            _refuse_ours(session, actor, known_as)
        sentence = "There is no client, client reference or issued letter of that name."
        raise NotFound(sentence)
    log_id, reference, letter_id, kind, number = row
    return Subject(log_id, f"{reference}-{kind.replace('_', '-')}-{number}", reference, letter_id)


def _refuse_ours(session: Session, actor: Actor, reference: str) -> None:
    """Tell which client references belong to an incident of ours: each of them has a receipt of its own."""
    query = select(Impact.client_reference).join(Incident, Incident.id == Impact.incident_id)
    query = query.where(Incident.reference == reference, visible_to(actor, Impact.client_id))
    theirs = session.scalars(query.order_by(Impact.client_reference)).all()
    if theirs:
        sentence = f"{reference} is our own reference. Each client has a receipt of its own: {', '.join(theirs)}."
        raise NotFound(sentence)


def _letter(name: str) -> Select[str, str, str, str, int]:
    query = (
        select(Client.log_id, Impact.client_reference, Letter.id, Letter.kind, Letter.version_number)
        .join(Impact, Impact.client_id == Client.id)
        .join(Letter, Letter.impact_id == Impact.id)
        .where(Letter.status.in_(SENT))
    )
    if parts := _LETTER.fullmatch(name):
        kind, number = parts["kind"].replace("-", "_"), int(parts["number"])
        return query.where(
            Impact.client_reference == parts["reference"], Letter.kind == kind, Letter.version_number == number
        )
    return query.where(Letter.id == name)


def _opens(note: str, keys: list[VerifierKey]) -> bool:
    try:
        open_checkpoint(note, keys)
    except BadNote:
        return False
    return True


def _refuse_strange(session: Session, log_id: str, since: str, keys: list[VerifierKey]) -> None:
    """Refuse a checkpoint that this log does not continue: its receipt would not hold."""
    if not _opens(since, keys):
        sentence = "The old checkpoint is not signed by a key of this ledger."
        raise Conflict(sentence)
    known, names = told_by(since), origins_of(session, session.get_one(Log, log_id)).until
    if known.origin not in names:
        sentence = f"The old checkpoint is of another log: {known.origin}."
        raise Conflict(sentence)
    if known.size > names[known.origin]:
        sentence = (
            f"The old checkpoint counts {known.size} events of {known.origin}, but the log went on under a new name "
            f"after {names[known.origin]} of them; its entry log.continues says so."
        )
        raise Conflict(sentence)
    guard(session, log_id, replace(to_sign(session, log_id), origin=known.origin), since, keys)
