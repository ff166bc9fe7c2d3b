"""Actions, their evidence, remedies and promises."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Currency, Id, Instant, Key, Line, Minor, Recorded
from ledger.recovery.remedy_details import how_words, unpacked


class Action(Recorded, Base):
    """Something we change: containment, correction, corrective or preventive action."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("kind IN ('containment', 'correction', 'corrective', 'preventive')", name="kind"),
        CheckConstraint(
            "status IN ('proposed', 'funded', 'in_progress', 'implemented', 'implementation_verified', 'watching',"
            " 'effective', 'not_effective', 'inconclusive', 'reopened', 'handed_over', 'cancelled')",
            name="status",
        ),
        CheckConstraint(
            "sort IN ('design', 'automation', 'procedure', 'check', 'training', 'reminder', 'other')", name="sort"
        ),
        CheckConstraint("estimate_minor >= 0 AND estimate_minor < 1000000000000000", name="estimate"),
        CheckConstraint("(estimate_minor IS NULL) = (estimate_currency IS NULL)", name="estimate_has_currency"),
        CheckConstraint("window_days > 0 AND min_opportunities > 0 AND opportunities >= 0", name="plan"),
        CheckConstraint("verifier_id IS NULL OR verifier_id <> owner_id", name="verifier_is_not_owner"),
        CheckConstraint("verifier_id IS NULL OR verifier_id <> implemented_by", name="verifier_is_not_implementer"),
        CheckConstraint(
            "status NOT IN ('implementation_verified', 'watching', 'effective', 'not_effective', 'inconclusive',"
            " 'reopened') OR ((verifier_id IS NOT NULL OR outsider IS NOT NULL) AND implemented_by IS NOT NULL)",
            name="verified_by_somebody",
        ),
        CheckConstraint("result_by IS NULL OR result_by <> owner_id", name="result_is_not_by_owner"),
        CheckConstraint("result_by IS NULL OR result_by <> implemented_by", name="result_is_not_by_implementer"),
        CheckConstraint(
            "status <> 'effective' OR ((result_by IS NOT NULL OR outsider IS NOT NULL) AND effective_at IS NOT NULL"
            " AND opportunities >= min_opportunities)",
            name="effective_by_somebody",
        ),
        CheckConstraint(
            "status <> 'handed_over' OR (handed_over_at IS NOT NULL AND handed_over_from IS NOT NULL)",
            name="handed_over_from_somewhere",
        ),
        Index("ix_action_status_due_at", "status", "due_at"),
        Index("ix_action_due_at_id", "due_at", "id"),
        Index("ix_action_status_original_due_at", "status", "original_due_at"),
        Index("ix_action_planned_verifier_id", "planned_verifier_id"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    how_seen: Mapped[str] = mapped_column(Text, default="")
    """How the client will see the result."""
    status: Mapped[str] = mapped_column(String(24), default="in_progress")
    visible_to_client: Mapped[bool] = mapped_column(default=True)
    owner_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"), index=True)
    due_at: Mapped[At]
    original_due_at: Mapped[At]
    evidence: Mapped[str] = mapped_column(Text, default="")
    implemented_at: Mapped[datetime | None] = mapped_column(Instant)
    implemented_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    verifier_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    verification_note: Mapped[str] = mapped_column(Text, default="")
    cancelled_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[At]
    sort: Mapped[str | None] = mapped_column(String(12))
    """What sort of change it is; training or a reminder alone does not stop a repeat."""
    estimate_minor: Mapped[int | None] = mapped_column(BigInteger)
    estimate_currency: Mapped[str | None] = mapped_column(String(3))
    approved_by: Mapped[str | None] = mapped_column(String(36))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    evaluation_criteria: Mapped[str | None] = mapped_column(Text)
    measure: Mapped[str | None] = mapped_column(Text)
    baseline: Mapped[str | None] = mapped_column(Text)
    window_days: Mapped[int | None]
    min_opportunities: Mapped[int | None]
    planned_verifier_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    outsider: Mapped[str | None] = mapped_column(String(200))
    """Who from outside checks it, and what they are to us; only where nobody of ours is independent."""
    """Who is to look at it, and later to say whether it works; another second person may stand in."""
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    could_break: Mapped[str | None] = mapped_column(Text)
    how_undone: Mapped[str | None] = mapped_column(Text)
    watching_from_at: Mapped[datetime | None] = mapped_column(Instant)
    window_ends_at: Mapped[datetime | None] = mapped_column(Instant)
    extended_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it was inconclusive and the window was made longer, which happens once."""
    opportunities: Mapped[int | None]
    """How often it was put to the test in the window."""
    result: Mapped[str | None] = mapped_column(Text)
    """What the verifier found; the client reads it in the follow-up letter."""
    result_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    effective_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    """A containment: when it was taken away again."""
    stays_until_at: Mapped[datetime | None] = mapped_column(Instant)
    """A containment: until when it stays."""
    handed_over_at: Mapped[datetime | None] = mapped_column(Instant)
    """From then on its incident does not wait for it."""
    handed_over_from: Mapped[str | None] = mapped_column(String(24))
    """The state it goes on from when the new owner takes it up."""


class Remedy(Recorded, Base):
    """What one client gets or is spared, at our cost. There is no column for a payer: the provider pays."""

    __tablename__ = "remedy"
    __table_args__ = (
        CheckConstraint(
            "code IN ('RW', 'XS', 'SC', 'WI', 'RF', 'CL', 'TP', 'EQ', 'MO', 'GW', 'NM', 'EX')",
            name="code",
        ),
        CheckConstraint(
            "status IN ('proposed', 'approved', 'promised', 'delivered', 'confirmed', 'declined_by_client',"
            " 'withdrawn')",
            name="status",
        ),
        CheckConstraint("cost_minor >= 0 AND cost_minor < 1000000000000000", name="cost"),
        CheckConstraint("value_minor >= 0 AND value_minor < 1000000000000000", name="value"),
        CheckConstraint("tax_minor >= 0", name="tax"),
        CheckConstraint("shown IN ('NoCharge', 'DoNotBill')", name="shown"),
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="approver_is_not_proposer"),
        CheckConstraint(
            "approved_by IS NOT NULL OR status NOT IN ('approved', 'promised', 'delivered', 'confirmed')",
            name="approved_by_somebody",
        ),
        CheckConstraint("entitlement IN ('law', 'contract', 'owed_repair', 'goodwill')", name="entitlement"),
        CheckConstraint("trigger IN ('automatic', 'offered', 'asked')", name="trigger"),
        CheckConstraint(
            "quality_cost IN ('prevention', 'appraisal', 'internal_failure', 'external_failure')", name="quality_cost"
        ),
        Index("ix_remedy_status_due_on", "status", "due_on"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    impact_id: Mapped[Id] = mapped_column(ForeignKey("impact.id"), index=True)
    code: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    """As the client reads it."""
    how: Mapped[Line] = mapped_column(default="")
    """How it reaches the client: `credit note 2087, on your October invoice`."""
    details: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    """What this kind of remedy must record, as JSON (`remedy_details`)."""
    cost_minor: Mapped[Minor] = mapped_column(default=0)
    cost_currency: Mapped[Currency]
    value_minor: Mapped[Minor] = mapped_column(default=0)
    tax_minor: Mapped[Minor] = mapped_column(default=0)
    value_currency: Mapped[Currency]
    shown: Mapped[str] = mapped_column(String(10), default="NoCharge")
    """`NoCharge` = shown to the client at 0.00 · `DoNotBill` = not shown."""
    entitlement: Mapped[str] = mapped_column(String(14), default="goodwill")
    trigger: Mapped[str] = mapped_column(String(10), default="offered")
    quality_cost: Mapped[str] = mapped_column(String(18), default="external_failure")
    status: Mapped[str] = mapped_column(String(20), default="proposed")
    due_on: Mapped[date | None]
    proposed_by: Mapped[Id]
    proposed_at: Mapped[At]
    approved_by: Mapped[str | None] = mapped_column(String(36))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    promised_at: Mapped[datetime | None] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)
    evidence: Mapped[str] = mapped_column(Text, default="")
    supplier: Mapped[str] = mapped_column(String(20), default="")
    """Code of who is paid for it; empty for our own people and stock."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_reason: Mapped[str | None] = mapped_column(Text)
    """Why it was declined by the client or withdrawn by us."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmation: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What the client said when it confirmed that it has it."""
    extra_of: Mapped[str | None] = mapped_column(String(36), ForeignKey("remedy.id"), index=True)
    """The late line that this one is the extra for."""

    @property
    def told_how(self) -> str:
        """How it reaches the client: as somebody wrote it, else what is recorded of it."""
        return self.how or how_words(self.code, unpacked(self.details))


class Promise(Recorded, Base):
    """Something we told a client we would do by a date; judged by its original date."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('update', 'callback', 'visit', 'invoice', 'fix', 'letter', 'remedy', 'review', 'other')",
            name="kind",
        ),
        CheckConstraint("status IN ('open', 'kept', 'late', 'broken', 'released')", name="status"),
        CheckConstraint("(status IN ('kept', 'late')) = (kept_at IS NOT NULL)", name="kept_has_a_time"),
        Index("ix_promise_status_due_at", "status", "due_at"),
        Index("ix_promise_client_id_original_due_at", "client_id", "original_due_at"),
        Index("ix_promise_status_original_due_at", "status", "original_due_at", "agreed_due_at", "agreed_at"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    client_id: Mapped[Id] = mapped_column(ForeignKey("client.id"))
    incident_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("incident.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="other")
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"), index=True)
    promised_at: Mapped[At]
    due_at: Mapped[At]
    original_due_at: Mapped[At]
    due_is_day: Mapped[bool] = mapped_column(default=False)
    """Promised for a day, not a time: `due_at` is then the end of the client's day."""
    agreed_due_at: Mapped[datetime | None] = mapped_column(Instant)
    """A later date the client agreed to at `agreed_at`; it counts only if the original one had not passed by then."""
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[str] = mapped_column(String(10), default="open")
    kept_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    evidence: Mapped[str] = mapped_column(Text, default="")
    ending_words: Mapped[str] = mapped_column(Text, default="")
    """The client's words when it released us, or why we could not keep it."""
    visible_to_client: Mapped[bool] = mapped_column(default=True)
