"""Keys under which a program creates something once: claimed before, answered after, forgotten within two days."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError
from ledger.people.actor import Actor
from ledger.people.models import IdempotencyKey

KEPT = timedelta(hours=24)
SWEPT = timedelta(hours=48)
AT_WORK = timedelta(minutes=2)
"""Longer than any request runs: after that, an unanswered key belongs to a request that broke off."""
IN_FLIGHT = 0


class KeyReused(AmendsError):
    """This Idempotency-Key was used for another request; take a new one for a new thing."""

    status = 422
    code = "key_reused"


class KeyAtWork(AmendsError):
    """A request with this Idempotency-Key is being worked on; ask again in a moment."""

    status = 409
    code = "key_at_work"


class KeyUncertain(AmendsError):
    """A request with this Idempotency-Key broke off; see whether its thing is there, then use a new key."""

    status = 409
    code = "key_uncertain"


@dataclass(frozen=True)
class Remembered:
    """What was answered under a key."""

    status: int
    body: bytes
    headers: dict[str, str]


def claim_key(session: Session, actor: Actor, key: str, request_hash: str) -> Remembered | None:
    """Take the key for this request and return nothing, or return what was answered under it.

    Of two requests at once one gets the key. Raises `KeyReused`, `KeyAtWork`, `KeyUncertain`.
    """
    at = now()
    stale = IdempotencyKey.user_id == actor.user_id, IdempotencyKey.made_at < at - KEPT
    session.execute(delete(IdempotencyKey).where(*stale))
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    row = {"user_id": actor.user_id, "key": key, "request_hash": request_hash, "made_at": at}
    statement = insert(IdempotencyKey).values(**row, status=IN_FLIGHT, body=b"", headers={})
    if session.scalar(statement.on_conflict_do_nothing().returning(IdempotencyKey.key)) is not None:
        return None
    found = session.get_one(IdempotencyKey, (actor.user_id, key))
    if found.request_hash != request_hash:
        raise KeyReused
    if found.status == IN_FLIGHT:
        raise KeyAtWork if at - found.made_at < AT_WORK else KeyUncertain
    return Remembered(found.status, found.body, found.headers)


def keep_answer(session: Session, actor: Actor, key: str, answer: Remembered) -> None:
    """Remember what was answered under a claimed key."""
    row = session.get_one(IdempotencyKey, (actor.user_id, key))
    row.status, row.body, row.headers = answer.status, answer.body, answer.headers


def free_key(session: Session, actor: Actor, key: str) -> None:
    """Give a claimed key back: its request was refused and changed nothing."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.user_id == actor.user_id, IdempotencyKey.key == key))


def sweep_keys(session: Session, _actor: Actor) -> int:
    """Forget keys older than two days, of people who send no more; return how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.made_at < now() - SWEPT).returning(IdempotencyKey.key)
    return len(session.scalars(old).all())
