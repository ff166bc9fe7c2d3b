"""What people change of their own account: name, zone, telephone, and what they sign in with."""

from sqlalchemy.orm import Session

from ledger.kernel.clock import zone_names
from ledger.kernel.errors import Invalid, Refused, Stale
from ledger.people.actor import Actor
from ledger.people.models import User
from ledger.people.operations.users import locked_user
from ledger.record.operations import note

SIGN_IN_COLUMNS = frozenset({"password", "fs_uniquifier", "tf_primary_method", "tf_totp_secret"})
"""All that signing in may ever write to an account."""


def change_own(  # noqa: PLR0913 what people may say of themselves, all named
    session: Session,
    actor: Actor,
    *,
    version: int,
    name: str,
    telephone: str = "",
    zone: str | None = None,
) -> User:
    """Change the actor's own name, telephone and zone; no zone means the provider's. Raises `Stale`, `Invalid`."""
    if actor.role == "system":
        raise Refused
    if zone is not None and zone not in zone_names():
        raise Invalid({"zone": "Choose a zone of the list, such as Europe/London."})
    user = locked_user(session, actor.user_id)
    if user.version != version:
        raise Stale
    user.name, user.telephone, user.zone = name, telephone, zone
    user.version += 1
    user.event_id = note(
        session,
        "user.changed_own",
        actor=actor.user_id,
        subjects=user.id,
        data={"zone": zone},
        sealed={"name": name, "telephone": telephone},
    )
    session.flush()
    return user


def change_sign_in(session: Session, actor: Actor, user_id: str, fields: dict[str, str | None]) -> None:
    """Write what signing in changed of the actor's own account: password hash, second step, session mark.

    The event says which, never what. Raises `Refused` for any other column or any other person's account.
    """
    if actor.user_id != user_id or not fields.keys() <= SIGN_IN_COLUMNS:
        raise Refused
    user = locked_user(session, user_id)
    for name, value in fields.items():
        setattr(user, name, value)
    user.event_id = note(session, _what(fields), actor=user_id, subjects=user_id)
    session.flush()


def _what(fields: dict[str, str | None]) -> str:
    if "tf_totp_secret" in fields:
        return "user.second_step_set" if fields["tf_totp_secret"] else "user.second_step_removed"
    return "user.password_changed" if "password" in fields else "user.signed_out_everywhere"
