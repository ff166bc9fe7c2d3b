"""Days on which more tries to sign in failed than people mistype: kept beside the record, for thirteen months."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.people.models import SignInAttempt
from ledger.people.permissions import permit

LIMIT = 20
"""Failed tries on one day (UTC) up to which nobody is told."""
MOST = 50


@dataclass(frozen=True)
class DayOfFailures:
    """One day with many failed tries."""

    day: str
    tries: int
    accounts: int
    addresses: int


def days_of_failures(session: Session, actor: Actor) -> list[DayOfFailures]:
    """Return the days with more than `LIMIT` failed tries, newest first."""
    permit(actor, "oversee")
    day = func.date(SignInAttempt.at)
    tries = func.count()
    query = (
        select(day, tries, func.count(SignInAttempt.account.distinct()), func.count(SignInAttempt.address.distinct()))
        .where(SignInAttempt.worked.is_(False))
        .group_by(day)
        .having(tries > LIMIT)
        .order_by(day.desc())
        .limit(MOST)
    )
    return [DayOfFailures(str(row[0]), row[1], row[2], row[3]) for row in session.execute(query)]
