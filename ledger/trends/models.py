"""The facts that trends count, derived from what other rooms recorded: not recorded themselves, always rebuildable."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.kernel.db import At, Base, Id, Instant, Line


class TrendFact(Base):
    """One item of one measure (`trends.fact`), written in the transaction that made it true."""

    __tablename__ = "trend_fact"
    __table_args__ = (
        Index(
            "ix_trend_fact_counted", "measure", "month", "left_out", "counts_at", "met_at", "unmet_at", "ended_month",
        ),
        Index("ix_trend_fact_client_id", "client_id", "measure", "month"),
        Index("ix_trend_fact_settled_at", "settled_at"),
        Index("ix_trend_fact_split", "measure", "month", "split"),
        Index("ix_trend_fact_cell", "measure", "month", "severity", "service"),
        Index("ix_trend_fact_incident_id", "incident_id"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    measure: Mapped[str] = mapped_column(String(24))
    item_id: Mapped[Id]
    month: Mapped[str] = mapped_column(String(7))
    anchor_at: Mapped[At]
    counts_at: Mapped[At]
    met_at: Mapped[datetime | None] = mapped_column(Instant)
    unmet_at: Mapped[datetime | None] = mapped_column(Instant)
    left_out: Mapped[str | None] = mapped_column(String(12))
    incident_id: Mapped[str | None] = mapped_column(String(36))
    client_id: Mapped[str | None] = mapped_column(String(36))
    severity: Mapped[str | None] = mapped_column(String(2))
    service: Mapped[Line] = mapped_column(default="")
    minutes: Mapped[int | None]
    ended_month: Mapped[str | None] = mapped_column(String(7))
    split: Mapped[str] = mapped_column(String(36), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    """From when on it says the same at every instant; none only in a ledger whose facts are from before cells."""


class TrendCell(Base):
    """Facts that were settled before the horizon, counted: of one measure and month, or of one split of them.

    Counted by severity, service and reason for leaving with no split; or by split alone.
    """

    __tablename__ = "trend_cell"

    measure: Mapped[str] = mapped_column(String(24), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    split: Mapped[str] = mapped_column(String(36), primary_key=True)
    severity: Mapped[str] = mapped_column(String(2), primary_key=True)
    service: Mapped[str] = mapped_column(String(400), primary_key=True)
    left_out: Mapped[str] = mapped_column(String(12), primary_key=True)
    n: Mapped[int]
    k: Mapped[int]


class TrendHorizon(Base):
    """Until when facts are counted in cells, and in which zone months were: a single row, none before the first night.

    What settles later is counted from facts until the horizon moves.
    """

    __tablename__ = "trend_horizon"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[At]
    zone: Mapped[str] = mapped_column(String(60))
