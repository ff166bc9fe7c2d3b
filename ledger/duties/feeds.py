"""Reading calendar feeds: whether one has an address, and what stands under it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.duties.asking import Asked
from ledger.duties.due import Due
from ledger.duties.models import CalendarFeed
from ledger.duties.owed import owed
from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.permissions import may, permit
from ledger.people.queries import actor_of, token_hash

KEPT_ENDED = timedelta(days=14)
"""For so long a calendar is told that something was done or is not to be done any more."""


@dataclass(frozen=True)
class Feed:
    """A person's calendar address, without its secret."""

    made_at: datetime
    short_titles: bool


@dataclass(frozen=True)
class FeedContent:
    """What stands under a calendar address."""

    user_id: str
    name: str
    short_titles: bool
    rows: list[Due]


def own_feed(session: Session, actor: Actor) -> Feed | None:
    """Return the actor's calendar address, none where there is none."""
    permit(actor, "read_cases")
    query = select(CalendarFeed).where(CalendarFeed.user_id == actor.user_id, CalendarFeed.revoked_at.is_(None))
    row = session.scalars(query.order_by(CalendarFeed.made_at.desc())).first()
    return Feed(row.made_at, row.short_titles) if row else None


def feed_content(session: Session, _actor: Actor, secret: str, *, zone: str) -> FeedContent:
    """Return what is due for whom this secret is: their own, and what they stand in for.

    Raises `NotFound` alike for a wrong one, a revoked one, and one of a person who may not read cases any more.
    """
    query = (
        select(User, CalendarFeed.short_titles)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.token_hash == token_hash(secret), CalendarFeed.revoked_at.is_(None), User.active)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    user, short_titles = found
    reader = actor_of(user, zone)
    if not may(reader, "read_cases"):
        raise NotFound
    asked = Asked(person=reader.user_id, with_deputy=True, ended_since=now() - KEPT_ENDED)
    return FeedContent(reader.user_id, reader.name, short_titles, owed(session, reader, asked))
