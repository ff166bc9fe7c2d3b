"""Which stored files are evidence: for whoever verifies and sweeps the store, and of one case for whoever packs it."""

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_parts import ActionEvidence
from ledger.recovery.models import Action


def named_evidence(session: Session) -> dict[str, str]:
    """Return every SHA-256 that a row of evidence names, with the file's name; none on a schema without evidence.

    The store is also looked at before a backup of an older schema is brought up to date.
    """
    if not inspect(session.connection()).has_table(ActionEvidence.__tablename__):
        return {}
    query = select(ActionEvidence.sha256, ActionEvidence.file_name).where(ActionEvidence.kind == "file")
    return {sha256 or "": name or "evidence" for sha256, name in session.execute(query)}


def files_of_case(session: Session, actor: Actor, incident_id: str) -> list[tuple[str, str]]:
    """Return the files of evidence of an incident's actions, oldest first: a name of its own each, and the SHA-256."""
    permit(actor, "read_cases")
    query = (
        select(ActionEvidence.file_name, ActionEvidence.sha256)
        .join(Action, Action.id == ActionEvidence.action_id)
        .where(Action.incident_id == incident_id, ActionEvidence.kind == "file")
        .order_by(ActionEvidence.added_at, ActionEvidence.id)
    )
    rows = session.execute(query)
    return [(f"{place:03}-{name}", sha256 or "") for place, (name, sha256) in enumerate(rows, start=1)]
