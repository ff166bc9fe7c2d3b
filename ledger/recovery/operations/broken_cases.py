"""A broken promise becomes an incident of its own with one press, because it is one (recovery.md, "Promises")."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.incidents.models import Incident
from ledger.incidents.operations.filing import Filed, file_incident
from ledger.incidents.operations.touched import refuse_stale
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import binding_due_at, due_words, judged, shortened
from ledger.recovery.models import Promise
from ledger.recovery.operations.promise_ends import changed
from ledger.recovery.operations.promises import locked_promise
from ledger.recovery.promise_links import BrokenPromiseCase

TITLE, STATEMENT = 80, 200
"""Characters of the promise that stand in the incident's title, and in what we say we failed to do."""


def file_broken_promise(
    session: Session, actor: Actor, *, promise_id: str, severity: str = "S3", version: int | None = None
) -> Filed:
    """File a promise that was broken, or kept late, as an incident: its client, what we failed to do, since when.

    `ours` is yes: nobody else made the promise. It is undone by withdrawing the incident, with a second person, after
    which the promise can be filed again. Raises `Conflict` for a promise that is not broken or is filed already.
    """
    permit(actor, "file")
    client, row = locked_promise(session, promise_id)
    _refuse_second(session, row)
    refuse_stale(row.version, version)
    binding_at = binding_due_at(row.original_due_at, row.agreed_due_at, row.agreed_at)
    if judged(row.status, row.kept_at, binding_at, now()) not in {"broken", "late"}:
        sentence = "This promise is not broken, so there is nothing to file."
        raise Conflict(sentence)
    not_kept = "did not keep" if binding_at <= now() else "will not keep"
    due = due_words(binding_at, client.zone, is_day=row.due_is_day)
    filed = file_incident(
        session,
        actor,
        clients=[client.code],
        title=f"Promise not kept: {shortened(row.text, TITLE)}",
        severity=severity,
        found_by="our_staff",
        impact_started_at=min(binding_at, row.ended_at or binding_at),
        act_statement=f"We promised “{shortened(row.text, STATEMENT)}” by {due} and {not_kept} that date.",
    )
    changed(session, actor, "promise.filed", client, row, inside={"incident": filed.reference})
    session.add(BrokenPromiseCase(incident_id=filed.id, promise_id=row.id, event_id=row.event_id))
    session.flush()
    return filed


def _refuse_second(session: Session, row: Promise) -> None:
    query = (
        select(Incident.reference)
        .join(BrokenPromiseCase, BrokenPromiseCase.incident_id == Incident.id)
        .where(BrokenPromiseCase.promise_id == row.id, Incident.status != "withdrawn")
    )
    if (reference := session.scalar(query)) is not None:
        sentence = f"This promise is filed already, as {reference}."
        raise Conflict(sentence)
