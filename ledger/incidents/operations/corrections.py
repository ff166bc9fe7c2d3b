"""Changing what a timeline shows without changing what was written: corrections supersede, publishing comes later."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Entry, Incident
from ledger.incidents.operations.entries import (
    Said,
    client_named,
    note_entry,
    readers,
    refuse_impossible,
    write_entry,
)
from ledger.incidents.operations.told import corrected_notice
from ledger.incidents.operations.touched import Touched, locked, refuse_indiscretion, touched
from ledger.incidents.timeline import seen_by
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit


def correct_entry(  # noqa: PLR0913 what a correction says, all named
    session: Session, actor: Actor, *, entry_id: str, text: str, reason: str, occurred_at: datetime | None = None
) -> Entry:
    """Write what is right; the wrong entry stays, struck through for us, and clients see only the newest.

    An empty `occurred_at` keeps the time. A correction can make a clock late, never good. Raises `Conflict` for an
    entry that has been corrected already: the newest one is to be corrected then.
    """
    permit(actor, "answer")
    incident, affected, wrong = _found(session, entry_id)
    if session.scalar(select(Entry.id).where(Entry.supersedes_id == wrong.id)):
        sentence = "This entry has been corrected already; correct the newer one."
        raise Conflict(sentence)
    about = next((one.client for one in affected if one.client.id == (wrong.client_id or wrong.about_client_id)), None)
    said = Said(
        kind=wrong.kind,
        text=text,
        occurred_at=occurred_at or wrong.occurred_at,
        visibility=wrong.visibility,
        about=about,
        channel=wrong.channel,
        outcome=wrong.outcome,
        next_update_at=wrong.next_update_at,
        supersedes=wrong,
        reason=reason,
    )
    refuse_impossible(incident, said)
    entry = write_entry(session, actor, incident, affected, said)
    corrected_notice(session, actor, readers(entry, affected), wrong, entry)
    return entry


def publish_entry(
    session: Session, actor: Actor, *, entry_id: str, visibility: str, client_code: str | None = None
) -> Entry:
    """Show an internal entry to all affected clients or to one, later than it was written; the lag shows.

    Raises `Conflict` for what has been seen already or was corrected, and `Invalid` for words that name another client.
    """
    permit(actor, "answer")
    incident, affected, entry = _found(session, entry_id)
    if entry.visibility != "internal" or session.scalar(select(Entry.id).where(Entry.supersedes_id == entry.id)):
        sentence = "Only an internal entry that was not corrected can be published."
        raise Conflict(sentence)
    about = client_named(affected, client_code)
    if visibility == "internal" or (visibility == "one_client") != (about is not None):
        raise Invalid({"visibility": "Choose all affected clients, or one of them by name."})
    told = entry.about_client_id
    if told is not None and about is not None and about.id != told:
        raise Invalid({"client_code": "This was with another client: only that one may read it."})
    entry.visibility = seen_by(visibility, about_one=told is not None)
    entry.client_id = (about.id if about else told) if entry.visibility == "one_client" else None
    reading = readers(entry, affected)
    words = {"text": entry.text, "reason": entry.correction_reason}
    refuse_indiscretion(session, words, [one.client for one in reading])
    entry.event_id = note_entry(session, actor, "entry.published", incident, reading, entry)
    session.flush()
    return entry


def _found(session: Session, entry_id: str) -> tuple[Incident, list[Touched], Entry]:
    entry = session.get(Entry, entry_id)
    if entry is None:
        raise NotFound
    incident = locked(session, entry.incident_id)
    session.refresh(entry)
    return incident, touched(session, incident.id), entry
