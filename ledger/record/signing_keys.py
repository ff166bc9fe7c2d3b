"""Which keys sign: the public parts, added and retired by events in the provider's log. While two stand, both sign."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, NotFound
from ledger.record.models import PROVIDER_LOG, Log, LogHead, SigningKey
from ledger.record.operations import note
from ledger.record.signed_note import VerifierKey, read_key


@dataclass(frozen=True)
class KnownKey:
    """A key of this ledger, and since when and until when it signs."""

    key: VerifierKey
    added_at: datetime
    retired_at: datetime | None


def known_keys(session: Session) -> list[KnownKey]:
    """Return all keys that ever signed, oldest first."""
    rows = session.scalars(select(SigningKey).order_by(SigningKey.added_at, SigningKey.key_id))
    return [KnownKey(read_key(row.line), row.added_at, row.retired_at) for row in rows]


def signing(keys: list[KnownKey]) -> list[VerifierKey]:
    """Return the keys that sign now."""
    return [one.key for one in keys if one.retired_at is None]


def key_name(session: Session) -> str:
    """Return what a key of this ledger is called, `provider.example/amends`; raise `Conflict` before `amends init`."""
    origin = session.scalar(select(Log.origin).where(Log.id == PROVIDER_LOG))
    if origin is None:
        sentence = "There is no ledger here yet; begin it with amends init."
        raise Conflict(sentence)
    return origin.rpartition("/")[0]


def add_key(session: Session, actor_id: str, key: VerifierKey, *, only_if_none: bool = False) -> bool:
    """Let a key sign from now on; return whether it was added. `only_if_none`: not where another one signs already."""
    _alone(session)
    if only_if_none and signing(known_keys(session)):
        return False
    row = SigningKey(key_id=key.id.hex(), line=str(key), added_at=now())
    row.event_id = note(session, "key.added", actor=actor_id, subjects="keys", data={"key": str(key)})
    session.add(row)
    session.flush()
    return True


def retire_key(session: Session, actor_id: str, key_id: str) -> VerifierKey:
    """Let a key sign no more; what it signed stays good. Raise `NotFound`, or `Conflict` for the only key."""
    _alone(session)
    row = session.get(SigningKey, key_id, with_for_update=True)
    if row is None or row.retired_at is not None:
        sentence = f"No key {key_id} signs here; amends key list shows those that do."
        raise NotFound(sentence)
    if len(signing(known_keys(session))) == 1:
        sentence = "This is the only key that signs; add the next one first with amends key rotate."
        raise Conflict(sentence)
    row.retired_at = now()
    row.event_id = note(session, "key.retired", actor=actor_id, subjects="keys", data={"key": row.line})
    session.flush()
    return read_key(row.line)


def _alone(session: Session) -> None:
    """Let nobody else add or retire a key at the same time."""
    session.scalars(select(LogHead).where(LogHead.log_id == PROVIDER_LOG).with_for_update()).one_or_none()
