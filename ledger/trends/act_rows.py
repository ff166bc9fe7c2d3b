"""Reading what was decided about measures: what is in force, and every act as the measure's page lists it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import names
from ledger.trends.act_models import TrendRebase, TrendTarget
from ledger.trends.acts import Acts, Aim

_TARGETS = select(TrendTarget.measure, TrendTarget.from_month, TrendTarget.percent, TrendTarget.set_at).where(
    TrendTarget.undone_at.is_(None)
)
_REBASES = (
    select(TrendRebase.measure, TrendRebase.from_month, TrendRebase.decision)
    .where(TrendRebase.decision != "refused", TrendRebase.undone_at.is_(None))
    .order_by(TrendRebase.from_month, TrendRebase.measure)
)


@dataclass(frozen=True)
class TargetRow:
    """A target as it was set, and whether it was taken back."""

    id: str
    measure: str
    from_month: str
    percent: int | None
    reason: str
    set_by: str
    set_at: datetime
    undone_by: str
    undone_at: datetime | None
    undone_reason: str


@dataclass(frozen=True)
class RebaseRow:
    """A rebase as it was proposed, decided and perhaps taken back; `decision` is empty while it waits."""

    id: str
    measure: str
    from_month: str
    reason: str
    proposed_by_id: str
    proposed_by: str
    proposed_at: datetime
    decision: str
    decided_by: str
    decided_at: datetime | None
    decided_words: str
    undone_by: str
    undone_at: datetime | None
    undone_reason: str


@dataclass(frozen=True)
class ActsShown:
    """Every act about one measure, newest first."""

    targets: tuple[TargetRow, ...]
    rebases: tuple[RebaseRow, ...]


@dataclass(frozen=True)
class Standing:
    """What is in force by measure, and measure and month of the rebases that nobody has decided yet."""

    acts: Mapping[str, Acts]
    waiting: tuple[tuple[str, str], ...]


def standing_acts(session: Session, *, rebases: bool = True) -> Standing:
    """Return what is in force; without rebases for a view that is narrowed, for they are about the whole."""
    aims: dict[str, list[Aim]] = defaultdict(list)
    connection = session.connection()
    for measure, from_month, percent, set_at in connection.execute(_TARGETS):
        aims[measure].append(Aim(from_month, percent, set_at))
    months: dict[str, list[str]] = defaultdict(list)
    waiting = []
    for measure, month, decision in connection.execute(_REBASES):
        if not decision:
            waiting.append((measure, month))
        elif rebases:
            months[measure].append(month)
    return Standing({key: Acts(tuple(aims[key]), tuple(months[key])) for key in {*aims, *months}}, tuple(waiting))


def acts_of(session: Session, actor: Actor, measure: str) -> ActsShown:
    """Return every act about a measure, also what was refused or taken back."""
    permit(actor, "read_trends")
    targets = session.scalars(
        select(TrendTarget).where(TrendTarget.measure == measure).order_by(TrendTarget.set_at.desc())
    ).all()
    rebases = session.scalars(
        select(TrendRebase).where(TrendRebase.measure == measure).order_by(TrendRebase.proposed_at.desc())
    ).all()
    ids = {by for row in targets for by in (row.set_by, row.undone_by)}
    people = names(session, ids | {by for row in rebases for by in (row.proposed_by, row.decided_by, row.undone_by)})
    return ActsShown(
        tuple(_target(row, people) for row in targets),
        tuple(_rebase(row, people) for row in rebases),
    )


def _target(row: TrendTarget, people: dict[str, str]) -> TargetRow:
    return TargetRow(
        row.id, row.measure, row.from_month, row.percent, row.reason, people.get(row.set_by, ""), row.set_at,
        people.get(row.undone_by or "", ""), row.undone_at, row.undone_reason,
    )  # fmt: skip


def _rebase(row: TrendRebase, people: dict[str, str]) -> RebaseRow:
    return RebaseRow(
        row.id, row.measure, row.from_month, row.reason, row.proposed_by, people.get(row.proposed_by, ""),
        row.proposed_at, row.decision, people.get(row.decided_by or "", ""), row.decided_at, row.decided_words,
        people.get(row.undone_by or "", ""), row.undone_at, row.undone_reason,
    )  # fmt: skip
