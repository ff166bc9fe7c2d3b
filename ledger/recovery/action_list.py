"""The list of all actions: a page at a time by due date, in as many queries however long it is; and its sheet."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.kernel.searching import contains, words_of_search
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.action_row import ActionRow
from ledger.recovery.action_rows import rows_of, select_actions
from ledger.recovery.action_rules import STATES, UNDONE
from ledger.recovery.models import Action

OPEN = "open"
"""The filter's word for any state that is no end."""
ENDED = ("effective", "cancelled")
BATCH = 500
Position = tuple[datetime, str]

HEADER = (
    "Incident", "Severity", "Kind", "Sort", "What we do", "State", "Owner", "Due", "First due", "Overdue", "To verify",
    "Implemented", "By", "Verified", "Verified by", "Watched until", "Times put to the test", "Times asked for",
    "Result", "Effective", "Handed over", "Shown to clients", "What is missing", "Time zone",
)  # fmt: skip


@dataclass(frozen=True)
class ActionFilters:
    """What the list is narrowed to; empty means any."""

    q: str = ""
    state: str = ""
    kind: str = ""
    owner: str = ""
    client: str = ""
    overdue: bool = False
    mine: bool = False
    """Those that wait for the reader as the second person."""
    handed_over: bool = False
    due_before: datetime | None = None


def list_actions(
    session: Session,
    actor: Actor,
    *,
    filters: ActionFilters | None = None,
    after: Position | None = None,
    limit: int = 50,
) -> tuple[ActionRow, ...]:
    """Return actions by due date, at most `limit`, from the keyset position `after` (due_at, id)."""
    permit(actor, "read_cases")
    query = select_actions(actor).where(*_conditions(actor, filters or ActionFilters()))
    if after is not None:
        query = query.where(tuple_(Action.due_at, Action.id) > after)
    return rows_of(session, actor, session.execute(query.order_by(Action.due_at, Action.id).limit(limit)).all())


def has_actions(session: Session, actor: Actor) -> bool:
    """Return whether there is any action: an empty list then means that the filters match none."""
    permit(actor, "read_cases")
    return session.scalar(select(Action.id).limit(1)) is not None


def _conditions(actor: Actor, filters: ActionFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state:
        states = [state for state in STATES if state not in ENDED] if filters.state == OPEN else [filters.state]
        found.append(Action.status.in_(states) & ~_finished_correction() if filters.state == OPEN else _in(states))
    if filters.kind:
        found.append(Action.kind == filters.kind)
    if filters.owner:
        found.append(Action.owner_id == filters.owner)
    if filters.client:
        found.append(_on_client(actor, filters.client))
    if filters.overdue:
        found.append(_in(UNDONE) & (Action.due_at < now()))
    if filters.mine:
        found.append(_waits_for(actor))
    if filters.handed_over:
        found.append(Action.handed_over_at.is_not(None))
    if filters.due_before:
        found.append(Action.due_at < filters.due_before)
    return found + [
        contains(word, Action.text, Action.how_seen, Incident.reference, Incident.title)
        for word in words_of_search(filters.q)
    ]


def _in(states: list[str] | tuple[str, ...]) -> ColumnElement[bool]:
    return Action.status.in_(states)


def _finished_correction() -> ColumnElement[bool]:
    """Return that it ended when a second person had seen it: nobody watches whether a correction works."""
    return (Action.kind == "correction") & (Action.status == "implementation_verified")


def _waits_for(actor: Actor) -> ColumnElement[bool]:
    has_ended = (Action.status == "watching") & (Action.window_ends_at <= now())
    return (Action.planned_verifier_id == actor.user_id) & or_(Action.status == "implemented", has_ended)


def _on_client(actor: Actor, code: str) -> ColumnElement[bool]:
    return exists().where(
        Impact.incident_id == Action.incident_id,
        Impact.client_id == Client.id,
        Client.code == code.upper(),
        visible_to(actor, Impact.client_id),
    )


@dataclass(frozen=True)
class Batch:
    """Some lines of the sheet, and where the next ones begin; none after the last."""

    rows: tuple[tuple[str | None, ...], ...]
    following: Position | None


def exported(session: Session, actor: Actor, *, filters: ActionFilters, after: Position | None) -> Batch:
    """Return the sheet's lines after the position `after`; times are ISO 8601 in the actor's zone, the last cell."""
    found = list_actions(session, actor, filters=filters, after=after, limit=BATCH + 1)
    shown = found[:BATCH]
    return Batch(
        tuple(_cells(row, actor.zone) for row in shown),
        (shown[-1].due_at, shown[-1].id) if len(found) > BATCH else None,
    )


def _cells(row: ActionRow, zone: str) -> tuple[str | None, ...]:
    return (
        row.incident_reference,
        row.severity,
        row.kind,
        row.sort,
        row.text,
        row.status.replace("_", " "),
        row.owner,
        _local(row.due_at, zone),
        _local(row.original_due_at, zone),
        "yes" if row.is_overdue else "no",
        row.planned_verifier,
        _local(row.implemented_at, zone),
        row.implementer,
        _local(row.verified_at, zone),
        row.verifier,
        _local(row.window_ends_at, zone),
        str(row.opportunities) if row.opportunities is not None else None,
        str(row.min_opportunities) if row.min_opportunities is not None else None,
        row.result,
        _local(row.effective_at, zone),
        _local(row.handed_over_at, zone),
        "yes" if row.visible_to_client else "no",
        " ".join(row.missing),
        zone,
    )


def _local(instant: datetime | None, zone: str) -> str | None:
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") if instant else None
