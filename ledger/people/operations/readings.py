"""Who read what: written after the answer went out, forgotten after thirteen months."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.people.actor import Actor
from ledger.people.models import Reading

KEPT = timedelta(days=396)
"""Thirteen months: one whole year, and the month in which somebody looks back at it."""
AT_ONCE = 5000


def keep_readings(session: Session, _actor: Actor, *, lines: Iterable[Reading]) -> None:
    """Write these lines; no event goes with them, for reading changes nothing."""
    session.add_all(lines)


def forget_readings(session: Session, _actor: Actor) -> int:
    """Forget what is older than thirteen months, at most `AT_ONCE` lines, and return how many they were."""
    old = select(Reading.id).where(Reading.at < now() - KEPT).limit(AT_ONCE)
    return len(session.scalars(delete(Reading).where(Reading.id.in_(old)).returning(Reading.id)).all())
