"""Reading people: the provider's settings and users as plain rows."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import AmendsError, NotFound
from ledger.people.actor import STAFF, Actor
from ledger.people.models import ApiToken, Provider, User
from ledger.people.permissions import permit


class BadToken(AmendsError):
    """This token is not valid."""

    status = 401
    code = "bad_token"


@dataclass(frozen=True)
class Person:
    """One of our people, as lists and choices show them."""

    id: str
    name: str
    title: str
    role: str
    mail: str
    telephone: str
    signs_up_to: str | None
    active: bool


def provider_or_none(session: Session, _actor: Actor) -> Provider | None:
    """Return the provider's settings, or none before the first-run page was filled in."""
    provider = session.get(Provider, 1)
    if provider is not None:
        session.expunge(provider)
    return provider


def provider(session: Session) -> Provider:
    """Return the provider's settings for rules of other rooms; raise `NotFound` before they exist."""
    row = session.get(Provider, 1)
    if row is None:
        sentence = "The provider is not set up yet; an administrator fills in the first-run page."
        raise NotFound(sentence)
    return row


def staff(session: Session, actor: Actor) -> list[Person]:
    """Return our active people by name, for choosing an owner, deputy or verifier."""
    permit(actor, "read_settings")
    rows = session.scalars(select(User).where(User.role.in_(STAFF), User.active).order_by(User.name, User.id))
    return [person(row) for row in rows]


def person(row: User) -> Person:
    """Return a user row as plain values."""
    return Person(row.id, row.name, row.title, row.role, row.email, row.telephone, row.signs_up_to, row.active)


def names(session: Session, ids: set[str | None]) -> dict[str, str]:
    """Return the names of the given users; the program itself is `Amends`."""
    found = session.execute(select(User.id, User.name).where(User.id.in_({one for one in ids if one})))
    return {"system": "Amends", **{row.id: row.name for row in found}}


def actor_of(row: User, zone: str) -> Actor:
    """Return the actor a signed-in user is; `zone` is the provider's, for people who chose none."""
    return Actor(row.id, row.name, row.role, row.title, row.client_id, row.signs_up_to, row.zone or zone)


def token_hash(secret: str) -> str:
    """Return what is kept of a personal token; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of_token(session: Session, _actor: Actor, secret: str, *, zone: str) -> tuple[Actor, str]:
    """Return whose live personal token this is and its scope; raise `BadToken` for any other text."""
    query = (
        select(User, ApiToken.scope)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(
            ApiToken.token_hash == token_hash(secret),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now(),
            User.active,
        )
    )
    found = session.execute(query).one_or_none()
    if found is None:
        sentence = "This token is not valid, has expired or was revoked; make a new one on your account page."
        raise BadToken(sentence)
    user, scope = found
    return actor_of(user, zone), scope


def user_id_of(session: Session, _actor: Actor, email: str) -> str:
    """Return the id of the account with this mail address; raise `NotFound`. For the command line."""
    found = session.scalar(select(User.id).where(User.email == email.strip().lower()))
    if found is None:
        sentence = f"Nobody signs in with {email}; amends user list shows who does."
        raise NotFound(sentence)
    return found
