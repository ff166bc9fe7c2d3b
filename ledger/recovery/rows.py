"""What reads of recovery return: frozen rows, for pages, the API and the portal."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.kernel.money import Money
from ledger.recovery.action_row import ActionRow
from ledger.recovery.keeping import due_words
from ledger.recovery.remedy_codes import KINDS


@dataclass(frozen=True)
class RemedyRow:
    """One remedy line as staff see it; `cost` only for those who may see what it costs us."""

    id: str
    version: int
    incident_id: str
    incident_reference: str
    client_reference: str
    client_code: str
    client_name: str
    client_zone: str
    code: str
    text: str
    how: str
    cost: Money | None
    details: tuple[tuple[str, str], ...]
    """What this kind of remedy records, as (label, words)."""
    value: Money
    tax: Money
    shown: str
    supplier: str
    entitlement: str
    trigger: str
    quality_cost: str
    status: str
    due_on: date | None
    is_overdue: bool
    is_late: bool
    """Whether the client got it after its day, or still waits."""
    proposer: str
    approver: str
    promised_at: datetime | None
    delivered_at: datetime | None
    evidence: str
    ended_reason: str | None
    confirmed_at: datetime | None
    confirmation: str
    extra_of: str | None
    may_approve: bool
    """Whether the reader is a second person, and within the limit."""

    @property
    def name(self) -> str:
        """The kind of remedy in words."""
        return KINDS[self.code].words

    @property
    def due(self) -> str:
        """The day the client has it by, in words; empty before there is one."""
        return f"{self.due_on.day} {self.due_on:%b %Y}" if self.due_on else ""

    @property
    def worth(self) -> Money:
        """The value to the client with its tax."""
        return self.value + self.tax


@dataclass(frozen=True)
class PromiseRow:
    """One promise as staff see it; `standing` is its judgement as of now, `status` what was recorded."""

    id: str
    version: int
    client_code: str
    client_name: str
    client_zone: str
    incident_id: str | None
    incident_reference: str | None
    kind: str
    text: str
    owner_id: str
    owner: str
    promised_at: datetime
    due_at: datetime
    original_due_at: datetime
    due_is_day: bool
    agreed_due_at: datetime | None
    status: str
    standing: str
    kept_at: datetime | None
    evidence: str
    ending_words: str
    visible_to_client: bool
    letter_id: str | None
    """The letter that made it, where one did."""
    remedy_id: str | None
    """The remedy that it is; it ends with it."""
    filed_as: str | None
    """The incident that it became when it was broken, our reference; none once that was withdrawn."""

    @property
    def may_be_filed(self) -> bool:
        """Whether it is broken, or was kept late, and is no incident yet."""
        return self.standing in {"broken", "late"} and self.filed_as is None

    @property
    def due(self) -> str:
        """By when, in words: a day, or a time with its zone, as the client reads it."""
        return due_words(self.due_at, self.client_zone, is_day=self.due_is_day)

    @property
    def first_due(self) -> str:
        """The original date in words, empty where it was never moved."""
        if self.original_due_at == self.due_at:
            return ""
        return due_words(self.original_due_at, self.client_zone, is_day=self.due_is_day)


@dataclass(frozen=True)
class Recovery:
    """What is done about one incident, and what it costs us by currency; `None` costs are not the reader's to see."""

    actions: tuple[ActionRow, ...]
    remedies: tuple[RemedyRow, ...]
    promises: tuple[PromiseRow, ...]
    value_totals: tuple[Money, ...]
    """What clients get with tax: lines approved, promised, delivered or confirmed."""
    cost_totals: tuple[Money, ...] | None
    """What the same lines cost us."""
    booked_costs: tuple[Money, ...] | None
    """What stands in the books so far."""
    is_grave: bool
    asks_more: bool
    """Whether the case closes only once it has said what it learnt."""


@dataclass(frozen=True)
class ForWhom:
    """One client of an incident, as forms that name it need it."""

    client_reference: str
    client_code: str
    client_name: str
    currency: str
    zone: str
