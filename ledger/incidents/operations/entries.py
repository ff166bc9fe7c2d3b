"""One line of the timeline, as it is checked and written; the verbs that write them stand beside this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.milestones import MILESTONES
from ledger.incidents.models import Entry, Incident
from ledger.incidents.operations.touched import Touched, logs_of, refuse_indiscretion
from ledger.incidents.timeline import CONTACTS, KINDS, seen_by, time_fault
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.record.operations import note


@dataclass(frozen=True)
class Said:
    """What an entry says, before it is written; `about` is the client of a contact or of a one-client entry."""

    kind: str
    text: str
    occurred_at: datetime
    visibility: str
    about: Client | None = None
    channel: str | None = None
    outcome: str | None = None
    next_update_at: datetime | None = None
    external_id: str | None = None
    supersedes: Entry | None = None
    reason: str | None = None


def readers(entry: Entry, affected: Sequence[Touched]) -> list[Touched]:
    """Return the impacts whose clients read an entry."""
    if entry.visibility == "internal":
        return []
    return [one for one in affected if entry.visibility == "all_clients" or one.client.id == entry.client_id]


def milestones_of(incident: Incident) -> dict[str, datetime | None]:
    """Return the incident's milestones by name."""
    return {name: getattr(incident, name) for name in MILESTONES}


def client_named(affected: Sequence[Touched], code: str | None) -> Client | None:
    """Return the client with this code among those affected, none without a code; raise `Invalid` for any other."""
    if not code:
        return None
    for one in affected:
        if one.client.code == code:
            return one.client
    raise Invalid({"client_code": f"{code} is not one of the clients of this incident; add its impact first."})


def refuse_impossible(incident: Incident, said: Said) -> None:
    """Raise `Invalid` for a time, a kind or an outcome that cannot be."""
    faults: dict[str, str] = {}
    if said.kind not in KINDS:
        faults["kind"] = f"Choose one of: {', '.join(KINDS)}."
    if fault := time_fault(said.kind, said.occurred_at, milestones_of(incident), now()):
        faults["occurred_at"] = fault
    if said.visibility == "one_client" and said.about is None:
        faults["client_code"] = "Say which client may read this."
    if said.outcome and said.kind not in CONTACTS:
        faults["outcome"] = "Only a contact with a client has an outcome; choose such a kind."
    if said.next_update_at and said.next_update_at <= said.occurred_at:
        faults["next_update_at"] = "The next update comes after this one."
    if faults:
        raise Invalid(faults)


def write_entry(session: Session, actor: Actor, incident: Incident, affected: Sequence[Touched], said: Said) -> Entry:
    """Write an entry with its event: in the log of every client that reads it, else in ours.

    Raises `Invalid` for words, also those of a correction's reason, that name a client its readers must not learn of.
    """
    visibility = seen_by(said.visibility, about_one=said.about is not None)
    entry = Entry(
        id=new_id(),
        incident_id=incident.id,
        kind=said.kind,
        text=said.text,
        occurred_at=said.occurred_at,
        recorded_at=now(),
        visibility=visibility,
        client_id=said.about.id if said.about and visibility == "one_client" else None,
        about_client_id=said.about.id if said.about else None,
        author_id=actor.user_id,
        channel=said.channel,
        outcome=said.outcome,
        next_update_at=said.next_update_at,
        external_id=said.external_id,
        supersedes_id=said.supersedes.id if said.supersedes else None,
        correction_reason=said.reason,
    )
    reading = readers(entry, affected)
    words = {"text": entry.text, "reason": entry.correction_reason}
    refuse_indiscretion(session, words, [one.client for one in reading])
    kind = "entry.corrected" if said.supersedes else "entry.added"
    entry.event_id = note_entry(session, actor, kind, incident, reading, entry, said.supersedes)
    session.add(entry)
    session.flush()
    return entry


def note_entry(  # noqa: PLR0913, PLR0917 the parts of the event
    session: Session,
    actor: Actor,
    type: str,  # noqa: A002 the record's own word
    incident: Incident,
    reading: Sequence[Touched],
    entry: Entry,
    supersedes: Entry | None = None,
) -> str:
    """Note what an entry says for those who read it, and return the event's id."""
    return note(
        session,
        type,
        actor=actor.user_id,
        subjects=logs_of(reading) or incident.reference,
        occurred_at=entry.occurred_at,
        data={
            "entry": entry.id,
            "kind": entry.kind,
            "visibility": entry.visibility,
            "channel": entry.channel,
            "outcome": entry.outcome,
            "next_update_at": iso(entry.next_update_at) if entry.next_update_at else None,
            "external_id": entry.external_id,
            "corrects": entry.supersedes_id,
        },
        sealed={"text": entry.text, "why": entry.correction_reason},
        supersedes=supersedes.event_id if supersedes else None,
    )
