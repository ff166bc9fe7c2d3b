"""Reading accounts: the people page, one account to change, the own account, its tokens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import NotFound
from ledger.people.actor import STAFF, Actor
from ledger.people.models import ApiToken, Invitation, SignInAttempt, User
from ledger.people.permissions import may, permit


@dataclass(frozen=True)
class Account:
    """One account as the people page shows it."""

    id: str
    version: int
    name: str
    email: str
    role: str
    title: str
    telephone: str
    manager_id: str | None
    signs_up_to: str | None
    active: bool
    client_id: str | None
    zone: str | None
    has_password: bool
    has_second_step: bool
    last_here_at: datetime | None
    invited_until: datetime | None


@dataclass(frozen=True)
class TokenRow:
    """One personal token, without its secret."""

    id: str
    name: str
    scope: str
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    is_alive: bool


def our_people(session: Session, actor: Actor) -> list[Account]:
    """Return our own people, open accounts first, by name."""
    permit(actor, "read_settings")
    return _accounts(session, User.role.in_(STAFF))


def users_of_clients(session: Session, actor: Actor) -> list[Account]:
    """Return all clients' users, open accounts first, by name."""
    permit(actor, "read_settings")
    return _accounts(session, User.role == "client")


def account(session: Session, actor: Actor, user_id: str) -> Account:
    """Return one account: anybody's for who may read people, else one's own. Raises `NotFound`."""
    if not may(actor, "read_settings") and actor.user_id != user_id:
        raise NotFound
    found = _accounts(session, User.id == user_id)
    if not found:
        raise NotFound
    return found[0]


def own_tokens(session: Session, actor: Actor) -> list[TokenRow]:
    """Return the actor's tokens, newest first."""
    permit(actor, "own_tokens")
    query = select(ApiToken).where(ApiToken.user_id == actor.user_id).order_by(ApiToken.made_at.desc(), ApiToken.id)
    instant = now()
    return [
        TokenRow(
            t.id, t.name, t.scope, t.made_at, t.expires_at, t.last_used_at, t.revoked_at,
            t.revoked_at is None and t.expires_at > instant,
        )
        for t in session.scalars(query)
    ]  # fmt: skip


def _accounts(session: Session, condition: ColumnElement[bool]) -> list[Account]:
    last = (
        select(func.max(SignInAttempt.at)).where(SignInAttempt.user_id == User.id, SignInAttempt.worked)
        .correlate(User).scalar_subquery()
    )  # fmt: skip
    invited = (
        select(func.max(Invitation.expires_at))
        .where(Invitation.user_id == User.id, Invitation.used_at.is_(None), Invitation.kind != "link")
        .where(Invitation.expires_at > now()).correlate(User).scalar_subquery()
    )  # fmt: skip
    query = select(User, last.label("last"), invited.label("invited")).where(condition)
    rows = session.execute(query.order_by(User.active.desc(), User.name, User.id))
    return [
        Account(
            u.id, u.version, u.name, u.email, u.role, u.title, u.telephone, u.manager_id, u.signs_up_to, u.active,
            u.client_id, u.zone, u.password is not None, u.tf_totp_secret is not None, at, until,
        )
        for u, at, until in rows
    ]  # fmt: skip


def last_code_step(session: Session, _actor: Actor, user_id: str) -> int | None:
    """Return the time step of the last second-step code this person used; none before the first."""
    return session.scalar(select(func.max(SignInAttempt.code_step)).where(SignInAttempt.user_id == user_id))
