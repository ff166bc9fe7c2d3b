"""The timeline grows: one entry, or many at once from a notebook."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ledger.incidents.models import Entry
from ledger.incidents.operations.entries import (
    Said,
    client_named,
    milestones_of,
    readers,
    refuse_impossible,
    write_entry,
)
from ledger.incidents.operations.told import what_follows
from ledger.incidents.operations.touched import locked, touched
from ledger.incidents.timeline import default_visibility, pasted_lines, time_fault
from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit


def add_entry(  # noqa: PLR0913 what an entry can say, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    kind: str,
    text: str,
    occurred_at: datetime | None = None,
    visibility: str | None = None,
    client_code: str | None = None,
    channel: str | None = None,
    outcome: str | None = None,
    next_update_at: datetime | None = None,
    external_id: str | None = None,
    reported: bool = False,
) -> Entry:
    """Write one line of the timeline and return it.

    Empty `occurred_at` is now, empty `visibility` the kind's own. `client_code` is the one client that may read it, or
    with whom the contact was. A notice tells each client that reads it and stops its clock; a notice or update starts
    the clock of the next one (`next_update_at` is what was promised); `reported` says that with this contact the
    client told us. Raises `Invalid` for an impossible time or client, and for words that name another client.
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    affected = touched(session, incident_id)
    about = client_named(affected, client_code)
    said = Said(
        kind=kind,
        text=text,
        occurred_at=occurred_at or now(),
        visibility=visibility or default_visibility(kind, one_client=about is not None),
        about=about,
        channel=channel,
        outcome=outcome,
        next_update_at=next_update_at,
        external_id=external_id,
    )
    refuse_impossible(incident, said)
    entry = write_entry(session, actor, incident, affected, said)
    what_follows(session, actor, incident, readers(entry, affected), entry, reported=reported)
    return entry


def paste_entries(  # noqa: PLR0913 what a notebook can say, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    lines: str,
    day: date,
    zone: str,
    kind: str = "action",
    visibility: str | None = None,
) -> list[Entry]:
    """Write many lines "HH:MM text" at once; `day` and `zone` are those of the first line.

    Raises `Invalid` naming each line that cannot be, and then writes none.
    """
    permit(actor, "answer")
    incident = locked(session, incident_id)
    affected = touched(session, incident_id)
    found, bad = pasted_lines(lines, day, zone)
    milestones, at = milestones_of(incident), now()
    bad += [
        f"Line {line.number}: {fault}"
        for line in found
        if (fault := time_fault(kind, line.occurred_at, milestones, at)) is not None
    ]
    if bad or not found:
        raise Invalid({"lines": bad or ["Paste at least one line such as “21:14 restarted the mail server”."]})
    shown = visibility or default_visibility(kind)
    entries = [
        write_entry(session, actor, incident, affected, Said(kind, line.text, line.occurred_at, shown))
        for line in found
    ]
    for entry in entries:
        what_follows(session, actor, incident, readers(entry, affected), entry)
    return entries
