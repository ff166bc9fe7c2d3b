"""An incident as its events tell it: facts, impacts, entries, letters, and what any of them said before."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ledger.incidents.timeline import Written


@dataclass(frozen=True)
class EntryThen(Written):
    """One line of the timeline as it stood."""

    id: str
    event_id: str
    kind: str
    text: str
    occurred_at: datetime
    recorded_at: datetime
    author_id: str
    visibility: str
    channel: str | None = None
    outcome: str | None = None
    next_update_at: datetime | None = None
    corrected_by_id: str | None = None
    corrected_at: datetime | None = None
    corrected_why: str = ""
    corrector_id: str = ""
    why: str = ""
    """Of a correction: why it was made."""
    corrects_id: str | None = None
    author: str = ""
    corrector: str = ""


@dataclass(frozen=True)
class Change:
    """A fact that said something else before: whose (empty: the incident's; else a client reference), and why."""

    of: str
    name: str
    before: Any
    after: Any
    by_id: str
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class LetterThen:
    """A letter that had been issued."""

    kind: str
    version: int
    subject: str
    of: str
    issued_at: datetime


@dataclass
class Told:
    """What the events tell together."""

    facts: dict[str, Any] = field(default_factory=dict)
    impacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By client reference."""
    entries: dict[str, EntryThen] = field(default_factory=dict)
    letters: list[LetterThen] = field(default_factory=list)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Promises, actions and remedies by id: `what`, `text`, `status`, `due_at`."""
    changes: list[Change] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    """Why each proposal was made, by its id."""
    why_at: dict[datetime, str] = field(default_factory=dict)
    """The reason given in the unit that was recorded then."""

    @property
    def timeline(self) -> list[EntryThen]:
        """The entries, newest first by when they happened."""
        return sorted(self.entries.values(), key=lambda one: (one.occurred_at, one.recorded_at), reverse=True)

    @property
    def edits(self) -> list[Change]:
        """What said something else before, newest change first, with the reason given in the same act."""
        told = [replace(one, why=self.why_at.get(one.at, "")) for one in self.changes]
        return sorted(told, key=lambda one: one.at, reverse=True)

    @property
    def people(self) -> set[str]:
        """The ids of all who wrote or changed anything, and of those named as owner or deputy."""
        ids = {one.author_id for one in self.entries.values()} | {one.corrector_id for one in self.entries.values()}
        ids |= {one.by_id for one in self.changes} | {self.facts.get("owner") or "", self.facts.get("deputy") or ""}
        moved = [one for one in self.changes if one.name in {"owner", "deputy"}]
        return (ids | {str(told) for one in moved for told in (one.before, one.after)}) - {""}
