"""Which stored files are evidence, for whoever verifies and sweeps the store."""

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from ledger.recovery.action_parts import ActionEvidence


def named_evidence(session: Session) -> dict[str, str]:
    """Return every SHA-256 that a row of evidence names, with the file's name; none on a schema without evidence.

    The store is also looked at before a backup of an older schema is brought up to date.
    """
    if not inspect(session.connection()).has_table(ActionEvidence.__tablename__):
        return {}
    query = select(ActionEvidence.sha256, ActionEvidence.file_name).where(ActionEvidence.kind == "file")
    return {sha256 or "": name or "evidence" for sha256, name in session.execute(query)}
