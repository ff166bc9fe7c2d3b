"""How long single items last: what was overdue at each month's end and since when, and how long fixes have held."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ledger.incidents.models import Impact, Incident
from ledger.letters.models import Letter
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_parts import ActionStep
from ledger.recovery.action_rules import UNDONE
from ledger.recovery.models import Action
from ledger.trends.case_conditions import about_client, about_incident
from ledger.trends.cell_reading import SECONDS
from ledger.trends.fact_conditions import about, in_months
from ledger.trends.models import TrendFact
from ledger.trends.months import last_instant
from ledger.trends.scope import Scope
from ledger.trends.survival import Lasted

HELD_A_YEAR = timedelta(days=365)
_AT_ONCE = 10_000
"""So many ids in one statement: databases take a bounded number of parameters."""


def overdue_at_month_ends(
    session: Session, actor: Actor, scope: Scope
) -> list[tuple[str, datetime, list[tuple[str, datetime]]]]:
    """Return each month, the instant it is judged at, and of what was overdue then the item and since when. M11."""
    permit(actor, "read_trends")
    ends = [(month, min(scope.as_of, last_instant(month, scope.tz))) for month in scope.month_keys]
    query = select(TrendFact.item_id, TrendFact.met_at, TrendFact.unmet_at).where(
        TrendFact.measure == "action_ageing", TrendFact.left_out.is_(None), TrendFact.met_at <= scope.as_of,
        or_(TrendFact.unmet_at.is_(None), TrendFact.unmet_at > scope.begins_at), *about(scope),
    )  # fmt: skip
    rows: list[Any] = list(session.execute(query.order_by(TrendFact.met_at, TrendFact.item_id)))
    return [
        (month, at, [(item, since) for item, since, until in rows if since <= at and (until is None or until > at)])
        for month, at in ends
    ]


def held_for(session: Session, actor: Actor, scope: Scope) -> list[Lasted]:
    """Return how long each fix declared effective in these months has held, in minutes; over where it came back. M10.

    Looked at for a year; what holds so far is as old as it is now.
    """
    permit(actor, "read_trends")
    query = select(TrendFact.anchor_at, TrendFact.met_at).where(
        TrendFact.measure == "repeats_in_a_year", TrendFact.left_out.is_(None), TrendFact.counts_at <= scope.as_of,
        in_months(scope), *about(scope),
    )  # fmt: skip
    found = []
    rows: list[Any] = list(session.execute(query))
    for declared_at, back_at in rows:
        over = back_at is not None and back_at <= scope.as_of
        until = back_at if over else min(scope.as_of, declared_at + HELD_A_YEAR)
        found.append(Lasted((until - declared_at).total_seconds() / SECONDS, over=over))
    return found


def corrected_letters(session: Session, actor: Actor, scope: Scope) -> int:
    """Return how many of the letters that were issued in the scope's months have been corrected since. M4."""
    permit(actor, "read_trends")
    query = (
        select(func.count())
        .select_from(Letter)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(
            Letter.status == "corrected", Letter.issued_at.between(scope.begins_at, scope.ends_at),
            *about_incident(scope), *about_client(scope, Impact.client_id),
        )
    )  # fmt: skip
    return int(session.scalar(query) or 0)


def redated(session: Session, actor: Actor, items: Sequence[str]) -> int:
    """Return how many actions of these items of M11 are still to be done and got a later date than their first."""
    permit(actor, "read_trends")
    return sum(_redated(session, items[begin : begin + _AT_ONCE]) for begin in range(0, len(items), _AT_ONCE))


def _redated(session: Session, items: Sequence[str]) -> int:
    opened_again = select(ActionStep.action_id).where(ActionStep.id.in_(items))
    query = select(func.count()).where(
        or_(Action.id.in_(items), Action.id.in_(opened_again)), Action.status.in_(UNDONE),
        Action.due_at > Action.original_due_at,
    )  # fmt: skip
    return int(session.scalar(query) or 0)
