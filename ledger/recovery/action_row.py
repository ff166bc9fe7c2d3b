"""What reads of actions return: frozen rows, for pages and the API."""

from dataclasses import dataclass
from datetime import datetime

from ledger.incidents.severities import GRAVE
from ledger.kernel.clock import day_in
from ledger.kernel.money import Money
from ledger.recovery.action_rules import CHECKED_KINDS, LINE, needs_harm_statement


@dataclass(frozen=True)
class ActionRow:
    """One action as staff see it."""

    id: str
    version: int
    incident_id: str
    incident_reference: str
    severity: str
    kind: str
    sort: str | None
    text: str
    how_seen: str
    status: str
    visible_to_client: bool
    owner_id: str
    owner: str
    due_at: datetime
    original_due_at: datetime
    is_overdue: bool
    estimate: Money | None
    """What it is estimated to cost us; none where nothing was said, or the reader may not see it."""
    approver: str
    approved_at: datetime | None
    evaluation_criteria: str | None
    measure: str | None
    baseline: str | None
    window_days: int | None
    min_opportunities: int | None
    planned_verifier_id: str | None
    planned_verifier: str
    outsider: str | None
    """Who from outside checks it, where nobody of ours is independent."""
    started_at: datetime | None
    evidence: str
    could_break: str | None
    how_undone: str | None
    implemented_at: datetime | None
    implemented_by: str | None
    implementer: str
    verifier: str
    verified_at: datetime | None
    verification_note: str
    watching_from_at: datetime | None
    window_ends_at: datetime | None
    extended_at: datetime | None
    opportunities: int | None
    result: str | None
    judge: str
    effective_at: datetime | None
    removed_at: datetime | None
    stays_until_at: datetime | None
    handed_over_at: datetime | None
    handed_over_from: str | None
    cancelled_reason: str | None
    next_state: str
    """The state that comes next where all goes well; empty at an end."""
    missing: tuple[str, ...]
    """What is missing for it, as sentences."""
    may_verify: bool
    """Whether the reader can verify it now: an independent second person."""
    may_judge: bool
    """Whether the reader can say now that it did not hold, and, once its window has ended, whether it works."""
    waits_for_me: bool
    """Whether the reader is the second person it waits for."""
    zone: str
    """Where its due day ends: ours."""

    @property
    def due(self) -> str:
        """The due day in words."""
        return day_in(self.due_at, self.zone)

    @property
    def first_due(self) -> str:
        """The original due day in words, empty where it was never moved."""
        return "" if self.original_due_at == self.due_at else day_in(self.original_due_at, self.zone)

    @property
    def watched_until(self) -> str:
        """The day on which its window ends, in words; empty before it opens."""
        return day_in(self.window_ends_at, self.zone) if self.window_ends_at else ""

    @property
    def is_checked(self) -> bool:
        """Whether it has to show that it works."""
        return self.kind in CHECKED_KINDS

    @property
    def is_grave(self) -> bool:
        """Whether it belongs to a grave incident, of which more is asked."""
        return self.severity in GRAVE

    @property
    def needs_harm_statement(self) -> bool:
        """Whether it has to be said what it could break."""
        return needs_harm_statement(self.kind, self.severity)

    @property
    def is_loose(self) -> bool:
        """Whether it is a containment in place of which nobody said how long it stays."""
        in_place = self.kind == "containment" and self.status in {"implemented", "implementation_verified"}
        return in_place and self.removed_at is None and self.stays_until_at is None

    @property
    def line(self) -> tuple[tuple[str, str], ...]:
        """The states that lie on its way, each with `done`, `now` or `ahead`."""
        skipped = set() if self.is_checked else {"watching", "effective"}
        skipped |= set() if self.is_checked or self.estimate is not None else {"funded"}
        way = [state for state in LINE if state not in skipped]
        here = {"not_effective": "watching", "inconclusive": "watching", "reopened": "effective"}.get(
            self.status, self.handed_over_from if self.status == "handed_over" else self.status
        )
        if here not in way:
            return ()
        at = way.index(here or "")
        return tuple(
            (state, "done" if place < at else "now" if place == at else "ahead") for place, state in enumerate(way)
        )


@dataclass(frozen=True)
class StepRow:
    """One line of an action's history."""

    verb: str
    from_status: str | None
    to_status: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence."""

    id: str
    kind: str
    text: str
    link: str | None
    file_name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    visible_to_client: bool
    added_by: str
    added_at: datetime
    deleted_at: datetime | None = None
    """When its file was deleted with an erasure."""


@dataclass(frozen=True)
class AttestationRow:
    """What a client's own person said of it."""

    client: str
    by: str
    agrees: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class RepeatRow:
    """An incident that showed that it did not hold."""

    incident_reference: str
    found_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True)
class ActionPage:
    """An action with all that belongs to it."""

    action: ActionRow
    steps: tuple[StepRow, ...]
    """Newest first; empty for what was done before steps were kept."""
    evidence: tuple[EvidenceRow, ...]
    attestations: tuple[AttestationRow, ...]
    repeats: tuple[RepeatRow, ...]
    needs_outsider: bool
    """Whether nobody of ours may verify it: somebody from outside has to."""


@dataclass(frozen=True)
class ReadAcrossRow:
    """The latest answer to where else it could happen."""

    reason: str
    looked_at: str
    by: str
    at: datetime
