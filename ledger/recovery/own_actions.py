"""What a client's own people read of actions: what we change, how it stands, what shows it; never our names."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.record.erasures import deleted_files
from ledger.recovery.action_parts import ActionAttestation, ActionEvidence
from ledger.recovery.models import Action

ATTESTED = ("implemented", "implementation_verified", "watching", "inconclusive", "effective")


@dataclass(frozen=True)
class OwnEvidence:
    """A piece of evidence that is shown to the client."""

    id: str
    kind: str
    text: str
    link: str | None
    file_name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    added_at: datetime
    deleted_at: datetime | None = None
    """When its file was deleted because it held personal data."""


@dataclass(frozen=True)
class OwnAttestation:
    """What somebody of the client's said of it."""

    by: str
    agrees: bool
    text: str
    at: datetime
    is_own: bool
    """Whether the reader said it."""


@dataclass(frozen=True)
class OwnAction:
    """What we change, as the client reads it."""

    id: str
    client_reference: str
    kind: str
    text: str
    how_seen: str
    status: str
    due_at: datetime
    original_due_at: datetime
    implemented_at: datetime | None
    verified_at: datetime | None
    evaluation_criteria: str | None
    window_ends_at: datetime | None
    opportunities: int | None
    result: str | None
    effective_at: datetime | None
    removed_at: datetime | None
    stays_until_at: datetime | None
    cancelled_reason: str | None
    evidence: tuple[OwnEvidence, ...] = ()
    attestations: tuple[OwnAttestation, ...] = ()

    @property
    def can_be_attested(self) -> bool:
        """Whether the client can say now that it sees it."""
        return self.status in ATTESTED


def own_actions(session: Session, actor: Actor, *, client_reference: str | None = None) -> list[OwnAction]:
    """Return the visible actions on incidents that touched the actor's client, by due date; of one case where named.

    What is only proposed is not shown yet.
    """
    permit(actor, "read_own_case")
    query = (
        select(Action, Impact.client_reference)
        .join(Impact, Impact.incident_id == Action.incident_id)
        .where(Action.visible_to_client, Action.status != "proposed", visible_to(actor, Impact.client_id))
        .order_by(Action.due_at, Action.id)
    )
    if client_reference is not None:
        query = query.where(Impact.client_reference == client_reference)
    rows = session.execute(query).all()
    ids = [row.id for row, _ in rows]
    evidence, attested = _evidence(session, ids), _attestations(session, actor, ids)
    return [
        _action(row, reference, tuple(evidence.get(row.id, ())), tuple(attested.get(row.id, ())))
        for row, reference in rows
    ]


def own_evidence_file(session: Session, actor: Actor, evidence_id: str) -> OwnEvidence:
    """Return a file that is shown to the actor's client; raise `NotFound` for any other, also one that exists."""
    permit(actor, "read_own_case")
    query = (
        select(ActionEvidence)
        .join(Action, Action.id == ActionEvidence.action_id)
        .join(Impact, Impact.incident_id == Action.incident_id)
        .where(
            ActionEvidence.id == evidence_id,
            ActionEvidence.kind == "file",
            ActionEvidence.visible_to_client,
            Action.visible_to_client,
            Action.status != "proposed",
            visible_to(actor, Impact.client_id),
        )
    )
    row = session.scalar(query)
    if row is None:
        raise NotFound
    return _piece(row)


def _evidence(session: Session, ids: list[str]) -> dict[str, list[OwnEvidence]]:
    query = select(ActionEvidence).where(ActionEvidence.action_id.in_(ids), ActionEvidence.visible_to_client)
    found: dict[str, list[OwnEvidence]] = {}
    rows = session.scalars(query.order_by(ActionEvidence.added_at, ActionEvidence.id)).all() if ids else ()
    gone = deleted_files(session) if any(row.sha256 for row in rows) else {}
    for row in rows:
        deleted_at = gone[row.sha256].at if row.sha256 in gone else None
        found.setdefault(row.action_id, []).append(replace(_piece(row), deleted_at=deleted_at))
    return found


def _attestations(session: Session, actor: Actor, ids: list[str]) -> dict[str, list[OwnAttestation]]:
    query = (
        select(ActionAttestation, User.name)
        .join(User, User.id == ActionAttestation.user_id)
        .where(ActionAttestation.action_id.in_(ids), visible_to(actor, ActionAttestation.client_id))
        .order_by(ActionAttestation.at, ActionAttestation.id)
    )
    found: dict[str, list[OwnAttestation]] = {}
    for row, name in session.execute(query) if ids else ():
        said = OwnAttestation(name, row.agrees, row.text, row.at, row.user_id == actor.user_id)
        found.setdefault(row.action_id, []).append(said)
    return found


def _piece(row: ActionEvidence) -> OwnEvidence:
    return OwnEvidence(
        row.id, row.kind, row.text, row.link, row.file_name, row.media_type, row.size, row.sha256, row.added_at
    )


def _action(
    row: Action, reference: str, evidence: tuple[OwnEvidence, ...], attestations: tuple[OwnAttestation, ...]
) -> OwnAction:
    return OwnAction(
        row.id, reference, row.kind, row.text, row.how_seen, row.status, row.due_at, row.original_due_at,
        row.implemented_at, row.verified_at, row.evaluation_criteria, row.window_ends_at, row.opportunities,
        row.result, row.effective_at, row.removed_at, row.stays_until_at, row.cancelled_reason, evidence, attestations,
    )  # fmt: skip
