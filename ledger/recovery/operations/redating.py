"""Moving the date of a promise; what it is judged by stays, unless the client agreed beforehand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ledger.kernel.clock import now
from ledger.kernel.errors import Invalid
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import agreed_in_time, due_ahead
from ledger.recovery.models import Promise, Remedy
from ledger.recovery.operations.promise_ends import changed
from ledger.recovery.operations.promises import open_promise
from ledger.recovery.operations.remedy_case import Case, line_of
from ledger.recovery.operations.remedy_case import changed as remedy_changed
from ledger.recovery.promise_links import PromiseOrigin


def redate_promise(  # noqa: PLR0913 what moving a date needs, all named
    session: Session,
    actor: Actor,
    *,
    promise_id: str,
    reason: str,
    due_on: date | None = None,
    due_at: datetime | None = None,
    client_words: str = "",
    version: int | None = None,
) -> Promise:
    """Move the date, with a reason that the client reads; the original date stays and it is judged by that.

    With `client_words` (how the client agreed), before the original date has passed, it is judged by the new one. What
    was agreed afterwards stands in the record and changes no judgement, nor does it undo an earlier agreement. The line
    of a remedy that is not money moves with its promise. Raises `Invalid` for a date that has passed.
    """
    permit(actor, "promise")
    remedy = _remedy_of(session, actor, promise_id)
    client, row = open_promise(session, promise_id, version)
    if not reason.strip():
        raise Invalid({"reason": "Say why; the client reads it."})
    at = now()
    row.due_at, row.due_is_day = due_ahead(due_on, due_at, client.zone, at)
    if client_words.strip():
        permit(actor, "speak_for_client")
        if agreed_in_time(at, row.original_due_at):
            row.agreed_due_at, row.agreed_at = row.due_at, at
    if remedy is not None:
        case, line = remedy
        line.due_on = due_on or row.due_at.astimezone(ZoneInfo(client.zone)).date()
        remedy_changed(session, actor, "remedy.redated", case, line)
    said = {"reason": reason, "client_words": client_words}
    return changed(session, actor, "promise.redated", client, row, said)


def _remedy_of(session: Session, actor: Actor, promise_id: str) -> tuple[Case, Remedy] | None:
    """Return the line that the promise was made for, with its case, both locked before the promise is."""
    origin = session.get(PromiseOrigin, promise_id)
    if origin is None or origin.remedy_id is None:
        return None
    return line_of(session, actor, origin.remedy_id, is_money=False)
