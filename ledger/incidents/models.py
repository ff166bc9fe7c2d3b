"""Incidents, their impacts on clients, the timeline, factors, clocks, and proposals that wait for a second person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Code, Id, Instant, Key, Line, Recorded


class ReferenceCounter(Base):
    """The last number given in a series (`INC-2026`, `HFO-2026`); locked while the next is given."""

    __tablename__ = "reference_counter"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int]


class CauseFamily(Recorded, Base):
    """A short classification shared by similar incidents, used to find repeats."""

    __tablename__ = "cause_family"

    id: Mapped[Key]
    name: Mapped[Line] = mapped_column(unique=True)


class Incident(Recorded, Base):
    """A mistake of ours that affected, or could have affected, at least one client."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("severity IN ('S1', 'S2', 'S3', 'S4')", name="severity"),
        CheckConstraint("ours IN ('yes', 'not_yet_known', 'no')", name="ours"),
        CheckConstraint(
            "found_by IN ('our_monitoring', 'our_staff', 'client', 'third_party', 'not_recorded')", name="found_by"
        ),
        CheckConstraint(
            "status IN ('open', 'contained', 'resolved', 'watching', 'closed', 'not_ours', 'duplicate', 'withdrawn')",
            name="status",
        ),
        UniqueConstraint("external_provider", "external_id"),
        Index("ix_incident_status_filed_at", "status", "filed_at"),
        Index("ix_incident_severity_filed_at", "severity", "filed_at", "id"),
        Index("ix_incident_filed_at_id", "filed_at", "id"),
        Index("ix_incident_status_report_month", "status", "report_month"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    """Internal: `INC-2026-0042`; never on anything a client sees."""
    title: Mapped[Line]
    """What stopped, in a few words; internal."""
    act_statement: Mapped[str | None] = mapped_column(Text)
    act_is_provisional: Mapped[bool] = mapped_column(default=True)
    ours: Mapped[str] = mapped_column(String(16), default="not_yet_known")
    severity: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(10), default="open")
    service: Mapped[Line] = mapped_column(default="", index=True)
    found_by: Mapped[str] = mapped_column(String(16))
    found_by_client_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("client.id"))
    cause_family_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("cause_family.id"), index=True)
    owner_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    deputy_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("user_account.id"))
    external_reference: Mapped[str | None] = mapped_column(String(100))
    external_provider: Mapped[str | None] = mapped_column(String(100))
    external_id: Mapped[str | None] = mapped_column(String(200))
    external_state: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the source said last, so that the next file is compared with it and not with what people have corrected."""
    external_priority: Mapped[str | None] = mapped_column(String(40))
    external_url: Mapped[str | None] = mapped_column(String(400))
    import_flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What the source says that cannot be: kept and shown, never repaired."""
    acting_party: Mapped[Line] = mapped_column(default="")
    authorised_by: Mapped[Line] = mapped_column(default="")
    duplicate_of_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("incident.id"))
    impact_started_at: Mapped[datetime | None] = mapped_column(Instant)
    detected_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    aware_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    contained_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    filed_at: Mapped[At]
    filed_by: Mapped[Id]
    report_month: Mapped[str] = mapped_column(String(7), index=True)
    """`YYYY-MM` in the provider's zone: of detection; of an imported one's beginning or first notice."""


