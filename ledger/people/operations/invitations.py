"""Sign-in links: an invitation, printed or mailed, and the short link a client's user asks for. Each works once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from ledger.kernel.clock import iso, now
from ledger.kernel.errors import AmendsError, Conflict, Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.models import Invitation, User
from ledger.people.operations.users import locked_user
from ledger.people.permissions import permit
from ledger.people.queries import token_hash
from ledger.record.canonical import Value
from ledger.record.operations import note

INVITATION_LASTS = timedelta(days=7)
LINK_LASTS = timedelta(minutes=15)


class Spent(AmendsError):
    """This link has been used or has expired; ask the sender for a new one."""

    status = 410
    code = "spent"


@dataclass(frozen=True)
class Invited:
    """An invitation as it is printed or mailed; the secret is never shown again."""

    user_id: str
    name: str
    email: str
    secret: str
    expires_at: datetime


def invite(session: Session, actor: Actor, user_id: str, *, kind: str = "printed") -> Invited:
    """Make an invitation for seven days; earlier ones of the same person stop working.

    Raises `NotFound`, or `Conflict` for an account that is closed.
    """
    permit(actor, "manage_people")
    user = locked_user(session, user_id)
    if not user.active:
        sentence = "This account is closed; open it again before you invite."
        raise Conflict(sentence)
    invited = _make(session, actor, user, kind, INVITATION_LASTS)
    data = {"kind": kind, "expires_at": iso(invited.expires_at)}
    note(session, "user.invited", actor=actor.user_id, subjects=user.id, data=data)
    return invited


def make_link(session: Session, actor: Actor, email: str) -> Invited | None:
    """Make a link that signs a client's user in within fifteen minutes; none where no such account is open."""
    query = select(User).where(User.email == email.strip().lower(), User.role == "client", User.active)
    user = session.scalars(query.with_for_update()).one_or_none()
    return None if user is None else _make(session, actor, user, "link", LINK_LASTS)


def redeem(session: Session, _actor: Actor, secret: str, *, password_hash: str | None = None) -> str:
    """Spend a link and return whose it is; a password that was chosen with it (as hash) becomes the account's.

    Raises `Spent` for a link that is not open any more, and `Invalid` where one of our own people chose no password.
    """
    row = session.scalars(_open(secret).with_for_update()).one_or_none()
    if row is None:
        raise Spent
    user = locked_user(session, row.user_id)
    if not user.active:
        raise Spent
    if user.role != "client" and not password_hash:
        raise Invalid({"password": "Choose a password; you sign in with it from now on."})
    row.used_at = now()
    data: dict[str, Value] = {"kind": row.kind, "password_set": password_hash is not None}
    event_id = note(session, "invitation.used", actor=user.id, subjects=user.id, data=data)
    if password_hash:
        user.password = password_hash
        user.event_id = event_id
    session.flush()
    return user.id


@dataclass(frozen=True)
class OpenInvitation:
    """What the page behind a link may show before it is spent."""

    name: str
    is_staff: bool
    kind: str
    expires_at: datetime
    has_password: bool


def open_invitation(session: Session, _actor: Actor, secret: str) -> OpenInvitation:
    """Return what a link is for, without spending it; raise `Spent`."""
    row = session.execute(
        _open(secret).with_only_columns(User.name, User.role, User.password, Invitation.kind, Invitation.expires_at)
        .join(User, User.id == Invitation.user_id).where(User.active)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise Spent
    return OpenInvitation(row.name, row.role != "client", row.kind, row.expires_at, row.password is not None)


def _open(secret: str) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.token_hash == token_hash(secret), Invitation.used_at.is_(None), Invitation.expires_at > now()
    )


def _make(session: Session, actor: Actor, user: User, kind: str, lasts: timedelta) -> Invited:
    made_at = now()
    still_open = (Invitation.user_id == user.id) & Invitation.used_at.is_(None) & (Invitation.expires_at > made_at)
    same = Invitation.kind == "link" if kind == "link" else Invitation.kind != "link"
    session.execute(update(Invitation).where(still_open, same).values(expires_at=made_at))
    secret = secrets.token_urlsafe(32)
    row = Invitation(
        id=new_id(), user_id=user.id, kind=kind, token_hash=token_hash(secret), made_by=actor.user_id, made_at=made_at,
        expires_at=made_at + lasts,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return Invited(user.id, user.name, user.email, secret, row.expires_at)
