"""The record's own tables: logs, their heads, their entries, and the disclosures that open sealed fields."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant

PROVIDER_LOG = "_provider"
"""The log of everything internal."""


class Log(Base):
    """One append-only log: a client's, or the provider's own."""

    __tablename__ = "log"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    """`<provider domain>/amends/<random id>`: what checkpoints call it."""


class LogHead(Base):
    """How far a log has come; locked while events are appended, so that leaf order is the order of commits."""

    __tablename__ = "log_head"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), primary_key=True)
    size: Mapped[int]
    peaks: Mapped[bytes] = mapped_column(LargeBinary)
    """The peaks' hashes, 32 bytes each, largest subtree first."""
    last_recorded_at: Mapped[datetime | None] = mapped_column(Instant)


class LogEntry(Base):
    """One event: the exact bytes that were hashed, and a few columns to find it by."""

    __tablename__ = "log_entry"
    __table_args__ = (UniqueConstraint("log_id", "event_id"),)

    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[Id] = mapped_column(index=True)
    type: Mapped[str] = mapped_column(String(60))
    occurred_at: Mapped[At]
    recorded_at: Mapped[At]
    supersedes: Mapped[str | None] = mapped_column(String(36))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class LogDisclosure(Base):
    """The words behind a digest; null once erased."""

    __tablename__ = "log_disclosure"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    log_id: Mapped[Id] = mapped_column(ForeignKey("log.id"))
    seq: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)
