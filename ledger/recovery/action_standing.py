"""Actions as their guards see them: the row with what stands beside it, for many rows in a few queries."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.money import Money
from ledger.people.models import User
from ledger.people.permissions import MAY
from ledger.recovery.action_gate import is_finished
from ledger.recovery.action_parts import ActionEvidence, ActionStep
from ledger.recovery.action_rules import Standing
from ledger.recovery.models import Action

IN_PLACE = ("implemented", "implementation_verified")
"""A containment in one of these states holds something that somebody has to take away again."""
_DONE_BY = ("implemented", "handed_over")
"""Verbs after which whoever owned or did the action then cannot verify it."""


def standing_of(
    row: Action, severity: str, *, has_evidence: bool, loose: int, resumed_due_at: datetime | None = None
) -> Standing:
    """Return an action as its guards see it."""
    return Standing(
        status=row.status,
        kind=row.kind,
        severity=severity,
        sort=row.sort or "",
        has_estimate=row.estimate_minor is not None,
        evaluation_criteria=row.evaluation_criteria or "",
        measure=row.measure or "",
        baseline=row.baseline or "",
        window_days=row.window_days,
        min_opportunities=row.min_opportunities,
        planned_verifier_id=row.planned_verifier_id,
        outsider=row.outsider or "",
        has_evidence=bool(row.evidence) or has_evidence,
        could_break=row.could_break or "",
        how_undone=row.how_undone or "",
        loose_containments=loose,
        window_ends_at=row.window_ends_at,
        opportunities=row.opportunities,
        result=row.result or "",
        extended=row.extended_at is not None,
        resumed_due_at=resumed_due_at,
    )


def estimate_of(row: Action) -> Money | None:
    """Return what an action is estimated to cost us; none where nothing was said."""
    if row.estimate_minor is None or row.estimate_currency is None:
        return None
    return Money(row.estimate_minor, row.estimate_currency)


def keeps_open(row: Action) -> bool:
    """Return whether a case has to wait for an action before it can be watched; one that is watched already does not.

    A containment that neither was taken away nor has a day ahead until which it stays keeps it open.
    """
    is_loose = row.removed_at is None and (row.stays_until_at is None or row.stays_until_at < now())
    return row.status != "watching" and not is_finished(
        row.kind,
        row.status,
        is_planned=row.window_days is not None,
        is_loose=is_loose,
        is_handed_over=row.handed_over_at is not None,
    )


def evidenced(session: Session, ids: Collection[str]) -> set[str]:
    """Return the actions to which something was attached in this round; what came before work began anew is past."""
    query = (
        select(Action.id)
        .join(ActionEvidence, ActionEvidence.action_id == Action.id)
        .where(Action.id.in_(ids), or_(Action.started_at.is_(None), ActionEvidence.added_at >= Action.started_at))
    )
    return set(session.scalars(query)) if ids else set()


def loose_containments(session: Session, incident_ids: Collection[str]) -> dict[str, int]:
    """Return by incident how many containments are in place and neither removed nor dated ahead."""
    query = select(Action.incident_id, func.count()).where(
        Action.incident_id.in_(incident_ids),
        Action.kind == "containment",
        Action.status.in_(IN_PLACE),
        Action.removed_at.is_(None),
        or_(Action.stays_until_at.is_(None), Action.stays_until_at < now()),
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Action.incident_id))} if incident_ids else {}


def barred_people(session: Session, rows: Collection[Action]) -> dict[str, set[str]]:
    """Return by action who cannot verify it: its owner, who implemented it, and who owned or did it before."""
    found = {row.id: {one for one in (row.owner_id, row.implemented_by) if one} for row in rows}
    query = select(ActionStep.action_id, ActionStep.owner_id, ActionStep.by_id, ActionStep.verb).where(
        ActionStep.action_id.in_(found), ActionStep.verb.in_(_DONE_BY)
    )
    for action_id, owner_id, by_id, verb in session.execute(query) if found else ():
        found[action_id] |= {owner_id, by_id} if verb == "implemented" else {owner_id}
    return found


def independent_people(session: Session, row: Action, severity: str) -> dict[str, str]:
    """Return the names of our people who may verify an action, by id; none where we are too few."""
    barred = barred_people(session, [row])[row.id]
    query = select(User.id, User.name).where(User.active, User.role.in_(MAY["verify_action"])).order_by(User.name)
    above = managers(session) if severity == "S1" else {}
    return {
        user_id: name
        for user_id, name in session.execute(query)
        if user_id not in barred and not in_line(above, user_id, row.owner_id)
    }


def managers(session: Session) -> dict[str, str | None]:
    """Return who manages whom, by the id of the managed."""
    return {row[0]: row[1] for row in session.execute(select(User.id, User.manager_id))}


def in_line(above: dict[str, str | None], one: str, other: str) -> bool:
    """Return whether one of two people stands above the other in the line of `manager`."""
    return one in _line(above, other) or other in _line(above, one)


def _line(above: dict[str, str | None], person: str) -> set[str]:
    found: set[str] = set()
    following = above.get(person)
    while following and following not in found:
        found.add(following)
        following = above.get(following)
    return found
