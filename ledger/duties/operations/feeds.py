"""Calendar feeds: a secret address of one's own, shown once, kept as a hash, revoked for good."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.duties.models import CalendarFeed
from ledger.kernel.clock import now
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.people.queries import token_hash
from ledger.record.canonical import Value
from ledger.record.operations import note


@dataclass(frozen=True)
class MadeFeed:
    """A new feed, with the secret of its address that is never shown again."""

    id: str
    secret: str


def make_feed(session: Session, actor: Actor, *, short_titles: bool = False) -> MadeFeed:
    """Make the actor's calendar address; an earlier one stops working, so that there is one to look after."""
    permit(actor, "read_cases")
    _revoke(session, actor)
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed(
        id=new_id(), user_id=actor.user_id, token_hash=token_hash(secret), short_titles=short_titles, made_at=now()
    )
    session.add(row)
    data: dict[str, Value] = {"feed": row.id, "short_titles": short_titles}
    note(session, "feed.made", actor=actor.user_id, subjects=actor.user_id, data=data)
    session.flush()
    return MadeFeed(row.id, secret)


def revoke_feed(session: Session, actor: Actor) -> None:
    """Revoke the actor's calendar address, for good; where there is none nothing happens."""
    permit(actor, "read_cases")
    _revoke(session, actor)


def _revoke(session: Session, actor: Actor) -> None:
    query = select(CalendarFeed).where(CalendarFeed.user_id == actor.user_id, CalendarFeed.revoked_at.is_(None))
    rows = session.scalars(query.with_for_update()).all()
    for row in rows:
        row.revoked_at = now()
        note(session, "feed.revoked", actor=actor.user_id, subjects=actor.user_id, data={"feed": row.id})
    session.flush()
