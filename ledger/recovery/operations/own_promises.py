"""What a client's own people say of a promise to them: that we need not keep it, or that a later date is fine."""

from sqlalchemy.orm import Session

from ledger.clients.models import Client
from ledger.kernel.clock import now
from ledger.kernel.errors import Conflict, Invalid, NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit
from ledger.recovery.keeping import agreed_in_time
from ledger.recovery.models import Promise
from ledger.recovery.operations.promise_ends import changed, end_released
from ledger.recovery.operations.promises import locked_promise, open_promise
from ledger.recovery.promise_links import PromiseOrigin


def release_own_promise(
    session: Session, actor: Actor, *, promise_id: str, words: str, version: int | None = None
) -> Promise:
    """Release us from a promise to the actor's own client; raise `NotFound` for any other, `Invalid` without words."""
    client, row = _own(session, actor, promise_id, version)
    origin = session.get(PromiseOrigin, row.id)
    if origin is not None and origin.remedy_id is not None:
        sentence = "This is something we owe you as a remedy; tell us if you do not want it, and we record that."
        raise Conflict(sentence)
    if not words.strip():
        raise Invalid({"words": "Say in a few words why we need not do it; it stands in the record as yours."})
    return end_released(session, actor, client, row, words, "Said in the portal")


def agree_to_own_date(session: Session, actor: Actor, *, promise_id: str, version: int | None = None) -> Promise:
    """Agree to the later date of a promise to the actor's own client, while the first date has not passed.

    Raises `NotFound` for any other client's, `Conflict` where the date was not moved or the first one has passed.
    """
    client, row = _own(session, actor, promise_id, version)
    at = now()
    if row.due_at <= row.original_due_at:
        sentence = "We have not moved this date to a later one, so there is nothing to agree to."
        raise Conflict(sentence)
    if not agreed_in_time(at, row.original_due_at):
        sentence = "The first date has passed, and the promise is judged by it."
        raise Conflict(sentence)
    row.agreed_due_at, row.agreed_at = row.due_at, at
    return changed(session, actor, "promise.agreed", client, row)


def _own(session: Session, actor: Actor, promise_id: str, version: int | None) -> tuple[Client, Promise]:
    """Return the open promise with its client, if it is one that the actor's client sees."""
    permit(actor, "answer_promise")
    _, row = locked_promise(session, promise_id)
    if row.client_id != actor.client_id or not row.visible_to_client:
        raise NotFound
    return open_promise(session, promise_id, version)
