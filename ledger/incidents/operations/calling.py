"""Logging each attempt to ring a client: a talk tells the client, three attempts on two channels stand for one."""

from datetime import datetime

from sqlalchemy.orm import Session

from ledger.incidents.models import Entry
from ledger.incidents.operations.timeline import add_entry
from ledger.people.actor import Actor

_TRIED = {"left_message": "Left a message for", "no_answer": "No answer from"}


def log_attempt(  # noqa: PLR0913 what a call gives, all named
    session: Session,
    actor: Actor,
    *,
    incident_id: str,
    client_code: str,
    contact: str,
    channel: str,
    outcome: str,
    text: str = "",
    occurred_at: datetime | None = None,
    next_update_at: datetime | None = None,
) -> Entry:
    """Log a call, mail or message. Somebody reached has been told, and the client reads that; an attempt stays inside.

    `text` is what was said beyond the sheet; raises what `add_entry` raises.
    """
    reached = outcome not in _TRIED
    words = f"We told {contact} what we know." if reached else f"{_TRIED[outcome]} {contact}."
    return add_entry(
        session,
        actor,
        incident_id=incident_id,
        kind="client_notice" if reached else "client_contact",
        text=f"{words} {text}".strip(),
        occurred_at=occurred_at,
        visibility="one_client" if reached else "internal",
        client_code=client_code,
        channel=channel,
        outcome=outcome,
        next_update_at=next_update_at,
    )
