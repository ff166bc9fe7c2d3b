"""Approved letters whose approval has to fall: of those whose case changed, whose facts the record tells otherwise."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.incidents.models import Impact, Incident
from ledger.kernel.clock import now
from ledger.letters.fact_schema import to_json
from ledger.letters.facts import gather
from ledger.letters.models import Letter
from ledger.letters.review import changes
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.models import PROVIDER_LOG, LogEntry, LogHead

_SETTINGS = "provider"
"""What events about our own settings are about."""
_OF_FACTS = ("letter.point_raised", "letter.point_settled")
"""Of the events of letters those that change facts: the others tell what was done with one letter."""


def changed_since_approval(session: Session, actor: Actor, *, since: datetime | None) -> list[str]:
    """Return the ids of the approved letters of whose facts the record says something else by now.

    Facts are gathered only for letters whose case, client or people have an event since `since`; without it for all.
    """
    permit(actor, "issue_letter")
    query = (
        select(Letter, Incident.reference, Incident.owner_id, Client.log_id)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .join(Client, Client.id == Impact.client_id)
        .where(Letter.status == "approved")
        .order_by(Letter.approved_at, Letter.id)
    )
    rows = session.execute(query).all()
    asked = [row.Letter for row in (rows if since is None else _touched(session, rows, since))]
    return [one.id for one in asked if changes(one.facts, to_json(gather(session, actor, one, now())))]


_Approved = Row[Letter, str, str, str]


def _touched(session: Session, rows: Sequence[_Approved], since: datetime) -> list[_Approved]:
    """Return those of whose incident, people, client or our own settings the record holds an event since."""
    inside = {row.Letter.id: {row.reference, row.owner_id, row.Letter.signatory_id, _SETTINGS} for row in rows}
    asked = set().union(*inside.values())
    of_facts = or_(LogEntry.type.not_like("letter.%"), LogEntry.type.in_(_OF_FACTS))
    written = and_(LogEntry.log_id == PROVIDER_LOG, LogEntry.recorded_at >= since, LogEntry.subject.in_(asked))
    subjects = set(session.scalars(select(LogEntry.subject).where(written, of_facts).distinct()))
    heads = select(LogHead.log_id).where(LogHead.log_id.in_({row.log_id for row in rows}))
    moved = set(session.scalars(heads.where(LogHead.last_recorded_at >= since)))
    return [row for row in rows if row.log_id in moved or inside[row.Letter.id] & subjects]
