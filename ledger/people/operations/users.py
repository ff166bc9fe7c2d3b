"""Users: who can sign in, in which role."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Invalid, NotFound, Refused, Stale
from ledger.kernel.ids import new_id
from ledger.people.actor import ROLES, STAFF, Actor
from ledger.people.models import User
from ledger.people.operations.tokens import revoke_all_tokens
from ledger.people.permissions import permit
from ledger.record.operations import note

SIGNERS = frozenset({"service_manager", "leadership"})
"""Only who may approve letters can have a limit up to which to sign them."""


def add_user(  # noqa: PLR0913 what an account has, all named
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: str,
    title: str = "",
    telephone: str = "",
    client_id: str | None = None,
    manager_id: str | None = None,
    signs_up_to: str | None = None,
    zone: str | None = None,
    password_hash: str | None = None,
) -> User:
    """Add an account; `password_hash` is made before the unit begins, for hashing is slow.

    Raises `Invalid` for a mail address that is taken, an unknown role, or a client's user without client.
    """
    permit(actor, "manage_people")
    email = email.strip().lower()
    _refuse_taken(session, email, None)
    if role not in ROLES:
        raise Invalid({"role": f"The role must be one of {', '.join(ROLES)}."})
    if (role == "client") != (client_id is not None):
        raise Invalid({"client_id": "A client's user belongs to a client, one of our people to none."})
    _refuse_odd_limit(role, signs_up_to)
    user = User(
        id=new_id(), email=email, name=name, role=role, title=title, telephone=telephone, client_id=client_id,
        manager_id=manager_id, signs_up_to=signs_up_to, zone=zone, password=password_hash, fs_uniquifier=new_id(),
    )  # fmt: skip
    _refuse_circle(session, user.id, manager_id)
    user.event_id = note(
        session,
        "user.added",
        actor=actor.user_id,
        subjects=user.id,
        data={"role": role, "client": client_id, "signs_up_to": signs_up_to, "manager": manager_id},
        sealed={"name": name, "email": email, "title": title, "telephone": telephone},
    )
    session.add(user)
    session.flush()
    return user


def change_user(  # noqa: PLR0913 what an account has, all named
    session: Session,
    actor: Actor,
    user_id: str,
    *,
    version: int,
    email: str,
    name: str,
    role: str | None = None,
    title: str = "",
    telephone: str = "",
    manager_id: str | None = None,
    signs_up_to: str | None = None,
    active: bool = True,
) -> User:
    """Change an account; no role means the role it has. A new role, and closing it, ends every session and token.

    Raises `Stale` when somebody else changed it meanwhile, `Invalid` for what does not fit, and `Refused` where an
    administrator would change or close the own account, or the last administrator would go.
    """
    permit(actor, "manage_people")
    user = locked_user(session, user_id)
    if user.version != version:
        raise Stale
    email, role = email.strip().lower(), role or user.role
    _refuse_taken(session, email, user.id)
    _refuse_wrong_role(user, role)
    _refuse_odd_limit(role, signs_up_to)
    _refuse_circle(session, user.id, manager_id)
    loses_power = user.role == "admin" and user.active and (role != "admin" or not active)
    ends_sessions = role != user.role or active != user.active
    if ends_sessions and actor.user_id == user.id:
        sentence = "Another administrator has to change your role or close your account."
        raise Refused(sentence)
    if loses_power:
        _keep_an_administrator(session, user.id)
    user.email, user.name, user.title, user.telephone = email, name, title, telephone
    user.role, user.manager_id, user.signs_up_to, user.active = role, manager_id, signs_up_to, active
    if ends_sessions:
        end_sessions(session, user)
    _noted(session, actor, user, ends_sessions=ends_sessions)
    return user


def forget_second_step(session: Session, actor: Actor, user_id: str) -> User:
    """Take the second step off an account whose device is lost, and end its sessions; the administrator knows why.

    Raises `Refused` for the own account, which is changed on the account page, and `NotFound`.
    """
    permit(actor, "manage_people")
    user = locked_user(session, user_id)
    if user.id == actor.user_id:
        sentence = "Another administrator has to take the second step off your account."
        raise Refused(sentence)
    user.tf_primary_method, user.tf_totp_secret = None, None
    end_sessions(session, user)
    user.version += 1
    user.event_id = note(session, "user.second_step_removed", actor=actor.user_id, subjects=user.id)
    session.flush()
    return user


def locked_user(session: Session, user_id: str) -> User:
    """Return an account, locked until the unit ends; raise `NotFound`."""
    user = session.scalars(select(User).where(User.id == user_id).with_for_update()).one_or_none()
    if user is None:
        raise NotFound
    return user


def end_sessions(session: Session, user: User) -> None:
    """End every session and revoke every token of an account."""
    user.fs_uniquifier = new_id()
    revoke_all_tokens(session, user.id)


def _noted(session: Session, actor: Actor, user: User, *, ends_sessions: bool) -> None:
    user.version += 1
    user.event_id = note(
        session,
        "user.changed",
        actor=actor.user_id,
        subjects=user.id,
        data={
            "role": user.role,
            "active": user.active,
            "signs_up_to": user.signs_up_to,
            "manager": user.manager_id,
            "sessions_ended": ends_sessions,
        },
        sealed={"name": user.name, "email": user.email, "title": user.title, "telephone": user.telephone},
    )
    session.flush()


def _refuse_taken(session: Session, email: str, but: str | None) -> None:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise Invalid({"email": "Write a mail address such as name@firm.example."})
    other = session.scalar(select(User.id).where(User.email == email))
    if other is not None and other != but:
        raise Invalid({"email": "Somebody already signs in with this mail address."})


def _refuse_wrong_role(user: User, role: str) -> None:
    if role not in ROLES or (user.role == "client") != (role == "client"):
        raise Invalid({"role": "One of our people stays one of ours, a client's user stays the client's."})


def _refuse_odd_limit(role: str, signs_up_to: str | None) -> None:
    if signs_up_to and role not in SIGNERS:
        raise Invalid({"signs_up_to": "Only service managers and leadership sign letters."})


def _refuse_circle(session: Session, user_id: str, manager_id: str | None) -> None:
    seen = {user_id}
    at = manager_id
    while at is not None:
        if at in seen:
            raise Invalid({"manager_id": "Nobody can be their own manager, not even in a circle."})
        seen.add(at)
        row = session.execute(select(User.manager_id, User.role).where(User.id == at)).one_or_none()
        if row is None or row.role not in STAFF:
            raise Invalid({"manager_id": "A manager is one of our own people."})
        at = row.manager_id


def _keep_an_administrator(session: Session, but: str) -> None:
    query = select(func.count()).select_from(User).where(User.role == "admin", User.active, User.id != but)
    if not session.scalar(query):
        sentence = "This is the last administrator; make somebody else one first."
        raise Refused(sentence)
