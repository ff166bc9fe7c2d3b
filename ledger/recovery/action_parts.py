"""What belongs to an action: steps, evidence, what a client attested, repeats; and where else it could happen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Key, Line, Recorded


class ActionStep(Recorded, Base):
    """One thing that was done to an action: who, when, from which state to which. Never changed."""

    __tablename__ = "action_step"
    __table_args__ = (Index("ix_action_step_action_id_at", "action_id", "at", "id"),)

    id: Mapped[Key]
    action_id: Mapped[Id] = mapped_column(ForeignKey("action.id"))
    verb: Mapped[str] = mapped_column(String(24))
    """`implemented`, `verified`, `redated` …: the last word of its event."""
    from_status: Mapped[str | None] = mapped_column(String(24))
    to_status: Mapped[str] = mapped_column(String(24))
    by_id: Mapped[Id]
    """Whose act it was; `system` for what happens by itself."""
    owner_id: Mapped[Id]
    """Who owned it then: nobody who owned or did it may verify it."""
    at: Mapped[At]
    note: Mapped[str] = mapped_column(Text, default="")
    """Why, or what was seen; internal."""


class ActionEvidence(Recorded, Base):
    """One piece of evidence: words, a link, or a file in the store."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        CheckConstraint("kind IN ('text', 'link', 'file')", name="kind"),
        CheckConstraint("(kind = 'link') = (link IS NOT NULL)", name="link"),
        CheckConstraint("(kind = 'file') = (sha256 IS NOT NULL)", name="file"),
        CheckConstraint(
            "sha256 IS NULL OR (file_name IS NOT NULL AND media_type IS NOT NULL AND size > 0)",
            name="file_is_described",
        ),
    )

    id: Mapped[Key]
    action_id: Mapped[Id] = mapped_column(ForeignKey("action.id"), index=True)
    kind: Mapped[str] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(Text)
    """What it shows."""
    link: Mapped[str | None] = mapped_column(String(1000))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_name: Mapped[str | None] = mapped_column(String(120))
    media_type: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None]
    visible_to_client: Mapped[bool] = mapped_column(default=False)
    added_by: Mapped[Id]
    added_at: Mapped[At]


class ActionAttestation(Recorded, Base):
    """The client's own person says, beside our second person, that it is as we say, or that it is not."""

    __tablename__ = "action_attestation"

    id: Mapped[Key]
    action_id: Mapped[Id] = mapped_column(ForeignKey("action.id"), index=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("client.id"))
    user_id: Mapped[Id] = mapped_column(ForeignKey("user_account.id"))
    agrees: Mapped[bool]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[At]


class ActionRepeat(Recorded, Base):
    """An incident that shows that an action did not hold; undone where a second person found that it is no repeat."""

    __tablename__ = "action_repeat"
    __table_args__ = (UniqueConstraint("action_id", "incident_id"),)

    id: Mapped[Key]
    action_id: Mapped[Id] = mapped_column(ForeignKey("action.id"))
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), index=True)
    """The new incident."""
    from_status: Mapped[str] = mapped_column(String(24))
    """`watching`, `inconclusive` or `effective`: where it goes back to if this is undone."""
    found_at: Mapped[At]
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    """When mails to owner and leadership were put into the outbox."""
    unwatched_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its case, which was watched, was worked on again because of it; none where it was not watched then."""
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(String(36))

    @property
    def fell_to(self) -> str:
        """What the action became by it."""
        return "reopened" if self.from_status == "effective" else "not_effective"


class ReadAcross(Recorded, Base):
    """Why an incident's mistake could happen nowhere else; where it could, preventive actions are the answer."""

    __tablename__ = "read_across"
    __table_args__ = (Index("ix_read_across_incident_id_at", "incident_id", "at"),)

    id: Mapped[Key]
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"))
    reason: Mapped[str] = mapped_column(Text)
    looked_at: Mapped[Line] = mapped_column(default="")
    """Where was looked: which clients, which systems."""
    by_id: Mapped[Id]
    at: Mapped[At]
