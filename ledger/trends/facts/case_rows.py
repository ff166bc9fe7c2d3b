"""What the measures look at, as plain rows: one case with all that hangs on it. Times are aware UTC, ids opaque."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from ledger.trends.action_history import Doing, Spell


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One incident on one client; `zone` is the client's."""

    id: str
    client_id: str
    zone: tzinfo
    notified_at: datetime | None = None
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockRun:
    """One clock of an impact, as the incidents' room keeps it."""

    id: str
    impact_id: str
    kind: str
    zero_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise to one client; `agreed_due_at` is a later date the client agreed to at `agreed_at`."""

    id: str
    client_id: str
    original_due_at: datetime
    kept_at: datetime | None = None
    released_at: datetime | None = None
    agreed_due_at: datetime | None = None
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action: when it was still to be done, and each time it was done."""

    id: str
    spells: tuple[Spell, ...]
    doings: tuple[Doing, ...] = ()
    declared: tuple[tuple[str, datetime], ...] = ()
    """Each time it was declared effective: the step's id, and when."""
    came_back: tuple[datetime, ...] = ()
    """When incidents were found that show that it did not hold once declared effective, oldest first."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a client said to a letter: `acknowledged`, `question` or `dispute`, and when we replied."""

    id: str
    kind: str
    at: datetime
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One issued letter; `corrected_at` is when a letter that corrects it was begun."""

    id: str
    client_id: str
    issued_at: datetime
    answers: tuple[AnswerRow, ...] = ()
    corrected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One incident with its impacts, clocks, promises, actions and issued letters."""

    id: str
    severity: str
    status: str
    service: str
    found_by: str
    imported: bool
    report_month: str
    filed_at: datetime
    zone: tzinfo
    """The provider's, in which months are counted."""
    impact_started_at: datetime | None = None
    detected_at: datetime | None = None
    aware_at: datetime | None = None
    acknowledged_at: datetime | None = None
    contained_at: datetime | None = None
    resolved_at: datetime | None = None
    impacts: tuple[ImpactRow, ...] = ()
    clocks: tuple[ClockRun, ...] = ()
    promises: tuple[PromiseRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
