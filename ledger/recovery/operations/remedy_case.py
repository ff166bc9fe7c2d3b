"""Finding a remedy line with its case, locked and not frozen, and recording what was changed of it."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import one_touched, refuse_indiscretion, refuse_stale
from ledger.kernel.errors import Conflict, NotFound
from ledger.people.actor import Actor
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedy_telling import is_seen_by_client, told

Case = tuple[Incident, Impact, Client]


def case_of(session: Session, actor: Actor, client_reference: str, *, is_money: bool = True) -> Case:
    """Return the impact that the client calls so, its client and its incident, the incident locked.

    Raises `NotFound`, and `Conflict` where money lines are to be changed (`is_money`) and closing has frozen them.
    """
    query = select(Impact.id).where(Impact.client_reference == client_reference)
    return _case(session, actor, query, is_money=is_money)


def _case(session: Session, actor: Actor, query: Select[str], *, is_money: bool) -> Case:
    impact_id = session.scalar(query.where(visible_to(actor, Impact.client_id)))
    if impact_id is None:
        raise NotFound
    incident, case = one_touched(session, impact_id)
    if is_money and incident.status == "closed":
        sentence = "This incident is closed and its money lines are frozen; reopen it first."
        raise Conflict(sentence)
    return incident, case.impact, case.client


def line_of(
    session: Session, actor: Actor, remedy_id: str, version: int | None, *, is_money: bool = True
) -> tuple[Case, Remedy]:
    """Return a line with its case, both locked; raise `NotFound` or `Stale`, and `Conflict` as `case_of` does."""
    of_line = select(Impact.id).join(Remedy, Remedy.impact_id == Impact.id).where(Remedy.id == remedy_id)
    case = _case(session, actor, of_line, is_money=is_money)
    query = select(Remedy).where(Remedy.id == remedy_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    if actor.role == "client" and not is_seen_by_client(row):
        raise NotFound
    refuse_stale(row.version, version)
    return case, row


def require(row: Remedy, status: str, sentence: str) -> None:
    """Raise `Conflict` with the sentence and where the line stands, unless it stands at `status`."""
    if row.status != status:
        whole = f"{sentence} This one is {row.status.replace('_', ' ')}."
        raise Conflict(whole)


def changed(session: Session, actor: Actor, event: str, case: Case, row: Remedy) -> Remedy:
    """Record a changed line and return it; words that its client reads name no other client."""
    incident, impact, client = case
    row.version += 1
    if is_seen_by_client(row):
        refuse_indiscretion(session, {"reason": row.ended_reason}, [client])
    row.event_id = told(session, actor, event, incident, impact, client, row)
    session.flush()
    return row
