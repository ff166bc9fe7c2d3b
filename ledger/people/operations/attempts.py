"""Tries at the doors that take a secret: counted before, marked after. Nothing here needs an event."""

import hashlib
from datetime import timedelta

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.models import SignInAttempt
from ledger.people.throttle import CHECKING, WINDOW, Failures, may_try

KEPT = timedelta(days=400)
"""For how long we know when somebody was last here."""


class TooMany(AmendsError):
    """There were too many tries in a short time. Wait a quarter of an hour, then try again."""

    status = 429
    code = "too_many"


def try_door(session: Session, _actor: Actor, *, door: str, account: str, address: str, throttled: bool) -> str | None:
    """Note a try, failed until it is marked as worked, and return its id; none where there were too many already.

    `account` is what was typed; it is kept as a hash that begins with the door, so that doors are counted apart.
    """
    hashed = _hashed(door, account)
    if throttled and not may_try(_failures(session, hashed, address), door):
        return None
    at = now()
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - KEPT))
    attempt = SignInAttempt(id=new_id(), at=at, account=hashed, address=address, worked=False)
    session.add(attempt)
    session.flush()
    return attempt.id


def door_opened(session: Session, _actor: Actor, attempt_id: str, *, user_id: str | None) -> None:
    """Mark a try as worked; `user_id` is who came in, none where a second step still follows."""
    attempt = session.get(SignInAttempt, attempt_id)
    if attempt is not None:
        attempt.worked = True
        attempt.user_id = user_id or attempt.user_id


def code_taken(session: Session, _actor: Actor, *, user_id: str, step: int, address: str) -> None:
    """Remember the time step of a code that was taken, so that nobody takes it again."""
    session.add(
        SignInAttempt(
            id=new_id(), at=now(), account="code", address=address, worked=True, user_id=user_id, code_step=step
        )
    )


def _hashed(door: str, account: str) -> str:
    return hashlib.sha256(f"{door}:{account.strip().lower()}".encode()).hexdigest()


def _failures(session: Session, account: str, address: str) -> Failures:
    theirs, here = SignInAttempt.account == account, SignInAttempt.address == address
    # Whoever checks a folder of papers shuts nobody of the same office out of signing in.
    if account != (checked := _hashed(CHECKING, address)):
        here &= SignInAttempt.account != checked
    query = select(
        func.count(case((theirs & here, 1))), func.count(case((theirs, 1))), func.count(case((here, 1)))
    ).where(SignInAttempt.at > now() - WINDOW, SignInAttempt.worked.is_(False), theirs | here)
    return Failures(*session.execute(query).one())
