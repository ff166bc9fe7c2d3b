"""The logo on new letters: put there and taken off by an administrator; issued letters keep the one they had."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Conflict
from ledger.people.actor import Actor
from ledger.people.models import Provider
from ledger.people.permissions import permit
from ledger.record.operations import note

_FIRST = "The provider is not set up yet; an administrator fills in the first-run page."


def set_logo(session: Session, actor: Actor, *, sha256: str, size: int) -> Provider:
    """Put the kept file of that SHA-256, of `size` bytes, on letters issued from now on; the same again is harmless.

    Raises `Conflict` before the provider is set up.
    """
    row = _locked(session, actor)
    if row.logo_sha256 != sha256:
        row.logo_sha256 = sha256
        row.version += 1
        row.event_id = note(
            session,
            "provider.logo_set",
            actor=actor.user_id,
            subjects="provider",
            data={"sha256": sha256, "bytes": size},
        )
    return row


def remove_logo(session: Session, actor: Actor) -> Provider:
    """Take the logo off letters issued from now on; raise `Conflict` where there is none."""
    row = _locked(session, actor)
    if row.logo_sha256 is None:
        sentence = "There is no logo to remove."
        raise Conflict(sentence)
    gone, row.logo_sha256 = row.logo_sha256, None
    row.version += 1
    row.event_id = note(
        session, "provider.logo_removed", actor=actor.user_id, subjects="provider", data={"sha256": gone}
    )
    return row


def _locked(session: Session, actor: Actor) -> Provider:
    permit(actor, "manage_settings")
    row = session.scalars(select(Provider).with_for_update()).one_or_none()
    if row is None:
        raise Conflict(_FIRST)
    return row
