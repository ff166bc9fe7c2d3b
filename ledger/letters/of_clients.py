"""What a client's page says of letters: its history of them, newest first."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.history import HistoryLine, HistoryPart, narrowed
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.letters.models import Letter
from ledger.letters.sections import LABELS
from ledger.people.actor import Actor
from ledger.people.permissions import permit


def letter_history(session: Session, actor: Actor, part: HistoryPart) -> list[HistoryLine]:
    """Return the letters to a client by when they were issued, drafts by when they were begun; discarded ones not."""
    permit(actor, "read_cases")
    at = func.coalesce(Letter.issued_at, Letter.created_at)
    query = (
        select(Letter.id, Letter.kind, Letter.version_number, Letter.status, Letter.subject_line, at.label("at"))
        .add_columns(Impact.client_reference, Incident.reference)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(Impact.client_id == part.client_id, Letter.status != "discarded", visible_to(actor, Impact.client_id))
    )
    return [
        HistoryLine(
            kind="letter",
            at=row.at,
            id=row.id,
            incident=row.reference,
            reference=row.client_reference,
            text=f"{LABELS[row.kind]}, version {row.version_number}: {row.subject_line}",
            state=row.status,
        )
        for row in session.execute(narrowed(query, part, at, Letter.id.expression))
    ]
