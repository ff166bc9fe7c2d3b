"""Reading one action with its history, evidence and attestations, and an incident's answer to where else."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Incident
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.record.erasures import deleted_files
from ledger.recovery.action_parts import ActionAttestation, ActionEvidence, ActionRepeat, ActionStep, ReadAcross
from ledger.recovery.action_row import (
    ActionPage,
    AttestationRow,
    EvidenceRow,
    ReadAcrossRow,
    RepeatRow,
    StepRow,
)
from ledger.recovery.action_rows import action_rows, touched_and_seen
from ledger.recovery.action_standing import independent_people
from ledger.recovery.action_usual import usual_plan
from ledger.recovery.models import Action


def action_page(session: Session, actor: Actor, action_id: str) -> ActionPage:
    """Return one action with all that belongs to it; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    found = action_rows(session, actor, Action.id == action_id)
    if not found:
        raise NotFound
    return ActionPage(
        found[0],
        _steps(session, action_id),
        evidence_of(session, action_id),
        _attestations(session, actor, action_id),
        _repeats(session, action_id),
        not independent_people(session, session.get_one(Action, action_id), found[0].severity),
    )


def _steps(session: Session, action_id: str) -> tuple[StepRow, ...]:
    query = select(ActionStep).where(ActionStep.action_id == action_id)
    rows = session.scalars(query.order_by(ActionStep.at.desc(), ActionStep.id.desc())).all()
    named = names(session, {row.by_id for row in rows})
    return tuple(
        StepRow(row.verb, row.from_status, row.to_status, named.get(row.by_id, ""), row.at, row.note) for row in rows
    )


def evidence_of(session: Session, action_id: str) -> tuple[EvidenceRow, ...]:
    """Return what was attached to an action, in that order; for reads that have looked whether it may be seen."""
    query = select(ActionEvidence).where(ActionEvidence.action_id == action_id)
    rows = session.scalars(query.order_by(ActionEvidence.added_at, ActionEvidence.id)).all()
    named = names(session, {row.added_by for row in rows})
    gone = deleted_files(session) if any(row.sha256 for row in rows) else {}
    deleted = {sha256: one.at for sha256, one in gone.items()}
    return tuple(_evidence(row, named.get(row.added_by, ""), deleted.get(row.sha256 or "")) for row in rows)


def _evidence(row: ActionEvidence, by: str, deleted_at: datetime | None = None) -> EvidenceRow:
    return EvidenceRow(
        row.id, row.kind, row.text, row.link, row.file_name, row.media_type, row.size, row.sha256,
        row.visible_to_client, by, row.added_at, deleted_at,
    )  # fmt: skip


def _attestations(session: Session, actor: Actor, action_id: str) -> tuple[AttestationRow, ...]:
    query = (
        select(Client.name, User.name, ActionAttestation.agrees, ActionAttestation.text, ActionAttestation.at)
        .join(Client, Client.id == ActionAttestation.client_id)
        .join(User, User.id == ActionAttestation.user_id)
        .where(ActionAttestation.action_id == action_id, visible_to(actor, ActionAttestation.client_id))
        .order_by(ActionAttestation.at, ActionAttestation.id)
    )
    return tuple(AttestationRow(*row) for row in session.execute(query))


def _repeats(session: Session, action_id: str) -> tuple[RepeatRow, ...]:
    query = (
        select(Incident.reference, ActionRepeat.found_at, ActionRepeat.undone_at)
        .join(Incident, Incident.id == ActionRepeat.incident_id)
        .where(ActionRepeat.action_id == action_id)
        .order_by(ActionRepeat.found_at, ActionRepeat.id)
    )
    return tuple(RepeatRow(*row) for row in session.execute(query))


def evidence_file(session: Session, actor: Actor, evidence_id: str) -> EvidenceRow:
    """Return a file of evidence for staff; raise `NotFound` for any other."""
    permit(actor, "read_cases")
    query = (
        select(ActionEvidence)
        .join(Action, Action.id == ActionEvidence.action_id)
        .join(Incident, Incident.id == Action.incident_id)
        .where(ActionEvidence.id == evidence_id, ActionEvidence.kind == "file", touched_and_seen(actor))
    )
    row = session.scalar(query)
    if row is None:
        raise NotFound
    return _evidence(row, "")


def read_across_of(session: Session, actor: Actor, incident_id: str) -> ReadAcrossRow | None:
    """Return why it could happen nowhere else, as said last; none where nobody has answered with a reason."""
    permit(actor, "read_cases")
    query = select(ReadAcross).where(ReadAcross.incident_id == incident_id)
    row = session.scalar(query.order_by(ReadAcross.at.desc(), ReadAcross.id.desc()).limit(1))
    if row is None:
        return None
    return ReadAcrossRow(row.reason, row.looked_at, names(session, {row.by_id}).get(row.by_id, ""), row.at)


def plan_offered(session: Session, actor: Actor, incident_id: str) -> dict[str, str | int]:
    """Return the usual plan for an action against this incident; raise `NotFound` where the actor sees none."""
    permit(actor, "read_cases")
    incident = session.scalar(select(Incident).where(Incident.id == incident_id, touched_and_seen(actor)))
    if incident is None:
        raise NotFound
    return dict(usual_plan(session, incident))
