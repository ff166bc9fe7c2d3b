"""Beginning a ledger: the provider's own log, and the provider's settings."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.kernel.errors import Conflict, Invalid, Stale
from ledger.kernel.ids import new_id
from ledger.people.actor import Actor
from ledger.people.choices import faults
from ledger.people.models import Provider
from ledger.people.permissions import permit
from ledger.record.canonical import Value
from ledger.record.models import PROVIDER_LOG, Log
from ledger.record.operations import note, open_log


def begin_ledger(session: Session, actor: Actor, domain: str) -> bool:
    """Open the provider's log; return whether it had to be opened. Twice is harmless."""
    permit(actor, "manage_settings")
    if session.get(Log, PROVIDER_LOG) is not None:
        return False
    open_log(session, PROVIDER_LOG, f"{domain}/amends/{new_id()}")
    note(session, "ledger.begun", actor=actor.user_id, subjects="ledger", data={"domain": domain})
    return True


def save_provider(session: Session, actor: Actor, /, version: int | None = None, **fields: Any) -> Provider:
    """Write the provider's settings, the first time or again; `version` is what the editor saw.

    Raises `Invalid` for choices that do not fit, `Stale` when somebody else saved in between, `Conflict` when settings
    exist and no version was given.
    """
    permit(actor, "manage_settings")
    wrong = faults(fields)
    if wrong:
        raise Invalid(wrong)
    row = session.scalars(select(Provider).with_for_update()).one_or_none()
    if row is None:
        row = Provider(**fields, id=1, version=0)
        session.add(row)
    elif version is None:
        sentence = "The provider is already set up; change it on the settings page."
        raise Conflict(sentence)
    elif version != row.version:
        raise Stale
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    codes: dict[str, Value] = {
        name: fields[name] for name in ("zone", "locale", "currency", "country", "domain") if name in fields
    }
    words = {name: str(value) for name, value in fields.items() if name not in codes}
    row.event_id = note(session, "provider.saved", actor=actor.user_id, subjects="provider", data=codes, sealed=words)
    return row
