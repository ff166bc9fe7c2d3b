"""What a house does every fortnight: results are recorded, what came back is taken up again, watched cases are closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from ledger.demo.stage import Stage
from ledger.demo.step import Step
from ledger.incidents.models import Incident
from ledger.kernel.clock import now
from ledger.letters.closing import gate_of
from ledger.letters.operations.closing import close_incident
from ledger.people.actor import Actor
from ledger.recovery.action_rules import CAME_BACK
from ledger.recovery.models import Action
from ledger.recovery.operations.action_checking import record_result, verify_action
from ledger.recovery.operations.action_doing import implement_action, resume_action

_EVERY = timedelta(days=14)
_PATIENCE = timedelta(days=6)
"""What came back in the last days is still open: its owner has not come to it yet."""
_TIMES = 4
"""How often each was put to the test in its window; one that was watched longer, as often as planned."""


def catching_up(stage: Stage, begun_at: datetime, until: datetime) -> Iterator[Step]:
    """Yield a step every fortnight between two instants."""
    at = begun_at + _EVERY
    while at < until - _PATIENCE:
        yield Step(at, partial(_catch_up, stage))
        at += _EVERY


def _catch_up(stage: Stage) -> None:
    people = {who.user_id: who for who in stage.people.values()}
    with stage.ledger.database.read() as session:
        came_back = session.scalars(select(Action).where(Action.status.in_(CAME_BACK)).order_by(Action.id)).all()
    for row in came_back:
        _take_up(stage, people, row)
    record_results(stage)
    _close_what_is_done(stage, people)


def record_results(stage: Stage, incident_id: str = "") -> None:
    """Record what came of the actions whose window has ended, of one incident where it is named."""
    people = {who.user_id: who for who in stage.people.values()}
    over = select(Action).where(Action.status == "watching", Action.window_ends_at <= now())
    if incident_id:
        over = over.where(Action.incident_id == incident_id)
    with stage.ledger.database.read() as session:
        watched = session.scalars(over.order_by(Action.id)).all()
    for row in watched:
        times = max(_TIMES, row.min_opportunities or 0) if row.extended_at else _TIMES
        found = f"Put to the test {times} times since then; it held each time."
        said: dict[str, Any] = {"action_id": row.id, "result": found, "opportunities": times}
        stage.ledger.do(record_result, people[row.verifier_id or ""], held=True, **said)


def _take_up(stage: Stage, people: dict[str, Actor], row: Action) -> None:
    owner, second = people[row.owner_id], people[row.verifier_id or ""]
    day, why = (now() + timedelta(days=3)).date(), "Tried on the worst day, not on an easy one."
    stage.ledger.do(resume_action, owner, action_id=row.id, due_on=day, reason=why)
    stage.ledger.do(implement_action, owner, action_id=row.id, evidence="The trial on a bad day, written down.")
    stage.ledger.do(verify_action, second, action_id=row.id, note="Tried it with them: it holds.")


def _close_what_is_done(stage: Stage, people: dict[str, Actor]) -> None:
    """Close what was reopened by a repeat, or let it watch again; what waits for anything else stays."""
    with stage.ledger.database.read() as session:
        query = select(Incident.id, Incident.owner_id, Incident.status).where(
            Incident.status.in_(("resolved", "watching")), Incident.filed_at < now() - 4 * _EVERY
        )
        found = list(session.execute(query.order_by(Incident.id)))
    for incident_id, owner_id, status in found:
        gate = stage.ledger.ask(gate_of, people[owner_id], incident_id)
        if not gate.gaps and gate.opens_to != status:
            stage.ledger.do(close_incident, people[owner_id], incident_id=incident_id)
