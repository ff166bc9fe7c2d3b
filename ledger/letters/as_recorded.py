"""Whether what an incident's page, a client's page or a letter shows is as recorded; asked before it is shown."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client, Contact
from ledger.clients.visibility import visible_to
from ledger.incidents.models import ClockRow, Entry, Factor, Handover, Impact, Incident, Proposal
from ledger.kernel.errors import Conflict, NotFound
from ledger.letters.models import Answer, Delivery, Letter, OpenPointRow
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.record.findings import Finding
from ledger.record.models import PROVIDER_LOG
from ledger.record.operations import noted
from ledger.record.shown_checks import About, Asked, check_shown
from ledger.recovery.models import Action, Promise, Remedy

_TIED = frozenset(
    {"incident", "impact", "entry", "factor", "clock", "proposal", "handover", "letter", "answer", "delivery"}
)
"""Tables whose events are about the case itself."""


def case_findings(session: Session, actor: Actor, incident_id: str) -> list[Finding]:
    """Return what is not as recorded of an incident and all that hangs on it."""
    permit(actor, "read_cases")
    impacts = select(Impact.id).where(Impact.incident_id == incident_id)
    letters = select(Letter.id).where(Letter.impact_id.in_(impacts))
    asked: Asked = (
        (Incident, Incident.id == incident_id),
        (Impact, Impact.incident_id == incident_id),
        (Client, Client.id.in_(select(Impact.client_id).where(Impact.incident_id == incident_id))),
        (Entry, Entry.incident_id == incident_id),
        (Factor, Factor.incident_id == incident_id),
        (ClockRow, ClockRow.impact_id.in_(impacts)),
        (Proposal, Proposal.incident_id == incident_id),
        (Handover, Handover.incident_id == incident_id),
        (Action, Action.incident_id == incident_id),
        (Remedy, Remedy.impact_id.in_(impacts)),
        (Promise, Promise.incident_id == incident_id),
        (Letter, Letter.impact_id.in_(impacts)),
        (Answer, Answer.letter_id.in_(letters)),
        (Delivery, Delivery.letter_id.in_(letters)),
    )
    return check_shown(session, asked, _about(session, Impact.incident_id == incident_id))


def own_case_findings(session: Session, actor: Actor, client_reference: str) -> list[Finding]:
    """Return what is not as recorded of what the actor's client is shown under this reference; raise `NotFound`."""
    permit(actor, "read_own_case")
    query = select(Impact).where(Impact.client_reference == client_reference, visible_to(actor, Impact.client_id))
    impact = session.scalars(query).one_or_none()
    if impact is None:
        raise NotFound
    return check_shown(session, _seen_by_client(impact), _about(session, Impact.id == impact.id))


def letter_findings(session: Session, actor: Actor, letter_id: str) -> list[Finding]:
    """Return what is not as recorded of a letter and, until it is issued, of what it is made from; raise `NotFound`."""
    query = select(Letter, Impact).join(Impact, Impact.id == Letter.impact_id)
    row = session.execute(query.where(Letter.id == letter_id, visible_to(actor, Impact.client_id))).one_or_none()
    if row is None:
        raise NotFound
    letter, impact = row
    asked: Asked = (
        (Letter, Letter.id == letter.id),
        (Answer, Answer.letter_id == letter.id),
        (Delivery, Delivery.letter_id == letter.id),
    )
    if letter.pdf_sha256 is None:
        asked = (*_seen_by_client(impact), *_behind(letter, impact))
    unfinished = {event.id for event in noted(session)}
    return check_shown(session, asked, _about(session, Impact.id == impact.id), unfinished)


def _behind(letter: Letter, impact: Impact) -> Asked:
    """Return what a draft is made from beside what its client is shown."""
    people = [one for one in (letter.signatory_id, letter.author_id, letter.approved_by) if one]
    return (
        (Contact, Contact.id == letter.contact_id),
        (User, User.id.in_(people)),
        (Factor, Factor.incident_id == impact.incident_id),
        (OpenPointRow, OpenPointRow.impact_id == impact.id),
    )


def refuse_changed_behind_the_record(session: Session, actor: Actor, letter_id: str) -> None:
    """Raise `Conflict` where a letter, or what it is made from, is not as it was recorded: nothing of it leaves."""
    if letter_findings(session, actor, letter_id):
        sentence = (
            "What this letter is made from is not as it was recorded: it cannot be approved or issued before an "
            "administrator has cleared the findings on the record's page."
        )
        raise Conflict(sentence)


def _seen_by_client(impact: Impact) -> Asked:
    letters = select(Letter.id).where(Letter.impact_id == impact.id)
    return (
        (Incident, Incident.id == impact.incident_id),
        (Impact, Impact.id == impact.id),
        (Client, Client.id == impact.client_id),
        (Entry, and_(Entry.incident_id == impact.incident_id, _visible(impact))),
        (Action, and_(Action.incident_id == impact.incident_id, Action.visible_to_client)),
        (Remedy, Remedy.impact_id == impact.id),
        (Promise, and_(Promise.incident_id == impact.incident_id, Promise.client_id == impact.client_id)),
        (Letter, Letter.impact_id == impact.id),
        (Answer, Answer.letter_id.in_(letters)),
    )


def _visible(impact: Impact) -> ColumnElement[bool]:
    for_it = and_(Entry.visibility == "one_client", Entry.client_id == impact.client_id)
    return or_(Entry.visibility == "all_clients", for_it)


def _about(session: Session, condition: ColumnElement[bool]) -> About:
    query = select(Client.log_id, Client.code, Impact.client_reference, Incident.reference, Incident.id, Impact.id)
    query = query.join(Impact, Impact.client_id == Client.id).join(Incident, Incident.id == Impact.incident_id)
    found: dict[str, set[str]] = {PROVIDER_LOG: set()}
    for log_id, code, client_reference, reference, *ids in session.execute(query.where(condition)):
        found[log_id] = {code, client_reference}
        found[PROVIDER_LOG] |= {reference, *ids}
    return About(_TIED, found)
