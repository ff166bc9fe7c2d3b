"""Which logs an act of recovery stands in: always ours, with what only we know, and the client's where it sees it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from ledger.people.actor import Actor
from ledger.record.canonical import Value
from ledger.record.operations import note


def tell(  # noqa: PLR0913 an event in two logs has that many parts, all named
    session: Session,
    actor: Actor,
    event: str,
    *,
    ours: str,
    clients: Mapping[str, str],
    data: Mapping[str, Value],
    words: Mapping[str, str | None],
    inside: Mapping[str, Value],
    inside_words: Mapping[str, str | None] | None = None,
) -> str:
    """Note an event and return its id; `ours` is its subject in the provider's log.

    `clients` are the logs of those who see it (none: nobody does), with `data` and `words` only; `inside` and
    `inside_words` (owners, costs, evidence) go to the provider's log alone. A row that a client sees carries the event
    of the client's log, so that a receipt can prove it.
    """
    noted = note(
        session,
        event,
        actor=actor.user_id,
        subjects=ours,
        data={**data, **inside},
        sealed={**words, **(inside_words or {})},
    )
    if not clients:
        return noted
    return note(session, event, actor=actor.user_id, subjects=clients, data=data, sealed=words)
