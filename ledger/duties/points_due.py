"""What nobody knows yet: the client was told by when it hears, so that is owed like a promise."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, by, grave, is_grave, mentions, of_client, only, wants, whose
from ledger.duties.due import Due
from ledger.incidents.models import Impact, Incident
from ledger.letters.models import Letter, OpenPointRow
from ledger.people.actor import Actor
from ledger.people.queries import names


def points_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the open points that are not settled; whoever has the incident owes it, seen on the newest letter of it."""
    if not wants(asked, "open_point"):
        return
    newest = select(func.max(Letter.id)).where(Letter.impact_id == OpenPointRow.impact_id).scalar_subquery()
    query = (
        select(OpenPointRow, newest.label("letter_id"), Client, Incident)
        .join(Impact, Impact.id == OpenPointRow.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(OpenPointRow.settled_at.is_(None), newest.is_not(None), visible_to(actor, Impact.client_id))
        .where(whose(asked, Incident.owner_id), of_client(asked), grave(asked), by(asked, OpenPointRow.tell_by))
        .where(mentions(asked, OpenPointRow.text, Client.name))
        .where(only(asked, OpenPointRow.id))
        .order_by(OpenPointRow.tell_by, OpenPointRow.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {incident.owner_id for *_, incident in rows})
    for row, letter_id, client, incident in rows:
        yield Due(
            "open_point", row.id, 1, f"Tell what was not known: {row.text}", (client.code,), (client.name,),
            incident.reference, incident.owner_id, incident.deputy_id, named.get(incident.owner_id, ""), row.raised_at,
            row.tell_by, row.tell_by, False, client.zone, row.tell_by < at, "", is_grave(incident), row.event_id,  # noqa: FBT003 due is a time
            letter_id,
        )  # fmt: skip
