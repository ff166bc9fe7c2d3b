"""Effort that another system recorded, a row for each time entry, and which of that system's columns says what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Currency, Id, Instant, Key, Line, Minor, Recorded


class EffortLine(Recorded, Base):
    """One time entry, booked to its incident as our cost; known by the other system's own id."""

    __tablename__ = "effort_line"
    __table_args__ = (
        CheckConstraint("billable IN ('Billable', 'DoNotBill', 'NoCharge')", name="billable"),
        CheckConstraint("cost_minor > 0 AND cost_minor < 1000000000000000", name="cost"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column(default=1)
    external_id: Mapped[str] = mapped_column(String(100), unique=True)
    incident_id: Mapped[Id] = mapped_column(ForeignKey("incident.id"), index=True)
    person: Mapped[Line]
    started_at: Mapped[At]
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    hours: Mapped[str] = mapped_column(String(12))
    """Exact decimal text."""
    rate_minor: Mapped[Minor]
    cost_minor: Mapped[Minor]
    currency: Mapped[Currency]
    billable: Mapped[str] = mapped_column(String(10))
    """As the other system has it: `Billable` is a leak, for no client pays for our mistake."""
    notes: Mapped[str] = mapped_column(Text)
    entry_id: Mapped[Id] = mapped_column(ForeignKey("journal_entry.id"))


class EffortMapping(Base):
    """Which column says what, as it was chosen last."""

    __tablename__ = "effort_mapping"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    columns: Mapped[str] = mapped_column(Text)
    """JSON: our field to their column."""
