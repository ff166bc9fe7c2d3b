"""Keeping what was found before a page was shown, so that everybody is told and not only whoever looked."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ledger.kernel.errors import Busy
from ledger.people.actor import SYSTEM, Actor
from ledger.people.permissions import permit
from ledger.record.findings import Finding
from ledger.record.operations import note
from ledger.record.standing import FOUND, found_since, last_checked
from ledger.work import Ledger


def notice(ledger: Ledger, findings: Sequence[Finding]) -> None:
    """Record findings that nothing told of yet; known ones cost a read. A busy ledger keeps them for the next look."""
    with ledger.database.read() as session:
        is_new = found_since(last_checked(session), findings) is not None
    if is_new:
        try:
            ledger.do(_record, SYSTEM, findings=findings)
        except Busy:
            return


def _record(session: Session, actor: Actor, *, findings: Sequence[Finding]) -> None:
    permit(actor, "read_settings")
    data = found_since(last_checked(session), findings)
    if data is not None:
        note(session, FOUND, actor=actor.user_id, subjects="record", data=data)
