"""What nobody knows yet about an impact: written down with the time by which the client hears, settled once known."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.operations.touched import refuse_indiscretion
from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.letters.models import Letter, OpenPointRow
from ledger.letters.operations.changing import case_of
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note


def raise_point(session: Session, actor: Actor, *, impact_id: str, text: str, tell_by: datetime) -> str:
    """Write down what is not known yet (a clause: `whether the backup of May is whole`) and return its id.

    Raises `Invalid` for an empty text or a time that has gone by, `NotFound` for an impact that is not there.
    """
    permit(actor, "draft_letter")
    case = case_of(session, impact_id)
    faults = {}
    if not text.strip():
        faults["text"] = "Say what we do not know yet."
    if tell_by <= now():
        faults["tell_by"] = "Say a time to come by which the client hears about it."
    if faults:
        raise Invalid(faults)
    refuse_indiscretion(session, {"text": text}, [case.client])
    row = OpenPointRow(
        id=new_id(), impact_id=impact_id, text=text.strip(), tell_by=tell_by, raised_by=actor.user_id, raised_at=now()
    )
    row.event_id = note(
        session,
        "letter.point_raised",
        actor=actor.user_id,
        subjects=case.incident.reference,
        data={"point": row.id, "impact": impact_id, "tell_by": iso(tell_by)},
        sealed={"text": row.text},
    )
    session.add(row)
    session.flush()
    return row.id


def settle_point(session: Session, actor: Actor, *, letter_id: str, point_id: str, outcome: str) -> None:
    """Say what is known now, or why it no longer matters; `letter_id` is the letter on whose page that is said.

    Raises `NotFound` for a point of another case than the letter's, `Conflict` for what is settled already.
    """
    permit(actor, "draft_letter")
    query = select(OpenPointRow).where(OpenPointRow.id == point_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    letter = session.get(Letter, letter_id)
    if row is None or letter is None or letter.impact_id != row.impact_id:
        raise NotFound
    if row.settled_at is not None:
        sentence = "This is settled already."
        raise Conflict(sentence)
    if not outcome.strip():
        raise Invalid({"outcome": "Say what we know now."})
    case = case_of(session, row.impact_id)
    row.outcome, row.settled_by, row.settled_at = outcome.strip(), actor.user_id, now()
    row.event_id = note(
        session,
        "letter.point_settled",
        actor=actor.user_id,
        subjects=case.incident.reference,
        data={"point": row.id},
        sealed={"outcome": row.outcome},
    )
    session.flush()
