"""Entries of the timeline as staff see them: what was corrected stays, struck through, with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ledger.clients.models import Client
from ledger.incidents.models import Entry
from ledger.incidents.timeline import Written, lag_words
from ledger.kernel.errors import NotFound
from ledger.people.actor import Actor
from ledger.people.permissions import permit


@dataclass(frozen=True)
class EntryShown(Written):
    """One line of the timeline."""

    id: str
    kind: str
    text: str
    occurred_at: datetime
    recorded_at: datetime
    visibility: str
    client_code: str | None
    """The client that may read it, or with whom the contact was."""
    author_id: str
    channel: str | None
    outcome: str | None
    next_update_at: datetime | None
    external_id: str | None
    supersedes_id: str | None
    correction_reason: str | None
    corrected_by_id: str | None
    """The entry that took this one's place."""
    corrected_at: datetime | None
    corrected_why: str | None
    corrector_id: str | None
    author: str = ""
    corrector: str = ""

    @property
    def lag(self) -> str:
        """How much later it was written than it happened, in words; empty under five minutes."""
        return lag_words(self.occurred_at, self.recorded_at)

    def named(self, people: Mapping[str, str]) -> "EntryShown":
        """Return the entry with the names of its people."""
        return replace(self, author=people.get(self.author_id, ""), corrector=people.get(self.corrector_id or "", ""))


_OF_ENTRY = (
    "id", "kind", "text", "occurred_at", "recorded_at", "visibility", "author_id", "channel", "outcome",
    "next_update_at", "external_id", "supersedes_id", "correction_reason",
)  # fmt: skip


def entries_of(session: Session, actor: Actor, incident_id: str, most: int) -> list[EntryShown]:
    """Return the newest `most` entries by when they happened, newest first; a corrected one names its successor."""
    permit(actor, "read_cases")
    query = _query().where(Entry.incident_id == incident_id)
    found = session.execute(
        query.order_by(Entry.occurred_at.desc(), Entry.recorded_at.desc(), Entry.id.desc()).limit(most)
    )
    return [_shown(row) for row in found]


def entry_by_id(session: Session, actor: Actor, incident_id: str, entry_id: str) -> EntryShown:
    """Return one entry of an incident; raise `NotFound`."""
    permit(actor, "read_cases")
    row = session.execute(_query().where(Entry.incident_id == incident_id, Entry.id == entry_id)).one_or_none()
    if row is None:
        raise NotFound
    return _shown(row)


def _query() -> Any:
    later = aliased(Entry)
    return (
        select(Entry, Client.code, later.id, later.recorded_at, later.correction_reason, later.author_id)
        .outerjoin(Client, Client.id == Entry.about_client_id)
        .outerjoin(later, later.supersedes_id == Entry.id)
    )


def _shown(row: Any) -> EntryShown:
    entry, code, later_id, later_at, why, corrector = row
    return EntryShown(
        **{name: getattr(entry, name) for name in _OF_ENTRY},
        client_code=code,
        corrected_by_id=later_id,
        corrected_at=later_at,
        corrected_why=why,
        corrector_id=corrector,
    )
