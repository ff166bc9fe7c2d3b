"""Giving digests to rows from before there were any, once: from then on a row without one is a finding."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.record.operations import note
from ledger.record.row_checks import Untold
from ledger.record.row_digests import layout_of, row_key
from ledger.record.row_salts import TAKEN_UP, digest_also


def take_up(session: Session, actor: Actor, *, rows: Sequence[Untold]) -> None:
    """Write digests of these rows as they stand, and that it was done; the caller compared them with their events."""
    permit(actor, "read_settings")
    keys = {one.key for one in rows}
    for model in sorted({one.model for one in rows}, key=lambda model: model.__name__):
        digest_also(session, [row for row in session.scalars(select(model)) if row_key(layout_of(model), row) in keys])
    note(session, TAKEN_UP, actor=actor.user_id, subjects="rows", data={"rows": len(keys)})
