"""Letters mailed in vain: issued, and as far as we know nobody there has them; somebody sends them anew or rings."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ledger.clients.models import Client
from ledger.clients.visibility import visible_to
from ledger.duties.asking import Asked, grave, is_grave, mentions, of_client, only, wants, whose
from ledger.duties.due import Due
from ledger.incidents.models import Impact, Incident
from ledger.letters.listing import undelivered
from ledger.letters.models import Delivery, Letter
from ledger.people.actor import Actor
from ledger.people.queries import names

WITHIN = timedelta(days=1)
"""From when we know that a mail failed or came back, to when the letter is to be there another way."""


def undelivered_due(session: Session, actor: Actor, asked: Asked, at: datetime) -> Iterator[Due]:
    """Give the letters whose mails all failed or came back and that nobody acknowledged; whoever has the incident acts.

    It ends with a new mail, or when the client is known to have read it.
    """
    if not wants(asked, "undelivered"):
        return
    newest = select(func.max(Delivery.id)).where(Delivery.letter_id == Letter.id).scalar_subquery()
    last = aliased(Delivery)
    known_at = func.coalesce(last.bounced_at, last.ended_at, last.asked_at)
    query = (
        select(Letter, last, Client, Incident)
        .select_from(Letter)
        .join(last, last.id == newest)
        .join(Impact, Impact.id == Letter.impact_id)
        .join(Client, Client.id == Impact.client_id)
        .join(Incident, Incident.id == Impact.incident_id)
        .where(undelivered(), visible_to(actor, Impact.client_id))
        .where(whose(asked, Incident.owner_id), of_client(asked), grave(asked))
        .where(mentions(asked, Letter.subject_line, Client.name))
        .where(only(asked, Letter.id))
        .order_by(known_at, Letter.id)
        .limit(asked.most)
        .offset(asked.start)
    )
    rows = session.execute(query).all()
    named = names(session, {incident.owner_id for *_, incident in rows})
    for row, mail, client, incident in rows:
        known = mail.bounced_at or mail.ended_at or mail.asked_at
        due_at = known + WITHIN
        if asked.until is None or due_at <= asked.until:
            yield Due(
                "undelivered", row.id, row.version, f"Send again or hand over “{row.subject_line}”", (client.code,),
                (client.name,), incident.reference, incident.owner_id, incident.deputy_id,
                named.get(incident.owner_id, ""), known, due_at, due_at, False, client.zone, due_at < at, row.kind,  # noqa: FBT003 due is a time
                is_grave(incident), mail.event_id, row.id,
            )  # fmt: skip
