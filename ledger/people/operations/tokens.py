"""Personal tokens for the API: made once, shown once, kept as a hash, revoked for good."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now
from ledger.kernel.errors import Invalid, NotFound
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.models import ApiToken
from ledger.people.permissions import permit
from ledger.people.queries import token_hash
from ledger.record.operations import note

SCOPES = ("read", "write")
LONGEST_DAYS = 366
MOST = 20


@dataclass(frozen=True)
class MadeToken:
    """A new token, with the secret that is never shown again."""

    id: str
    secret: str
    expires_at: datetime


def make_token(session: Session, actor: Actor, *, name: str, scope: str, days: int) -> MadeToken:
    """Make a token of the actor's that may read, or read and write, for that many days (at most 366).

    Raises `Invalid` for another scope or a longer life, or where twenty are alive already.
    """
    permit(actor, "own_tokens")
    if scope not in SCOPES:
        raise Invalid({"scope": f"Choose one of: {', '.join(SCOPES)}."})
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid({"days": f"A token lives between 1 and {LONGEST_DAYS} days."})
    made_at = now()
    alive = select(ApiToken.id).where(
        ApiToken.user_id == actor.user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > made_at
    )
    if len(session.scalars(alive).all()) >= MOST:
        raise Invalid({"name": f"You have {MOST} tokens; revoke one that is not used any more."})
    secret = f"amends_{secrets.token_urlsafe(32)}"
    token = ApiToken(
        id=new_id(), user_id=actor.user_id, name=name, token_hash=token_hash(secret), scope=scope, made_at=made_at,
        expires_at=made_at + timedelta(days=days),
    )  # fmt: skip
    session.add(token)
    data = {"token": token.id, "scope": scope, "expires_at": iso(token.expires_at)}
    note(session, "token.made", actor=actor.user_id, subjects=actor.user_id, data=data, sealed={"name": name})
    session.flush()
    return MadeToken(token.id, secret, token.expires_at)


def revoke_token(session: Session, actor: Actor, token_id: str) -> None:
    """Revoke one of the actor's own tokens, for good; twice is harmless. Raises `NotFound` for anybody else's."""
    permit(actor, "own_tokens")
    token = session.get(ApiToken, token_id)
    if token is None or token.user_id != actor.user_id:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = now()
        data = {"token": token.id}
        note(session, "token.revoked", actor=actor.user_id, subjects=actor.user_id, data=data)


def revoke_all_tokens(session: Session, user_id: str) -> None:
    """Revoke every token of an account, as part of a change that notes its own event."""
    mine = (ApiToken.user_id == user_id) & ApiToken.revoked_at.is_(None)
    session.execute(update(ApiToken).where(mine).values(revoked_at=now()))