class Impact(Recorded, Base):
    """One incident on one client."""

    __tablename__ = "impact"
    __table_args__ = (
        UniqueConstraint("incident_id", "client_id"),
        CheckConstraint(
            "data_effect IN ('none', 'lost', 'altered', 'exposed', 'unavailable', 'unknown')", name="data_effect"
        ),
        CheckConstraint(
            "people_affected >= 0 AND people_total >= 0 AND people_affected <= people_total", name="people"
        ),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"))
    client_id: Mapped[Id] = mapped_column(ForeignKey("client.id"), index=True)
    client_reference: Mapped[str] = mapped_column(String(20), unique=True)
    statement: Mapped[str] = mapped_column(Text)
    """What it did to the client, in the client's words."""
    act_statement: Mapped[str | None] = mapped_column(Text)
    """Own act statement where it differs from the incident's."""
    people_affected: Mapped[int | None]
    people_total: Mapped[int | None]
    from_at: Mapped[datetime | None] = mapped_column(Instant)
    to_at: Mapped[datetime | None] = mapped_column(Instant)
    data_effect: Mapped[str] = mapped_column(String(12), default="unknown")
    client_reported_at: Mapped[datetime | None] = mapped_column(Instant)
    client_notified_at: Mapped[datetime | None] = mapped_column(Instant)
    delay_reason: Mapped[str | None] = mapped_column(Text)
    no_remedy_reason: Mapped[str | None] = mapped_column(Text)
    client_must_do: Mapped[str | None] = mapped_column(Text)
    """What the client needs to do now; none means nothing was said yet."""


class Entry(Recorded, Base):
    """One line of the timeline; never changed: a correction supersedes it and both stay."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('detection', 'decision', 'action', 'client_notice', 'update', 'client_contact', 'containment',"
            " 'restoration', 'observation', 'correction')",
            name="kind",
        ),
        CheckConstraint("visibility IN ('internal', 'all_clients', 'one_client')", name="visibility"),
        CheckConstraint("(visibility = 'one_client') = (client_id IS NOT NULL)", name="one_client_is_named"),
        Index("ix_entry_incident_id_occurred_at", "incident_id", "occurred_at"),
    )

    id: Mapped[Key]
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[At]
    recorded_at: Mapped[At]
    visibility: Mapped[str] = mapped_column(String(12))
    client_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("client.id"))
    about_client_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("client.id"))
    """For a contact: the client it was with, whoever may read the entry."""
    author_id: Mapped[Id]
    channel: Mapped[str | None] = mapped_column(String(20))
    """For contacts: `phone`, `mail`, `in_person`, `portal`, `message`, `letter`."""
    outcome: Mapped[str | None] = mapped_column(String(20))
    """For contacts: `reached`, `left_message`, `no_answer`, `they_chased_us`."""
    next_update_at: Mapped[datetime | None] = mapped_column(Instant)
    supersedes_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("entry.id"), unique=True)
    correction_reason: Mapped[str | None] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(String(200), index=True)
    external_fingerprint: Mapped[str | None] = mapped_column(String(64))


class Factor(Recorded, Base):
    """One of several causes, with why it was not noticed; never a person."""

    __tablename__ = "factor"

    id: Mapped[Key]
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    why_not_noticed: Mapped[str] = mapped_column(Text, default="")
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class ClockRow(Recorded, Base):
    """One clock of one impact: when it is due, which rule says so, and when it stopped."""

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_open", "stopped_at", "due_at"),
        Index("ix_clock_impact_id_kind", "impact_id", "kind"),
    )

    id: Mapped[Key]
    impact_id: Mapped[Id] = mapped_column(ForeignKey("impact.id"))
    kind: Mapped[str] = mapped_column(String(24))
    zero_at: Mapped[At]
    due_at: Mapped[At]
    rule: Mapped[Line]
    """The sentence that made it: `First notice within 60 minutes of awareness (S1, standard plan)`."""
    severity: Mapped[str] = mapped_column(String(2))
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    plan: Mapped[Line]
    """The four parts of the rule, so that the next update can be computed by the same one."""
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)
    """Set when severity or awareness moved, or nothing is waited for any more: it stays, judged as it stood then."""


class Proposal(Recorded, Base):
    """A step for a second person: lower severity, moved awareness, not ours, duplicate, withdrawn, not a repeat."""

    __tablename__ = "proposal"
    __table_args__ = (CheckConstraint("decision IN ('agreed', 'declined')", name="decision"),)

    id: Mapped[Key]
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), index=True)
    kind: Mapped[Code]
    """`lower_severity`, `move_awareness`, `not_ours`, `duplicate`, `withdrawn`, `not_a_repeat`."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[Id]
    proposed_at: Mapped[At]
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str | None] = mapped_column(String(10))
    decision_note: Mapped[str | None] = mapped_column(Text)


class Handover(Recorded, Base):
    """A shift handed over: who had it, who has it now, and what the next one must know."""

    __tablename__ = "handover"

    id: Mapped[Key]
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), index=True)
    from_id: Mapped[Id]
    to_id: Mapped[Id]
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[At]
