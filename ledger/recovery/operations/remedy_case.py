"""Finding a remedy line with its case, locked and not frozen, and recording what was changed of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.incidents.models import Impact, Incident
from ledger.incidents.operations.touched import locked_by, refuse_indiscretion, refuse_stale
from ledger.kernel.errors import Conflict, NotFound
from ledger.people.actor import Actor
from ledger.recovery.models import Remedy
from ledger.recovery.operations.remedy_telling import is_seen_by_client, told

Case = tuple[Incident, Impact, Client]
_INCIDENT = select(Incident).join(Impact, Impact.incident_id == Incident.id)
_INCIDENT_OF_LINE = _INCIDENT.join(Remedy, Remedy.impact_id == Impact.id)
_LINE = (
    select(Remedy, Impact, Client)
    .join(Impact, Impact.id == Remedy.impact_id)
    .join(Client, Client.id == Impact.client_id)
    .with_for_update(of=Remedy)
    .execution_options(populate_existing=True)
)


def case_of(session: Session, actor: Actor, client_reference: str) -> Case:
    """Return the impact that the client calls so, its client and its incident, the incident locked.

    Raises `NotFound`, and `Conflict` where closing has frozen the money lines.
    """
    where = (Impact.client_reference == client_reference, visible_to(actor, Impact.client_id))
    incident = locked_by(session, _INCIDENT.where(*where))
    query = select(Impact, Client).join(Client, Client.id == Impact.client_id).where(*where)
    impact, client = session.execute(query.execution_options(populate_existing=True)).one()
    _refuse_frozen(incident)
    return incident, impact, client


def line_of(session: Session, actor: Actor, remedy_id: str, *, is_money: bool = True) -> tuple[Case, Remedy]:
    """Return a line with its case, both locked; raise `NotFound`.

    Raises `Conflict` where the line's money is to be changed (`is_money`) and closing has frozen it.
    """
    where = (Remedy.id == remedy_id, visible_to(actor, Impact.client_id))
    incident = locked_by(session, _INCIDENT_OF_LINE.where(*where))
    # A second statement, for what the first one waited for may have changed the line.
    row, impact, client = session.execute(_LINE.where(*where)).one()
    if is_money:
        _refuse_frozen(incident)
    if actor.role == "client" and not is_seen_by_client(row):
        raise NotFound
    return (incident, impact, client), row


def _refuse_frozen(incident: Incident) -> None:
    if incident.status == "closed":
        sentence = "This incident is closed and its money lines are frozen; reopen it first."
        raise Conflict(sentence)


def require(row: Remedy, version: int | None, status: str, sentence: str) -> None:
    """Raise `Conflict` with the sentence and where the line stands, unless it stands at `status`.

    Only then raise `Stale` where it is not the `version` that was seen: what was done already says more than that
    somebody changed something.
    """
    if row.status != status:
        whole = f"{sentence} This one is {row.status.replace('_', ' ')}."
        raise Conflict(whole)
    refuse_stale(row.version, version)


def changed(session: Session, actor: Actor, event: str, case: Case, row: Remedy) -> Remedy:
    """Record a changed line and return it; words of ours that its client reads name no other client."""
    incident, impact, client = case
    row.version += 1
    if is_seen_by_client(row) and actor.client_id is None:  # its own people would learn from a refusal who else is one
        refuse_indiscretion(session, {"reason": row.ended_reason}, [client])
    row.event_id = told(session, actor, event, incident, impact, client, row)
    session.flush()
    return row
