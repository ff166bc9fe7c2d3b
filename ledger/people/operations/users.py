"""Users: who can sign in, in which role."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Invalid
from ledger.kernel.ids import new_id
from ledger.people.actor import ROLES, Actor
from ledger.people.models import User
from ledger.people.permissions import permit
from ledger.record.operations import note


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
    if session.scalar(select(User.id).where(User.email == email)):
        raise Invalid({"email": "Somebody already signs in with this mail address."})
    if role not in ROLES:
        raise Invalid({"role": f"The role must be one of {', '.join(ROLES)}."})
    if (role == "client") != (client_id is not None):
        raise Invalid({"client_id": "A client's user belongs to a client, one of our people to none."})
    user = User(
        id=new_id(), email=email, name=name, role=role, title=title, telephone=telephone, client_id=client_id,
        manager_id=manager_id, signs_up_to=signs_up_to, zone=zone, password=password_hash, fs_uniquifier=new_id(),
    )  # fmt: skip
    user.event_id = note(
        session,
        "user.added",
        actor=actor.user_id,
        subjects=user.id,
        data={"role": role, "client": client_id, "signs_up_to": signs_up_to},
        sealed={"name": name, "email": email, "title": title, "telephone": telephone},
    )
    session.add(user)
    return user
