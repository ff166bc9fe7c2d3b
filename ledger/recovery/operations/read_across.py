"""Where else could this happen? Answered with preventive actions, or here with the reason why nowhere."""

from sqlalchemy.orm import Session

from ledger.incidents.operations.touched import locked
from ledger.incidents.severities import GRAVE
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.recovery.action_parts import ReadAcross

USUAL = "We looked: it could happen nowhere else."
"""What one press says for a small mistake."""


def answer_read_across(
    session: Session, actor: Actor, *, incident_id: str, reason: str = "", looked_at: str = ""
) -> ReadAcross:
    """Write down why an incident's mistake could happen nowhere else, and where was looked; the latest answer counts.

    For S3 and S4 no words are needed. Raises `Invalid` for a grave incident without a reason or a place.
    """
    permit(actor, "act")
    incident = locked(session, incident_id)
    if incident.severity in GRAVE:
        found = {
            "reason": "" if reason.strip() else "Say why it could happen nowhere else, or add a preventive action.",
            "looked_at": "" if looked_at.strip() else "Say where you looked: which clients, which systems.",
        }
        if any(found.values()):
            raise Invalid({name: sentence for name, sentence in found.items() if sentence})
    row = ReadAcross(
        id=new_id(), incident_id=incident.id, reason=reason.strip() or USUAL, looked_at=looked_at.strip(),
        by_id=actor.user_id, at=now(),
    )  # fmt: skip
    row.event_id = note(
        session,
        "read_across.answered",
        actor=actor.user_id,
        subjects=incident.reference,
        data={"read_across": row.id, "by": row.by_id, "at": iso(row.at)},
        sealed={"reason": row.reason, "looked_at": row.looked_at},
    )
    session.add(row)
    session.flush()
    return row
