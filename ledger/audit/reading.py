"""Writing down who read what: ids of an address are turned into the references that people search by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.letters.letter_files import file_name
from ledger.letters.models import Letter
from ledger.people.actor import Actor
from ledger.people.models import ApiToken, Reading
from ledger.people.operations.readings import keep_readings
from ledger.recovery.action_parts import ActionEvidence
from ledger.recovery.models import Action, Promise, Remedy

LONGEST = 100


@dataclass(frozen=True)
class Read:
    """One reading as the front door saw it: `named` says what kind of name stands in the address."""

    at: datetime
    user_id: str
    what: str
    named: str
    name: str
    way: str
    token_hash: str | None = None
    """Of the personal token it was read with, over the API."""


def keep_reads(session: Session, actor: Actor, *, reads: Iterable[Read]) -> None:
    """Write down these readings, each under the reference by which it will be looked for."""
    known: dict[tuple[str, str], str] = {}
    lines = []
    for one in reads:
        key = (one.named, one.name)
        if key not in known:
            known[key] = reference_of(session, *key)
        lines.append(
            Reading(
                at=one.at,
                user_id=one.user_id,
                token_id=_token(session, one.token_hash),
                what=one.what,
                reference=known[key],
                way=one.way,
            )
        )
    keep_readings(session, actor, lines=lines)


def reference_of(session: Session, named: str, name: str) -> str:
    """Return the reference of what an address names: a letter by its file's name, an action by its incident."""
    find = _BY_ID.get(named)
    found = find(session, name) if find else None
    return (found or name)[:LONGEST]


def _token(session: Session, hashed: str | None) -> str | None:
    return session.scalar(select(ApiToken.id).where(ApiToken.token_hash == hashed)) if hashed else None


def _letter(session: Session, name: str) -> str | None:
    query = select(Impact.client_reference, Letter.kind, Letter.version_number)
    row = session.execute(query.join(Impact, Impact.id == Letter.impact_id).where(Letter.id == name)).one_or_none()
    return file_name(*row).removesuffix(".pdf") if row else None


def _action(session: Session, name: str) -> str | None:
    query = select(Incident.reference).join(Action, Action.incident_id == Incident.id)
    return session.scalar(query.where(Action.id == name))


def _evidence(session: Session, name: str) -> str | None:
    query = select(Incident.reference).join(Action, Action.incident_id == Incident.id)
    query = query.join(ActionEvidence, ActionEvidence.action_id == Action.id)
    return session.scalar(query.where(ActionEvidence.id == name))


def _remedy(session: Session, name: str) -> str | None:
    query = select(Impact.client_reference).join(Remedy, Remedy.impact_id == Impact.id)
    return session.scalar(query.where(Remedy.id == name))


def _promise(session: Session, name: str) -> str | None:
    same = (Impact.client_id == Promise.client_id) & (Impact.incident_id == Promise.incident_id)
    query = select(Impact.client_reference, Client.code).select_from(Promise).outerjoin(Impact, same)
    row = session.execute(query.join(Client, Client.id == Promise.client_id).where(Promise.id == name)).one_or_none()
    return row and (row[0] or row[1])


_BY_ID: Mapping[str, Callable[[Session, str], str | None]] = {
    "letter": _letter,
    "action": _action,
    "evidence": _evidence,
    "remedy": _remedy,
    "promise": _promise,
}
